"""The forms in which people and systems write dates, one pattern each, tried in order.

dateutil and dateparser were not taken: both guess (`5/3` the American way, a lone number as a
day of this month), know neither Swedish weeks nor `natten 16-17/10`, and are slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from samsyn.sources.values.date_spans import (
    DateOrder,
    DatePrecision,
    DateReading,
    DateSpan,
    DateStyle,
    day_span,
    from_to,
    month_span,
    needs_year,
    noted,
    week_span,
)
from samsyn.sources.values.numbers import shorten
from samsyn.sources.values.results import CellProblem, Value
from samsyn.sources.values.times import offset_of

MONTHS: Final = {
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
_MONTH: Final = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_REST: Final = r"(?:(?:[ T,]+)(?P<rest>\S.*))?"
_NAME: Final = rf"(?P<name>{_MONTH})\.?"
_D4: Final = r"(?P<y>\d{4})"
_DASH: Final = r" ?- ?"
_Maker = Callable[["re.Match[str]", DateStyle], DateReading | None]
_LONGEST_WEEKS: Final = 5
_QUARTER: Final = (13, 14)  # weeks
_LAST_WEEK: Final = 53
_WEEKS_OF_A_YEAR: Final = 52
_YEARS: Final = range(15, 36)  # of two figures, that a list is likely to be of


def full_year(text: str) -> int:
    """`24` is 2024; two digits from 70 on belong to the last century."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _year_of(match: re.Match[str], style: DateStyle) -> int | None:
    written = match.groupdict().get("y")
    return full_year(written) if written else style.year


def _told(reading: DateReading, match: re.Match[str]) -> DateReading:
    """Says of a span whether its year stood in the cell."""
    if not isinstance(reading, Value) or match.groupdict().get("y"):
        return reading
    return Value(replace(reading.value, assumed_year=True), reading.note)


def _day(match: re.Match[str], year: int, month: int, day: int) -> DateReading:
    """A day with what stood after it: a clock, perhaps with its offset from UTC."""
    rest = match.groupdict().get("rest")
    reading = day_span(year, month, day, rest)
    if not rest or not isinstance(reading, Value):
        return reading
    found = offset_of(rest)
    if found is None:
        return reading
    clock, offset = found
    instant = datetime(year, month, day, *clock, tzinfo=UTC) - timedelta(minutes=offset)
    return Value(replace(reading.value, instant=instant))


def _iso(match: re.Match[str], style: DateStyle) -> DateReading:
    del style
    return _day(match, full_year(match["y"]), int(match["m"]), int(match["d"]))


def _iso_week_day(match: re.Match[str], style: DateStyle) -> DateReading:
    del style
    week = week_span(int(match["y"]), int(match["w"]))
    if not isinstance(week, Value):
        return week
    found = week.value.first + timedelta(days=int(match["n"]) - 1)
    return _day(match, found.year, found.month, found.day)


def _slashed(match: re.Match[str], style: DateStyle) -> DateReading:
    year = _year_of(match, style)
    if year is None:
        return needs_year(match[0])
    first, second = int(match["a"]), int(match["b"])
    american = style.order is DateOrder.MONTH_FIRST
    day, month = (second, first) if american else (first, second)
    if month <= 12 or day > 12:
        return _told(_day(match, year, month, day), match)
    # 03/26/2024 among day-first dates can be read in one way only
    note = f"”{match[0]}” har månaden först; läst som {year}-{day:02d}-{month:02d}."
    return _told(noted(_day(match, year, day, month), note), match)


def _named_month(match: re.Match[str], style: DateStyle) -> DateReading:
    month = MONTHS[match["name"].lower()]
    year = _year_of(match, style)
    if year is None:
        return needs_year(match[0])
    day = match.groupdict().get("d")
    found = _day(match, year, month, int(day)) if day else month_span(year, month)
    return _told(found, match)


def _days(match: re.Match[str], style: DateStyle) -> DateReading:
    """`5-6/3 2025`, `28/2-2/3 2025`, `5-6 mars`: the first takes what it lacks from the last."""
    year = _year_of(match, style)
    if year is None:
        return needs_year(match[0])
    parts = match.groupdict()
    month = MONTHS[parts["name"].lower()] if parts.get("name") else int(parts["m"])
    first = MONTHS[parts["name1"].lower()] if parts.get("name1") else int(parts.get("m1") or month)
    start_year = year - 1 if first > month else year
    start = day_span(start_year, first, int(match["d1"]))
    return _told(from_to(start, day_span(year, month, int(match["d"])), match[0]), match)


def _two_dates(match: re.Match[str], style: DateStyle) -> DateReading | None:
    """Two whole days, weeks or months with `till` or a dash between."""
    last = read_form(match["two"], style)
    if not isinstance(last, Value):
        return None
    first = read_form(match["one"], replace(style, year=last.value.first.year))
    if not isinstance(first, Value):
        return None
    if first.value.clock and last.value.clock:
        return Value(replace(first.value, ends=last.value))
    if first.value.clock or last.value.clock:
        return None
    return from_to(first, last, match[0])


