"""Near repeats: is a place at more risk soon after something happened nearby?

Knox (1964), "The detection of space-time interactions", Applied Statistics 13: 25-29;
for crime: Johnson, Bowers (2004), British Journal of Criminology 44: 55-65. Pairs of
events close in space and time are counted and compared with what permuting the dates
would give. The answer is advice to neighbours; it says nothing of who did it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from samsyn.analysis.coordinates import Floats, Ints, points, whole_numbers
from samsyn.analysis.engine import Engine
from samsyn.analysis.errors import InvalidInputError, TooFewError
from samsyn.analysis.false_discovery import adjust
from samsyn.analysis.near_repeat_pairs import (
    Closed,
    Days,
    close_pairs,
    day_limits,
    pairs_by_gap,
    tally_with,
)

LONGEST_SPAN = 2**15 - 1
"""Gaps and limits fit in 16 bits while all dates lie within 89 years."""


@dataclass(frozen=True)
class KnoxBands:
    """Edges of the bands, ascending from 0 or more: ``space`` metres, ``time`` days.

    ``closed``: which edge belongs to a band. ``left``: [0, 1), [1, 100) ..., so that
    0-6, 7-13 days are whole weeks (the product's convention); ``right``: [0, 1],
    (1, 100] ..., as in the Near Repeat Calculator's tables.
    """

    space: tuple[float, ...] = (0, 1, 100, 200, 400, 800)
    time: tuple[float, ...] = (0, 7, 14, 28, 56)
    closed: Closed = "left"

    def __post_init__(self) -> None:
        """Refuse edges that make no bands."""
        for edges in (self.space, self.time):
            if len(edges) < 2 or edges[0] < 0 or not np.all(np.diff(edges) > 0):
                raise InvalidInputError("Give two or more ascending edges from 0 for each band.")


@dataclass(frozen=True)
class Knox:
    """Pairs of events by distance (rows) and days apart (columns), all (space, time).

    ``observed`` pairs; ``expected`` under permuted dates, n_s n_t / C(n, 2) exactly;
    ``ratio`` observed / expected, NaN where too little is expected to say; ``p`` =
    (1 + #{permuted >= observed}) / (permutations + 1); ``q``: Benjamini-Hochberg over
    the bands that expect anything. ``space_pairs`` (space,), ``time_pairs`` (time,):
    n_s and n_t. ``events``, ``permutations``: how many.
    """

    bands: KnoxBands
    observed: Ints
    expected: Floats
    ratio: Floats
    p: Floats
    q: Floats
    space_pairs: Ints
    time_pairs: Ints
    events: int
    permutations: int


def knox(
    x: ArrayLike,
    y: ArrayLike,
    day: ArrayLike,
    *,
    rng: np.random.Generator,
    bands: KnoxBands | None = None,
    permutations: int = 999,
    min_expected: float = 5.0,
    engine: Engine = "auto",
) -> Knox:
    """Count near repeats and compare with chance.

    ``x``, ``y``: (events,) SWEREF 99 TM metres. ``day``: (events,) whole days since any
    date; of an event with an interval its middle, and leave out intervals over seven
    days. Duplicates of one event must be gone (``grouping``): each would count as a
    repeat at 0 m on day 0. ``min_expected``: pairs under which no ratio is given. The
    same ``rng`` state gives the same result bit by bit, whatever the ``engine``.

    Raises TooFewError for fewer than two events, InvalidInputError for unlike lengths,
    part days or a span over 89 years.
    """
    chosen = bands or KnoxBands()
    px, py = points(x, y)
    days = whole_numbers(day, len(px), "day")
    if len(px) < 2:
        raise TooFewError(f"{len(px)} events make no pair; near repeats need at least two.")
    if np.ptp(days) >= LONGEST_SPAN:
        raise InvalidInputError("Give dates that lie within 89 years of each other.")
    by_x = np.argsort(px, kind="stable")
    dealt = _dealt(days[by_x], permutations, rng)
    counts, space_pairs = _counts(px[by_x], py[by_x], dealt, chosen, engine)
    return _result(chosen, counts, space_pairs, days, min_expected)


def _dealt(days: Ints, permutations: int, rng: np.random.Generator) -> Days:
    """Days since the first: as observed in column 0, permuted in the others."""
    since = (days - days.min()).astype(np.int16)
    dealt = np.empty((len(days), permutations + 1), np.int16)
    dealt[:, 0] = since
    for column in range(1, permutations + 1):
        dealt[:, column] = rng.permutation(since)
    return dealt


def _counts(
    x: Floats, y: Floats, dealt: Days, bands: KnoxBands, engine: Engine
) -> tuple[Ints, Ints]:
    """Pairs (space, time, columns) in each band, and pairs (space,) at any gap."""
    edges = np.array(bands.space, np.float64)
    limits = day_limits(np.array(bands.time, np.float64), bands.closed)
    held = np.minimum(limits, LONGEST_SPAN).astype(np.int16)
    from_zero = int(limits[0] == 0)  # no gap lies below 0 days: nothing to count
    below = np.zeros((len(edges) - 1, len(limits), dealt.shape[1]), np.int64)
    space_pairs = np.zeros(len(edges) - 1, np.int64)
    tally = tally_with(engine, dealt.size)
    for band, one, other in close_pairs(x, y, edges, bands.closed):
        space_pairs[band] += len(one)
        tally(dealt, one, other, held[from_zero:], below[band, from_zero:])
    return np.diff(below, axis=1), space_pairs


def _result(
    bands: KnoxBands, counts: Ints, space_pairs: Ints, days: Ints, min_expected: float
) -> Knox:
    """The observed column against the permuted ones and the closed form."""
    n, permutations = len(days), counts.shape[2] - 1
    limits = day_limits(np.array(bands.time, np.float64), bands.closed)
    by_gap = np.concatenate(([0], np.cumsum(pairs_by_gap(days, int(limits[-1])))))
    time_pairs = np.diff(by_gap[limits])
    expected = np.outer(space_pairs, time_pairs) / (n * (n - 1) / 2)
    observed = counts[:, :, 0]
    p = (1 + (counts[:, :, 1:] >= observed[:, :, None]).sum(axis=2)) / (permutations + 1)
    possible = expected > 0
    ratio = np.full(expected.shape, np.nan)
    np.divide(observed, expected, out=ratio, where=possible & (expected >= min_expected))
    return Knox(
        bands=bands,
        observed=observed,
        expected=expected,
        ratio=ratio,
        p=p,
        q=adjust(np.where(possible, p, np.nan).ravel()).reshape(p.shape),
        space_pairs=space_pairs,
        time_pairs=time_pairs,
        events=n,
        permutations=permutations,
    )
