"""Dates as agencies write them: day, week or month.

Weeks are ISO 8601 weeks (Monday first, week 1 holds 4 January), the only weeks
used in Sweden. Day comes before month unless the caller knows that the file was
written the American way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from samsyn.sources.values.missing import missing_mark
from samsyn.sources.values.numbers import shorten
from samsyn.sources.values.results import Cell, CellProblem, Missing, Value

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2199
_EXCEL_FIRST: Final = 20_000  # serial of 1954-10-03: below it a number is hardly a date
_EXCEL_LAST: Final = 80_000  # serial of 2119-01-11
_EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 (a sheet's date has no zone)


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
    a time; ``instant`` is set when the cell named its offset from UTC.
    """

    first: date
    last: date
    precision: DatePrecision
    clock: str | time | None = None
    instant: datetime | None = None


DateReading = Value[DateSpan] | Missing | CellProblem


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How to read what the cell leaves open: order, and the year where it names none.

    Where the column ``names_centuries``, a year of two figures is a slip, and is said.
    """

    order: DateOrder = DateOrder.DAY_FIRST
    year: int | None = None
    names_centuries: bool = False


def read_date(cell: Cell, style: DateStyle = DateStyle()) -> DateReading:
    """The days a cell names, with the clock that stood in the same cell."""
    missing = missing_mark(cell)
    if missing:
        return missing
    if isinstance(cell, datetime):
        return _from_datetime(cell)
    if isinstance(cell, date):
        return _day(cell.year, cell.month, cell.day)
    if isinstance(cell, bool | time | timedelta):
        return _not_a_date(str(cell))
    if isinstance(cell, int | float):
        return _from_number(float(cell))
    return _from_text(" ".join(str(cell).split()), style)


def _from_datetime(moment: datetime) -> DateReading:
    clock = None if moment.time() == time(0) else moment.time()
    return _day(moment.year, moment.month, moment.day, clock=clock)


def _from_number(number: float) -> DateReading:
    """An Excel serial, or a date whose digits a sheet took for a number."""
    if _EXCEL_FIRST <= number < _EXCEL_LAST:
        # a serial carries the clock as a fraction; to the nearest second
        moment = _EPOCH_1900 + timedelta(seconds=round(number * 86_400))
        return _noted(_from_datetime(moment), f"Talet {number:g} har lästs som Excels datum.")
    if number.is_integer() and 0 < number < 1e8:
        digits = 6 if number > 9_999 else 1  # 70326 was 070326 before a sheet took it
        return _from_text(str(int(number)).zfill(digits), DateStyle())
    return _not_a_date(f"{number:g}")


def _noted(reading: DateReading, note: str) -> DateReading:
    return Value(reading.value, note) if isinstance(reading, Value) else reading


def _not_a_date(text: str) -> CellProblem:
    return CellProblem(
        f"”{shorten(text)}” är inte ett datum. "
        "Skriv till exempel 2024-03-26, v. 13 2024 eller 2024-03."
    )


def _day(year: int, month: int, day: int, clock: str | time | None = None) -> DateReading:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return CellProblem(f"Året {year} är orimligt. Rätta datumet i filen.")
    try:
        found = date(year, month, day)
    except ValueError:
        return CellProblem(
            f"{year}-{month:02d}-{day:02d} finns inte i almanackan. Rätta datumet i filen."
        )
    return Value(DateSpan(found, found, DatePrecision.DAY, clock))


def _week(year: int, week: int) -> DateReading:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return CellProblem(f"Vecka {week} finns inte år {year}. Rätta veckan i filen.")
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return CellProblem(f"Året {year} är orimligt. Rätta veckan i filen.")
    return Value(DateSpan(monday, monday + timedelta(days=6), DatePrecision.WEEK))


def _month(year: int, month: int) -> DateReading:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or not 1 <= month <= 12:
        return _not_a_date(f"{year}-{month:02d}")
    following = date(year + month // 12, month % 12 + 1, 1)
    first = date(year, month, 1)
    return Value(DateSpan(first, following - timedelta(days=1), DatePrecision.MONTH))


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "january", "jan"),
            ("februari", "february", "feb", "febr"),
            ("mars", "march", "mar"),
            ("april", "apr"),
            ("maj", "may"),
            ("juni", "june", "jun"),
            ("juli", "july", "jul"),
            ("augusti", "august", "aug"),
            ("september", "sept", "sep"),
            ("oktober", "october", "okt", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_WEEKDAY: Final = re.compile(
    r"(?:må|ti|on|to|fr|lö|sö|mån|tis|ons|tor|tors|fre|lör|sön|måndag|tisdag|onsdag|torsdag|fredag"
    r"|lördag|söndag)(?:en)?\.?,?\s+(?:den\s+)?|den\s+",
    re.IGNORECASE,
)
_REST: Final = r"(?:(?:[ T,]+)(?P<rest>\S.*))?"
_MONTH_NAME: Final = "(?P<name>[a-zåäö]{3,9})"

_Maker = Callable[["re.Match[str]", DateStyle], DateReading]


def full_year(text: str) -> int:
    """`24` is 2024; two digits from 70 on belong to the last century."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _year_of(match: re.Match[str], style: DateStyle) -> int | None:
    written = match.groupdict().get("y")
    return full_year(written) if written else style.year


