"""Whether a whole map is clustered: Moran's I and the general G, with their moments.

Cliff, Ord (1981), "Spatial Processes", ch. 2 (randomisation); Getis, Ord (1992),
Geographical Analysis 24: 189-206.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from samsyn.analysis.coordinates import Floats
from samsyn.analysis.errors import InvalidInputError, NotEstimableError, TooFewError
from samsyn.analysis.hot_spots_neighbours import Neighbours

FEWEST_CELLS = 4


@dataclass(frozen=True)
class Clustering:
    """A map's statistic, and its mean and variance when the values are dealt out anew."""

    value: float
    expected: float
    variance: float

    @property
    def z(self) -> float:
        """Standard score."""
        return float((self.value - self.expected) / np.sqrt(self.variance))


def morans_i(values: ArrayLike, neighbours: Neighbours) -> Clustering:
    """Moran's I with row-standardised weights; n counts cells that have neighbours.

    Raises TooFewError under four such cells, NotEstimableError where all are equal.
    """
    x, w = _checked(values, neighbours)
    held = neighbours.counts
    w = csr_array(w / np.maximum(held, 1)[:, None])
    n = int(np.count_nonzero(held))
    z = x - x.mean()
    s0, s1, s2 = _weight_sums(w)
    squares = float(z @ z)
    value = n / s0 * float(z @ (w @ z)) / squares
    kurtosis = len(z) * float(np.sum(z**4)) / squares**2
    first = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    second = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    expected = -1 / (n - 1)
    square = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0**2)
    return Clustering(value, expected, square - expected**2)


def general_g(values: ArrayLike, neighbours: Neighbours) -> Clustering:
    """The general G with binary weights: whether the high values or the low ones gather.

    ``values`` must be 0 or more. Sum over neighbours of x_i x_j by the sum over all pairs.
    """
    x, w = _checked(values, neighbours)
    if np.any(x < 0):
        raise InvalidInputError("Give values of 0 or more; G is not defined below.")
    n = len(x)
    s0, s1, s2 = _weight_sums(w)
    m1, m2, m3, m4 = (float(np.sum(x**power)) for power in (1, 2, 3, 4))
    value = float(x @ (w @ x)) / (m1**2 - m2)
    expected = s0 / (n * (n - 1))
    b0 = (n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2
    b1 = -((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s0**2)
    b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0**2
    b4 = s1 - s2 + s0**2
    moments = b0 * m2**2 + b1 * m4 + b2 * m1**2 * m2 + b3 * m1 * m3 + b4 * m1**4
    square = moments / ((m1**2 - m2) ** 2 * n * (n - 1) * (n - 2) * (n - 3))
    return Clustering(value, expected, square - expected**2)


def _checked(values: ArrayLike, neighbours: Neighbours) -> tuple[Floats, csr_array]:
    """The values, and the binary weights."""
    x = np.array(values, np.float64)
    if x.shape != (len(neighbours.first) - 1,) or not np.isfinite(x).all():
        raise InvalidInputError("Give one finite value for each cell.")
    if np.count_nonzero(neighbours.counts) < FEWEST_CELLS:
        raise TooFewError(f"At least {FEWEST_CELLS} cells with neighbours are needed.")
    if np.all(x == x[0]):
        raise NotEstimableError("All cells have the same value; there is nothing to find.")
    return x, neighbours.matrix


def _weight_sums(w: csr_array) -> tuple[float, float, float]:
    """S0, S1, S2 of Cliff and Ord."""
    both = w + w.T
    margins = np.asarray(w.sum(axis=0)).ravel() + np.asarray(w.sum(axis=1)).ravel()
    return float(w.sum()), float((both * both).sum()) / 2, float(np.sum(margins**2))
