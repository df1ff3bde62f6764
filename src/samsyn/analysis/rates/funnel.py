"""Funnel limits, and how much more the areas vary than chance would have them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from samsyn.analysis.errors import InvalidInputError
from samsyn.analysis.rates.exact import (
    RateInterval,
    checked_counts,
    checked_exposure,
    exact_interval,
)

Floats = NDArray[np.float64]

WINSORISED = 0.1
"""Share of the areas at each end that is pulled in before the dispersion is taken."""
NOTICEABLE = 1.2
"""Dispersion from which intervals are widened."""


@dataclass(frozen=True)
class Funnel:
    """Where rates lie by chance alone around the common rate.

    ``rate``: (areas,) events per unit of exposure. ``target``: that of all areas.
    ``low``, ``high``: (areas, 2) limits at 95 and 99.8 % for each area's exposure,
    widened for overdispersion. ``dispersion``: what they were widened by, 1 for
    nothing.
    """

    rate: Floats
    target: float
    low: Floats
    high: Floats
    dispersion: float


def overdispersion(counts: ArrayLike, exposure: ArrayLike) -> float:
    """Variance between areas over that of chance, with the extremes pulled in.

    Mean square of (n - E)/sqrt E after a tenth of the areas at each end was
    winsorised (Spiegelhalter, Stat Med 24, 2005); 1 where the areas vary as chance
    would, E being the count expected at the common rate.
    """
    n, x = checked_counts(counts, "counts"), checked_exposure(exposure, "exposure")
    expected = x * n.sum() / x.sum()
    if not n.sum():
        return 1.0
    z = (n - expected) / np.sqrt(expected)
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    return float(np.mean(np.clip(z, low, high) ** 2))


def funnel(counts: ArrayLike, exposure: ArrayLike) -> Funnel:
    """Exact Poisson limits about the common rate, widened for overdispersion.

    The limit at probability p is the interpolated quantile of the Poisson count
    expected at the common rate, divided by the exposure; with a dispersion phi above
    1.2 its distance from the common rate is multiplied by sqrt(phi) (Spiegelhalter,
    Stat Med 24, 2005).

    Raises InvalidInputError unless counts and exposure are (areas,) with some event.
    """
    n = checked_counts(counts, "counts")
    x = np.broadcast_to(checked_exposure(exposure, "exposure"), n.shape)
    if n.ndim != 1 or not n.sum():
        raise InvalidInputError("Give one count an area, with at least one event in all.")
    target, phi = float(n.sum() / x.sum()), overdispersion(n, x)
    phi = phi if phi > NOTICEABLE else 1.0
    tails = np.array([0.025, 0.001])
    expected = (x * target)[:, None]
    low, high = (
        target + np.sqrt(phi) * (poisson_quantile(q, expected) / x[:, None] - target)
        for q in (tails, 1 - tails)
    )
    return Funnel(n / x, target, np.maximum(low, 0.0), high, phi)


def poisson_quantile(probability: ArrayLike, mean: ArrayLike) -> Floats:
    """The Poisson quantile, interpolated between whole counts so that it is smooth.

    q - (P(Y <= q) - p)/P(Y = q) for the smallest q with P(Y <= q) >= p; 0 at least.
    """
    p, m = np.broadcast_arrays(np.asarray(probability, np.float64), np.asarray(mean, np.float64))
    # The continuous inverse lies within one count of the quantile.
    q = np.maximum(np.floor(special.pdtrik(p, m)) - 1, 0)
    for _ in range(3):
        q = np.where(special.pdtr(q, m) < p, q + 1, q)
    below = np.where(q > 0, special.pdtr(np.maximum(q - 1, 0), m), 0.0)
    at = special.pdtr(q, m)
    return np.asarray(np.maximum(q - (at - p) / (at - below), 0.0))


def dispersed_interval(
    counts: ArrayLike, exposure: ArrayLike, dispersion: float, level: float = 0.95
) -> RateInterval:
    """The exact interval when counts vary ``dispersion`` times as much as Poisson's.

    Limits are the means at which a negative binomial with variance dispersion x mean
    has the observed count in its tail, or Garwood's where those are wider.
    """
    exact = exact_interval(counts, exposure, level)
    if dispersion <= 1:
        return exact
    n, x = checked_counts(counts, "counts"), checked_exposure(exposure, "exposure")
    tail, share = (1 - level) / 2, 1 - 1 / dispersion
    # P(Y >= n) = I_share(n, mean/(dispersion - 1)), solved for its second argument.
    low = np.where(n > 0, special.btdtrib(np.maximum(n, 1), tail, share), 0.0)
    high = special.btdtrib(n + 1, 1 - tail, share)
    scale = (dispersion - 1) / x
    # Events that come in clusters make one event rarer: never narrower than Garwood's.
    return RateInterval(
        exact.rate, np.minimum(exact.low, low * scale), np.maximum(exact.high, high * scale)
    )


def tail_chance(counts: ArrayLike, exposure: ArrayLike) -> Floats:
    """(areas,) chance of a count as far out on its side, at the common rate.

    P(Y <= n) below the expected count and P(Y >= n) from it up (Choynowski, J Am Stat
    Assoc 54, 1959). One-sided and not adjusted for the number of areas.
    """
    n, x = checked_counts(counts, "counts"), checked_exposure(exposure, "exposure")
    expected = x * n.sum() / x.sum()
    upper = np.where(n > 0, special.gammainc(np.maximum(n, 1), expected), 1.0)
    return np.asarray(np.where(n < expected, special.gammaincc(n + 1, expected), upper))
