"""Poisson regression on season and trend, all series at once, in closed-form steps.

log mean = level of the season + slope x time + log exposure. The design is the same
for every series and a row belongs to one season only, so X'VX is an arrow matrix:
with V the working weights, the sums over a season (total of V, mean time) and over
all seasons (spread of V about the mean times) give Newton's step in closed form.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
class Sums:
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
    def of(cls, counts: Floats, weights: Floats, exposure: Floats, design: Design) -> "Sums":
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

    def take(self, rows: Flags) -> "Sums":
        parts = (self.exposed, self.events, self.timed, self.constant, self.flat)
        return Sums(*(part[rows] for part in parts))


@dataclass(frozen=True)
class Arrow:
    """X'VX of every series: per season total and mean time of V, and the spread."""

    total: Floats
    mean_time: Floats
    spread: Floats

    @classmethod
    def of(cls, moments: Floats) -> "Arrow":
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
class Point:
    """Parameters of every series, with the moments of the means at them."""

    alpha: Floats
    beta: Floats
    moments: Floats
    deviance: Floats

    @classmethod
    def at(cls, alpha: Floats, beta: Floats, sums: Sums, design: Design, *, trend: bool) -> "Point":
        moments = sums.flat
        if trend:
            growth = np.exp(beta[:, np.newaxis] * design.time)
            growth *= sums.exposed
            moments = design.moments(growth)
        moments = moments * np.exp(alpha)[:, np.newaxis, :]
        linear = np.sum(alpha * sums.events, axis=1) + beta * sums.timed
        deviance = 2.0 * (sums.constant - linear + np.sum(moments[:, 0], axis=1))
        return cls(alpha, beta, moments, deviance)

    def take(self, rows: Flags | NDArray[np.intp]) -> "Point":
        parts = (self.alpha, self.beta, self.moments, self.deviance)
        return Point(*(part[rows] for part in parts))

    def put(self, rows: NDArray[np.intp], values: "Point") -> None:
        self.alpha[rows], self.beta[rows] = values.alpha, values.beta
        self.moments[rows], self.deviance[rows] = values.moments, values.deviance


def newton(
    point: Point, sums: Sums, design: Design, *, trend: bool, r_compat: bool
) -> tuple[Point, Point, Flags]:
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
        levels, slope = Arrow.of(point.moments).solve(right, timed, steepest)
        following = Point.at(point.alpha + levels, point.beta + slope, sums, design, trend=trend)
        if r_compat:
            change = np.abs(following.deviance - point.deviance)
            done = change < STOP_CHANGE * (np.abs(following.deviance) + 0.1)
        else:
            largest = np.maximum(np.max(np.abs(levels), axis=1), reach * np.abs(slope))
            done = largest < SMALLEST_STEP
        last.put(pending, following)
        before.put(pending, point)
        settled[pending] = done
        pending = pending[~done]
        if not pending.size:
            break
        point, sums = following.take(~done), sums.take(~done)
    return last, before, settled


@dataclass(frozen=True)
class Fit:
    """A fitted model at every row: log means, means and working weights V (series, n)."""

    log_means: Floats
    means: Floats
    working: Floats
    arrow: Arrow
    last: Point
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
    arrow = Arrow.of(design.moments(working))
    return arrow.solve(right[:, 0], np.sum(right[:, 1], axis=1), np.inf if trend else 0.0)


def fit_model(
    counts: Floats,
    weights: Floats,
    exposure: Floats,
    design: Design,
    *,
    trend: bool,
    r_compat: bool,
) -> Fit:
    """Fit every series; ``weights`` of 0 leave a row out.

    With ``r_compat`` the fit begins and ends where R's ``glm`` does, and working weights
    are those of the means one step before the last.
    """
    sums = Sums.of(counts, weights, exposure, design)
    if r_compat:
        start = _first_guess(counts, weights, exposure, design, trend=trend)
    else:
        np.maximum(sums.events, ALMOST_NOTHING, out=sums.events)
        observed = np.where(sums.flat[:, 0] > 0.0, sums.flat[:, 0], 1.0)
        start = np.log(sums.events / observed), np.zeros(len(counts))
    point = Point.at(*start, sums, design, trend=trend)
    last, before, settled = newton(point, sums, design, trend=trend, r_compat=r_compat)
    log_means = np.log(exposure) + design.rows(last.alpha, last.beta)
    means = np.exp(log_means)
    at = before if r_compat else last
    working = weights * exposure * np.exp(design.rows(at.alpha, at.beta))
    rank = np.sum(design.sums(weights) > 0.0, axis=1) + trend
    freedom = np.sum(weights > 0.0, axis=1) - rank
    freedom = np.maximum(freedom, 1).astype(np.float64)
    return Fit(log_means, means, working, Arrow.of(at.moments), last, settled, trend, freedom)
