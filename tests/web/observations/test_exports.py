"""Large files: asked for, reviewed by somebody else or on record, fetched by who asked."""

from dataclasses import fields
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from samsyn.domain.audit.models import Entry
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.observations import rules
from samsyn.domain.observations.actions import exporting
from samsyn.domain.observations.actions.exporting import (
    approve_export,
    ask_to_export,
    export_reports,
    prepare_export,
    prepared_file,
)
from samsyn.domain.observations.enums import ExportState, ReportState
from samsyn.domain.observations.models import Export, Observation
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.operations.actions.disposal import dispose_due
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Invitation, Membership
from samsyn.domain.privacy.rules import TOMBSTONE
from samsyn.foundation.refusals import NotNow
from tests import factories
from tests.domain.organisations.giving import let_in

pytestmark = pytest.mark.django_db
PURPOSE = "Till årsredovisningen, raderas i januari"


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture(autouse=True)
def _three_are_many(monkeypatch):
    monkeypatch.setattr(exporting, "LARGE_EXPORT", 2)


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def to(where):
    return lambda route, *args: reverse(route, args=[where.code, *args])


@pytest.fixture
def coordinator(where):
    who = factories.member(where, Role.COORDINATOR)
    for _ in range(3):
        factories.observation(factories.scope_of(who, where), ReportState.PASSED_ON)
    return who


@pytest.fixture
def analyst(where):
    return let_in(factories.member(where, Role.ANALYST))


def asked(client, to, who, **data):
    client.force_login(who)
    return client.post(to("export_new"), {"purpose": PURPOSE, "kind": "csv", **data})


def acts():
    return [one.act for one in Entry.rows.filter(act__startswith="observations.export")]


def test_a_few_reports_are_a_file_at_once(client, to, coordinator, where):
    client.force_login(coordinator)
    answer = client.get(to("reports_file", "csv"), {"state": "returned"})
    assert answer["Content-Type"].startswith("text/csv")


def test_many_are_asked_for(client, to, coordinator, analyst):
    client.force_login(coordinator)
    answer = client.get(to("reports_file", "csv"), {"since": "2020-01-01"})
    assert answer.url == f"{to('export_new')}?since=2020-01-01"
    page = client.get(answer.url).content.decode()
    assert "2020-01-01" in page
    assert analyst.name in page
    assert "reviewed" not in page


def test_somebody_else_reviews_it(client, to, coordinator, analyst, where):
    asked(client, to, coordinator)
    row = Export.objects.within(where).get()
    assert OutgoingMail.rows.get().recipient == analyst.email
    assert client.get(to("export_fetch", row.uid)).status_code == 409
    client.post(to("export_approve", row.uid))
    row.refresh_from_db()
    assert row.state == ExportState.AWAITED
    client.force_login(analyst)
    assert to("exports") in client.get(to("start")).content.decode()
    client.post(to("export_approve", row.uid))
    assert client.get(to("export_fetch", row.uid)).status_code == 403
    client.force_login(coordinator)
    assert client.get(to("export_fetch", row.uid)).status_code == 409
    assert "every 3s" in client.get(to("exports")).content.decode()
    prepare_export(row.pk)
    assert "every 3s" not in client.get(to("exports")).content.decode()
    answer = client.get(to("export_fetch", row.uid))
    assert answer.content.count(b"\n") == 4
    assert acts() == [
        "observations.export_asked",
        "observations.export_approved",
        "observations.export_prepared",
        "observations.exported",
    ]


def test_the_file_is_made_once_with_what_its_asker_may_read_then(
    client, to, coordinator, analyst, where
):
    asked(client, to, coordinator)
    row = Export.objects.within(where).get()
    prepare_export(row.pk)
    row.refresh_from_db()
    assert row.file is None
    approve_export(by=factories.scope_of(analyst, where), row=row)
    factories.observation(factories.scope_of(coordinator, where), ReportState.PASSED_ON)
    for _ in range(2):
        prepare_export(row.pk)
    row.refresh_from_db()
    assert row.reports == 4
    assert acts().count("observations.export_prepared") == 1


def test_no_file_is_made_for_one_who_may_no_longer(client, to, coordinator, analyst, where):
    asked(client, to, coordinator)
    row = approve_export(
        by=factories.scope_of(analyst, where), row=Export.objects.within(where).get()
    )
    Membership.rows.filter(user=coordinator).update(ended_at=timezone.now())
    prepare_export(row.pk)
    row.refresh_from_db()
    assert row.file is None


