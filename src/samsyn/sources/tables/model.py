"""A table as it stood in a file: labels above, raw cells below, row numbers kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from samsyn.sources.values import Cell

Grid = list["Row"]


class Row(NamedTuple):
    """One row. ``number`` is the row a person sees in a spreadsheet, from 1.

    A quoted line break makes one row of two lines, and an Excel `sep=` line is
    not counted, since a spreadsheet doesn't show it. ``cell`` names the one cell that a row of a
    turned table was made of.
    """

    number: int
    cells: tuple[Cell, ...]
    sheet: str | None = None
    cell: str | None = None


class LeftOut(NamedTuple):
    """A row, a sheet or a cell that gave no data, and why, in a Swedish sentence.

    ``kind`` is one word: ``sum``, ``heading``, ``section``, ``sheet``, ``title``, ``formula``,
    ``encoding``. ``cells`` are those of a row of sums.
    """

    kind: str
    sentence: str
    row: int | None = None
    sheet: str | None = None
    column: str = ""
    cells: tuple[Cell, ...] = ()


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

    ``header_row`` is a row number; 0 says that there are no labels. ``labels`` are headings in
    their normal form that a list is known to have: a row that holds them is the header.
    """

    sheet: str | None = None
    header_row: int | None = None
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """Labels and rows, each row as wide as the labels; of several sheets where they have the
    same labels.

    ``notes`` say what of the file as a whole was repaired or left out, ``left_out`` which rows.
    ``header_row`` is None where the file had no labels and got `Kolumn A` on.
    ``title`` is the text that stood above the labels, ``titles`` that of each sheet with its name.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int | None = None
    title: str = ""
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    separator: str | None = None
    notes: tuple[LeftOut, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    titles: tuple[tuple[str | None, str], ...] = ()
    calendar_of_1904: bool = False

    def column(self, label: str) -> list[Cell]:
        """The cells under ``label``, top to bottom; KeyError when there is no such label."""
        try:
            place = self.header.index(label)
        except ValueError:
            raise KeyError(label) from None
        return [row.cells[place] for row in self.rows]
