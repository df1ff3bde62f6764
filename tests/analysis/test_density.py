"""The heat surface and Ripley's K against R's spatstat, and against what must add up."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.density import Grid, KdeSettings, kde
from samsyn.analysis.density_ripley import ripley_k
from samsyn.analysis.errors import InvalidInputError, TooFewError

DATA = Path(__file__).parent / "data_places"
TOWN = Grid(0, 0, 200, 50, 50)


def golden_events():
    return np.loadtxt(DATA / "knox_events.csv", delimiter=",", skiprows=1)[:, 1:3].T


def test_the_surface_is_spatstats():
    # R spatstat.explore 3.0-6: density(ppp(x, y, c(0, 10000), c(0, 10000)), sigma = 400,
    # edge = TRUE, dimyx = c(50, 50)); events per square metre
    golden = np.genfromtxt(
        DATA / "spatstat_density_sigma400_50x50.csv", delimiter=",", names=True, deletechars='"'
    )
    theirs = np.empty((50, 50))
    theirs[golden["row"].astype(int) - 1, golden["col"].astype(int) - 1] = golden["density"]
    found = kde(*golden_events(), grid=TOWN, settings=KdeSettings(400, "gaussian"))
    assert found.per_km2 / 1e6 == pytest.approx(theirs, rel=1e-9)  # asked: 1e-3
    assert np.array_equal(found.grid.x[golden["col"].astype(int) - 1], golden["x"])
    assert np.array_equal(found.grid.y[golden["row"].astype(int) - 1], golden["y"])


def test_k_is_spatstats():
    # R: Kest(ppp, r = ..., correction = c("none", "border"))
    golden = np.genfromtxt(DATA / "spatstat_Kest.csv", delimiter=",", names=True, deletechars='"')
    found = ripley_k(*golden_events(), golden["r"], extent=(0, 0, 10_000, 10_000))
    assert found.uncorrected == pytest.approx(golden["un"], rel=1e-9)
    assert found.border == pytest.approx(golden["border"], rel=1e-9)
    assert found.random == pytest.approx(golden["theo"], rel=1e-9)


small = Grid(0, 0, 100, 12, 15)
inside = st.lists(st.tuples(st.floats(0, 1499), st.floats(0, 1199)), min_size=1, max_size=25)
kernels = st.sampled_from(["gaussian", "quartic"])


@settings(max_examples=40, deadline=None)
@given(inside, kernels, st.sampled_from([100.0, 250.0, 400.0]))
def test_with_edge_correction_an_even_town_stays_even(pairs, kernel, bandwidth):
    """One event in every cell: the surface is flat, right up to the border."""
    x, y = (a.ravel() for a in np.meshgrid(small.x, small.y))
    even = kde(x, y, grid=small, settings=KdeSettings(bandwidth, kernel))
    assert even.per_km2 == pytest.approx(np.full((12, 15), 100.0))
    found = kde(*np.array(pairs).T, grid=small, settings=KdeSettings(bandwidth, kernel))
    assert np.all(found.per_km2 >= 0)
    assert found.counts.sum() + found.left_out == len(pairs)


@settings(max_examples=40, deadline=None)
@given(inside, kernels, st.integers(1, 5))
def test_the_surface_adds_up(pairs, kernel, times):
    x, y = np.array(pairs).T
    once = kde(x, y, grid=small, settings=KdeSettings(300, kernel))
    more = kde(np.tile(x, times), np.tile(y, times), grid=small, settings=KdeSettings(300, kernel))
    assert more.per_km2 == pytest.approx(times * once.per_km2)
    longer = kde(x, y, grid=small, settings=KdeSettings(300, kernel), days=28 * times)
    assert longer.per_km2 * times == pytest.approx(once.per_km2)


@settings(max_examples=40, deadline=None)
@given(inside, kernels)
def test_moving_the_map_moves_the_surface(pairs, kernel):
    x, y = np.round(np.array(pairs).T)
    here = kde(x, y, grid=small, settings=KdeSettings(200, kernel))
    there = Grid(540_000, 6_650_000, 100, 12, 15)
    moved = kde(x + 540_000, y + 6_650_000, grid=there, settings=KdeSettings(200, kernel))
    assert moved.per_km2 == pytest.approx(here.per_km2)


@pytest.mark.parametrize("kernel", ["gaussian", "quartic"])
def test_far_from_the_border_a_kernel_holds_one_event(kernel):
    wide = Grid(0, 0, 100, 81, 81)
    found = kde([4050], [4050], grid=wide, settings=KdeSettings(300, kernel, edge=False))
    assert found.per_km2.sum() * (0.1**2) == pytest.approx(1)
    assert np.unravel_index(found.per_km2.argmax(), (81, 81)) == (40, 40)


def test_the_quartic_ends_at_its_bandwidth():
    wide = Grid(0, 0, 100, 21, 21)
    surface = kde([1050], [1050], grid=wide, settings=KdeSettings(400, edge=False)).per_km2
    across = surface[10]
    assert np.flatnonzero(across).tolist() == list(range(7, 14))
    # (1 - (d/h)^2)^2 at 100 m against 0 m
    assert across[11] / across[10] == pytest.approx((1 - 1 / 16) ** 2)


def test_nobody_lives_in_the_lake():
    lived_in = np.ones((12, 15), bool)
    lived_in[:, 8:] = False
    x, y = (a.ravel() for a in np.meshgrid(small.x, small.y))
    found = kde(x, y, grid=small, settings=KdeSettings(300), inhabited=lived_in)
    assert np.isnan(found.per_km2[:, 8:]).all()
    # On the shore no event leaks into the water.
    assert found.per_km2[:, :8] == pytest.approx(np.full((12, 8), 100.0))
    assert found.left_out == 7 * 12
    assert found.counts[:, 8:].sum() == 0


def test_events_off_the_map_are_counted():
    found = kde([50, -60, 1500.1, 50], [50, 50, 50, 1e6], grid=small, settings=KdeSettings(100))
    assert found.left_out == 3
    assert found.counts.sum() == 1


def test_few_events_stay_in_the_working_group():
    x = np.repeat([150.0, 850.0], [5, 4])
    found = kde(x, np.full(9, 150.0), grid=small, settings=KdeSettings(200))
    assert np.argwhere(~found.few).tolist() == [[1, 1]]
    public = found.for_publication()
    assert np.argwhere(np.isfinite(public)).tolist() == [[1, 1]]
    assert public[1, 1] == found.per_km2[1, 1]
    assert kde(x, x, grid=small, settings=KdeSettings(200, least=1)).few.sum() == 12 * 15 - 2


def test_inputs_stay():
    x, y = golden_events()
    kept = x.copy()
    mask = np.ones((50, 50), bool)
    for a in (x, y, mask):
        a.setflags(write=False)
    kde(x, y, grid=TOWN, settings=KdeSettings(400), inhabited=mask)
    assert np.array_equal(x, kept)


@pytest.mark.parametrize(
    "wrong",
    [
        {"settings": KdeSettings(bandwidth=50)},
        {"settings": KdeSettings(bandwidth=float("nan"))},
        {"days": 0},
        {"inhabited": np.ones((3, 3))},
    ],
)
def test_bad_arguments_are_refused(wrong):
    with pytest.raises(InvalidInputError):
        kde([1], [1], **({"grid": small} | wrong))


@pytest.mark.parametrize("wrong", [(0, 1, 1), (100, 0, 1), (100, 1, 0)])
def test_a_grid_has_cells(wrong):
    cell, rows, columns = wrong
    with pytest.raises(InvalidInputError):
        Grid(0, 0, cell, rows, columns)


def test_k_of_two_events_by_hand():
    found = ripley_k([4, 7], [5, 5], [1, 3, 4.5, 6], extent=(0, 0, 10, 10))
    # uncorrected: 100 / (2 * 1) * pairs in both directions
    assert found.uncorrected.tolist() == [0, 100, 100, 100]
    # border: both are over 1 m inside, only the first over 3 m, none over 4.5 m
    assert found.border[:2].tolist() == [0, 50]
    assert np.isnan(found.border[2:]).all()


@settings(max_examples=30, deadline=None)
@given(inside)
def test_k_grows_with_the_radius(pairs):
    x, y = np.array([*pairs, (700, 700)]).T
    # the last radius is longer than the diagonal, 1,921
    found = ripley_k(x, y, np.arange(0, 2001, 100), extent=(0, 0, 1500, 1200))
    assert np.all(np.diff(found.uncorrected) >= 0)
    assert found.uncorrected[-1] == pytest.approx(1500 * 1200)


def test_k_of_no_pattern_is_that_of_no_pattern():
    rng = np.random.default_rng(1)
    x, y = rng.uniform(0, 1000, (2, 3000))
    found = ripley_k(x, y, [50, 100], extent=(0, 0, 1000, 1000))
    assert found.border == pytest.approx(found.random, rel=0.1)


def test_k_refuses_what_it_cannot_use():
    with pytest.raises(TooFewError):
        ripley_k([1], [1], [1], extent=(0, 0, 2, 2))
    with pytest.raises(InvalidInputError):
        ripley_k([1, 3], [1, 1], [1], extent=(0, 0, 2, 2))
    with pytest.raises(InvalidInputError):
        ripley_k([1, 1], [1, 1], [-1], extent=(0, 0, 2, 2))