def test_no_file_is_made_of_what_was_masked_meanwhile(client, to, coordinator, analyst, where):
    asked(client, to, coordinator, since="2026-01-01")
    row = Export.objects.within(where).get()
    Export.objects.within(where).update(selection={"words": f"klotter {TOMBSTONE}"})
    with pytest.raises(NotNow):
        approve_export(by=factories.scope_of(analyst, where), row=row)
    Export.objects.within(where).update(
        state=ExportState.APPROVED, decided_at=timezone.now(), decided_by=analyst
    )
    assert "every 3s" not in client.get(to("exports")).content.decode()
    prepare_export(row.pk)
    row.refresh_from_db()
    assert row.file is None
    with pytest.raises(NotNow, match="maskerats"):
        prepared_file(by=factories.scope_of(coordinator, where), row=row)


def test_the_file_goes_when_its_week_is_over(client, to, coordinator, where):
    asked(client, to, coordinator, reviewed="on")
    row = Export.objects.within(where).get()
    prepare_export(row.pk)
    assert dispose_due() == 0
    Export.objects.within(where).update(decided_at=timezone.now() - exporting.OPEN_FOR)
    assert dispose_due() == 1
    row.refresh_from_db()
    assert row.file.disposed_at


def test_a_refused_one_is_not_fetched(client, to, coordinator, analyst, where):
    asked(client, to, coordinator)
    row = Export.objects.within(where).get()
    client.force_login(analyst)
    client.post(to("export_refuse", row.uid))
    client.force_login(coordinator)
    assert client.get(to("export_fetch", row.uid)).status_code == 409


def _invited_by(coordinator):
    def invited(analyst, where):
        Invitation.objects.within(where).create(
            municipality=where,
            user=analyst,
            invited_by=coordinator,
            token_digest="x",
            expires_at=timezone.now(),
            accepted_at=timezone.now(),
        )

    return invited


def _unproved(coordinator):
    return lambda analyst, where: EmailAddress.objects.filter(user=analyst).delete()


@pytest.mark.parametrize("sock", [_invited_by, _unproved])
def test_who_the_asker_has_let_in_is_no_second_person(
    client, to, coordinator, analyst, where, sock
):
    asked(client, to, coordinator)
    row = Export.objects.within(where).get()
    sock(coordinator)(analyst, where)
    client.force_login(analyst)
    assert to("export_approve", row.uid) not in client.get(to("exports")).content.decode()
    client.post(to("export_approve", row.uid))
    row.refresh_from_db()
    assert row.state == ExportState.AWAITED
    Export.objects.within(where).all().delete()
    assert asked(client, to, coordinator).status_code == 422
    asked(client, to, coordinator, reviewed="on")
    assert Export.objects.within(where).get().self_reviewed


def test_the_only_one_says_that_it_is_reviewed(client, to, coordinator, where):
    assert asked(client, to, coordinator).status_code == 422
    assert asked(client, to, coordinator, reviewed="on").status_code == 302
    row = Export.objects.within(where).get()
    assert (row.state, row.self_reviewed) == (ExportState.APPROVED, True)
    assert "observations.export_self_reviewed" in acts()
    prepare_export(row.pk)
    assert client.get(to("export_fetch", row.uid)).status_code == 200


def test_the_only_one_is_not_alone_where_there_are_two(client, to, coordinator, analyst, where):
    asked(client, to, coordinator, reviewed="on")
    assert Export.objects.within(where).get().state == ExportState.AWAITED


@pytest.mark.parametrize("purpose", ["", "Till Erik Svensson, 070-123 45 67", "x" * 201])
def test_a_purpose_is_said_and_names_nobody(client, to, coordinator, purpose, where):
    answer = asked(client, to, coordinator, reviewed="on", purpose=purpose)
    assert answer.status_code == 422
    assert not Export.objects.within(where).exists()


def test_an_approval_lasts_a_week(client, to, coordinator, where):
    asked(client, to, coordinator, reviewed="on")
    row = Export.objects.within(where).get()
    Export.objects.within(where).update(decided_at=timezone.now() - exporting.OPEN_FOR)
    assert client.get(to("export_fetch", row.uid)).status_code == 409


def test_the_filters_are_those_that_were_reviewed(client, to, coordinator, where):
    client.force_login(coordinator)
    address = f"{to('export_new')}?state=returned"
    client.post(address, {"purpose": PURPOSE, "kind": "csv", "reviewed": "on"})
    row = Export.objects.within(where).get()
    prepare_export(row.pk)
    answer = client.get(to("export_fetch", row.uid) + "?state=passed_on")
    assert answer.content.count(b"\n") == 1


