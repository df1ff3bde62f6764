"""Reading the count records: those beside a list of reports, and those that a picture tells of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    Count,
    DateField,
    DecimalField,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast

from samsyn.domain.observations.enums import HAPPENED, ReportKind, ReportState
from samsyn.domain.observations.models import CountRecord, NilReport
from samsyn.domain.observations.queries.selecting import row_of
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.counted import key_of
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.observations.visibility import SHARED, readable_records
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.compiled import Compiled, Given

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


_OF_REPORTS = ("words", "mine", "severity", "longer", "linked")


def _matching(scope: Scope, selection: Selection) -> QuerySet[CountRecord]:
    rows: QuerySet[CountRecord] = CountRecord.objects.within(scope.municipality_id)
    stated = selection.state in ("", ReportState.PASSED_ON.value)
    # of which nobody has said who, how grave or in what words
    of_reports = any(getattr(selection, name) for name in _OF_REPORTS)
    if of_reports or not stated or selection.kind not in _OF_WHAT_HAPPENED:
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
    return rows.filter(readable_records(scope), _within(selection.since, selection.until), **keys)


def _within(since: date | Given | None, until: date | Given | None) -> Q:
    """Those that count on one of the days, and longer ones that touch them."""
    counted, longer = Q(day__isnull=False), Q(day__isnull=True)
    if since:
        counted &= Q(("day__gte", since))
        longer &= Q(("period_to__gte", since))
    if until:
        counted &= Q(("day__lte", until))
        longer &= Q(("period_from__lte", until))
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


@dataclass(frozen=True)
class Said:
    """What organisations have said of some days beside their reports: what they state, summed
    where it counts in the picture (``stated``); for which days there was nothing, by organisation
    (``nil``); and what counts by (place, category, day), from an earlier day on (``places``)."""

    stated: tuple[Stated, ...] = ()
    nil: Mapping[int, tuple[tuple[date, date], ...]] = field(default_factory=dict)
    places: Mapping[tuple[int, int, date], int] = field(default_factory=dict)


_FIELDS = (
    "organisation_id", "period_from", "period_to", "category_id", "source_name", "unit", "value",
    "day", "preliminary", "place_id",
)  # fmt: skip
_NO_RECORD = {
    "category_id": Cast(Value(0), BigIntegerField()),
    "source_name": Value("", CharField()),
    "unit": Value("", CharField()),
    "value": Cast(Value(0), DecimalField(max_digits=14, decimal_places=2)),
    "day": Cast(Value(None), DateField()),
    "preliminary": Value(value=False, output_field=BooleanField()),
    "place_id": Cast(Value(None), BigIntegerField()),
}


def said(scope: Scope, before: date, first: date, last: date) -> Said:
    """What is shared of it for some days (both included); of places from ``before`` on. One
    statement."""
    scope.check(Act.READ_PICTURE)
    asked = {"municipality": scope.municipality_id, "before": before, "first": first, "last": last}
    kept = [_Kept(*row) for row in _kept_of.rows(**asked)]
    kept.sort(key=lambda one: (one.since, one.until))
    days = (first, last)
    return Said(_summed(kept, *days), _nil(kept), _by_place(kept))


def _asked() -> QuerySet[CountRecord, Any]:
    """Given: ``municipality``, ``before``, ``first`` and ``last``."""
    municipality = Given("municipality", BigIntegerField())
    before, first, last = (Given(name, DateField()) for name in ("before", "first", "last"))
    at_places = Q(("day__gte", before), ("day__lte", last), place__isnull=False, value__gt=0)
    records = CountRecord.objects.within(municipality).filter(
        _within(first, last) | at_places, visibility__in=SHARED
    )
    nothing = NilReport.objects.within(municipality).filter(
        Q(("period_from__lte", last), ("period_to__gte", first)), withdrawn_at=None
    )
    rows = records.values_list(*_FIELDS).order_by()
    return rows.union(nothing.annotate(**_NO_RECORD).values_list(*_FIELDS).order_by(), all=True)


_kept_of = Compiled(_asked)


class _Kept(NamedTuple):
    """A count record, or with category 0 that there was nothing."""

    organisation_id: int
    since: date
    until: date
    category_id: int
    source_name: str
    unit: str
    value: Decimal
    day: date | None
    preliminary: bool
    place_id: int | None


def _summed(kept: Iterable[_Kept], first: date, last: date) -> tuple[Stated, ...]:
    found: dict[tuple[object, ...], Stated] = {}
    for row in kept:
        inside = first <= row.day <= last if row.day else row.until >= first and row.since <= last
        if not row.category_id or not inside:
            continue
        one = _stated(row)
        days = () if one.counted else (one.first, one.last)
        key = (one.source_name, one.organisation_id, one.category_id, one.unit, one.counted, days)
        found[key] = one if key not in found else found[key].joined(one)
    return tuple(
        sorted(
            found.values(), key=lambda one: (one.source_name, one.category_id, one.unit, one.first)
        )
    )


def _stated(row: _Kept) -> Stated:
    return Stated(
        row.source_name,
        row.organisation_id,
        row.category_id,
        row.unit,
        row.since,
        row.until,
        row.value,
        counted=row.day is not None,
        preliminary=row.preliminary,
    )


def _nil(kept: Iterable[_Kept]) -> dict[int, tuple[tuple[date, date], ...]]:
    found: dict[int, tuple[tuple[date, date], ...]] = defaultdict(tuple)
    for row in kept:
        if not row.category_id:
            found[row.organisation_id] += ((row.since, row.until),)
    return dict(found)


def _by_place(kept: Iterable[_Kept]) -> dict[tuple[int, int, date], int]:
    found: dict[tuple[int, int, date], int] = defaultdict(int)
    for row in kept:
        if row.place_id and row.day:
            found[row.place_id, row.category_id, row.day] += int(row.value)
    return dict(found)
