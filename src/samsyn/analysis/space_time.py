"""Clusters in space and time from cases alone: the space-time permutation scan.

Kulldorff, Heffernan, Hartman, Assunção, Mostashari (2005), "A space-time permutation
scan statistic for disease outbreak detection", PLoS Medicine 2(3): e59. No population
is needed: what is expected of a place in a week follows from the place's share of all
cases and the week's. A rise all over the town is therefore invisible to it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from samsyn.analysis.coordinates import Cells, Floats, Ints, cells, whole_numbers
from samsyn.analysis.engine import Engine
from samsyn.analysis.errors import InvalidInputError, TooFewError
from samsyn.analysis.space_time_null import (
    Events,
    Windows,
    expectation,
    log_likelihood_ratio,
    null_maxima,
    windows_of,
)
from samsyn.analysis.space_time_zones import Zones, circles

EULER_GAMMA = 0.5772156649015329


@dataclass(frozen=True)
class ScanSettings:
    """What is searched.

    ``radius`` metres, the largest circle; ``share`` of all events it may hold;
    ``longest`` weeks of a window; ``least`` events of a cluster; ``prospective``: only
    windows that reach the last week (what is going on now), else every window;
    ``replications`` under the null; ``most`` clusters reported; ``min_events`` and
    ``min_weeks`` below which nothing is computed.
    """

    radius: float = 1000.0
    share: float = 0.5
    longest: int = 4
    least: int = 3
    prospective: bool = True
    replications: int = 999
    most: int = 10
    min_events: int = 100
    min_weeks: int = 52

    def __post_init__(self) -> None:
        """Refuse settings under which nothing can be found."""
        if not (self.radius >= 0 and 0 < self.share <= 1):
            raise InvalidInputError("Give a radius of 0 m or more and a share in (0, 1].")
        if min(self.longest, self.least, self.replications) < 1:
            raise InvalidInputError("Give whole weeks, cases and replications, 1 or more.")


@dataclass(frozen=True)
class Cluster:
    """A circle and a span of weeks with more cases than place and time explain.

    ``x``, ``y``: its centre, and ``radius``, metres. ``cells``: (n,) indices into the
    scan's ``cells``, nearest to the centre first. ``first_week``, ``last_week``:
    inclusive, as given. ``observed`` cases, ``expected`` under independence of place
    and time, ``llr``: log likelihood ratio. ``p``: share of replications whose largest
    statistic reaches this one, (1 + #) / (R + 1). ``gumbel_p``: from a Gumbel
    distribution fitted to those maxima by moments; finer than ``p`` below 1 / (R + 1).
    ``recurrence_weeks``: weeks between chance clusters as strong, 1 / p, when the scan
    is run once a week.
    """

    x: float
    y: float
    radius: float
    cells: Ints
    first_week: int
    last_week: int
    observed: int
    expected: float
    llr: float
    p: float
    gumbel_p: float
    recurrence_weeks: float


@dataclass(frozen=True)
class Scan:
    """Clusters, most unlikely first, none sharing a cell in a week with one before it.

    ``cells``: the distinct locations. ``maxima``: (replications,) the largest statistic
    of each replication, ascending. ``events``: how many were scanned.
    """

    clusters: tuple[Cluster, ...]
    cells: Cells
    maxima: Floats
    events: int


def permutation_scan(
    x: ArrayLike,
    y: ArrayLike,
    week: ArrayLike,
    *,
    rng: np.random.Generator,
    settings: ScanSettings | None = None,
    category: ArrayLike | None = None,
    last_week: int | None = None,
    engine: Engine = "auto",
) -> Scan:
    """Scan events for clusters in space and time.

    ``x``, ``y``: (events,) SWEREF 99 TM metres, snapped to cells beforehand (see
    ``coordinates.snap``). ``week``: (events,) whole week numbers that run on over the
    years (weeks since some Monday). ``category``: (events,) integers; times are then
    permuted within each, so that a category's own season makes no cluster.
    ``last_week``: the last week of the study, where the events' own last is earlier.
    Results are the same bit by bit for a given ``rng`` state, whatever the ``engine``.

    Raises TooFewError for fewer events or weeks than the settings ask, and
    InvalidInputError for arrays of unlike length or events after ``last_week``.
    """
    chosen = settings or ScanSettings()
    found = cells(x, y)
    events, first = _events(found, week, category, last_week, chosen)
    windows = windows_of(events.weeks, chosen.longest, prospective=chosen.prospective)
    zones = circles(found.x, found.y, found.counts, radius=chosen.radius, share=chosen.share)
    maxima = null_maxima(
        events,
        windows,
        zones,
        least=chosen.least,
        replications=chosen.replications,
        rng=rng,
        engine=engine,
    )
    maxima.sort()
    candidates = _best_of_each_centre(events, windows, zones, chosen.least)
    kept = _apart(candidates, zones, windows, chosen.most)
    clusters = tuple(_cluster(c, zones, windows, found, first, maxima) for c in kept)
    return Scan(clusters, found, maxima, len(events.week))


def _events(
    found: Cells,
    week: ArrayLike,
    category: ArrayLike | None,
    last_week: int | None,
    settings: ScanSettings,
) -> tuple[Events, int]:
    """The events with weeks and strata counted from 0, and the first week."""
    n = len(found.of_event)
    if n < settings.min_events:
        raise TooFewError(f"{n} events; the scan needs at least {settings.min_events}.")
    weeks = whole_numbers(week, n, "week")
    first, last = int(weeks.min()), int(weeks.max()) if last_week is None else last_week
    if last < weeks.max():
        raise InvalidInputError("Leave out events after the last week of the study.")
    if last - first + 1 < settings.min_weeks:
        raise TooFewError(f"{last - first + 1} weeks; the scan needs {settings.min_weeks}.")
    given = np.zeros(n, np.int64) if category is None else whole_numbers(category, n, "category")
    kinds, stratum = np.unique(given, return_inverse=True)
    span = last - first + 1
    return Events(found.of_event, weeks - first, stratum, len(found.x), span, len(kinds)), first


@dataclass(frozen=True)
class _Candidate:
    """The best zone and window of one centre."""

    zone: int
    window: int
    observed: int
    expected: float
    llr: float


def _best_of_each_centre(
    events: Events, windows: Windows, zones: Zones, least: int
) -> list[_Candidate]:
    """For every centre its largest statistic above 0, largest first."""
    place, time = events.location, events.week
    weekly = np.bincount(place * events.weeks + time, minlength=events.locations * events.weeks)
    observed = windows.totals(weekly.reshape(events.locations, events.weeks), axis=1)
    by_week = events.by_stratum(time, events.weeks)
    expected = expectation(
        zones.totals(events.by_stratum(place, events.locations)),
        windows.totals(by_week, axis=0),
        by_week.sum(axis=0),
    )
    llr = np.zeros(len(zones.centre))
    window = np.zeros(len(zones.centre), np.int64)
    for w in range(len(windows.start)):
        counts = zones.totals(observed[:, w])
        ratio = log_likelihood_ratio(counts, expected[:, w], len(place), least)
        window[ratio > llr] = w
        np.maximum(llr, ratio, out=llr)
    best_first = np.lexsort((-llr, zones.centre))
    leads = best_first[np.unique(zones.centre, return_index=True)[1]]
    ordered = leads[np.argsort(-llr[leads], kind="stable")]
    return [
        _Candidate(z, w, int(observed[zones.locations(z), w].sum()), float(expected[z, w]), llr[z])
        for z, w in zip(ordered.tolist(), window[ordered].tolist(), strict=True)
        if llr[z] > 0
    ]


def _apart(
    candidates: list[_Candidate], zones: Zones, windows: Windows, most: int
) -> list[_Candidate]:
    """The strongest candidates of which no two share a location in the same week."""
    kept: list[_Candidate] = []
    for candidate in candidates:
        if len(kept) < most and not any(_overlap(candidate, k, zones, windows) for k in kept):
            kept.append(candidate)
    return kept


def _overlap(one: _Candidate, other: _Candidate, zones: Zones, windows: Windows) -> bool:
    """Whether two candidates hold a location in common during a common week."""
    if windows.start[one.window] >= windows.stop[other.window]:
        return False
    if windows.start[other.window] >= windows.stop[one.window]:
        return False
    shared = np.isin(zones.locations(one.zone), zones.locations(other.zone))
    return bool(shared.any())


def gumbel_p(llr: float, maxima: Floats) -> float:
    """P(maximum >= llr) under the Gumbel distribution with the maxima's mean and s.d.

    Abrams, Kulldorff, Kleinman (2010), International Journal of Health Geographics 9:61.
    NaN where the maxima do not spread: there is nothing to fit.
    """
    scale = float(np.std(maxima)) * np.sqrt(6) / np.pi
    if scale == 0:
        return float("nan")
    location = float(np.mean(maxima)) - EULER_GAMMA * scale
    return float(-np.expm1(-np.exp(-(llr - location) / scale)))


def _cluster(
    candidate: _Candidate,
    zones: Zones,
    windows: Windows,
    found: Cells,
    first_week: int,
    maxima: Floats,
) -> Cluster:
    """The candidate with its place, time and significance."""
    centre = zones.centre[candidate.zone]
    reached = len(maxima) - int(np.searchsorted(maxima, candidate.llr * (1 - 1e-12)))
    p = (1 + reached) / (len(maxima) + 1)
    return Cluster(
        x=float(found.x[centre]),
        y=float(found.y[centre]),
        radius=float(zones.radius[candidate.zone]),
        cells=zones.locations(candidate.zone),
        first_week=first_week + int(windows.start[candidate.window]),
        last_week=first_week + int(windows.stop[candidate.window]) - 1,
        observed=candidate.observed,
        expected=candidate.expected,
        llr=float(candidate.llr),
        p=p,
        gumbel_p=gumbel_p(candidate.llr, maxima),
        recurrence_weeks=1 / p,
    )
