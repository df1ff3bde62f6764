"""Farrington's flexible method for many series and weeks at once.

Source: Farrington et al. 1996 (J R Stat Soc A 159:547); Noufaily et al. 2013
(Stat Med 32:1206, doi 10.1002/sim.5595). ``docs/methods/farrington.md`` says how to
read it and what it must not be used for.
"""

from importlib import import_module
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.early_warning.expectation import expect
from samsyn.analysis.early_warning.history import History
from samsyn.analysis.early_warning.quasi_poisson import Refit, refit_arrays
from samsyn.analysis.early_warning.settings import Alarms, FarringtonSettings
from samsyn.analysis.early_warning.verdict import judge
from samsyn.analysis.early_warning.weeks import Dates, week_indices
from samsyn.analysis.engine import Engine, compiled
from samsyn.analysis.errors import InvalidInputError

WORTH_COMPILING = 10_000
"""Series x tested weeks from which loading the compiled path pays for itself."""


def farrington(
    counts: ArrayLike,
    mondays: Dates,
    at: ArrayLike,
    *,
    settings: FarringtonSettings | None = None,
    exposure: ArrayLike | None = None,
    pooled: ArrayLike | None = None,
    serious: ArrayLike | None = None,
    engine: Engine = "auto",
) -> Alarms:
    """Compare the weeks ``at`` with the same season of earlier years.

    ``counts`` (series, weeks) are events, NaN for a missing week (a week without
    events is 0 only if somebody was there to report one); ``mondays`` (weeks,) their
    dates; ``at`` indices of the weeks to test.

    ``exposure`` (series, weeks), or anything that broadcasts to it, multiplies the
    mean: reporters active, observed weeks of a period, share already reported. NaN
    there makes the week missing. ``pooled`` (series,) is what the whole category
    lets one expect of each series in a week: a quarter of it is the least mean that
    is believed, and never less than 0.05. ``serious`` (series,) frees series where
    every event counts from the gate.

    ``engine`` ``"numba"`` needs the extra ``fast``; ``"auto"`` takes it where it is
    installed and the problem large enough. Both give the same figures.

    Raises InvalidInputError for arguments that cannot be what was meant.
    """
    settings = FarringtonSettings() if settings is None else settings
    history = History.of(counts, mondays, exposure)
    weeks = week_indices(at, len(mondays))
    refit = _refit(engine, len(history.counts) * weeks.size)
    return judge(
        history,
        weeks,
        expect(history, weeks, settings, refit),
        settings,
        _for_each_series(pooled, np.float64, history),
        _for_each_series(serious, np.bool_, history),
    )


def _for_each_series(
    values: ArrayLike | None, kind: type[np.generic], history: History
) -> NDArray[Any] | None:
    if values is None:
        return None
    array = np.array(values, kind)
    if array.shape != history.first.shape:
        raise InvalidInputError(f"Give one value for each of {history.first.size} series.")
    return array


def _refit(engine: Engine, problems: int) -> Refit:
    """The compiled path where it is asked for, or is there and worth loading."""
    if not compiled(engine, worth=problems >= WORTH_COMPILING):
        return refit_arrays
    module = import_module("samsyn.analysis.early_warning.compiled")
    return cast(Refit, module.refit_compiled)
