"""EARS: against its definition, with gaps, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from samsyn.analysis.early_warning import EarsSettings, ears
from samsyn.analysis.errors import InvalidInputError

MONDAYS = np.datetime64("2024-01-01") + 7 * np.arange(40)
COUNTS = st.lists(st.integers(0, 30), min_size=40, max_size=40)


def by_hand(y, t, chart):
    """The bound of one week from the definition (Hutwagner et al. 2003)."""
    lag = 0 if chart == "C1" else 2
    alpha = 0.025 if chart == "C3" else 0.001

    def moments(week):
        past = y[week - lag - 7 : week - lag]
        return past.mean(), max(past.std(ddof=1), 0.5)

    mean, sd = moments(t)
    bound = mean - ndtri(alpha) * sd
    if chart == "C3":
        for week in (t - 1, t - 2):
            earlier, spread = moments(week)
            bound -= sd * max(0.0, (y[week] - earlier) / spread - 1.0)
    return mean, bound


@given(COUNTS, st.integers(11, 39), st.sampled_from(["C1", "C2", "C3"]))
def test_bounds_are_by_the_definition(counts, week, chart):
    y = np.array(counts, float)
    found = ears([y], MONDAYS, [week], settings=EarsSettings(chart))
    mean, bound = by_hand(y, week, chart)
    assert found.expected[0, 0] == pytest.approx(mean)
    assert found.upper[0, 0] == pytest.approx(bound, abs=1e-9)
    assert found.alarm[0, 0] == (y[week] > found.upper[0, 0])


def test_c2_is_the_chart_when_none_is_named():
    counts = np.random.default_rng(1).poisson(3.0, (4, 40))
    plain = ears(counts, MONDAYS, [20, 39])
    named = ears(counts, MONDAYS, [20, 39], settings=EarsSettings("C2"))
    assert np.array_equal(plain.upper, named.upper)
    assert list(plain.mondays) == [MONDAYS[20], MONDAYS[39]]


def test_weeks_without_a_past_have_no_bound():
    found = ears(np.ones((1, 40)), MONDAYS, np.arange(12))
    known = np.isfinite(found.upper[0])
    assert not known[:7].any()  # five of the seven weeks must be there
    assert known[7:].all()
    assert not found.alarm.any()


def test_gaps_are_left_out_and_too_many_leave_no_bound():
    counts = np.full((1, 40), 4.0)
    counts[0, 12:14] = np.nan
    kept = ears(counts, MONDAYS, [18])
    assert kept.expected[0, 0] == 4.0
    counts[0, 14:16] = np.nan
    assert np.isnan(ears(counts, MONDAYS, [18]).upper[0, 0])


def test_a_missing_week_before_does_not_undo_c3():
    counts = np.random.default_rng(2).poisson(3.0, (1, 40)).astype(float)
    counts[0, 29] = np.nan
    assert np.isfinite(ears(counts, MONDAYS, [30], settings=EarsSettings("C3")).upper[0, 0])


def test_no_weeks_to_test_is_no_alarm():
    assert ears(np.ones((2, 40)), MONDAYS, []).alarm.shape == (2, 0)


def test_weeks_that_were_not_asked_for_change_nothing():
    counts = np.random.default_rng(3).poisson(2.0, (5, 40))
    for chart in ("C1", "C2", "C3"):
        chosen = EarsSettings(chart)
        every = ears(counts, MONDAYS, np.arange(40), settings=chosen)
        some = ears(counts, MONDAYS, [14, 31], settings=chosen)
        assert np.array_equal(some.upper, every.upper[:, [14, 31]], equal_nan=True)


def test_a_missing_week_is_no_alarm():
    counts = np.ones((1, 40))
    counts[0, -1] = np.nan
    found = ears(counts, MONDAYS, [39])
    assert np.isnan(found.observed[0, 0])
    assert not found.alarm[0, 0]


def test_r_has_no_bound_about_no_spread():
    choice = EarsSettings("C3", smallest_sd=0.0, mode="r_compat")
    found = ears(np.zeros((1, 40)), MONDAYS, [39], settings=choice)
    assert np.isnan(found.upper[0, 0])


def test_inputs_are_not_changed():
    counts = np.random.default_rng(3).poisson(3.0, (2, 40)).astype(float)
    counts[0, 3] = np.nan
    kept = counts.copy()
    ears(counts, MONDAYS, [39], settings=EarsSettings("C3"))
    assert np.array_equal(counts, kept, equal_nan=True)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"baseline": 1}, "two weeks"),
        ({"alpha": 0.7}, "alpha"),
        ({"smallest_sd": 0.0}, "floor above 0"),
    ],
)
def test_settings_out_of_range_are_refused(choice, message):
    with pytest.raises(InvalidInputError, match=message):
        EarsSettings(**choice)


def test_an_alpha_of_ones_own():
    assert EarsSettings("C3").chance == 0.025
    assert EarsSettings("C3", alpha=0.01).chance == 0.01
