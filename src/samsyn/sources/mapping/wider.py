"""Periods that hold others, a quarter its months: their sum, which is not counted beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from samsyn.sources.mapping.headings import is_period, months_of_days, period_and_word
from samsyn.sources.mapping.model import (
    About,
    Holds,
    MappedRow,
    Precision,
    Remark,
    TableMapping,
    Target,
)
from samsyn.sources.values import DateStyle, Value, read_date

_ANY_YEAR: Final = 2024
_NAMED: Final = 3
_DAY: Final = timedelta(days=1)
Point = TypeVar("Point", date, datetime)
Span = tuple[Point, Point]
"""From the first day, or moment, to the one after the last."""


@dataclass(frozen=True, slots=True)
class Held:
    """Places of what a period holds, and whether that is all of it."""

    parts: tuple[int, ...]
    all_of_it: bool


def held_by(spans: Iterable[Span[Point]]) -> dict[Span[Point], list[Span[Point]]]:
    """The spans that hold others, and those that they hold and that hold none themselves."""
    held: dict[Span[Point], list[Span[Point]]] = defaultdict(list)
    open_ones: list[Span[Point]] = []
    for span in sorted(set(spans), key=lambda one: (one[0], one[0] - one[1])):
        open_ones = [one for one in open_ones if one[1] > span[0]]
        for one in open_ones:
            if span[1] <= one[1]:
                held[one].append(span)
        open_ones.append(span)
    return {one: [part for part in parts if part not in held] for one, parts in held.items()}


def _fill(span: Span[Point], parts: Iterable[Span[Point]]) -> bool:
    return sum((part[1] - part[0] for part in parts), timedelta()) == span[1] - span[0]


def columns_that_hold(labels: Mapping[int, str]) -> dict[int, Held]:
    """The headings of periods that hold those of others, with the same word beside them.

    One that names no year may be of any year that the others name.
    """
    months = months_of_days([*labels.values()])
    named = {place: period_named(months.get(label, label)) for place, label in labels.items()}
    by_word: dict[str, dict[int, str]] = defaultdict(dict)
    for place, found in named.items():
        if found is not None:
            by_word[found[1]][place] = found[0]
    holding: dict[int, Held] = {}
    for periods in by_word.values():
        for year in _years(periods.values()):
            holding |= _that_hold(periods, year)
    return holding


def period_named(label: str) -> tuple[str, str] | None:
    """The period that a heading names and the word beside it, if any; None where it names none."""
    return (label, "") if is_period(label) else period_and_word(label)


def _years(periods: Iterable[str]) -> list[int]:
    readings = [read_date(period, DateStyle(year=_ANY_YEAR)) for period in periods]
    found = [one.value for one in readings if isinstance(one, Value)]
    return sorted({one.last.year for one in found if not one.assumed_year}) or [_ANY_YEAR]


def _that_hold(periods: Mapping[int, str], year: int) -> dict[int, Held]:
    places: dict[tuple[date, date], list[int]] = defaultdict(list)
    for place, period in periods.items():
        reading = read_date(period, DateStyle(year=year))
        if isinstance(reading, Value):
            places[reading.value.first, reading.value.last + _DAY].append(place)
    return {
        place: Held(tuple(at for part in parts for at in places[part]), _fill(span, parts))
        for span, parts in held_by(places).items()
        for place in places[span]
    }


def why_wider(held: Held, labels: Mapping[int, str]) -> str:
    """Why the numbers of such a column are left out."""
    words = [f"”{labels[place]}”" for place in held.parts]
    if len(words) > _NAMED:
        words[_NAMED - 1 :] = [f"{len(words) - _NAMED + 1} till"]
    named = " och ".join(filter(None, (", ".join(words[:-1]), words[-1])))
    if held.all_of_it:
        return f"Kolumnens tid är den i {named}: den är en summa av dem och läses inte in."
    return (
        f"Kolumnens tid rymmer {named}, som läses in för sig: den läses inte in, för då skulle "
        "samma händelser räknas två gånger. Det som inte står i de kolumnerna räknas inte."
    )


def without_wider(
    rows: list[MappedRow], mapping: TableMapping
) -> tuple[list[MappedRow], list[Remark], list[Remark]]:
    """The rows of a list of counts without those whose period holds other rows' of the same place
    and category, what of them was left out, and what somebody has to look at: a sum that is not
    that of its parts."""
    if mapping.holds is not Holds.COUNTS:
        return rows, [], []
    groups: dict[tuple[object, ...], list[MappedRow]] = defaultdict(list)
    for row in rows:
        where = row.place, row.latitude, row.longitude
        groups[*where, row.category, row.word, row.description].append(row)
    sums: set[int] = set()
    left_out: list[Remark] = []
    asked: list[Remark] = []
    for group in groups.values():
        for row, parts, all_of_it in _wider_rows(group):
            sums.add(id(row))
            remark, differs = _compared(row, parts, mapping, all_of_it=all_of_it)
            (asked if differs else left_out).append(remark)
    if not sums:
        return rows, [], []
    return [row for row in rows if id(row) not in sums], left_out, asked


def _wider_rows(group: list[MappedRow]) -> Iterable[tuple[MappedRow, list[MappedRow], bool]]:
    """The rows of weeks and months that hold others, what they hold, and if it is all of them."""
    by_span: dict[tuple[datetime, datetime], list[MappedRow]] = defaultdict(list)
    for row in group:
        by_span[row.occurred_from, row.occurred_to].append(row)
    if len(by_span) == 1:
        return
    for span, parts in held_by(by_span).items():
        for row in by_span[span]:
            if row.precision in (Precision.WEEK, Precision.MONTH):
                yield row, [one for part in parts for one in by_span[part]], _fill(span, parts)


def _compared(
    row: MappedRow, parts: list[MappedRow], mapping: TableMapping, *, all_of_it: bool
) -> tuple[Remark, bool]:
    total = sum(one.count for one in parts)
    which = _rows_said(row, parts)
    differs = row.count != total
    if differs:
        times = "som tillsammans är samma tid" if all_of_it else "som är delar av samma tid"
        sentence = (
            f"Raden är {row.count}, men {which}, {times}, är {total}. Raden läses inte in: rätta "
            "talen, eller ta bort de rader som inte ska gälla."
        )
    else:
        sentence = f"Raden är summan av {which} och läses inte in: delarna står för sig."
    labels = mapping.labels(Target.DATE)
    return Remark(About.SUM, sentence, row.row, labels[0] if labels else "", row.sheet), differs


def _rows_said(row: MappedRow, parts: list[MappedRow]) -> str:
    numbers = [
        f"{one.row}" if one.sheet == row.sheet else f"{one.row} på bladet ”{one.sheet}”"
        for one in parts
    ]
    if len(numbers) > _NAMED:
        numbers[_NAMED - 1 :] = [f"{len(numbers) - _NAMED + 1} till"]
    return "rad " + " och ".join(filter(None, (", ".join(numbers[:-1]), numbers[-1])))
