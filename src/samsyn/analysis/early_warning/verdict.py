"""From an expected mean and a count to p-values, bounds and alarms."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from samsyn.analysis.early_warning.distribution import quantile, tail
from samsyn.analysis.early_warning.expectation import Expectation, believed
from samsyn.analysis.early_warning.history import History
from samsyn.analysis.early_warning.settings import Alarms, FarringtonSettings, Footing

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

RARE_ALARM = 3
"""Events in a week that make an alarm where next to none are expected."""
FEWEST_FOR_ALARM = 2
"""A single event is no alarm, unless every event counts."""
NARROWEST = 0.5
"""Least distance between mean and bound that the score divides by."""


@dataclass(frozen=True)
class _Tails:
    p: Floats
    mid_p: Floats
    p_low: Floats
    upper: Floats


def judge(
    history: History,
    weeks: NDArray[np.int64],
    expectation: Expectation,
    settings: FarringtonSettings,
    pooled: Floats | None,
    serious: Flags | None,
) -> Alarms:
    """Alarms for the tested ``weeks``."""
    if settings.mode == "product":
        expectation = believed(expectation, pooled)
    observed = history.counts[:, weeks]
    tails = _tails(observed, expectation, settings)
    gate = _gate(history.counts, weeks, settings, serious)
    beyond = observed > tails.upper
    beyond &= (expectation.status != Footing.RARE) | (observed >= RARE_ALARM)
    status = np.where(np.isnan(observed), Footing.MISSING, expectation.status).astype(np.int8)
    return Alarms(
        weeks=weeks,
        mondays=history.starts[weeks],
        alpha=settings.alpha,
        observed=observed,
        expected=expectation.mean,
        dispersion=expectation.dispersion,
        error=expectation.error,
        upper=tails.upper,
        score=_score(observed, expectation.mean, tails.upper, settings),
        p=tails.p,
        mid_p=tails.mid_p,
        p_low=tails.p_low,
        gate=gate,
        alarm=gate & beyond,
        trend=expectation.trend,
        slope=expectation.slope,
        status=status,
    )


def _tails(observed: Floats, expectation: Expectation, settings: FarringtonSettings) -> _Tails:
    mean, dispersion, error = expectation.mean, expectation.dispersion, expectation.error
    if settings.threshold == "delta":
        return _two_thirds(observed, mean, dispersion, error, settings.alpha)
    mixed = error if settings.threshold == "predictive" else None
    if settings.threshold == "muan":
        with np.errstate(over="ignore"):
            mean = mean * np.exp(-ndtri(settings.alpha) * error)
        mean = np.where(np.isfinite(mean), mean, np.nan)  # an empty season bounds nothing
    p = tail(observed, mean, dispersion, mixed)
    above = tail(observed + 1.0, mean, dispersion, mixed)
    upper = quantile(settings.alpha, mean, dispersion, mixed)
    return _Tails(p, (p + above) / 2.0, 1.0 - above, upper)


def _two_thirds(
    observed: Floats, mean: Floats, dispersion: Floats, error: Floats, alpha: float
) -> _Tails:
    """The delta method: counts to the power 2/3 are nearly normal (Farrington et al. 1996)."""
    power = np.cbrt(mean) ** 2
    spread = np.sqrt(4.0 / 9.0 * np.cbrt(mean) * (dispersion + error**2 * mean))
    z = (np.cbrt(observed) ** 2 - power) / spread
    upper = np.maximum(power - ndtri(alpha) * spread, 0.0) ** 1.5
    return _Tails(ndtr(-z), ndtr(-z), ndtr(z), upper)


def _gate(
    counts: Floats,
    weeks: NDArray[np.int64],
    settings: FarringtonSettings,
    serious: Flags | None,
) -> Flags:
    """Where the latest weeks hold events enough, or every event counts."""
    events, length = settings.gate
    total = np.cumsum(np.nan_to_num(counts), axis=1)
    total = np.concatenate([np.zeros((len(counts), 1)), total], axis=1)
    latest = total[:, weeks + 1] - total[:, np.maximum(weeks + 1 - length, 0)]
    gate = latest >= events
    if settings.mode == "product":
        gate &= np.nan_to_num(counts[:, weeks]) >= FEWEST_FOR_ALARM
    return gate if serious is None else gate | serious[:, np.newaxis]


def _score(observed: Floats, mean: Floats, upper: Floats, settings: FarringtonSettings) -> Floats:
    """How far beyond the mean, in distances to the bound; above 1 beyond it."""
    if settings.mode == "product":
        return (observed - mean) / np.maximum(upper - mean, NARROWEST)
    if settings.threshold != "delta":
        mean = np.log(mean)  # R surveillance takes the mean on the log scale here
    return (observed - mean) / (upper - mean)
