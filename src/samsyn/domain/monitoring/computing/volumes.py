"""Which methods a place's volume can carry, and the sentence's numbers where it cannot."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from samsyn.analysis.coordinates import snap
from samsyn.analysis.effects.synthetic import FEWEST_DONORS, FEWEST_PERIODS
from samsyn.domain.monitoring.computing.material import Material
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.computing.spots import of_area, recent_points

WEEKS_A_MONTH = 52.18 / 12


@dataclass(frozen=True)
class Method:
    """A method, what it needs and what there is; ``parts`` are the areas or categories that
    have enough. ``of`` names what is counted."""

    name: str
    shown: bool
    needs: int
    has: int
    of: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Volumes:
    """What can be computed: areas to scan, categories (indices) for near repeats."""

    scan: tuple[str, ...]
    knox: tuple[int, ...]
    hot: bool
    methods: tuple[Method, ...]


def volumes(material: Material, settings: RunSettings) -> Volumes:
    """Measure the material against the settings' limits."""
    recent = recent_points(material, settings)
    cells = _cells(material, recent, settings)
    scan = _areas(material, settings)
    by_category = np.bincount(material.points.category[recent], minlength=len(material.categories))
    spread = cells >= settings.places
    chosen = np.flatnonzero(by_category >= settings.knox_events) if spread else np.empty(0, int)
    total = int(recent.sum())
    hot = total >= settings.hot_events and cells >= settings.hot_cells
    heat = total >= settings.heat_events
    keys = tuple(material.categories[n].key for n in chosen)
    most_area = max((int(of_area(material, one, settings).sum()) for one in _every(material)),
                    default=0)  # fmt: skip
    most = int(by_category.max(initial=0))
    return Volumes(
        scan,
        tuple(int(n) for n in chosen),
        hot,
        (
            Method("scan", bool(scan), settings.scan_events, most_area, "events_area", scan),
            _near(settings, keys, most, cells, spread=spread),
            _hot(settings, total, cells, hot=hot),
            Method("heat", heat, settings.heat_events, total, "events"),
            _synthetic(material),
        ),
    )


def _near(
    settings: RunSettings, keys: tuple[str, ...], most: int, cells: int, *, spread: bool
) -> Method:
    if not spread:
        return Method("near_repeat", False, settings.places, cells, "cells")
    return Method("near_repeat", bool(keys), settings.knox_events, most, "events_category", keys)


def _hot(settings: RunSettings, total: int, cells: int, *, hot: bool) -> Method:
    if total < settings.hot_events:
        return Method("hot_spots", False, settings.hot_events, total, "events")
    return Method("hot_spots", hot, settings.hot_cells, cells, "cells")


def _synthetic(material: Material) -> Method:
    """Whether an evaluation could build a stand-in of the other districts."""
    months = int(material.mondays.size / WEEKS_A_MONTH)
    if months < FEWEST_PERIODS:
        return Method("synthetic_control", False, FEWEST_PERIODS, months, "months")
    donors = max(len(material.districts) - 1, 0)
    return Method("synthetic_control", donors >= FEWEST_DONORS, FEWEST_DONORS, donors, "donors")


def _every(material: Material) -> Sequence[str]:
    return tuple(dict.fromkeys(one.area for one in material.categories))


def _areas(material: Material, settings: RunSettings) -> tuple[str, ...]:
    """Areas with events enough, over weeks enough."""
    found = []
    for area in _every(material):
        days = material.points.day[of_area(material, area, settings)]
        long_enough = days.size and np.ptp(days) >= 7 * (settings.scan_weeks - 1)
        if days.size >= settings.scan_events and long_enough:
            found.append(area)
    return tuple(found)


def _cells(material: Material, recent: np.ndarray, settings: RunSettings) -> int:
    """Distinct cells with an event."""
    if not recent.any():
        return 0
    x, y = snap(material.points.x[recent], material.points.y[recent], settings.cell)
    return len(np.unique(np.column_stack((x, y)), axis=0))
