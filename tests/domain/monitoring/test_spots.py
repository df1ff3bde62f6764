"""Clusters, near repeats and hot cells; and what the volume cannot carry."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from samsyn.domain.monitoring.computing.material import NamedPlace, Points, nearest
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.computing.spots import (
    Spot,
    apart,
    clusters,
    finding,
    hot_spots,
    monday_of,
    near_repeats,
    recent_points,
    week_number,
)
from samsyn.domain.monitoring.computing.volumes import volumes
from samsyn.domain.monitoring.enums import Confidence, DeviationKind, Level
from tests.domain.monitoring.samples import AS_OF, SETTINGS, joined, scattered, with_points

MIDDLE = (543_000.0, 6_653_000.0)


def gathered(n, weeks, category=0):
    """Events within a hundred metres of the middle, in the last weeks."""
    chance = np.random.default_rng(5)
    base = scattered(n, weeks, seed=7)
    return replace(
        base,
        x=MIDDLE[0] + chance.integers(0, 100, n),
        y=MIDDLE[1] + chance.integers(0, 100, n),
        category=np.full(n, category),
    )


def rng():
    return np.random.default_rng(1)


def test_what_gathers_lately_is_a_cluster():
    town = with_points(joined(scattered(600, 150), gathered(12, 2)))
    [one] = clusters(town, ["ordning"], SETTINGS, rng())
    assert one.kind is DeviationKind.CLUSTER
    assert one.observed >= 12
    assert one.last == AS_OF - timedelta(days=7)
    told = finding(town, one, SETTINGS)
    assert told.key.level is Level.AREA
    assert told.evidence["place"] == "Torget"
    assert told.confidence is Confidence.CLEAR


def test_an_even_town_has_no_cluster():
    assert not [*clusters(with_points(scattered(600, 150)), ["ordning"], SETTINGS, rng())]


def test_more_areas_make_each_cluster_less_sure():
    town = with_points(joined(scattered(600, 150), gathered(12, 2)))
    alone, among = (next(clusters(town, areas, SETTINGS, rng())) for areas in
                    (["ordning"], ["ordning", "ordning"]))  # fmt: skip
    assert among.q == pytest.approx(2 * alone.q)


def test_chance_alone_makes_one_cluster_a_year_at_most_in_all_areas_together():
    town = with_points(joined(scattered(600, 150), gathered(5, 2)))
    found = [*clusters(town, ["ordning"] * 30, SETTINGS, rng())]
    assert all(one.q * 52 <= 1 for one in found)
    assert len(found) < 30


def test_events_that_follow_each_other_are_near_repeats():
    first = scattered(150, 150)
    again = replace(first, x=first.x + 50, day=first.day + 3)
    inside = again.day < (AS_OF.toordinal() - 719_163)
    again = Points(*(part[inside] for part in list(vars(again).values())[:4]))
    [one] = near_repeats(with_points(joined(first, again)), [0], SETTINGS, rng())
    assert one.kind is DeviationKind.NEAR_REPEAT
    assert one.observed > 2 * one.expected
    assert one.category == "klotter"


def test_events_at_random_are_not():
    assert not [*near_repeats(with_points(scattered(400, 150)), [0], SETTINGS, rng())]


def test_a_cell_above_its_own_past_is_hot():
    wide = gathered(60, 10)
    wide = replace(
        wide, x=wide.x + 4 * (wide.y - MIDDLE[1]), y=MIDDLE[1] + 3 * (wide.x - MIDDLE[0])
    )
    town = with_points(joined(scattered(900, 150), wide))
    found = [*hot_spots(town, SETTINGS, rng())]
    assert found
    assert all(one.kind is DeviationKind.HOT_SPOT and one.observed >= 5 for one in found)
    # what is said of a cell is its own: it is above its usual, not only among hot neighbours
    assert all(one.observed > one.expected + 1.96 * one.expected**0.5 for one in found)
    x, y = found[0].cells[0]
    assert abs(x - MIDDLE[0]) <= 800
    assert abs(y - MIDDLE[1]) <= 800


def test_a_cell_that_always_has_much_is_not_hot():
    town = with_points(joined(scattered(900, 150), gathered(300, 150)))
    assert not [*hot_spots(town, SETTINGS, rng())]


def spot(kind, cells, p=0.01):
    return Spot(kind, "ordning", "", cells, AS_OF, AS_OF, 9, 2.0, p, p)


def test_a_hot_cell_within_a_cluster_is_told_once():
    cluster, hot = (
        spot(DeviationKind.CLUSTER, ((1.0, 1.0), (2.0, 2.0))),
        spot(DeviationKind.HOT_SPOT, ((2.0, 2.0),)),
    )
    elsewhere = spot(DeviationKind.HOT_SPOT, ((9.0, 9.0),), p=0.001)
    assert apart([cluster, hot, elsewhere]) == [elsewhere, cluster]


@pytest.mark.parametrize(
    ("events", "weeks", "shown"),
    [
        (20, 150, set()),
        (120, 150, {"scan", "near_repeat", "heat"}),
        (120, 20, {"near_repeat", "heat"}),
        (400, 150, {"scan", "near_repeat", "heat", "hot_spots"}),
    ],
)
def test_methods_are_used_only_above_their_volumes(events, weeks, shown):
    found = volumes(with_points(scattered(events, weeks)), SETTINGS)
    assert {one.name for one in found.methods if one.shown} == shown
    assert all(one.needs > one.has for one in found.methods if not one.shown and one.name != "scan")


def test_a_town_of_few_places_is_not_searched_for_repeats():
    crowded = gathered(500, 150)
    found = volumes(with_points(crowded), SETTINGS)
    [near] = [one for one in found.methods if one.name == "near_repeat"]
    assert (near.shown, near.of, near.needs) == (False, "cells", SETTINGS.places)
    assert found.knox == ()


def test_without_positions_nothing_is_computed():
    found = volumes(with_points(scattered(0, 10)), SETTINGS)
    assert (found.scan, found.knox, found.hot) == ((), (), False)


def test_old_events_and_those_of_this_week_are_left_out():
    points = scattered(3, 1)
    end = AS_OF.toordinal() - 719_163
    moved = replace(points, day=np.array([end, end - 1, end - 7 * 53 * 3]))
    assert recent_points(with_points(moved), SETTINGS).tolist() == [False, True, False]


def test_the_nearest_place_gives_the_name_if_it_is_near():
    places = [NamedPlace("A", 0.0, 0.0), NamedPlace("B", 300.0, 0.0)]
    assert nearest(places, [(250.0, 0.0)]) == "B"
    assert nearest(places, [(5000.0, 0.0)]) == ""
    assert nearest([], [(0.0, 0.0)]) == ""
    assert nearest(places, []) == ""


def test_weeks_begin_on_mondays():
    days = np.arange(20_000, 20_050)
    for day in days:
        start = monday_of(int(week_number(np.array([day]))[0]))
        assert start.weekday() == 0
        assert 0 <= day - (start.toordinal() - 719_163) < 7


def test_a_cell_is_never_smaller_than_200_metres():
    assert RunSettings().cell >= 200
