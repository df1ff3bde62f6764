"""What the baselines let one expect of the tested weeks."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.early_warning.baselines import (
    SHORTEST_HISTORY,
    YEARS_FOR_TREND,
    Plan,
    plans,
    reference_years,
)
from samsyn.analysis.early_warning.history import History
from samsyn.analysis.early_warning.quasi_poisson import Fitting, Refit, Sample, estimate
from samsyn.analysis.early_warning.recent import recent
from samsyn.analysis.early_warning.settings import LEAST_MEAN, FarringtonSettings, Footing

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

POOLED_SHARE = 0.25
"""Share of what the whole category lets one expect that is believed without events."""


@dataclass(frozen=True)
class Expectation:
    """What the baselines say of the tested weeks; arrays (series, tested weeks).

    ``mean`` is at the week's exposure and ``error`` the standard error of its
    logarithm; ``events`` and ``weeks`` are what the present season held, and ``usual``
    the mean of the whole baseline at the week's exposure. NaN where a series has no
    baseline, as ``status`` says.
    """

    mean: Floats
    error: Floats
    dispersion: Floats
    slope: Floats
    trend: Flags
    events: Floats
    weeks: Floats
    usual: Floats
    status: NDArray[np.int8]

    @classmethod
    def unknown(cls, shape: tuple[int, int]) -> "Expectation":
        """Nothing known yet, no baseline anywhere."""
        mean, error, dispersion, slope, events, weeks, usual = np.full((7, *shape), np.nan)
        trend, status = np.zeros(shape, np.bool_), np.full(shape, Footing.NO_BASELINE, np.int8)
        return cls(mean, error, dispersion, slope, trend, events, weeks, usual, status)


def expect(
    history: History,
    weeks: NDArray[np.int64],
    settings: FarringtonSettings,
    refit: Refit,
) -> Expectation:
    """Fit every series' baseline for every tested week."""
    result = Expectation.unknown((len(history.counts), weeks.size))
    for column, week in enumerate(weeks):
        for plan in plans(history, int(week), settings):
            _fill(result, column, history, plan, settings, refit)
        if settings.mode == "product":
            _fill_short(result, column, history, int(week), settings)
    result.mean[:] *= history.exposure[:, weeks]
    result.usual[:] *= history.exposure[:, weeks]
    return result


def _fill(
    result: Expectation,
    column: int,
    history: History,
    plan: Plan,
    settings: FarringtonSettings,
    refit: Refit,
) -> None:
    at = plan.series, column
    sample = Sample.of(*history.cells(plan.series, plan.baseline.rows))
    for_trend = plan.status == Footing.FULL and settings.years_back >= YEARS_FOR_TREND
    fitting = Fitting(
        r_compat=settings.mode != "product",
        weights_left=settings.mode == "r_compat",
        reweight_above=settings.reweight_above,
        trend=settings.trend if for_trend else "never",
    )
    estimates = estimate(sample, plan.baseline, fitting, refit)
    now = slice(-plan.baseline.now().size, None)  # rows are season by season
    result.mean[at] = np.exp(estimates.log_mean)
    result.error[at] = estimates.error
    result.dispersion[at] = estimates.dispersion
    result.slope[at] = estimates.slope
    result.trend[at] = estimates.trend
    result.events[at] = sample.counts[:, now].sum(axis=1)
    result.weeks[at] = sample.observed[:, now].sum(axis=1)
    exposed = np.sum(sample.observed * sample.exposure, axis=1)
    result.usual[at] = sample.counts.sum(axis=1) / exposed
    result.status[at] = plan.status


def _fill_short(
    result: Expectation, column: int, history: History, week: int, settings: FarringtonSettings
) -> None:
    """Series with less than one whole reference year."""
    days = (week - history.first) * history.step
    short = reference_years(history, week, settings) == 0
    result.status[short & (days < SHORTEST_HISTORY), column] = Footing.TOO_SHORT
    series = np.flatnonzero(short & (days >= SHORTEST_HISTORY))
    if not series.size:
        return
    latest = recent(history, series, week, settings.alpha)
    at = series, column
    result.mean[at] = result.usual[at] = latest.mean
    events = np.maximum(latest.mean * latest.exposure, LEAST_MEAN)
    result.error[at] = np.sqrt(latest.dispersion / events)
    result.dispersion[at] = latest.dispersion
    result.slope[at] = 0.0
    result.events[at] = latest.mean * latest.exposure
    result.weeks[at] = latest.weeks
    result.status[at] = Footing.RECENT_ONLY


def believed(expectation: Expectation, pooled: Floats | None) -> Expectation:
    """Means raised to the least that is believed, and rare series marked.

    An empty season says little about a small mean: the least is 0.05 events, or a
    quarter of ``pooled`` (series,) where that is more. Where it is used, its error is
    that of a mean seen for as many weeks as the season holds.
    """
    least = np.full(len(expectation.mean), LEAST_MEAN)
    reference = expectation.usual
    if pooled is not None:
        least = np.maximum(least, POOLED_SHARE * pooled)
        reference = np.broadcast_to(pooled[:, np.newaxis], reference.shape)
    raised = expectation.mean < least[:, np.newaxis]
    mean = np.where(raised, least[:, np.newaxis], expectation.mean)
    weeks = np.maximum(expectation.weeks, 1.0)
    error = np.where(raised, np.sqrt(expectation.dispersion / (mean * weeks)), expectation.error)
    rare = (expectation.events == 0.0) & (reference < LEAST_MEAN)
    status = np.where(rare, Footing.RARE, expectation.status).astype(np.int8)
    return replace(expectation, mean=mean, error=error, status=status)
