"""What else a rise could be: asked of its very reports, each answered yes or no."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from samsyn.analysis.coordinates import snap
from samsyn.analysis.grouping import Reports, near_duplicates
from samsyn.domain.audit.models import Revision
from samsyn.domain.monitoring.computing.findings import Finding
from samsyn.domain.monitoring.computing.holidays import in_week
from samsyn.domain.monitoring.enums import Cause, DeviationKind
from samsyn.domain.monitoring.reading import sweref
from samsyn.domain.observations.enums import Precision, ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.observations.values.cells import ObservationCount
from samsyn.domain.observations.values.kinds import happened
from samsyn.domain.observations.values.lasting import in_a_week
from samsyn.domain.observations.visibility import in_shared_picture
from samsyn.domain.organisations.tenancy import Scope

ASKED = (DeviationKind.RISE, DeviationKind.SLOW_RISE, DeviationKind.CLUSTER)
"""Kinds of which there are reports to ask."""
NEW_WITHIN = timedelta(weeks=26)
NEW_TO_PLACES = timedelta(weeks=3 * 52)
"""A source that began while places are compared looks like a cluster at its places."""
BASELINE = timedelta(weeks=5 * 52)
MOST_COMPARED = 500
"""Reports among which duplicates are looked for."""
ONE_DAY_SHARE, ONE_DAY_EVENTS = 0.6, 3
ONE_SOURCE_SHARE = 0.8
REPORTING_RATIO = 1.25
A_DAY = 86_400.0


@dataclass(frozen=True)
class Basis:
    """A finding's reports, its categories, and the municipality's words."""

    scope: Scope
    known: Reference
    found: Finding
    categories: Sequence[Category]
    reports: Sequence[Observation]


def doubts(scope: Scope, known: Reference, found: Finding) -> list[dict[str, Any]]:
    """Each cause with whether it could be it, and what to say of it: plain values."""
    if found.kind not in ASKED:
        return []
    categories = _categories(known, found)
    basis = Basis(scope, known, found, categories, _reports(scope, known, found, categories))
    return [{"cause": cause.value, **check(basis)} for cause, check in CHECKS.items()]


def sources(known: Reference, reports: Sequence[Observation]) -> list[list[Any]]:
    """Organisations by how many of the reports are theirs."""
    counted = Counter(known.organisations[one.organisation_id].short_name for one in reports)
    return [[name, n] for name, n in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]


def reports_of(scope: Scope, known: Reference, found: Finding) -> list[Observation]:
    """The reports that a rise counts."""
    return _reports(scope, known, found, _categories(known, found))


def _categories(known: Reference, found: Finding) -> list[Category]:
    areas = {one.pk: one.key for one in known.areas}
    return [
        one
        for one in known.categories.values()
        if one.area_id
        and found.key.category in ("", one.key)
        and found.key.area in ("", areas[one.area_id])
    ]


def _reports(
    scope: Scope, known: Reference, found: Finding, categories: Sequence[Category]
) -> list[Observation]:
    rows = Observation.objects.within(scope.municipality_id).filter(
        in_shared_picture(),
        happened(),
        in_a_week(),
        discovered=False,
        day__gte=found.first_week,
        day__lt=found.last_week + timedelta(weeks=1),
        category__in=[one.pk for one in categories],
    )
    if found.key.district:
        codes = {one.code: one for one in known.primary_districts}
        rows = rows.filter(district=codes[found.key.district])
    told = list(rows.order_by("occurred_from", "uid"))
    return [one for one in told if _on_the_spot(found, one)]


def _on_the_spot(found: Finding, one: Observation) -> bool:
    """Whether a report lies in the cells of what is on the map; others have none."""
    if found.kind not in (DeviationKind.CLUSTER, DeviationKind.HOT_SPOT):
        return True
    if one.latitude is None or one.longitude is None:
        return False
    east, north = sweref(one.latitude, one.longitude)
    x, y = snap([east], [north], found.evidence["cell"])
    return [float(x[0]), float(y[0])] in found.evidence["cells"]


Answer = dict[str, Any]


def _holiday(basis: Basis) -> Answer:
    mondays = _mondays(basis.found)
    names = [name for monday in mondays for name in in_week(monday)]
    return {"found": bool(names), "names": list(dict.fromkeys(names))}


def _mondays(found: Finding) -> Iterator[date]:
    """The weeks whose holidays matter: all of a rise, none of months."""
    weeks = (found.last_week - found.first_week).days // 7 + 1
    if found.kind is not DeviationKind.SLOW_RISE:
        yield from (found.first_week + timedelta(weeks=n) for n in range(weeks))


def _new_source(basis: Basis) -> Answer:
    """Organisations whose first report of the categories is recent."""
    shared = ObservationCount.objects.visible_to(basis.scope).filter(
        layer=0,
        state=ReportState.PASSED_ON,
        category_id__in=[one.pk for one in basis.categories],
        day__lt=basis.found.last_week + timedelta(weeks=1),
    )
    on_map = basis.found.kind is DeviationKind.CLUSTER
    since = basis.found.last_week - (NEW_TO_PLACES if on_map else NEW_WITHIN)
    old = set(shared.filter(day__lt=since).values_list("organisation_id", flat=True))
    # in a municipality that has just begun every source is new, which says nothing
    now = {one.organisation_id for one in basis.reports}
    if not (on_map or basis.found.key.district):  # what a source only counts: of no spot
        during = shared.filter(day__gte=basis.found.first_week, reports__gt=0)
        now |= set(during.values_list("organisation_id", flat=True))
    now = now - old if old else set()
    names = sorted(basis.known.organisations[key].short_name for key in now)
    return {"found": bool(names), "names": names, "on_map": on_map}


def _one_source(basis: Basis) -> Answer:
    """Nearly all from one organisation, where others report such things too."""
    ranked = sources(basis.known, basis.reports)
    others = {one.organisation_id for one in basis.reports}
    most = ranked[0][1] if ranked else 0
    alone = len(basis.reports) > 1 and most >= ONE_SOURCE_SHARE * len(basis.reports)
    found = alone and (len(others) > 1 or _others_cover(basis, others))
    names = [ranked[0][0]] if found else []
    return {"found": bool(found), "names": names, "n": most, "of": len(basis.reports)}


def _others_cover(basis: Basis, own: set[int]) -> bool:
    rows = ObservationCount.objects.visible_to(basis.scope).filter(
        layer=0,
        category_id__in=[one.pk for one in basis.categories],
        day__gte=basis.found.last_week - NEW_WITHIN,
    )
    return rows.exclude(organisation_id__in=own).exists()


def _duplicates(basis: Basis) -> Answer:
    """Reports that may tell of the same event."""
    reports = basis.reports[:MOST_COMPARED]
    if len(reports) < 2:
        return {"found": False, "n": 0, "of": len(reports)}
    groups = near_duplicates(_as_reports(reports))
    extra = len(reports) - int(groups.weights("event").sum())
    return {"found": extra > 0, "n": extra, "of": len(reports)}


def _as_reports(rows: Sequence[Observation]) -> Reports:
    places = [
        sweref(one.latitude, one.longitude)
        if one.latitude is not None and one.longitude is not None
        else (np.nan, np.nan)
        for one in rows
    ]
    x, y = np.array(places, np.float64).reshape(len(rows), 2).T
    return Reports(
        texts=[one.description for one in rows],
        x=x,
        y=y,
        start=np.array([one.occurred_from.timestamp() / A_DAY for one in rows]),
        end=np.array([one.occurred_to.timestamp() / A_DAY for one in rows]),
        category=np.array([one.category_id for one in rows]),
        district=np.array([one.district_id or -1 for one in rows]),
        uncertain=np.array([one.precision in _NO_DAY for one in rows]),
    )


_NO_DAY = (Precision.WEEK, Precision.MONTH)


def _one_day(basis: Basis) -> Answer:
    """Most of it on a single day: an event, not a change."""
    if basis.found.kind is DeviationKind.SLOW_RISE or not basis.reports:
        return {"found": False}
    # of a week or a month the middle day stands for all of them, and is no day of its own
    days = Counter(one.day for one in basis.reports if one.precision not in _NO_DAY)
    if not days:
        return {"found": False}
    day, n = max(days.items(), key=lambda one: (one[1], one[0]))
    found = n >= ONE_DAY_EVENTS and n >= ONE_DAY_SHARE * len(basis.reports)
    return {"found": found, "day": day.isoformat(), "n": n, "of": len(basis.reports)}


def _category_changed(basis: Basis) -> Answer:
    """Categories that began or were redefined within the years compared."""
    since = basis.found.last_week - BASELINE
    uids = {str(one.uid): one.name for one in basis.categories}
    changed = Revision.objects.visible_to(basis.scope).filter(subject__in=uids, at__date__gte=since)
    names = {uids[uid] for uid in changed.values_list("subject", flat=True)}
    names |= {one.name for one in basis.categories if one.valid_from > since and _has_past(basis)}
    return {"found": bool(names), "names": sorted(names)}


def _has_past(basis: Basis) -> bool:
    """Whether the years compared reach back before all categories began at once."""
    return len({one.valid_from for one in basis.known.categories.values()}) > 1


def _more_reporting(basis: Basis) -> Answer:
    """Both readings of silence say that reporting grew, and made half of the change or more."""
    effort = basis.found.evidence.get("effort")
    if not effort:
        return {"found": False, "known": False}
    ratios = [effort[reading]["reporting"][0] for reading in ("answered", "calm")]
    totals = [effort[reading]["total"] for reading in ("answered", "calm")]
    half = all(ratio >= total**0.5 for ratio, total in zip(ratios, totals, strict=True))
    return {"found": half and min(ratios) >= REPORTING_RATIO, "known": True, "ratio": min(ratios)}


CHECKS: dict[Cause, Callable[[Basis], Answer]] = {
    Cause.HOLIDAY: _holiday,
    Cause.NEW_SOURCE: _new_source,
    Cause.DUPLICATES: _duplicates,
    Cause.CATEGORY_CHANGED: _category_changed,
    Cause.MORE_REPORTING: _more_reporting,
    Cause.ONE_SOURCE: _one_source,
    Cause.ONE_DAY: _one_day,
}
