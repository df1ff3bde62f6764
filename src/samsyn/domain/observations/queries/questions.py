"""The questions of a picture that take longer to put to the database than to answer.

Their SQL is made once for each shape: so many spans, so many places.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    DateField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)

from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.values.cells import SharedCount
from samsyn.domain.observations.values.kinds import happened, shared_happened
from samsyn.domain.observations.values.lasting import in_a_week
from samsyn.domain.observations.visibility import in_shared_picture
from samsyn.domain.places.models import Place
from samsyn.foundation.compiled import Compiled, Given

Rows = QuerySet[Any, tuple[Any, ...]]


WEEK, DAY, UNTIL = "week", "day", "until"


@lru_cache
def over_spans(spans: tuple[str, ...]) -> Compiled:
    """Reports by (the span's number, district, category), for spans of ``week`` or ``day``, and of
    reports that no week has (``until``).

    Given: ``municipality``, and of each span ``layer_0``, ``first_0``, ``last_0``, both days
    included.
    """

    def sums(n: int, by: str) -> Rows:
        start, end = ("day", "until") if by == UNTIL else (by, by)
        within = Q((f"{start}__gte", _day("first", n)), (f"{end}__lte", _day("last", n)))
        if by == UNTIL:
            within &= Q(week__isnull=True)
        if by == DAY:
            within &= Q(until__lte=_day("last", n))
        cells = SharedCount.objects.within(_key("municipality")).filter(
            within, shared_happened(), layer=_key("layer", n)
        )
        named = cells.annotate(span=Value(n)).values_list("span", "district", "category_id")
        return named.annotate(n=Sum("reports")).order_by()

    return Compiled(lambda: _together(sums(n, by) for n, by in enumerate(spans)))


@lru_cache
def by_week(spans: int) -> Compiled:
    """Reports by (Monday, category) of the whole municipality, over some spans of weeks.

    Given: ``municipality``, and of each span ``first_0`` and ``last_0``, its Mondays.
    """

    def sums(n: int) -> Rows:
        cells = SharedCount.objects.within(_key("municipality")).filter(
            shared_happened(),
            layer=0,
            week__gte=_day("first", n),
            week__lte=_day("last", n),
        )
        weekly = cells.values_list("week", "category_id")
        return weekly.annotate(n=Sum("reports")).order_by()

    return Compiled(lambda: _together(sums(n) for n in range(spans)))


@lru_cache
def places_by_week(weeks: int, places: int, without: int) -> Compiled:
    """Some places by key and name, and of each week whether they were reported in it.

    Each week is asked for on its own: its first report answers. Given: ``municipality``, of
    each week ``first_0`` and ``last_0``, and the keys ``place_0`` and, of the categories
    that are left out, ``without_0``.
    """

    def reported(n: int) -> Exists:
        left_out = [_key("without", one) for one in range(without)]
        reports = shared_reports(_key("municipality"), left_out).filter(in_a_week())
        there = reports.filter(place=OuterRef("pk"))
        return Exists(there.filter(day__range=(_day("first", n), _day("last", n))))

    def asked() -> Rows:
        keys = [_key("place", n) for n in range(places)]
        found = Place.objects.within(_key("municipality")).filter(Q(("pk__in", keys)))
        each = {f"week_{n}": reported(n) for n in range(weeks)}
        return found.values_list("pk", "name").annotate(**each)

    return Compiled(asked)


def shared_reports(
    municipality: int | Given, without: Iterable[int | Given]
) -> QuerySet[Observation, Observation]:
    """The shared picture's reports of what has happened, some categories left out."""
    rows = Observation.objects.within(municipality).filter(in_shared_picture(), happened())
    for category in without:
        rows = rows.exclude(category=category)
    return rows


def _together(parts: Iterable[Rows]) -> Rows:
    first, *rest = parts
    return first.union(*rest, all=True)


def _key(name: str, n: int | None = None) -> Given:
    return Given(name if n is None else f"{name}_{n}", BigIntegerField())


def _day(name: str, n: int) -> Given:
    return Given(f"{name}_{n}", DateField())
