"""Reading the count records: those beside a list of reports, and those that a picture tells of."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from samsyn.domain.observations.enums import HAPPENED, ReportKind, ReportState
from samsyn.domain.observations.models import CountRecord
from samsyn.domain.observations.queries.selecting import row_of
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.counted import key_of
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.observations.visibility import SHARED, readable_records
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope

MOST_SHOWN = 100
_KEYS = {
    "category": "category_id",
    "area": "category__area_id",
    "place": "place_id",
    "organisation": "organisation_id",
    "batch": "batch_id",
}
_OF_WHAT_HAPPENED = ("", HAPPENED, ReportKind.EVENT.value)


@dataclass(frozen=True)
class CountedBeside:
    """The count records beside a list of reports: the first of them, and how many there are;
    ``counted`` is what those of a week or less come to, ``longer`` how many are of more."""

    rows: tuple[CountRecord, ...] = ()
    records: int = 0
    counted: int = 0
    longer: int = 0


def beside(scope: Scope, selection: Selection) -> CountedBeside:
    """The count records that answer to a selection, the latest first: what a picture counts
    beside the reports. Raises Mistaken where a key names nothing."""
    found = _matching(scope, selection)
    sums = found.aggregate(
        records=Count("pk"),
        counted=Sum("value", filter=Q(day__isnull=False)),
        longer=Count("pk", filter=Q(day__isnull=True)),
    )
    if not sums["records"]:
        return CountedBeside()
    rows = list(found.order_by("-period_from", "source_name", "id")[:MOST_SHOWN])
    _name(scope, rows)
    return CountedBeside(tuple(rows), sums["records"], int(sums["counted"] or 0), sums["longer"])


def _matching(scope: Scope, selection: Selection) -> QuerySet[CountRecord]:
    rows: QuerySet[CountRecord] = CountRecord.objects.within(scope.municipality_id)
    stated = selection.state in ("", ReportState.PASSED_ON.value)
    if not stated or selection.kind not in _OF_WHAT_HAPPENED:
        return rows.none()
    keys: dict[str, Any] = {
        column: row_of(scope, name, getattr(selection, name)).pk
        for name, column in _KEYS.items()
        if getattr(selection, name)
    }
    if selection.district:
        district = row_of(scope, "district", selection.district)
        layer = reference(scope).districts[district.pk].layer_id
        keys[f"districts__{key_of(layer)}"] = district.pk
    return rows.filter(readable_records(scope), _within(selection), **keys)


def _within(selection: Selection) -> Q:
    """Those that count on one of the days, and longer ones that touch them."""
    counted, longer = Q(day__isnull=False), Q(day__isnull=True)
    if selection.since:
        counted &= Q(day__gte=selection.since)
        longer &= Q(period_to__gte=selection.since)
    if selection.until:
        counted &= Q(day__lte=selection.until)
        longer &= Q(period_from__lte=selection.until)
    return counted | longer


def _name(scope: Scope, rows: list[CountRecord]) -> None:
    """Set what rows name from the reference data: districts carry their borders."""
    known = reference(scope)
    for row in rows:
        row.category = known.categories[row.category_id]
        row.organisation = known.organisations[row.organisation_id]
        row.place = known.places.get(row.place_id or 0)
        row.district = known.districts.get(row.district_id or 0)


@dataclass(frozen=True)
class Stated:
    """What a source states of a category: ``value`` in ``unit`` for some days. ``counted`` is
    part of the picture's numbers; the rest is of longer than a week, or of no number of things."""

    source_name: str
    organisation_id: int
    category_id: int
    unit: str
    first: date
    last: date
    value: Decimal
    counted: bool
    preliminary: bool

    def joined(self, other: "Stated") -> "Stated":
        """The two of them as one: the days of both, and what they come to."""
        return replace(
            self,
            first=min(self.first, other.first),
            last=max(self.last, other.last),
            value=self.value + other.value,
            preliminary=self.preliminary or other.preliminary,
        )


def stated(scope: Scope, first: date, last: date) -> list[Stated]:
    """What is stated and shared for some days: what counts in the picture summed by source,
    organisation and category; the rest by its own period too."""
    scope.check(Act.READ_PICTURE)
    rows = CountRecord.objects.within(scope.municipality_id).filter(
        _within(Selection(since=first, until=last)), visibility__in=SHARED
    )
    found: dict[tuple[object, ...], Stated] = {}
    for row in rows.order_by("period_from", "id"):
        one = _stated(row)
        days = () if one.counted else (one.first, one.last)
        key = (one.source_name, one.organisation_id, one.category_id, one.unit, one.counted, days)
        found[key] = one if key not in found else found[key].joined(one)
    return sorted(
        found.values(), key=lambda one: (one.source_name, one.category_id, one.unit, one.first)
    )


def _stated(row: CountRecord) -> Stated:
    return Stated(
        row.source_name,
        row.organisation_id,
        row.category_id,
        row.unit,
        row.period_from,
        row.period_to,
        row.value,
        counted=row.day is not None,
        preliminary=row.preliminary,
    )


def by_place(
    scope: Scope, first: date, last: date, without: Collection[int]
) -> dict[tuple[int, date], int]:
    """What counts in the shared picture by (place, day), some categories left out."""
    rows = CountRecord.objects.within(scope.municipality_id).filter(
        place__isnull=False, day__range=(first, last), value__gt=0, visibility__in=SHARED
    )
    summed = rows.exclude(category_id__in=without).values_list("place_id", "day")
    return {(place, day): int(n) for place, day, n in summed.annotate(n=Sum("value")).order_by()}
