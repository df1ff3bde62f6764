"""A report on its way in: rows, districts, counts, refusals."""

from datetime import date, time, timedelta

import pytest

from samsyn.domain.audit.models import Entry
from samsyn.domain.observations.actions.reporting import (
    KeyReusedError,
    edit,
    report,
    report_nothing,
    withdraw,
)
from samsyn.domain.observations.actions.upkeep import differences
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import NilReport, Observation, ObservationDistrict
from samsyn.domain.observations.queries.counts import happened_between
from samsyn.domain.observations.values.cells import ObservationCount, SharedCount
from samsyn.domain.observations.values.report import TEXTS, at_time
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Organisation
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow, Stale
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope():
    return factories.scope_as(Role.REPORTER)


def test_a_report_is_stored_with_its_local_day_and_awaits_review(scope):
    period = at_time(date(2026, 1, 1), time(0, 30))
    row = report(by=scope, new=factories.new_report(factories.fresh(scope), period=period))
    row.refresh_from_db()
    assert (row.day, row.week, row.month) == (
        date(2026, 1, 1),
        date(2025, 12, 29),
        date(2026, 1, 1),
    )
    assert (row.part_of_day, row.state) == ("night", ReportState.SUBMITTED)
    assert row.reporter.user_id == scope.user_id


def test_each_write_is_counted_once_in_all_and_once_a_layer(scope):
    where = factories.municipality()
    layer = factories.layer(where, ("A", 15.0, 59.0), ("B", 15.1, 59.0))
    factories.observation(scope, latitude=59.05, longitude=15.05)
    totals = ObservationCount.rows.values_list("layer", "reports").order_by("layer")
    assert list(totals) == [(0, 1), (layer.pk, 1)]
    assert differences(factories.fresh(scope)) == []


def test_a_position_belongs_to_every_layer_in_force_on_its_day(scope):
    where = factories.municipality()
    factories.layer(where, ("A", 15.0, 59.0), edition="2022")
    factories.layer(where, ("X", 15.0, 59.0), key="deso", name="DeSO", primary=False)
    row = factories.observation(scope, latitude=59.05, longitude=15.05)
    links = ObservationDistrict.rows.filter(observation=row)
    assert {link.district.code for link in links} == {"A", "X"}
    assert row.district.code == "A"


def test_outside_every_district_it_still_counts_in_the_layer(scope):
    where = factories.municipality()
    layer = factories.layer(where, ("A", 15.0, 59.0))
    row = factories.observation(scope, latitude=58.0, longitude=15.05)
    assert row.district is None
    assert ObservationCount.rows.get(layer=layer.pk).district == 0


def test_a_passed_on_report_enters_the_shared_counts(scope):
    row = factories.observation(scope)
    assert not SharedCount.rows.exists()
    factories.observation(scope, ReportState.PASSED_ON)
    assert SharedCount.rows.get(layer=0).reports == 1
    assert row.state == ReportState.SUBMITTED


def test_the_same_key_gives_the_first_answer(scope):
    new = factories.new_report(scope)
    scope = factories.fresh(scope)
    first, second = (report(by=scope, new=new, key="k" * 20) for _ in range(2))
    assert first.pk == second.pk
    assert ObservationCount.rows.get().reports == 1


