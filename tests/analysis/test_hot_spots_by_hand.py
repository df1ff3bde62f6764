"""Hot spots against the textbook formulas with whole matrices, one cell at a time."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from samsyn.analysis.hot_spots import Quadrant, gi, gi_star, local_moran
from samsyn.analysis.hot_spots_global import general_g, morans_i
from samsyn.analysis.hot_spots_neighbours import Neighbours, queen

ROW, COLUMN = np.divmod(np.arange(20), 5)

maps = st.lists(st.integers(0, 12), min_size=20, max_size=20).filter(lambda v: len(set(v)) > 2)
holes = st.sets(st.integers(0, 19), max_size=8)


def some_map(values, left_out):
    """A map with cells missing (water, forest)."""
    there = np.array([cell not in left_out for cell in range(20)])
    return np.array(values, float)[there], queen(ROW[there], COLUMN[there])


def varied(values, left_out):
    x, neighbours = some_map(values, left_out)
    return len(set(x.tolist())) > 2 and np.count_nonzero(neighbours.counts) > 5


def star_by_hand(x, w, i):
    """Getis and Ord's formula with sums over all cells, the cell itself among them."""
    n, own = len(x), w[i].copy()
    own[i] = 1
    mean, s = x.mean(), np.sqrt(np.mean(x**2) - x.mean() ** 2)
    spread = s * np.sqrt((n * np.sum(own**2) - own.sum() ** 2) / (n - 1))
    return (own @ x - mean * own.sum()) / spread


def plain_by_hand(x, w, i):
    """The same without the cell, over the n - 1 others."""
    others = np.delete(np.arange(len(x)), i)
    values, own, n = x[others], w[i, others], len(x) - 1
    s = np.sqrt(np.mean(values**2) - values.mean() ** 2)
    spread = s * np.sqrt((n * np.sum(own**2) - own.sum() ** 2) / (n - 1))
    return (own @ values - values.mean() * own.sum()) / spread


@settings(max_examples=40)
@given(maps, holes)
def test_gi_by_hand(values, left_out):
    assume(varied(values, left_out))
    x, neighbours = some_map(values, left_out)
    w = neighbours.matrix.toarray()
    star = gi_star(x, neighbours, rng=np.random.default_rng(1), permutations=1).z
    plain = gi(x, neighbours)
    for i in range(len(x)):
        assert star[i] == pytest.approx(star_by_hand(x, w, i), abs=1e-9)
        if neighbours.counts[i] and np.ptp(np.delete(x, i)) > 0:
            assert plain[i] == pytest.approx(plain_by_hand(x, w, i), abs=1e-9)


@settings(max_examples=40)
@given(maps, holes)
def test_local_moran_by_hand(values, left_out):
    assume(varied(values, left_out))
    x, neighbours = some_map(values, left_out)
    found = local_moran(x, neighbours, rng=np.random.default_rng(1), permutations=1)
    w, z = neighbours.matrix.toarray(), x - x.mean()
    for i, own in enumerate(w):
        lag = own @ z / own.sum() if own.sum() else 0.0
        assert found.i[i] == pytest.approx(z[i] * lag / np.mean(z**2), abs=1e-9)
        high, around = z[i] > 0, lag > 0
        if z[i] and lag:
            names = {
                (True, True): Quadrant.HIGH_HIGH,
                (True, False): Quadrant.HIGH_LOW,
                (False, True): Quadrant.LOW_HIGH,
                (False, False): Quadrant.LOW_LOW,
            }
            assert found.quadrant[i] is names[high, around]


@settings(max_examples=30)
@given(maps)
def test_moments_of_local_moran_are_those_of_conditional_permutations(values):
    """The cell keeps its value; the others are dealt out 3,000 times."""
    x, neighbours = some_map(values, set())
    found = local_moran(x, neighbours, rng=np.random.default_rng(1), permutations=1)
    z, rng, i = x - x.mean(), np.random.default_rng(2), 7
    others = np.delete(z, i)
    k = neighbours.counts[i]
    lag = rng.permuted(np.tile(others, (3000, 1)), axis=1)[:, :k].mean(axis=1)
    simulated = z[i] * lag / np.mean(z**2)
    error = 5 * np.sqrt(found.variance[i] / 3000)
    assert abs(simulated.mean() - found.expected[i]) <= error + 1e-9
    assert simulated.var() == pytest.approx(found.variance[i], rel=0.2, abs=1e-9)


@settings(max_examples=40)
@given(maps, holes)
def test_global_statistics_by_hand(values, left_out):
    assume(varied(values, left_out))
    x, neighbours = some_map(values, left_out)
    w, z = neighbours.matrix.toarray(), x - x.mean()
    pairs = np.outer(x, x) - np.diag(x**2)
    assert general_g(x, neighbours).value == pytest.approx(np.sum(w * pairs) / pairs.sum())
    held = w.sum(axis=1, keepdims=True)
    rows = np.divide(w, held, out=np.zeros_like(w), where=held > 0)
    n = np.count_nonzero(held)
    moran = n / rows.sum() * (z @ rows @ z) / (z @ z)
    assert morans_i(x, neighbours).value == pytest.approx(moran, abs=1e-9)


def test_p_is_that_of_a_permutation_test_of_each_cell_alone():
    """The shared draws against a plain loop that permutes anew for every cell."""
    rng = np.random.default_rng(3)
    x, neighbours = some_map(rng.poisson(3, 20).tolist(), set())
    shared = gi_star(x, neighbours, rng=rng, permutations=5000).p
    for i in (0, 2, 7, 12, 19):
        others, k = np.delete(x, i), neighbours.counts[i]
        around = rng.permuted(np.tile(others, (5000, 1)), axis=1)[:, :k].sum(axis=1)
        alone = (1 + np.sum(around >= neighbours.sums(x)[i])) / 5001
        assert shared[i] == pytest.approx(alone, abs=4.5 * np.sqrt(2 * 0.25 / 5000))


def test_one_sided_neighbours_are_taken_as_given():
    """Cell 0 looks at 1, but 1 does not look at 0."""
    neighbours = Neighbours.from_pairs([0, 1, 2], [1, 2, 1], 3)
    assert neighbours.sums(np.array([1.0, 10, 100])).tolist() == [10, 100, 10]
