"""Nothing that was typed is lost with a session, and nothing that another site sent comes back."""

from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samsyn.domain.observations.models import Observation
from samsyn.domain.organisations.enums import Role
from samsyn.web.gate import ASKS
from tests import factories
from tests.web.observations.browser import untouched
from tests.web.observations.test_pages import filled

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver"}
HOSTILE = '<script>alert(1)</script>" & glas\r\nrad två'


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def reporter(where):
    return factories.member(where, Role.REPORTER)


@pytest.fixture
def data(where, reporter):
    [own] = factories.scope_of(reporter, where).organisations
    return filled(where, organisation=str(own), description=HOSTILE, password="hemligt")


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def with_token(browser, data):
    """The form as one of our pages gave it."""
    browser.get(reverse("account_login"))
    return {**data, "csrfmiddlewaretoken": browser.cookies["samsyn_csrf"].value}


def form_on(answer):
    """The fields of the form that sends again."""
    page = answer.content.decode()
    assert answer.status_code == 403
    assert HOSTILE not in page
    assert "hemligt" not in page
    assert 'target="_blank"' in page or "öppen för länge" in page
    return untouched(page, "description")


def test_what_was_typed_comes_back_and_can_be_sent_after_logging_in(where, reporter, data, browser):
    address = reverse("report", args=[where.code])
    answer = browser.post(address, with_token(browser, data), headers=HERE)
    assert "Du har loggats ut" in answer.content.decode()
    assert f'action="{address}"' in answer.content.decode()
    assert not Observation.rows.exists()
    again = form_on(answer)
    browser.force_login(reporter)
    assert browser.post(address, again, headers=HERE).status_code == 302
    told = Observation.rows.get().description
    assert told == HOSTILE.replace("\r\n", "\n")


def test_a_token_from_before_logging_in_costs_one_more_press(where, reporter, data, browser):
    browser.force_login(reporter)
    address = reverse("report", args=[where.code])
    browser.get(address)
    old = {**data, "csrfmiddlewaretoken": "x" * 64}
    answer = browser.post(address, old, headers=HERE)
    assert "öppen för länge" in answer.content.decode()
    assert 'target="_blank"' not in answer.content.decode()
    assert browser.post(address, form_on(answer), headers=HERE).status_code == 302


@pytest.mark.parametrize(
    "sender",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "https://elsewhere.example/testserver"},
        {"Origin": "http://testserver.elsewhere.example"},
    ],
)
def test_what_another_site_sent_does_not_come_back(where, reporter, data, browser, sender):
    browser.force_login(reporter)
    answer = browser.post(reverse("report", args=[where.code]), data, headers=sender)
    assert answer.status_code == 403
    assert "glas" not in answer.content.decode()


def test_who_is_logged_out_and_has_typed_nothing_is_led_to_the_login(client, where):
    answer = client.post(reverse("report_nothing", args=[where.code]))
    assert answer.status_code == 302


def test_forms_of_accounts_do_not_come_back(client):
    answer = client.post(reverse("account_change_password"), {"oldpassword": "a b c"})
    assert answer.status_code == 302


def test_a_file_does_not_come_back_and_that_is_said(client, where):
    file = SimpleUploadedFile("fil.csv", b"hemlig rad")
    address = reverse("report", args=[where.code])
    page = client.post(address, {"name": "Larm i mars", "file": file}).content.decode()
    assert "Larm i mars" in page
    assert "Filen följde inte med" in page
    assert "hemlig rad" not in page


def test_a_page_may_ask_whether_it_can_still_send(where, reporter, data, browser):
    address = reverse("report", args=[where.code])
    ask = partial(browser.head, headers={ASKS: "?"})
    assert ask(address).status_code == 302
    browser.force_login(reporter)
    answer = ask(address)
    assert (answer.status_code, answer.content) == (204, b"")
    token = answer.headers["X-CSRF-Token"]
    sent = browser.post(address, {**data, "csrfmiddlewaretoken": token}, headers=HERE)
    assert sent.status_code == 302
    assert ask(reverse("review", args=[where.code])).status_code == 403
    assert ask(reverse("report_nothing", args=[where.code])).status_code == 204


def test_what_one_has_typed_is_not_sent_in_anothers_name(where, reporter, data, browser):
    address = reverse("report", args=[where.code])
    browser.force_login(factories.member(where, Role.COORDINATOR))
    answer = browser.head(address, headers={ASKS: str(reporter.uid)})
    assert answer.status_code == 409
    assert "X-CSRF-Token" not in answer.headers
    browser.force_login(reporter)
    assert browser.head(address, headers={ASKS: str(reporter.uid)}).status_code == 204
    assert f'data-person="{reporter.uid}"' in browser.get(address).content.decode()


def test_a_sender_that_is_no_address_is_no_sender(where, reporter, data, browser):
    address = reverse("report", args=[where.code])
    for sender in ({"Origin": "http://["}, {"Referer": "http://[/x"}):
        answer = browser.post(address, data, headers=sender)
        assert answer.status_code == 403
        assert data["description"] not in answer.content.decode()
