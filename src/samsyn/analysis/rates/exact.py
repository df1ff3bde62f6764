"""Exact intervals for Poisson counts and for the ratio of two rates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from samsyn.analysis.errors import InvalidInputError

Floats = NDArray[np.float64]

PMF_TIE = 1e-7
"""Probabilities within this relative distance count as equal, as in R's binom.test."""


@dataclass(frozen=True)
class RateInterval:
    """Rates with their confidence limits, in events per unit of exposure.

    ``rate``, ``low``, ``high``: arrays of the broadcast shape of counts and exposure.
    """

    rate: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class RateRatio:
    """Ratio of two rates (first over second) with its exact limits and p-value.

    All arrays of the broadcast shape. Where the second count is zero ``ratio`` and
    ``high`` are infinite; where both are, ``ratio`` is NaN and the limits (0, inf).
    """

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats


def checked_counts(values: ArrayLike, name: str) -> Floats:
    """``values`` as floats; InvalidInputError unless whole, finite and not negative."""
    counts: Floats = np.asarray(values, np.float64)
    if not (np.isfinite(counts).all() and (counts >= 0).all() and (counts % 1 == 0).all()):
        raise InvalidInputError(f"Give {name} as whole numbers from 0 up, without gaps.")
    return counts


def checked_exposure(values: ArrayLike, name: str) -> Floats:
    """``values`` as floats; InvalidInputError unless finite and above zero."""
    exposure: Floats = np.asarray(values, np.float64)
    if not (np.isfinite(exposure).all() and (exposure > 0).all()):
        raise InvalidInputError(
            f"Give {name} above 0; where the population is unknown, show the count only."
        )
    return exposure


def checked_level(level: float) -> float:
    """``level`` back; InvalidInputError unless strictly between 0 and 1."""
    if not 0 < level < 1:
        raise InvalidInputError("Give the level of confidence between 0 and 1, such as 0.95.")
    return level


def exact_interval(
    counts: ArrayLike, exposure: ArrayLike = 1.0, level: float = 0.95
) -> RateInterval:
    """Garwood's exact interval for Poisson counts per unit of exposure.

    Limits are quantiles of chi-squared: L = chi2(a/2; 2n)/2, U = chi2(1-a/2; 2(n+1))/2
    with a = 1 - level; n = 0 gives L = 0 (Garwood, Biometrika 28, 1936). Coverage is
    at least ``level``. ``counts`` and ``exposure`` broadcast.

    Raises InvalidInputError for negative, fractional or missing counts and for an
    exposure that is not above 0.
    """
    n, x = checked_counts(counts, "counts"), checked_exposure(exposure, "exposure")
    tail = (1 - checked_level(level)) / 2
    # The lower limit of no events is 0, which the gamma quantile of shape 0 lacks.
    low = np.where(n > 0, special.gammaincinv(np.maximum(n, 1), tail), 0.0)
    high = special.gammainccinv(n + 1, tail)
    return RateInterval(np.asarray(n / x), np.asarray(low / x), np.asarray(high / x))


def byar_interval(
    counts: ArrayLike, exposure: ArrayLike = 1.0, level: float = 0.95
) -> RateInterval:
    """Byar's approximation to the exact interval, for comparison with older reports.

    (n + 1/2) (1 - 1/(9(n + 1/2)) -+ z/3 sqrt(1/(n + 1/2)))^3, the half added on both
    sides (Rothman & Boice 1979, as tabulated by R's epitools). Poor below about 10
    events, where the lower limit can be negative: use ``exact_interval``.
    """
    n, x = checked_counts(counts, "counts"), checked_exposure(exposure, "exposure")
    z = special.ndtri((1 + checked_level(level)) / 2)
    half = n + 0.5
    middle, reach = 1 - 1 / (9 * half), z / 3 * np.sqrt(1 / half)
    low, high = half * (middle - reach) ** 3, half * (middle + reach) ** 3
    return RateInterval(np.asarray(n / x), np.asarray(low / x), np.asarray(high / x))


def rate_ratio(
    n1: ArrayLike, t1: ArrayLike, n0: ArrayLike, t0: ArrayLike, level: float = 0.95
) -> RateRatio:
    """Ratio (n1/t1)/(n0/t0) with exact limits and two-sided p, given n1 + n0.

    Under equal rates n1 is binomial(n1 + n0, t1/(t1 + t0)); limits are
    Clopper-Pearson's, carried over to the ratio; p sums every outcome no likelier
    than the observed one (Przyborowski & Wilenski, Biometrika 31, 1940; the numbers
    are those of R's poisson.test). ``t1`` and ``t0`` are exposures (time, or
    person-time), above 0. All four broadcast. As in R, the interval (equal tails) and
    p (by likelihood) are different constructions and may disagree at the edge.

    Raises InvalidInputError for counts that are not whole numbers or exposures not
    above 0.
    """
    a, b = checked_counts(n1, "n1"), checked_counts(n0, "n0")
    ta, tb = checked_exposure(t1, "t1"), checked_exposure(t0, "t0")
    a, b, ta, tb = np.broadcast_arrays(a, b, ta, tb)
    tail = (1 - checked_level(level)) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (a / ta) / (b / tb)
        # Odds of the Clopper-Pearson share; the end cases are 0 and infinity.
        share_low = np.where(a > 0, special.betaincinv(a, b + 1, tail), 0.0)
        share_high = np.where(b > 0, special.betainccinv(a + 1, b, tail), 1.0)
        low = share_low / (1 - share_low) * tb / ta
        high = share_high / (1 - share_high) * tb / ta
    p = binomial_p(a, a + b, ta / (ta + tb))
    return RateRatio(np.asarray(ratio), np.asarray(low), np.asarray(high), p)


def _log_pmf(k: Floats, n: Floats, share: Floats) -> Floats:
    """Log binomial probability up to the term that depends on n alone."""
    odds = k * np.log(share) + (n - k) * np.log1p(-share)
    out: Floats = odds - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    return out


def binomial_p(successes: ArrayLike, trials: ArrayLike, share: ArrayLike) -> Floats:
    """Two-sided exact p: the probability of every outcome no likelier than the observed.

    Arrays broadcast; ``share`` is strictly between 0 and 1. The outcomes on the other
    side of the mode are a tail, whose edge bisection finds in log2(trials) steps.
    """
    k, n, q = np.broadcast_arrays(
        *(np.asarray(value, np.float64) for value in (successes, trials, share))
    )
    # Mirror so that the observation lies at or below the mean: one case instead of two.
    above = k > n * q
    k, q = np.where(above, n - k, k), np.where(above, 1 - q, q)
    limit = _log_pmf(k, n, q) + np.log1p(PMF_TIE)
    low, high = np.ceil(n * q), n + 1
    for _ in range(int(np.max(n, initial=0)).bit_length() + 1):
        middle = np.floor((low + high) / 2)
        rare = (middle > n) | (_log_pmf(np.minimum(middle, n), n, q) <= limit)
        high = np.where(rare & (middle < high), middle, high)
        low = np.where(rare, low, middle + 1)
    # P(X <= k) and P(X >= high) as incomplete beta functions; the ends are 1 and 0.
    near = np.where(k < n, special.betainc(np.maximum(n - k, 1), k + 1, 1 - q), 1.0)
    inside = np.minimum(high, n)
    far = np.where(high > n, 0.0, special.betainc(np.maximum(inside, 1), n - inside + 1, q))
    # Where every outcome is as rare as the observed one the two tails meet.
    return np.asarray(np.where(high <= k + 1, 1.0, np.minimum(1.0, near + far)))
