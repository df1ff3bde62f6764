"""Gi*, Gi, local Moran and their global kin against R's spdep and against enumeration."""

import csv
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.errors import InvalidInputError, NotEstimableError, TooFewError
from samsyn.analysis.false_discovery import adjust
from samsyn.analysis.hot_spots import Quadrant, gi, gi_star, local_moran, residuals
from samsyn.analysis.hot_spots_global import general_g, morans_i
from samsyn.analysis.hot_spots_neighbours import Neighbours, queen
from samsyn.analysis.hot_spots_null import distinct_draws, neighbour_sum_tails

DATA = Path(__file__).parent / "data_places"
REL = 1e-9


def table(name):
    return np.genfromtxt(DATA / name, delimiter=",", names=True, deletechars='"')


@pytest.fixture(scope="module")
def grid():
    found = table("grid_local_stats.csv")
    return found, queen(found["row"], found["col"])


@pytest.fixture(scope="module")
def counties():
    found = table("sids_localG_EB.csv")
    one, other = table("sids_queen_neighbours.csv").view(float).reshape(-1, 2).astype(int).T
    return found, Neighbours.from_pairs(one - 1, other - 1, len(found))


def rng(seed=1):
    return np.random.default_rng(seed)


def test_gi_on_the_grid(grid):
    # R spdep 1.2-7: lw <- nb2listw(cell2nb(30, 30, "queen"), style = "B");
    # localG(count, nb2listw(include.self(nb), style = "B")); localG(count, lw)
    golden, neighbours = grid
    star = gi_star(golden["count"], neighbours, rng=rng(), permutations=99)
    assert star.z == pytest.approx(golden["gistar_binary_queen"], rel=REL)
    assert gi(golden["count"], neighbours) == pytest.approx(golden["gi_binary_queen"], rel=REL)


def test_local_moran_on_the_grid(grid):
    # R: localmoran(count, nb2listw(nb, style = "W"))
    golden, neighbours = grid
    found = local_moran(golden["count"], neighbours, rng=rng(), permutations=99)
    assert found.i == pytest.approx(golden["localmoran_Ii_W"], rel=REL)
    assert found.expected == pytest.approx(golden["localmoran_E"], rel=REL)
    assert found.variance == pytest.approx(golden["localmoran_Var"], rel=REL)
    assert found.z == pytest.approx(golden["localmoran_Z"], rel=REL)


def test_global_statistics_on_the_grid(grid):
    # R: moran.test(count, W, randomisation = TRUE); globalG.test(count, B)
    golden, neighbours = grid
    with (DATA / "grid_global_stats.csv").open() as lines:
        theirs = {row["stat"]: float(row["value"]) for row in csv.DictReader(lines)}
    moran = morans_i(golden["count"], neighbours)
    assert (moran.value, moran.expected, moran.variance) == pytest.approx(
        (theirs["moranI"], theirs["moranE"], theirs["moranVar_rand"]), rel=REL
    )
    g = general_g(golden["count"], neighbours)
    assert (g.value, g.expected, g.variance) == pytest.approx(
        (theirs["globalG"], theirs["globalG_E"], theirs["globalG_Var"]), rel=REL
    )
    assert moran.z == pytest.approx((moran.value - moran.expected) / np.sqrt(moran.variance))


def test_real_counties_with_unlike_numbers_of_neighbours(counties):
    # R: the same calls on spData::nc.sids, 1974 rate, its queen neighbours
    golden, neighbours = counties
    assert set(neighbours.counts) == set(range(2, 10))
    star = gi_star(golden["v"], neighbours, rng=rng(), permutations=99)
    assert star.z == pytest.approx(golden["gistar"], rel=REL)
    assert gi(golden["v"], neighbours) == pytest.approx(golden["gi"], rel=REL)
    found = local_moran(golden["v"], neighbours, rng=rng(), permutations=99)
    assert found.i == pytest.approx(golden["Ii"], rel=REL)
    assert found.z == pytest.approx(golden["Zi"], rel=REL)


