"""The negative binomial CUSUM: its evidence, its course, its false alarms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.early_warning import cusum_threshold, nb_cusum
from samsyn.analysis.early_warning.cusum import log_ratio
from samsyn.analysis.early_warning.distribution import tail
from samsyn.analysis.errors import InvalidInputError

MEANS = st.floats(0.05, 40.0)
DISPERSIONS = st.one_of(st.just(1.0), st.floats(1.05, 6.0))


def log_mass(count, mean, size):
    """Log probability of a negative binomial of a given size, without what cancels."""
    return count * np.log(mean / (size + mean)) + size * np.log(size / (size + mean))


@given(st.integers(0, 60), MEANS, st.floats(1.05, 6.0), st.floats(0.3, 3.0))
def test_evidence_is_the_log_likelihood_ratio(count, mean, dispersion, ratio):
    if abs(ratio - 1.0) < 0.01:
        ratio = 1.5
    size = mean / (dispersion - 1.0)
    by_hand = log_mass(count, ratio * mean, size) - log_mass(count, mean, size)
    rise = np.log((size + ratio * mean) / (size + mean))
    as_specified = count * np.log(ratio) - (count + size) * rise
    assert as_specified == pytest.approx(by_hand, abs=1e-9)
    assert log_ratio(count, mean, dispersion, ratio) == pytest.approx(by_hand, abs=1e-9)


def test_evidence_of_a_poisson():
    assert log_ratio(4, 2.0, 1.0, 1.5) == pytest.approx(4 * np.log(1.5) - 1.0)
    assert log_ratio(4, 2.0, 1.0 + 1e-7, 1.5) == pytest.approx(4 * np.log(1.5) - 1.0, rel=1e-5)


@given(
    st.lists(st.integers(0, 12), min_size=5, max_size=40),
    MEANS,
    DISPERSIONS,
    st.booleans(),
    st.integers(0, 2**16),
)
def test_the_course_by_hand(counts, mean, dispersion, restart, seed):
    acknowledged = np.random.default_rng(seed).random((1, len(counts))) < 0.2
    found = nb_cusum([counts], mean, dispersion, [2.0], acknowledged=acknowledged, restart=restart)
    total = 0.0
    for week, count in enumerate(counts):
        total = max(0.0, total + float(log_ratio(count, mean, dispersion, 1.5)))
        assert found.value[0, week] == pytest.approx(total, abs=1e-9)
        assert found.alarm[0, week] == (found.value[0, week] >= 2.0)
        if acknowledged[0, week] or (restart and found.alarm[0, week]):
            total = 0.0


def test_a_slow_rise_is_found():
    rng = np.random.default_rng(1)
    counts = rng.poisson(np.where(np.arange(104) < 52, 6.0, 9.0), (200, 104))
    threshold = cusum_threshold(np.full(200, 6.0), np.ones(200), rng)
    found = nb_cusum(counts, 6.0, 1.0, threshold)
    assert np.mean(found.alarm[:, 52:82].any(axis=1)) > 0.95


def test_a_fall_is_followed_with_a_ratio_below_one():
    rng = np.random.default_rng(2)
    counts = rng.poisson(np.where(np.arange(104) < 52, 9.0, 6.0), (200, 104))
    threshold = cusum_threshold(np.full(200, 9.0), np.ones(200), rng, ratio=1 / 1.5)
    found = nb_cusum(counts, 9.0, 1.0, threshold, ratio=1 / 1.5)
    assert np.mean(found.alarm[:, 52:].any(axis=1)) > 0.95
    assert np.mean(found.alarm[:, :52].any(axis=1)) < 0.6


def test_a_missing_week_leaves_the_sum_as_it_was():
    counts = np.array([[9.0, np.nan, 0.0]])
    found = nb_cusum(counts, 3.0, 1.0, [0.5])
    assert found.value[0, 1] == found.value[0, 0]
    assert list(found.alarm[0]) == [True, False, True]


@pytest.mark.parametrize(("mean", "dispersion"), [(0.5, 1.0), (2.0, 1.5), (12.0, 3.0)])
def test_false_alarms_come_as_seldom_as_asked(mean, dispersion):
    threshold = cusum_threshold([mean], [dispersion], np.random.default_rng(3))
    rng = np.random.default_rng(4)
    size = mean / max(dispersion - 1.0, 1e-9)
    shape = (800, 1000)
    rates = rng.gamma(size, size=shape) * (dispersion - 1.0) if dispersion > 1.0 else mean
    course = nb_cusum(rng.poisson(rates, shape), mean, dispersion, np.repeat(threshold, 800))
    first = np.where(course.alarm.any(axis=1), course.alarm.argmax(axis=1) + 1, 1000)
    assert 85.0 < first.mean() < 130.0


def test_thresholds_are_of_each_series_in_its_order_and_repeatable():
    means, dispersions = [0.3, 8.0, 0.3], [1.0, 2.0, 1.0]
    one = cusum_threshold(means, dispersions, np.random.default_rng(5))
    again = cusum_threshold(means, dispersions, np.random.default_rng(5))
    assert np.array_equal(one, again)
    assert one[0] == one[2] != one[1]


def test_seldom_asked_is_higher():
    often, seldom = (
        cusum_threshold([4.0], [1.5], np.random.default_rng(6), weeks_between=weeks)[0]
        for weeks in (26, 208)
    )
    assert often < seldom


def test_the_simulated_counts_leave_out_next_to_nothing():
    assert tail(np.array(40.0), np.array(4.0), np.array(1.0)) < 1e-9


@pytest.mark.parametrize(
    ("mean", "dispersion", "ratio", "message"),
    [
        (0.0, 1.0, 1.5, "means above 0"),
        (1.0, 0.9, 1.5, "dispersions from 1"),
        (1.0, 1.0, 1.0, "other than 1"),
        (1.0, 1.0, -1.0, "above 0"),
    ],
)
def test_what_cannot_be_meant_is_refused(mean, dispersion, ratio, message):
    with pytest.raises(InvalidInputError, match=message):
        nb_cusum([[1.0]], mean, dispersion, [1.0], ratio=ratio)
    with pytest.raises(InvalidInputError, match=message):
        cusum_threshold([mean], [dispersion], np.random.default_rng(1), ratio=ratio)


def test_inputs_are_not_changed():
    counts = np.array([[1.0, np.nan, 9.0]])
    acknowledged = np.array([[True, False, False]])
    kept = counts.copy(), acknowledged.copy()
    nb_cusum(counts, 2.0, 1.5, [0.1], acknowledged=acknowledged, restart=True)
    assert np.array_equal(counts, kept[0], equal_nan=True)
    assert np.array_equal(acknowledged, kept[1])
