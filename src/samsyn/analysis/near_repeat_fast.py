"""The compiled path of near repeats (extra ``fast``); counts are integers, equal to NumPy's."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from samsyn.analysis.coordinates import Ints

Days = NDArray[np.int16]

BATCH = 60_000
"""Pairs tallied in 16 bits before their counts are added up."""


def tally_numba(days: Days, one: Ints, other: Ints, limits: Days, totals: Ints) -> None:
    """Add to ``totals`` (limits, columns) how many pairs lie below each limit of days."""
    for start in range(0, len(one), BATCH):
        pairs = slice(start, start + BATCH)
        counts = np.zeros(totals.shape, np.uint16)
        _tally(days, one[pairs], other[pairs], limits, counts)
        totals += counts


@njit(cache=True, nogil=True)
def _tally(days: Days, one: Ints, other: Ints, limits: Days, counts: NDArray[np.uint16]) -> None:
    columns = days.shape[1]
    gap = np.empty(columns, np.int16)
    for pair in range(len(one)):
        a, b = days[one[pair]], days[other[pair]]
        for column in range(columns):
            gap[column] = abs(np.int16(a[column] - b[column]))
        for at in range(len(limits)):
            limit, count = limits[at], counts[at]
            for column in range(columns):
                count[column] += np.uint16(gap[column] < limit)
