"""Slow rises: a cumulative sum of evidence that the mean is half as large again.

The log likelihood ratio of the negative binomial (variance = dispersion x mean) with
mean ``ratio`` x expected against expected, summed and never below 0 (Page 1954,
Biometrika 41:100; Hohle & Paul 2008, Comput Stat Data Anal 52:4357).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.early_warning.distribution import NEARLY_POISSON, quantile, tail
from samsyn.analysis.errors import InvalidInputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

KIND = 1.1
"""Series whose mean and dispersion differ by less than this factor share a threshold."""
LONGEST = 5
"""Length of a simulated course, in mean times between alarms."""
SELDOM = 1e-9
"""Chance of the counts that a simulation leaves out."""


@dataclass(frozen=True)
class Cusum:
    """Arrays (series, weeks): the sum after each week, and where it is at its threshold.

    A missing week leaves the sum as it was and is no alarm.
    """

    value: Floats
    alarm: Flags


def nb_cusum(
    counts: ArrayLike,
    expected: ArrayLike,
    dispersion: ArrayLike,
    threshold: ArrayLike,
    *,
    ratio: float = 1.5,
    acknowledged: ArrayLike | None = None,
    restart: bool = False,
) -> Cusum:
    """Add up week by week what speaks for a mean of ``ratio`` x ``expected``.

    ``counts`` (series, weeks), NaN where missing; ``expected`` (events a week) and
    ``dispersion`` broadcast to them; ``threshold`` (series,) from ``cusum_threshold``.
    After a week that is ``acknowledged`` (series, weeks) the sum begins at 0 again;
    until then it goes on. With ``restart`` it begins again after every alarm. A
    ``ratio`` below 1 follows slow falls.

    Raises InvalidInputError for means that are not above 0, dispersions below 1, or a
    ratio that is 1 or not above 0.
    """
    observed = np.array(counts, np.float64)
    evidence = log_ratio(observed, expected, dispersion, ratio)
    evidence = np.where(np.isnan(observed), 0.0, evidence)
    begin = np.zeros(observed.shape, np.bool_)
    begin[:, 1:] = False if acknowledged is None else np.asarray(acknowledged, np.bool_)[:, :-1]
    limit = np.asarray(threshold, np.float64)
    value = np.empty_like(evidence)
    total = np.zeros(len(evidence))
    for week in range(evidence.shape[1]):
        total[begin[:, week]] = 0.0
        total = np.maximum(total + evidence[:, week], 0.0)
        value[:, week] = total
        if restart:
            total[total >= limit] = 0.0
    return Cusum(value, (value >= limit[:, np.newaxis]) & np.isfinite(observed))


def log_ratio(
    counts: ArrayLike, expected: ArrayLike, dispersion: ArrayLike, ratio: float
) -> Floats:
    """Log likelihood ratio of each count; arrays broadcast.

    Raises InvalidInputError as ``nb_cusum`` does.
    """
    y, mean, phi = (np.asarray(part, np.float64) for part in (counts, expected, dispersion))
    if np.any(mean <= 0.0) or np.any(phi < 1.0):
        raise InvalidInputError("Give means above 0 and dispersions from 1.")
    if ratio <= 0.0 or ratio == 1.0:
        raise InvalidInputError(f"Give a ratio above 0 other than 1, not {ratio}.")
    size = mean / np.maximum(phi - 1.0, NEARLY_POISSON)
    rise = (ratio - 1.0) * mean
    # log((r + ratio mean) / (r + mean)), accurate for a large r too
    spread = np.log1p(rise / (size + mean))
    poisson = y * np.log(ratio) - rise
    evidence: Floats = y * np.log(ratio) - (y + size) * spread
    return np.where(phi - 1.0 > NEARLY_POISSON, evidence, poisson)


def cusum_threshold(
    expected: ArrayLike,
    dispersion: ArrayLike,
    rng: np.random.Generator,
    *,
    ratio: float = 1.5,
    weeks_between: int = 104,
    courses: int = 300,
) -> Floats:
    """Thresholds (series,) that an unchanged series reaches after ``weeks_between`` weeks.

    ``expected`` and ``dispersion`` (series,). By simulation of ``courses`` courses from
    0, the same chances for every series; 300 give the mean time to an alarm to some
    6 per cent. It is never shorter than asked in the courses simulated, and longer where
    few counts are possible. Series whose mean and dispersion agree to a tenth share a
    threshold.

    Raises InvalidInputError as ``nb_cusum`` does.
    """
    mean, phi = np.broadcast_arrays(np.asarray(expected, np.float64), dispersion)
    log_ratio(0.0, mean, phi, ratio)
    steps = np.round(np.log(np.stack([mean, phi], axis=-1)) / np.log(KIND))
    kinds, which = np.unique(steps, axis=0, return_inverse=True)
    chances = rng.random((LONGEST * weeks_between, courses))
    found = [_threshold(KIND ** kind[0], KIND ** kind[1], ratio, chances) for kind in kinds]
    thresholds: Floats = np.array(found)
    return thresholds[which.ravel()]


def _threshold(mean: float, dispersion: float, ratio: float, chances: Floats) -> float:
    """The threshold of one kind of series.

    The mean time to reach h is the number of weeks, per course, whose highest sum so
    far is below h: so h is an order statistic of those highest sums. Courses are cut
    at five times the wanted mean, which hides less than a hundredth of it.
    """
    highest = np.zeros_like(chances)
    total = np.zeros(chances.shape[1])
    limit = quantile(SELDOM, np.array([mean]), np.array([dispersion]))[0]
    counts = np.arange(limit + 1.0)
    cumulative = 1.0 - tail(counts[1:], np.array(mean), np.array(dispersion))
    evidence = log_ratio(counts, mean, dispersion, ratio)
    for week, chance in enumerate(chances):
        total = np.maximum(total + evidence[np.searchsorted(cumulative, chance)], 0.0)
        np.maximum(highest[week - 1], total, out=highest[week])  # before the first: still 0
    wanted = chances.size // LONGEST - 1
    return float(np.nextafter(np.partition(highest, wanted, axis=None)[wanted], np.inf))
