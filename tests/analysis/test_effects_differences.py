"""Difference in differences against R, by hand, and under randomisation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.effects import (
    by_start,
    difference_in_differences,
    pearson_dispersion,
    ratio_of_ratios,
)
from samsyn.analysis.effects import differences as module
from samsyn.analysis.errors import InvalidInputError, NotEstimableError, TooFewError
from tests.analysis.data_effects import columns, texts

GIVEN, EXPECTED = columns("did_input.csv"), texts("did_expected.csv")[0]
COUNTS, PEOPLE = (GIVEN[name].reshape(12, 36) for name in ("y", "pop"))
TREATED = GIVEN["treat"].reshape(12, 36)[:, 0] > 0


def rng():
    return np.random.default_rng(3)


def run(counts, treated, start, **more):
    return difference_in_differences(counts, treated, start, rng=rng(), **more)


def panel(source, effect, arms=(10, 10), size=20.0, months=24):
    treated = np.repeat([True, False], arms)
    level = size * source.gamma(5, 0.2, len(treated))[:, None]
    season = np.exp(0.2 * np.sin(2 * np.pi * np.arange(months) / 12))
    ratio = np.where(treated[:, None] & (np.arange(months) >= months // 2), effect, 1.0)
    return source.poisson(level * season * ratio), treated


def test_two_way_effects_are_those_of_r():
    # R: m <- glm(y ~ factor(u) + factor(t) + treat:post + offset(log(pop)), quasipoisson);
    # vcovCL(m, cluster = ~u, type = "HC1")
    ours = run(COUNTS, TREATED, 24, exposure=PEOPLE)
    for figure, name in (
        (ours.log_effect, "b"),
        (ours.se_quasi, "se_quasi"),
        (ours.se_cluster, "se_cluster_HC1"),
        (ours.dispersion, "phi"),
    ):
        assert figure == pytest.approx(float(EXPECTED[name]), rel=1e-6)
    assert ours.by_randomisation
    assert ours.choices == 220
    assert ours.low < ours.ratio < ours.high


def test_constant_exposure_gives_the_ratio_of_totals():
    ours = run(COUNTS, TREATED, 24)
    totals = [COUNTS[arm][:, when].sum() for arm in (TREATED, ~TREATED) for when in
              (slice(24), slice(24, None))]  # fmt: skip
    assert ours.ratio == pytest.approx(totals[1] / totals[0] / (totals[3] / totals[2]), rel=1e-9)


def test_many_units_use_clusters_and_cover():
    source = np.random.default_rng(1)
    inside = []
    for _ in range(60):
        ours = run(*panel(source, 0.7, months=12), 6)
        assert not ours.by_randomisation
        inside.append(ours.low <= 0.7 <= ours.high)
    assert np.mean(inside) > 0.88


def test_randomisation_limits_agree_with_its_p():
    source = np.random.default_rng(2)
    for effect in (0.4, 0.7, 1.0):
        ours = run(*panel(source, effect, (4, 6), months=12), 6)
        assert (ours.p <= 0.05) == (ours.high < 1 or ours.low > 1) or abs(ours.p - 0.05) < 0.01


def test_randomisation_rejects_rarely_without_effect():
    source = np.random.default_rng(5)
    found = [run(*panel(source, 1.0, (3, 7), months=12), 6).p <= 0.05 for _ in range(150)]
    assert np.mean(found) < 0.1


def test_few_units_cannot_bound_the_effect():
    source = np.random.default_rng(6)
    ours = run(*panel(source, 0.1, (1, 5), months=12), 6)
    assert ours.p == pytest.approx(1 / 6)
    assert (ours.low, ours.high) == (0, np.inf)


def test_many_choices_are_sampled(monkeypatch):
    monkeypatch.setattr(module, "MOST_CHOICES", 100)
    one, other = (run(COUNTS, TREATED, 24, exposure=PEOPLE) for _ in range(2))
    assert one.choices == 100
    assert one == other


def test_pretrend_is_found_and_else_not():
    source = np.random.default_rng(9)
    counts, treated = panel(source, 1.0, (4, 4), size=60)
    assert run(counts, treated, 12).pretrend_p > 0.01
    apart = source.poisson(counts * np.where(treated[:, None], np.linspace(1, 4, 24), 1))
    assert run(apart, treated, 12).pretrend_p < 0.001


def test_short_time_before_has_no_pretrend():
    assert np.isnan(run(COUNTS[:, 21:], TREATED, 3).pretrend_p)
    two = np.array([[5, 6, 5, 4, 9, 3], [4, 5, 4, 5, 6, 7.0]])
    assert np.isnan(run(two, [True, False], 4).pretrend_p)


def test_empty_units_and_periods_are_left_out():
    padded = np.insert(np.vstack([COUNTS, np.zeros(36)]), 5, 0, axis=1)
    ours = run(padded, np.append(TREATED, False), 25)
    plain = run(COUNTS, TREATED, 24)
    assert ours.log_effect == pytest.approx(plain.log_effect, rel=1e-8)
    assert ours.se_quasi == pytest.approx(plain.se_quasi, rel=1e-6)


def test_each_start_is_compared_with_the_never_treated():
    starts = np.array([10] * 3 + [20] * 2 + [-1] * 7)
    ours = by_start(COUNTS, starts, rng=rng(), exposure=PEOPLE)
    assert list(ours) == [10, 20]
    kept = starts != 10
    alone = run(COUNTS[kept], starts[kept] == 20, 20, exposure=PEOPLE[kept])
    assert ours[20].log_effect == pytest.approx(alone.log_effect)


@pytest.mark.parametrize(
    ("counts", "treated", "start", "more", "error"),
    [
        (np.ones(5), [True], 2, {}, InvalidInputError),
        (np.ones((2, 5)), [True], 2, {}, InvalidInputError),
        (np.full((2, 5), np.nan), [True, False], 2, {}, InvalidInputError),
        (np.ones((2, 5)), [True, False], 2, {"exposure": 0.0}, InvalidInputError),
        (np.ones((2, 5)), [True, True], 2, {}, TooFewError),
        (np.ones((2, 5)), [True, False], 0, {}, TooFewError),
        (np.ones((2, 5)), [True, False], 5, {}, TooFewError),
        (np.ones((2, 2)), [True, False], 1, {}, TooFewError),
        (np.array([[0, 0, 1, 1], [1, 1, 1, 1.0]]), [True, False], 2, {}, NotEstimableError),
        (np.array([[1, 0, 1, 0], [1, 0, 1, 0.0]]), [True, False], 2, {}, TooFewError),
    ],
)
def test_refuses(counts, treated, start, more, error):
    with pytest.raises(error):
        run(counts, treated, start, **more)


def test_starts_must_fit():
    with pytest.raises(InvalidInputError, match="one start a unit"):
        by_start(COUNTS, [1, 2], rng=rng())


def test_inputs_stay():
    before = COUNTS.copy(), PEOPLE.copy(), TREATED.copy()
    run(COUNTS, TREATED, 24, exposure=PEOPLE)
    for now, then in zip((COUNTS, PEOPLE, TREATED), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_single_pair_by_hand():
    ours = ratio_of_ratios((40, 20), (50, 50), dispersion=2.0)
    se = np.sqrt(2 * (1 / 40 + 1 / 20 + 2 / 50))
    assert ours.ratio == pytest.approx(0.5)
    assert ours.se == pytest.approx(se)
    assert ours.low == pytest.approx(0.5 * np.exp(-1.959964 * se), rel=1e-6)
    # R: exp(log(.5) + qnorm(.9) * sqrt(2 * (1/40 + 1/20 + 2/50)))
    narrow = ratio_of_ratios((40, 20), (50, 50), dispersion=2.0, level=0.8)
    assert narrow.high == pytest.approx(0.5 * np.exp(1.2815516 * se), rel=1e-6)


def test_single_pair_with_a_zero_adds_a_half():
    ours = ratio_of_ratios((9, 0), (10, 10))
    assert ours.ratio == pytest.approx(0.5 / 9.5)
    assert ours.high > ours.ratio


@given(st.floats(0.1, 10), st.floats(0.1, 10))
def test_exposure_is_divided_out(first, second):
    plain = ratio_of_ratios((40, 20), (50, 45))
    ours = ratio_of_ratios((40, 20), (50, 45), exposure=(first, first, second, second))
    assert ours.ratio == pytest.approx(plain.ratio)


@pytest.mark.parametrize(
    "wrong", [{"treated": (-1, 1)}, {"dispersion": 0.5}, {"exposure": (1, 1, 0, 1)}]
)
def test_single_pair_refuses(wrong):
    with pytest.raises(InvalidInputError):
        ratio_of_ratios(**({"treated": (1, 1), "control": (1, 1)} | wrong))


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_dispersion_is_near_one_for_poisson_and_what_it_is_else(seed):
    source = np.random.default_rng(seed)
    season = 10 * np.exp(0.5 * np.sin(np.arange(60)))
    assert 1 <= pearson_dispersion(source.poisson(season, (4, 60))) < 1.5
    wide = source.poisson(source.gamma(season / 2, 2, (4, 60)))
    assert 1.8 < pearson_dispersion(wide) < 4.5


def test_dispersion_of_nothing_is_one():
    assert pearson_dispersion(np.zeros((3, 5))) == 1
    assert pearson_dispersion([[1, 0, 0], [2, 0, 0]]) == 1
    with pytest.raises(TooFewError, match="two units"):
        pearson_dispersion([[1, 2, 3]])
