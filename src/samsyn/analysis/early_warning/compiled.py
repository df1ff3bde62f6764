"""The compiled path of the quasi-Poisson fit (extra ``fast``), series by series.

It gives the figures of ``quasi_poisson.refit_arrays`` to 1e-12; that module says what
is computed and why. Here logarithms of whole counts and exp(slope x time) come from
tables, and no second fit is made where no week was weighted down.
"""

from collections.abc import Callable
from typing import NamedTuple, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.early_warning.arrow import (
    ALMOST_NOTHING,
    ROUNDS,
    SMALLEST_STEP,
    START,
    STOP_CHANGE,
    Design,
)
from samsyn.analysis.early_warning.quasi_poisson import LEAST_FREE, Fitting, Refitted, Sample

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
P = ParamSpec("P")
R = TypeVar("R")

FINE = 32
"""Length of the fine table of exp(slope x time) and step of the coarse one."""


class Calendar(NamedTuple):
    """The design: where each season begins and ends, and when its rows are.

    ``time`` (n,) is the distance to the tested week (negative), ``age`` the same as
    a positive whole number, ``reach`` the largest. ``entropy`` and ``guess`` hold, for
    each count that occurs, count x log count - count, and the logarithm of the first
    guess of its mean.
    """

    bounds: Integers
    time: Floats
    age: Integers
    reach: int
    entropy: Floats
    guess: Floats


class Series(NamedTuple):
    """One series (n,) with its weights, weight x exposure, and the sums over seasons."""

    counts: Floats
    exposure: Floats
    weights: Floats
    exposed: Floats
    events: Floats
    timed: float
    constant: float


class Work(NamedTuple):
    """Arrays used again for every series.

    ``moments`` (3, levels) of the means without their levels, ``arrow`` (2, levels)
    total and mean time of the working weights, ``points`` (2, levels + 1) levels and
    slope of the last point and the one before, ``growth`` exp(slope x time) by age,
    ``fitted`` (3, n) means, working weights and squared relative residuals.
    """

    moments: Floats
    arrow: Floats
    points: Floats
    growth: Floats
    fitted: Floats


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile on first use, keep on disk, and divide as NumPy does."""
    return cast(Callable[P, R], numba.njit(cache=True, error_model="numpy")(function))


def refit_compiled(sample: Sample, design: Design, fitting: Fitting, trend: bool) -> Refitted:
    """As ``quasi_poisson.refit_arrays``."""
    possible = np.arange(np.max(sample.counts, initial=0.0) + 1.0)
    calendar = Calendar(
        bounds=np.append(design.starts, design.level.size).astype(np.int64),
        time=np.ascontiguousarray(design.time),
        age=np.rint(-design.time).astype(np.int64),
        reach=int(-design.time.min()),
        entropy=possible * np.log(np.maximum(possible, 1.0)) - possible,
        guess=np.log(possible + START),
    )
    result = np.empty((len(sample.counts), 7))
    _refit_all(
        (
            np.ascontiguousarray(sample.counts),
            np.ascontiguousarray(sample.observed),
            np.ascontiguousarray(sample.exposure),
        ),
        calendar,
        fitting.reweight_above,
        (fitting.r_compat, fitting.weights_left, trend),
        result,
    )
    log_mean, error, dispersion, slope, slope_error, freedom, settled = result.T.copy()
    return Refitted(log_mean, error, dispersion, slope, slope_error, freedom, settled > 0.0)


@compiled
def _grow(slope: float, growth: Floats) -> None:
    """exp(slope x time) for every age, from two short tables."""
    growth[:] = 1.0
    if slope == 0.0:
        return
    fine, factor = np.ones(FINE), np.exp(-slope)
    for near in range(1, FINE):
        fine[near] = fine[near - 1] * factor
    for far in range(0, len(growth), FINE):
        coarse = np.exp(-slope * far)
        for near in range(min(FINE, len(growth) - far)):
            growth[far + near] = coarse * fine[near]


@compiled
def _moments(values: Floats, growth: Floats, calendar: Calendar, out: Floats) -> None:
    """Sums over each season of values x growth x (1, time, time^2)."""
    for level in range(len(calendar.bounds) - 1):
        zeroth = first = second = 0.0
        for i in range(calendar.bounds[level], calendar.bounds[level + 1]):
            value = values[i] * growth[calendar.age[i]]
            timed = value * calendar.time[i]
            zeroth += value
            first += timed
            second += timed * calendar.time[i]
        out[0, level], out[1, level], out[2, level] = zeroth, first, second


@compiled
def _solve(
    moments: Floats, right: Floats, timed: float, steepest: float, arrow: Floats
) -> tuple[float, float]:
    """Turn ``right`` into levels; the slope and the spread. Fills ``arrow``."""
    spread, free = 0.0, timed
    for level in range(len(right)):
        total = moments[0, level] if moments[0, level] > 0.0 else 1.0
        mean_time = moments[1, level] / total
        spread += moments[2, level] - moments[1, level] * mean_time
        free -= mean_time * right[level]
        arrow[0, level], arrow[1, level] = total, mean_time
    slope = free / spread if spread > 0.0 else 0.0
    slope = min(max(slope, -steepest), steepest)
    for level in range(len(right)):
        right[level] = right[level] / arrow[0, level] - slope * arrow[1, level]
    return slope, spread


@compiled
def _log(exposure: float) -> float:
    """The logarithm, quickly where it is 0, as it mostly is."""
    return 0.0 if exposure == 1.0 else float(np.log(exposure))


@compiled
def _sums(
    rows: tuple[Floats, Floats, Floats], calendar: Calendar, exposed: Floats, work: Work
) -> tuple[Floats, float]:
    """Events of each season and events x time; fills ``exposed`` and its moments."""
    counts, weights, exposure = rows
    events, timed = np.zeros(len(calendar.bounds) - 1), 0.0
    for level in range(len(events)):
        zeroth = first = second = 0.0
        for i in range(calendar.bounds[level], calendar.bounds[level + 1]):
            time, value, count = calendar.time[i], weights[i] * exposure[i], weights[i] * counts[i]
            exposed[i] = value
            zeroth += value
            first += value * time
            second += value * time * time
            events[level] += count
            timed += count * time
        moments = work.moments[:, level]
        moments[0], moments[1], moments[2] = zeroth, first, second
    return events, timed


@compiled
def _series(
    rows: tuple[Floats, Floats, Floats], calendar: Calendar, r_compat: bool, work: Work
) -> Series:
    """A series from its counts, weights and exposure."""
    counts, weights, exposure = rows
    exposed = np.empty_like(counts)
    events, timed = _sums(rows, calendar, exposed, work)
    constant = 0.0
    if r_compat:
        for i in range(len(counts)):
            entropy = calendar.entropy[int(counts[i])]
            constant += weights[i] * (entropy - counts[i] * _log(exposure[i]))
    else:
        events = np.maximum(events, ALMOST_NOTHING)
    return Series(counts, exposure, weights, exposed, events, timed, 2.0 * constant)


@compiled
def _start(series: Series, work: Work) -> None:
    """The seasons' means, no slope."""
    now = work.points[0]
    for level in range(len(series.events)):
        total = work.moments[0, level]
        now[level] = np.log(series.events[level] / (total if total > 0.0 else 1.0))
    now[-1] = 0.0