def test_the_same_key_with_another_body_is_refused(scope):
    new = factories.new_report(scope)
    scope = factories.fresh(scope)
    report(by=scope, new=new, key="k" * 20)
    with pytest.raises(KeyReusedError):
        report(by=scope, new=factories.new_report(scope, description="Annat"), key="k" * 20)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"category_id": 0}, "category"),
        ({"description": "x" * 501}, "description"),
        ({"description": "Skriv till kim@example.org"}, "description"),
        ({"latitude": 59.0}, "place"),
        ({"place_id": 99}, "place"),
        ({"district_id": 99}, "place"),
        ({"organisation_id": 0}, "organisation"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_field(scope, fields, field):
    new = factories.new_report(scope, **fields)
    with pytest.raises(Mistaken) as refusal:
        report(by=factories.fresh(scope), new=new)
    assert refusal.value.field == field
    assert not Observation.objects.visible_to(scope).exists()


def test_the_future_is_only_for_what_is_coming(scope):
    tomorrow = at_time(clock.today() + timedelta(days=1), time(12))
    new = factories.new_report(scope, period=tomorrow)
    with pytest.raises(Mistaken, match="Kommande evenemang"):
        report(by=factories.fresh(scope), new=new)
    report(
        by=factories.fresh(scope), new=factories.new_report(scope, period=tomorrow, kind="upcoming")
    )


@pytest.mark.parametrize("field", TEXTS)
def test_count_only_categories_take_no_text(scope, field):
    where = factories.municipality()
    category = factories.category(where, "nara_relation", count_only=True)
    new = factories.new_report(scope, category_id=category.pk, **{field: "Ett bråk"})
    with pytest.raises(Mistaken, match="räknas bara") as refused:
        report(by=factories.fresh(scope), new=new)
    assert refused.value.field == field


def test_one_reports_for_the_own_organisation(scope):
    other = factories.organisation(factories.municipality())
    new = factories.new_report(scope, organisation_id=other.pk)
    with pytest.raises(NotAllowed):
        report(by=factories.fresh(scope), new=new)


def test_the_coordinator_records_for_whoever_phoned():
    scope = factories.scope_as(Role.COORDINATOR)
    other = factories.organisation(factories.municipality())
    row = factories.observation(scope, organisation_id=other.pk, oral_reporter="Vaktmästare")
    assert row.organisation_id == other.pk


def test_an_edit_moves_the_counts_and_keeps_the_former_text(scope):
    row = factories.observation(scope, description="Först")
    other = factories.category(factories.municipality(), "klotter")
    new = factories.new_report(scope, category_id=other.pk, description="Sedan")
    row = edit(by=factories.fresh(scope), row=row, new=new, version=1)
    assert (row.version, row.description) == (2, "Sedan")
    assert differences(scope) == []
    assert ObservationCount.rows.get(reports=1).category_id == other.pk


@pytest.mark.parametrize("field", TEXTS)
def test_every_text_meets_the_guard_again_when_it_is_mended(scope, field):
    row = factories.observation(scope)
    new = factories.new_report(factories.fresh(scope), **{field: "Ring 070-123 45 67"})
    with pytest.raises(Mistaken) as refused:
        edit(by=factories.fresh(scope), row=row, new=new, version=1)
    assert refused.value.field == field
    row.refresh_from_db()
    assert (row.version, getattr(row, field)) == (1, "")


def test_a_stale_edit_changes_nothing(scope):
    row = factories.observation(scope, description="Först")
    with pytest.raises(Stale):
        edit(by=scope, row=row, new=factories.new_report(scope), version=7)
    row.refresh_from_db()
    assert row.description == "Först"


def test_a_withdrawn_report_stays_but_counts_nowhere_in_the_picture(scope):
    row = withdraw(by=scope, row=factories.observation(scope), version=1)
    assert row.state == ReportState.WITHDRAWN
    assert differences(scope) == []
    with pytest.raises(NotNow):
        withdraw(by=scope, row=row, version=row.version)


def test_nothing_to_report_twice_is_once(scope):
    [key] = scope.organisations
    own = Organisation.objects.visible_to(scope).get(pk=key)
    week = {"period_from": date(2026, 10, 5), "period_to": date(2026, 10, 18)}
    report_nothing(by=scope, organisation=own, **week)
    report_nothing(by=scope, organisation=own, **week)
    assert NilReport.objects.visible_to(scope).count() == 1


def test_what_an_organisation_has_reported_of_some_days_is_counted(scope):
    [key] = scope.organisations
    own = Organisation.objects.visible_to(scope).get(pk=key)
    day = factories.observation(scope).day
    withdraw(by=scope, row=factories.observation(scope), version=1)
    assert happened_between(scope, own, day, day) == 1
    assert happened_between(scope, own, day - timedelta(days=9), day - timedelta(days=1)) == 0


def test_the_log_tells_of_each_write_without_its_words(scope):
    factories.observation(scope, description="Krossad ruta vid entrén")
    entry = Entry.rows.get(act="observations.reported")
    assert entry.actor == scope.actor
    assert "Krossad" not in str(entry.values)
