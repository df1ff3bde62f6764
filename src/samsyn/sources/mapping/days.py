"""Days of a month as columns, by their numbers alone: the month stands above the table or on its
sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from samsyn.sources.mapping.context import titles_of
from samsyn.sources.mapping.headings import are_days
from samsyn.sources.mapping.model import About, MappingError, Remark, TableMapping, Target
from samsyn.sources.mapping.titles import periods_in
from samsyn.sources.tables import Row, Table
from samsyn.sources.values import DatePrecision, DateSpan, cell_text, is_missing

_HEADING: Final = -2
"""Where a turned row has the heading of its column."""
_LONGEST_MONTH: Final = 31
Months = Mapping[str | None, DateSpan]


def months_of(table: Table, headings: Sequence[str], mapping: TableMapping) -> Months:
    """The month of each sheet, where the columns of numbers are days of it; none where they are
    not. Raises MappingError where nothing says which month, or more than one."""
    if mapping.wide is not Target.DATE or not are_days(headings):
        return {}
    titles = dict(titles_of(table))
    found = {sheet: _month_in(titles.get(sheet, ""), mapping.year) for sheet in _sheets(table)}
    without = [sheet for sheet, span in found.items() if span is None]
    if without:
        where = f"Bladet ”{without[0]}”" if without[0] else "Filen"
        raise MappingError(
            f"{where} har dagar som kolumner, men rubriken och bladets namn säger inte vilken "
            "månad och vilket år. Skriv till exempel ”mars 2026” ovanför tabellen."
        )
    return {sheet: span for sheet, span in found.items() if span}


def _sheets(table: Table) -> list[str | None]:
    return list(dict.fromkeys(row.sheet for row in table.rows))


def _month_in(title: str, year: int | None) -> DateSpan | None:
    """The one month that a title names with its year."""
    spans = [one for one in periods_in(title, year) if one.precision is DatePrecision.MONTH]
    whole = {one.first: one for one in spans if (one.last - one.first).days < _LONGEST_MONTH}
    named = next(iter(whole.values())) if len(whole) == 1 else None
    return None if named is None or named.assumed_year else named


def _day_of(row: Row, months: Months) -> date | None:
    number = int(cell_text(row.cells[_HEADING]))
    first = months[row.sheet].first
    day = first + timedelta(days=number - 1)
    return day if day.month == first.month else None


def has_such_a_day(row: Row, months: Months) -> bool:
    """Whether the month has the day, or something stands under it all the same."""
    return _day_of(row, months) is not None or not is_missing(row.cells[-1])


def in_its_month(row: Row, months: Months) -> Row:
    """The row with its day written out; `31` under April stays so, to be said wrong."""
    day = _day_of(row, months)
    span = months[row.sheet]
    written = day.isoformat() if day else f"{span.first:%Y-%m}-{cell_text(row.cells[_HEADING])}"
    return row._replace(cells=(*row.cells[:_HEADING], written, row.cells[-1]))


def days_read(months: Months) -> Remark:
    """That the days were taken for those of the months."""
    said = ", ".join(dict.fromkeys(f"{span.first:%Y-%m}" for span in months.values()))
    return Remark(
        About.DATE,
        f"Kolumnernas rubriker lästes som dagar i {said}, efter rubriken ovanför eller bladets "
        "namn. Kontrollera att det stämmer.",
    )
