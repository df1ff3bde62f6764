"""The space-time permutation scan against SaTScan and against itself."""

import csv
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.errors import InvalidInputError, TooFewError
from samsyn.analysis.space_time import Scan, ScanSettings, gumbel_p, permutation_scan

DATA = Path(__file__).parent / "data_places"
SMALL = ScanSettings(radius=250, longest=3, least=2, replications=19, min_events=5, min_weeks=2)

plain_scan = partial(permutation_scan, engine="numpy")


def golden_events():
    """Locations 0..404, 1,495 cases in 156 weeks, one row a case."""
    places = np.loadtxt(DATA / "stperm_locations.csv", delimiter=",", skiprows=1)
    cases = np.loadtxt(DATA / "stperm_cases.csv", delimiter=",", skiprows=1).astype(int)
    location = np.repeat(cases[:, 0], cases[:, 2])
    return places[:, 1:], location, np.repeat(cases[:, 1], cases[:, 2])


def satscan(mode):
    with (DATA / "stperm_satscan_clusters.csv").open() as lines:
        return [row for row in csv.DictReader(lines) if row["mode"] == mode]


def golden_scan(*, prospective, replications):
    # SaTScan 10.3.2, parameters: AnalysisType=4 (prospective space-time) or 3 (retrospective),
    # ModelType=2 (space-time permutation), ScanAreas=1, TimeAggregationUnits=3 (7 days),
    # MaxSpatialSizeInDistanceFromCenter=1500, MaxTemporalSize=4 weeks,
    # MinimumCasesInHighRateClusters=2, MonteCarloReps=999.
    places, location, week = golden_events()
    chosen = ScanSettings(
        radius=1500, least=2, prospective=prospective, replications=replications, most=25
    )
    x, y = places[location].T
    rng = np.random.default_rng(20241231)
    return plain_scan(x, y, week, rng=rng, settings=chosen), places


def days(time_frame):
    first, last = (np.datetime64(_iso(part), "D") for part in time_frame.split(" to "))
    return (first - np.datetime64("2022-01-05")).astype(int), (last - first).astype(int) + 1


def _iso(day):
    year, month, day = day.split("/")
    return f"{year}-{month:0>2}-{day:0>2}"


@pytest.mark.parametrize(
    ("mode", "replications", "found"),
    [("prospective_alive", 999, 4), ("retrospective_all", 199, 25)],
)
def test_clusters_are_satscans(mode, replications, found):
    scan, places = golden_scan(prospective=mode.startswith("pro"), replications=replications)
    expected = satscan(mode)
    assert len(expected) == found
    index = {tuple(place): i for i, place in enumerate(places)}
    for ours, theirs in zip(scan.clusters, expected, strict=False):
        members = [
            index[pair]
            for pair in zip(scan.cells.x[ours.cells], scan.cells.y[ours.cells], strict=True)
        ]
        assert members == [int(m) for m in theirs["locations"].split()]
        assert ours.llr == pytest.approx(float(theirs["llr"]), rel=1e-5)
        assert ours.observed == int(theirs["cases"])
        assert ours.expected == pytest.approx(float(theirs["expected"]), rel=0.05)
        assert ours.radius == pytest.approx(float(theirs["radius"]), abs=0.01)
        assert f"({ours.x:g},{ours.y:g})" == theirs["centre"]
        p = float(theirs["p_mc999"])
        error = 4 * np.sqrt(p * (1 - p) * (1 / 1000 + 1 / (replications + 1)))
        assert abs(ours.p - p) <= error + 1 / (replications + 1)
        assert ours.recurrence_weeks == pytest.approx(1 / ours.p)
    assert len(scan.maxima) == replications
    assert scan.events == 1495


def test_the_weeks_are_satscans():
    scan, _ = golden_scan(prospective=True, replications=1)
    for ours, theirs in zip(scan.clusters, satscan("prospective_alive"), strict=False):
        start, length = days(theirs["time_frame"])
        assert length == 7 * (ours.last_week - ours.first_week + 1)
        assert ours.last_week == 155
        assert start == 7 * ours.first_week


def test_gumbel_agrees_with_the_replications_where_both_can_speak():
    scan, _ = golden_scan(prospective=True, replications=999)
    # SaTScan's own Gumbel figures for the four clusters: 1.5e-8, .34, .44, 1.00
    assert scan.clusters[0].gumbel_p < 1e-6
    for cluster, theirs in zip(scan.clusters[1:], (0.34, 0.44, 1.00), strict=False):
        assert cluster.gumbel_p == pytest.approx(theirs, abs=0.03)
        assert cluster.gumbel_p == pytest.approx(cluster.p, abs=0.05)


