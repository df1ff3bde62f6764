"""The scan's p against every way to deal out the weeks, and what must move it."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.space_time import ScanSettings, permutation_scan

TINY = ScanSettings(
    radius=100, longest=1, least=2, replications=4000, min_events=5, min_weeks=2, share=1
)


def scan(x, week, *, chosen=TINY, seed=1, **options):
    x = np.asarray(x, float)
    rng = np.random.default_rng(seed)
    return permutation_scan(
        x, np.zeros(len(x)), week, rng=rng, settings=chosen, engine="numpy", **options
    )


def largest(x, chosen_cases):
    """The largest statistic when just these cases fall in the last week."""
    week = np.zeros(len(x), int)
    week[list(chosen_cases)] = 1
    once = ScanSettings(
        radius=100, longest=1, least=2, replications=1, min_events=5, min_weeks=2, share=1
    )
    clusters = scan(x, week, chosen=once).clusters
    return clusters[0].llr if clusters else 0.0


@pytest.mark.parametrize("last", [3, 4])
def test_p_is_the_share_of_all_ways_to_deal_the_last_week(last):
    x = np.array([0, 0, 0, 100, 100, 300, 300, 500, 900], float)
    week = np.zeros(9, int)
    week[[0, 1, 3, 5][:last]] = 1
    found = scan(x, week)
    observed = found.clusters[0]
    every = np.array([largest(x, chosen) for chosen in combinations(range(9), last)])
    exact = np.mean(every >= observed.llr - 1e-12)
    error = 4.5 * np.sqrt(exact * (1 - exact) / TINY.replications) + 1 / TINY.replications
    assert abs(observed.p - exact) <= error
    assert found.maxima.mean() == pytest.approx(every.mean(), rel=0.1)


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 12), st.integers(0, 50))
def test_more_cases_in_the_cluster_are_stronger(more, seed):
    rng = np.random.default_rng(seed)
    x, week = rng.integers(0, 20, 150) * 500.0, rng.integers(0, 60, 150)
    week[week == 59] = 58
    chosen = ScanSettings(radius=0, longest=1, replications=1)

    def strength(cases):
        return scan(
            np.append(x, np.full(cases, 20_000.0)),
            np.append(week, np.full(cases, 59)),
            chosen=chosen,
        ).clusters[0]

    few, many = strength(more), strength(more + 1)
    assert many.observed == few.observed + 1
    assert many.llr > few.llr


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 50))
def test_one_category_is_no_category(seed):
    rng = np.random.default_rng(seed)
    x, week = rng.integers(0, 8, 120) * 100.0, rng.integers(0, 60, 120)
    chosen = ScanSettings(replications=9)
    plain = scan(x, week, chosen=chosen, last_week=59)
    single = scan(x, week, chosen=chosen, last_week=59, category=np.full(120, 7))
    assert np.array_equal(plain.maxima, single.maxima)
    assert [c.llr for c in plain.clusters] == [c.llr for c in single.clusters]


def test_a_rise_all_over_town_is_invisible():
    """Every place has three times as much in the last week: nobody sticks out."""
    cell = np.tile(np.arange(10) * 1000.0, 63)
    week = np.repeat(np.concatenate((np.arange(60), [59, 59, 59])), 10)
    assert scan(cell, week, chosen=ScanSettings(replications=9)).clusters == ()


def test_the_strength_of_a_cluster_by_hand():
    # 12 of 120 cases fell in the last week, 10 of 120 at x = 0; 6 of them both:
    # mu = 10 * 12 / 120 = 1, LLR = 6 ln 6 + 114 ln(114 / 119)
    x = np.repeat([0.0, 5000.0], [10, 110])
    week = np.concatenate(
        (np.full(6, 59), np.zeros(4), np.full(6, 59), np.arange(104) % 58)
    ).astype(int)
    best = scan(x, week, chosen=ScanSettings(longest=1, replications=9)).clusters[0]
    assert best.observed == 6
    assert best.expected == pytest.approx(1)
    assert best.llr == pytest.approx(6 * np.log(6) + 114 * np.log(114 / 119))
    assert (best.x, best.radius, best.cells.tolist()) == (0, 0, [0])


@pytest.mark.parametrize(("share", "radius"), [(0.9, 100.0), (0.1, 0.0)])
def test_the_share_stops_a_circle_before_it_holds_the_town(share, radius):
    x = np.concatenate((np.zeros(12), np.full(12, 100.0), np.full(106, 9000.0)))
    week = np.concatenate((np.tile([59, 59, 59, 0], 6), np.arange(106) % 58))
    chosen = ScanSettings(share=share, longest=1, replications=9)
    assert scan(x, week, chosen=chosen).clusters[0].radius == radius
