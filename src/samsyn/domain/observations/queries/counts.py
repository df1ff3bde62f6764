"""Reading the counts: what pictures, maps and the early warning are made of.

They speak of what has happened in the shared picture (passed on, shared with the group):
exact numbers, for those whose role reads the picture.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import Count, QuerySet, Sum

from samsyn.domain.observations.enums import NOT_REVIEWED, ReportKind, ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.questions import (
    BEFORE,
    DAY,
    FIRST_DAY,
    OF_A_WEEK,
    UNTIL,
    WEEK,
    by_hour,
    by_organisation,
    by_week,
    over_spans,
    places_by_week,
    shared_reports,
)
from samsyn.domain.observations.values.cells import SharedCount
from samsyn.domain.observations.values.kinds import shared_happened
from samsyn.domain.observations.values.lasting import within
from samsyn.domain.observations.visibility import in_shared_picture
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.models import Place
from samsyn.foundation.clock import PartOfDay, monday

Weekly = tuple[date, int, int, int]
Days = tuple[date, date]
"""From the first to the last, both included."""
A_DAY = timedelta(days=1)
FEWEST_AT_A_PLACE = 2


def per_district(scope: Scope, first: date, last: date, layer: int) -> dict[tuple[int, int], int]:
    """Reports by (district key, category key) in a layer; district 0 is outside or unknown."""
    rows = _shared(scope, first, last, layer).values_list("district", "category_id")
    return {(district, key): n for district, key, n in rows.annotate(n=Sum("reports")).order_by()}


def weekly(
    scope: Scope, first: date, last: date, layer: int = 0, *, discovered: bool | None = None
) -> list[Weekly]:
    """(week's Monday, category, district, reports) for whole weeks, both included, of what weeks
    have.

    With layer 0 the municipality as a whole, and district 0; ``discovered`` asks for what
    patrols found alone, or for all else.
    """
    scope.check(Act.READ_PICTURE)
    rows = SharedCount.objects.visible_to(scope).filter(
        shared_happened(), layer=layer, week__gte=first, week__lte=last
    )
    if discovered is not None:
        rows = rows.filter(discovered=discovered)
    cells = rows.values_list("week", "category_id", "district").order_by()
    return list(cells.annotate(n=Sum("reports")))


def happened_between(scope: Scope, organisation: Organisation, first: date, last: date) -> int:
    """How many reports that one may read an organisation has sent of what happened then,
    reviewed or not."""
    rows = Observation.objects.visible_to(scope).filter(
        within(first, last), organisation=organisation
    )
    of_then = rows.exclude(state=ReportState.WITHDRAWN).exclude(kind=ReportKind.UPCOMING)
    return of_then.values("pk").distinct().count()


@dataclass(frozen=True)
class PlaceCount:
    """A place in a period: how many reports, and on how many weeks of the year before."""

    place_id: int
    name: str
    reports: int
    weeks_before: int


@dataclass(frozen=True)
class TopPlaces:
    """The places that are shown, and how many more had at least two reports."""

    rows: tuple[PlaceCount, ...] = ()
    more: int = 0


def _shared(scope: Scope, first: date, last: date, layer: int = 0) -> QuerySet[SharedCount]:
    scope.check(Act.READ_PICTURE)
    return SharedCount.objects.visible_to(scope).filter(
        shared_happened(), layer=layer, day__gte=first, day__lte=last, until__lte=last
    )


def over_periods(
    scope: Scope, asked: Sequence[tuple[date, date, int]]
) -> list[dict[tuple[int, int], int]]:
    """Reports by (district key, category key), a table for each (first day, last day, layer).

    Days are included at both ends; with layer 0 the municipality as a whole, and district 0.
    One statement, however much is asked.
    """
    scope.check(Act.READ_PICTURE)
    spans = [
        (position, layer, *span)
        for position, (*days, layer) in enumerate(asked)
        for span in _spans(*days)
    ]
    given: dict[str, Any] = {"municipality": scope.municipality_id}
    for n, (_, layer, _, first, last) in enumerate(spans):
        given |= {f"layer_{n}": layer, f"first_{n}": first, f"last_{n}": last}
    found: list[dict[tuple[int, int], int]] = [defaultdict(int) for _ in asked]
    question = over_spans(tuple(by for _, _, by, *_ in spans))
    for n, district, key, reports in question.rows(**given):
        found[spans[n][0]][district, key] += reports
    return [{cell: n for cell, n in table.items() if n} for table in found]


def _spans(first: date, last: date) -> Iterator[tuple[str, date, date]]:
    """Whole weeks as weeks, which the index answers alone; the days around them as days; and what
    no week has."""
    start, end = monday(first + 6 * A_DAY), monday(last + A_DAY) - A_DAY
    if start > end:
        yield DAY, first, last
        return
    yield WEEK, start, end
    yield UNTIL, first, last
    if first < start:
        yield DAY, first, start - A_DAY
    if end < last:
        yield DAY, end + A_DAY, last


def hours(
    scope: Scope, first: date, last: date, *, without: Collection[int] = ()
) -> dict[tuple[int, str], int]:
    """Reports by (weekday 0–6, part of day), some categories left out."""
    scope.check(Act.READ_PICTURE)
    question = by_hour(len(without))
    left_out = {f"without_{n}": key for n, key in enumerate(sorted(without))}
    days = question.rows(municipality=scope.municipality_id, first=first, last=last, **left_out)
    found: dict[tuple[int, str], int] = defaultdict(int)
    for day, *parts in days:
        for part, n in zip(PartOfDay, parts, strict=True):
            found[day.weekday(), part] += n
    return {cell: n for cell, n in found.items() if n}


@dataclass(frozen=True)
class Reporting:
    """What an organisation sent: shared reports now, what waits for review, any before."""

    now: int
    waiting: int
    before: bool


def reporting(scope: Scope, before: date, first: date, last: date) -> dict[int, Reporting]:
    """By organisation key; the period before goes from ``before`` to the day before ``first``.

    Of the period before only whether there was a report is asked: the first one answers.
    """
    scope.check(Act.READ_PICTURE)
    given = {"before": before, "eve": first - A_DAY, "first": first, "last": last}
    sums: dict[int, Counter[str]] = defaultdict(Counter)
    for key, state, n in by_organisation().rows(municipality=scope.municipality_id, **given):
        sums[key][state] += n
    return {key: _reporting(states) for key, states in sums.items()}


def _reporting(states: Counter[str]) -> Reporting:
    waiting = sum(states[state] for state in NOT_REVIEWED)
    return Reporting(states[ReportState.PASSED_ON], waiting, states[BEFORE] > 0)


def places(
    scope: Scope,
    before: date,
    first: date,
    last: date,
    *,
    without: Collection[int] = (),
    stated: Mapping[tuple[int, int, date], int] = MappingProxyType({}),
    limit: int = 10,
) -> TopPlaces:
    """Places with at least two reports, the most reported first; some categories left out.

    ``stated`` is what is only counted, by place, category and day. Recurrence is looked for in
    the weeks from ``before`` to the one before that of ``first``.
    """
    scope.check(Act.READ_PICTURE)
    shared = shared_reports(scope.municipality_id, without)
    # place by place through the index, not every report of all days
    every = Place.objects.within(scope.municipality_id).values("pk")
    now = shared.filter(within(first, last), place__in=every).values_list("place_id")
    found = Counter(dict(now.annotate(n=Count("id")).order_by()))
    shown = {cell: n for cell, n in stated.items() if cell[1] not in without}
    for (place, _category, day), n in shown.items():
        found[place] += n if day >= first else 0
    counted = {place: n for place, n in found.items() if n >= FEWEST_AT_A_PLACE}
    least = sorted(counted.values(), reverse=True)[:limit][-1:]
    top = [key for key, n in counted.items() if [n] >= least]
    named = _weeks_reported(scope, top, before, first, without)
    weeks = {(place, monday(day)) for place, _, day in shown if day < monday(first)}
    rows = [
        PlaceCount(key, name, counted[key], len(told | {day for at, day in weeks if at == key}))
        for key, name, told in named
    ]
    rows.sort(key=lambda one: (-one.reports, one.name))
    return TopPlaces(tuple(rows[:limit]), max(0, len(counted) - limit))


def _weeks_reported(
    scope: Scope, keys: list[int], before: date, first: date, without: Collection[int]
) -> list[tuple[int, str, set[date]]]:
    """Each place with its name, and the Mondays of the whole weeks between two days in which it
    was reported.

    Each week is asked for on its own: its first report answers.
    """
    if not keys:
        return []
    weeks = (monday(first) - monday(before)).days // 7
    question = places_by_week(weeks, len(keys), len(without))
    rows = question.rows(
        municipality=scope.municipality_id,
        **{f"first_{n}": monday(before) + 7 * n * A_DAY for n in range(weeks)},
        **{f"last_{n}": monday(before) + (7 * n + 6) * A_DAY for n in range(weeks)},
        **{f"place_{n}": key for n, key in enumerate(keys)},
        **{f"without_{n}": key for n, key in enumerate(without)},
    )
    mondays = [monday(before) + 7 * n * A_DAY for n in range(weeks)]
    return [
        (key, name, {day for day, was in zip(mondays, found, strict=True) if was})
        for key, name, *found in rows
    ]


def coming(scope: Scope, first: date, last: date) -> list[Observation]:
    """What is coming up and shared, by day, for whoever reads the picture.

    Their texts are for those whom the report itself is visible to.
    """
    scope.check(Act.READ_PICTURE)
    shared = Observation.objects.within(scope.municipality_id).filter(
        in_shared_picture(), kind=ReportKind.UPCOMING
    )
    # each by an index of its own: with "or" every report of the municipality is looked at
    begin = shared.filter(day__range=(first, last)).values("pk")
    go_on = shared.filter(day__lt=first, until__gte=first).values("pk")
    rows = Observation.rows.filter(pk__in=begin.union(go_on, all=True))
    return list(rows.select_related("category", "place", "district").order_by("day", "id"))


@dataclass(frozen=True)
class Long:
    """Reports of more days than a week has, of a category and a district of the layer that was
    asked for (0: none): how many, and their days."""

    category_id: int
    district: int
    first: date
    last: date
    reports: int

    def touches(self, first: date, last: date) -> bool:
        """Whether they share a day with those from one to another."""
        return self.first <= last and self.last >= first

    def goes_beyond(self, first: date, last: date) -> bool:
        """Whether they share a day with those, but have others too, and are not counted there."""
        return self.touches(first, last) and not (first <= self.first and self.last <= last)


@dataclass(frozen=True)
class Weeks:
    """``reports`` by (week's Monday, category key), ``long_ones`` that no week has, and the first
    day of which the shared picture knows that something happened."""

    reports: Mapping[tuple[date, int], int]
    long_ones: tuple[Long, ...]
    first_day: date | None


def over_weeks(scope: Scope, spans: Sequence[Days], days: Days) -> Weeks:
    """Reports over some spans of weeks, given by their Mondays, and those that share one of the
    days but are in no week, in one statement."""
    scope.check(Act.READ_PICTURE)
    given: dict[str, Any] = {"municipality": scope.municipality_id}
    given["start"], end = days
    for n, (first, last) in enumerate(spans):
        given |= {f"first_{n}": first, f"last_{n}": last}
    reports: dict[tuple[date, int], int] = defaultdict(int)
    long_ones, first_day = [], None
    for sort, day, until, key, n in by_week(len(spans)).rows(**given):
        if sort == FIRST_DAY:
            first_day = day
        elif sort == OF_A_WEEK:
            reports[day, key] += n
        elif n and day <= end:
            long_ones.append(Long(key, 0, day, until, n))
    return Weeks(dict(reports), tuple(long_ones), first_day)


def long_ones(scope: Scope, first: date, last: date, layer: int = 0) -> list[Long]:
    """What no week has, of days that those from one to another share."""
    scope.check(Act.READ_PICTURE)
    # their last day alone is asked for: SQLite would look for the first by another index
    cells = SharedCount.objects.visible_to(scope).filter(
        shared_happened(), layer=layer, week__isnull=True, until__gte=first
    )
    named = cells.values_list("category_id", "district", "day", "until")
    rows = [Long(*row) for row in named.annotate(n=Sum("reports")).order_by()]
    return [one for one in rows if one.reports and one.touches(first, last)]