@compiled
def _first_round(series: Series, calendar: Calendar, steepest: float, work: Work) -> None:
    """R's first round: weighted least squares from counts + 0.1."""
    means, right = np.zeros_like(work.moments), np.zeros_like(work.moments[0])
    timed = 0.0
    for level in range(len(right)):
        for i in range(calendar.bounds[level], calendar.bounds[level + 1]):
            count, time = series.counts[i], calendar.time[i]
            value = series.weights[i] * (count + START)
            guess = calendar.guess[int(count)] - _log(series.exposure[i])
            pulled = value * guess - series.weights[i] * START
            means[0, level] += value
            means[1, level] += value * time
            means[2, level] += value * time * time
            right[level] += pulled
            timed += pulled * time
    work.points[0, -1], _ = _solve(means, right, timed, steepest, work.arrow)
    work.points[0, :-1] = right


@compiled
def _raise(series: Series, work: Work, means: Floats, right: Floats) -> tuple[float, float]:
    """The deviance, and events x time not yet explained.

    Fills ``means``, the moments times exp(level), and ``right``, unexplained events.
    """
    alpha, total, timed = work.points[0], 0.0, series.timed
    linear = alpha[-1] * series.timed
    for level in range(len(right)):
        height = np.exp(alpha[level])
        for power in range(3):
            means[power, level] = work.moments[power, level] * height
        total += means[0, level]
        timed -= means[1, level]
        linear += alpha[level] * series.events[level]
        right[level] = series.events[level] - means[0, level]
    return series.constant + 2.0 * (total - linear), timed


@compiled
def _newton(
    series: Series, calendar: Calendar, steepest: float, r_compat: bool, work: Work
) -> tuple[float, bool]:
    """Newton's steps; the spread at their end and whether they settled. Fills ``work``."""
    if r_compat:
        _first_round(series, calendar, steepest, work)
    else:
        _start(series, work)
    means, right = np.empty_like(work.moments), np.empty(len(series.events))
    now, before = work.points
    spread, settled = 0.0, False
    _grow(now[-1], work.growth)
    if now[-1] != 0.0:
        _moments(series.exposed, work.growth, calendar, work.moments)
    deviance, timed = _raise(series, work, means, right)
    for _ in range(ROUNDS - 1):
        slope, spread = _solve(means, right, timed, steepest, work.arrow)
        largest = calendar.reach * abs(slope)
        for level in range(len(right)):
            before[level] = now[level]
            now[level] += right[level]
            largest = max(largest, abs(right[level]))
        before[-1] = now[-1]
        now[-1] += slope
        if steepest > 0.0:
            _grow(now[-1], work.growth)
            _moments(series.exposed, work.growth, calendar, work.moments)
        last = deviance
        deviance, timed = _raise(series, work, means, right)
        if r_compat:
            settled = abs(deviance - last) < STOP_CHANGE * (abs(deviance) + 0.1)
        else:
            settled = largest < SMALLEST_STEP
        if settled:
            break
    if not r_compat:
        before[:] = now
        right[:] = 0.0
        _, spread = _solve(means, right, 0.0, 0.0, work.arrow)
    return spread, settled


