"""Funnel limits, dispersion and intervals that allow for it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, pdtr

from samsyn.analysis.errors import InvalidInputError
from samsyn.analysis.rates import (
    dispersed_interval,
    exact_interval,
    funnel,
    overdispersion,
    poisson_quantile,
    tail_chance,
)
from tests.analysis.data_effects import columns

AREAS = columns("sids_localG_EB.csv")


def test_tail_chance_is_that_of_r():
    # R: spdep::choynowski(n, x)$pmap
    ours = tail_chance(AREAS["n"], AREAS["x"])
    np.testing.assert_allclose(ours, AREAS["choynowski_p"], rtol=1e-9)


def test_tail_chance_of_nothing_among_nothing():
    np.testing.assert_allclose(tail_chance([0, 0], [1, 1]), 1)


@given(st.floats(0.001, 0.999), st.floats(0.01, 500))
def test_quantile_lies_within_a_count_of_the_whole_one(probability, mean):
    ours = float(poisson_quantile(probability, mean))
    whole = np.ceil(ours)
    assert pdtr(whole, mean) >= probability - 1e-9
    if whole > 0 and ours > 0:
        assert pdtr(whole - 1, mean) <= probability + 1e-9


@given(st.floats(0.1, 100))
def test_quantile_rises_with_probability(mean):
    levels = np.linspace(0.01, 0.99, 50)
    assert (np.diff(poisson_quantile(levels, mean)) >= -1e-9).all()


def test_funnel_by_chance_alone():
    source = np.random.default_rng(3)
    people = source.uniform(500, 3000, 2000)
    ours = funnel(source.poisson(people * 0.01), people)
    outside = (ours.rate < ours.low[:, 0]) | (ours.rate > ours.high[:, 0])
    assert ours.dispersion == 1
    assert 0.03 < outside.mean() < 0.06
    assert (ours.low[:, 1] <= ours.low[:, 0]).all()
    assert (ours.high[:, 0] <= ours.high[:, 1]).all()
    assert (ours.low[:, 0] <= ours.target).all()
    assert (ours.high[:, 0] >= ours.target).all()


def test_funnel_widens_where_areas_differ():
    source = np.random.default_rng(4)
    people = np.full(200, 1000.0)
    counts = source.poisson(source.gamma(2, 10, 200))
    ours = funnel(counts, people)
    assert ours.dispersion == pytest.approx(overdispersion(counts, people))
    assert ours.dispersion > 3
    plain = poisson_quantile(0.975, people * ours.target) / people
    expected = ours.target + np.sqrt(ours.dispersion) * (plain - ours.target)
    np.testing.assert_allclose(ours.high[:, 0], expected)
    assert (ours.low >= 0).all()


@pytest.mark.parametrize("counts", [np.zeros(5), np.ones((2, 2))])
def test_funnel_refuses_no_events_and_tables(counts):
    with pytest.raises(InvalidInputError, match="one count an area"):
        funnel(counts, 10.0)


def test_dispersion_is_winsorised():
    people = np.full(40, 100.0)
    counts = np.full(40, 10.0)
    counts[:20] = [9, 11] * 10
    calm = overdispersion(counts, people)
    counts[0] = 200
    assert overdispersion(counts, people) < 4 * calm + 3
    assert overdispersion(np.zeros(9), 1.0) == 1


@given(st.integers(0, 200), st.floats(1.01, 10))
def test_dispersed_limits_have_the_tails_of_the_negative_binomial(count, dispersion):
    ours, exact = dispersed_interval(count, 1.0, dispersion), exact_interval(count)
    assert ours.low <= exact.low
    assert ours.high >= exact.high
    if ours.high > exact.high * (1 + 1e-9):
        tail = betainc(count + 1, ours.high / (dispersion - 1), 1 - 1 / dispersion)
        assert 1 - tail == pytest.approx(0.025, rel=1e-4)


def test_dispersion_of_one_is_the_exact_interval():
    for ours, exact in zip(
        vars(dispersed_interval([0, 3], 2.0, 0.8)).values(),
        vars(exact_interval([0, 3], 2.0)).values(),
        strict=True,
    ):
        np.testing.assert_array_equal(ours, exact)


def test_many_events_come_near_the_interval_on_the_log_scale():
    ours = dispersed_interval(400, 1.0, 2.5)
    reach = 1.959964 * np.sqrt(2.5 / 400)
    np.testing.assert_allclose([ours.low, ours.high], 400 * np.exp([-reach, reach]), rtol=0.02)
