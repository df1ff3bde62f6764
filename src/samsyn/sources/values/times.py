"""Clock times, parts of the day, and the step from Swedish wall clock to UTC."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from samsyn.sources.values.missing import missing_mark
from samsyn.sources.values.numbers import shorten
from samsyn.sources.values.results import Cell, CellProblem, Missing, Value

STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")
_DAY: Final = 24 * 60


class ClockPrecision(StrEnum):
    """How exactly a time of day is known."""

    EXACT = "exact"
    PART_OF_DAY = "part_of_day"


@dataclass(frozen=True, slots=True)
class ClockSpan:
    """Minutes after local midnight; ``until`` may pass 1440, into the next day.

    ``offset`` is how many minutes before UTC the clock was, where the cell says so.
    """

    since: int
    until: int
    precision: ClockPrecision
    offset: int | None = None


ClockReading = Value[ClockSpan] | Missing | CellProblem

# the six-hour parts that reports use; `dag` and `morgon` are narrower in speech
# than in sheets, where they stand for what was not evening or night
_PARTS: Final = {
    "natt": (0, 6), "natten": (0, 6), "nattetid": (0, 6), "night": (0, 6),
    "morgon": (6, 12), "morgonen": (6, 12), "förmiddag": (6, 12), "förmiddagen": (6, 12),
    "fm": (6, 12), "f.m.": (6, 12), "morning": (6, 12),
    "eftermiddag": (12, 18), "eftermiddagen": (12, 18), "em": (12, 18), "e.m.": (12, 18),
    "afternoon": (12, 18),
    "sen kväll": (18, 24), "sent": (18, 24), "tidig morgon": (6, 12), "lunch": (6, 18),
    "skoltid": (6, 18), "kvällar": (18, 24), "nätter": (0, 6),
    "kväll": (18, 24), "kvällen": (18, 24), "kvällstid": (18, 24), "evening": (18, 24),
    "dag": (6, 18), "dagen": (6, 18), "dagtid": (6, 18), "day": (6, 18),
}  # fmt: skip
_PREFIX: Final = re.compile(r"(?:kl(?:ockan|\.)?|vid)\s*", re.IGNORECASE)
_ABOUT: Final = re.compile(
    r"(?:(?:kl(?:ockan|\.)?|vid)\s*)?(?:ca\.?|cirka|c:a|omkring|runt|ungefär|strax (?:efter|före)"
    r"|efter|före|~)\s*(?:kl(?:ockan|\.)?\s*)?",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(r"\bföre\b", re.IGNORECASE)
_ABOUT_AFTER: Final = re.compile(r"\s*-?tiden$", re.IGNORECASE)
_CLOCK: Final = re.compile(
    r"(?P<h>\d{1,2})(?:[.:](?P<m>\d{2})(?:[.:](?P<s>\d{2})(?:[.,]\d{1,9})?)?)?"
    r"(?:\s?(?P<half>[ap])\.?m\.?)?$",
    re.ASCII | re.IGNORECASE,
)
_HALVES: Final = {"a": 0, "p": 12}
_DIGITS: Final = re.compile(r"(\d{1,2})(\d\d)$", re.ASCII)
_SIX_DIGITS: Final = re.compile(r"(\d\d)(\d\d)\d\d$", re.ASCII)
_OFFSET: Final = re.compile(
    r"(?:kl(?:ockan|\.)?\s*)?(?P<h>\d{1,2})[:.]?(?P<m>\d{2})(?:[:.]?(?P<s>\d{2})(?:[.,]\d{1,9})?)?\s*"
    r"(?:(?P<name>Z|UTC|GMT|CEST|CET|MEZ)|(?:UTC|GMT)?(?P<sign>[+-])(?P<oh>\d{2}):?(?P<om>\d{2})?)$",
    re.ASCII | re.IGNORECASE,
)
_FARTHEST_ZONE: Final = 14 * 60
_ZONES: Final = {"CET": 60, "MEZ": 60, "CEST": 120}
_BETWEEN: Final = re.compile(
    r"(?:mellan|från)\s+(?:kl\.?\s*)?(\d[\d.:]*)\s*(?:och|o|till|-)\s*(?:kl\.?\s*)?(\d[\d.:]*)$",
    re.ASCII | re.IGNORECASE,
)
_SPAN: Final = re.compile(r"([\d.: ]*\d)\s*(?:-|–|till|to)\s*(\d[\d.:]*)$", re.ASCII)


def read_clock(cell: Cell) -> ClockReading:
    """A time of day: `23.45`, `kl 23`, `24:00`, `2345`, `22-23.30`, `kväll`, a sheet's time."""
    missing = missing_mark(cell)
    if missing:
        return missing
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return _at(cell.hour * 60 + cell.minute)
    if isinstance(cell, timedelta):
        return _from_minutes(cell.total_seconds() / 60, str(cell))
    if isinstance(cell, bool | date):
        return _not_a_clock(str(cell))
    if isinstance(cell, int | float):
        return _from_number(float(cell))
    return _from_text(" ".join(str(cell).split()))


def _at(minute: int) -> ClockReading:
    return Value(ClockSpan(minute, minute, ClockPrecision.EXACT))


def _not_a_clock(text: str) -> CellProblem:
    return CellProblem(
        f"”{shorten(text)}” är inte ett klockslag. Skriv till exempel 23:45 eller kväll."
    )


def _from_minutes(minutes: float, text: str) -> ClockReading:
    return _at(round(minutes)) if 0 <= minutes <= _DAY else _not_a_clock(text)


