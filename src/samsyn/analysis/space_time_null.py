"""What chance alone would show: the scan's statistic under permuted times.

The counts of all replications stand side by side in one row a location, so that a
zone's counts in every replication are a sum of rows. Zones that expect the same are
kept as one row, their largest count: for one expectation the likelihood ratio grows
with the count, so that only the largest matters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

from samsyn.analysis.coordinates import Floats, Ints
from samsyn.analysis.engine import Engine, compiled
from samsyn.analysis.space_time_zones import Rows, Zones

Whole = TypeVar("Whole", bound=np.integer)
Grow = Callable[[Zones, Ints, Rows, Rows], None]

CHUNK_BYTES = 64_000_000
"""Memory for the rows of one batch of replications."""
TABLE_ROWS = 256
"""Expectations whose statistic is tabulated at a time."""
WORTH_COMPILING = 1_000_000_000
"""Counts to add up from which loading the compiled path pays for itself."""


@dataclass(frozen=True)
class Events:
    """Where, when and in which stratum each event happened, all (events,) integers.

    ``location`` counts from 0, ``week`` from 0 within the study, ``stratum`` from 0.
    ``locations``, ``weeks``, ``strata``: how many there are.
    """

    location: Ints
    week: Ints
    stratum: Ints
    locations: int
    weeks: int
    strata: int

    def by_stratum(self, index: Ints, size: int) -> Ints:
        """Events of each (``index`` value, stratum), (size, strata)."""
        flat = np.bincount(index * self.strata + self.stratum, minlength=size * self.strata)
        return flat.reshape(size, self.strata)


@dataclass(frozen=True)
class Windows:
    """Spans of whole weeks: ``start`` (inclusive) and ``stop`` (exclusive), (windows,)."""

    start: Ints
    stop: Ints

    def totals(self, weekly: NDArray[Whole], *, axis: int) -> NDArray[Whole]:
        """Sums of ``weekly`` over each window along ``axis``, in the same integer type."""
        width = [(0, 0)] * weekly.ndim
        width[axis] = (1, 0)
        sums = np.cumsum(np.pad(weekly, width), axis=axis, dtype=weekly.dtype)
        return sums.take(self.stop, axis=axis) - sums.take(self.start, axis=axis)


def windows_of(weeks: int, longest: int, *, prospective: bool) -> Windows:
    """The last 1..``longest`` weeks; or every span of that length in the study."""
    length = np.arange(1, min(longest, weeks) + 1)
    if prospective:
        return Windows(weeks - length, np.full(len(length), weeks))
    start, span = (a.ravel() for a in np.meshgrid(np.arange(weeks), length, indexing="ij"))
    inside = start + span <= weeks
    return Windows(start[inside], (start + span)[inside])


def expectation(zone_totals: Ints, window_totals: Ints, totals: Ints) -> Floats:
    """Expected counts (zones, windows): sum over strata of C_z C_w / N.

    ``zone_totals`` (zones, strata), ``window_totals`` (windows, strata), ``totals`` (strata,).
    """
    return (zone_totals / totals) @ window_totals.T.astype(np.float64)


def log_likelihood_ratio(counts: Ints, expected: Floats, events: int, least: int) -> Floats:
    """Kulldorff's statistic where more than expected and at least ``least`` happened, else 0.

    c ln(c/mu) + (N - c) ln((N - c)/(N - mu)); shapes broadcast.
    """
    rest = events - counts
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = xlogy(counts, counts / expected) + xlogy(rest, rest / (events - expected))
    return np.where((counts > expected) & (counts >= least), ratio, 0.0)


def _dealt_by_stratum(events: Events, begin: int) -> list[tuple[Ints, Ints]]:
    """Of each stratum every event's location, and the weeks from ``begin`` to deal out."""
    dealt = []
    for stratum in range(events.strata):
        mine = events.stratum == stratum
        weeks = events.week[mine] - begin
        dealt.append((events.location[mine], weeks[weeks >= 0]))
    return dealt


