"""The closed-form quasi-Poisson fit against a dense one, and compiled against NumPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.early_warning.arrow import Design, fit_model
from samsyn.analysis.early_warning.compiled import refit_compiled
from samsyn.analysis.early_warning.quasi_poisson import (
    Fitting,
    Sample,
    estimate,
    refit_arrays,
)
from samsyn.analysis.early_warning.weeks import Baseline

FIELDS = ("log_mean", "error", "dispersion", "slope", "slope_error", "freedom")


def baseline(per_season=12, seasons=3):
    """Seasons that alternate in blocks of two weeks, ending 5 weeks before the tested week."""
    rows = np.arange(per_season * seasons)
    level = rows // 2 % seasons
    order = np.argsort(level, kind="stable")
    return Baseline(rows[order], level[order], rows[order] - rows.size - 5.0, seasons)


def dense(base):
    """The design matrix: one column a season, and time."""
    seasons = base.level[:, np.newaxis] == np.arange(base.levels)
    return np.hstack([seasons.astype(float), base.time[:, np.newaxis]])


def scoring(x, y, exposure, weights, rounds=60):
    """Fisher scoring by solving the whole system: the oracle."""
    coefficients = np.linalg.lstsq(x, np.log((y + 0.5) / exposure), rcond=None)[0]
    for _ in range(rounds):
        means = exposure * np.exp(x @ coefficients)
        information = x.T @ (x * (weights * means)[:, np.newaxis])
        coefficients = coefficients + np.linalg.solve(information, x.T @ (weights * (y - means)))
    return coefficients, np.linalg.inv(information)


@st.composite
def samples(draw, series=2):
    """Counts with some events in every season, a few weeks missing, uneven exposure."""
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    base = baseline()
    shape = (series, base.rows.size)
    mean = rng.uniform(1.0, 12.0, (series, 1)) * np.exp(rng.uniform(-0.01, 0.01) * base.time)
    counts = rng.poisson(mean, shape).astype(float)
    exposure = rng.uniform(0.5, 2.0, shape) if draw(st.booleans()) else np.ones(shape)
    counts[rng.random(shape) < draw(st.sampled_from([0.0, 0.1]))] = np.nan
    counts[:, :: base.rows.size // 3] = 4.0
    return base, Sample.of(counts, exposure)


@settings(deadline=None, max_examples=40)
@given(samples(), st.booleans())
def test_the_fit_solves_the_score_equations(drawn, trend):
    base, sample = drawn
    design = Design.of(base)
    fit = fit_model(
        sample.counts, sample.observed, sample.exposure, design, trend=trend, r_compat=False
    )
    x = dense(base) if trend else dense(base)[:, :-1]
    residual = sample.observed * (sample.counts - fit.means)
    assert fit.settled.all()
    assert np.abs(residual @ x).max() < 1e-6 * np.abs(sample.counts @ np.abs(x)).max()


@settings(deadline=None, max_examples=30)
@given(samples(series=1))
def test_estimates_are_those_of_a_dense_fit(drawn):
    base, sample = drawn
    found = refit_arrays(sample, Design.of(base), Fitting(reweight_above=1e9), True)
    x = dense(base)
    coefficients, covariance = scoring(x, sample.counts[0], sample.exposure[0], sample.observed[0])
    now = np.append(np.zeros(base.levels), 0.0)
    now[base.levels - 1] = 1.0
    means = sample.exposure[0] * np.exp(x @ coefficients)
    squares = sample.observed[0] * (sample.counts[0] - means) ** 2 / means
    dispersion = max(1.0, squares.sum() / (sample.observed[0].sum() - 4))
    assert found.log_mean[0] == pytest.approx(now @ coefficients, rel=1e-9, abs=1e-9)
    assert found.dispersion[0] == pytest.approx(dispersion, rel=1e-9)
    assert found.error[0] == pytest.approx(np.sqrt(dispersion * now @ covariance @ now), rel=1e-8)
    assert found.slope[0] == pytest.approx(coefficients[-1], rel=1e-8, abs=1e-12)
    slope_error = np.sqrt(dispersion * covariance[-1, -1])
    assert found.slope_error[0] == pytest.approx(slope_error, rel=1e-8)


def test_without_a_trend_the_means_are_the_seasons_means():
    base, rng = baseline(), np.random.default_rng(1)
    counts = rng.poisson(3.0, (1, base.rows.size)).astype(float)
    found = refit_arrays(
        Sample.of(counts, np.ones_like(counts)),
        Design.of(base),
        Fitting(reweight_above=1e9),
        False,
    )
    assert np.exp(found.log_mean[0]) == pytest.approx(counts[0, base.level == 2].mean())


def test_an_outbreak_in_the_baseline_is_weighted_down():
    base, rng = baseline(), np.random.default_rng(2)
    counts = rng.poisson(3.0, (1, base.rows.size)).astype(float)
    last_season = np.flatnonzero(base.level == 2)
    counts[0, last_season[4]] = 30.0
    sample, design = Sample.of(counts, np.ones_like(counts)), Design.of(base)
    plain = refit_arrays(sample, design, Fitting(reweight_above=1e9), False)
    robust = refit_arrays(sample, design, Fitting(), False)
    usual = np.delete(counts[0, last_season], 4).mean()
    assert usual < np.exp(robust.log_mean[0]) < np.exp(plain.log_mean[0]) - 1.0
    assert robust.dispersion[0] < plain.dispersion[0]


def test_an_empty_season_has_next_to_no_mean():
    base = baseline()
    counts = np.where(base.level == 2, 0.0, 2.0)[np.newaxis]
    sample = Sample.of(counts, np.ones_like(counts))
    found = refit_arrays(sample, Design.of(base), Fitting(), False)
    assert np.exp(found.log_mean[0]) < 1e-9
    assert np.isfinite(found.error[0])


@pytest.mark.parametrize(
    ("choice", "slope", "kept"),
    [("when_significant", 0.05, True), ("when_significant", 0.0, False), ("always", 0.0, True),
     ("never", 0.05, False)],
)  # fmt: skip
def test_a_trend_is_kept_when_the_data_bear_it_out(choice, slope, kept):
    base, rng = baseline(per_season=30), np.random.default_rng(3)
    # falling, so that its continuation stays below what was seen
    counts = rng.poisson(np.exp(1.0 - slope * (base.time + 90.0)), (1, base.rows.size)).astype(
        float
    )
    sample = Sample.of(counts, np.ones_like(counts))
    found = estimate(sample, base, Fitting(trend=choice), refit_arrays)
    assert found.trend[0] == kept
    assert (found.slope[0] != 0.0) == kept


def test_a_trend_is_not_carried_beyond_what_was_seen():
    base = baseline(per_season=30)
    counts = np.round(np.exp(0.03 * (base.time + 95.0)))[np.newaxis]
    sample = Sample.of(counts, np.ones_like(counts))
    assert not estimate(sample, base, Fitting(), refit_arrays).trend[0]
    assert estimate(sample, base, Fitting(trend="always"), refit_arrays).trend[0]


def test_a_fit_that_runs_away_is_given_up():
    base = baseline()
    counts = np.zeros((2, base.rows.size))
    newest = [np.flatnonzero(base.level == k)[-1] for k in range(3)]
    counts[0, newest] = 5.0  # each season's only events in its last week: no finite slope
    counts[1] = 3.0
    for refit in (refit_arrays, refit_compiled):
        found = estimate(
            Sample.of(counts, np.ones_like(counts)), base, Fitting(trend="always"), refit
        )
        assert list(found.trend) == [False, True]


@pytest.mark.parametrize("trend", [True, False])
@pytest.mark.parametrize("fitting", [
    Fitting(),
    Fitting(r_compat=True),
    Fitting(r_compat=True, weights_left=True),
    Fitting(reweight_above=0.8),
], ids=["product", "r_1996", "r", "many_down"])  # fmt: skip
def test_compiled_and_numpy_agree(fitting, trend):
    base, rng = baseline(), np.random.default_rng(4)
    shape = (8, base.rows.size)
    counts = rng.poisson(rng.gamma(2.0, rng.uniform(0.2, 4.0, (8, 1)), shape)).astype(float)
    counts[0] = np.where(base.level == 1, 0.0, counts[0])  # an empty season
    counts[1, base.level == 0] = np.nan  # a missing one
    counts[2, ::5] = np.nan
    counts[3, 4] = 40.0
    exposure = np.ones(shape)
    exposure[4:] = rng.uniform(0.3, 3.0, (4, base.rows.size))
    sample, design = Sample.of(counts, exposure), Design.of(base)
    ours = refit_compiled(sample, design, fitting, trend)
    plain = refit_arrays(sample, design, fitting, trend)
    assert np.array_equal(ours.settled, plain.settled)
    for field in FIELDS:
        assert getattr(ours, field) == pytest.approx(getattr(plain, field), rel=1e-12, abs=1e-12)


def test_no_series_is_no_trouble():
    base = baseline()
    sample = Sample.of(np.empty((0, base.rows.size)), np.empty((0, base.rows.size)))
    for refit in (refit_arrays, refit_compiled):
        assert estimate(sample, base, Fitting(), refit).log_mean.shape == (0,)


def test_series_in_several_blocks_are_as_those_in_one():
    base, rng = baseline(per_season=6), np.random.default_rng(6)
    counts = rng.poisson(2.0, (300, base.rows.size)).astype(float)
    whole = estimate(Sample.of(counts, np.ones_like(counts)), base, Fitting(), refit_arrays)
    last = estimate(
        Sample.of(counts[299:], np.ones((1, counts.shape[1]))), base, Fitting(), refit_arrays
    )
    assert whole.log_mean[299] == last.log_mean[0]
