"""Dates of three pairs of figures, `05-10-26`: which pair is the year, told by the whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final

from samsyn.sources.values.date_spans import DateStyle

_PAIRS: Final = re.compile(
    r"(?P<a>\d\d)(?P<sep>[-./]?)(?P<b>\d\d)(?P=sep)(?P<c>\d\d)(?=$|[ T,])", re.ASCII
)
_NARROWER: Final = 2  # years, by which the other reading has to make a list shorter
_RECENT: Final = 2015  # before it no agency kept such lists; only said of the usual reading


class ShortYear(StrEnum):
    """Where the year of two figures stands."""

    USUAL = "usual"  # first with dashes or nothing between, last with points and slashes
    FIRST = "first"
    LAST = "last"


def short_year(cells: Iterable[object]) -> ShortYear:
    """Where a column's dates have their year: as usual, unless that reading gives days that do
    not exist, or spreads over years what the other gathers."""
    found = [match for cell in cells if isinstance(cell, str) and (match := _PAIRS.match(cell))]
    if not found or len({_is_year_first(match) for match in found}) > 1:
        return ShortYear.USUAL
    usual = _is_year_first(found[0])
    other = ShortYear.LAST if usual else ShortYear.FIRST
    as_usual, as_other = _days(found, year_first=usual), _days(found, year_first=not usual)
    if not as_other:
        return ShortYear.USUAL
    return other if not as_usual or _is_likelier(as_other, as_usual) else ShortYear.USUAL


def _is_year_first(match: re.Match[str]) -> bool:
    return match["sep"] in ("", "-")


def _is_likelier(other: list[date], usual: list[date]) -> bool:
    wider = _years(usual) - _years(other)
    if abs(wider) >= _NARROWER:
        return wider > 0
    return max(usual).year < _RECENT <= max(other).year


def _years(days: list[date]) -> int:
    return max(days).year - min(days).year


def _days(found: list[re.Match[str]], *, year_first: bool) -> list[date]:
    """The days, none where one does not exist."""
    try:
        return [date(*_parts(match, year_first=year_first)) for match in found]
    except ValueError:
        return []


def _parts(match: re.Match[str], *, year_first: bool) -> tuple[int, int, int]:
    year, day = (match["a"], match["c"]) if year_first else (match["c"], match["a"])
    return 2000 + int(year), int(match["b"]), int(day)


_WEEK: Final = re.compile(r"v\D*(?P<w>\d{1,2})-(?P<n>\d\d?)", re.ASCII | re.IGNORECASE)
_FEWEST: Final = 2
_YEARS: Final = range(15, 36)


def to_weeks(cells: Iterable[object]) -> bool | None:
    """Whether a column's `v. 2-23` are weeks 2 to 23: their second numbers differ more than a
    list's years do, or are none. False where they are all the same year; None where one cell alone
    has to say."""
    texts = (cell.replace("–", "-").strip() for cell in cells if isinstance(cell, str))
    found = {(int(match["w"]), match["n"]) for text in texts if (match := _WEEK.fullmatch(text))}
    firsts, seconds = {first for first, _ in found}, {second for _, second in found}
    if len(found) < _FEWEST:
        return None
    if len(seconds) == 1:
        [only] = seconds
        return False if len(only) == _FEWEST and int(only) in _YEARS and len(firsts) > 1 else None
    numbers = sorted(map(int, seconds))
    ascend = all(first <= int(second) for first, second in found)
    if ascend and (numbers[-1] not in _YEARS or numbers[0] not in _YEARS):
        return True
    # `v. 22-25; v. 26-29`: each begins after the one before it has ended
    spans = sorted((first, int(second)) for first, second in found)
    follow = all(before[1] < after[0] for before, after in pairwise(spans))
    return True if ascend and follow else None


def respelled(text: str, style: DateStyle) -> str:
    """``text`` with its date in ISO form, where the column has its year in the unusual place."""
    if style.short_year == ShortYear.USUAL:
        return text
    match = _PAIRS.match(text)
    if not match:
        return text
    year, month, day = _parts(match, year_first=style.short_year == ShortYear.FIRST)
    return f"{year}-{month:02}-{day:02}{text[match.end() :]}"
