"""Where much happens close together: Gi*, Gi and local Moran on a grid of cells.

Getis, Ord (1992), "The analysis of spatial association by use of distance statistics",
Geographical Analysis 24: 189-206, and Ord, Getis (1995), ibid. 27: 286-306; Anselin
(1995), "Local indicators of spatial association", ibid. 27: 93-115. Raw counts map
where people are; give rates or ``residuals`` where the population varies.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from samsyn.analysis.coordinates import Flags, Floats, Ints
from samsyn.analysis.errors import InvalidInputError, NotEstimableError, TooFewError
from samsyn.analysis.false_discovery import adjust
from samsyn.analysis.hot_spots_neighbours import Neighbours
from samsyn.analysis.hot_spots_null import neighbour_sum_tails

FEWEST_CELLS = 3
ROUNDING = 1e-12
"""A variance below this share of its scale is what rounding left of 0."""


class Quadrant(StrEnum):
    """A cell and its neighbours against the mean; ``LEVEL`` where either equals it."""

    HIGH_HIGH = "high-high"
    LOW_LOW = "low-low"
    HIGH_LOW = "high-low"
    LOW_HIGH = "low-high"
    LEVEL = "level"


@dataclass(frozen=True)
class HotSpots:
    """Gi* of each cell, all (cells,).

    ``z``: standard score, NaN for Gi without neighbours. ``p``: one-sided, (1 +
    #{permuted >= observed}) / (permutations + 1): high values here and around.
    ``q``: Benjamini-Hochberg over the tested cells, NaN for the others.
    """

    z: Floats
    p: Floats
    q: Floats
    permutations: int


@dataclass(frozen=True)
class LocalMoran:
    """Local Moran with row-standardised weights, all (cells,).

    ``i``: the statistic; ``expected``, ``variance``, ``z`` under conditional
    randomisation (Sokal, Oden, Thomson 1998). ``p_cluster``: as alike or more,
    ``p_outlier``: as unlike or more, one-sided by permutation. ``quadrant``: (cells,)
    of Quadrant values.
    """

    i: Floats
    expected: Floats
    variance: Floats
    z: Floats
    p_cluster: Floats
    p_outlier: Floats
    quadrant: tuple[Quadrant, ...]
    permutations: int


def residuals(observed: ArrayLike, expected: ArrayLike) -> Floats:
    """Pearson residuals (observed - expected) / sqrt(expected), (cells,).

    What Gi* is to be given where the population or the past differs between cells.
    Raises InvalidInputError where nothing is expected.
    """
    o, e = np.asarray(observed, np.float64), np.asarray(expected, np.float64)
    if o.shape != e.shape or not np.all(e > 0):
        raise InvalidInputError("Give an expected count above 0 for every cell.")
    scaled: Floats = (o - e) / np.sqrt(e)
    return scaled


def gi_star(
    values: ArrayLike,
    neighbours: Neighbours,
    *,
    rng: np.random.Generator,
    permutations: int = 9999,
    tested: ArrayLike | None = None,
) -> HotSpots:
    """Gi* with binary weights, the cell itself among them.

    ``values``: (cells,) counts, rates or residuals. ``tested``: (cells,) flags of the
    cells that count as tests in ``q`` (by default those with a value other than 0). A
    cell at the edge is judged by its own number of neighbours.
    Raises TooFewError under three cells, NotEstimableError where all are equal.
    """
    x = _values(values, neighbours)
    counted = neighbours.counts + 1
    z = _standard_score(neighbours.sums(x) + x, counted, x.mean(), x.var(), _square(x), len(x))
    p = neighbour_sum_tails(x, neighbours, permutations, rng).p_above()
    return HotSpots(z, p, adjust(np.where(_tested(tested, x), p, np.nan)), permutations)


def gi(values: ArrayLike, neighbours: Neighbours) -> Floats:
    """Standard score of Gi, the cell itself left out, (cells,); NaN without neighbours.

    Mean and variance are those of the other cells (Ord, Getis 1995).
    """
    x = _values(values, neighbours)
    others = len(x) - 1
    mean = (x.sum() - x) / others
    variance = (np.sum(x * x) - x * x) / others - mean**2
    return _standard_score(
        neighbours.sums(x), neighbours.counts, mean, variance, _square(x), others
    )


def local_moran(
    values: ArrayLike,
    neighbours: Neighbours,
    *,
    rng: np.random.Generator,
    permutations: int = 9999,
) -> LocalMoran:
    """Local Moran: cells like their neighbours (clusters) and unlike them (outliers).

    I = z_i / m2 * mean of the neighbours' z, with z the deviations from the mean and
    m2 = mean(z^2). A cell without neighbours has I = 0 and p = 1.
    """
    x = _values(values, neighbours)
    z, n, held = x - x.mean(), len(x), neighbours.counts
    m2 = float(np.mean(z * z))
    lag = neighbours.sums(z) / np.maximum(held, 1)
    i = z * lag / m2
    weight, squares = (held > 0).astype(np.float64), 1 / np.maximum(held, 1) * (held > 0)
    expected = -(z**2) * weight / ((n - 1) * m2)
    spread = np.maximum((squares - weight / (n - 1)) * (m2 - z**2 / (n - 1)), 0)
    variance = (z / m2) ** 2 * n / (n - 2) * spread
    tails = neighbour_sum_tails(z, neighbours, permutations, rng)
    alike, unlike = tails.p_above(), tails.p_below()
    return LocalMoran(
        i=i,
        expected=expected,
        variance=variance,
        z=_score(i - expected, variance, 1.0),
        p_cluster=np.where(z > 0, alike, np.where(z < 0, unlike, 1.0)),
        p_outlier=np.where(z > 0, unlike, np.where(z < 0, alike, 1.0)),
        quadrant=tuple(_quadrant(a, b) for a, b in zip(z, lag, strict=True)),
        permutations=permutations,
    )


def _values(values: ArrayLike, neighbours: Neighbours) -> Floats:
    """Checked values, one a cell, that vary."""
    x = np.array(values, np.float64)
    if x.shape != (len(neighbours.first) - 1,) or not np.isfinite(x).all():
        raise InvalidInputError("Give one finite value for each cell.")
    if len(x) < FEWEST_CELLS:
        raise TooFewError(f"{len(x)} cells; at least {FEWEST_CELLS} are needed.")
    if np.all(x == x[0]):
        raise NotEstimableError("All cells have the same value; there is nothing to find.")
    return x


def _square(x: Floats) -> float:
    """The mean square."""
    return float(np.mean(x * x))


def _tested(tested: ArrayLike | None, x: Floats) -> Flags:
    """The cells that count as tests."""
    return x != 0 if tested is None else np.asarray(tested, np.bool_)


def _standard_score(
    sums: Floats, counted: Ints, mean: ArrayLike, variance: ArrayLike, square: float, n: int
) -> Floats:
    """(sum - W mean) / sqrt(variance (n W - W^2) / (n - 1)) for W binary weights."""
    weights = counted.astype(np.float64)
    shared = np.asarray(variance) * (n * weights - weights**2) / (n - 1)
    return _score(sums - weights * np.asarray(mean), shared, square)


def _score(difference: Floats, variance: Floats, scale: float) -> Floats:
    """Difference in standard deviations; NaN where the variance is but rounding."""
    score = np.full(len(difference), np.nan)
    real = variance > ROUNDING * scale
    score[real] = difference[real] / np.sqrt(variance[real])
    return score


def _quadrant(deviation: float, lag: float) -> Quadrant:
    """Where a cell and its neighbours stand against the mean."""
    if deviation == 0 or lag == 0:
        return Quadrant.LEVEL
    if deviation > 0:
        return Quadrant.HIGH_HIGH if lag > 0 else Quadrant.HIGH_LOW
    return Quadrant.LOW_HIGH if lag > 0 else Quadrant.LOW_LOW