def _needs_year(match: re.Match[str]) -> CellProblem:
    return CellProblem(
        f"”{shorten(match[0])}” saknar år. Skriv året i filen eller ange det i kopplingen."
    )


def _iso(match: re.Match[str], style: DateStyle) -> DateReading:
    del style
    rest = match.groupdict().get("rest")
    reading = _day(full_year(match["y"]), int(match["m"]), int(match["d"]), clock=rest)
    return _with_offset(reading, match[0]) if rest else reading


_OFFSET: Final = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2})[ T](?P<h>\d{1,2}):(?P<min>\d{2})"
    r"(?::(?P<s>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s?(?P<zone>Z|[+-]\d{2}:?\d{2})$"
)


def _with_offset(reading: DateReading, text: str) -> DateReading:
    """An instant, where the cell says how far from UTC its clock was."""
    match = _OFFSET.match(text)
    if not match or not isinstance(reading, Value):
        return reading
    zone = match["zone"].replace("Z", "+00:00").replace(":", "")
    written = f"{match['day']} {int(match['h']):02d}:{match['min']}:{match['s'] or '00'} {zone}"
    try:
        instant = datetime.strptime(written, "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return _not_a_date(text)
    span = reading.value
    return Value(DateSpan(span.first, span.last, span.precision, span.clock, instant))


def _slashed(match: re.Match[str], style: DateStyle) -> DateReading:
    year = _year_of(match, style)
    if year is None:
        return _needs_year(match)
    first, second = int(match["a"]), int(match["b"])
    american = style.order is DateOrder.MONTH_FIRST
    day, month = (second, first) if american else (first, second)
    clock = match.groupdict().get("rest")
    if month <= 12 or day > 12:
        return _day(year, month, day, clock)
    # 03/26/2024 among day-first dates can be read in one way only
    note = f"”{match[0]}” har månaden först; läst som {year}-{day:02d}-{month:02d}."
    return _noted(_day(year, day, month, clock), note)


def _named_month(match: re.Match[str], style: DateStyle) -> DateReading:
    month = _MONTHS.get(match["name"].lower())
    if month is None:
        return _not_a_date(match[0])
    year = _year_of(match, style)
    if year is None:
        return _needs_year(match)
    day = match.groupdict().get("d")
    return (
        _day(year, month, int(day), match.groupdict().get("rest")) if day else _month(year, month)
    )


def _week_of(match: re.Match[str], style: DateStyle) -> DateReading:
    year = _year_of(match, style)
    return _needs_year(match) if year is None else _week(year, int(match["w"]))


def _month_of(match: re.Match[str], style: DateStyle) -> DateReading:
    del style
    return _month(int(match["y"]), int(match["m"]))


def _year_alone(match: re.Match[str], style: DateStyle) -> DateReading:
    del style
    return CellProblem(
        f"”{match[0]}” är ett helt år. En rapport behöver minst månad: skriv till exempel 2024-03."
    )


_D4: Final = r"(?P<y>\d{4})"
_FORMS: Final[tuple[tuple[re.Pattern[str], _Maker], ...]] = tuple(
    (re.compile(pattern + r"$", re.IGNORECASE | re.ASCII), maker)
    for pattern, maker in (
        (rf"{_D4}-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}}){_REST}", _iso),
        (rf"{_D4}[./](?P<m>\d{{1,2}})[./](?P<d>\d{{1,2}}){_REST}", _iso),
        (rf"{_D4}(?P<m>\d\d)(?P<d>\d\d){_REST}", _iso),
        (rf"(?P<y>\d\d)(?P<sep>-?)(?P<m>\d\d)(?P=sep)(?P<d>\d\d){_REST}", _iso),
        (rf"(?P<a>\d{{1,2}})[./-](?P<b>\d{{1,2}})[./-](?P<y>\d{{4}}){_REST}", _slashed),
        (rf"(?P<a>\d{{1,2}})[./](?P<b>\d{{1,2}})(?:[./]| ?-)(?P<y>\d\d){_REST}", _slashed),
        (r"(?P<a>\d{1,2})/(?P<b>\d{1,2})", _slashed),
        (
            rf"(?P<d>\d{{1,2}})(?::?[ea])?\.? {_MONTH_NAME}\.?(?:,? (?P<y>\d{{4}}))?{_REST}",
            _named_month,
        ),
        (rf"(?P<d>\d{{1,2}})-{_MONTH_NAME}-(?P<y>\d{{4}}|\d\d){_REST}", _named_month),
        (rf"{_MONTH_NAME}\.?[ -](?P<y>\d{{4}})", _named_month),
        (r"v(?:ecka|\.)? ?(?P<w>\d{1,2})(?:[ ,/-]+(?P<y>\d{4}|\d\d))?", _week_of),
        (rf"{_D4}[ -]?(?:v(?:ecka|\.)?|W) ?(?P<w>\d{{1,2}})", _week_of),
        (rf"{_D4}[-/M](?P<m>\d\d)", _month_of),
        (rf"{_D4}(?: ?[-–] ?\d{{4}})?", _year_alone),
    )
)


def _from_text(text: str, style: DateStyle) -> DateReading:
    weekday = _WEEKDAY.match(text)
    bare = text[weekday.end() :] if weekday else text
    for pattern, maker in _FORMS:
        match = pattern.match(bare)
        if match:
            return _with_century(maker(match, style), match, style)
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", bare, re.ASCII):  # a serial that became text
        return _from_number(float(bare.replace(",", ".")))
    return _not_a_date(text)


def _with_century(reading: DateReading, match: re.Match[str], style: DateStyle) -> DateReading:
    """Says which century was taken, where the other dates of the column name theirs."""
    if not isinstance(reading, Value) or not style.names_centuries:
        return reading
    if len(match.groupdict().get("y") or "") != 2:
        return reading
    read = reading.value.first.isoformat()
    return _noted(reading, f"”{shorten(match[0])}” har årtal med två siffror; läst som {read}.")


_CENTURY: Final = re.compile(
    r"(?:19|20)\d\d(?:[-./]|\d{4}\b)|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d\b", re.ASCII
)


def names_century(cell: Cell) -> bool:
    """Whether a date is one to the sheet, or written with four figures for the year."""
    return isinstance(cell, date) or (isinstance(cell, str) and _CENTURY.match(cell) is not None)


def date_order(cells: list[str]) -> DateOrder | None:
    """What the `a/b/year` dates of a column agree on; None when nothing decides.

    A column with both a first and a second part above 12 is mixed; day first
    then, since each such date still has one reading only.
    """
    firsts, seconds = 0, 0
    for cell in cells:
        match = re.match(r"(\d{1,2})[/.](\d{1,2})[/.]\d", cell, re.ASCII)
        if match:
            firsts = max(firsts, int(match[1]))
            seconds = max(seconds, int(match[2]))
    if firsts > 12:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if seconds > 12 else None
