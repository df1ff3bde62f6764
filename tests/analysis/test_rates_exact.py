"""Exact intervals and ratios against R's numbers, and what must always hold."""

from math import comb, inf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.errors import AnalysisError, InvalidInputError
from samsyn.analysis.rates import binomial_p, byar_interval, exact_interval, rate_ratio

DATA = Path(__file__).parent / "data_effects"


def table(name):
    return np.genfromtxt(DATA / name, delimiter=",", skip_header=1)


# R: for (x in c(0, 1, 5, 10)) print(poisson.test(x)$conf.int)
R_POISSON_TEST = [
    (0, 0.0, 3.688879),
    (1, 0.02531781, 5.571643),
    (5, 1.623486, 11.668332),
    (10, 4.795389, 18.390356),
]


@pytest.mark.parametrize(("count", "low", "high"), R_POISSON_TEST)
def test_interval_is_that_of_poisson_test(count, low, high):
    interval = exact_interval(count)
    assert float(interval.rate) == count
    np.testing.assert_allclose((interval.low, interval.high), (low, high), rtol=5e-7)


def test_interval_agrees_with_epitools():
    # R: epitools::pois.exact(x, pt); its root search is good to 1e-4 events, so the
    # comparison is absolute on the rate.
    reference = table("poisson_rate_ci.csv")
    interval = exact_interval(reference[:, 0], reference[:, 1])
    np.testing.assert_allclose(interval.rate, reference[:, 2], rtol=1e-12)
    np.testing.assert_allclose(interval.low, reference[:, 3], atol=1e-7, rtol=0)
    np.testing.assert_allclose(interval.high, reference[:, 4], atol=1e-7, rtol=0)


def test_byar_agrees_with_epitools():
    # R: epitools::pois.byar(x, pt)
    reference = table("poisson_rate_ci.csv")
    interval = byar_interval(reference[:, 0], reference[:, 1])
    np.testing.assert_allclose(interval.low, reference[:, 5], rtol=1e-12)
    np.testing.assert_allclose(interval.high, reference[:, 6], rtol=1e-12)


def test_byar_is_close_to_exact_for_many_events():
    exact, byar = exact_interval(400), byar_interval(400)
    np.testing.assert_allclose(byar.high, exact.high, rtol=2e-3)


def test_ratio_agrees_with_r():
    # R: poisson.test(c(x1, x2), c(t1, t2))
    reference = table("poisson_rate_ratio_exact.csv")
    ours = rate_ratio(*reference[:, :4].T)
    for value, expected in zip(
        (ours.ratio, ours.low, ours.high, ours.p), reference.T[4:], strict=True
    ):
        np.testing.assert_allclose(value, expected, rtol=1e-7)


def test_ratio_without_events():
    neither, first, second = rate_ratio(0, 1, 0, 1), rate_ratio(0, 1, 5, 1), rate_ratio(5, 1, 0, 1)
    assert np.isnan(neither.ratio)
    assert (float(neither.low), float(neither.high), float(neither.p)) == (0, inf, 1)
    assert (float(first.ratio), float(first.low)) == (0, 0)
    assert float(second.ratio) == float(second.high) == inf
    # R: poisson.test(c(5, 0))$p.value is 0.0625
    assert float(second.p) == float(first.p) == 0.0625


def test_shapes_broadcast_and_inputs_stay():
    counts = np.array([[1.0, 2.0], [3.0, 4.0]])
    before = counts.copy()
    assert exact_interval(counts, [10.0, 20.0]).high.shape == (2, 2)
    assert rate_ratio(counts, 1.0, 3, [1.0, 2.0]).p.shape == (2, 2)
    assert rate_ratio([], [], [], []).p.shape == (0,)
    np.testing.assert_array_equal(counts, before)


@pytest.mark.parametrize("wrong", [-1, 1.5, np.nan, np.inf])
def test_refuses_what_is_no_count(wrong):
    with pytest.raises(InvalidInputError, match="whole numbers"):
        exact_interval([1, wrong])


@pytest.mark.parametrize("wrong", [0, -2, np.nan])
def test_refuses_a_missing_population(wrong):
    with pytest.raises(AnalysisError, match="count only"):
        rate_ratio(1, 1, 1, wrong)


@pytest.mark.parametrize("level", [0.0, 1.0, 95])
def test_refuses_an_impossible_level(level):
    with pytest.raises(InvalidInputError, match=r"0\.95"):
        exact_interval(1, level=level)


def summed_p(successes, trials, share):
    """Two-sided p straight from its definition, outcome by outcome."""
    chances = [comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(trials + 1)]
    return min(1.0, sum(c for c in chances if c <= chances[successes] * (1 + 1e-7)))


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from([0.5, 0.25, 1 / 3, 0.9, 0.013]))
def test_p_is_the_sum_of_outcomes_no_likelier(first, second, share):
    ours = float(binomial_p(first, first + second, share))
    assert ours == pytest.approx(summed_p(first, first + second, share), rel=1e-9)


@given(st.integers(0, 400), st.floats(0.1, 100))
def test_interval_inverts_the_poisson_tails(count, exposure):
    from scipy.special import gammainc, gammaincc

    interval = exact_interval(count, exposure, level=0.9)
    assert interval.low <= interval.rate <= interval.high
    low, high = float(interval.low) * exposure, float(interval.high) * exposure
    assert gammaincc(count + 1, high) == pytest.approx(0.05)
    if count:
        assert gammainc(count, low) == pytest.approx(0.05)


@given(st.integers(0, 200), st.integers(0, 200), st.floats(0.2, 5))
def test_limits_agree_with_the_one_sided_p_values(first, second, exposure):
    from scipy.special import betainc

    ours = rate_ratio(first, exposure, second, 1.0, level=0.9)
    if first:  # at the lower limit, a result this high or higher has a 5 % chance
        share = float(ours.low) * exposure / (1 + float(ours.low) * exposure)
        assert betainc(first, second + 1, share) == pytest.approx(0.05, rel=1e-6)
    if second:
        share = float(ours.high) * exposure / (1 + float(ours.high) * exposure)
        assert betainc(first + 1, second, share) == pytest.approx(0.95, rel=1e-6)


@given(st.integers(0, 100), st.integers(0, 100))
def test_equal_exposures_exclude_one_exactly_when_p_is_small(first, second):
    # With equal exposures both constructions use equal tails, so they must agree.
    ours = rate_ratio(first, 1.0, second, 1.0)
    assert (ours.p < 0.05 - 1e-9) == bool(ours.low > 1 + 1e-12 or ours.high < 1 - 1e-12)


@given(st.integers(0, 100), st.integers(0, 100), st.floats(0.2, 5), st.floats(0.2, 5))
def test_swapping_the_areas_inverts_the_ratio(first, second, t1, t0):
    one, other = rate_ratio(first, t1, second, t0), rate_ratio(second, t0, first, t1)
    assert float(one.p) == pytest.approx(float(other.p))
    if first and second:
        assert float(one.low) == pytest.approx(1 / float(other.high))
