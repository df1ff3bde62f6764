"""The compiled path of the scan (extra ``fast``); counts are integers, so equal to NumPy's."""

import numpy as np
from numba import njit

from samsyn.analysis.coordinates import Ints
from samsyn.analysis.space_time_zones import Rows, Zones

BLOCK = 1024
"""Columns grown at a time: a block of every row then stays near the processor."""


def grow_numba(zones: Zones, key: Ints, rows: Rows, best: Rows) -> None:
    """Raise ``best`` (keys, n) to the largest zone sums of ``rows`` (locations, n)."""
    for start in range(0, rows.shape[1], BLOCK):
        part = best[:, start : start + BLOCK]
        held = part.copy()
        counts = np.ascontiguousarray(rows[:, start : start + BLOCK])
        _grow(zones.members, zones.closes, zones.first, key, counts, held)
        part[:] = held


@njit(cache=True, nogil=True)
def _grow(members: Ints, closes: Ints, first: Ints, key: Ints, rows: Rows, best: Rows) -> None:
    columns = rows.shape[1]
    total = np.empty(columns, rows.dtype)
    for centre in range(len(first) - 1):
        total[:] = 0
        for at in range(first[centre], first[centre + 1]):
            row = rows[members[at]]
            for column in range(columns):
                total[column] += row[column]
            if closes[at] >= 0:
                top = best[key[closes[at]]]
                for column in range(columns):
                    top[column] = max(top[column], total[column])