def _months(match: re.Match[str], style: DateStyle) -> DateReading:
    year = _year_of(match, style)
    if year is None:
        return needs_year(match[0])
    first, last = MONTHS[match["name1"].lower()], MONTHS[match["name"].lower()]
    start = month_span(year - 1 if first > last else year, first)
    return _told(from_to(start, month_span(year, last), match[0]), match)


def _quarter(match: re.Match[str], style: DateStyle) -> DateReading:
    year = _year_of(match, style)
    if year is None:
        return needs_year(match[0])
    last = 3 * int(match["q"])
    return _told(from_to(month_span(year, last - 2), month_span(year, last), match[0]), match)


def _week_of(match: re.Match[str], style: DateStyle) -> DateReading:
    year = _year_of(match, style)
    found = needs_year(match[0]) if year is None else week_span(year, int(match["w"]))
    return _told(found, match)


def _week_and_number(match: re.Match[str], style: DateStyle) -> DateReading:
    """`v.13-24` is week 13 of 2024 and `v. 1-2` two weeks; where both can be meant, it is asked."""
    first, second = int(match["w"]), int(match["n"])
    if style.to_weeks is not None:
        return (
            _weeks_in(style.year, first, second, match)
            if style.to_weeks
            else week_span(full_year(match["n"]), first)
        )
    near = first > second or style.year is None or abs(full_year(match["n"]) - style.year) <= 1
    likely_year = len(match["n"]) == 2 and second in _YEARS and near
    number = (second - first) % _WEEKS_OF_A_YEAR + 1
    usual = number <= _LONGEST_WEEKS or (first < second and number in _QUARTER)
    weeks = number > 1 and second <= _LAST_WEEK and (usual or (first < second and not likely_year))
    if weeks == likely_year and first != second:  # both, or none of them
        return CellProblem(
            f"”{match[0]}” kan vara veckor eller vecka och år. Skriv året med fyra siffror."
        )
    if likely_year:
        return week_span(full_year(match["n"]), first)
    return _weeks_in(style.year, first, second, match)


def _weeks(match: re.Match[str], style: DateStyle) -> DateReading:
    return _weeks_in(_year_of(match, style), int(match["w"]), int(match["n"]), match)


def _weeks_in(year: int | None, first: int, last: int, match: re.Match[str]) -> DateReading:
    if year is None:
        return needs_year(match[0])
    start = week_span(year - 1 if last < first else year, first)
    return _told(from_to(start, week_span(year, last), match[0]), match)


def _month_of(match: re.Match[str], style: DateStyle) -> DateReading:
    """`2026-10` and `10/2026`: a month, but in a column of weeks a week."""
    make = week_span if style.unit is DatePrecision.WEEK else month_span
    return make(int(match["y"]), int(match["m"]))


def _year_alone(match: re.Match[str], style: DateStyle) -> DateReading:
    del style
    return CellProblem(
        f"”{match[0]}” är ett helt år. En rapport behöver minst månad: skriv till exempel 2024-03."
    )