@compiled
def _fill(series: Series, calendar: Calendar, work: Work) -> None:
    """Means and squares at the last point, working weights at the one before."""
    now, before = work.points
    then = work.growth
    if before[-1] != now[-1]:
        then = np.empty_like(work.growth)
        _grow(before[-1], then)
    means, working, squares = work.fitted
    for level in range(len(series.events)):
        height, height_then = np.exp(now[level]), np.exp(before[level])
        for i in range(calendar.bounds[level], calendar.bounds[level + 1]):
            means[i] = series.exposure[i] * height * work.growth[calendar.age[i]]
            working[i] = series.exposed[i] * height_then * then[calendar.age[i]]
            squares[i] = (series.counts[i] / means[i] - 1.0) ** 2


@compiled
def _freedom(weights: Floats, calendar: Calendar, trend: bool) -> float:
    """Rows with weight less parameters, at least 1."""
    free = -1 if trend else 0
    for level in range(len(calendar.bounds) - 1):
        rows = 0
        for i in range(calendar.bounds[level], calendar.bounds[level + 1]):
            if weights[i] > 0.0:
                rows += 1
        free += rows - (1 if rows > 0 else 0)
    return max(float(free), 1.0)


@compiled
def _reweight(
    series: Series, calendar: Calendar, above: float, dispersion: float, spread: float, work: Work
) -> bool:
    """Weights s^-2 where the Anscombe residual s exceeds ``above``; whether there are any."""
    means, working, _ = work.fitted
    weights, observed = series.weights, np.sum(series.weights)
    any_down, flatness = False, 1.0 / spread
    for level in range(len(series.events)):
        share = 1.0 / work.arrow[0, level]
        for i in range(calendar.bounds[level], calendar.bounds[level + 1]):
            excess = series.counts[i] - means[i]
            if excess <= 0.0 or weights[i] == 0.0:
                continue
            distance = calendar.time[i] - work.arrow[1, level]
            leverage = working[i] * (share + distance * distance * flatness)
            scale = dispersion * max(1.0 - leverage, LEAST_FREE)
            # Anscombe's residual is never above Pearson's, which needs no root
            if excess * excess > above * above * scale * means[i]:
                sixth = means[i] ** (1.0 / 6.0)
                residual = 1.5 * (np.cbrt(series.counts[i]) ** 2 / sixth - sixth**3)
                residual /= np.sqrt(scale)
                if residual > above:
                    weights[i] = residual**-2.0
                    any_down = True
    weights *= observed / np.sum(weights)
    return any_down


@compiled
def _refit_all(
    arrays: tuple[Floats, Floats, Floats],
    calendar: Calendar,
    above: float,
    rules: tuple[bool, bool, bool],
    result: Floats,
) -> None:
    """One row of ``result`` for each series: the fields of ``Refitted`` in order."""
    r_compat, weights_left, trend = rules
    counts, observed, exposure = arrays
    steepest = 0.0
    if trend:
        steepest = np.inf if r_compat else 2.0 / calendar.reach
    levels = len(calendar.bounds) - 1
    work = Work(
        np.empty((3, levels)),
        np.empty((2, levels)),
        np.empty((2, levels + 1)),
        np.empty(calendar.reach + 1),
        np.empty((3, counts.shape[1])),
    )
    for k in range(len(counts)):
        weights = observed[k].copy()
        freedom = _freedom(weights, calendar, trend)
        settled, again = True, False
        while True:
            series = _series((counts[k], weights, exposure[k]), calendar, r_compat, work)
            spread, well = _newton(series, calendar, steepest, r_compat, work)
            settled = settled and well
            _fill(series, calendar, work)
            pearson = np.sum(work.fitted[1] * work.fitted[2]) / freedom
            dispersion = max(1.0, pearson)
            distant = spread if trend else np.inf
            if again or not _reweight(series, calendar, above, dispersion, distant, work):
                break
            again = True
        scale, slope_scale = dispersion, pearson if r_compat else dispersion
        if weights_left:
            scale = slope_scale = np.sum(weights * work.fitted[2]) / freedom
        variance = 1.0 / work.arrow[0, -1] + work.arrow[1, -1] ** 2 / distant
        result[k, 0], result[k, 1] = work.points[0, levels - 1], np.sqrt(scale * variance)
        result[k, 2], result[k, 3] = dispersion, work.points[0, levels]
        result[k, 4], result[k, 5] = np.sqrt(slope_scale / spread), freedom
        result[k, 6] = settled
