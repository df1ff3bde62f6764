"""Snapping, distinct locations, precision and pile-ups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.coordinates import (
    cells,
    pile_ups,
    points,
    precise_enough,
    snap,
    whole_numbers,
)
from samsyn.analysis.errors import InvalidInputError

# Fagersta's town hall lies near (543 500, 6 651 500) in SWEREF 99 TM.
metres = st.floats(min_value=-1e6, max_value=7e6, allow_nan=False)
grid_points = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=40)


@given(st.lists(st.tuples(metres, metres), min_size=1, max_size=20), st.sampled_from([100, 200]))
def test_a_cell_holds_its_points_and_snapping_twice_changes_nothing(pairs, size):
    x, y = np.array(pairs).T
    cx, cy = snap(x, y, size)
    assert np.all(np.abs(cx - x) <= size / 2 + 1e-6)
    assert np.all(np.abs(cy - y) <= size / 2 + 1e-6)
    again_x, again_y = snap(cx, cy, size)
    assert np.array_equal(again_x, cx)
    assert np.array_equal(again_y, cy)


def test_cells_are_half_open():
    cx, cy = snap([0, 99.999, 100, -0.001], [0, 0, 100, 0], 100)
    assert cx.tolist() == [50, 50, 150, -50]
    assert cy.tolist() == [50, 50, 150, 50]


@given(grid_points)
def test_cells_reproduce_every_event(pairs):
    x, y = np.array(pairs, float).T
    found = cells(x, y)
    assert np.array_equal(found.x[found.of_event], x)
    assert np.array_equal(found.y[found.of_event], y)
    assert found.counts.sum() == len(pairs)
    assert len(found.x) == len(set(pairs))
    assert sorted(zip(found.x, found.y, strict=True)) == list(zip(found.x, found.y, strict=True))


def test_no_events_are_no_cells():
    found = cells([], [])
    assert len(found.x) == len(found.counts) == len(found.of_event) == 0
    assert len(pile_ups([], []).x) == 0


def test_points_are_copies():
    given_x = np.array([1.0, 2.0])
    x, _ = points(given_x, [0, 0])
    x[0] = 99
    assert given_x[0] == 1


@pytest.mark.parametrize(
    ("x", "y"),
    [([1, 2], [1]), ([[1.0]], [[1.0]]), ([np.nan], [0]), ([0], [np.inf])],
)
def test_bad_coordinates_are_refused(x, y):
    with pytest.raises(InvalidInputError):
        points(x, y)


@pytest.mark.parametrize("size", [0, -100, float("nan")])
def test_a_cell_needs_a_side(size):
    with pytest.raises(InvalidInputError, match="side"):
        snap([0], [0], size)


def test_whole_numbers_are_asked_for():
    assert whole_numbers([1.0, 2.0], 2, "week").dtype == np.int64
    assert whole_numbers(np.array([1, 2], np.int8), 2, "week").tolist() == [1, 2]
    with pytest.raises(InvalidInputError, match="whole numbers"):
        whole_numbers([1.5, 2.0], 2, "week")
    with pytest.raises(InvalidInputError, match="one value an event"):
        whole_numbers([1], 2, "week")


def test_coarse_and_unknown_positions_do_not_count():
    assert precise_enough([10, 500, 500.1, np.nan]).tolist() == [True, True, False, False]
    assert precise_enough([150], limit=100).tolist() == [False]


def test_a_default_address_is_listed():
    rng = np.random.default_rng(3)
    x = np.concatenate((rng.uniform(0, 5000, 300), np.full(60, 1234.0), np.full(90, 42.0)))
    y = np.concatenate((rng.uniform(0, 5000, 300), np.full(60, 4321.0), np.full(90, 42.0)))
    found = pile_ups(x, y)
    assert found.counts.tolist() == [90, 60]
    assert found.x.tolist() == [42, 1234]
    assert found.expected == pytest.approx(450 / 302)


def test_an_ordinary_corner_is_not_listed():
    x = np.repeat(np.arange(10.0), 30)
    assert len(pile_ups(x, x).counts) == 0
    assert len(pile_ups(np.zeros(19), np.zeros(19), factor=0.5).counts) == 0
