"""One run, from arrays to results: pure, so that the same input gives the same text."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from samsyn.analysis.early_warning import Delay, Footing, delay_distribution
from samsyn.analysis.errors import AnalysisError
from samsyn.domain.monitoring.computing.coverage import Coverage
from samsyn.domain.monitoring.computing.findings import Finding, canonical, plain_finding
from samsyn.domain.monitoring.computing.material import Flags, Floats, Material
from samsyn.domain.monitoring.computing.reporters import with_effort
from samsyn.domain.monitoring.computing.rises import rises, slow_rises
from samsyn.domain.monitoring.computing.series import build
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.computing.spots import (
    Spot,
    apart,
    clusters,
    finding,
    hot_spots,
    near_repeats,
)
from samsyn.domain.monitoring.computing.volumes import Method, Volumes, volumes
from samsyn.domain.monitoring.computing.watch import Watch, watch

FEWEST_WEEKS = 2
Progress = Callable[[int, str], None]
"""Told how far a run has come: per cent, and a word for the step."""


def silent(_per_cent: int, _step: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Results:
    """What a run found, strongest first. ``false`` a week at most; ``text`` is canonical.

    ``series`` that stood alone, of them ``tested`` in the last week; ``too_few``: watched,
    but too small to judge; ``rare``: counted in wider series alone.
    """

    findings: tuple[Finding, ...]
    methods: tuple[Method, ...]
    series: int
    tested: int
    too_few: int
    rare: int
    false: float
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def compute(
    material: Material, settings: RunSettings, seed: int, progress: Progress = silent
) -> Results:
    """Run every method that the material can carry."""
    progress(20, "coverage")
    measured = volumes(material, settings)
    if material.mondays.size < FEWEST_WEEKS:
        return _results(material, settings, None, [], measured, 0)
    completeness, preliminary = _latest(material, _delay(material))
    coverage = Coverage.of(material, settings.recent)
    table = build(material, coverage, completeness, settings)
    if not table.keys:
        return _results(material, settings, None, [], measured, table.rare)
    progress(30, "early_warning")
    seen = watch(table, material.mondays, settings)
    found = rises(seen, preliminary)
    progress(60, "slow_rises")
    found += slow_rises(seen, found, preliminary, settings, _generator(seed, 1))
    found = [with_effort(one, material) for one in found]
    progress(70, "places")
    found += [
        finding(material, one, settings) for one in _spots(material, measured, settings, seed)
    ]
    found.sort(key=lambda one: (-one.strength, one.kind, one.series))
    return _results(material, settings, seen, found, measured, table.rare)


def _generator(seed: int, of: int) -> np.random.Generator:
    """A stream of its own for each method, so that one never moves another's."""
    return np.random.default_rng([seed, of])


def _delay(material: Material) -> Delay | None:
    """How late reports come in; None while too few are known."""
    try:
        as_of = np.datetime64(material.as_of, "D")
        return delay_distribution(material.occurred, material.registered, as_of)
    except AnalysisError:
        return None


def _latest(material: Material, delay: Delay | None) -> tuple[Floats, Flags]:
    """Share of each week that is in (NaN: too early to say), and which are preliminary."""
    weeks = material.mondays.size
    if delay is None:
        preliminary = np.arange(weeks) == weeks - 1
        return np.ones(weeks), preliminary
    found = delay.completeness(material.mondays, np.datetime64(material.as_of, "D"))
    return found.exposure, found.preliminary


def _spots(
    material: Material, measured: Volumes, settings: RunSettings, seed: int
) -> Sequence[Spot]:
    found = [*clusters(material, measured.scan, settings, _generator(seed, 2))]
    found += near_repeats(material, measured.knox, settings, _generator(seed, 3))
    if measured.hot:
        found += hot_spots(material, settings, _generator(seed, 4))
    return apart(found)


def _results(
    material: Material,
    settings: RunSettings,
    seen: Watch | None,
    found: Sequence[Finding],
    measured: Volumes,
    rare: int,
) -> Results:
    text = canonical(
        {
            "as_of": material.as_of,
            "settings": settings.to_json(),
            "last_week": material.mondays[-1:].astype(str),
            "findings": [plain_finding(one) for one in found],
            "methods": [vars(one) for one in measured.methods],
            "series": _last_week(seen),
            "rare": rare,
            "points": {"used": material.points.x.size, "left_out": material.points.left_out},
        }
    )
    return Results(
        findings=tuple(found),
        methods=measured.methods,
        series=len(seen.table.keys) if seen else 0,
        tested=seen.tested if seen else 0,
        too_few=seen.too_few if seen else 0,
        rare=rare,
        false=seen.expected_false if seen else 0.0,
        text=text,
    )


def _last_week(seen: Watch | None) -> list[list[object]]:
    """Each series' last week: key, observed, expected, bound, p, q, and what it rests on."""
    if seen is None:
        return []
    alarms = seen.alarms
    return [
        [
            str(key),
            alarms.observed[n, -1],
            alarms.expected[n, -1],
            alarms.upper[n, -1],
            alarms.p[n, -1],
            seen.q[n, -1],
            Footing(int(alarms.status[n, -1])).name,
        ]
        for n, key in enumerate(seen.table.keys)
    ]
