"""A date or clock that a table has in pieces, a column each, put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from samsyn.sources.tables import LeftOut, Row, Table
from samsyn.sources.values import Cell, Value, is_missing, read_count
from samsyn.sources.words import normal

_YEAR: Final = frozenset({"år", "year", "årtal"})
_MONTH: Final = frozenset({"månad", "mån", "month", "månadsnummer"})
_DAY: Final = frozenset({"dag", "day", "dagnummer", "datum"})
_HOUR: Final = frozenset({"tim", "timme", "hour", "h"})
_MINUTE: Final = frozenset({"min", "minut", "minute"})
_RANGES: Final = {_YEAR: (1950, 2199), _MONTH: (1, 12), _DAY: (1, 31)}
_OF_CLOCK: Final = {_HOUR: (0, 24), _MINUTE: (0, 59)}


def joined_parts(table: Table) -> Table:
    """The table with year, month and day in the column of the day, and hour and minute in that of
    the hour, where they stand apart; the columns that are emptied so are named in a note."""
    table = _joined(table, _RANGES, "datum")
    return _joined(table, _OF_CLOCK, "klockslag")


def _joined(table: Table, ranges: dict[frozenset[str], tuple[int, int]], what: str) -> Table:
    places = [_column(table, names, *limits) for names, limits in ranges.items()]
    found = [place for place in places if place is not None]
    if len(found) < len(ranges):
        return table
    keep = found[-1] if what == "datum" else found[0]
    rows = tuple(_with(row, found, keep, what) for row in table.rows)
    labels = [table.header[place] for place in found]
    note = LeftOut(
        "date" if what == "datum" else "time",
        f"Kolumnerna {', '.join(labels[:-1])} och {labels[-1]} lästes som ett {what}.",
    )
    return replace(table, rows=rows, notes=(*table.notes, note))


def _column(table: Table, names: frozenset[str], least: int, most: int) -> int | None:
    """The column of whole numbers within limits that is called so."""
    for place, label in enumerate(table.header):
        if normal(label) not in names:
            continue
        cells = [row.cells[place] for row in table.rows if not is_missing(row.cells[place])]
        if cells and all(_within(cell, least, most) for cell in cells):
            return place
    return None


def _within(cell: Cell, least: int, most: int) -> bool:
    number = _number(cell)
    return number is not None and least <= number <= most


def _number(cell: Cell) -> int | None:
    reading = read_count(cell)
    return reading.value if isinstance(reading, Value) else None


def _with(row: Row, places: Sequence[int], keep: int, what: str) -> Row:
    numbers = [_number(row.cells[place]) for place in places]
    if None in numbers:  # a sum or a footnote: as it stands
        return row
    cells = list(row.cells)
    for place in places:
        cells[place] = ""
    first, *rest = numbers
    if what == "datum":
        cells[keep] = f"{first:04}-{rest[0]:02}-{rest[1]:02}"
    else:
        cells[keep] = f"{first:02}:{rest[0]:02}"
    return row._replace(cells=tuple(cells))