def test_gumbel_p_falls_with_the_statistic():
    maxima = np.random.default_rng(1).gumbel(5, 1, 2000)
    assert gumbel_p(5 + 2.9702, maxima) == pytest.approx(0.05, abs=0.01)
    assert gumbel_p(12, maxima) < gumbel_p(8, maxima) < gumbel_p(3, maxima) <= 1


def test_gumbel_p_needs_maxima_that_spread():
    assert np.isnan(gumbel_p(5, np.array([3.0])))
    assert np.isnan(gumbel_p(5, np.zeros(99)))


def town(seed=1, *, n=400, side=1000.0, cell=100.0, weeks=60):
    rng = np.random.default_rng(seed)
    x, y = (np.floor(rng.uniform(0, side, (2, n)) / cell) + 0.5) * cell
    return x, y, rng.integers(0, weeks, n)


def planted(seed=1):
    x, y, week = town(seed)
    return (
        np.append(x, np.full(9, 450.0)),
        np.append(y, np.full(9, 550.0)),
        np.append(week, np.full(9, 59)),
    )


def test_a_planted_cluster_is_found_first():
    x, y, week = planted()
    scan = plain_scan(x, y, week, rng=np.random.default_rng(1))
    best = scan.clusters[0]
    inside = set(zip(scan.cells.x[best.cells], scan.cells.y[best.cells], strict=True))
    assert (450.0, 550.0) in inside
    assert best.first_week <= 59 == best.last_week
    assert best.observed >= 9
    assert best.p == 0.001
    assert best.recurrence_weeks == pytest.approx(1000)


def test_no_cluster_is_reported_where_nothing_exceeds():
    # Every cell has one event in every week: place and time are independent exactly.
    cell, week = (a.ravel() for a in np.meshgrid(np.arange(9.0), np.arange(60)))
    scan = plain_scan(cell * 100, cell * 0, week, rng=np.random.default_rng(1))
    assert scan.clusters == ()


def naive_best(x, y, week, chosen):
    """The largest statistic by brute force: circles, windows, formula."""
    n, last, largest = len(x), week.max(), 0.0
    for cx, cy in set(zip(x, y, strict=True)):
        distance = np.round(np.hypot(x - cx, y - cy), 6)
        for radius in set(distance[distance <= chosen.radius]):
            inside = distance <= radius
            if inside.sum() > chosen.share * n:
                continue
            for length in range(1, chosen.longest + 1):
                within = week > last - length
                c, mu = (inside & within).sum(), inside.sum() * within.sum() / n
                if c > mu and c >= chosen.least:
                    rest = (n - c) * np.log((n - c) / (n - mu)) if c < n else 0.0
                    largest = max(largest, c * np.log(c / mu) + rest)
    return largest


small_towns = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 6)), min_size=8, max_size=40
).filter(lambda rows: len({row[2] for row in rows}) > 1)


@settings(max_examples=40, deadline=None)
@given(small_towns)
def test_the_statistic_is_the_brute_force_one(rows):
    x, y, week = np.array(rows, float).T * np.array([[100], [100], [1]])
    scan = plain_scan(x, y, week, rng=np.random.default_rng(1), settings=SMALL)
    best = max((cluster.llr for cluster in scan.clusters), default=0.0)
    assert best == pytest.approx(naive_best(x, y, week, SMALL), abs=1e-9)


def same(one: Scan, other: Scan):
    assert np.array_equal(one.maxima, other.maxima)
    assert len(one.clusters) == len(other.clusters)
    for a, b in zip(one.clusters, other.clusters, strict=True):
        assert np.array_equal(a.cells, b.cells)
        assert (a.observed, a.first_week, a.last_week, a.p) == (
            b.observed,
            b.first_week,
            b.last_week,
            b.p,
        )
        assert (a.llr, a.expected, a.radius) == pytest.approx((b.llr, b.expected, b.radius))


@settings(max_examples=15, deadline=None)
@given(small_towns, st.sampled_from([(0.0, 0.0, 0), (100_000.0, 6_600_000.0, 300)]))
def test_moving_town_and_calendar_changes_nothing(rows, by):
    x, y, week = np.array(rows, float).T * np.array([[100], [100], [1]])
    before = plain_scan(x, y, week, rng=np.random.default_rng(7), settings=SMALL)
    after = plain_scan(
        x + by[0], y + by[1], week + by[2], rng=np.random.default_rng(7), settings=SMALL
    )
    assert np.array_equal(before.maxima, after.maxima)
    assert [c.llr for c in before.clusters] == [c.llr for c in after.clusters]
    assert [c.first_week + by[2] for c in before.clusters] == [c.first_week for c in after.clusters]


