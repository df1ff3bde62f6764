"""The counts a picture is drafted from, read once, for one audience.

For readers outside the group the sensitive categories are left out of every count here,
where all sections take their numbers: totals cannot give away what is not in them. What
remains of those categories are bands for the whole municipality.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from samsyn.domain.observations.enums import Release, ReportState
from samsyn.domain.observations.models import Observation, Review
from samsyn.domain.observations.queries import counts
from samsyn.domain.observations.queries.counts import Long, Reporting, TopPlaces, Weeks
from samsyn.domain.observations.queries.events import LinkedReports, linked_shared
from samsyn.domain.observations.queries.records import Said, Stated, said
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.categories import is_sensitive
from samsyn.domain.observations.visibility import SHARED
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.situations.enums import Audience, PictureState
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.rules import COMING_WEEKS, WEEKS_BACK, band
from samsyn.domain.situations.values.periods import Period
from samsyn.foundation import clock

Counts = tuple[int, ...]
"""Reports now, in the period before, and a year before."""
NOTHING: Counts = (0, 0, 0)


@dataclass(frozen=True)
class Material:
    """Counts by keys. ``categories``: by category; ``districts``: now, by (district, category);
    ``weeks``: by (week's Monday, category); ``hours``: by (weekday, part of day); ``nil``: the
    days that an organisation had nothing to report for.

    ``first_day`` is the first that the shared picture knows. ``bands`` are the sensitive
    categories of readers outside the group, by category. ``stated`` is what sources count, and
    ``stating`` the organisations that have stated any of it. ``long_ones`` are reports of the days
    that are drawn which no week has. ``linked``: those of the reports now that somebody has said
    tell of the same events, for the group.
    """

    period: Period
    today: date
    first_day: date | None
    categories: Mapping[int, Counts]
    districts: Mapping[tuple[int, int], int]
    weeks: Mapping[tuple[date, int], int]
    hours: Mapping[tuple[int, str], int]
    reporting: Mapping[int, Reporting]
    nil: Mapping[int, tuple[Period, ...]]
    places: TopPlaces
    coming: tuple[Observation, ...]
    bands: Mapping[int, str]
    stated: tuple[Stated, ...] = ()
    stating: frozenset[int] = frozenset()
    linked: LinkedReports | None = None
    long_ones: tuple[Long, ...] = ()

    @property
    def drawn(self) -> Period:
        """The days of the weeks that are drawn."""
        return drawn_weeks(self.period)

    @property
    def in_no_week(self) -> int:
        """How many reports of the days that are drawn no week has."""
        days = self.drawn
        return sum(one.reports for one in self.long_ones if one.touches(days.first, days.last))

    @property
    def beyond(self) -> int:
        """How many reports share days with the period, but go beyond: they are not counted."""
        days = self.period
        return sum(one.reports for one in self.long_ones if one.goes_beyond(days.first, days.last))

    @property
    def of_counts(self) -> int:
        """How many of the reports now are things that a source only counts."""
        return sum(int(one.value) for one in self.stated if one.counted)

    @property
    def total(self) -> Counts:
        """All categories together."""
        return summed(self.categories.values())

    @property
    def besides(self) -> int:
        """Reports now of what is coming up and of what is done, for whoever sees every category:
        all that organisations have sent but those of what has happened."""
        return sum(one.now for one in self.reporting.values()) - self.total[0]

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
        for (district, _), n in self.districts.items():
            found[district] += n
        return dict(found)


def summed(counted: Iterable[Counts]) -> Counts:
    """The sums of several counts, period by period."""
    columns = zip(NOTHING, *counted, strict=True)
    return tuple(sum(column) for column in columns)


def gather(
    scope: Scope, period: Period, known: Reference, audience: Audience, today: date
) -> Material:
    """Read everything a picture needs: nine statements, of which the counts are grouped."""
    public = audience is Audience.PUBLIC
    hidden = sensitive(known) if public else frozenset()
    categories, districts = _counted(scope, period, known)
    coming = period.following(COMING_WEEKS)
    told = said(scope, period.mondays(WEEKS_BACK)[0], period.first, period.last)
    weeks = _weeks(scope, period)
    return Material(
        period=period,
        today=today,
        first_day=weeks.first_day,
        categories={key: n for key, n in categories.items() if key not in hidden},
        districts={cell: n for cell, n in districts.items() if cell[1] not in hidden},
        weeks={cell: n for cell, n in weeks.reports.items() if cell[1] not in hidden},
        hours=counts.hours(scope, period.first, period.last, without=hidden),
        reporting=counts.reporting(scope, period.before.first, period.first, period.last),
        nil=nil_within(told.nil, period),
        places=_places(scope, period, hidden, told),
        coming=tuple(
            one
            for one in counts.coming(scope, coming.first, coming.last)
            if one.category_id not in hidden and not (public and one.release == Release.HELD)
        ),
        bands={key: band(categories.get(key, NOTHING)[0]) for key in hidden},
        stated=tuple(one for one in told.stated if one.category_id not in hidden),
        stating=frozenset(one.organisation_id for one in told.stated),
        long_ones=tuple(one for one in weeks.long_ones if one.category_id not in hidden),
        linked=None if public else linked_shared(scope, period.first, period.last),
    )


def drawn_weeks(period: Period) -> Period:
    """The days of a period's weeks and of those before them."""
    mondays = period.mondays(WEEKS_BACK)
    return Period(mondays[0], mondays[-1] + timedelta(days=6))


def nil_within(
    nil: Mapping[int, tuple[tuple[date, date], ...]], period: Period
) -> dict[int, tuple[Period, ...]]:
    """For which days within a period organisations, by key, said that there was nothing."""
    return {
        key: tuple(Period(max(a, period.first), min(b, period.last)) for a, b in sorted(spans))
        for key, spans in nil.items()
    }


def _counted(
    scope: Scope, period: Period, known: Reference
) -> tuple[dict[int, Counts], dict[tuple[int, int], int]]:
    """By category over the three periods, and now by (district, category)."""
    layer = known.primary_layer
    asked = [(one.first, one.last, 0) for one in (period, period.before, period.year_before)]
    if layer is not None:
        asked.append((period.first, period.last, layer.pk))
    *whole, districts = (*counts.over_periods(scope, asked), {})[:4]
    keys = {key for table in whole for _, key in table}
    return {key: tuple(table.get((0, key), 0) for table in whole) for key in keys}, districts


def sensitive(known: Reference) -> frozenset[int]:
    """The keys of the sensitive categories; an area that is sensitive has only such."""
    return frozenset(
        one.pk for one in known.categories.values() if one.area_id and is_sensitive(one)
    )


def _weeks(scope: Scope, period: Period) -> Weeks:
    """The weeks that are drawn, and the same of the year before."""
    mondays = period.mondays(WEEKS_BACK)
    ends = (mondays[0], mondays[-1])
    earlier = (clock.a_year_before(ends[0]), clock.a_year_before(ends[1]))
    spans = [ends, earlier] if earlier[1] < ends[0] else [(earlier[0], ends[1])]
    days = drawn_weeks(period)
    return counts.over_weeks(scope, spans, (days.first, days.last))


def _places(scope: Scope, period: Period, hidden: frozenset[int], told: Said) -> TopPlaces:
    before = period.mondays(WEEKS_BACK)[0]
    days = (before, period.first, period.last)
    return counts.places(scope, *days, without=hidden, stated=told.places)


@dataclass(frozen=True)
class Outcome:
    """What has come of a passed-on report: the periods of the settled pictures that hold it, of
    those that had been settled before it was passed on, and of those that it goes beyond."""

    within: tuple[Period, ...] = ()
    too_late_for: tuple[Period, ...] = ()
    too_short: tuple[Period, ...] = ()


def outcomes(scope: Scope, rows: Sequence[Observation]) -> dict[int, Outcome]:
    """What has come of reports, by their keys; two queries.

    Which days have a settled picture is no secret from who has reported in them; what it says is
    read by those who may.
    """
    shared = [
        one for one in rows if one.state == ReportState.PASSED_ON and one.visibility in SHARED
    ]
    if not shared:
        return {}
    passed = _passed_on(scope, shared)
    days = [day for one in shared for day in (one.day, one.until or one.day)]
    pictures = SituationPicture.objects.within(scope.municipality_id).filter(
        state=PictureState.SETTLED, period_from__lte=max(days), period_to__gte=min(days)
    )
    settled = list(pictures.order_by("period_from", "settled_at"))
    return {one.pk: _outcome(one, passed.get(one.pk, one.created_at), settled) for one in shared}


def _passed_on(scope: Scope, rows: Sequence[Observation]) -> dict[int, datetime]:
    reviews = Review.objects.visible_to(scope).filter(
        observation__in=[one.pk for one in rows], verdict=ReportState.PASSED_ON
    )
    return dict(reviews.order_by("created_at").values_list("observation_id", "created_at"))


def _outcome(row: Observation, passed: datetime, settled: Sequence[SituationPicture]) -> Outcome:
    """A later picture of the same days takes the place of the one before it."""
    first, last = row.day, row.until or row.day
    latest = {
        Period(one.period_from, one.period_to): one.settled_at
        for one in settled
        if one.period_from <= last and first <= one.period_to and one.settled_at
    }
    whole = {
        period: at for period, at in latest.items() if period.first <= first and last <= period.last
    }
    return Outcome(
        tuple(period for period, at in whole.items() if passed <= at),
        tuple(period for period, at in whole.items() if passed > at),
        tuple(period for period in latest if period not in whole),
    )
