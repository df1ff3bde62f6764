"""Regression to the mean: what a place chosen because it was high would have done anyway.

The highest of many counts is high partly by luck, and luck does not repeat. The next
count is predicted from all the candidates' counts in the time in which the choice was
made, by the Gamma-Poisson model of ``rates.gamma_poisson``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, gammaincc

from samsyn.analysis.errors import InvalidInputError
from samsyn.analysis.rates.exact import checked_exposure, checked_level
from samsyn.analysis.rates.shrinkage import gamma_prior

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ExpectedReturn:
    """What the chosen place lets expect in the next period, had nothing been done.

    ``observed``: events when it was chosen. ``expected`` with ``low``, ``high``: in the
    next period of the given length, the limits being those of the count itself.
    ``naive``: the same without shrinkage. ``by_chance``: share of the count above
    the candidates' level that is expected to be gone, 0 to 1.
    """

    observed: float
    expected: float
    low: float
    high: float
    naive: float
    by_chance: float


def expected_return(
    counts: ArrayLike,
    chosen: int,
    *,
    exposure: ArrayLike = 1.0,
    next_exposure: float | None = None,
    level: float = 0.95,
) -> ExpectedReturn:
    """Predict the next count of ``chosen`` from the counts it was chosen by.

    ``counts``: (places,), all candidates, also those not chosen. ``exposure``: of the
    counts; ``next_exposure``: of the chosen place in the next period, by default the
    same as before. The count is negative binomial: gamma posterior of the rate, then
    Poisson. Hauer, Observational Before-After Studies in Road Safety (1997), ch. 11.

    Raises TooFewError below 8 candidates: compare with a time before the choice instead.
    """
    n = np.asarray(counts, np.float64)
    x = np.broadcast_to(checked_exposure(exposure, "exposure"), n.shape)
    if not (n.ndim == 1 and 0 <= chosen < len(n)):
        raise InvalidInputError("Give one count a place and the index of the one chosen.")
    prior = gamma_prior(n, x)
    rate = prior.posterior_mean(float(n[chosen]), float(x[chosen]))
    length = float(x[chosen] if next_exposure is None else next_exposure)
    usual = float(n.sum() / x.sum() * x[chosen])
    excess, kept = float(n[chosen]) - usual, rate * float(x[chosen]) - usual
    low, high = _limits(rate * length, prior.shape + float(n[chosen]), checked_level(level))
    return ExpectedReturn(
        observed=float(n[chosen]),
        expected=rate * length,
        low=low,
        high=high,
        naive=float(n[chosen] / x[chosen]) * length,
        by_chance=1 - kept / excess if excess > 0 else 0.0,
    )


def _limits(mean: float, size: float, level: float) -> tuple[float, float]:
    """Quantiles of the count: negative binomial, or Poisson for an infinite size."""
    most = int(mean + 12 * np.sqrt(mean + mean**2 / size) + 30)
    k = np.arange(most, dtype=np.float64)
    at_most = (
        gammaincc(k + 1, mean) if np.isinf(size) else betainc(size, k + 1, size / (size + mean))
    )
    low, high = np.searchsorted(at_most, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
