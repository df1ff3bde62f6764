"""From the database to a run's material: counts from their tables, positions from the rows."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import F, QuerySet, Sum
from sweden_crs_transformations.crs_coordinate import CrsCoordinate
from sweden_crs_transformations.crs_projection import CrsProjection

from samsyn.domain.monitoring.computing.material import (
    UNKNOWN,
    CategoryFacts,
    Dates,
    Flags,
    Ints,
    Material,
    NamedPlace,
    Points,
)
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import CountRecord, NilReport, Observation
from samsyn.domain.observations.queries import counts
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.observations.values.cells import ObservationCount, SharedCount
from samsyn.domain.observations.values.kinds import happened, shared_happened
from samsyn.domain.observations.values.lasting import in_a_week
from samsyn.domain.observations.visibility import SHARED, in_shared_picture
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.clock import local_day, monday

PRECISE_ENOUGH_M = 500
SPARE_WEEKS = 60
DELAY_WEEKS = 60
EPOCH = date(1970, 1, 1)
Rows = Iterable[tuple[Any, ...]]


def read(scope: Scope, as_of: date, settings: RunSettings) -> Material:
    """Everything a run judges, in eight statements."""
    scope.check(Act.WATCH)
    return _Reader(scope, as_of, settings).material()


class _Reader:
    """Keys of the database to indices, in an order that the keys' age does not move."""

    def __init__(self, scope: Scope, as_of: date, settings: RunSettings) -> None:
        self.scope, self.as_of, self.settings = scope, as_of, settings
        self.known = reference(scope)
        found = (one for one in self.known.categories.values() if one.area_id)
        self.categories = sorted(found, key=lambda one: one.key)
        self.districts = self.known.primary_districts
        everyone = self.known.organisations.values()
        self.organisations = sorted(everyone, key=lambda one: str(one.uid))
        self.category = {one.pk: n for n, one in enumerate(self.categories)}
        self.district = {one.pk: n for n, one in enumerate(self.districts)}
        self.organisation = {one.pk: n for n, one in enumerate(self.organisations)}
        self.end = monday(as_of)
        back = settings.years_back * 52 + settings.followed + SPARE_WEEKS
        self.start = max(self.end - timedelta(weeks=back), self._first_week())

    def _first_week(self) -> date:
        rows = SharedCount.objects.visible_to(self.scope).filter(
            shared_happened(), layer=0, week__lt=self.end
        )
        first = rows.order_by("week").values_list("week", flat=True).first()
        return first or self.end

    def material(self) -> Material:
        weeks = (self.end - self.start).days // 7
        mondays = np.datetime64(self.start, "D") + 7 * np.arange(weeks)
        occurred, registered = self._delays()
        return Material(
            as_of=self.as_of,
            mondays=mondays,
            categories=tuple(self._facts()),
            districts=tuple(one.code for one in self.districts),
            organisations=tuple(str(one.uid) for one in self.organisations),
            town=self._town(),
            local=self._local(),
            local_from=self._local_from(),
            signs=self._signs(weeks),
            points=self._points(),
            places=tuple(named_places(self.known)),
            occurred=occurred,
            registered=registered,
        )

    def _facts(self) -> Iterable[CategoryFacts]:
        for one in self.categories:
            area = self.known.categories[one.area_id or one.pk]
            yield CategoryFacts(one.key, area.key, one.serious, one.sensitive or area.sensitive)

    def _week(self, day: date) -> int:
        return (day - self.start).days // 7

    def _counts(self) -> QuerySet[ObservationCount]:
        return ObservationCount.objects.visible_to(self.scope).filter(
            layer=0,
            until=F("day"),  # what no week has is in no series
            day__gte=self.start,
            day__lt=self.end,
        )

    def _town(self) -> Ints:
        shared = self._counts().filter(in_shared_picture(), happened(), discovered=False)
        cells = shared.values_list("day", "category_id", "organisation_id")
        totals: Counter[tuple[int, int, int]] = Counter()
        for day, category, organisation, n in cells.annotate(n=Sum("reports")).order_by():
            totals[self._week(day), self.category[category], self.organisation[organisation]] += n
        return _rows(totals)

    def _local(self) -> Ints:
        layer = self.known.primary_layer
        last = self.end - timedelta(weeks=1)
        key = layer.pk if layer else UNKNOWN
        totals: Counter[tuple[int, int, int]] = Counter()
        for week, category, district, n in counts.weekly(
            self.scope, self.start, last, key, discovered=False
        ):
            where = self.district.get(district, UNKNOWN)
            totals[self._week(week), self.category[category], where] += n
        return _rows(totals)

    def _local_from(self) -> int:
        """The first whole week of the primary layer."""
        layer = self.known.primary_layer
        if layer is None or layer.valid_from <= self.start:
            return 0
        return -(-(layer.valid_from - self.start).days // 7)

    def _events(self) -> QuerySet[Observation]:
        rows: QuerySet[Observation] = Observation.objects.within(self.scope.municipality_id)
        return rows.filter(
            in_shared_picture(), happened(), in_a_week(), discovered=False, day__lt=self.end
        )

    def _signs(self, weeks: int) -> Flags:
        signs = np.zeros((len(self.organisations), weeks), np.bool_)
        heard = self._counts().exclude(state=ReportState.WITHDRAWN)
        for day, organisation in heard.values_list("day", "organisation_id").distinct().order_by():
            signs[self.organisation[organisation], self._week(day)] = True
        nil = NilReport.objects.within(self.scope.municipality_id).filter(
            withdrawn_at=None, period_from__lt=self.end, period_to__gte=self.start
        )
        for organisation, first, last in nil.values_list(
            "organisation_id", "period_from", "period_to"
        ):
            span = slice(max(self._week(first), 0), self._week(last) + 1)
            signs[self.organisation[organisation], span] = True
        return signs

    def _points(self) -> Points:
        start = self.end - timedelta(weeks=52 * self.settings.years_of_places)
        rows = self._events().filter(day__gte=start)
        everything = rows.order_by("day", "category__key", "latitude", "longitude", "uid")
        found = [
            (*sweref(latitude, longitude), (day - EPOCH).days, self.category[category])
            for latitude, longitude, metres, day, category in everything.values_list(
                "latitude", "longitude", "position_precision_m", "day", "category_id"
            )
            if latitude is not None and (metres or 0) <= PRECISE_ENOUGH_M
        ]
        table = np.array(found, np.float64).reshape(len(found), 4)
        x, y, day, category = table.T
        left_out = rows.count() - len(found)
        return Points(x, y, day.astype(np.int64), category.astype(np.int64), left_out)

    def _delays(self) -> tuple[Dates, Dates]:
        """Days on which recent events occurred, and were registered: those that a source only
        counts as often as it counts them."""
        start = self.end - timedelta(weeks=DELAY_WEEKS)
        rows = self._events().filter(day__gte=start)
        counted = CountRecord.objects.within(self.scope.municipality_id).filter(
            day__gte=start, day__lt=self.end, visibility__in=SHARED, discovered=False
        )
        events: list[tuple[date, datetime, int]] = [
            *((day, created, 1) for day, created in rows.values_list("day", "created_at")),
            *((one.day, one.created_at, int(one.value)) for one in counted if one.day),
        ]
        pairs = sorted(
            (day, registered)
            for day, created, n in events
            for _ in range(n)
            if (registered := local_day(created)) >= day
        )
        table = np.array(pairs, "datetime64[D]").reshape(len(pairs), 2)
        return table[:, 0], table[:, 1]


def _rows(totals: Counter[tuple[int, int, int]]) -> Ints:
    rows = [(*cell, n) for cell, n in sorted(totals.items()) if n > 0]
    return np.array(rows, np.int64).reshape(len(rows), 4)


def named_places(known: Reference) -> Iterable[NamedPlace]:
    """The municipality's named places by name."""
    for one in sorted(known.places.values(), key=lambda one: one.name):
        yield NamedPlace(one.name, *sweref(one.latitude, one.longitude))


@lru_cache(maxsize=65_536)
def sweref(latitude: float, longitude: float) -> tuple[float, float]:
    """East and north in SWEREF 99 TM, whole metres, of WGS84 degrees."""
    found = CrsCoordinate.create_coordinate(CrsProjection.WGS84, latitude, longitude)
    moved = found.transform(CrsProjection.SWEREF_99_TM)
    return round(moved.get_longitude_x()), round(moved.get_latitude_y())


@lru_cache(maxsize=65_536)
def degrees(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of SWEREF 99 TM metres."""
    found = CrsCoordinate.create_coordinate(CrsProjection.SWEREF_99_TM, y, x)
    moved = found.transform(CrsProjection.WGS84)
    return moved.get_longitude_x(), moved.get_latitude_y()