NARROWED = {
    "since": "2020-01-01", "until": "2020-01-01", "area": "ordning", "category": "skadegorelse",
    "state": "returned", "kind": "event", "severity": "3", "words": "klotter", "mine": "1",
    "longer": "any",
    "linked": "1",
}  # fmt: skip
OF_ROWS = {"district", "place", "organisation", "batch", "deviation"}


@pytest.mark.parametrize("name", sorted({one.name for one in fields(Selection)} - OF_ROWS))
def test_whatever_narrows_it_is_said(client, to, coordinator, where, name):
    factories.category(where)
    told = {name: NARROWED[name]}
    client.force_login(coordinator)
    address = f"{to('export_new')}?{urlencode(told)}"
    assert client.get(address).status_code == 200
    client.post(address, {"purpose": PURPOSE, "kind": "csv", "reviewed": "on"})
    assert Export.objects.within(where).get().selection == told
    assert client.get(to("exports")).status_code == 200


def test_what_was_looked_for_stands_in_no_entry(client, to, coordinator, where, monkeypatch):
    client.force_login(coordinator)
    row = Observation.rows.order_by("pk").first()
    Observation.rows.filter(pk=row.pk).update(description="Klotter igen, nedklottrad dörr")
    file, choices = to("reports_file", "csv"), ("klotter", "klottret", "dörr")
    assert [client.get(file, {"words": one}).status_code for one in choices] == [200, 200, 302]
    assert client.get(file, {"words": "klotter"}).status_code == 200  # the same once more
    asked(client, to, coordinator, reviewed="on")
    Export.objects.within(where).update(selection={"words": "dörr"})
    prepare_export(Export.objects.within(where).get().pk)
    assert client.get(to("export_fetch", Export.objects.within(where).get().uid)).status_code == 200
    entries = Entry.rows.filter(act__startswith="observations.export")
    assert entries.filter(values__has_key="words").count() == 5
    assert not any(word in repr(one.values) for one in entries for word in choices)


def test_asks_as_much_however_many_there_are(client, to, coordinator, where):
    client.force_login(coordinator)
    client.get(to("exports"))
    counted = []
    for _ in range(3):
        asked(client, to, coordinator, reviewed="on")
        with CaptureQueriesContext(connection) as queries:
            client.get(to("exports"))
        counted.append(len(queries))
    assert counted[0] == counted[2]


def test_what_is_many_is_a_fortnights_list(monkeypatch):
    assert rules.LARGE_EXPORT == 500


def test_many_small_files_are_as_large_as_one(client, to, coordinator, analyst, monkeypatch):
    client.force_login(coordinator)
    (one, *_), file = Observation.rows.order_by("pk"), to("reports_file", "csv")
    Observation.rows.filter(pk=one.pk).update(day=one.day - timedelta(days=9))
    until = {"until": (one.day - timedelta(days=5)).isoformat()}
    assert client.get(file, until).status_code == 200
    assert client.get(to("reports_file", "xlsx"), until).status_code == 200
    assert client.get(file, until).status_code == 200
    rest = {"since": (one.day - timedelta(days=4)).isoformat()}
    assert client.get(file, rest).status_code == 302
    assert client.head(file, rest).status_code == 302
    monkeypatch.setattr(exporting, "COUNTED_FOR", timedelta())  # as on another day
    assert client.get(file, rest).status_code == 200


def test_what_was_reviewed_does_not_count_again(client, to, coordinator, analyst, where):
    client.force_login(coordinator)
    asked(client, to, coordinator)
    row = Export.objects.within(where).get()
    approve_export(by=factories.scope_of(analyst, where), row=row)
    prepare_export(row.pk)
    client.get(to("export_fetch", row.uid))
    few = {"until": "2000-01-01"}
    assert client.get(to("reports_file", "csv"), few).status_code == 200


def test_an_approval_opens_no_other_choice(client, to, coordinator, analyst, where):
    """On the command line the choice is given beside the approval."""
    by = factories.scope_of(coordinator, where)
    few = Selection(until=date(2000, 1, 1))
    row = ask_to_export(by=by, selection=few, purpose=PURPOSE)
    approve_export(by=factories.scope_of(analyst, where), row=row)
    row.refresh_from_db()
    with pytest.raises(NotNow, match="annat urval"):
        export_reports(by=by, selection=Selection(), kind="csv", approved=row)
    assert export_reports(by=by, selection=few, kind="csv", approved=row).rows == 0
