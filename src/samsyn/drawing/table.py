"""A table as values: what a figure says in figures, and what a report prints."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from samsyn.drawing.texts import number

Cell = str | int | float | None


class CellKind(StrEnum):
    """How a column is set: text to the left, numbers to the right."""

    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """A heading and the kind of what stands under it.

    A number column may hold words too ("uppgift saknas"). `decimals` None gives
    whole numbers none and others one.
    """

    label: str
    kind: CellKind = CellKind.TEXT
    decimals: int | None = None


@dataclass(frozen=True)
class Table:
    """Columns and rows; the first column names the row.

    Raises ValueError when a row has another number of cells than there are
    columns, or when there is no column.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("A table needs at least one column.")
        for place, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"Row {place} has {len(row)} cells; there are {len(self.columns)} columns."
                )

    def text_rows(self) -> Iterator[tuple[str, ...]]:
        """The rows as a reader sees them, numbers in Swedish, None as nothing."""
        for row in self.rows:
            cells = zip(row, self.columns, strict=True)
            yield tuple(cell_text(cell, column.decimals) for cell, column in cells)


def cell_text(cell: Cell, decimals: int | None = None) -> str:
    """One cell as text."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else number(cell, decimals)