def permuted_rows(
    events: Events, windows: Windows, replications: int, rng: np.random.Generator
) -> Rows:
    """Counts (locations, windows x replications) with the weeks dealt out anew.

    Only who falls into a window's weeks is drawn: the others' weeks are never looked
    at. Weeks are dealt within each stratum, so that its own seasons stay its own.
    """
    begin = int(windows.start.min())
    narrow = np.uint16 if len(events.week) < 2**16 else np.uint32
    weekly = np.zeros((events.locations, events.weeks - begin, replications), narrow)
    dealt = _dealt_by_stratum(events, begin)
    for r in range(replications):
        for places, weeks in dealt:
            drawn = rng.choice(places, len(weeks), replace=False)
            np.add.at(weekly[:, :, r], (drawn, weeks), 1)
    inner = Windows(windows.start - begin, windows.stop - begin)
    return inner.totals(weekly, axis=1).reshape(events.locations, -1)


def grow_numpy(zones: Zones, key: Ints, rows: Rows, best: Rows) -> None:
    """Raise ``best`` (keys, n) to the largest zone sums of ``rows`` (locations, n)."""
    row, top = list(rows), list(best)
    members, closes = zones.members.tolist(), zones.closes.tolist()
    keys, first = key.tolist(), zones.first.tolist()
    total = np.empty(rows.shape[1], rows.dtype)
    add, maximum = np.add, np.maximum
    for start, stop in pairwise(first):
        total.fill(0)
        for member, zone in zip(members[start:stop], closes[start:stop], strict=True):
            add(total, row[member], out=total)
            if zone >= 0:
                best_row = top[keys[zone]]
                maximum(best_row, total, out=best_row)


def grow_with(engine: Engine, sums: int) -> Grow:
    """The function that grows zones, for so many ``sums`` of counts."""
    if not compiled(engine, worth=sums >= WORTH_COMPILING):
        return grow_numpy
    from samsyn.analysis.space_time_fast import grow_numba

    return grow_numba


def largest_ratios(best: Rows, expected: Floats, events: int, least: int) -> Floats:
    """The largest statistic of each replication, (replications,).

    ``best``: (keys, windows, replications) counts; ``expected``: (keys, windows). The
    statistic is looked up in a table by count, not computed a million times.
    """
    largest = np.zeros(best.shape[2])
    column = np.arange(best.shape[1])[:, None]
    for start in range(0, len(best), TABLE_ROWS):
        part, mu = best[start : start + TABLE_ROWS], expected[start : start + TABLE_ROWS]
        counts = np.arange(int(part.max(initial=0)) + 1)
        table = log_likelihood_ratio(counts, mu[:, :, None], events, least)
        index = np.arange(len(part))[:, None, None]
        np.maximum(largest, table[index, column, part].max(axis=(0, 1)), out=largest)
    return largest


def null_maxima(
    events: Events,
    windows: Windows,
    zones: Zones,
    *,
    least: int,
    replications: int,
    rng: np.random.Generator,
    engine: Engine,
) -> Floats:
    """The largest statistic over all zones and windows in each replication."""
    zone_totals = zones.totals(events.by_stratum(events.location, events.locations))
    distinct, key = np.unique(zone_totals, axis=0, return_inverse=True)
    totals = events.by_stratum(events.week, events.weeks)
    expected = expectation(distinct, windows.totals(totals, axis=0), totals.sum(axis=0))
    grow = grow_with(engine, len(zones.members) * len(windows.start) * replications)
    per_replication = 4 * (len(distinct) + events.locations) * len(windows.start)
    chunk = max(1, CHUNK_BYTES // per_replication)
    maxima = np.empty(replications)
    for start in range(0, replications, chunk):
        size = min(chunk, replications - start)
        rows = permuted_rows(events, windows, size, rng)
        best = np.zeros((len(distinct), rows.shape[1]), rows.dtype)
        grow(zones, key.ravel(), rows, best)
        shaped = best.reshape(len(distinct), -1, size)
        maxima[start : start + size] = largest_ratios(shaped, expected, len(events.location), least)
    return maxima
