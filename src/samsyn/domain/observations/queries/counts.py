"""Reading the counts: what pictures, maps and the early warning are made of.

All but ``by_organisation`` and ``by_hour`` speak of the shared picture (passed on, shared
with the group): exact numbers, for those whose role reads the picture.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, QuerySet, Sum

from samsyn.domain.observations.enums import Kind, State
from samsyn.domain.observations.models import (
    NilReport,
    Observation,
    ObservationCount,
    SharedCount,
)
from samsyn.domain.observations.visibility import SHARED
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope

Weekly = tuple[date, int, int, int, int]


def per_category(scope: Scope, first: date, last: date) -> dict[int, int]:
    """Reports by category key over days, both included."""
    rows = _shared(scope, first, last).values_list("category_id").annotate(n=Sum("reports"))
    return {key: n for key, n in rows.order_by() if n}


def per_district(scope: Scope, first: date, last: date, layer: int) -> dict[tuple[int, int], int]:
    """Reports by (district key, category key) in a layer; district 0 is outside or unknown."""
    rows = _shared(scope, first, last, layer).values_list("district", "category_id")
    return {(district, key): n for district, key, n in rows.annotate(n=Sum("reports")).order_by()}


def weekly(scope: Scope, first: date, last: date, layer: int = 0) -> list[Weekly]:
    """(week's Monday, category, district, reports, events) for whole weeks, both included.

    With layer 0 the municipality as a whole, and district 0.
    """
    scope.check(Act.READ_PICTURE)
    rows = SharedCount.objects.filter(
        municipality_id=scope.municipality_id, layer=layer, week__gte=first, week__lte=last
    )
    cells = rows.values_list("week", "category_id", "district").order_by()
    return list(cells.annotate(n=Sum("reports"), e=Sum("events")))


def by_hour(scope: Scope, first: date, last: date) -> dict[tuple[int, str], int]:
    """Reports by (weekday 0–6, part of day), unknown hours too."""
    scope.check(Act.READ_PICTURE)
    rows = _counts(scope, first, last).filter(state=State.PASSED_ON, visibility__in=SHARED)
    found: dict[tuple[int, str], int] = {}
    for day, part, n in (
        rows.values_list("day", "part_of_day").annotate(n=Sum("reports")).order_by()
    ):
        found[day.weekday(), part] = found.get((day.weekday(), part), 0) + n
    return found


def by_organisation(scope: Scope, first: date, last: date) -> dict[int, int]:
    """Reports that reached the shared picture, by organisation key."""
    scope.check(Act.READ_PICTURE)
    rows = _counts(scope, first, last).filter(state=State.PASSED_ON, visibility__in=SHARED)
    totals = rows.values_list("organisation_id").annotate(n=Sum("reports")).order_by()
    return dict(totals)


def nil_reports(scope: Scope, first: date, last: date) -> set[int]:
    """Keys of the organisations that said "nothing to report" within the days."""
    rows = NilReport.objects.visible_to(scope).filter(
        withdrawn_at=None, period_from__lte=last, period_to__gte=first
    )
    return set(rows.values_list("organisation_id", flat=True))


@dataclass(frozen=True)
class PlaceCount:
    """A place in a period: how many reports, and on how many weeks of the year before."""

    place_id: int
    name: str
    reports: int
    weeks_before: int


def top_places(
    scope: Scope, first: date, last: date, before: date, limit: int = 10
) -> list[PlaceCount]:
    """Places with at least two reports, the most reported first.

    ``before`` starts the span in which recurrence is looked for.
    """
    scope.check(Act.READ_PICTURE)
    shared = Observation.objects.within(scope.municipality_id).filter(
        place__isnull=False, state=State.PASSED_ON, visibility__in=SHARED
    )
    now = shared.filter(day__range=(first, last)).values_list("place_id", "place__name")
    top = list(now.annotate(n=Count("id")).filter(n__gte=2).order_by("-n", "place__name")[:limit])
    earlier = shared.filter(day__gte=before, day__lt=first, place_id__in=[key for key, _, _ in top])
    weeks = dict(
        earlier.values_list("place_id").annotate(n=Count("week", distinct=True)).order_by()
    )
    return [PlaceCount(key, name, n, weeks.get(key, 0)) for key, name, n in top]


def upcoming(scope: Scope, first: date, last: date) -> list[Observation]:
    """What is coming up and shared, by day."""
    rows = Observation.objects.visible_to(scope).filter(
        kind=Kind.UPCOMING, day__range=(first, last), state=State.PASSED_ON, visibility__in=SHARED
    )
    return list(rows.select_related("category", "place", "district").order_by("day", "id"))


def history(scope: Scope) -> tuple[date, date] | None:
    """The first and last day that the shared picture knows."""
    rows = SharedCount.objects.filter(municipality_id=scope.municipality_id, layer=0)
    ends = rows.aggregate(first=Min("day"), last=Max("day"))
    return (ends["first"], ends["last"]) if ends["first"] else None


def _shared(scope: Scope, first: date, last: date, layer: int = 0) -> QuerySet[SharedCount]:
    scope.check(Act.READ_PICTURE)
    return SharedCount.objects.filter(
        municipality_id=scope.municipality_id, layer=layer, day__gte=first, day__lte=last
    )


def _counts(scope: Scope, first: date, last: date) -> QuerySet[ObservationCount]:
    return ObservationCount.objects.filter(
        municipality_id=scope.municipality_id, layer=0, day__gte=first, day__lte=last
    )
