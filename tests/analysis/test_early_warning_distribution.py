"""The negative binomial with variance = dispersion x mean, and its predictive mixture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaln

from samsyn.analysis.early_warning.distribution import quantile, tail

MEANS = st.floats(0.01, 60.0)
DISPERSIONS = st.one_of(st.just(1.0), st.floats(1.01, 8.0))


def mass(mean, dispersion, upto):
    """Probabilities of 0 ... upto from the definition."""
    y = np.arange(upto + 1.0)
    if dispersion == 1.0:
        return np.exp(y * np.log(mean) - mean - gammaln(y + 1.0))
    r = mean / (dispersion - 1.0)
    log_binomial = gammaln(y + r) - gammaln(r) - gammaln(y + 1.0)
    return np.exp(log_binomial - r * np.log(dispersion) + y * np.log1p(-1.0 / dispersion))


@given(MEANS, DISPERSIONS, st.integers(0, 80))
def test_tail_is_the_sum_of_the_masses(mean, dispersion, count):
    below = mass(mean, dispersion, 80)[:count].sum()
    found = tail(np.array(float(count)), np.array(mean), np.array(dispersion))
    assert found == pytest.approx(1.0 - below, abs=1e-10)


def test_tail_of_a_poisson_by_hand():
    below = np.exp(-0.8) * (1.0 + 0.8 + 0.8**2 / 2.0 + 0.8**3 / 6.0)
    assert tail(np.array(4.0), np.array(0.8), np.array(1.0)) == pytest.approx(1.0 - below)


@given(MEANS, DISPERSIONS, st.floats(0.001, 0.4))
def test_quantile_is_the_smallest_count_that_is_seldom_exceeded(mean, dispersion, beyond):
    m, phi = np.array([mean]), np.array([dispersion])
    q = quantile(beyond, m, phi)
    assert tail(q + 1.0, m, phi)[0] <= beyond
    assert q[0] == 0.0 or tail(q, m, phi)[0] > beyond


@given(MEANS, DISPERSIONS, st.floats(0.05, 1.0))
def test_an_error_of_the_mean_makes_high_counts_likelier(mean, dispersion, error):
    m, phi, e = (np.array([value]) for value in (mean, dispersion, error))
    high = quantile(0.01, m, phi)
    assert tail(high + 2.0, m, phi, e)[0] >= tail(high + 2.0, m, phi)[0]
    assert quantile(0.01, m, phi, e)[0] >= high[0]


def test_the_mixture_agrees_with_simulation():
    rng = np.random.default_rng(5)
    means = 4.0 * np.exp(0.3 * rng.standard_normal(400_000))
    simulated = np.mean(rng.poisson(rng.gamma(means / 0.5) * 0.5) >= 9)
    mixed = tail(np.array(9.0), np.array(4.0), np.array(1.5), np.array(0.3))
    assert mixed == pytest.approx(simulated, abs=4 * np.sqrt(simulated / 400_000))


def test_no_error_is_no_mixture():
    count, m, phi = np.arange(10.0), np.full(10, 3.0), np.full(10, 2.0)
    assert tail(count, m, phi, np.zeros(10)) == pytest.approx(tail(count, m, phi), rel=1e-12)


def test_a_dispersion_near_one_joins_the_poisson_smoothly():
    count, m = np.arange(1.0, 30.0), np.full(29, 6.0)
    near = tail(count, m, np.full(29, 1.0 + 1e-7))
    assert near == pytest.approx(tail(count, m, np.ones(29)), rel=1e-5)


def test_what_is_not_known_stays_unknown():
    nan = np.nan
    assert np.isnan(tail(np.array([nan, 1.0, 0.0]), np.array([1.0, nan, nan]), np.ones(3))).all()
    found = quantile(0.01, np.array([nan, 1.0]), np.array([nan, 1.0]))
    assert np.isnan(found[0])
    assert found[1] == 4.0


def test_means_broadcast_over_rows():
    assert quantile(0.01, np.array([[0.5], [5.0]]), np.array([1.0, 2.5])).shape == (2, 2)
