"""Days, weeks and months as spans of whole local days, with the sentences for those that are none.

Weeks are ISO 8601 weeks (Monday first, week 1 holds 4 January), the only weeks used in Sweden.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from samsyn.sources.values.numbers import shorten
from samsyn.sources.values.results import CellProblem, Missing, Value

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2199


class DateOrder(StrEnum):
    """What comes first in `05/04/2024`."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class DatePrecision(StrEnum):
    """How much of the calendar a date names."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Whole local days from ``first`` to ``last``, and what stood beside them.

    ``clock`` is the rest of a cell that held both date and time, as text or as
    a time; ``instant`` is set when the cell named its offset from UTC. ``night`` says that the
    night between the two days is meant, ``assumed_year`` that the cell named no year. ``ends`` is
    the day and clock that it lasted to, where the cell named them too.
    """

    first: date
    last: date
    precision: DatePrecision
    clock: str | time | None = None
    instant: datetime | None = None
    night: bool = False
    assumed_year: bool = False
    ends: DateSpan | None = None


DateReading = Value[DateSpan] | Missing | CellProblem


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How to read what the cell leaves open: order, and the year where it names none.

    Where the column ``names_centuries``, a year of two figures is a slip, and is said. ``unit``
    is what a bare number counts in a column of weeks or months; ``packed_months`` says that six
    figures are a year and a month; ``midnight_is_day`` that a clock of 00:00 is none; ``epoch`` is
    the first day of the workbook's calendar. ``school_year`` says that ``year`` is that of the
    autumn, and the spring's is the next; ``short_year`` where a year of two figures stands;
    ``to_weeks`` whether the second number of `v. 2-23` is a week in the whole column (False: a
    year; None: it may be either).
    """

    order: DateOrder = DateOrder.DAY_FIRST
    year: int | None = None
    names_centuries: bool = False
    unit: DatePrecision | None = None
    packed_months: bool = False
    midnight_is_day: bool = False
    calendar_of_1904: bool = False
    school_year: bool = False
    short_year: str = "usual"
    to_weeks: bool | None = None


def no_date(text: str) -> CellProblem:
    """That a text is no date."""
    return CellProblem(
        f"”{shorten(text)}” är inte ett datum. "
        "Skriv till exempel 2024-03-26, v. 13 2024 eller 2024-03."
    )


def needs_year(text: str) -> CellProblem:
    """That a date needs a year that nothing gives."""
    return CellProblem(
        f"”{shorten(text)}” saknar år. Skriv året i filen eller ange det i kopplingen."
    )


def day_span(year: int, month: int, day: int, clock: str | time | None = None) -> DateReading:
    """One day."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return CellProblem(f"Året {year} är orimligt. Rätta datumet i filen.")
    try:
        found = date(year, month, day)
    except ValueError:
        return CellProblem(
            f"{year}-{month:02d}-{day:02d} finns inte i almanackan. Rätta datumet i filen."
        )
    return Value(DateSpan(found, found, DatePrecision.DAY, clock))


def week_span(year: int, week: int) -> DateReading:
    """One ISO week, Monday to Sunday."""
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return CellProblem(f"Vecka {week} finns inte år {year}. Rätta veckan i filen.")
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return CellProblem(f"Året {year} är orimligt. Rätta veckan i filen.")
    return Value(DateSpan(monday, monday + timedelta(days=6), DatePrecision.WEEK))


def month_span(year: int, month: int) -> DateReading:
    """One month."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or not 1 <= month <= 12:
        return no_date(f"{year}-{month:02d}")
    following = date(year + month // 12, month % 12 + 1, 1)
    first = date(year, month, 1)
    return Value(DateSpan(first, following - timedelta(days=1), DatePrecision.MONTH))


def from_to(first: DateReading, last: DateReading, text: str) -> DateReading:
    """From the beginning of one span to the end of another of the same kind."""
    for one in (first, last):
        if not isinstance(one, Value):
            return one
    start, end = first.value, last.value  # type: ignore[union-attr]
    if end.last < start.first:
        return CellProblem(f"”{shorten(text)}” slutar före sin början. Rätta den i filen.")
    precision = max(start.precision, end.precision, key=list(DatePrecision).index)
    return Value(DateSpan(start.first, end.last, precision))


def noted(reading: DateReading, note: str) -> DateReading:
    """The reading with one more note."""
    if not isinstance(reading, Value) or not note:
        return reading
    return Value(reading.value, f"{reading.note} {note}".strip())
