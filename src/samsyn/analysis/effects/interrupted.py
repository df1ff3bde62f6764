"""Interrupted time series: did the level change when the intervention began?

log mean = level + trend + step [+ change of slope] + season + log exposure, with
quasi-Poisson or negative binomial variance (Lopez Bernal, Cummins & Gasparrini, Int J
Epidemiol 46, 2017). A batch of series with one start is fitted at once.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, stdtrit

from samsyn.analysis.errors import InvalidInputError, TooFewError
from samsyn.analysis.poisson_regression import (
    Regression,
    fit_negative_binomial,
    fit_poisson,
    hc1,
    newey_west,
    newey_west_lag,
)
from samsyn.analysis.rates.exact import checked_level, rate_ratio

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

STEP = 2
"""Column of the design that holds the step."""
SEPARATED = 10.0
"""A step beyond this on the log scale says that the data determine none."""
SLOPE_PERIODS = 12
"""Periods after the start that a change of slope asks for."""
LJUNG_BOX_LAGS = 10


@dataclass(frozen=True)
class SeriesSettings:
    """How the series is modelled.

    ``period``: observations a year (12 for months, 52 for weeks). ``harmonics``:
    pairs of season terms; None takes 1 below three years of data before the start
    and 2 from there. ``slope``: also a change of slope. ``washout``: periods from the
    start that are left out, while the intervention is put in place. ``level``: of
    the intervals. ``draws``: of the parametric bootstrap behind the prevented
    events; 0 leaves it out.
    """

    period: int = 12
    harmonics: int | None = None
    slope: bool = False
    washout: int = 0
    model: Literal["quasi_poisson", "negative_binomial"] = "quasi_poisson"
    level: float = 0.95
    draws: int = 2000


@dataclass(frozen=True)
class InterruptedSeries:
    """The effect in each series; arrays (series,) unless said otherwise.

    ``ratio``, ``low``, ``high``: rate after over the rate expected without the
    intervention. ``log_step`` and ``log_slope`` (per period, NaN without) are the
    coefficients; ``se`` the larger of ``se_model`` (quasi-Poisson with a dispersion
    of at least 1, or negative binomial) and ``se_newey_west``; ``se_hc1`` for
    comparison. ``prevented``, ``prevented_low``, ``prevented_high``: events expected
    without the intervention less those observed, after the washout.
    ``counterfactual``: (series, periods) expected without the intervention.
    ``autocorrelation``: of the residuals at lag 1; ``ljung_box_p``: chance of
    residuals so correlated where none are. ``exact``: nothing was observed after, so
    that the interval is the exact one. ``estimable``: False where the data determine
    no effect (nothing before the start, no convergence); the figures are then NaN.
    """

    ratio: Floats
    low: Floats
    high: Floats
    log_step: Floats
    log_slope: Floats
    se: Floats
    se_model: Floats
    se_newey_west: Floats
    se_hc1: Floats
    dispersion: Floats
    prevented: Floats
    prevented_low: Floats
    prevented_high: Floats
    counterfactual: Floats
    autocorrelation: Floats
    ljung_box_p: Floats
    exact: Flags
    estimable: Flags


def design_matrix(periods: int, start: int, settings: SeriesSettings) -> Floats:
    """(periods, terms): level, trend in years, step, [slope], sine and cosine pairs."""
    t = np.arange(periods, dtype=np.float64)
    after = (t >= start).astype(np.float64)
    harmonics = settings.harmonics
    if harmonics is None:
        harmonics = 2 if start >= 3 * settings.period else 1
    columns = [np.ones(periods), (t - start) / settings.period, after]
    columns += [after * (t - start)] if settings.slope else []
    for k in range(1, harmonics + 1):
        angle = 2 * np.pi * k * t / settings.period
        columns += [np.sin(angle), np.cos(angle)]
    return np.column_stack(columns)


def interrupted_series(
    counts: ArrayLike,
    start: int,
    *,
    rng: np.random.Generator,
    exposure: ArrayLike = 1.0,
    settings: SeriesSettings | None = None,
) -> InterruptedSeries:
    """The change of level at ``start`` in each series of counts.

    ``counts``: (series, periods) or (periods,), NaN for missing. ``start``: index of
    the first period with the intervention. ``exposure`` broadcasts to the counts
    (population, active reporters). The standard error is the larger of the model's
    and Newey and West's, with the t distribution on n - p degrees of freedom.

    Raises TooFewError with less than two years before or half a year after the
    start (or fewer than 12 periods after for a change of slope): describe the series,
    or compare with another area, instead. Raises InvalidInputError for impossible
    input.
    """
    chosen = settings or SeriesSettings()
    y, offset = _prepared(counts, exposure)
    _check_volume(y.shape[1], start, chosen)
    y[:, start : start + chosen.washout] = np.nan
    after = np.arange(y.shape[1]) >= start
    silent = np.nansum(y[:, after], axis=1) == 0
    empty = np.nansum(y[:, ~after], axis=1) == 0
    # With nothing after, the step has no finite estimate: the rest is fitted before.
    fitted = np.where(silent[:, None] & after, np.nan, y)
    fit = _fit(fitted, design_matrix(y.shape[1], start, chosen), offset, chosen)
    separated = ~fit.converged | (np.abs(fit.coefficients[:, STEP]) > SEPARATED)
    estimable = ~empty & (silent | ~separated)
    return _result(_Problem(y, offset, after, fit, silent & ~empty, estimable, chosen), rng)


@dataclass(frozen=True)
class _Problem:
    """What the parts of the result are made from."""

    y: Floats
    offset: Floats
    after: Flags
    fit: Regression
    exact: Flags
    estimable: Flags
    settings: SeriesSettings


def _prepared(counts: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    """Copies: counts (series, periods) and log exposure of the same shape."""
    y = np.atleast_2d(np.array(counts, np.float64))
    people = np.asarray(exposure, np.float64)
    if y.ndim != 2 or not (people > 0).all():
        raise InvalidInputError("Give counts as (series, periods) and an exposure above 0.")
    return y, np.array(np.broadcast_to(np.log(people), y.shape))


def _check_volume(periods: int, start: int, settings: SeriesSettings) -> None:
    checked_level(settings.level)
    before, later = start, periods - start - settings.washout
    need_before, need_after = 2 * settings.period, max(1, settings.period // 2)
    if settings.slope:
        need_after = max(need_after, SLOPE_PERIODS)
    if before < need_before or later < need_after:
        raise TooFewError(
            f"The series has {before} periods before and {later} after; {need_before} and "
            f"{need_after} are needed. Describe it, or compare with another area."
        )


def _fit(y: Floats, x: Floats, offset: Floats, settings: SeriesSettings) -> Regression:
    if settings.model == "negative_binomial":
        return fit_negative_binomial(y, x, offset)
    return fit_poisson(y, x, offset)


def _result(given: _Problem, rng: np.random.Generator) -> InterruptedSeries:
    fit, exact, slope = given.fit, given.exact, given.settings.slope
    se_model, se_newey_west, se_hc1 = _standard_errors(given)
    se = np.fmax(se_model, se_newey_west)
    ratio, low, high = _intervals(given, se)
    counterfactual = _counterfactual(given)
    inflation = np.where(exact, 1.0, se / np.maximum(se_model, 1e-300))
    prevented, fewest, most = _prevented(given, counterfactual, inflation, rng)
    lag1, ljung_box = _residual_correlation(fit)

    def known(values: Floats, where: Flags = given.estimable) -> Floats:
        return np.where(where, values, np.nan)

    fitted = given.estimable & ~exact
    return InterruptedSeries(
        ratio=known(ratio),
        low=known(low),
        high=known(high),
        log_step=known(np.where(exact, -np.inf, fit.coefficients[:, STEP])),
        log_slope=known(fit.coefficients[:, STEP + slope], fitted & slope),
        se=known(se, fitted),
        se_model=known(se_model, fitted),
        se_newey_west=known(se_newey_west, fitted),
        se_hc1=known(se_hc1, fitted),
        dispersion=known(fit.dispersion),
        prevented=known(prevented),
        prevented_low=known(fewest),
        prevented_high=known(most),
        counterfactual=known(counterfactual, given.estimable[:, None]),
        autocorrelation=known(lag1),
        ljung_box_p=known(ljung_box),
        exact=exact,
        estimable=given.estimable,
    )


def _dispersion(fit: Regression, settings: SeriesSettings) -> Floats:
    """What the model's covariance is multiplied by; never below 1."""
    if settings.model == "negative_binomial":
        return np.ones(len(fit.dispersion))
    return np.asarray(np.maximum(1.0, fit.dispersion))