def _from_number(number: float) -> ClockReading:
    """A sheet's fraction of a day, an hour, or `2345` that became a number."""
    if 0 <= number < 1:
        return _from_minutes(number * _DAY, f"{number:g}")
    if not number.is_integer():
        return _from_text(f"{number:.2f}")  # 23.45 that a sheet took for a decimal
    return _from_text(str(int(number)))


def offset_of(text: str) -> tuple[tuple[int, int, int], int] | None:
    """Hour, minute and second of a clock that says how far from UTC it was, and those minutes."""
    match = _OFFSET.match(text)
    if not match:
        return None
    hour, minute, second = int(match["h"]), int(match["m"]), int(match["s"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    if match["name"]:
        return (hour, minute, second), _ZONES.get(match["name"].upper(), 0)
    if match["sign"] == "-" and not match["s"] and not match["om"]:
        return None  # 21.30-22 is a span
    minutes = 60 * int(match["oh"]) + int(match["om"] or 0)
    if minutes > _FARTHEST_ZONE:
        return None
    return (hour, minute, second), -minutes if match["sign"] == "-" else minutes


def _from_text(text: str) -> ClockReading:
    part = _part_named(text.casefold())
    if part:
        return _part(*part)
    found = offset_of(text)
    if found:
        (hour, minute, _second), offset = found
        minute += 60 * hour
        return Value(ClockSpan(minute, minute, ClockPrecision.EXACT, offset))
    bare, about = _bare(text)
    span = _SPAN.match(bare) or _BETWEEN.match(bare)
    if span:
        return _between(span[1], span[2], text)
    found_minute = _minute_of_day(bare)
    if found_minute is None:
        return _not_a_clock(text)
    if about and found_minute and _BEFORE.search(text):
        found_minute -= 1  # before six is the night
    return _near(found_minute, text) if about else _at(found_minute)


def _bare(text: str) -> tuple[str, bool]:
    """The clock without `kl` and `ca`, and whether it was only about that time."""
    text = text.replace("–", "-")
    about = _ABOUT.match(text)
    prefix = about or _PREFIX.match(text)
    bare = text[prefix.end() :] if prefix else text
    after = _ABOUT_AFTER.search(bare)
    return (bare[: after.start()] if after else bare), bool(about or after)


def _part_named(word: str) -> tuple[int, int] | None:
    """The hours of a part of the day, or of two that follow each other: `kväll/natt`."""
    if word in _PARTS:
        return _PARTS[word]
    first, sign, last = word.replace(" ", "").replace("-", "/").partition("/")
    if not sign or first not in _PARTS or last not in _PARTS:
        return None
    start, end = _PARTS[first][0], _PARTS[last][1]
    return start, end if end > start else end + 24


def _part(first: int, last: int) -> ClockReading:
    return Value(ClockSpan(first * 60, last * 60, ClockPrecision.PART_OF_DAY))


def _near(minute: int, text: str) -> ClockReading:
    """`ca 20`: the quarter of the day that holds it, since the minute is not known."""
    hour = min(minute // 60, 23) // 6 * 6
    note = f"”{shorten(text)}” är ungefärligt: läst som {hour:02d}-{hour + 6:02d}."
    span = ClockSpan(hour * 60, (hour + 6) * 60, ClockPrecision.PART_OF_DAY)
    return Value(span, note)


def _between(since: str, until: str, text: str) -> ClockReading:
    first, last = _minute_of_day(since.strip()), _minute_of_day(until)
    if first is None or last is None:
        return _not_a_clock(text)
    if last < first:  # 22-02 goes past midnight
        last += _DAY
    return Value(ClockSpan(first, last, ClockPrecision.EXACT))


def _minute_of_day(text: str) -> int | None:
    digits = _SIX_DIGITS.match(text) or _DIGITS.match(text)
    if digits:
        text = f"{digits[1]}:{digits[2]}"
    match = _CLOCK.match(text)
    if not match:
        return None
    hour, minute = int(match["h"]), int(match["m"] or 0)
    if minute > 59 or int(match["s"] or 0) > 59:
        return None
    half = (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    whole = (hour % 12 + _HALVES[half] if half else hour) * 60 + minute
    return whole if whole <= _DAY else None


def to_utc(day: date, minute: int, zone: tzinfo = STOCKHOLM) -> Value[datetime]:
    """The instant at ``minute`` after local midnight of ``day``; a note where the clock changed.

    A time that the autumn repeats counts as summer time, the first of the two; a
    time that the spring leaps over is moved forward by the leap.
    """
    if minute >= _DAY:
        day, minute = day + timedelta(days=minute // _DAY), minute % _DAY
    midnight = _even_midnight(day, zone)
    if midnight is not None:
        return Value(midnight + timedelta(minutes=minute))
    return _instant(day, minute, zone)


@lru_cache(maxsize=16_384)
def _even_midnight(day: date, zone: tzinfo) -> datetime | None:
    """The instant that a day begins; None for one on which the clock changes."""
    begins = datetime.combine(day, time(0), tzinfo=zone)
    ends = datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone)
    return begins.astimezone(UTC) if begins.utcoffset() == ends.utcoffset() else None


@lru_cache(maxsize=16_384)
def _instant(day: date, minute: int, zone: tzinfo) -> Value[datetime]:
    local = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
    instant = local.astimezone(UTC)
    shown = f"{day.isoformat()} {local:%H:%M}"
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        moved = instant.astimezone(zone)
        return Value(
            instant, f"{shown} finns inte (klockan ställdes fram); läst som {moved:%H:%M}."
        )
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        note = f"{shown} finns två gånger (klockan ställdes tillbaka); läst som sommartid."
        return Value(instant, note)
    return Value(instant)
