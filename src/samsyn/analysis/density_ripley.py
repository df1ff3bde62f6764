"""At which distances events gather: Ripley's K.

Ripley (1977), "Modelling spatial patterns", Journal of the Royal Statistical Society B
39: 172-212. It says nothing of where, and it reads a town's streets and houses as
clustering: a step towards choosing radii, not a finding.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import cKDTree

from samsyn.analysis.coordinates import Floats, points
from samsyn.analysis.errors import InvalidInputError, TooFewError


@dataclass(frozen=True)
class RipleyK:
    """K at each radius, (radii,) square metres.

    ``uncorrected``: every pair; ``border``: only events farther from the border than
    the radius, NaN where none is; ``random``: pi r^2, what events without pattern give.
    """

    radii: Floats
    uncorrected: Floats
    border: Floats
    random: Floats


def ripley_k(
    x: ArrayLike, y: ArrayLike, radii: ArrayLike, *, extent: tuple[float, float, float, float]
) -> RipleyK:
    """K of events inside a rectangle.

    ``x``, ``y``: (events,) metres. ``radii``: (radii,) metres, 0 or more. ``extent``:
    left, bottom, right, top. Raises InvalidInputError for events outside it,
    TooFewError for fewer than two.
    """
    px, py = points(x, y)
    left, bottom, right, top = extent
    to_border = np.minimum.reduce([px - left, right - px, py - bottom, top - py])
    r = np.array(radii, np.float64)
    n, area = len(px), (right - left) * (top - bottom)
    if n < 2:
        raise TooFewError(f"{n} events make no pair; K needs at least two.")
    if np.any(to_border < 0) or np.any(r < 0):
        raise InvalidInputError("Give events inside the extent and radii of 0 m or more.")
    place = np.column_stack((px, py))
    tree = cKDTree(place)
    pairs, border = np.empty(len(r)), np.full(len(r), np.nan)
    for at, radius in enumerate(r):
        around = tree.query_ball_point(place, radius, return_length=True) - 1
        pairs[at] = around.sum()
        inner = to_border > radius
        if inner.any():
            border[at] = around[inner].mean() * area / n
    return RipleyK(r, pairs * area / (n * (n - 1)), border, np.pi * r**2)
