"""Quasi-Poisson regression on season and trend, all series of a week at once.

The model is Farrington's (Farrington et al. 1996; Noufaily et al. 2013):
log mean = level of the season + slope x time (+ log exposure), variance =
dispersion x mean. The design is the same for every series, and a row belongs to one
season only, so X'VX is an arrow matrix: with V the working weights, the sums over a
season (total of V, mean time) and over all seasons (spread of V about the mean
times) give Newton's step in closed form.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from samsyn.analysis.early_warning.weeks import Baseline

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

START = 0.1
"""What is added to the counts as the first guess of their means (R's ``glm``)."""
ALMOST_NOTHING = 1e-10
"""Events given to a season without any, so that its mean is positive."""
ROUNDS = 25
"""Newton steps before a fit is given up; R's ``glm`` takes as many."""
SMALLEST_STEP = 1e-8
"""Change of the log mean below which a fit has converged: the next is its square."""
STOP_CHANGE = 1e-8
"""Relative change of the deviance at which R's ``glm`` stops."""
TREND_LEVEL = 0.05
"""A trend is kept when its p-value is below this."""
BLOCK = 256
"""Series fitted together: as many as fit the processor's cache."""


@dataclass(frozen=True)
class Fitting:
    """How a model is fitted.

    With ``r_compat`` it stops where R's ``glm`` stops, and variances are those of the
    means one step earlier; otherwise the fit is carried to convergence and every
    variance is that of the final means. ``weights_left``: standard errors take the
    weights for the working weights, as R's ``farringtonFlexible`` does.
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
class Design:
    """Seasons and times (n,) of the baseline; rows of a season lie together."""

    level: NDArray[np.int64]
    starts: NDArray[np.int64]
    time: Floats

    @classmethod
    def of(cls, baseline: Baseline) -> "Design":
        starts = np.searchsorted(baseline.level, np.arange(baseline.levels))
        return cls(baseline.level, starts, baseline.time)

    def sums(self, values: Floats) -> Floats:
        """Sums over each season: (series, n) to (series, levels)."""
        # not a matrix product: for these sizes the threads of BLAS cost more than they do
        return np.add.reduceat(values, self.starts, axis=1)

    def moments(self, values: Floats) -> Floats:
        """Sums of values x (1, time, time^2) over each season: (series, 3, levels)."""
        timed = values * self.time
        parts = self.sums(values), self.sums(timed), self.sums(timed * self.time)
        return np.stack(parts, axis=1)

    def spread_out(self, levels: Floats) -> Floats:
        """Per-season values (series, levels) at every row (series, n)."""
        return levels.take(self.level, axis=1)

    def rows(self, alpha: Floats, beta: Floats) -> Floats:
        """Level + slope x time at every row (series, n)."""
        return self.spread_out(alpha) + beta[:, np.newaxis] * self.time


@dataclass(frozen=True)
class _Sums:
    """What Newton's steps need of the data."""

    exposed: Floats
    """Weight x exposure (series, n)."""
    events: Floats
    """Weighted events of each season (series, levels)."""
    timed: Floats
    """Weighted events x time (series,)."""
    constant: Floats
    """What the deviance holds beside the parameters (series,)."""
    flat: Floats
    """Moments of the exposed weights (series, 3, levels)."""

    @classmethod
    def of(cls, counts: Floats, weights: Floats, exposure: Floats, design: Design) -> "_Sums":
        weighted = weights * counts
        constant = weighted * (np.log(np.maximum(counts, 1.0) / exposure) - 1.0)
        exposed = weights * exposure
        return cls(
            exposed,
            design.sums(weighted),
            np.sum(weighted * design.time, axis=1),
            np.sum(constant, axis=1),
            design.moments(exposed),
        )

    def take(self, rows: Flags) -> "_Sums":
        parts = (self.exposed, self.events, self.timed, self.constant, self.flat)
        return _Sums(*(part[rows] for part in parts))


@dataclass(frozen=True)
class _Arrow:
    """X'VX of every series: per season total and mean time of V, and the spread."""

    total: Floats
    mean_time: Floats
    spread: Floats

    @classmethod
    def of(cls, moments: Floats) -> "_Arrow":
        total = np.where(moments[:, 0] > 0.0, moments[:, 0], 1.0)
        mean_time = moments[:, 1] / total
        spread = np.sum(moments[:, 2] - moments[:, 1] * mean_time, axis=1)
        return cls(total, mean_time, spread)

    def solve(self, right: Floats, timed: Floats, steepest: float) -> tuple[Floats, Floats]:
        """Levels and slope, the slope ``steepest`` at most, that X'VX turns into the arguments."""
        free = timed - np.sum(self.mean_time * right, axis=1)
        slope = np.divide(free, self.spread, out=np.zeros_like(free), where=self.spread > 0.0)
        slope = np.clip(slope, -steepest, steepest)
        return right / self.total - slope[:, np.newaxis] * self.mean_time, slope


@dataclass(frozen=True)
class _Point:
    """Parameters of every series, with the moments of the means at them."""

    alpha: Floats
    beta: Floats
    moments: Floats
    deviance: Floats

    @classmethod
    def at(
        cls, alpha: Floats, beta: Floats, sums: _Sums, design: Design, *, trend: bool
    ) -> "_Point":
        moments = sums.flat
        if trend:
            growth = np.exp(beta[:, np.newaxis] * design.time)
            growth *= sums.exposed
            moments = design.moments(growth)
        moments = moments * np.exp(alpha)[:, np.newaxis, :]
        linear = np.sum(alpha * sums.events, axis=1) + beta * sums.timed
        deviance = 2.0 * (sums.constant - linear + np.sum(moments[:, 0], axis=1))
        return cls(alpha, beta, moments, deviance)

    def take(self, rows: Flags | NDArray[np.intp]) -> "_Point":
        parts = (self.alpha, self.beta, self.moments, self.deviance)
        return _Point(*(part[rows] for part in parts))

    def put(self, rows: NDArray[np.intp], values: "_Point") -> None:
        self.alpha[rows], self.beta[rows] = values.alpha, values.beta
        self.moments[rows], self.deviance[rows] = values.moments, values.deviance


def _newton(
    point: _Point, sums: _Sums, design: Design, *, trend: bool, r_compat: bool
) -> tuple[_Point, _Point, Flags]:
    """Where Newton's steps end, the point one step earlier, and which series settled.

    Series that have settled are left out of later rounds. Unless ``r_compat`` a step
    changes the slope by e^2 over the whole baseline at most, so that a series with
    few events does not run away.
    """
    reach = float(np.max(-design.time))
    steepest = 0.0 if not trend else np.inf if r_compat else 2.0 / reach
    everything = np.arange(len(point.beta))
    last, before = point.take(everything), point.take(everything)
    settled = np.zeros(len(everything), np.bool_)
    pending = everything
    for _ in range(ROUNDS - 1):
        right = sums.events - point.moments[:, 0]
        timed = sums.timed - np.sum(point.moments[:, 1], axis=1)
        levels, slope = _Arrow.of(point.moments).solve(right, timed, steepest)
        following = _Point.at(point.alpha + levels, point.beta + slope, sums, design, trend=trend)
        if r_compat:
            change = np.abs(following.deviance - point.deviance)
            done = change < STOP_CHANGE * (np.abs(following.deviance) + 0.1)
        else:
            done = np.max(np.abs(levels), axis=1) + reach * np.abs(slope) < SMALLEST_STEP
        last.put(pending, following)
        before.put(pending, point)
        settled[pending] = done
        pending = pending[~done]
        if not pending.size:
            break
        point, sums = following.take(~done), sums.take(~done)
    return last, before, settled


@dataclass(frozen=True)
class _Fit:
    """A fitted model at every row: log means, means and working weights V (series, n)."""

    log_means: Floats
    means: Floats
    working: Floats
    arrow: _Arrow
    last: _Point
    settled: Flags
    trend: bool
    freedom: Floats
    """Rows with weight less parameters (series,)."""


def _first_guess(
    counts: Floats, weights: Floats, exposure: Floats, design: Design, *, trend: bool
) -> tuple[Floats, Floats]:
    """Levels and slope after R's first round: weighted least squares from counts + 0.1."""
    means = counts + START
    working = weights * means
    response = working * (np.log(means / exposure) - START / means)
    right = design.moments(response)
    arrow = _Arrow.of(design.moments(working))
    return arrow.solve(right[:, 0], np.sum(right[:, 1], axis=1), np.inf if trend else 0.0)


def _fit(
    counts: Floats,
    weights: Floats,
    exposure: Floats,
    design: Design,
    *,
    trend: bool,
    r_compat: bool,
) -> _Fit:
    sums = _Sums.of(counts, weights, exposure, design)
    if r_compat:
        start = _first_guess(counts, weights, exposure, design, trend=trend)
    else:
        np.maximum(sums.events, ALMOST_NOTHING, out=sums.events)
        observed = np.where(sums.flat[:, 0] > 0.0, sums.flat[:, 0], 1.0)
        start = np.log(sums.events / observed), np.zeros(len(counts))
    point = _Point.at(*start, sums, design, trend=trend)
    last, before, settled = _newton(point, sums, design, trend=trend, r_compat=r_compat)
    log_means = np.log(exposure) + design.rows(last.alpha, last.beta)
    means = np.exp(log_means)
    at = before if r_compat else last
    working = weights * exposure * np.exp(design.rows(at.alpha, at.beta))
    rank = np.sum(design.sums(weights) > 0.0, axis=1) + trend
    freedom = np.sum(weights > 0.0, axis=1) - rank
    freedom = np.maximum(freedom, 1).astype(np.float64)
    return _Fit(log_means, means, working, _Arrow.of(at.moments), last, settled, trend, freedom)


def _dispersion(fit: _Fit, counts: Floats) -> Floats:
    """Pearson's statistic per degree of freedom, at least 1."""
    relative = counts / fit.means - 1.0
    squares: Floats = np.sum(fit.working * relative * relative, axis=1)
    return np.maximum(1.0, squares / fit.freedom)


def _reweighted(
    fit: _Fit, counts: Floats, observed: Floats, dispersion: Floats, design: Design, above: float
) -> Floats:
    """Weights s^-2 for rows whose Anscombe residual s exceeds ``above``, scaled to sum n."""
    leverage = fit.working * design.spread_out(1.0 / fit.arrow.total)
    if fit.trend:
        distance = design.time - design.spread_out(fit.arrow.mean_time)
        leverage += fit.working * distance * distance / fit.arrow.spread[:, np.newaxis]
    sixth = np.exp(fit.log_means / 6.0)
    spread = np.sqrt(dispersion[:, np.newaxis] * (1.0 - leverage))
    residual = 1.5 * (np.cbrt(counts) ** 2 / sixth - sixth**3) / spread
    weights = observed * np.where(residual > above, residual, 1.0) ** -2.0
    scale = np.sum(observed, axis=1) / np.sum(weights, axis=1)
    weights *= scale[:, np.newaxis]
    return weights


def estimate(counts: Floats, exposure: Floats, baseline: Baseline, fitting: Fitting) -> Estimates:
    """Fit every series to its baseline, with the trend that the data bear out.

    ``counts`` and ``exposure`` are (series, n) at the rows of ``baseline``; a NaN count
    is a missing week and leaves its row out. Outbreaks in the baseline are weighted
    down and the model fitted again. A trend "when_significant" is kept when its
    p-value is below 0.05 and the mean it gives the tested week is not above every
    count (per exposure) of the baseline.
    """
    design = Design.of(baseline)
    starts = range(0, max(len(counts), 1), BLOCK)
    blocks = [
        _estimate(counts[i : i + BLOCK], exposure[i : i + BLOCK], design, fitting) for i in starts
    ]
    names = Estimates.__dataclass_fields__
    return Estimates(*(np.concatenate([getattr(b, name) for b in blocks]) for name in names))


def _estimate(counts: Floats, exposure: Floats, design: Design, fitting: Fitting) -> Estimates:
    observed = np.isfinite(counts).astype(np.float64)
    counts = np.where(observed > 0.0, counts, 0.0)
    if fitting.trend == "never":
        return _refitted(counts, observed, exposure, design, fitting, trend=False)
    result = _refitted(counts, observed, exposure, design, fitting, trend=True)
    if fitting.trend == "when_significant":
        highest = np.max(counts / exposure, axis=1)
        result.trend[np.exp(result.log_mean) > highest] = False
    rest = ~result.trend
    if np.any(rest):
        parts = counts[rest], observed[rest], exposure[rest]
        result.put(rest, _refitted(*parts, design, fitting, trend=False))
    return result


def _refitted(
    counts: Floats,
    observed: Floats,
    exposure: Floats,
    design: Design,
    fitting: Fitting,
    *,
    trend: bool,
) -> Estimates:
    """Fitted, reweighted and fitted again; ``trend`` of the result says that it holds."""
    first = _fit(counts, observed, exposure, design, trend=trend, r_compat=fitting.r_compat)
    dispersion = _dispersion(first, counts)
    weights = _reweighted(first, counts, observed, dispersion, design, fitting.reweight_above)
    fit = _fit(counts, weights, exposure, design, trend=trend, r_compat=fitting.r_compat)
    dispersion = _dispersion(fit, counts)
    scale = dispersion
    if fitting.weights_left:
        relative = counts / fit.means - 1.0
        scale = np.sum(weights * relative * relative, axis=1) / fit.freedom
    variance = 1.0 / fit.arrow.total[:, -1]
    holds = first.settled & fit.settled & trend
    if trend:
        variance = variance + fit.arrow.mean_time[:, -1] ** 2 / fit.arrow.spread
    if trend and fitting.trend == "when_significant":
        t = np.abs(fit.last.beta) / np.sqrt(scale / fit.arrow.spread)
        holds &= 2.0 * stdtr(fit.freedom, -t) < TREND_LEVEL
    error = np.sqrt(scale * variance)
    return Estimates(fit.last.alpha[:, -1], error, dispersion, fit.last.beta, holds)
