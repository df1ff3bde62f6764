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
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.values.cells import ObservationCount, SharedCount
from samsyn.domain.observations.values.kinds import happened, shared_happened
from samsyn.domain.observations.values.lasting import in_a_week
from samsyn.domain.observations.visibility import SHARED, in_shared_picture
from samsyn.domain.organisations.models import Municipality, Organisation
from samsyn.domain.places.models import Place
from samsyn.foundation.clock import PartOfDay
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


OF_A_WEEK, OF_NO_WEEK, FIRST_DAY = range(3)


@lru_cache
def by_week(spans: int) -> Compiled:
    """Reports of the whole municipality, of three sorts: (``OF_A_WEEK``, its Monday, None,
    category, reports) over some spans of weeks; (``OF_NO_WEEK``, first day, last day, category,
    reports) of what is in no week and lasts to a day or longer; and (``FIRST_DAY``, day,
    None, 0, 0), the first that the shared picture knows, None where it knows nothing.

    Given: ``municipality``, of each span ``first_0`` and ``last_0``, its Mondays, and the
    day ``start``.
    """

    def shared() -> QuerySet[SharedCount, SharedCount]:
        cells = SharedCount.objects.within(_key("municipality"))
        return cells.filter(shared_happened(), layer=0)

    def of_weeks(n: int) -> Rows:
        weeks = Q(("week__gte", _day("first", n)), ("week__lte", _day("last", n)))
        rows = shared().filter(weeks)
        named = rows.values_list(Value(OF_A_WEEK), "week", _no_day(), "category_id")
        return named.annotate(n=Sum("reports")).order_by()

    def of_none() -> Rows:
        rows = shared().filter(Q(("until__gte", _day("start"))), week__isnull=True)
        named = rows.values_list(Value(OF_NO_WEEK), "day", "until", "category_id")
        return named.annotate(n=Sum("reports")).order_by()

    def first() -> Rows:
        day = Subquery(shared().order_by("day").values("day")[:1])
        here = Municipality.objects.filter(Q(("pk", _key("municipality"))))
        return here.values_list(Value(FIRST_DAY), day, _no_day(), Value(0), Value(0))

    return Compiled(lambda: _together([*map(of_weeks, range(spans)), of_none(), first()]))


def _no_day() -> Cast:
    return Cast(Value(None), DateField())


@lru_cache
def by_hour(without: int) -> Compiled:
    """Reports of the whole municipality by day: (day, and of each part of the day how many), some
    categories left out. A sum for each part, by day: the order of the index, so that nothing is
    sorted.

    Given: ``municipality``, ``first`` and ``last``, and the keys ``without_0`` …
    """

    def asked() -> Rows:
        cells = _cells("first", "last").filter(in_shared_picture(), happened())
        for n in range(without):
            cells = cells.exclude(Q(("category_id", _key("without", n))))
        sums = [Sum("reports", filter=Q(part_of_day=part), default=0) for part in PartOfDay]
        named = cells.values_list("day").annotate(**{f"n_{n}": one for n, one in enumerate(sums)})
        return named.order_by("day")

    return Compiled(asked)


BEFORE = "before"


@lru_cache
def by_organisation() -> Compiled:
    """(Organisation, state, reports) of what is sent to the shared picture and not withdrawn, and
    (organisation, ``BEFORE``, 1) for each with a report of it in the days before: the first one
    answers.

    Given: ``municipality``, ``before``, ``eve``, ``first`` and ``last``.
    """

    def asked() -> Rows:
        now = _cells("first", "last").exclude(state=ReportState.WITHDRAWN)
        sent = now.filter(visibility__in=SHARED).values_list("organisation_id", "state")
        earlier = _cells("before", "eve").filter(in_shared_picture(), reports__gt=0)
        of_one = earlier.filter(organisation_id=OuterRef("pk"))
        known = Organisation.objects.within(_key("municipality")).filter(Exists(of_one))
        heard = known.annotate(mark=Value(BEFORE), n=Value(1)).values_list("pk", "mark", "n")
        return sent.annotate(n=Sum("reports")).order_by().union(heard, all=True)

    return Compiled(asked)


def _cells(first: str, last: str) -> QuerySet[ObservationCount, ObservationCount]:
    """The cells of the whole municipality whose days all lie between two that are given."""
    days = Q(("day__gte", _day(first)), ("day__lte", _day(last)), ("until__lte", _day(last)))
    return ObservationCount.objects.within(_key("municipality")).filter(days, layer=0)


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


def _day(name: str, n: int | None = None) -> Given:
    return Given(name if n is None else f"{name}_{n}", DateField())
