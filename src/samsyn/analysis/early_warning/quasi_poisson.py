"""Farrington's quasi-Poisson model of a baseline, all series of a week at once.

Variance = dispersion x mean; weeks of the baseline that were outbreaks themselves are
weighted down (Farrington et al. 1996; Noufaily et al. 2013). The fit is ``arrow``'s.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from samsyn.analysis.early_warning.arrow import Design, Fit, fit_model
from samsyn.analysis.early_warning.weeks import Baseline

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TREND_LEVEL = 0.05
"""A trend is kept when its p-value is below this."""
LEAST_FREE = 1e-10
"""Least share of a row's residual that is its own: a season of one row has none."""
BLOCK = 256
"""Series fitted together: as many as fit the processor's cache."""


@dataclass(frozen=True)
class Fitting:
    """How a model is fitted.

    With ``r_compat`` it stops where R's ``glm`` stops, and variances are those of the
    means one step earlier; otherwise the fit is carried to convergence and every
    variance is that of the final means. ``weights_left``: standard errors take the
    weights for the working weights, as R's ``farringtonFlexible`` does; otherwise, with
    ``r_compat``, the trend is tested with a dispersion that may be below 1.
    """

    r_compat: bool = False
    weights_left: bool = False
    reweight_above: float = 2.58
    trend: Literal["when_significant", "always", "never"] = "when_significant"


@dataclass(frozen=True)
class Estimates:
    """What the tested week needs to know of each series; all arrays (series,).

    ``log_mean`` is that of the tested week at exposure 1 and ``error`` its standard
    error; ``trend`` says whether a slope was kept and ``slope`` its size per week, 0
    without.
    """

    log_mean: Floats
    error: Floats
    dispersion: Floats
    slope: Floats
    trend: Flags

    def put(self, rows: Flags | NDArray[np.intp], values: "Estimates") -> None:
        """Overwrite the given series."""
        for name in self.__dataclass_fields__:
            getattr(self, name)[rows] = getattr(values, name)


@dataclass(frozen=True)
class Sample:
    """Counts (0 where missing), 1 or 0 for observed or missing, and exposure: (series, n)."""

    counts: Floats
    observed: Floats
    exposure: Floats

    @classmethod
    def of(cls, counts: Floats, exposure: Floats) -> "Sample":
        """From counts with NaN where missing."""
        observed = np.isfinite(counts)
        return cls(np.where(observed, counts, 0.0), observed.astype(np.float64), exposure)

    def take(self, rows: slice | Flags) -> "Sample":
        """Some of the series."""
        return Sample(self.counts[rows], self.observed[rows], self.exposure[rows])


@dataclass(frozen=True)
class Refitted:
    """A model fitted, reweighted and fitted again; arrays (series,).

    ``log_mean`` of the tested week at exposure 1 with its standard ``error``; the slope
    per week with its own; ``freedom`` rows less parameters; ``settled`` is False where
    a fit was given up.
    """

    log_mean: Floats
    error: Floats
    dispersion: Floats
    slope: Floats
    slope_error: Floats
    freedom: Floats
    settled: Flags

    def estimates(self, trend: Flags) -> Estimates:
        """The same, with a verdict on the trend."""
        return Estimates(self.log_mean, self.error, self.dispersion, self.slope, trend)


Refit = Callable[[Sample, Design, Fitting, bool], Refitted]


def estimate(sample: Sample, baseline: Baseline, fitting: Fitting, refit: Refit) -> Estimates:
    """Fit every series to its baseline, with the trend that the data bear out.

    The columns of ``sample`` are the rows of ``baseline``. A trend "when_significant"
    is kept when its p-value against Student's t is below 0.05 and the mean it gives the
    tested week is not above every count (per exposure) of the baseline.
    """
    design = Design.of(baseline)
    with np.errstate(all="ignore"):  # a fit that runs away is seen by its not settling
        blocks = [
            _with_trend(sample.take(slice(i, i + BLOCK)), design, fitting, refit)
            for i in range(0, max(len(sample.counts), 1), BLOCK)
        ]
    columns = ([getattr(block, field.name) for block in blocks] for field in fields(Estimates))
    return Estimates(*(np.concatenate(column) for column in columns))