@settings(max_examples=10, deadline=None)
@given(small_towns, st.booleans())
def test_numpy_and_numba_give_the_same(rows, prospective):
    x, y, week = np.array(rows, float).T * np.array([[100], [100], [1]])
    chosen = replace(SMALL, replications=5, prospective=prospective)
    category = (x > 200).astype(int)
    scans = [
        permutation_scan(
            x,
            y,
            week,
            rng=np.random.default_rng(3),
            settings=chosen,
            category=category,
            engine=engine,
        )
        for engine in ("numpy", "numba", "auto")
    ]
    same(scans[0], scans[1])
    same(scans[0], scans[2])


def test_the_same_seed_gives_the_same_and_inputs_stay():
    x, y, week = planted()
    kept = [a.copy() for a in (x, y, week)]
    for a in (x, y, week):
        a.setflags(write=False)
    scans = [plain_scan(x, y, week, rng=np.random.default_rng(5)) for _ in range(2)]
    same(*scans)
    assert all(np.array_equal(a, b) for a, b in zip((x, y, week), kept, strict=True))
    assert np.all(np.diff(scans[0].maxima) >= 0)


def test_p_values_are_uniform_where_nothing_happens():
    p = []
    for seed in range(60):
        x, y, week = town(seed, n=200, weeks=52)
        scan = plain_scan(
            x,
            y,
            week,
            rng=np.random.default_rng(seed),
            settings=ScanSettings(replications=49, min_weeks=40),
        )
        p.append(scan.clusters[0].p if scan.clusters else 1.0)
    assert 0.3 < np.mean(p) < 0.75
    # 60 runs at the 10 % level: more than 14 has probability below 0.1 %.
    assert np.sum(np.array(p) <= 0.1) <= 14


def test_a_categorys_own_season_makes_no_cluster():
    """Fireworks come in December and in one end of town only; thefts all year elsewhere."""
    rng = np.random.default_rng(2)
    thefts = (rng.integers(5, 10, 300) * 100.0, rng.integers(0, 104, 300))
    fireworks = (
        rng.integers(0, 3, 60) * 100.0,
        np.concatenate((np.full(30, 51), np.full(30, 103))),
    )
    x = np.concatenate((thefts[0], fireworks[0]))
    week = np.concatenate((thefts[1], fireworks[1]))
    y, kind = np.zeros(len(x)), np.repeat([0, 1], [300, 60])
    plain = plain_scan(x, y, week, rng=np.random.default_rng(1))
    stratified = plain_scan(x, y, week, rng=np.random.default_rng(1), category=kind)
    assert plain.clusters[0].p == 0.001
    assert all(cluster.p > 0.05 for cluster in stratified.clusters)


def test_a_later_last_week_ends_what_was_going_on():
    x, y, week = planted()
    rng = np.random.default_rng(1)
    assert plain_scan(x, y, week, rng=rng, last_week=59).clusters[0].p == 0.001
    later = plain_scan(x, y, week, rng=rng, last_week=70)
    assert later.clusters == ()
    assert np.all(later.maxima == 0)


def test_at_most_the_asked_number_of_clusters_and_none_overlapping():
    x, y, week = town(4)
    chosen = ScanSettings(prospective=False, replications=1, most=6, radius=300)
    scan = plain_scan(x, y, week, rng=np.random.default_rng(1), settings=chosen)
    assert len(scan.clusters) == 6
    assert [c.llr for c in scan.clusters] == sorted((c.llr for c in scan.clusters), reverse=True)
    for i, one in enumerate(scan.clusters):
        for other in scan.clusters[i + 1 :]:
            at_once = one.first_week <= other.last_week and other.first_week <= one.last_week
            assert not (at_once and set(one.cells) & set(other.cells))


@pytest.mark.parametrize(
    "wrong",
    [
        {"radius": -1},
        {"share": 0},
        {"share": 1.1},
        {"longest": 0},
        {"least": 0},
        {"replications": 0},
    ],
)
def test_settings_that_find_nothing_are_refused(wrong):
    with pytest.raises(InvalidInputError):
        ScanSettings(**wrong)


def test_what_a_small_place_cannot_carry_is_refused():
    x, y, week = town(n=99)
    with pytest.raises(TooFewError, match="99 events"):
        plain_scan(x, y, week, rng=np.random.default_rng(1))
    x, y, week = town(weeks=20)
    with pytest.raises(TooFewError, match="weeks"):
        plain_scan(x, y, week % 20, rng=np.random.default_rng(1))


def test_bad_input_is_refused():
    x, y, week = town()
    rng = np.random.default_rng(1)
    with pytest.raises(InvalidInputError, match="after the last week"):
        plain_scan(x, y, week, rng=rng, last_week=10)
    with pytest.raises(InvalidInputError, match="category"):
        plain_scan(x, y, week, rng=rng, category=[1, 2])
    with pytest.raises(InvalidInputError, match="week"):
        plain_scan(x, y, week + 0.5, rng=rng)
