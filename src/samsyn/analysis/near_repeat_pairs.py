"""Counting pairs of events by distance and by days apart, under many orders of the days.

Pairs close in space never change when the days are dealt out anew, so they are found
once, a slab of the map at a time, and never held all together. The days of all
permutations stand side by side in one row an event: a pair's gap in every permutation
is one subtraction of rows.
"""

from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.coordinates import Floats, Ints
from samsyn.analysis.engine import Engine, compiled

Closed = Literal["left", "right"]
Days = NDArray[np.int16]
Tally = Callable[[Days, Ints, Ints, Days, Ints], None]

SLAB = 64
"""Events whose neighbours are looked up at a time."""
PIECE = 255
"""Pairs compared at a time: as many as an 8-bit sum can count."""
WORTH_COMPILING = 5_000_000
"""Days dealt out (events x permutations) from which the compiled path pays for itself."""


def band_of(values: Floats, edges: Floats, closed: Closed) -> Ints:
    """Index of the band between ``edges`` that holds each value; outside: -1 or the last + 1.

    ``left``: [a, b). ``right``: (a, b], the first band with its lower edge too.
    """
    index = np.searchsorted(edges, values, side="right" if closed == "left" else "left") - 1
    if closed == "right":
        index[values == edges[0]] = 0
    return index


def day_limits(edges: Floats, closed: Closed) -> Ints:
    """Whole days that a gap stays below when it lies below each edge of the bands."""
    limits = np.ceil(edges) if closed == "left" else np.floor(edges) + 1
    limits[0] = np.ceil(edges[0])
    return limits.astype(np.int64)


def close_pairs(
    x: Floats, y: Floats, edges: Floats, closed: Closed
) -> Iterator[tuple[int, Ints, Ints]]:
    """(band, one event, the other) of each pair within the bands, a slab at a time.

    ``x`` must ascend; every pair comes once.
    """
    reach = float(edges[-1])
    for start in range(0, len(x), SLAB):
        stop = min(len(x), start + SLAB)
        end = int(np.searchsorted(x, x[stop - 1] + reach, side="right"))
        across = x[start:stop, None] - x[None, start:end]
        along = y[start:stop, None] - y[None, start:end]
        square = across * across + along * along
        near = np.triu(square <= reach * reach * (1 + 1e-12), 1)
        one, other = np.nonzero(near)
        bands = band_of(np.hypot(across[near], along[near]), edges, closed)
        for band in range(len(edges) - 1):
            chosen = bands == band
            yield band, one[chosen] + start, other[chosen] + start


def tally_numpy(days: Days, one: Ints, other: Ints, limits: Days, totals: Ints) -> None:
    """Add to ``totals`` (limits, columns) how many pairs lie below each limit of days.

    ``days``: (events, columns); ``one``, ``other``: (pairs,) rows of it.
    """
    shape = (min(PIECE, len(one)), days.shape[1])
    gap, later, below = np.empty(shape, np.int16), np.empty(shape, np.int16), np.empty(shape, "?")
    for start in range(0, len(one), PIECE):
        size = min(PIECE, len(one) - start)
        a, b, under = gap[:size], later[:size], below[:size]
        days.take(one[start : start + size], axis=0, out=a, mode="clip")
        days.take(other[start : start + size], axis=0, out=b, mode="clip")
        np.absolute(np.subtract(a, b, out=a), out=a)
        for at, limit in enumerate(limits):
            np.less(a, limit, out=under)
            totals[at] += np.add.reduce(under.view(np.uint8), axis=0, dtype=np.uint8)


def tally_with(engine: Engine, dealt: int) -> Tally:
    """The function that tallies, for so many days ``dealt`` out."""
    if not compiled(engine, worth=dealt >= WORTH_COMPILING):
        return tally_numpy
    from samsyn.analysis.near_repeat_fast import tally_numba

    return tally_numba


def pairs_by_gap(day: Ints, limit: int) -> Ints:
    """Pairs of events 0, 1, .. ``limit`` - 1 days apart, (limit,)."""
    held = np.bincount(day - day.min(initial=0))
    gaps = np.zeros(limit, np.int64)
    for gap in range(min(limit, len(held))):
        gaps[gap] = held[: len(held) - gap] @ held[gap:]
    if limit:
        gaps[0] = (gaps[0] - len(day)) // 2
    return gaps