def _with_trend(sample: Sample, design: Design, fitting: Fitting, refit: Refit) -> Estimates:
    if fitting.trend == "never":
        return refit(sample, design, fitting, False).estimates(
            np.zeros(len(sample.counts), np.bool_)
        )
    steep = refit(sample, design, fitting, True)
    keep = steep.settled
    if fitting.trend == "when_significant":
        p = 2.0 * stdtr(steep.freedom, -np.abs(steep.slope) / steep.slope_error)
        highest = np.max(sample.counts / sample.exposure, axis=1)
        keep = keep & (p < TREND_LEVEL) & (np.exp(steep.log_mean) <= highest)
    result = steep.estimates(keep)
    if not np.all(keep):
        level = refit(sample.take(~keep), design, fitting, False)
        result.put(~keep, level.estimates(np.zeros(len(level.slope), np.bool_)))
    return result


def refit_arrays(sample: Sample, design: Design, fitting: Fitting, trend: bool) -> Refitted:
    """Fit, weight down the weeks that were outbreaks, and fit again: in NumPy."""
    counts, exposure, r_compat = sample.counts, sample.exposure, fitting.r_compat
    first = fit_model(counts, sample.observed, exposure, design, trend=trend, r_compat=r_compat)
    weights = _reweighted(first, sample, design, fitting.reweight_above)
    fit = fit_model(counts, weights, exposure, design, trend=trend, r_compat=r_compat)
    pearson = _pearson(fit, counts)
    dispersion = scale = np.maximum(1.0, pearson)
    slope_scale = pearson if r_compat else dispersion
    if fitting.weights_left:
        squares = np.sum(weights * (counts / fit.means - 1.0) ** 2, axis=1)
        scale = slope_scale = squares / fit.freedom
    variance = 1.0 / fit.arrow.total[:, -1]
    if trend:
        variance = variance + fit.arrow.mean_time[:, -1] ** 2 / fit.arrow.spread
    return Refitted(
        log_mean=fit.last.alpha[:, -1],
        error=np.sqrt(scale * variance),
        dispersion=dispersion,
        slope=fit.last.beta,
        slope_error=np.sqrt(slope_scale / fit.arrow.spread),
        freedom=fit.freedom,
        settled=first.settled & fit.settled,
    )


def _pearson(fit: Fit, counts: Floats) -> Floats:
    """Pearson's statistic per degree of freedom."""
    squares: Floats = np.sum(fit.working * (counts / fit.means - 1.0) ** 2, axis=1)
    return squares / fit.freedom


def _reweighted(fit: Fit, sample: Sample, design: Design, above: float) -> Floats:
    """Weights s^-2 for rows whose Anscombe residual s exceeds ``above``, scaled to sum n."""
    leverage = fit.working * design.spread_out(1.0 / fit.arrow.total)
    if fit.trend:
        distance = design.time - design.spread_out(fit.arrow.mean_time)
        leverage += fit.working * distance * distance / fit.arrow.spread[:, np.newaxis]
    own = np.maximum(1.0 - leverage, LEAST_FREE)
    sixth = np.exp(fit.log_means / 6.0)
    dispersion = np.maximum(1.0, _pearson(fit, sample.counts))
    spread = np.sqrt(dispersion[:, np.newaxis] * own)
    residual = 1.5 * (np.cbrt(sample.counts) ** 2 / sixth - sixth**3) / spread
    weights = sample.observed * np.where(residual > above, residual, 1.0) ** -2.0
    scale = np.sum(sample.observed, axis=1) / np.sum(weights, axis=1)
    weights *= scale[:, np.newaxis]
    return weights
