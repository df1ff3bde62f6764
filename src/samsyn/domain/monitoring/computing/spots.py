"""Clusters, near repeats and cells that stand out; only where the volume can carry them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from samsyn.analysis.coordinates import snap
from samsyn.analysis.errors import AnalysisError
from samsyn.analysis.hot_spots import gi_star, residuals
from samsyn.analysis.hot_spots_neighbours import queen
from samsyn.analysis.near_repeat import Knox, KnoxBands, knox
from samsyn.analysis.space_time import Cluster, Scan, ScanSettings, permutation_scan
from samsyn.domain.monitoring.computing.findings import Finding, plain, strength_of
from samsyn.domain.monitoring.computing.material import Flags, Floats, Ints, Material, nearest
from samsyn.domain.monitoring.computing.series import SeriesKey
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.enums import DeviationKind, Level
from samsyn.domain.monitoring.rules import confidence_of
from samsyn.foundation.clock import monday

EPOCH = date(1970, 1, 1)
FIRST_MONDAY = 4
"""5 January 1970 was a Monday; weeks are counted from it."""
NEAR_METRES, NEAR_DAYS = 200, 14
BANDS = KnoxBands((0, NEAR_METRES, 400, 800), (0, NEAR_DAYS, 28, 56))
NEAR_Q, NEAR_RATIO = 0.05, 1.2
HOT_WEEKS, HOT_Q, HOT_EVENTS = 12, 0.05, 5
RECURRENCE_WEEKS = 52


@dataclass(frozen=True)
class Spot:
    """What was found on the map: cells (their centres, metres), days and figures."""

    kind: DeviationKind
    area: str
    category: str
    cells: tuple[tuple[float, float], ...]
    first: date
    last: date
    observed: int
    expected: float
    p: float
    q: float


def of_area(material: Material, area: str, settings: RunSettings) -> Flags:
    """The recent enough points of an area's categories, (events,)."""
    inside = np.array([one.area == area for one in material.categories], np.bool_)
    return inside[material.points.category] & recent_points(material, settings)


def recent_points(material: Material, settings: RunSettings) -> Flags:
    """Points of whole weeks, not older than the methods on places look back."""
    end = _end(material)
    start = end - 7 * 52 * settings.years_of_places
    return (material.points.day >= start) & (material.points.day < end)


def _end(material: Material) -> int:
    """Days since 1970 of the Monday after the last whole week."""
    return (monday(material.as_of) - EPOCH).days


def week_number(days: Ints) -> Ints:
    """Weeks since the first Monday of 1970."""
    return (days - FIRST_MONDAY) // 7


def monday_of(week: int) -> date:
    """The Monday of a week so counted."""
    return EPOCH + timedelta(days=week * 7 + FIRST_MONDAY)


def clusters(
    material: Material, areas: Sequence[str], settings: RunSettings, rng: np.random.Generator
) -> Iterator[Spot]:
    """What has gathered in space and time lately, area by area.

    ``areas`` are those with volume enough. Times are permuted within each category, so that
    its season makes no cluster. p is multiplied by the number of areas (Bonferroni): chance
    alone makes one a year at most, in all areas together.
    """
    for area in areas:
        chosen = np.flatnonzero(of_area(material, area, settings))
        x, y = snap(material.points.x[chosen], material.points.y[chosen], settings.cell)
        scan = permutation_scan(
            x,
            y,
            week_number(material.points.day[chosen]),
            category=material.points.category[chosen],
            last_week=int(week_number(np.array([_end(material) - 1]))[0]),
            rng=rng,
            settings=ScanSettings(min_events=settings.scan_events, min_weeks=settings.scan_weeks),
            engine="numpy",
        )
        for one in scan.clusters:
            if one.recurrence_weeks >= RECURRENCE_WEEKS * len(areas):
                yield _cluster(area, one, scan, len(areas))


def _cluster(area: str, one: Cluster, scan: Scan, areas: int) -> Spot:
    cells = zip(scan.cells.x[one.cells].tolist(), scan.cells.y[one.cells].tolist(), strict=True)
    return Spot(
        kind=DeviationKind.CLUSTER,
        area=area,
        category="",
        cells=tuple(cells),
        first=monday_of(one.first_week),
        last=monday_of(one.last_week),
        observed=one.observed,
        expected=one.expected,
        p=one.p,
        q=min(one.p * areas, 1.0),
    )


def near_repeats(
    material: Material, categories: Sequence[int], settings: RunSettings, rng: np.random.Generator
) -> Iterator[Spot]:
    """Categories in which one event is soon followed by another near by.

    ``categories`` (indices) are those with volume enough.
    """
    recent = recent_points(material, settings)
    for index in categories:
        chosen = np.flatnonzero(recent & (material.points.category == index))
        found = knox(
            material.points.x[chosen],
            material.points.y[chosen],
            material.points.day[chosen],
            rng=rng,
            bands=BANDS,
            engine="numpy",
        )
        if _repeats(found):
            yield _near_repeat(material, index, found, len(categories))


