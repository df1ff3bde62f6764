"""Interrupted series: guards, intervals, prevented events, the edges of zero."""

import numpy as np
import pytest

from samsyn.analysis.effects import SeriesSettings, design_matrix, interrupted_series
from samsyn.analysis.errors import InvalidInputError, TooFewError
from samsyn.analysis.rates import rate_ratio
from tests.analysis.data_effects import columns

COUNTS = columns("its_input.csv")["y"].reshape(60, 72)
EXPECTED = columns("its_expected.csv")
START = 48
QUICK = SeriesSettings(harmonics=1, draws=0)


def rng():
    return np.random.default_rng(5)


def run(counts, start=START, settings=QUICK, **more):
    return interrupted_series(counts, start, rng=rng(), settings=settings, **more)


def simulated(ratio, size, source, series=300, months=60, start=40):
    t = np.arange(months)
    mean = size * np.exp(0.2 * np.sin(2 * np.pi * t / 12)) * np.where(t >= start, ratio, 1)
    return source.poisson(np.tile(mean, (series, 1)))


def test_step_is_that_of_r_and_the_error_the_larger():
    ours = run(COUNTS)
    np.testing.assert_allclose(ours.log_step, EXPECTED["b_post"], rtol=1e-9)
    floored = EXPECTED["se_quasi"] / np.sqrt(np.minimum(1, EXPECTED["phi_pearson"]))
    np.testing.assert_allclose(ours.se_model, floored, rtol=1e-5)
    np.testing.assert_allclose(ours.se_newey_west, EXPECTED["se_nw3"], rtol=1e-5)
    np.testing.assert_array_equal(ours.se, np.maximum(ours.se_model, ours.se_newey_west))
    assert ((ours.low < ours.ratio) & (ours.ratio < ours.high)).all()
    assert np.isnan(ours.log_slope).all()
    assert np.isnan(ours.prevented_low).all()


def test_seasons_follow_the_length_of_the_series():
    short, long = design_matrix(40, 30, SeriesSettings()), design_matrix(60, 40, SeriesSettings())
    assert (short.shape[1], long.shape[1]) == (5, 7)


def test_slope_and_negative_binomial():
    sloped = run(COUNTS, settings=SeriesSettings(harmonics=1, slope=True, draws=0))
    np.testing.assert_allclose(sloped.log_slope, EXPECTED["slope_change"], rtol=1e-9)
    wide = run(COUNTS, settings=SeriesSettings(harmonics=1, model="negative_binomial", draws=0))
    known = ~np.isnan(EXPECTED["nb_se"])
    np.testing.assert_allclose(wide.se_model[known], EXPECTED["nb_se"][known], rtol=1e-4)


def test_intervals_cover_and_false_findings_are_few():
    source = np.random.default_rng(1)
    none = run(simulated(1.0, 8, source), 40)
    assert 0.92 <= np.mean((none.low <= 1) & (none.high >= 1)) <= 0.99
    half = run(simulated(0.5, 8, source), 40)
    assert 0.92 <= np.mean((half.low <= 0.5) & (half.high >= 0.5)) <= 0.99
    assert np.median(half.ratio) == pytest.approx(0.5, abs=0.05)


def test_prevented_events_have_an_honest_interval():
    source = np.random.default_rng(2)
    counts = simulated(0.5, 8, source, series=60)
    ours = run(counts, 40, SeriesSettings(harmonics=1, draws=500))
    np.testing.assert_allclose(
        ours.prevented, ours.counterfactual[:, 40:].sum(axis=1) - counts[:, 40:].sum(axis=1)
    )
    assert ((ours.prevented_low < ours.prevented) & (ours.prevented < ours.prevented_high)).all()
    t = np.arange(40, 60)
    truth = 8 * np.exp(0.2 * np.sin(2 * np.pi * t / 12)).sum() / 2
    assert np.mean((ours.prevented_low <= truth) & (truth <= ours.prevented_high)) >= 0.9


def test_washout_is_left_out():
    counts = COUNTS[:4].copy()
    counts[:, START : START + 3] = 500
    ours = run(counts, settings=SeriesSettings(harmonics=1, washout=3, draws=50))
    hidden = COUNTS[:4].copy()
    hidden[:, START : START + 3] = np.nan
    np.testing.assert_allclose(ours.ratio, run(hidden).ratio)
    assert (np.abs(ours.prevented) < 400).all()


