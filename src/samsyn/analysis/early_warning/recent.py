"""Short histories: the last twelve weeks without alarm, with a shared dispersion.

For series with half a year but less than a whole reference year. It is what EARS
does (Hutwagner et al. 2003) with a negative binomial in place of the normal
distribution: in small counts a normal bound alarms three times as often as it says.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.early_warning.distribution import tail
from samsyn.analysis.early_warning.history import History
from samsyn.analysis.early_warning.settings import LEAST_MEAN

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

WEEKS = 12
"""Latest weeks without alarm that form the baseline."""


@dataclass(frozen=True)
class Recent:
    """Per series: mean per exposure, sum of exposure and weeks; the shared dispersion."""

    mean: Floats
    exposure: Floats
    weeks: NDArray[np.int64]
    dispersion: float


def recent(history: History, series: Rows, week: int, alpha: float) -> Recent:
    """Baselines of ``series`` for ``week``; weeks beyond their own bound are left out.

    Weeks are gone through from the first; each is compared with the twelve before it
    that were not themselves alarms. The dispersion is pooled over the series.
    """
    start = int(history.first[series].min())
    counts = history.counts[series, start:week]
    exposure = history.exposure[series, start:week]
    usual = np.isfinite(counts)
    for j in range(WEEKS, counts.shape[1]):
        at = _pooled(counts[:, :j], exposure[:, :j], usual[:, :j])
        expected = np.maximum(at.mean * exposure[:, j], LEAST_MEAN)
        p = tail(np.nan_to_num(counts[:, j]), expected, np.full(len(series), at.dispersion))
        usual[:, j] &= p > alpha
    return _pooled(counts, exposure, usual)


def _pooled(counts: Floats, exposure: Floats, usual: NDArray[np.bool_]) -> Recent:
    """Means over the latest usual weeks of each series and Pearson's pooled dispersion."""
    from_the_end = np.cumsum(usual[:, ::-1], axis=1)[:, ::-1]
    taken = usual & (from_the_end <= WEEKS)
    total = np.sum(exposure, axis=1, where=taken)
    mean = np.sum(counts, axis=1, where=taken) / np.maximum(total, 1e-300)
    fitted = mean[:, np.newaxis] * exposure
    squares = np.sum((counts - fitted) ** 2 / np.maximum(fitted, 1e-300), where=taken)
    weeks = taken.sum(axis=1)
    freedom = max(int(np.sum(weeks - (weeks > 0))), 1)
    return Recent(mean, total, weeks, max(1.0, float(squares) / freedom))
