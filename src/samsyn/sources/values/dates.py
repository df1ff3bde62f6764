"""Dates as agencies write them: day, week or month.

Day comes before month unless the caller knows that the file was written the American way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from samsyn.sources.values.date_forms import as_night, read_form
from samsyn.sources.values.date_spans import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    DateOrder,
    DatePrecision,
    DateReading,
    DateSpan,
    DateStyle,
    day_span,
    month_span,
    needs_year,
    no_date,
    noted,
    week_span,
)
from samsyn.sources.values.missing import missing_mark
from samsyn.sources.values.numbers import shorten
from samsyn.sources.values.results import Cell, CellProblem, Value
from samsyn.sources.values.short_years import respelled

__all__ = [
    "DateOrder",
    "DatePrecision",
    "DateReading",
    "DateSpan",
    "DateStyle",
    "date_order",
    "names_century",
    "packed_months",
    "read_date",
]

_EXCEL_FIRST: Final = 20_000  # serial of 1954-10-03: below it a number is hardly a date
_EXCEL_LAST: Final = 80_000  # serial of 2119-01-11
_EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 (a sheet's date has no zone)
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001


_PLAIN: Final = DateStyle()


def read_date(cell: Cell, style: DateStyle = _PLAIN) -> DateReading:
    """The days a cell names, with the clock that stood in the same cell."""
    missing = missing_mark(cell)
    if missing:
        return missing
    if isinstance(cell, datetime):
        return _without_midnight(_from_datetime(cell), style)
    if isinstance(cell, date):
        return _without_midnight(day_span(cell.year, cell.month, cell.day), style)
    if isinstance(cell, bool | time | timedelta):
        return no_date(str(cell))
    if isinstance(cell, int | float):
        return _from_number(float(cell), style)
    return _in_school_year(" ".join(str(cell).split()), style)


def _in_school_year(text: str, style: DateStyle) -> DateReading:
    """A date without year of the spring lies in the second year of `läsåret 2025/26`."""
    reading = _from_text(text, style)
    if not style.school_year or style.year is None or not isinstance(reading, Value):
        return reading
    if not reading.value.assumed_year or reading.value.last.month >= _AUTUMN:
        return reading
    return _from_text(text, replace(style, year=style.year + 1))


_AUTUMN: Final = 7  # July: schools' years begin in it


def _from_datetime(moment: datetime) -> DateReading:
    clock = None if moment.time() == time(0) else moment.time()
    return day_span(moment.year, moment.month, moment.day, clock=clock)


def _from_number(number: float, style: DateStyle) -> DateReading:
    """An Excel serial, a week or month of a column of such, or digits that a sheet took for a
    number."""
    if _EXCEL_FIRST <= number < _EXCEL_LAST:
        # a serial carries the clock as a fraction; to the nearest second
        epoch = _EPOCH_1904 if style.calendar_of_1904 else _EPOCH_1900
        moment = epoch + timedelta(seconds=round(number * 86_400))
        return noted(_from_datetime(moment), f"Talet {number:g} har lästs som Excels datum.")
    if number.is_integer() and 0 < number < 1e8:
        digits = 6 if number > 9_999 else 1  # 70326 was 070326 before a sheet took it
        return _from_text(str(int(number)).zfill(digits), style)
    return no_date(f"{number:g}")


_ALL_DAYS: Final = r"(?:-(?:tis|ons|tors?|fre|lör|sön)(?:dag)?)?"
_WEEKDAY: Final = re.compile(
    r"(?P<day>måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|mån|mon|må|tis|tue|ti|ons|wed|on|tors|tor|thu|to|fre|fri|fr|lör|sat"
    r"|lö|sön|sun|sö)(?:en)?" + _ALL_DAYS + r"\.?,?\s+(?:den\s+)?|den\s+",
    re.IGNORECASE,
)
_WEEKDAYS: Final = (
    ("må", "mo"), ("ti", "tu"), ("on", "we"), ("to", "th"), ("fr",), ("lö", "sa"), ("sö", "su"),
)  # fmt: skip
_NAMES: Final = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_PART_FIRST: Final = re.compile(
    r"(?:på\s+|under\s+)?(?P<part>natten|natt|morgonen|morgon|förmiddagen|eftermiddagen|kvällen"
    r"|kväll)\s+(?P<to>(?:till|mot|mellan)\s+)?(?:den\s+)?",
    re.IGNORECASE,
)
_SOME_DAYS: Final = re.compile(
    r"(?:under\s+)?(?:helgen|dagarna|perioden|tiden)\s+(?:den\s+)?", re.IGNORECASE
)
_DASHES: Final = str.maketrans("–—−", "---")


def _from_text(text: str, style: DateStyle) -> DateReading:
    part = _PART_FIRST.match(text)
    if part:
        return _part_of(part, text, style)
    bare = text.translate(_DASHES).rstrip(" .,")
    days = _SOME_DAYS.match(bare)
    if days:
        return _days_of(_from_text(bare[days.end() :], style), text)
    weekday = _WEEKDAY.match(bare)
    if not weekday:
        return _plain(bare, text, style)
    found = _after_weekday(bare[weekday.end() :], text, style)
    if not weekday["day"]:
        return found
    return _day_in_week(found, weekday["day"]) or _agreeing(found, weekday["day"], text)


def _after_weekday(bare: str, text: str, style: DateStyle) -> DateReading:
    """`lördag kväll 10/10`; which night `lördag natt` is, nobody can tell."""
    part = _PART_FIRST.match(bare)
    if part and not part["to"] and not part["part"].lower().startswith("natt"):
        return _part_of(part, bare, style)
    return _plain(bare, text, style)


def _plain(bare: str, text: str, style: DateStyle) -> DateReading:
    """A date without words before it; ``text`` is the whole cell."""
    spelt = respelled(bare, style)
    if spelt != bare:
        return _respelt(_plain(spelt, text, replace(style, short_year="usual")), text, style)
    found = _bare_number(bare, style) or read_form(bare, style)
    if found is None and re.fullmatch(r"\d{5}(?:[.,]\d+)?", bare, re.ASCII):
        found = _from_number(float(bare.replace(",", ".")), style)  # a serial that became text
    return no_date(text) if found is None else _without_midnight(found, style)


def _respelt(reading: DateReading, text: str, style: DateStyle) -> DateReading:
    """Says how a date was read whose year has two figures among dates that have four."""
    if not style.names_centuries or not isinstance(reading, Value):
        return reading
    read = reading.value.first.isoformat()
    return noted(reading, f"”{shorten(text)}” har årtal med två siffror; läst som {read}.")


def _day_in_week(reading: DateReading, weekday: str) -> DateReading | None:
    """`tis v. 43` is the Tuesday of that week."""
    if not isinstance(reading, Value):
        return None
    span = reading.value
    if span.precision is not DatePrecision.WEEK or (span.last - span.first).days != _LAST_OF_WEEK:
        return None
    day = span.first + timedelta(days=_number_of(weekday))
    return Value(replace(span, first=day, last=day, precision=DatePrecision.DAY), reading.note)


def _number_of(weekday: str) -> int:
    """0 for Monday."""
    return next(n for n, begun in enumerate(_WEEKDAYS) if weekday.lower().startswith(begun))


_LAST_OF_WEEK: Final = 6


def _days_of(reading: DateReading, text: str) -> DateReading:
    """`helgen 17-18/10`: the days that are named, where it is more than one."""
    if not isinstance(reading, Value):
        return reading
    span = reading.value
    several = span.precision is DatePrecision.DAY and span.first < span.last and not span.clock
    return reading if several else no_date(text)


def _bare_number(text: str, style: DateStyle) -> DateReading | None:
    """What a lone number means in a column of weeks or months."""
    if not text.isascii() or not text.isdigit():
        return None
    if len(text) <= 2 and style.unit in (DatePrecision.WEEK, DatePrecision.MONTH):
        return _bare_unit(text, style)
    if len(text) == 6 and style.unit is DatePrecision.WEEK:
        return week_span(int(text[:4]), int(text[4:]))
    if len(text) == 6 and style.packed_months:
        return month_span(int(text[:4]), int(text[4:]))
    return None


def _bare_unit(text: str, style: DateStyle) -> DateReading:
    """`36` in a column of weeks."""
    if style.year is None:
        return needs_year(text)
    make = week_span if style.unit is DatePrecision.WEEK else month_span
    found = make(style.year, int(text))
    if not isinstance(found, Value):
        return found
    return Value(replace(found.value, assumed_year=True), found.note)


def _part_of(part: re.Match[str], text: str, style: DateStyle) -> DateReading:
    """`kvällen 5/3`, `natten 16-17/10`, `natten till 17/10`: the part stands before the day."""
    word, to = part["part"].lower(), part["to"] or ""
    reading = _from_text(text[part.end() :].replace(" och ", "-", 1), style)
    if not isinstance(reading, Value):
        return no_date(text) if isinstance(reading, CellProblem) and to else reading
    span = reading.value
    days = (span.last - span.first).days
    if span.precision is not DatePrecision.DAY or span.clock or span.instant:
        return no_date(text)
    if word.startswith("natt") and (days == 1 or to.strip() in ("till", "mot")):
        return Value(as_night(span, before=days == 0), reading.note)
    if days:
        return no_date(text)
    return Value(replace(span, clock=word), reading.note)


def _without_midnight(reading: DateReading, style: DateStyle) -> DateReading:
    """The day alone, where a midnight says nothing; the first of a month, in a column of months."""
    if not isinstance(reading, Value):
        return reading
    span = reading.value
    if style.midnight_is_day and span.clock is not None:
        return Value(replace(span, clock=None, instant=None), reading.note)
    return _as_unit(reading, style)


def _as_unit(reading: Value[DateSpan], style: DateStyle) -> DateReading:
    span = reading.value
    alone = span.precision is DatePrecision.DAY and span.first == span.last and span.clock is None
    if alone and style.unit is DatePrecision.MONTH and span.first.day == 1:
        return noted(month_span(span.first.year, span.first.month), reading.note)
    if alone and style.unit is DatePrecision.WEEK and span.first.weekday() == 0:
        return noted(week_span(*span.first.isocalendar()[:2]), reading.note)
    return reading


def _agreeing(reading: DateReading, weekday: str, text: str) -> DateReading:
    """Says that a date's weekday is another in the calendar."""
    if not isinstance(reading, Value):
        return reading
    real = reading.value.first.weekday()
    if weekday.lower().startswith(_WEEKDAYS[real]):
        return reading
    day = reading.value.first
    return noted(
        reading,
        f"”{shorten(text)}” är en {_NAMES[real]} i almanackan; läst som {day.isoformat()}. "
        "Kontrollera dagen.",
    )


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
        match = re.match(r"(\d{1,2})([-/.])(\d{1,2})\2(?:19|20)?\d\d(?!\d)", cell, re.ASCII)
        if match:
            firsts = max(firsts, int(match[1]))
            seconds = max(seconds, int(match[3]))
    if firsts > 12:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if seconds > 12 else None


def packed_months(cells: Iterable[Cell]) -> bool:
    """Whether a column's numbers of six figures are all a year and a month: `201012`.

    A column of days (`201012` for 12 October 2020) nearly always has one that is none.
    """
    found = [text for cell in cells if len(text := _figures(cell)) == 6]
    return bool(found) and all(
        EARLIEST_YEAR <= int(text[:4]) <= LATEST_YEAR and 1 <= int(text[4:]) <= 12 for text in found
    )


def _figures(cell: Cell) -> str:
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else ""
    text = str(cell).strip() if isinstance(cell, str | int) else ""
    return text if text.isascii() and text.isdigit() else ""