def test_exposure_is_divided_out():
    growing = np.linspace(1, 2, 72)
    plain, per_head = (
        run(np.round(COUNTS * growing)),
        run(np.round(COUNTS * growing), exposure=growing),
    )
    truth = run(COUNTS)
    assert np.abs(np.log(per_head.ratio / truth.ratio)).mean() < 0.05
    assert not np.allclose(plain.ratio, per_head.ratio)


def test_nothing_after_has_the_exact_interval():
    counts = np.vstack([np.full(72, 3.0), COUNTS[0]])
    counts[0, START:] = 0
    ours = run(counts, settings=SeriesSettings(harmonics=1, draws=200))
    assert ours.exact.tolist() == [True, False]
    assert ours.estimable.all()
    assert (ours.ratio[0], ours.low[0], ours.log_step[0]) == (0, 0, -np.inf)
    exact = rate_ratio(0, 24, 144, 48)
    assert ours.high[0] == pytest.approx(float(exact.high))
    assert np.isnan(ours.se[0])
    assert ours.prevented[0] == pytest.approx(72, rel=0.1)
    assert ours.prevented_low[0] < 72 < ours.prevented_high[0]
    assert ours.ratio[1] == pytest.approx(run(COUNTS).ratio[0])


def test_nothing_before_is_not_estimable():
    counts = np.vstack([COUNTS[0], np.zeros(72), COUNTS[0]])
    counts[0, :START] = 0
    ours = run(counts, settings=SeriesSettings(harmonics=1, draws=20))
    assert ours.estimable.tolist() == [False, False, True]
    for figure in (ours.ratio, ours.low, ours.high, ours.prevented, ours.prevented_low):
        assert np.isnan(figure).tolist() == [True, True, False]
    assert np.isnan(ours.counterfactual[0]).all()


def test_correlated_residuals_show():
    source = np.random.default_rng(8)
    level = np.zeros((40, 72))
    for month in range(1, 72):
        level[:, month] = 0.8 * level[:, month - 1] + source.normal(0, 0.3, 40)
    swinging = run(source.poisson(20 * np.exp(level)))
    calm = run(source.poisson(np.full((40, 72), 20.0)))
    assert np.median(swinging.autocorrelation) > 0.3 > np.median(calm.autocorrelation)
    assert np.median(swinging.ljung_box_p) < 0.01
    assert np.mean(calm.ljung_box_p < 0.05) < 0.2
    assert (swinging.se_newey_west > swinging.se_model).mean() > 0.3


@pytest.mark.parametrize(
    ("periods", "start", "settings"),
    [
        (40, 23, SeriesSettings()),
        (45, 40, SeriesSettings()),
        (48, 40, SeriesSettings(washout=4)),
        (48, 40, SeriesSettings(slope=True)),
        (120, 100, SeriesSettings(period=52)),
        (125, 104, SeriesSettings(period=52)),
    ],
)
def test_short_series_are_refused(periods, start, settings):
    with pytest.raises(TooFewError, match="compare with another area"):
        run(np.full(periods, 5), start, settings)


def test_long_enough_weeks_pass():
    counts = np.random.default_rng(1).poisson(4, 130)
    assert run(counts, 104, SeriesSettings(period=52, draws=0)).estimable.all()


@pytest.mark.parametrize(
    ("counts", "more"),
    [(np.ones((2, 2, 72)), {}), (np.ones(72), {"exposure": 0.0}), (-np.ones(72), {})],
)
def test_impossible_input_is_refused(counts, more):
    with pytest.raises(InvalidInputError):
        run(counts, **more)


def test_inputs_stay_and_seeds_repeat():
    before, people = COUNTS.copy(), np.ones(72)
    settings = SeriesSettings(harmonics=1, washout=2, draws=50)
    one, other = (run(COUNTS[:3], settings=settings, exposure=people) for _ in range(2))
    np.testing.assert_array_equal(COUNTS, before)
    np.testing.assert_array_equal(people, 1)
    np.testing.assert_array_equal(one.prevented_low, other.prevented_low)