_YEAR_LAST: Final = rf"(?:[./]| ?-|\.?,? ){_D4}"
_WEEK: Final = r"v(?:eckorna|eckor|ecka|k|\.)?\.? ?"
_FORMS: Final[tuple[tuple[re.Pattern[str], _Maker], ...]] = tuple(
    (re.compile(pattern + r"$", re.IGNORECASE | re.ASCII), maker)
    for pattern, maker in (
        (r"(?P<one>\S.*\S) (?:-|till|t\.?o\.?m\.?) (?P<two>\S.*\S)", _two_dates),
        (rf"{_D4}(?P<s>[-./ ])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}}){_REST}", _iso),
        (rf"{_D4}(?P<m>\d\d)(?P<d>\d\d){_REST}", _iso),
        (rf"{_D4}(?P<m>\d\d)(?P<d>\d\d)(?P<rest>\d{{4}}(?:\d\d)?)", _iso),
        (rf"(?P<y>\d\d)(?P<sep>-?)(?P<m>\d\d)(?P=sep)(?P<d>\d\d){_REST}", _iso),
        (rf"{_D4}-?W(?P<w>\d\d)-?(?P<n>[1-7]){_REST}", _iso_week_day),
        (rf"(?P<a>\d{{1,2}})[./-](?P<b>\d{{1,2}})[./-](?P<y>\d{{4}}){_REST}", _slashed),
        (rf"(?P<a>\d{{1,2}})[./](?P<b>\d{{1,2}}){_YEAR_LAST}{_REST}", _slashed),
        (rf"(?P<a>\d{{1,2}})[./](?P<b>\d{{1,2}})(?:[./]|,? ?-|,? ')(?P<y>\d\d){_REST}", _slashed),
        (rf"(?P<a>\d{{1,2}}) (?P<b>\d{{1,2}}) {_D4}{_REST}", _slashed),
        (r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:,? (?P<rest>(?:kl|ca|vid|[a-zåäö]|\d{1,2}[.:]).*))?",
         _slashed),
        (rf"(?P<d>\d{{1,2}})(?::?[ea])?\.? ?{_NAME},? ?[-'](?P<y>\d\d){_REST}", _named_month),
        (rf"(?P<d>\d{{1,2}})(?::?[ea]|st|nd|rd|th)?\.? ?{_NAME}(?:,? {_D4})?{_REST}", _named_month),
        (rf"(?P<d>\d{{1,2}})[- ]{_NAME}[- '](?P<y>\d{{4}}|\d\d){_REST}", _named_month),
        (rf"(?P<d>\d{{1,2}})-{_NAME}", _named_month),
        (rf"{_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {_D4}{_REST}", _named_month),
        (rf"{_NAME}[ -]?{_D4}", _named_month),
        (rf"{_NAME} ?[-'](?P<y>\d\d)", _named_month),
        (rf"{_D4}[ -]{_NAME}", _named_month),
        (_NAME, _named_month),
        (rf"(?P<d1>\d{{1,2}})(?:/(?P<m1>\d{{1,2}}))?{_DASH}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})"
         rf"(?:(?:[/.]|,? ?-?) ?{_D4}|,? ?-(?P<y2>\d\d))?", _days),
        (rf"(?P<d1>\d{{1,2}})(?: (?P<name1>{_MONTH})\.?)?(?:{_DASH}| och | till )(?P<d>\d{{1,2}})"
         rf"\.? {_NAME}(?:,? {_D4}|,? ?[-'](?P<y2>\d\d))?", _days),
        (rf"(?P<name1>{_MONTH})\.?{_DASH}{_NAME}(?:,? {_D4})?", _months),
        (rf"{_D4}[ ,]+(?P<name1>{_MONTH})\.?{_DASH}{_NAME}", _months),
        (rf"{_WEEK}(?P<w>\d{{1,2}})(?:(?:[ ,/]+-?|-){_D4}|[ ,/]+-?(?P<y2>\d\d))?", _week_of),
        (rf"{_WEEK}(?P<w>\d{{1,2}})-(?P<n>\d{{1,2}})", _week_and_number),
        (rf"{_WEEK}(?P<w>\d{{1,2}}){_DASH}(?:{_WEEK})?(?P<n>\d{{1,2}})(?:[ ,/-]+{_D4})?", _weeks),
        (rf"{_D4}[ ,-]*(?:{_WEEK}|W) ?(?P<w>\d{{1,2}})", _week_of),
        (rf"{_D4}[ ,-]*(?:{_WEEK}|W) ?(?P<w>\d{{1,2}}){_DASH}(?:{_WEEK}|W)?(?P<n>\d{{1,2}})",
         _weeks),
        (rf"(?:kv(?:artal|\.)?|Q|K) ?(?P<q>[1-4])(?:[ ,/-]+{_D4}| ?-(?P<y2>\d\d))?", _quarter),
        (rf"{_D4}[ ,/-]*(?:kv(?:artal|\.)?|Q|K) ?(?P<q>[1-4])", _quarter),
        (rf"{_D4}[-/M](?P<m>\d\d)", _month_of),
        (rf"(?P<m>\d{{1,2}})[-/.]{_D4}", _month_of),
        (rf"{_D4}(?:{_DASH}\d{{4}})?", _year_alone),
    )
)  # fmt: skip


def read_form(text: str, style: DateStyle) -> DateReading | None:
    """The reading of a text by the first form that it has; None when it has none."""
    for pattern, maker in _FORMS:
        match = pattern.match(text)
        found = maker(_two_figured(match), style) if match else None
        if match and found:
            return _with_century(found, match, style)
    return None


def _two_figured(match: re.Match[str]) -> re.Match[str]:
    """The match, with a year of two figures that stood in another place under ``y``."""
    later = match.groupdict().get("y2")
    return _Renamed(match, later) if later else match  # type: ignore[return-value]


class _Renamed:
    """A match whose year is another of its groups."""

    def __init__(self, match: re.Match[str], year: str) -> None:
        self._match, self._year = match, year

    def __getitem__(self, name: str | int) -> str:
        return self._year if name == "y" else self._match[name]

    def groupdict(self) -> dict[str, str | None]:
        return {**self._match.groupdict(), "y": self._year}


def _with_century(reading: DateReading, match: re.Match[str], style: DateStyle) -> DateReading:
    """Says which century was taken, where the other dates of the column name theirs."""
    if not isinstance(reading, Value) or not style.names_centuries:
        return reading
    if len(match.groupdict().get("y") or match.groupdict().get("y2") or "") != 2:
        return reading
    read = reading.value.first.isoformat()
    return noted(reading, f"”{shorten(match[0])}” har årtal med två siffror; läst som {read}.")


def as_night(span: DateSpan, before: bool) -> DateSpan:
    """The night between a span's two days, or the one that leads to its only day."""
    first: date = span.first - timedelta(days=1) if before else span.first
    return replace(span, first=first, precision=DatePrecision.DAY, night=True)
