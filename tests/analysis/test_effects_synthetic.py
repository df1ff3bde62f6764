"""Synthetic control: the optimum, published weights' rules, placebos and refusals."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from samsyn.analysis.effects import predictor_weights, simplex_weights, synthetic_control
from samsyn.analysis.errors import InvalidInputError, NotEstimableError, TooFewError
from tests.analysis.data_effects import HERE

EXPECTED = json.loads((HERE / "synth_expected.json").read_text("utf-8"))


def paths(case):
    table = np.genfromtxt(HERE / f"synth_{case['rep']}_Y.csv", delimiter=",")[1:]
    return table[:, 0], table[:, 1:]


def town(effect=0.0, periods=48, donors=10):
    """A treated area that truly is a mix of three of the donors."""
    source = np.random.default_rng(4)
    season = 3 * np.sin(np.arange(periods) / 2)[:, None] * source.uniform(0.5, 1.5, donors)
    others = 20 + np.cumsum(source.normal(0, 1, (periods, donors)), axis=0) + season
    treated = others[:, :3] @ [0.5, 0.3, 0.2] + source.normal(0, 0.2, periods)
    treated[36:] += effect
    return treated, others


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: str(case["rep"]))
def test_weights_are_the_optimum(case):
    # The convex programme's optimum, by an interior point solver
    treated, donors = paths(case)
    start = case["T0"]
    weights = simplex_weights(treated[:start], donors[:start])
    gap = treated - donors @ weights
    assert (gap[:start] ** 2).sum() == pytest.approx(case["ssr_pre"], rel=1e-6)
    assert gap[start:].mean() == pytest.approx(case["att"], abs=1e-4)
    np.testing.assert_allclose(weights, case["weights"], atol=1e-5)


numbers = st.floats(-10, 10).map(lambda x: round(x, 3))


@settings(max_examples=50)
@given(arrays(float, (6, 4), elements=numbers), arrays(float, 6, elements=numbers))
def test_no_other_mix_is_better(donors, target):
    weights = simplex_weights(target, donors)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1)
    best = ((target - donors @ weights) ** 2).sum()
    source = np.random.default_rng(0)
    for mix in [*np.eye(4), *source.dirichlet(np.ones(4), 50)]:
        assert best <= ((target - donors @ mix) ** 2).sum() * (1 + 1e-7) + 1e-9


def test_ridge_prefers_even_weights():
    donors = np.ones((5, 4))
    np.testing.assert_allclose(simplex_weights(np.zeros(5), donors, ridge=1e-3), 0.25)


def test_weights_refuse_what_does_not_fit():
    for target, donors in ((np.ones(3), np.ones(3)), (np.ones(3), np.ones((4, 2)))):
        with pytest.raises(InvalidInputError, match="complete"):
            simplex_weights(target, donors)
    with pytest.raises(InvalidInputError, match="complete"):
        simplex_weights([np.nan, 1], np.ones((2, 2)))


def test_predictors_that_tell_find_the_mix():
    source = np.random.default_rng(2)
    donors = source.normal(0, 1, (4, 6))
    truth = np.array([0.6, 0.4, 0, 0, 0, 0])
    paths_ = source.normal(0, 1, (12, 4)) @ donors
    weights = predictor_weights(donors @ truth, donors, paths_ @ truth, paths_)
    np.testing.assert_allclose(weights, truth, atol=0.02)


def test_useless_predictors_lose_their_weight():
    source = np.random.default_rng(6)
    donors = source.normal(0, 1, (2, 6))
    truth = np.array([0.0, 0.5, 0, 0, 0.5, 0])
    path = np.linspace(1, 2, 10)[:, None] * donors[:1]
    target = donors @ truth
    target[1] += 5
    weights = predictor_weights(target, donors, path @ truth, path)
    assert np.mean((path @ truth - path @ weights) ** 2) < 1e-3


def test_effect_is_found():
    treated, donors = town(effect=-6)
    ours = synthetic_control(treated, donors, 36)
    assert ours.att == pytest.approx(-6, abs=1.0)
    assert ours.p == pytest.approx(1 / 11)
    assert len(ours.placebo) == 10
    np.testing.assert_allclose(ours.synthetic + ours.gap, treated)
    np.testing.assert_allclose(ours.synthetic, donors @ ours.weights)
    assert ours.weights[:3].sum() > 0.8
    assert ours.rmspe_after > 5 * ours.rmspe_before


def test_no_effect_is_not_found():
    assert synthetic_control(*town(), 36).p > 0.15


def test_blocks_are_quarters_counted_back_from_the_start():
    treated, donors = town(effect=-6, periods=49)
    ours = synthetic_control(treated, donors, 37, block=3, ridge=0.0)
    quarters = [x[1:37].reshape(12, 3, -1).mean(axis=1) for x in (treated, donors)]
    np.testing.assert_allclose(ours.weights, simplex_weights(quarters[0][:, 0], quarters[1]))
    assert ours.att < -3


def test_refuses():
    treated, donors = town()
    with pytest.raises(TooFewError, match="24 periods"):
        synthetic_control(treated, donors, 20)
    with pytest.raises(TooFewError, match="8 other areas"):
        synthetic_control(treated, donors[:, :7], 36)
    with pytest.raises(InvalidInputError, match="treated as"):
        synthetic_control(treated, donors, 48)
    with pytest.raises(InvalidInputError, match="treated as"):
        synthetic_control(treated[1:], donors, 36)
    noise = np.random.default_rng(3).normal(0, 1, (48, 11))
    with pytest.raises(NotEstimableError, match="imitates"):
        synthetic_control(noise[:, 0], noise[:, 1:], 36)


def test_inputs_stay():
    treated, donors = town()
    before = treated.copy(), donors.copy()
    synthetic_control(treated, donors, 36)
    np.testing.assert_array_equal(treated, before[0])
    np.testing.assert_array_equal(donors, before[1])
