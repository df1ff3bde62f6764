"""Circular zones of a scan: every centre, every whole ring of locations round it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from samsyn.analysis.coordinates import DISTANCE_DECIMALS, Floats, Ints

Rows = NDArray[np.unsignedinteger]
"""Counts of many replications side by side, one row a location."""


@dataclass(frozen=True)
class Zones:
    """Circles round every location, grown ring by ring.

    ``members``: (n,) locations, centre after centre, nearest first. ``closes``: (n,)
    zone that is complete with this member, -1 inside a ring. ``first``: (locations + 1,)
    where each centre's members begin. Of each zone: ``centre`` (zones,) its location,
    ``stop`` (zones,) the end of its members, ``radius`` (zones,) metres.
    """

    members: Ints
    closes: Ints
    first: Ints
    centre: Ints
    stop: Ints
    radius: Floats

    def locations(self, zone: int) -> Ints:
        """The locations inside one zone, nearest to its centre first."""
        return self.members[self.first[self.centre[zone]] : self.stop[zone]]

    def totals(self, values: Ints) -> Ints:
        """Sums of (locations, ...) ``values`` over each zone, (zones, ...)."""
        sums = np.zeros((len(self.members) + 1, *values.shape[1:]), np.int64)
        np.cumsum(values[self.members], axis=0, out=sums[1:])
        return sums[self.stop] - sums[self.first[self.centre]]


def neighbours_by_distance(x: Floats, y: Floats, radius: float) -> tuple[Ints, Ints, Floats]:
    """Pairs (centre, member, metres) within ``radius``, sorted by centre, then distance."""
    tree = cKDTree(np.column_stack((x, y)))
    reach = radius + 10.0**-DISTANCE_DECIMALS
    near = tree.sparse_distance_matrix(tree, reach, output_type="ndarray")
    metres = np.round(near["v"], DISTANCE_DECIMALS)
    order = np.lexsort((near["j"], metres, near["i"]))
    return near["i"][order], near["j"][order], metres[order]


def circles(x: Floats, y: Floats, counts: Ints, *, radius: float, share: float) -> Zones:
    """Zones up to ``radius`` metres that hold at most ``share`` of all events.

    A zone is complete only when every location at its radius is in: on a grid many
    locations are equally far, and which of them comes first is nobody's finding.
    """
    centre, member, metres = neighbours_by_distance(x, y, radius)
    last_of_ring = np.ones(len(centre), np.bool_)
    last_of_ring[:-1] = (np.diff(centre) != 0) | (np.diff(metres) != 0)
    first = np.searchsorted(centre, np.arange(len(x) + 1))
    sums = np.cumsum(counts[member])
    within = sums - (sums - counts[member])[first[centre]] <= share * counts.sum()
    zone_ends = np.flatnonzero(last_of_ring & within)
    closes = np.full(len(centre), -1, np.int64)
    closes[zone_ends] = np.arange(len(zone_ends))
    return Zones(member, closes, first, centre[zone_ends], zone_ends + 1, metres[zone_ends])
