"""Ways around that somebody tried: each was open once."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn.domain.audit.models import Entry
from samsyn.domain.intake.models import Batch
from samsyn.domain.observations.actions.importing import check
from samsyn.domain.observations.enums import ReportKind, ReportState
from samsyn.domain.observations.models import CountRecord, Observation
from samsyn.domain.observations.queries.files import HELD, rows
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.models import Membership
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import save_place
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.reading import gather
from samsyn.domain.situations.values.periods import Period
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken, NotAllowed
from tests import factories
from tests.web.intake.test_pages import mapped, page
from tests.web.observations.test_pages import filled

pytestmark = pytest.mark.django_db
SECRET = "Spaning planeras vid torget."


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def police(where):
    return factories.organisation(where, OrganisationKind.POLICE)


@pytest.fixture
def officer(where, police):
    return factories.member(where, Role.REPORTER, Role.REVIEWER, at=police)


@pytest.fixture
def coordinator(where):
    return factories.member(where, Role.COORDINATOR)


@pytest.fixture
def held(where, coordinator, police):
    """A report that the coordinator took down for the police, and the police then wrote in."""
    by = factories.scope_of(coordinator, where)
    row = factories.observation(by, organisation_id=police.pk)
    Observation.rows.filter(pk=row.pk).update(description=SECRET)
    return row


def to(where, route, *args):
    return reverse(route, args=[where.code, *args])


# the police's words


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_form_for_mending_shows_no_held_text(client, where, coordinator, held, method):
    client.force_login(coordinator)
    data = filled(where, organisation=held.organisation_id, version=99)
    answer = getattr(client, method)(to(where, "report_edit", held.uid), data)
    assert answer.status_code == 403
    assert SECRET not in answer.content.decode()
    assert Entry.rows.filter(act="access.refused").exists()


def test_the_system_takes_out_no_held_text(where, held):
    taken = list(rows(system_scope(where), Selection()))
    assert HELD in taken[0]
    assert SECRET not in str(taken)


def test_a_list_that_shows_held_texts_says_so_in_the_log(client, where, officer, held):
    client.force_login(officer)
    for route in ("reports", "review"):
        assert SECRET in client.get(to(where, route)).content.decode()
    entries = Entry.rows.filter(act="observations.held_texts_read")
    assert [one.values["rows"] for one in entries] == [1, 1]


def test_an_upcoming_event_that_the_police_hold_is_not_for_the_public(where, officer):
    today = clock.today()
    by = factories.scope_of(officer, where)
    day = today + timedelta(days=3)
    row = factories.observation(by, kind=ReportKind.UPCOMING, period=factories.at(day))
    Observation.rows.filter(pk=row.pk).update(state=ReportState.PASSED_ON)
    known, period = reference(factories.fresh(by)), Period(today - timedelta(days=13), today)
    found = {
        audience: gather(system_scope(where), period, known, audience, today).coming
        for audience in Audience
    }
    assert len(found[Audience.GROUP]) == 1
    assert found[Audience.PUBLIC] == ()


def test_a_file_of_the_police_is_shown_to_who_brought_it_alone(client, where, coordinator, police):
    factories.category(where, "klotter")
    client.force_login(coordinator)
    data = f"Datum;Typ;Text\n2026-03-01;Klotter;{SECRET}\n".encode()
    fields = {"name": "Lista", "organisation": police.pk, "file": SimpleUploadedFile("f.csv", data)}
    client.post(to(where, "source_new"), fields)
    batch = Batch.objects.within(where).get()
    mapped(client, where, batch)
    check(batch.pk)
    assert SECRET in page(client, where, batch)
    client.force_login(factories.member(where, Role.ANALYST))
    assert SECRET not in page(client, where, batch)
    assert SECRET not in page(client, where, batch, "batch_mapping")


# roles and organisations


@pytest.mark.parametrize("role", [Role.CONTACT, Role.DATA_PROTECTION_OFFICER, Role.REGISTRAR])
def test_nobody_gives_oneself_a_role_that_keeps_watch(client, where, coordinator, police, role):
    client.force_login(coordinator)
    at = police if role is Role.CONTACT else factories.organisation(where)
    data = {"organisation": at.pk, "role": role.value, "valid_from": clock.today()}
    client.post(to(where, "role_new", coordinator.uid), data)
    assert not Membership.objects.within(where).filter(user=coordinator, role=role).exists()


def test_an_organisation_does_not_cease_to_be_the_police(client, where, coordinator, police):
    client.force_login(coordinator)
    data = {"name": police.name, "short_name": police.short_name, "kind": "department"}
    answer = client.post(
        to(where, "organisation_edit", police.uid), {**data, "version": police.version}
    )
    assert answer.status_code == 422
    police.refresh_from_db()
    assert police.kind == OrganisationKind.POLICE


def test_who_reviews_mends_without_taking_the_report_over(client, where):
    school = factories.organisation(where)
    reviewer = factories.member(where, Role.REVIEWER)
    reporter = factories.member(where, Role.REPORTER, at=school)
    row = factories.observation(factories.scope_of(reporter, where))
    [own] = factories.scope_of(reviewer, where).organisations
    client.force_login(reviewer)
    address = to(where, "report_edit", row.uid)
    for organisation, status in ((own, 422), (school.pk, 302)):
        data = filled(where, organisation=organisation, version=row.version, description="Färg")
        assert client.post(address, data).status_code == status
    row.refresh_from_db()
    assert (row.organisation_id, row.description) == (school.pk, "Färg")


# personal data by other ways


@pytest.mark.parametrize("name", ["Svensson", "Erik", "900101-2385", "Hemma hos Erik Svensson"])
def test_a_place_is_not_called_as_a_person(where, name):
    by = system_scope(where)
    for names in ({"name": name}, {"name": "Torget", "aliases": [name]}):
        with pytest.raises(Mistaken):
            save_place(by=by, latitude=60.0, longitude=15.8, **names)


def test_a_district_with_a_persons_name_opens_no_report_to_it(where):
    factories.layer(where, ("1", 15.7, 59.9))
    scope = factories.fresh(system_scope(where))
    save_place(by=scope, name="Erik Dahlbergs skola", latitude=60.0, longitude=15.8)
    words = reference(factories.fresh(scope)).known_words.places
    assert "erik dahlbergs skola" in words
    assert "erik" not in words
    assert "skola" in words


def test_a_source_of_a_count_is_guarded_and_twice_is_once(client, where):
    reporter = factories.member(where, Role.REPORTER)
    client.force_login(reporter)
    [own] = factories.scope_of(reporter, where).organisations
    data = {
        "organisation": own,
        "category": factories.category(where).pk,
        "period_from": "2026-01-01",
        "period_to": "2026-01-31",
        "value": "12",
        "unit": "antal",
    }
    address = to(where, "report_count")
    assert client.post(address, {**data, "source_name": "Erik Svensson"}).status_code == 422
    for _ in range(2):
        assert client.post(address, {**data, "source_name": "larmlistan"}).status_code == 302
    wrong = {"period_from": "0001-01-01", "source_name": "larmlistan"}
    assert client.post(address, {**data, **wrong}).status_code == 422
    ahead = {"period_to": "9999-12-31", "source_name": "larmlistan"}
    assert client.post(address, {**data, **ahead}).status_code == 422
    assert CountRecord.objects.within(where).count() == 1


# addresses and forms with values that nobody chose


@pytest.mark.parametrize("place", ["9" * 23, "9" * 5000, "-1", "x"])
@pytest.mark.parametrize("route", ["reports", "reports_file"])
def test_a_place_that_is_no_number_gives_no_reports(client, where, coordinator, route, place):
    client.force_login(coordinator)
    args = ["csv"] if route == "reports_file" else []
    assert client.get(to(where, route, *args), {"place": place}).status_code == 422


def test_a_character_that_nobody_writes_is_refused(client, where, coordinator):
    client.force_login(coordinator)
    assert client.get(to(where, "people"), {"sok": "a\0b"}).status_code == 400


def test_a_picture_of_years_without_a_year_before_is_not_begun(client, where, coordinator):
    client.force_login(coordinator)
    data = {"which": "other", "first": "0001-01-01", "last": "0001-01-05"}
    assert client.post(to(where, "picture_new"), data).status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_borders_hold_from_a_day_that_somebody_lives_to_see(where, day):
    with pytest.raises(Mistaken, match="Ange en dag"):
        factories.layer(where, ("1", 15.7, 59.9), valid_from=date.fromisoformat(day))


def test_borders_somewhere_else_are_refused(where):
    where.outline = factories.square(15.7, 59.9)
    where.save()
    factories.layer(where, ("1", 15.7, 59.9))
    with pytest.raises(Mistaken, match="Inget av områdena ligger i kommunen"):
        factories.layer(where, ("1", 0.0, 0.0), edition="2030")


def test_who_comes_second_is_told_so(client, where):
    reviewer = factories.member(where, Role.REVIEWER)
    reporter = factories.member(where, Role.REPORTER)
    row = factories.observation(factories.scope_of(reporter, where))
    client.force_login(reviewer)
    address, data = to(where, "report_pass_on", row.uid), {"version": row.version}
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code in (302, 404)


def test_a_refusal_within_an_act_is_logged(client, where, coordinator, held):
    client.force_login(coordinator)
    client.post(to(where, "report_pass_on", held.uid), {"version": held.version})
    assert Entry.rows.filter(act="access.refused").exists()


def test_an_export_says_in_the_log_what_was_taken_out(client, where, coordinator):
    factories.observation(factories.scope_of(coordinator, where))
    client.force_login(coordinator)
    client.get(to(where, "reports_file", "csv"), {"since": "2020-01-01"})
    [entry] = Entry.rows.filter(act="observations.exported")
    assert entry.values == {"format": "csv", "rows": 1, "since": "2020-01-01"}


def test_rules_refuse_what_the_pages_do(where, coordinator, held):
    from samsyn.domain.observations.rules import check_may_edit

    with pytest.raises(NotAllowed, match="polisens"):
        check_may_edit(factories.scope_of(coordinator, where), held, coordinator.pk)
