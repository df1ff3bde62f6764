"""Near repeats against R, against published tables, and against counting by hand."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis import near_repeat_pairs
from samsyn.analysis.errors import InvalidInputError, TooFewError
from samsyn.analysis.false_discovery import adjust
from samsyn.analysis.near_repeat import KnoxBands, knox
from samsyn.analysis.near_repeat_pairs import (
    band_of,
    close_pairs,
    day_limits,
    pairs_by_gap,
    tally_numpy,
    tally_with,
)

DATA = Path(__file__).parent / "data_places"
CHICAGO = Path(__file__).parents[3] / "shared/data/golden/published/chicago_burglary_2016.csv"
R_BANDS = KnoxBands(space=(0, 0.001, 100, 200, 400, 800))
MONTE_CARLO = 4  # standard errors


def golden_events():
    return np.loadtxt(DATA / "knox_events.csv", delimiter=",", skiprows=1)[:, 1:].T


def golden_table(column):
    """A column of the table as (space, time); the file runs through space first."""
    with (DATA / "knox_expected_table.csv").open() as lines:
        return np.array([float(row[column]) for row in csv.DictReader(lines)]).reshape(4, 5).T


def scan(x, y, day, *, seed=1, engine="numpy", **options):
    return knox(x, y, day, rng=np.random.default_rng(seed), engine=engine, **options)


@pytest.fixture(scope="module")
def golden():
    # R: d <- as.matrix(dist(xy)); t <- as.matrix(dist(day)); for each band
    # sum(d >= a & d < b & t >= c & t < e)/2, and 499 times with day permuted.
    return scan(*golden_events(), bands=R_BANDS, permutations=499)


def test_pairs_are_those_that_r_counts(golden):
    assert np.array_equal(golden.observed, golden_table("observed"))


def test_the_expectation_is_exact(golden):
    exact = golden_table("exact_expected_under_permutation")
    assert golden.expected == pytest.approx(exact, rel=1e-9)
    simulated, spread = golden_table("mean_sim499"), golden_table("sd_sim499")
    assert np.all(np.abs(golden.expected - simulated) <= MONTE_CARLO * spread / np.sqrt(499))


def test_p_is_rs_within_chance(golden):
    theirs = golden_table("p_sim499")
    error = MONTE_CARLO * np.sqrt(2 * theirs * (1 - theirs) / 500) + 2 / 500
    assert np.all(np.abs(golden.p - theirs) <= error)


def test_ratios_only_where_enough_is_expected(golden):
    shown = ~np.isnan(golden.ratio)
    assert np.array_equal(shown, golden.expected >= 5)
    assert golden.ratio[shown] == pytest.approx(golden.observed[shown] / golden.expected[shown])
    assert not shown[0].any()  # nothing is expected at the very same metre
    assert shown[1:].all()


def test_q_is_over_the_bands_that_expect_anything(golden):
    possible = golden.expected > 0
    assert np.array_equal(np.isnan(golden.q), ~possible)
    assert golden.q[possible] == pytest.approx(adjust(golden.p[possible]))


def test_the_count_in_surveillance_is_the_same_pairs_twice_and_every_event_with_itself():
    # R surveillance::knox(dt = t <= 14, ds = d <= 200, simulate.p.value = TRUE) with full
    # symmetric matrices: 2428, null mean 612.744270222222.
    x, y, day = golden_events()
    bands = KnoxBands(space=(0, 200), time=(0, 14), closed="right")
    found = scan(x, y, day, bands=bands, permutations=9)
    n = found.events
    assert 2 * found.observed[0, 0] + n == 2428
    doubled = (2 * found.space_pairs[0] + n) * (2 * found.time_pairs[0] + n) / n**2
    assert doubled == pytest.approx(612.744270222222, rel=1e-12)


@pytest.mark.reference
@pytest.mark.parametrize(
    ("closed", "table"),
    [
        ("right", [[225, 50], [260, 142], [457, 341], [715, 567]]),
        ("left", [[202, 51], [189, 143], [290, 343], [456, 526]]),
    ],
)
def test_the_published_chicago_tables(closed, table):
    if not CHICAGO.is_file():
        pytest.skip("the reference data are not beside the checkout (../shared/data/golden)")
    x, y, day = np.loadtxt(CHICAGO, delimiter=",", skiprows=1).T
    bands = KnoxBands((0, 1, 100, 200, 300), (0, 2, 4), closed)
    assert scan(x, y, day, bands=bands, permutations=1).observed.tolist() == table


events = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 40)),
    min_size=2,
    max_size=30,
)
conventions = st.sampled_from(["left", "right"])


def by_hand(x, y, day, bands):
    """Pairs in each band, each looked at alone."""

    def inside(value, low, high, *, first):
        if bands.closed == "left":
            return low <= value < high
        return low < value <= high or (first and value == low)

    table = np.zeros((len(bands.space) - 1, len(bands.time) - 1), int)
    for i in range(len(x)):
        for j in range(i):
            metres, days = np.hypot(x[i] - x[j], y[i] - y[j]), abs(day[i] - day[j])
            for s in range(table.shape[0]):
                for t in range(table.shape[1]):
                    table[s, t] += inside(metres, *bands.space[s : s + 2], first=s == 0) and inside(
                        days, *bands.time[t : t + 2], first=t == 0
                    )
    return table


@settings(max_examples=60, deadline=None)
@given(events, conventions, st.sampled_from([(0, 7, 14), (3, 7), (0.5, 6.5, 30)]))
def test_pairs_are_those_counted_by_hand(rows, closed, time):
    x, y, day = np.array(rows, float).T * np.array([[100], [100], [1]])
    bands = KnoxBands((0, 1, 100, 300, 500), time, closed)
    found = scan(x, y, day, bands=bands, permutations=3)
    assert np.array_equal(found.observed, by_hand(x, y, day, bands))


@settings(max_examples=25, deadline=None)
@given(events, conventions)
def test_margins_add_up(rows, closed):
    x, y, day = np.array(rows, float).T
    bands = KnoxBands((0, 5, 30), (0, 20, 41), closed)
    found = scan(x, y, day, bands=bands, permutations=1)
    pairs = len(x) * (len(x) - 1) // 2
    assert found.space_pairs.sum() == found.time_pairs.sum() == found.observed.sum() == pairs
    assert found.expected.sum() == pytest.approx(pairs)
    assert np.array_equal(found.observed.sum(axis=1), found.space_pairs)
    assert np.array_equal(found.observed.sum(axis=0), found.time_pairs)


@settings(max_examples=25, deadline=None)
@given(events, st.integers(0, 1000))
def test_order_place_and_calendar_do_not_matter(rows, seed):
    x, y, day = np.array(rows, float).T * np.array([[100], [100], [1]])
    order = np.random.default_rng(seed).permutation(len(x))
    here = scan(x, y, day, permutations=1)
    there = scan(x[order] + 540_000, y[order] + 6_650_000, day[order] + 738_000, permutations=1)
    assert np.array_equal(here.observed, there.observed)
    assert np.array_equal(here.expected, there.expected)


@settings(max_examples=10, deadline=None)
@given(events, conventions)
def test_numpy_and_numba_give_the_same(rows, closed):
    x, y, day = np.array(rows, float).T * np.array([[100], [100], [1]])
    bands = KnoxBands((0, 100, 400), (0, 7, 20), closed)
    plain = scan(x, y, day, bands=bands, permutations=9)
    for engine in ("numba", "auto"):
        compiled = scan(x, y, day, bands=bands, permutations=9, engine=engine)
        assert np.array_equal(plain.observed, compiled.observed)
        assert np.array_equal(plain.p, compiled.p)


def test_many_pairs_overflow_neither_path(monkeypatch):
    """All pairs at one spot on one day: every count is as large as it can be."""
    from samsyn.analysis import near_repeat_fast

    monkeypatch.setattr(near_repeat_fast, "BATCH", 7)
    day = np.zeros(40, int)
    for engine in ("numpy", "numba"):
        found = scan(day, day, day, permutations=2, engine=engine)
        assert found.observed[0, 0] == found.expected[0, 0] == 780
        assert np.all(found.p == 1)
    large = np.zeros(600, int)
    assert scan(large, large, large, permutations=1).observed[0, 0] == 600 * 599 // 2


def test_slabs_and_pieces_do_not_show(monkeypatch):
    whole = scan(*golden_events(), permutations=5)
    monkeypatch.setattr(near_repeat_pairs, "SLAB", 17)
    monkeypatch.setattr(near_repeat_pairs, "PIECE", 13)
    parts = scan(*golden_events(), permutations=5)
    assert np.array_equal(whole.observed, parts.observed)
    assert np.array_equal(whole.p, parts.p)


def test_planted_repeats_are_found_and_their_absence_too():
    rng = np.random.default_rng(4)
    x, y, day = rng.uniform(0, 5000, 400), rng.uniform(0, 5000, 400), rng.integers(0, 365, 400)
    calm = scan(x, y, day)
    assert np.nanmin(calm.q) > 0.05
    again = rng.choice(400, 60, replace=False)
    followed = scan(
        np.append(x, x[again] + rng.uniform(20, 60, 60)),
        np.append(y, y[again]),
        np.append(day, day[again] + rng.integers(1, 6, 60)),
        min_expected=0.5,
    )
    assert followed.p[1, 0] == 0.001
    assert followed.q[1, 0] <= 0.05
    assert followed.ratio[1, 0] > 5


def test_repeatable_and_without_touching_the_input():
    given_arrays = [a.copy() for a in golden_events()]
    for a in given_arrays:
        a.setflags(write=False)
    one, two = (scan(*given_arrays, seed=8, permutations=19) for _ in range(2))
    assert np.array_equal(one.p, two.p)
    assert all(np.array_equal(a, b) for a, b in zip(given_arrays, golden_events(), strict=True))


@pytest.mark.parametrize(
    "edges", [{"space": (0,)}, {"space": (0, 5, 5)}, {"time": (-1, 7)}, {"time": (7, 0)}]
)
def test_edges_that_make_no_bands_are_refused(edges):
    with pytest.raises(InvalidInputError, match="ascending"):
        KnoxBands(**edges)


def test_bad_events_are_refused():
    with pytest.raises(TooFewError, match="pair"):
        scan([1], [1], [1])
    with pytest.raises(InvalidInputError, match="89 years"):
        scan([1, 2], [1, 2], [0, 40_000])
    with pytest.raises(InvalidInputError, match="day as whole"):
        scan([1, 2], [1, 2], [0.5, 1])


def test_which_edge_belongs_to_a_band():
    values, edges = np.array([0.0, 1, 50, 100, 101]), np.array([0.0, 1, 100])
    assert band_of(values, edges, "left").tolist() == [0, 1, 1, 2, 2]
    assert band_of(values, edges, "right").tolist() == [0, 0, 1, 1, 2]
    assert day_limits(np.array([0.0, 7, 14]), "left").tolist() == [0, 7, 14]
    assert day_limits(np.array([0.0, 7, 14]), "right").tolist() == [0, 8, 15]
    assert day_limits(np.array([2.0, 7]), "right").tolist() == [2, 8]


def test_pairs_outside_the_first_band_are_left_out():
    x = np.array([0.0, 30, 200])
    pairs = list(close_pairs(x, np.zeros(3), np.array([100.0, 180]), "left"))
    assert [(band, one.tolist(), other.tolist()) for band, one, other in pairs] == [(0, [1], [2])]


def test_pairs_by_gap():
    assert pairs_by_gap(np.array([0, 0, 0, 1, 3]), 5).tolist() == [3, 3, 1, 3, 0]
    assert pairs_by_gap(np.array([5, 5]), 0).tolist() == []


def test_few_events_are_not_worth_compiling():
    assert tally_with("auto", 1000) is tally_numpy
    assert tally_with("auto", 20_000_000) is not tally_numpy
    assert tally_with("numpy", 20_000_000) is tally_numpy