def exact_tails(values, neighbours, cell):
    """Share of all ways to fill the cell's neighbourhood that reach its sum."""
    others = np.delete(values, cell)
    k = neighbours.counts[cell]
    sums = np.array([sum(chosen) for chosen in combinations(others, k)])
    observed = neighbours.sums(values)[cell]
    return np.mean(sums >= observed - 1e-9), np.mean(sums <= observed + 1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_shared_draws_give_each_cell_its_own_conditional_distribution(seed):
    """Nine cells: the cell itself would be among its drawn neighbours most of the time."""
    values = rng(seed).integers(0, 6, 9).astype(float)
    neighbours = queen(*np.divmod(np.arange(9), 3))
    draws = 20_000
    tails = neighbour_sum_tails(values, neighbours, draws, rng(seed + 10))
    for cell in range(9):
        above, below = exact_tails(values, neighbours, cell)
        for share, exact in ((tails.above, above), (tails.below, below)):
            error = 4.5 * np.sqrt(exact * (1 - exact) / draws) + 1e-12
            assert abs(share[cell] / draws - exact) <= error


def test_the_tails_overlap_by_the_ties_only():
    values = rng(2).integers(0, 4, 25).astype(float)
    neighbours = queen(*np.divmod(np.arange(25), 5))
    tails = neighbour_sum_tails(values, neighbours, 500, rng())
    assert np.all(tails.above + tails.below >= 500)
    assert np.all(tails.p_above() == (1 + tails.above) / 501)
    assert np.all(tails.p_below() == (1 + tails.below) / 501)


def test_a_cell_alone_is_never_unusual():
    neighbours = Neighbours.from_pairs([0, 1, 2, 1], [1, 0, 1, 2], 4)
    values = np.array([1.0, 5, 2, 9])
    star = gi_star(values, neighbours, rng=rng(), permutations=19)
    assert star.p[3] == 1
    moran = local_moran(values, neighbours, rng=rng(), permutations=19)
    assert (moran.i[3], moran.p_cluster[3], moran.p_outlier[3]) == (0, 1, 1)
    assert moran.quadrant[3] is Quadrant.LEVEL
    assert np.isnan(moran.z[3])
    assert np.isnan(gi(values, neighbours)[3])


def test_everyone_each_others_neighbour():
    everyone = [(i, j) for i in range(5) for j in range(5) if i != j]
    neighbours = Neighbours.from_pairs(*np.array(everyone).T, 5)
    star = gi_star([1, 2, 3, 4, 9], neighbours, rng=rng(), permutations=19)
    assert np.all(star.p == 1)  # every draw is the same neighbourhood
    assert np.isnan(star.z).all()  # a sum of everything has no spread


def town(seed=0, side=20):
    row, column = np.divmod(np.arange(side * side), side)
    return rng(seed).poisson(2.0, side * side).astype(float), row, column


def test_a_planted_hot_spot_is_found_and_little_else():
    values, row, column = town()
    hot = (row >= 5) & (row < 8) & (column >= 5) & (column < 8)
    values[hot] += 6
    found = gi_star(values, queen(row, column), rng=rng())
    assert found.q[row * 20 + column == 6 * 20 + 6] <= 0.05
    alarms = found.q <= 0.05
    near = (row >= 4) & (row < 9) & (column >= 4) & (column < 9)
    assert alarms[hot].sum() >= 5  # the corners border on calm cells
    assert alarms[~near].sum() <= 1
    moran = local_moran(values, queen(row, column), rng=rng())
    assert moran.quadrant[6 * 20 + 6] is Quadrant.HIGH_HIGH
    assert moran.p_cluster[6 * 20 + 6] < 0.01


def test_p_is_uniform_where_nothing_happens():
    values, row, column = town(3)
    values = values + rng(3).normal(0, 1e-3, len(values))
    p = gi_star(values, queen(row, column), rng=rng(), permutations=999).p
    assert np.mean(p <= 0.05) == pytest.approx(0.05, abs=0.04)
    assert np.mean(p) == pytest.approx(0.5, abs=0.07)


def test_an_outlier_is_no_cluster():
    values, row, column = town(1, side=9)
    values[:] = 1
    values[40] = 30
    moran = local_moran(values, queen(row, column), rng=rng(), permutations=999)
    assert moran.quadrant[40] is Quadrant.HIGH_LOW
    assert moran.quadrant[41] is Quadrant.LOW_HIGH
    assert moran.quadrant[0] is Quadrant.LOW_LOW
    assert moran.i[40] < 0


def test_q_counts_the_tested_cells_only():
    values, row, column = town(2, side=8)
    values[:20] = 0
    neighbours = queen(row, column)
    usual = gi_star(values, neighbours, rng=rng(), permutations=99)
    assert np.array_equal(np.isnan(usual.q), values == 0)
    assert usual.q[values != 0] == pytest.approx(adjust(usual.p[values != 0]))
    asked = gi_star(values, neighbours, rng=rng(), permutations=99, tested=np.ones(64, bool))
    assert asked.q == pytest.approx(adjust(asked.p))


boards = st.lists(st.integers(0, 9), min_size=12, max_size=12).filter(
    lambda values: len(set(values)) > 1
)


@settings(max_examples=40, deadline=None)
@given(boards, st.integers(0, 100))
def test_scores_do_not_depend_on_unit_level_or_order(values, seed):
    x, (row, column) = np.array(values, float), np.divmod(np.arange(12), 4)
    base = gi_star(x, queen(row, column), rng=rng(), permutations=9)
    moved = gi_star(3 * x + 7, queen(row + 50, column - 9), rng=rng(), permutations=9)
    assert moved.z == pytest.approx(base.z, abs=1e-9, nan_ok=True)
    assert np.array_equal(moved.p, base.p)
    order = np.random.default_rng(seed).permutation(12)
    mixed = gi_star(x[order], queen(row[order], column[order]), rng=rng(), permutations=9)
    assert mixed.z == pytest.approx(base.z[order], abs=1e-9)
    assert gi(x[order], queen(row[order], column[order])) == pytest.approx(
        gi(x, queen(row, column))[order], abs=1e-9, nan_ok=True
    )


@settings(max_examples=40, deadline=None)
@given(boards)
def test_local_moran_adds_up_to_morans_i(values):
    x, neighbours = np.array(values, float), queen(*np.divmod(np.arange(12), 4))
    local = local_moran(x, neighbours, rng=rng(), permutations=9)
    assert local.i.mean() == pytest.approx(morans_i(x, neighbours).value, abs=1e-9)
    assert np.all(local.variance >= 0)


@settings(max_examples=30, deadline=None)
@given(boards)
def test_turning_the_values_round_swaps_nothing_but_high_and_low(values):
    x, neighbours = np.array(values, float), queen(*np.divmod(np.arange(12), 4))
    up = local_moran(x, neighbours, rng=rng(), permutations=99)
    down = local_moran(-x, neighbours, rng=rng(), permutations=99)
    assert up.i == pytest.approx(down.i, abs=1e-9)
    assert np.array_equal(up.p_cluster, down.p_cluster)
    assert np.array_equal(up.p_outlier, down.p_outlier)


def enumerated_moments(statistic, values):
    """Mean and variance over every order of the values."""
    from itertools import permutations

    found = [statistic(np.array(order)) for order in permutations(values)]
    return np.mean(found), np.var(found)


@pytest.mark.parametrize("statistic", [morans_i, general_g])
def test_global_moments_are_those_of_all_orders(statistic):
    neighbours = queen([0, 0, 0, 1, 1, 1], [0, 1, 2, 0, 1, 2])
    values = [0.0, 1, 4, 2, 7, 3]
    mean, variance = enumerated_moments(lambda v: statistic(v, neighbours).value, values)
    found = statistic(values, neighbours)
    assert found.expected == pytest.approx(mean, rel=1e-9)
    assert found.variance == pytest.approx(variance, rel=1e-9)


@given(st.integers(2, 30), st.integers(0, 100))
def test_draws_are_distinct(cells, seed):
    size = min(cells, 5)
    drawn = distinct_draws(cells, size, 50, rng(seed))
    assert drawn.shape == (50, size)
    assert drawn.min() >= 0
    assert drawn.max() < cells
    assert all(len(set(row)) == size for row in drawn.tolist())


def test_draws_are_fair_in_every_position():
    drawn = distinct_draws(6, 3, 30_000, rng(1))
    for position in range(3):
        share = np.bincount(drawn[:, position], minlength=6) / 30_000
        assert share == pytest.approx(np.full(6, 1 / 6), abs=0.01)


def test_queen_neighbours_by_side_and_corner():
    neighbours = queen([5, 5, 6, 9], [1, 2, 3, 9])
    lists = np.split(neighbours.indices, neighbours.first[1:-1])
    assert [found.tolist() for found in lists] == [[1], [0, 2], [1], []]
    assert neighbours.counts.tolist() == [1, 2, 1, 0]


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=25))
def test_being_a_neighbour_is_mutual(found):
    row, column = np.array(sorted(found)).T
    neighbours = queen(row, column)
    w = neighbours.matrix.toarray()
    apart = np.maximum(abs(row[:, None] - row), abs(column[:, None] - column))
    assert np.array_equal(w, apart == 1)
    again = Neighbours.from_pairs(*np.nonzero(w), len(row))
    assert np.array_equal(np.sort(again.indices), np.sort(neighbours.indices))
    assert np.array_equal(again.first, neighbours.first)


