"""Adjusted p-values and families in levels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from samsyn.analysis.early_warning import adjust, by_families
from samsyn.analysis.errors import InvalidInputError

P = arrays(np.float64, st.integers(1, 30), elements=st.floats(1e-8, 1.0))


def rejected(p, level):
    """Benjamini and Hochberg's own step: the largest k with p(k) <= k level / m."""
    ordered = np.sort(p)
    passing = np.flatnonzero(ordered <= level * np.arange(1, p.size + 1) / p.size)
    return p <= (ordered[passing[-1]] if passing.size else -1.0)


@given(P, st.floats(0.01, 0.5))
def test_bh_rejects_what_its_step_rejects(p, level):
    assert np.array_equal(adjust(p) <= level, rejected(p, level)) or np.any(
        np.isclose(adjust(p), level, rtol=1e-12)
    )


@given(P, st.sampled_from(["BH", "BY", "Holm"]))
def test_adjusted_values_keep_order_and_never_fall(p, method):
    found = adjust(p, method)
    order = np.argsort(p, kind="stable")
    assert np.all(np.diff(found[order]) >= 0.0)
    assert np.all(found >= p * (1.0 - 1e-12))
    assert np.all(found <= 1.0)


def test_bh_by_hand():
    # R: p.adjust(c(.01, .02, .03, .9), "BH")
    assert adjust([0.01, 0.02, 0.03, 0.9]).tolist() == pytest.approx([0.04, 0.04, 0.04, 0.9])


@given(P, st.randoms(use_true_random=False))
def test_order_does_not_matter(p, random):
    order = list(range(p.size))
    random.shuffle(order)
    assert np.array_equal(adjust(p)[order], adjust(p[order]))


@given(P)
def test_bh_is_the_kindest(p):
    almost = 1.0 - 1e-12
    assert np.all(adjust(p) * almost <= adjust(p, "BY"))
    assert np.all(adjust(p) * almost <= adjust(p, "Holm"))


@pytest.mark.parametrize("method", ["BH", "BY", "Holm"])
def test_what_was_not_tested_does_not_count(method):
    p = np.array([0.01, np.nan, 0.02, np.nan, 0.4])
    found = adjust(p, method)
    assert np.isnan(found[[1, 3]]).all()
    assert found[[0, 2, 4]] == pytest.approx(adjust(p[[0, 2, 4]], method))
    assert np.isnan(adjust([np.nan, np.nan], method)).all()


def test_each_column_is_a_family_of_its_own():
    p = np.random.default_rng(1).random((12, 3))
    p[4, 1] = np.nan
    found = adjust(p)
    for column in range(3):
        assert found[:, column] == pytest.approx(adjust(p[:, column]), nan_ok=True)


@pytest.mark.parametrize("bad", [[-0.1], [1.2]])
def test_p_values_lie_between_0_and_1(bad):
    with pytest.raises(InvalidInputError, match="between 0 and 1"):
        adjust(bad)


def test_without_families_it_is_bh():
    p = np.array([0.001, 0.04, 0.03, 0.9, np.nan])
    found = by_families(p, [], 0.10)
    assert found.adjusted == pytest.approx(adjust(p), nan_ok=True)
    assert list(found.selected) == [True, True, True, False, False]
    assert list(found.opened) == [True, True, True, True, False]


def test_families_by_hand():
    # district a: Simes 0.004; b: 0.3; c: 0.03. BH at 0.10 opens a and c (2 of 3), so
    # their tests are judged at 0.10 x 2 / 3
    p = np.array([0.002, 0.5, 0.3, 0.3, 0.015, 0.07])
    district = ["a", "a", "b", "b", "c", "c"]
    found = by_families(p, [district], 0.10)
    assert list(found.opened) == [True, True, False, False, True, True]
    assert found.adjusted == pytest.approx([0.006, 0.75, 1.0, 1.0, 0.045, 0.105])
    assert list(found.selected) == [True, False, False, False, True, False]


def test_levels_within_levels():
    p = np.array([1e-5, 0.8, 0.7, 0.9, 0.6, 0.5, 0.9, 0.95])
    town = ["x"] * 4 + ["y"] * 4
    district = ["1", "1", "2", "2", "3", "3", "4", "4"]
    found = by_families(p, [town, district], 0.10)
    assert list(np.flatnonzero(found.opened)) == [0, 1]
    # one of two towns, one of two districts: judged at 0.10 / 4
    assert found.adjusted[0] == pytest.approx(2e-5 * 4)


def test_nothing_tested_opens_nothing():
    found = by_families([np.nan, np.nan], [["a", "b"]])
    assert not found.opened.any()
    assert np.isnan(found.adjusted).all()


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_a_family_of_nothing_but_chance_is_seldom_opened(seed):
    rng = np.random.default_rng(seed)
    p = rng.random(60)
    found = by_families(p, [np.repeat(np.arange(10), 6)], 0.10)
    assert not found.selected[~found.opened].any()
    assert np.array_equal(found.selected, found.adjusted <= 0.10)


def test_false_ones_stay_at_the_level_asked():
    rng = np.random.default_rng(2)
    shares = []
    for _ in range(400):
        p = rng.random(200)
        p[:20] = rng.random(20) * 0.002  # real ones, in the first two districts
        found = by_families(p, [np.repeat(np.arange(20), 10)], 0.10)
        shares.append(found.selected[20:].sum() / max(found.selected.sum(), 1))
    assert np.mean(shares) < 0.10


@pytest.mark.parametrize("families", [[["a"]], [["a", "b"], ["a"]]])
def test_labels_are_one_for_each_test(families):
    with pytest.raises(InvalidInputError, match="one label per level"):
        by_families([0.1, 0.2], families)


def test_inputs_are_not_changed():
    p = np.array([0.5, np.nan, 0.001])
    kept = p.copy()
    adjust(p)
    by_families(p, [["a", "a", "b"]])
    assert np.array_equal(p, kept, equal_nan=True)
