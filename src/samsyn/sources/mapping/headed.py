"""Dates that a heading between the rows completes: `3` or `3/3` under `Mars 2026`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from samsyn.sources.mapping.headers import header_rank
from samsyn.sources.mapping.model import Target
from samsyn.sources.tables import HEADED_TIME, LeftOut, Row, Table
from samsyn.sources.values import (
    Cell,
    DatePrecision,
    DateStyle,
    Value,
    cell_text,
    is_missing,
    read_date,
)
from samsyn.sources.words import normal

_DAY: Final = re.compile(r"(?:den )?(\d{1,2})(?::?[ae]|\.)?", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def dated_by_headings(table: Table) -> Table:
    """The table with the dates that a heading above completes written out, and a note of it.

    The headings then have no column of their own; nor where each date is whole without them. A
    date that a heading does not complete (`31` under April) stays as it stands, to be said wrong.
    Where no column is one of dates, theirs is left to be mapped.
    """
    column = _column_of_dates(table)
    if column is None or HEADED_TIME not in table.header:
        return table
    beside = table.header.index(HEADED_TIME)
    rows = tuple(_completed(row, column, beside) for row in table.rows)
    if rows == table.rows and not all(_is_whole(row.cells[column]) for row in rows):
        return table
    note = LeftOut("date", _COMPLETED, column=table.header[column])
    told = (note,) if rows != table.rows else ()
    kept = [place for place in range(len(table.header)) if place != beside]
    bare = tuple(row._replace(cells=tuple(row.cells[at] for at in kept)) for row in rows)
    header = tuple(table.header[at] for at in kept)
    return replace(table, header=header, rows=bare, notes=(*table.notes, *told))


_COMPLETED: Final = (
    "Datum utan år eller månad lästes i den tid som mellanrubriken ovanför säger. Kontrollera att "
    "det stämmer."
)


def _column_of_dates(table: Table) -> int | None:
    """The column that is called one of dates and holds something; not the headings' own."""
    ranked = [
        (rank, place)
        for place, label in enumerate(table.header)
        if (rank := header_rank(normal(label), Target.DATE)) is not None
        and any(not is_missing(row.cells[place]) for row in table.rows)
    ]
    return min(ranked)[1] if ranked else None


def _is_whole(cell: Cell) -> bool:
    """Whether a date needs nothing of a heading; an empty one takes nothing from it."""
    return isinstance(cell, date) or is_missing(cell) or isinstance(read_date(cell), Value)


def _completed(row: Row, column: int, beside: int) -> Row:
    cell, heading = row.cells[column], cell_text(row.cells[beside])
    text = cell_text(cell)
    day = _DAY.fullmatch(text)
    if not heading or (_is_whole(cell) and not day):
        return row
    whole = _day_of(heading, int(day[1])) if day else _with_year(text, heading)
    if whole is None:
        return row
    return row._replace(cells=(*row.cells[:column], whole, *row.cells[column + 1 :]))


def _day_of(heading: str, day: int) -> str | None:
    """The day of the month that the heading names."""
    above = read_date(heading)
    if not isinstance(above, Value) or above.value.precision is not DatePrecision.MONTH:
        return None
    try:
        return above.value.first.replace(day=day).isoformat()
    except ValueError:
        return None


def _with_year(text: str, heading: str) -> str | None:
    """The day of a date without year, in the year that the heading names."""
    year = _YEAR.search(heading)
    reading = read_date(text, DateStyle(year=int(year[0]))) if year else None
    if not isinstance(reading, Value) or not reading.value.assumed_year or reading.value.clock:
        return None
    span = reading.value
    whole = span.precision is DatePrecision.DAY and span.first == span.last and not span.night
    return span.first.isoformat() if whole else None
