"""The heat surface against a sum over events and cells, and K against every pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.density import Grid, KdeSettings, kde
from samsyn.analysis.density_ripley import ripley_k

TOWN = Grid(1000, 2000, 100, 6, 8)

events = st.lists(st.tuples(st.floats(1001, 1799), st.floats(2001, 2599)), min_size=1, max_size=15)
lived_in = st.lists(st.booleans(), min_size=48, max_size=48).map(
    lambda flags: np.array(flags).reshape(6, 8)
)


def weight(kernel, metres, bandwidth):
    """Weight of one cell at a distance, before it is scaled."""
    if kernel == "gaussian":
        return np.exp(-0.5 * (metres / bandwidth) ** 2) / (2 * np.pi * bandwidth**2) * 100**2
    return max(0.0, 1 - (metres / bandwidth) ** 2) ** 2


def scale(kernel, bandwidth):
    """What the quartic's weights on an endless grid add up to."""
    if kernel == "gaussian":
        return 1.0
    steps = np.arange(-10, 11) * 100.0
    return sum(weight(kernel, np.hypot(a, b), bandwidth) for a in steps for b in steps)


def by_hand(x, y, mask, kernel, bandwidth):
    """Events per km² and four weeks in each inhabited cell, cell by cell."""
    centre = [(i, j, TOWN.x[j], TOWN.y[i]) for i in range(6) for j in range(8)]
    row = np.rint((y - 2000) / 100 - 0.5).astype(int)
    column = np.rint((x - 1000) / 100 - 0.5).astype(int)
    surface = np.full((6, 8), np.nan)
    for i, j, cx, cy in centre:
        if not mask[i, j]:
            continue
        here = sum(
            weight(kernel, np.hypot(TOWN.x[c] - cx, TOWN.y[r] - cy), bandwidth)
            for r, c in zip(row, column, strict=True)
            if mask[r, c]
        )
        share = sum(
            weight(kernel, np.hypot(ox - cx, oy - cy), bandwidth)
            for k, m, ox, oy in centre
            if mask[k, m]
        )
        surface[i, j] = here / share * 100  # 100 cells of 100 m make a km²
    return surface


@settings(max_examples=20, deadline=None)
@given(events, lived_in, st.sampled_from(["gaussian", "quartic"]), st.sampled_from([150.0, 300.0]))
def test_the_surface_by_hand(pairs, mask, kernel, bandwidth):
    x, y = np.array(pairs).T
    found = kde(x, y, grid=TOWN, settings=KdeSettings(bandwidth, kernel), inhabited=mask)
    expected = by_hand(x, y, mask, kernel, bandwidth)
    assert found.per_km2 == pytest.approx(expected, nan_ok=True, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(events, st.sampled_from(["gaussian", "quartic"]))
def test_without_edge_correction_by_hand(pairs, kernel):
    x, y = np.array(pairs).T
    found = kde(x, y, grid=TOWN, settings=KdeSettings(250, kernel, edge=False)).per_km2
    row, column = TOWN.cells_of(x, y)
    for i, j in ((0, 0), (3, 4), (5, 7)):
        here = sum(
            weight(kernel, np.hypot(TOWN.x[c] - TOWN.x[j], TOWN.y[r] - TOWN.y[i]), 250)
            for r, c in zip(row, column, strict=True)
        )
        assert found[i, j] == pytest.approx(here / scale(kernel, 250) * 100)


@settings(max_examples=30, deadline=None)
@given(events, st.lists(st.floats(0, 900), min_size=1, max_size=4))
def test_k_by_hand(pairs, radii):
    x, y = np.array([*pairs, (1400, 2300)]).T
    extent, n, area = (1000, 2000, 1800, 2600), len(x), 800 * 600
    found = ripley_k(x, y, radii, extent=extent)
    apart = np.hypot(x[:, None] - x, y[:, None] - y)
    inward = np.minimum.reduce([x - 1000, 1800 - x, y - 2000, 2600 - y])
    for at, radius in enumerate(radii):
        near = (apart <= radius) & ~np.eye(n, dtype=bool)
        assert found.uncorrected[at] == pytest.approx(near.sum() * area / (n * (n - 1)))
        inner = inward > radius
        if inner.any():
            assert found.border[at] == pytest.approx(near[inner].sum(axis=1).mean() * area / n)
        else:
            assert np.isnan(found.border[at])


@given(events)
def test_every_event_lies_in_the_cell_it_is_counted_in(pairs):
    x, y = np.array(pairs).T
    row, column = TOWN.cells_of(x, y)
    assert np.all(np.abs(TOWN.x[column] - x) <= 50 + 1e-9)
    assert np.all(np.abs(TOWN.y[row] - y) <= 50 + 1e-9)
    counts = kde(x, y, grid=TOWN).counts
    assert [counts[r, c] > 0 for r, c in zip(row, column, strict=True)] == [True] * len(x)
