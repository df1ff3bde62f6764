"""From a run's findings to deviations: the same thing seen again is the same deviation."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from samsyn.domain.audit.actions import keep_revision
from samsyn.domain.monitoring.computing.engine import Results
from samsyn.domain.monitoring.computing.findings import Finding, plain
from samsyn.domain.monitoring.computing.series import SeriesKey
from samsyn.domain.monitoring.enums import DeviationKind, Level, Triage
from samsyn.domain.monitoring.models import Deviation, Run
from samsyn.domain.monitoring.queries.doubts import ASKED, doubts, reports_of, sources
from samsyn.domain.monitoring.rules import has_grown
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.organisations.tenancy import Scope

SAME_WITHIN = timedelta(weeks=2)
"""Weeks that stand out with no more than one between them are one deviation."""
MAPPED = (DeviationKind.CLUSTER, DeviationKind.HOT_SPOT)
MOST_LINKED = 500
"""Reports that a deviation leads to."""
FIGURES = (
    *("first_week", "last_week", "peak_week", "observed", "expected", "low_80", "high_80"),
    *("low_95", "high_95", "p", "q", "strength", "excess", "confidence", "preliminary"),
)


def keep(by: Scope, run: Run, results: Results) -> None:
    """Store each finding as a new deviation, or as what is known of one that is there."""
    known = reference(by)
    stored = _recent(by, results.findings)
    own = {(one.kind, one.series) for one in results.findings}
    for found in results.findings:
        # two findings of one run are never the same deviation
        free = [one for one in stored if one.run_id != run.pk]
        row = _same(free, found, own)
        if row is None:
            stored.append(_create(by, run, known, found))
        else:
            _see_again(by, run, known, row, found)


def _recent(by: Scope, findings: Sequence[Finding]) -> list[Deviation]:
    """Deviations that the findings may be more of."""
    first = min((one.first_week for one in findings), default=None)
    if first is None:
        return []
    rows = Deviation.objects.visible_to(by).filter(last_week__gte=first - SAME_WITHIN)
    lasting = Deviation.objects.visible_to(by).filter(kind=DeviationKind.NEAR_REPEAT)
    return list((rows | lasting).select_related("area", "category", "district").order_by("id"))


def _same(
    stored: Iterable[Deviation], found: Finding, own: set[tuple[DeviationKind, str]]
) -> Deviation | None:
    """The stored deviation of the same thing: the same series, else one that holds it.

    ``own`` are the series of all findings: what one of them is of itself is no other's.
    """
    near = [one for one in stored if one.kind == found.kind and _close(one, found)]
    exact = (one for one in near if one.series == found.series)
    others = (one for one in near if (one.kind, one.series) not in own and _shares(one, found))
    return next(exact, None) or next(others, None)


def _close(row: Deviation, found: Finding) -> bool:
    if found.kind is DeviationKind.NEAR_REPEAT:
        return True
    starts, ends = found.first_week - SAME_WITHIN, found.last_week + SAME_WITHIN
    return row.last_week >= starts and row.first_week <= ends


def _shares(row: Deviation, found: Finding) -> bool:
    if found.kind in MAPPED:
        cells = {tuple(cell) for cell in found.evidence["cells"]}
        same_area = (row.area.key if row.area else "") == found.key.area
        return same_area and bool(cells & {tuple(cell) for cell in row.evidence["cells"]})
    key = key_of(row)
    return found.kind is not DeviationKind.NEAR_REPEAT and (
        key.holds(found.key) or found.key.holds(key)
    )


def key_of(row: Deviation) -> SeriesKey:
    """The series that a deviation counts."""
    return SeriesKey(
        Level(row.level),
        row.area.key if row.area else "",
        row.category.key if row.category else "",
        row.district.code if row.district else "",
    )


def _create(by: Scope, run: Run, known: Reference, found: Finding) -> Deviation:
    row = Deviation(municipality_id=by.municipality_id, first_run=run)
    _fill(by, run, known, row, found)
    row.save()
    return row


def _see_again(by: Scope, run: Run, known: Reference, row: Deviation, found: Finding) -> None:
    """Bring a deviation up to date; a dismissed one is left alone until it has grown.

    A series that only holds the one told of, or is held by it, takes its place when it is
    the stronger of the two and nobody has judged yet.
    """
    if row.state == Triage.DISMISSED:
        if not has_grown(found.excess, row.dismissed_excess or 0.0):
            return
        row.state, row.returned = Triage.NEW, True
    elif row.series != found.series and not _takes_over(row, found):
        return
    if _differs(row, found):
        keep_revision(by, row, row.version, _figures(row))
        row.version += 1
    _fill(by, run, known, row, _joined(row, found))
    row.save()


def _takes_over(row: Deviation, found: Finding) -> bool:
    return row.state == Triage.NEW and found.strength > row.strength


def _differs(row: Deviation, found: Finding) -> bool:
    seen = (row.series, row.first_week, row.last_week, row.observed)
    joined = _joined(row, found)
    return seen != (found.series, joined.first_week, joined.last_week, joined.observed)


def _joined(row: Deviation, found: Finding) -> Finding:
    """The finding with the first week that the deviation has had all along."""
    if found.kind in (DeviationKind.NEAR_REPEAT, DeviationKind.HOT_SPOT):
        return found
    return replace(found, first_week=min(row.first_week, found.first_week))


def _figures(row: Deviation) -> dict[str, Any]:
    return {**{name: plain(getattr(row, name)) for name in FIGURES}, "series": row.series}


def _fill(by: Scope, run: Run, known: Reference, row: Deviation, found: Finding) -> None:
    row.kind, row.series, row.level, row.run = found.kind, found.series, found.level, run
    row.area = known.by_key.get(found.key.area)
    row.category = known.by_key.get(found.key.category)
    districts = {one.code: one for one in known.primary_districts}
    row.district = districts.get(found.key.district)
    for name in FIGURES:
        setattr(row, name, getattr(found, name))
    row.sensitive = is_sensitive(known, found)
    row.evidence = {**found.evidence, **_asked(by, known, found)}


def _asked(by: Scope, known: Reference, found: Finding) -> dict[str, Any]:
    """What the reports themselves say: which they are, who sent them, what else it could be."""
    if found.kind is DeviationKind.NEAR_REPEAT:
        return {}
    reports = reports_of(by, known, found)
    told: dict[str, Any] = {"reports": [one.pk for one in reports[:MOST_LINKED]]}
    if found.kind not in ASKED:
        return told
    return {**told, "doubts": doubts(by, known, found), "sources": sources(known, reports)}


def is_sensitive(known: Reference, found: Finding) -> bool:
    """Whether small counts of it stay with the group: any category in it is sensitive."""
    return any(
        one.sensitive or (one.area is not None and one.area.sensitive)
        for one in known.categories.values()
        if one.area is not None
        and found.key.category in ("", one.key)
        and found.key.area in ("", one.area.key)
    )
