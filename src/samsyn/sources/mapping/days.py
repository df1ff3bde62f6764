"""Days of a month by their numbers, or of a week by their names, as columns: the month or week
stands above the table or on its sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from samsyn.sources.mapping.context import titles_of
from samsyn.sources.mapping.headings import are_days, are_weekdays, weekday_of
from samsyn.sources.mapping.model import About, MappingError, Remark, TableMapping, Target
from samsyn.sources.mapping.titles import periods_in
from samsyn.sources.tables import Row, Table
from samsyn.sources.values import DatePrecision, DateSpan, cell_text, is_missing

_HEADING: Final = -2
"""Where a turned row has the heading of its column."""
_LONGEST_MONTH: Final = 31
Months = Mapping[str | None, DateSpan]


def months_of(table: Table, headings: Sequence[str], mapping: TableMapping) -> Months:
    """The month, or week, of each sheet, where the columns of numbers are days of it; none where
    they are not. Raises MappingError where nothing says which, or more than one."""
    weeks = are_weekdays(headings)
    if mapping.wide is not Target.DATE or not (weeks or are_days(headings)):
        return {}
    titles = dict(titles_of(table))
    named = _week_in if weeks else _month_in
    found = {sheet: named(titles.get(sheet, ""), mapping.year) for sheet in _sheets(table)}
    without = [sheet for sheet, span in found.items() if span is None]
    if without:
        where = f"Bladet ”{without[0]}”" if without[0] else "Filen"
        if weeks:
            raise MappingError(
                f"{where} har veckodagar som kolumner, men rubriken och bladets namn säger inte "
                "vilken vecka och vilket år. Skriv till exempel ”vecka 12 2026” ovanför tabellen."
            )
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


def _week_in(title: str, year: int | None) -> DateSpan | None:
    """The one week that a title names with its year."""
    weeks = [one for one in periods_in(title, year) if one.precision is DatePrecision.WEEK]
    named = weeks[0] if len({one.first for one in weeks}) == 1 else None
    alone = named is not None and (named.last - named.first).days < _DAYS_OF_WEEK
    return named if named and alone and not named.assumed_year else None


_DAYS_OF_WEEK: Final = 7


def _day_of(row: Row, months: Months) -> date | None:
    heading = cell_text(row.cells[_HEADING])
    weekday, span = weekday_of(heading), months[row.sheet]
    day = span.first + timedelta(days=int(heading) - 1 if weekday is None else weekday)
    return day if day <= span.last else None


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
    said = ", ".join(dict.fromkeys(map(_said, months.values())))
    return Remark(
        About.DATE,
        f"Kolumnernas rubriker lästes som dagar i {said}, efter rubriken ovanför eller bladets "
        "namn. Kontrollera att det stämmer.",
    )


def _said(span: DateSpan) -> str:
    if span.precision is DatePrecision.WEEK:
        return "vecka {1} {0}".format(*span.first.isocalendar())
    return f"{span.first:%Y-%m}"
