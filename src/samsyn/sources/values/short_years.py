"""Dates of three pairs of figures, `05-10-26`: which pair is the year, told by the whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
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


def respelled(text: str, style: DateStyle) -> str:
    """``text`` with its date in ISO form, where the column has its year in the unusual place."""
    if style.short_year == ShortYear.USUAL:
        return text
    match = _PAIRS.match(text)
    if not match:
        return text
    year, month, day = _parts(match, year_first=style.short_year == ShortYear.FIRST)
    return f"{year}-{month:02}-{day:02}{text[match.end() :]}"
