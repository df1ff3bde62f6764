"""The distribution of a count: negative binomial with variance = dispersion x mean.

A dispersion of 1 is Poisson. With an error of the log mean the distribution is the
predictive one: the negative binomial mixed over a lognormal mean, by Gauss-Hermite
quadrature. All arguments broadcast; counts are whole numbers as floats.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

NODES = 15
NEARLY_POISSON = 1e-9
"""A dispersion closer to 1 than this is taken as 1."""


def tail(count: Floats, mean: Floats, dispersion: Floats, error: Floats | None = None) -> Floats:
    """P(Y >= count), 1 where count <= 0; ``error`` is the standard error of log mean."""
    if error is None:
        return _tail(count, mean, dispersion)
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    share = weights / weights.sum()
    parts = (
        w * _tail(count, mean * np.exp(x * error), dispersion)
        for x, w in zip(nodes, share, strict=True)
    )
    mixed: Floats = np.sum(np.stack(np.broadcast_arrays(*parts)), axis=0)
    return mixed


def _tail(count: Floats, mean: Floats, dispersion: Floats) -> Floats:
    positive = np.maximum(count, 1.0)
    excess = np.maximum(dispersion - 1.0, NEARLY_POISSON)
    negative_binomial = betainc(positive, mean / excess, excess / (1.0 + excess))
    poisson = gammainc(positive, mean)
    upper = np.where(dispersion - 1.0 > NEARLY_POISSON, negative_binomial, poisson)
    known = np.isfinite(count) & np.isfinite(mean)
    return np.where(known, np.where(count > 0.0, upper, 1.0), np.nan)


def quantile(
    beyond: float, mean: Floats, dispersion: Floats, error: Floats | None = None
) -> Floats:
    """Smallest count q with P(Y > q) <= ``beyond``; NaN where the mean is NaN."""
    parts = np.broadcast_arrays(mean, dispersion, *([] if error is None else [error]))
    known = np.isfinite(parts[0])
    result = np.full(parts[0].shape, np.nan)
    result[known] = _quantile(beyond, *(part[known] for part in parts))
    return result


def _quantile(
    beyond: float, mean: Floats, dispersion: Floats, error: Floats | None = None
) -> Floats:
    def above(count: Floats, rows: Rows) -> Floats:
        chosen = None if error is None else error[rows]
        return tail(count + 1.0, mean[rows], dispersion[rows], chosen)

    return smallest(above, beyond, np.ceil(mean + 3.0 * np.sqrt(dispersion * mean) + 2.0))


def smallest(above: Callable[[Floats, Rows], Floats], beyond: float, start: Floats) -> Floats:
    """Smallest counts q with ``above(q, rows)`` = P(Y > q) <= ``beyond``.

    Found by doubling an upper bracket from ``start`` (flat, at least 1), then halving.
    """
    low, high = np.full(start.shape, -1.0), start.copy()
    rows = np.arange(start.size)
    while rows.size:
        rows = rows[above(high[rows], rows) > beyond]
        low[rows] = high[rows]
        high[rows] = 2.0 * high[rows]
    while (rows := np.flatnonzero(high - low > 1.0)).size:
        middle = np.floor((low[rows] + high[rows]) / 2.0)
        exceeded = above(middle, rows) > beyond
        low[rows[exceeded]] = middle[exceeded]
        high[rows[~exceeded]] = middle[~exceeded]
    return high