def _standard_errors(given: _Problem) -> tuple[Floats, Floats, Floats]:
    """Of the step: the model's, Newey and West's, HC1."""
    fit, settings = given.fit, given.settings
    lag = newey_west_lag(int(fit.observed.max(initial=1)))
    model = _dispersion(fit, settings)[:, None, None] * fit.inverse_information
    first, second, third = (
        np.sqrt(np.maximum(v[:, STEP, STEP], 0)) for v in (model, newey_west(fit, lag), hc1(fit))
    )
    return first, second, third


def _intervals(given: _Problem, se: Floats) -> tuple[Floats, Floats, Floats]:
    """Ratio with limits: Wald on the log scale, exact where nothing came after."""
    fit = given.fit
    reach = stdtrit(np.maximum(fit.spare, 1), (1 + given.settings.level) / 2) * se
    step = np.where(given.exact | ~given.estimable, 0.0, fit.coefficients[:, STEP])
    reach = np.where(given.exact | ~given.estimable, 0.0, reach)
    ratio, low, high = (np.exp(step + sign * reach) for sign in (0, -1, 1))
    ratio[given.exact] = low[given.exact] = 0.0
    high[given.exact] = _exact_high(given)
    return ratio, low, high


def _exact_high(given: _Problem) -> Floats:
    """Upper limit of the ratio when nothing came after, given the events before.

    Both counts are divided by the dispersion, which makes an overdispersed count as
    informative as a smaller Poisson one.
    """
    y, there = given.y[given.exact], ~np.isnan(given.y[given.exact])
    people = np.exp(given.offset[given.exact]) * there
    phi = np.maximum(1.0, given.fit.dispersion[given.exact])
    before = np.floor(np.nansum(y, axis=1) / phi)
    later, earlier = people[:, given.after].sum(axis=1), people[:, ~given.after].sum(axis=1)
    return rate_ratio(0, later, np.maximum(before, 1), earlier, given.settings.level).high


