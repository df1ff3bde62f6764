"""The guard asked while a description is being written."""

import pytest
from django.urls import reverse

from samsyn.domain.audit.models import Entry
from samsyn.domain.organisations.enums import Role
from samsyn.web.stops.checking import MOST_A_MINUTE, asks_too_often
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    where = factories.municipality()
    client.force_login(factories.member(where, Role.REPORTER))
    url = reverse("guard_check", args=[where.code])
    sent = {"field": "description", "address": reverse("report", args=[where.code])}
    return lambda text: client.post(url, {"text": text, **sent})


def test_findings_come_with_what_to_write_instead(ask):
    answer = ask("Kevin i 9B slog en annan elev.")
    assert answer.status_code == 200
    assert b"<mark>Kevin</mark>" in answer.content
    assert "en elev" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_text_that_names_nobody_gives_nothing(ask):
    assert ask("Klotter på busskuren.").content.strip() == b""
    assert ask("").content.strip() == b""


def test_what_is_tried_is_logged_nowhere(ask):
    before = Entry.rows.count()
    ask("Kevin slog vakten.")
    assert Entry.rows.count() == before


def test_asking_without_end_is_refused():
    now = 1_000.0
    assert not any(asks_too_often(-1, now) for _ in range(MOST_A_MINUTE))
    assert asks_too_often(-1, now)
    assert not asks_too_often(-2, now)
    assert not asks_too_often(-1, now + 61)


def test_the_form_asks_once_the_writer_pauses(client):
    where = factories.municipality()
    client.force_login(factories.member(where, Role.REPORTER))
    page = client.get(reverse("report", args=[where.code])).content.decode()
    assert f'data-guard="{reverse("guard_check", args=[where.code])}"' in page
    assert page.count("<s-guard") == 4
