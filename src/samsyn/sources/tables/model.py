"""A table as it stood in a file: labels above, raw cells below, row numbers kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from samsyn.sources.values import Cell

Grid = list["Row"]


class Row(NamedTuple):
    """One row. ``number`` is the row a person sees in a spreadsheet, from 1.

    A quoted line break makes one row of two lines, and an Excel `sep=` line is
    not counted, since a spreadsheet doesn't show it.
    """

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold; beyond that it is refused with a sentence."""

    bytes: int = 25_000_000
    unpacked_bytes: int = 100_000_000
    rows: int = 200_000
    columns: int = 500
    cells: int = 4_000_000
    cell_length: int = 32_767  # what a spreadsheet cell can hold


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person may point out when the reader guessed wrong.

    ``header_row`` is a row number; 0 says that there are no labels.
    """

    sheet: str | None = None
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Labels and rows, each row as wide as the labels.

    ``notes`` are Swedish sentences on what was repaired or left out.
    ``header_row`` is None where the file had no labels and got `Kolumn A` on.
    ``title`` is the text that stood above the labels.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int | None = None
    title: str = ""
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    separator: str | None = None
    notes: tuple[str, ...] = ()

    def column(self, label: str) -> list[Cell]:
        """The cells under ``label``, top to bottom; KeyError when there is no such label."""
        try:
            place = self.header.index(label)
        except ValueError:
            raise KeyError(label) from None
        return [row.cells[place] for row in self.rows]
