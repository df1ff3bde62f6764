"""When, where and in which districts: what is shown, to whom, and what is too small."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.domain.monitoring.queries import cells, districts, times
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.reference import moved
from samsyn.domain.places.models import District
from samsyn.foundation.clock import HOURED_PARTS
from tests import factories
from tests.domain.monitoring.conftest import EAST, TODAY
from tests.domain.monitoring.test_triage import deviation

COUNTS = st.dictionaries(
    st.tuples(st.integers(0, 6), st.sampled_from([*HOURED_PARTS, "unknown"])), st.integers(0, 40)
)


@given(COUNTS)
def test_every_report_is_in_a_cell_or_without_a_time(found):
    shown = times.judged(found)
    assert shown.total + shown.unknown == sum(found.values())
    assert len(shown.counts) == 4
    assert all(len(row) == 7 for row in shown.counts)


@given(COUNTS)
def test_nothing_is_hot_in_small_numbers(found):
    shown = times.judged(found)
    for counts, marks in zip(shown.counts, shown.hot, strict=True):
        small = [hot for n, hot in zip(counts, marks, strict=True) if n < times.FEWEST_IN_CELL]
        assert not any(small)
    if shown.total < times.FEWEST:
        assert not any(map(any, shown.hot))


def test_a_time_of_its_own_stands_out():
    found = {(day, part): 10 for day in range(7) for part in HOURED_PARTS}
    found[5, "night"] = 60
    shown = times.judged(found)
    assert shown.hot[0][5]
    assert sum(map(sum, shown.hot)) == 1


def test_a_busy_day_and_a_busy_hour_do_not_make_a_hot_time():
    found = {
        (day, part): (4 if day > 4 else 1) * (5 if part == "evening" else 1) * 4
        for day in range(7)
        for part in HOURED_PARTS
    }
    assert not any(map(any, times.judged(found).hot))


@pytest.fixture
def mapped(town):
    town.bring(town.report(town.week(1)) for _ in range(7))
    at = {"longitude": EAST[0], "latitude": EAST[1]}
    town.bring(town.report(town.week(1), **at) for _ in range(3))
    town.bring([town.report(town.week(1), longitude=None, latitude=None)])
    return town


def drawn(town, working_group=True, spots=()):
    keys = frozenset(one.pk for one in town.categories.values())
    first = TODAY - timedelta(weeks=4)
    return cells.cell_map(town.scope, first, TODAY, keys, spots, working_group=working_group)


@pytest.mark.django_db
def test_cells_are_squares_of_200_metres(mapped):
    found = drawn(mapped)
    assert found.size == 200
    assert sorted(one.reports for one in found.cells) == [3, 7]
    assert (found.placed, found.left_out, found.withheld) == (10, 1, 0)
    assert not found.enough
    ring = found.cells[0].ring
    assert ring[0] == ring[-1]
    width = (ring[1][0] - ring[0][0]) * 55_700
    assert width == pytest.approx(200, abs=3)


@pytest.mark.django_db
def test_outside_the_working_group_small_cells_say_nothing(mapped):
    found = drawn(mapped, working_group=False)
    assert sorted(one.reports or 0 for one in found.cells) == [0, 7]
    assert found.withheld == 1


@pytest.mark.django_db
def test_cells_grow_until_they_are_few_enough(town, monkeypatch):
    monkeypatch.setattr(cells, "MOST_CELLS", 3)
    town.bring(town.report(town.week(1), longitude=15.75 + n / 200) for n in range(8))
    found = drawn(town)
    assert len(found.cells) <= 3
    assert found.size in cells.SIZES[1:]


@pytest.mark.django_db
def test_a_cluster_marks_its_cells(mapped):
    [one, *_] = [cell for cell in drawn(mapped).cells if cell.reports == 7]
    row = deviation(mapped, kind="cluster", evidence={"cells": [[one.x, one.y]], "place": ""})
    marked = [cell for cell in drawn(mapped, spots=[row]).cells if cell.marked]
    assert [(cell.x, cell.y) for cell in marked] == [(one.x, one.y)]
    assert cells.on_the_map([row, deviation(mapped)]) == [row]


def compared(town):
    scope = factories.fresh(town.scope)
    keys = frozenset(one.pk for one in town.categories.values())
    return districts.compare(scope, reference(scope), town.week(52), TODAY, keys)


@pytest.mark.django_db
def test_without_population_there_are_counts_only(mapped):
    found = compared(mapped)
    assert [(one.reports, one.raw) for one in found.rows] == [(7, None), (3, None)]
    assert (found.mean, found.shrunk, found.elsewhere) == (None, False, 1)


def populated(town, *numbers):
    layer = reference(factories.fresh(town.scope)).primary_layer
    rows = District.objects.within(town.where).filter(layer=layer).order_by("code")
    for row, n in zip(rows, numbers, strict=True):
        row.population = n
        row.save(update_fields=["population"])
    moved(town.where.pk)


@pytest.mark.django_db
def test_few_districts_have_measured_rates_with_exact_intervals(mapped):
    populated(mapped, 1000, 500)
    one, other = compared(mapped).rows
    assert (one.raw, one.shrunk) == (7.0, None)
    assert one.low == pytest.approx(2.814, abs=0.001)
    assert one.high == pytest.approx(14.42, abs=0.01)
    assert other.raw == 6.0
    assert compared(mapped).mean == pytest.approx(10 / 1.5)


@pytest.mark.django_db
def test_an_almost_empty_district_has_no_rate(mapped):
    populated(mapped, 1000, 120)
    one, other = compared(mapped).rows
    assert one.raw == 7.0
    assert other.raw is None
    assert compared(mapped).mean == pytest.approx(7.0)


@pytest.mark.django_db
def test_eight_districts_are_shrunk_towards_each_other(town):
    squares = [(str(n), 15.0 + n / 10, 61.0) for n in range(9)]
    factories.layer(town.where, *squares, primary=True, edition="2027", valid_from=town.week(60))
    populated(town, *[1000] * 9)
    for n in range(9):
        at = {"longitude": 15.05 + n / 10, "latitude": 61.05}
        town.bring(town.report(town.week(1), **at) for _ in range(20 if n == 4 else 2 + n % 3))
    found = compared(town)
    assert found.shrunk
    top = found.rows[4]
    assert found.mean < top.shrunk < top.raw
    assert top.low < top.shrunk < top.high
    assert [one.code for one in found.rows] == [str(n) for n in range(9)]


@pytest.mark.django_db
def test_too_few_reports_are_not_compared(town):
    town.bring(town.report(town.week(1)) for _ in range(9))
    assert districts.too_few(compared(town))
    town.bring([town.report(town.week(1))])
    assert not districts.too_few(compared(town))
