"""Which baseline each series can carry: full, reduced, seasonless, recent or none."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.early_warning.history import History
from samsyn.analysis.early_warning.settings import FarringtonSettings, Footing
from samsyn.analysis.early_warning.weeks import Baseline, flat, reference_weeks, seasonal

DAYS_A_YEAR = 365.25
YEARS_FOR_TREND = 3
"""Reference years below which no season but the present and no trend is fitted."""
WIDEST = 5
"""Half width to which a window is widened when it holds too few weeks."""
FEWEST_IN_WINDOWS = 12
"""Weeks that the windows of one or two years should hold."""
FEWEST_IN_SEASON = 6
"""Observed weeks of the present season without which the window is widened."""
FEWEST_ALIKE = 12
"""Observed weeks without which weeks of all seasons are no baseline."""
SHORTEST_HISTORY = 26 * 7
"""Days of history below which nothing is tested."""

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Plan:
    """A baseline, the series (indices) that use it, and what the answer rests on."""

    baseline: Baseline
    series: Rows
    status: Footing


def plans(history: History, week: int, settings: FarringtonSettings) -> Iterator[Plan]:
    """Baselines for every series that has one; the other series are in no plan."""
    if settings.mode != "product":
        yield from _strict(history, week, settings)
        return
    years = reference_years(history, week, settings)
    for count in np.unique(years[years > 0]):
        yield from _widening(history, week, settings, np.flatnonzero(years == count), int(count))


def reference_years(history: History, week: int, settings: FarringtonSettings) -> NDArray[np.int64]:
    """Whole years with windows that each series' history holds, ``years_back`` at most."""
    spare = week - history.first - settings.past_excluded - settings.half_width
    years = np.floor(spare * history.step / DAYS_A_YEAR).astype(np.int64)
    return np.clip(years, 0, settings.years_back)


def _strict(history: History, week: int, settings: FarringtonSettings) -> Iterator[Plan]:
    """All series on all the years asked for, or none when the weeks do not reach back."""
    references = reference_weeks(history.starts, week, settings.years_back, settings.reference)
    if references[-1] >= settings.half_width:
        width, periods = settings.half_width, settings.periods
        baseline = seasonal(week, references, width, periods, settings.past_excluded)
        carried = _carried(history, baseline, np.arange(len(history.counts)), 1)
        if carried.size:
            yield Plan(baseline, carried, Footing.FULL)


def _carried(
    history: History, baseline: Baseline, series: Rows, fewest: int = FEWEST_IN_SEASON
) -> Rows:
    """The series with enough observed weeks in the present season."""
    observed = np.isfinite(history.counts[np.ix_(series, baseline.now())])
    carried: Rows = series[observed.sum(axis=1) >= fewest]
    return carried


def _widening(
    history: History, week: int, settings: FarringtonSettings, series: Rows, years: int
) -> Iterator[Plan]:
    """The asked for windows, wider ones, then all weeks alike, for series left without."""
    references = reference_weeks(history.starts, week, years, settings.reference)
    full = years >= YEARS_FOR_TREND
    width = settings.half_width
    if not full and years * (2 * width + 1) < FEWEST_IN_WINDOWS:
        width = max(width, WIDEST)
    status = Footing.FULL if full else Footing.REDUCED
    for half_width in sorted({width, max(width, WIDEST)}):
        periods = settings.periods if full else 1
        baseline = seasonal(week, references, half_width, periods, settings.past_excluded)
        carried = _carried(history, baseline, series)
        if carried.size:
            yield Plan(baseline, carried, status)
        series = np.setdiff1d(series, carried)
    if series.size:
        baseline = flat(week, int(history.first[series].min()), settings.past_excluded)
        observed = np.isfinite(history.counts[np.ix_(series, baseline.rows)]).sum(axis=1)
        carried = series[observed >= FEWEST_ALIKE]
        if carried.size:
            yield Plan(baseline, carried, Footing.SEASONLESS)