def _repeats(found: Knox) -> bool:
    """Whether the nearest and soonest band has clearly more pairs than chance."""
    enough = np.isfinite(found.ratio[0, 0]) and found.ratio[0, 0] >= NEAR_RATIO
    return bool(enough and found.q[0, 0] <= NEAR_Q)


def _near_repeat(material: Material, index: int, found: Knox, tried: int) -> Spot:
    facts = material.categories[index]
    last = monday_of(int(week_number(np.array([_end(material) - 1]))[0]))
    return Spot(
        kind=DeviationKind.NEAR_REPEAT,
        area=facts.area,
        category=facts.key,
        cells=(),
        first=last,
        last=last,
        observed=int(found.observed[0, 0]),
        expected=float(found.expected[0, 0]),
        p=float(found.p[0, 0]),
        q=min(float(found.q[0, 0]) * tried, 1.0),
    )


def hot_spots(
    material: Material, settings: RunSettings, rng: np.random.Generator
) -> Iterator[Spot]:
    """Cells that, with their neighbours, have had more of late than their own past.

    Gi* of (observed - expected) / sqrt(expected) over the latest twelve weeks, expected from
    each cell's share before (a half event added, so that an empty past expects something).
    A cell that is within its own usual counts is left out, however hot its neighbours are.
    """
    chosen = np.flatnonzero(recent_points(material, settings))
    x, y = snap(material.points.x[chosen], material.points.y[chosen], settings.cell)
    late = material.points.day[chosen] >= _end(material) - 7 * HOT_WEEKS
    cells, of_event = np.unique(np.column_stack((x, y)), axis=0, return_inverse=True)
    of_event = of_event.ravel()
    now = np.bincount(of_event[late], minlength=len(cells)).astype(np.float64)
    before = np.bincount(of_event[~late], minlength=len(cells)) + 0.5
    expected = before / before.sum() * now.sum()
    grid = np.floor(cells / settings.cell).astype(np.int64)
    grid -= grid.min(axis=0)
    found = gi_star(
        residuals(now, expected),
        queen(grid[:, 1], grid[:, 0]),
        rng=rng,
        tested=now > 0,
    )
    # Gi* speaks of a cell with its neighbours; what is told is the cell's own
    own = now > expected + 1.96 * np.maximum(np.sqrt(expected), 0.5)
    for n in np.flatnonzero((found.q <= HOT_Q) & (now >= HOT_EVENTS) & own):
        yield _hot_spot(material, cells[n], now[n], expected[n], found.p[n], found.q[n])


def _hot_spot(
    material: Material, cell: Floats, now: float, expected: float, p: float, q: float
) -> Spot:
    last = int(week_number(np.array([_end(material) - 1]))[0])
    return Spot(
        kind=DeviationKind.HOT_SPOT,
        area="",
        category="",
        cells=((float(cell[0]), float(cell[1])),),
        first=monday_of(last - HOT_WEEKS + 1),
        last=monday_of(last),
        observed=int(now),
        expected=float(expected),
        p=float(p),
        q=float(q),
    )


def apart(spots: Sequence[Spot]) -> list[Spot]:
    """Spots without the hot cells that lie in a cluster, the least likely first."""
    taken = {cell for one in spots if one.kind is DeviationKind.CLUSTER for cell in one.cells}
    kept = [
        one for one in spots if one.kind is not DeviationKind.HOT_SPOT or not taken & {*one.cells}
    ]
    return sorted(kept, key=lambda one: (one.p, one.kind, one.area, one.category, one.cells))


def finding(material: Material, one: Spot, settings: RunSettings) -> Finding:
    """A spot as a finding, named after the place that is nearest."""
    level = Level.CATEGORY if one.category else Level.AREA if one.area else Level.TOWN
    key = SeriesKey(level, one.area, one.category)
    where = nearest(material.places, one.cells)
    anchor = "" if not one.cells else f"@{one.cells[0][0]:.0f},{one.cells[0][1]:.0f}"
    spread = max(np.sqrt(one.expected), 0.5)
    return Finding(
        kind=one.kind,
        key=key,
        series=f"{key}{anchor}",
        first_week=one.first,
        last_week=one.last,
        peak_week=one.last,
        observed=one.observed,
        expected=one.expected,
        low_80=max(one.expected - 1.28 * spread, 0.0),
        high_80=one.expected + 1.28 * spread,
        low_95=max(one.expected - 1.96 * spread, 0.0),
        high_95=one.expected + 1.96 * spread,
        p=one.p,
        q=one.q,
        strength=strength_of(one.p, settings.alpha),
        excess=one.observed - one.expected,
        confidence=confidence_of(one.q, one.observed),
        evidence=plain({"cells": one.cells, "cell": settings.cell, "place": where}),
    )


__all__ = [
    "AnalysisError",
    "Spot",
    "apart",
    "clusters",
    "finding",
    "hot_spots",
    "near_repeats",
]
