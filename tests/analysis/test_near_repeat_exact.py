"""p and expectation of near repeats against every order of the dates, counted out."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.near_repeat import KnoxBands, knox

BANDS = KnoxBands((0, 150, 400), (0, 3, 10))
PERMUTATIONS = 4000

six_events = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 9)), min_size=6, max_size=6
)


def table(x, y, day):
    found = knox(x, y, day, rng=np.random.default_rng(0), bands=BANDS, permutations=1)
    return found.observed


def every_order(x, y, day):
    """Tables of all 720 orders of the dates, (720, space, time)."""
    return np.array([table(x, y, np.array(order)) for order in permutations(day)])


@settings(max_examples=6, deadline=None)
@given(six_events)
def test_the_expectation_is_the_mean_over_all_orders(rows):
    x, y, day = np.array(rows, float).T * np.array([[100], [100], [1]])
    found = knox(x, y, day, rng=np.random.default_rng(1), bands=BANDS, permutations=1)
    assert found.expected == pytest.approx(every_order(x, y, day).mean(axis=0))


@pytest.mark.parametrize("seed", range(3))
def test_p_is_the_share_of_orders_as_extreme(seed):
    rng = np.random.default_rng(seed)
    x, y, day = rng.integers(0, 4, 6) * 100.0, rng.integers(0, 4, 6) * 100.0, rng.integers(0, 10, 6)
    found = knox(x, y, day, rng=rng, bands=BANDS, permutations=PERMUTATIONS)
    exact = (every_order(x, y, day) >= found.observed).mean(axis=0)
    error = 4.5 * np.sqrt(exact * (1 - exact) / PERMUTATIONS) + 1 / PERMUTATIONS
    assert np.all(np.abs(found.p - exact) <= error)


@settings(max_examples=20, deadline=None)
@given(six_events)
def test_finer_bands_add_up_to_coarser(rows):
    x, y, day = np.array(rows, float).T * np.array([[100], [100], [1]])
    options = {"rng": np.random.default_rng(1), "permutations": 1}
    fine = knox(x, y, day, bands=KnoxBands((0, 100, 200, 400), (0, 1, 3, 10)), **options)
    coarse = knox(x, y, day, bands=KnoxBands((0, 200, 400), (0, 3, 10)), **options)
    merged = np.add.reduceat(np.add.reduceat(fine.observed, [0, 2], axis=0), [0, 2], axis=1)
    assert np.array_equal(merged, coarse.observed)


@settings(max_examples=20, deadline=None)
@given(six_events)
def test_the_two_conventions_meet_between_the_whole_numbers(rows):
    """No pair lies on an edge at 150.5 m and 2.5 days: it does not matter whose it is."""
    x, y, day = np.array(rows, float).T * np.array([[100], [100], [1]])
    counts = [
        knox(
            x,
            y,
            day,
            rng=np.random.default_rng(1),
            bands=KnoxBands((0, 150.5, 401.5), (0, 2.5, 10.5), closed),
            permutations=1,
        ).observed
        for closed in ("left", "right")
    ]
    assert np.array_equal(*counts)


def test_no_interaction_gives_p_around_a_half():
    p = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        x, y = rng.uniform(0, 2000, (2, 150))
        found = knox(
            x, y, rng.integers(0, 200, 150), rng=rng, bands=KnoxBands((0, 300), (0, 14)),
            permutations=99,
        )  # fmt: skip
        p.append(found.p[0, 0])
    assert np.mean(p) == pytest.approx(0.5, abs=0.15)
    assert np.sum(np.array(p) <= 0.1) <= 11  # of 40 at 10 %: above 11 below 0.1 %