def _bare(given: _Problem) -> Floats:
    """The design without the intervention."""
    bare = given.fit.design.copy()
    bare[:, STEP : STEP + 1 + given.settings.slope] = 0.0
    return bare


def _counterfactual(given: _Problem) -> Floats:
    """(series, periods) expected without the intervention."""
    log_mean = given.fit.coefficients @ _bare(given).T + given.offset
    return np.asarray(np.exp(np.minimum(log_mean, 700.0)))


def _prevented(
    given: _Problem, counterfactual: Floats, inflation: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Events prevented, with the quantiles of a parametric bootstrap.

    Each draw takes coefficients from their normal distribution and then a total of
    the counterfactual from the negative binomial with the fitted dispersion.
    """
    counted = given.after & ~np.isnan(given.y)
    seen = np.where(counted, given.y, 0.0).sum(axis=1)
    prevented = np.where(counted, counterfactual, 0.0).sum(axis=1) - seen
    low, high = np.full(len(seen), np.nan), np.full(len(seen), np.nan)
    tails = [(1 - given.settings.level) / 2, (1 + given.settings.level) / 2]
    for i in np.flatnonzero(given.estimable).tolist() if given.settings.draws else []:
        totals = _drawn_totals(given, i, inflation[i], counted[i], rng)
        low[i], high[i] = np.quantile(totals, tails) - seen[i]
    return prevented, low, high


def _drawn_totals(
    given: _Problem, i: int, inflation: float, counted: Flags, rng: np.random.Generator
) -> Floats:
    """(draws,) totals of series ``i`` over the counted periods without intervention."""
    fit = given.fit
    phi = float(np.maximum(1.0, fit.dispersion[i]))
    scale = float(_dispersion(fit, given.settings)[i]) * inflation**2
    bare = _bare(given)
    keep = np.flatnonzero(bare.any(axis=0))
    spread = fit.inverse_information[i][np.ix_(keep, keep)] * scale
    beta = rng.multivariate_normal(
        fit.coefficients[i][keep], spread, given.settings.draws, method="svd"
    )
    log_mean = beta @ bare[np.ix_(np.flatnonzero(counted), keep)].T + given.offset[i][counted]
    mean: Floats = np.exp(np.minimum(log_mean, 30.0)).sum(axis=1)
    if phi > 1:
        mean = rng.gamma(mean / (phi - 1), phi - 1)
    return np.asarray(rng.poisson(mean), np.float64)


def _residual_correlation(fit: Regression) -> tuple[Floats, Floats]:
    """Autocorrelation at lag 1 of Pearson's residuals, and Ljung and Box's p.

    Q = n (n + 2) sum of r_k^2/(n - k) against chi-squared (Biometrika 65, 1978), with
    ten lags or a fifth of the series.
    """
    scaled = fit.residual / np.sqrt(fit.mean)
    n = scaled.shape[1]
    lags = max(1, min(LJUNG_BOX_LAGS, n // 5))
    total = np.maximum((scaled**2).sum(axis=1), 1e-300)
    r = [(scaled[:, k:] * scaled[:, :-k]).sum(axis=1) / total for k in range(1, lags + 1)]
    q = n * (n + 2) * sum(r[k - 1] ** 2 / (n - k) for k in range(1, lags + 1))
    return r[0], np.asarray(chdtrc(lags, q))
