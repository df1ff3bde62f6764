"""The parts of the scan: zones, windows, expectation, permuted rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis import space_time_null
from samsyn.analysis.space_time_null import (
    Events,
    expectation,
    grow_numpy,
    grow_with,
    largest_ratios,
    log_likelihood_ratio,
    null_maxima,
    permuted_rows,
    windows_of,
)
from samsyn.analysis.space_time_zones import circles


def grid(side=4, cell=100.0):
    x, y = (a.ravel() * cell for a in np.meshgrid(np.arange(side), np.arange(side)))
    return x.astype(float), y.astype(float)


def some_events(seed=0, *, n=60, locations=16, weeks=10, strata=2):
    rng = np.random.default_rng(seed)
    return Events(
        rng.integers(0, locations, n),
        rng.integers(0, weeks, n),
        rng.integers(0, strata, n),
        locations,
        weeks,
        strata,
    )


def test_zones_are_whole_rings():
    x, y = grid(3)
    zones = circles(x, y, np.ones(9, int), radius=150, share=1)
    middle = np.flatnonzero(zones.centre == 4)
    assert [len(zones.locations(z)) for z in middle] == [1, 5, 9]
    assert zones.radius[middle].tolist() == pytest.approx([0, 100, 141.421356])
    corner = np.flatnonzero(zones.centre == 0)
    assert [sorted(zones.locations(z).tolist()) for z in corner] == [[0], [0, 1, 3], [0, 1, 3, 4]]


def test_the_radius_itself_is_inside():
    x, y = grid(3)
    zones = circles(x, y, np.ones(9, int), radius=100, share=1)
    assert zones.radius.max() == 100


def test_zones_hold_at_most_their_share():
    x, y = grid(3)
    counts = np.array([1, 1, 1, 1, 8, 1, 1, 1, 1])
    zones = circles(x, y, counts, radius=150, share=0.5)
    totals = zones.totals(counts)
    assert totals.max() <= 8
    assert 4 in zones.centre
    assert not np.any((zones.centre == 4) & (zones.radius > 0))


@given(st.lists(st.integers(0, 9), min_size=16, max_size=16))
def test_zone_totals_are_sums_over_the_locations(values):
    x, y = grid()
    zones = circles(x, y, np.ones(16, int), radius=250, share=1)
    counts = np.array(values)
    totals = zones.totals(counts)
    assert totals.tolist() == [counts[zones.locations(z)].sum() for z in range(len(zones.centre))]
    both = zones.totals(np.column_stack((counts, 2 * counts)))
    assert np.array_equal(both, np.column_stack((totals, 2 * totals)))


def test_prospective_windows_reach_the_last_week():
    windows = windows_of(10, 4, prospective=True)
    assert windows.start.tolist() == [9, 8, 7, 6]
    assert windows.stop.tolist() == [10] * 4


def test_retrospective_windows_are_all_spans_inside_the_study():
    windows = windows_of(5, 2, prospective=False)
    spans = sorted(zip(windows.start.tolist(), windows.stop.tolist(), strict=True))
    assert spans == sorted([(i, i + 1) for i in range(5)] + [(i, i + 2) for i in range(4)])


def test_a_window_is_never_longer_than_the_study():
    assert windows_of(2, 4, prospective=True).start.tolist() == [1, 0]


@given(st.lists(st.integers(0, 50), min_size=6, max_size=6))
def test_window_totals(values):
    weekly = np.array(values)
    windows = windows_of(6, 3, prospective=False)
    assert windows.totals(weekly, axis=0).tolist() == [
        weekly[a:b].sum() for a, b in zip(windows.start, windows.stop, strict=True)
    ]


def test_expectation_adds_the_strata_up():
    # Two strata of 10 and 20 events: 5*4/10 + 6*2/20
    mu = expectation(np.array([[5, 6]]), np.array([[4, 2]]), np.array([10, 20]))
    assert mu == pytest.approx(np.array([[2.6]]))


def test_the_statistic_by_hand():
    # c = 6, mu = 2, N = 20: 6 ln 3 + 14 ln(14/18)
    by_hand = 6 * np.log(3) + 14 * np.log(14 / 18)
    ratios = log_likelihood_ratio(np.array([0, 1, 2, 3, 6, 20]), np.array(2.0), 20, 4)
    assert ratios.tolist() == pytest.approx([0, 0, 0, 0, by_hand, 20 * np.log(10)])


def test_the_statistic_grows_with_the_count_and_falls_with_the_expectation():
    counts = np.arange(101)
    grown = log_likelihood_ratio(counts, np.array(5.0), 100, 1)
    assert np.all(np.diff(grown[6:]) > 0)
    fallen = log_likelihood_ratio(np.array(30), np.linspace(0.5, 29, 50), 100, 1)
    assert np.all(np.diff(fallen) < 0)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.booleans())
def test_permuted_rows_keep_every_weeks_total_and_no_place_gains(seed, prospective):
    events = some_events(seed)
    windows = windows_of(events.weeks, 3, prospective=prospective)
    rows = permuted_rows(events, windows, 4, np.random.default_rng(seed))
    counts = rows.reshape(events.locations, -1, 4)
    weekly = np.bincount(events.week, minlength=events.weeks)
    total = windows.totals(weekly, axis=0)
    assert np.array_equal(counts.sum(axis=0), np.repeat(total[:, None], 4, axis=1))
    held = np.bincount(events.location, minlength=events.locations)
    assert np.all(counts.max(axis=(1, 2)) <= held)


def test_permuted_rows_have_the_expected_mean():
    events = some_events(3, n=200)
    windows = windows_of(events.weeks, 2, prospective=True)
    rows = permuted_rows(events, windows, 3000, np.random.default_rng(0))
    mean = rows.reshape(events.locations, 2, 3000).mean(axis=2)
    totals = events.by_stratum(events.week, events.weeks)
    mu = expectation(
        events.by_stratum(events.location, events.locations),
        windows.totals(totals, axis=0),
        totals.sum(axis=0),
    )
    assert np.abs(mean - mu).max() < 5 * np.sqrt(mu.max() / 3000)


def test_growing_finds_the_largest_sum_of_each_key():
    x, y = grid()
    zones = circles(x, y, np.ones(16, int), radius=250, share=1)
    rows = np.random.default_rng(1).integers(0, 9, (16, 3)).astype(np.uint16)
    key = np.arange(len(zones.centre)) % 5
    best = np.zeros((5, 3), np.uint16)
    grow_numpy(zones, key, rows, best)
    sums = zones.totals(rows.astype(np.int64))
    assert np.array_equal(best, [sums[key == k].max(axis=0) for k in range(5)])


def test_the_largest_ratio_is_looked_up_over_every_block(monkeypatch):
    monkeypatch.setattr(space_time_null, "TABLE_ROWS", 2)
    rng = np.random.default_rng(1)
    best = rng.integers(0, 12, (7, 2, 5)).astype(np.uint16)
    mu = rng.uniform(0.5, 8, (7, 2))
    by_formula = log_likelihood_ratio(best.astype(np.int64), mu[:, :, None], 100, 2)
    assert np.array_equal(largest_ratios(best, mu, 100, 2), by_formula.max(axis=(0, 1)))


@pytest.mark.parametrize("engine", ["numpy", "numba"])
def test_batches_give_what_one_run_gives(monkeypatch, engine):
    events = some_events(5)
    windows = windows_of(events.weeks, 3, prospective=True)
    counts = np.bincount(events.location, minlength=16)
    zones = circles(*grid(), counts, radius=150, share=0.5)

    def maxima():
        rng = np.random.default_rng(9)
        return null_maxima(events, windows, zones, least=2, replications=11, rng=rng, engine=engine)

    whole = maxima()
    monkeypatch.setattr(space_time_null, "CHUNK_BYTES", 1)
    assert np.array_equal(maxima(), whole)


def test_the_compiled_path_blocks_its_columns(monkeypatch):
    from samsyn.analysis import space_time_fast

    monkeypatch.setattr(space_time_fast, "BLOCK", 4)
    x, y = grid()
    zones = circles(x, y, np.ones(16, int), radius=150, share=1)
    rows = np.random.default_rng(1).integers(0, 9, (16, 10)).astype(np.uint16)
    key = np.arange(len(zones.centre)) % 3
    ours, theirs = np.zeros((3, 10), np.uint16), np.zeros((3, 10), np.uint16)
    space_time_fast.grow_numba(zones, key, rows, ours)
    grow_numpy(zones, key, rows, theirs)
    assert np.array_equal(ours, theirs)


def test_a_small_scan_is_not_worth_compiling():
    assert grow_with("auto", 10) is grow_numpy
    assert grow_with("auto", 2_000_000_000) is not grow_numpy
    assert grow_with("numpy", 2_000_000_000) is grow_numpy


def test_wide_counts_for_many_events():
    n = 2**16
    events = Events(np.zeros(n, int), np.zeros(n, int), np.zeros(n, int), 1, 1, 1)
    rows = permuted_rows(events, windows_of(1, 1, prospective=True), 1, np.random.default_rng(1))
    assert rows.tolist() == [[n]]
