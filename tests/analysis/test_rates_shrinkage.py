"""Empirical Bayes and Gamma-Poisson: R's numbers, and that shrinkage behaves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.errors import InvalidInputError, TooFewError
from samsyn.analysis.rates import (
    empirical_bayes,
    gamma_poisson,
    gamma_prior,
    local_empirical_bayes,
    share_interval,
    standardised_rates,
    wilson,
)
from tests.analysis.data_effects import columns

AREAS = columns("sids_localG_EB.csv")
COUNTS, BIRTHS = AREAS["n"], AREAS["x"]


def neighbours():
    pairs = columns("sids_queen_neighbours.csv")
    return np.column_stack([pairs["i"], pairs["j"]]).astype(int) - 1


def ring(areas):
    """Everybody has the two beside as neighbours."""
    i = np.arange(areas)
    return np.concatenate([np.column_stack([i, (i + step) % areas]) for step in (1, areas - 1)])


def rng():
    return np.random.default_rng(7)


def test_global_estimate_is_that_of_r():
    # R: spdep::EBest(n, x); a = 7.69293064701465e-07, b = 0.00202144489365442
    ours = empirical_bayes(COUNTS, BIRTHS)
    np.testing.assert_allclose(ours.raw, AREAS["raw"], rtol=1e-12)
    np.testing.assert_allclose(ours.shrunk, AREAS["EB_global"], rtol=1e-9)
    np.testing.assert_allclose(ours.between, 7.69293064701465e-07, rtol=1e-9)
    np.testing.assert_allclose(ours.mean, 0.00202144489365442, rtol=1e-9)


def test_standardised_rates_cluster_as_in_r():
    # R: spdep::EBImoran.mc(n, x, nb2listw(poly2nb(nc)))$statistic is 0.248746214263511
    z = standardised_rates(COUNTS, BIRTHS)
    near = neighbours()
    weight = 1 / np.bincount(near[:, 0])[near[:, 0]]
    apart = z - z.mean()
    moran = (weight * apart[near[:, 0]] * apart[near[:, 1]]).sum() / (apart**2).sum()
    assert moran == pytest.approx(0.248746214263511, rel=1e-9)


def test_local_estimate_is_that_of_r():
    # R: spdep::EBlocal(n, x, poly2nb(nc), geoda = FALSE)$est
    ours = local_empirical_bayes(COUNTS, BIRTHS, neighbours(), centre=False)
    np.testing.assert_allclose(ours.shrunk, AREAS["EB_local"], rtol=1e-9)


def test_local_estimate_about_the_centre_by_hand():
    counts, people = np.array([1, 9, 2, 4, 3, 5, 6, 2.0]), np.full(8, 10.0)
    ours = local_empirical_bayes(counts, people, ring(8))
    near = counts[[7, 0, 1]] / 10
    spread = np.mean((near - near.mean()) ** 2)
    between = max(0, spread - near.mean() / 10)
    weight = between / (between + near.mean() / 10)
    assert ours.mean[0] == pytest.approx(0.4)
    assert ours.shrunk[0] == pytest.approx(0.4 + (0.1 - 0.4) * weight)


def test_a_pair_with_itself_counts_once():
    counts = np.arange(8.0)
    own = np.column_stack([np.arange(8)] * 2)
    with_self = local_empirical_bayes(counts, 5.0, np.concatenate([ring(8), own]))
    np.testing.assert_array_equal(
        with_self.shrunk, local_empirical_bayes(counts, 5.0, ring(8)).shrunk
    )


def test_an_area_without_neighbours_and_events_stays_at_zero():
    counts = np.array([0, 9, 2, 4, 3, 5, 6, 2.0])
    ours = local_empirical_bayes(counts, 10.0, np.empty((0, 2), int))
    np.testing.assert_allclose(ours.shrunk, counts / 10)


def test_even_areas_are_all_the_mean():
    ours = empirical_bayes([5, 6, 5, 4, 5, 6, 4, 5], 100.0)
    np.testing.assert_allclose(ours.shrunk, 0.05)
    np.testing.assert_array_equal(ours.between, 0)


@pytest.mark.parametrize("method", [empirical_bayes, gamma_prior])
def test_refuses_few_areas_and_no_events(method):
    with pytest.raises(TooFewError, match="8 areas"):
        method([1, 2, 3], [1, 1, 1])
    with pytest.raises(TooFewError, match="some event"):
        method(np.zeros(9), 1.0)
    with pytest.raises(InvalidInputError, match="one count an area"):
        method(np.ones((9, 2)), 1.0)


def test_refuses_unknown_neighbours():
    with pytest.raises(InvalidInputError, match="indices"):
        local_empirical_bayes(np.ones(8), 1.0, [[0, 8]])


def test_inputs_stay():
    before = COUNTS.copy(), BIRTHS.copy(), neighbours()
    pairs = neighbours()
    empirical_bayes(COUNTS, BIRTHS)
    local_empirical_bayes(COUNTS, BIRTHS, pairs)
    gamma_poisson(COUNTS, BIRTHS, rng=rng())
    for now, then in zip((COUNTS, BIRTHS, pairs), before, strict=True):
        np.testing.assert_array_equal(now, then)


counts_of_areas = st.lists(st.integers(0, 40), min_size=8, max_size=20).filter(any)


@given(counts_of_areas)
def test_shrinkage_stays_between_own_rate_and_mean(counts):
    ours = empirical_bayes(counts, np.linspace(10, 50, len(counts)))
    low, high = np.minimum(ours.raw, ours.mean), np.maximum(ours.raw, ours.mean)
    assert ((ours.shrunk >= low - 1e-12) & (ours.shrunk <= high + 1e-12)).all()
    assert ((ours.weight >= 0) & (ours.weight < 1)).all()


@settings(max_examples=25)
@given(counts_of_areas)
def test_posterior_holds_together(counts):
    ours = gamma_poisson(counts, 10.0, rng=rng())
    assert (ours.low <= ours.inner_low).all()
    assert (ours.inner_high <= ours.high).all()
    assert ((ours.low <= ours.mean) & (ours.mean <= ours.high)).all()
    assert ((ours.above >= 0) & (ours.above <= 1)).all()
    assert ((ours.rank_low >= 1) & (ours.rank_high <= len(counts))).all()
    assert (ours.rank_low <= ours.rank_high).all()


def test_posterior_by_its_definition():
    ours, prior = gamma_poisson(COUNTS, BIRTHS, rng=rng()), gamma_prior(COUNTS, BIRTHS)
    expected = (prior.shape + COUNTS) / (prior.shape / prior.mean + BIRTHS)
    np.testing.assert_allclose(ours.mean, expected)
    assert ours.shape == prior.shape
    assert prior.posterior_mean(COUNTS[4], BIRTHS[4]) == pytest.approx(ours.mean[4])
    draws = rng().gamma(prior.shape + COUNTS[4], 1 / (prior.shape / prior.mean + BIRTHS[4]), 40_000)
    assert np.mean(draws > ours.overall) == pytest.approx(ours.above[4], abs=0.01)
    assert np.quantile(draws, 0.975) == pytest.approx(ours.high[4], rel=0.01)


def test_prior_is_the_most_likely():
    from scipy.special import gammaln

    def likelihood(shape, mean):
        expected = BIRTHS * mean
        terms = (
            gammaln(COUNTS + shape) - gammaln(shape) + shape * np.log(shape / (shape + expected))
        )
        return float(np.sum(terms + COUNTS * np.log(expected / (shape + expected))))

    prior = gamma_prior(COUNTS, BIRTHS)
    best = likelihood(prior.shape, prior.mean)
    for factor in (0.95, 1.05):
        assert likelihood(prior.shape * factor, prior.mean) < best
        assert likelihood(prior.shape, prior.mean * factor) < best


def test_intervals_cover_the_true_rates():
    source = np.random.default_rng(11)
    inside = []
    for _ in range(40):
        rates = source.gamma(4, 0.5, 40)
        ours = gamma_poisson(source.poisson(rates * 3), 3.0, rng=source)
        inside.append((ours.low <= rates) & (rates <= ours.high))
    assert 0.92 < np.mean(inside) < 0.98


def test_ranks_tell_the_clear_from_the_unclear():
    counts = np.array([200, 2, 3, 2, 3, 2, 3, 2, 3])
    ours = gamma_poisson(counts, 10.0, rng=rng())
    assert (ours.rank_low[0], ours.rank_high[0]) == (1, 1)
    assert ours.rank_high[1] - ours.rank_low[1] > 4
    assert ours.above[0] > 0.999


def test_even_areas_have_any_rank():
    ours = gamma_poisson(np.full(9, 4), 10.0, rng=rng())
    assert np.isinf(ours.shape)
    assert (set(ours.rank_low), set(ours.rank_high)) == ({1}, {9})
    np.testing.assert_allclose(ours.mean, 0.4)
    np.testing.assert_allclose(ours.above, 0.5)
    assert (ours.low < 0.4).all()
    assert (ours.high > 0.4).all()
    assert gamma_prior(np.full(9, 4), 10.0).posterior_mean(40, 10) == pytest.approx(0.4)


def test_the_same_seed_gives_the_same_ranks():
    one, other = (gamma_poisson(COUNTS, BIRTHS, rng=rng()) for _ in range(2))
    np.testing.assert_array_equal(one.rank_low, other.rank_low)


def test_wilson_interval():
    # R: prop.test(10, 40, correct = FALSE)$conf.int is 0.1418712 0.4019396
    ours = share_interval([10, 3], [40, 20])
    np.testing.assert_allclose(ours[0], [0.25, 0.1418712, 0.4019396], rtol=1e-6)
    assert np.isnan(ours[1]).all()
    assert share_interval(0, 50)[1] == pytest.approx(0, abs=1e-12)
    # R: prop.test(1, 2, correct = FALSE)$conf.int is 0.09453121 0.90546879: few are shown here
    np.testing.assert_allclose(wilson(1, 2), [0.09453121, 0.90546879], rtol=1e-6)
    assert wilson([10, 0], 40).shape == (2, 2)


def test_refuses_more_successes_than_answers():
    with pytest.raises(InvalidInputError, match="no more successes"):
        share_interval(41, 40)
