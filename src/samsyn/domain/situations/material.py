"""The counts a picture is drafted from, read once, for one audience.

For readers outside the group the sensitive categories are left out of every count here,
where all sections take their numbers: totals cannot give away what is not in them. What
remains of those categories are bands for the whole municipality.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from samsyn.domain.observations.categories import Category
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries import counts
from samsyn.domain.observations.queries.counts import PlaceCount, Reporting
from samsyn.domain.observations.reference import Reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.periods import Period
from samsyn.domain.situations.rules import COMING_WEEKS, WEEKS_BACK, band

Counts = tuple[int, ...]
"""Reports now, in the period before, and a year before."""
NOTHING: Counts = (0, 0, 0)


@dataclass(frozen=True)
class Material:
    """Counts by keys. ``categories``: by category; ``districts``: by (district, category);
    ``weeks``: by (week's Monday, category); ``hours``: by (weekday, part of day).

    ``first_day`` is the first that the shared picture knows. ``bands`` are the sensitive
    categories of readers outside the group, by category.
    """

    period: Period
    today: date
    first_day: date | None
    categories: Mapping[int, Counts]
    districts: Mapping[tuple[int, int], Counts]
    weeks: Mapping[tuple[date, int], int]
    hours: Mapping[tuple[int, str], int]
    reporting: Mapping[int, Reporting]
    nil: frozenset[int]
    places: tuple[PlaceCount, ...]
    coming: tuple[Observation, ...]
    bands: Mapping[int, str]

    @property
    def total(self) -> Counts:
        """All categories together."""
        return summed(self.categories.values())

    def knows(self, period: Period) -> bool:
        """Whether the data reach back over a whole period."""
        return self.first_day is not None and self.first_day <= period.first

    def known(self, counted: Counts) -> tuple[int | None, int | None]:
        """The count before and that of a year before, None where the data do not reach."""
        _, before, year = counted
        return (
            before if self.knows(self.period.before) else None,
            year if self.knows(self.period.year_before) else None,
        )

    def by_district(self) -> dict[int, int]:
        """Reports now by district; 0 is outside or not known."""
        found: Counter[int] = Counter()
        for (district, _), (now, *_rest) in self.districts.items():
            found[district] += now
        return dict(found)


def summed(counted: Iterable[Counts]) -> Counts:
    """The sums of several counts, period by period."""
    columns = zip(NOTHING, *counted, strict=True)
    return tuple(sum(column) for column in columns)


def gather(
    scope: Scope, period: Period, known: Reference, audience: Audience, today: date
) -> Material:
    """Read everything a picture needs: ten statements, of which the counts are grouped."""
    hidden = sensitive(known) if audience is Audience.PUBLIC else frozenset()
    periods = [(one.first, one.last) for one in (period, period.before, period.year_before)]
    layer = known.primary_layer
    everywhere = counts.over_periods(scope, periods)
    now = {key: numbers[0] for (_, key), numbers in everywhere.items()}
    coming = period.following(COMING_WEEKS)
    return Material(
        period=period,
        today=today,
        first_day=counts.first_day(scope),
        categories={key: n for (_, key), n in everywhere.items() if key not in hidden},
        districts=_districts(scope, periods, layer.pk, hidden) if layer else {},
        weeks=_weeks(scope, period, hidden),
        hours=counts.hours(scope, period.first, period.last, without=hidden),
        reporting=counts.reporting(scope, period.before.first, period.first, period.last),
        nil=frozenset(counts.nil_reports(scope, period.first, period.last)),
        places=tuple(_places(scope, period, hidden)),
        coming=tuple(
            one
            for one in counts.coming(scope, coming.first, coming.last)
            if one.category_id not in hidden
        ),
        bands={key: band(now.get(key, 0)) for key in hidden},
    )


def sensitive(known: Reference) -> frozenset[int]:
    """The keys of the sensitive categories; an area that is sensitive has only such."""
    return frozenset(
        one.pk for one in known.categories.values() if one.area_id and is_sensitive(one)
    )


def is_sensitive(category: Category) -> bool:
    """Whether small counts of a category stay with the group."""
    return category.sensitive or (category.area is not None and category.area.sensitive)


def _districts(
    scope: Scope, periods: list[tuple[date, date]], layer: int, hidden: frozenset[int]
) -> dict[tuple[int, int], Counts]:
    found = counts.over_periods(scope, periods, layer)
    return {cell: numbers for cell, numbers in found.items() if cell[1] not in hidden}


def _weeks(scope: Scope, period: Period, hidden: frozenset[int]) -> dict[tuple[date, int], int]:
    mondays = period.mondays(WEEKS_BACK)
    first = mondays[0] - timedelta(weeks=52)
    found: dict[tuple[date, int], int] = defaultdict(int)
    for week, category, _, reports, _ in counts.weekly(scope, first, mondays[-1]):
        if category not in hidden:
            found[week, category] += reports
    return dict(found)


def _places(scope: Scope, period: Period, hidden: frozenset[int]) -> list[PlaceCount]:
    before = period.mondays(WEEKS_BACK)[0]
    return counts.places(scope, before, period.first, period.last, without=hidden)
