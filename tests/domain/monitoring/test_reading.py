"""From rows to arrays: what counts, where, of whom, since when."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest

from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.queries.in_no_week import in_the_series
from samsyn.domain.monitoring.reading import degrees, read, sweref
from samsyn.domain.observations.actions.reporting import report_nothing
from samsyn.domain.observations.enums import Precision, ReportKind, ReportState, Visibility
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.selecting import matching
from samsyn.domain.observations.values.report import whole_days
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Municipality
from samsyn.foundation.refusals import NotAllowed
from tests import factories
from tests.domain.monitoring.conftest import EAST, TODAY

pytestmark = pytest.mark.django_db


def material(town):
    version = Municipality.objects.get(pk=town.where.pk).reference_version
    scope = replace(town.scope, reference_version=version)
    return read(scope, TODAY, RunSettings())


def test_reports_are_counted_by_week_category_and_district(town):
    town.bring([town.report(town.week(3)), town.report(town.week(3) + timedelta(days=6))])
    town.bring([town.report(town.week(1), "hot", longitude=EAST[0], latitude=EAST[1])])
    found = material(town)
    keys = [one.key for one in found.categories]
    assert found.mondays.size == 3
    assert found.by_category[keys.index("klotter")].tolist() == [2, 0, 0]
    assert found.by_district[1, keys.index("hot")].tolist() == [0, 0, 1]
    assert found.by_district[0, keys.index("hot")].sum() == 0


def test_this_week_is_not_over_and_not_read(town):
    town.bring([town.report(town.week(2)), town.report(TODAY)])
    found = material(town)
    assert found.by_category.sum() == 1
    assert found.points.x.size == 1


def test_what_a_patrol_discovered_is_kept_apart(town):
    town.bring([town.report(town.week(2)), town.report(town.week(2), discovered=True)])
    found = material(town)
    assert found.by_category.sum() == 1
    assert found.points.x.size == 1


def test_what_no_week_has_is_in_no_series_and_no_place_in_time(town):
    month = whole_days(date(2026, 10, 1), date(2026, 10, 31), Precision.MONTH)
    week = whole_days(town.week(3), town.week(3) + timedelta(days=6), Precision.WEEK)
    town.bring([town.report(town.week(9)), town.report(TODAY, period=month)])
    town.bring([town.report(TODAY, period=week)])
    found = material(town)
    assert found.by_category.sum() == found.by_district.sum() == 2
    assert found.points.x.size == found.occurred.size == 2
    assert found.points.left_out == 0
    assert found.signs.sum() == 2
    told = in_the_series(replace(town.scope), TODAY)
    assert told is not None
    assert (told.reports, matching(town.scope, told.which).count()) == (1, 1)
    assert in_the_series(town.scope, date(2025, 1, 1)) is None


@pytest.mark.parametrize("kind", [ReportKind.UPCOMING, ReportKind.ACTIVITY])
def test_what_did_not_happen_is_not_counted(town, kind):
    town.bring([town.report(town.week(2)), town.report(town.week(2), kind=kind)])
    found = material(town)
    assert found.by_category.sum() == found.by_district.sum() == 1
    assert found.points.x.size == 1


def test_what_is_not_in_the_shared_picture_is_not_counted(town):
    own = {"visibility": Visibility.OWN_ORGANISATION}
    town.bring([town.report(town.week(2)), town.report(town.week(2), **own)])
    town.bring([town.report(town.week(2))], state=ReportState.SUBMITTED)
    assert material(town).by_category.sum() == 1


def test_who_reports_or_says_that_it_was_calm_gives_a_sign(town):
    town.bring([town.report(town.week(6))])
    report_nothing(
        by=town.scope,
        organisation=town.police,
        period_from=town.week(4),
        period_to=town.week(3) + timedelta(days=6),
    )
    found = material(town)
    signs = dict(zip(found.organisations, found.signs.tolist(), strict=True))
    assert signs[str(town.office.uid)] == [True] + [False] * 5
    assert signs[str(town.police.uid)] == [False, False, True, True, False, False]


def test_what_waits_for_review_is_a_sign_all_the_same(town):
    town.bring([town.report(town.week(3))])
    town.bring([town.report(town.week(1))], state=ReportState.SUBMITTED)
    found = material(town)
    signs = dict(zip(found.organisations, found.signs.tolist(), strict=True))
    assert signs[str(town.office.uid)] == [True, False, True]


def test_coarse_positions_are_counted_and_left_out(town):
    coarse = {"position_precision_m": 900}
    nowhere = {"longitude": None, "latitude": None}
    town.bring([town.report(town.week(1), **fields) for fields in ({}, coarse, nowhere)])
    found = material(town)
    assert (found.points.x.size, found.points.left_out) == (1, 2)
    assert found.by_category.sum() == 3


def test_late_registration_is_known(town):
    town.bring([town.report(town.week(30))])
    row = Observation.rows.get()
    row.created_at = row.occurred_from + timedelta(days=9)
    row.save(update_fields=["created_at"])
    found = material(town)
    assert (found.registered - found.occurred).tolist() == [timedelta(days=9)]


def test_what_is_registered_after_midnight_is_of_the_next_day(town):
    town.bring([town.report(town.week(30))])
    row = Observation.rows.get()
    late = datetime.combine(row.day + timedelta(days=8), time(23, 30), UTC)
    Observation.rows.filter(pk=row.pk).update(created_at=late)
    found = material(town)
    assert (found.registered - found.occurred).tolist() == [timedelta(days=9)]


def test_the_version_of_the_data_changes_with_a_report(town):
    town.bring([town.report(town.week(2))])
    before = material(town).digest
    assert material(town).digest == before
    town.bring([town.report(town.week(2))])
    assert material(town).digest != before


def test_names_and_places_are_part_of_the_version(town):
    town.bring([town.report(town.week(2))])
    before = material(town).digest
    factories.category(town.where, "nyhet")
    assert material(town).digest != before


def test_only_those_who_watch_may_have_it_read(town):
    with pytest.raises(NotAllowed):
        read(factories.scope_as(Role.REPORTER, town.where), TODAY, RunSettings())


def test_positions_go_to_metres_and_back():
    x, y = sweref(60.0042, 15.7936)
    assert (x, y) == (pytest.approx(544_247, abs=300), pytest.approx(6_652_000, abs=600))
    longitude, latitude = degrees(x, y)
    assert np.hypot((longitude - 15.7936) * 55_800, (latitude - 60.0042) * 111_400) < 1.5


def test_it_takes_as_many_questions_however_much_there_is(town, django_assert_max_num_queries):
    for rows in (2, 40):
        town.bring(town.report(town.week(1 + n % 9)) for n in range(rows))
        material(town)
        with django_assert_max_num_queries(14):
            material(town)