def test_residuals():
    assert residuals([4, 1], [1, 4]).tolist() == [3, -1.5]
    for wrong in ([0, 1], [1]):
        with pytest.raises(InvalidInputError, match="expected"):
            residuals([1, 2], wrong)


def test_inputs_stay_and_the_same_seed_gives_the_same():
    values, row, column = town(5, side=6)
    kept = values.copy()
    for a in (values, row, column):
        a.setflags(write=False)
    one, two = (gi_star(values, queen(row, column), rng=rng(9)) for _ in range(2))
    local_moran(values, queen(row, column), rng=rng(9), permutations=9)
    assert np.array_equal(one.p, two.p)
    assert np.array_equal(values, kept)


line = Neighbours.from_pairs([0, 1, 2, 3, 1, 2], [1, 2, 3, 2, 0, 1], 4)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ([1, 2, 3], InvalidInputError),
        ([1, 2, 3, np.nan], InvalidInputError),
        ([5, 5, 5, 5], NotEstimableError),
    ],
)
@pytest.mark.parametrize("statistic", [gi, morans_i, general_g])
def test_values_that_carry_nothing_are_refused(statistic, values, error):
    with pytest.raises(error):
        statistic(values, line)


def test_too_few_cells_are_refused():
    two = Neighbours.from_pairs([0, 1], [1, 0], 2)
    with pytest.raises(TooFewError):
        gi([1, 2], two)
    with pytest.raises(TooFewError):
        morans_i([1, 2], two)
    with pytest.raises(InvalidInputError, match="0 or more"):
        general_g([1, 2, -3, 1], line)


@pytest.mark.parametrize(
    "pairs", [([0], [0]), ([0], [4]), ([-1], [0]), ([0, 0], [1, 1]), ([0, 1], [1])]
)
def test_bad_neighbours_are_refused(pairs):
    with pytest.raises(InvalidInputError):
        Neighbours.from_pairs(*pairs, 4)


@pytest.mark.parametrize("cells", [([0, 0], [1, 1]), ([0, 1], [1]), ([[0]], [[0]])])
def test_bad_cells_are_refused(cells):
    with pytest.raises(InvalidInputError):
        queen(*cells)
