"""Masking from a page: the words, all that it comes to, the act, and who was told."""

import re
from html import unescape

import pytest
from django.urls import reverse

from samsyn.domain.audit.models import Entry
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.observations.models import Observation
from samsyn.domain.operations.enums import BackupState
from samsyn.domain.operations.models import Backup
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.redactions.models import Masking
from tests import factories
from tests.domain.redactions.test_masking import written
from tests.factories import pictures

pytestmark = pytest.mark.django_db
PASSAGE = "Zvxbdf Hjklmzvx"
ASKED = {"passages": f"{PASSAGE.lower()}\n\n", "ground": "erasure", "words": ""}


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def officer(client, where):
    who = factories.member(where, Role.DATA_PROTECTION_OFFICER)
    client.force_login(who)
    return who


@pytest.fixture
def row(where):
    return written(factories.scope_as(Role.COORDINATOR, where), f"Hos {PASSAGE} vid ån.")


def address(where, route, *args):
    return reverse(route, args=[where.code, *args])


def hidden(page):
    """What the page sends when its button is pressed."""
    form = page[page.index('class="s-form-acts"') :]
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in pairs}


def test_words_are_shown_then_places_then_they_are_gone(client, where, officer, row):
    Backup.objects.create(state=BackupState.WHOLE, folder="samsyn-1", started_at=row.created_at)
    here = address(where, "report_redact", row.uid)
    assert PASSAGE in client.get(here).content.decode()
    assert Entry.rows.filter(act="redactions.words_read", subject=str(row.uid)).exists()
    page = client.post(here, ASKED).content.decode()
    assert f"<mark>{PASSAGE}</mark>" in page
    row.refresh_from_db()
    assert PASSAGE in row.description  # nothing yet
    done = client.post(here, hidden(page), follow=True)
    said = done.content.decode()
    row.refresh_from_db()
    assert row.description == "Hos [maskat] vid ån."
    assert PASSAGE.casefold() not in said.casefold()
    reporter = factories.User.objects.get(pk=row.reporter.user_id).email
    assert reporter in said and "samsyn-1" in said
    listed = client.get(address(where, "redactions")).content.decode()
    assert str(Masking.rows.get().uid) in listed


def test_who_reported_is_told_to_the_officer_alone(client, where, officer, row):
    here = address(where, "report_redact", row.uid)
    client.post(here, hidden(client.post(here, ASKED).content.decode()))
    [letter] = OutgoingMail.rows.all()
    done = address(where, "redaction", Masking.rows.get().uid)
    assert letter.recipient in client.get(done).content.decode()
    client.force_login(factories.member(where, Role.COORDINATOR))
    page = client.get(done)
    assert page.status_code == 200 and letter.recipient not in page.content.decode()
    assert page.context["reporter_told"]


def test_what_has_changed_meanwhile_is_looked_at_again(client, where, officer, row):
    here = address(where, "report_redact", row.uid)
    sent = hidden(client.post(here, ASKED).content.decode())
    Observation.rows.filter(pk=row.pk).update(description=f"{PASSAGE}, {PASSAGE}", version=2)
    again = client.post(here, sent)
    assert again.status_code == 422 and not Masking.rows.exists()
    assert again.context["form"].non_field_errors()


def test_a_report_is_found_by_its_number(client, where, officer, row):
    found = client.get(address(where, "redactions"), {"number": row.reference})
    bare = client.get(address(where, "redactions"), {"number": row.pk})
    assert found.url == bare.url == address(where, "report_redact", row.uid)
    station = factories.organisation(where, OrganisationKind.POLICE)
    held = written(factories.scope_as(Role.REPORTER, where, at=station), PASSAGE)
    assert client.get(address(where, "redactions"), {"number": held.pk}).status_code == 200
    assert client.get(address(where, "report_redact", held.uid)).status_code == 404


def test_the_pages_of_what_was_masked_say_so(client, where, row):
    factories.category(where)
    picture = pictures.settled(where)
    client.force_login(factories.member(where, Role.COORDINATOR))
    page = client.get(address(where, "picture", picture.uid)).content.decode()
    assert address(where, "picture_redact", picture.uid) in page
    here = address(where, "picture_redact", picture.uid)
    asked = {**ASKED, "passages": "Lugnt i hela"}
    client.post(here, hidden(client.post(here, asked).content.decode()))
    after = client.get(address(where, "picture", picture.uid))
    assert after.context["page"].proof.holds and after.context["page"].proof.redacted_at
    assert "Lugnt i hela" not in after.content.decode()
    one = client.get(address(where, "report_one", row.uid)).content.decode()
    assert address(where, "report_redact", row.uid) in one


@pytest.mark.parametrize("typed", ["", "abc", "R", "R1x", "9" * 30])
def test_what_is_no_number_is_said(client, where, officer, typed):
    page = client.get(address(where, "redactions"), {"number": typed})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["number"]
