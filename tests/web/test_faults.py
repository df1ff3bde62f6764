"""A database that is away gives a page in Swedish, and so does a fault of ours."""

from urllib.parse import urlencode

import pytest
from django.core.handlers.exception import response_for_exception
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from samsyn.domain.organisations.enums import Role
from tests import factories

FORM = "application/x-www-form-urlencoded"


def answer_to(fault):
    """The page that a request gets whose handling raised ``fault``."""
    try:
        raise fault
    except type(fault) as raised:
        return response_for_exception(RequestFactory().get("/"), raised)


def test_an_absent_database_is_said_so():
    answer = answer_to(OperationalError("connection refused"))
    assert answer.status_code == 503
    assert "connection refused" not in answer.content.decode()
    assert answer.headers["Retry-After"] == "10"


@pytest.mark.django_db(databases=[])
def test_the_fault_page_asks_no_database_and_tells_no_secrets():
    answer = answer_to(ZeroDivisionError("secret"))
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
def test_a_buttons_address_opened_as_a_page_says_so(client):
    where = factories.municipality()
    client.force_login(factories.member(where, Role.REPORTER))
    answer = client.get(reverse("report_nothing", args=[where.code]))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "hör till en knapp" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_says_what_to_do():
    client = Client(enforce_csrf_checks=True)
    address = reverse("account_login")
    assert "ladda om och skicka igen" in client.post(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("checked", [True, False])
def test_a_form_that_is_too_long_to_be_read_says_so_and_fills_no_log(caplog, checked):
    where = factories.municipality()
    client = Client(enforce_csrf_checks=checked)
    client.force_login(factories.member(where, Role.REPORTER))
    address = reverse("report", args=[where.code])
    answer = client.post(address, urlencode({"description": "å" * 400_000}), content_type=FORM)
    assert answer.status_code == 413
    assert "Texten är för lång" in answer.content.decode()
    assert "bakåtknapp" in answer.content.decode()
    assert not [one for one in caplog.records if one.exc_info]
    fits = urlencode({"description": "å" * 300_000})
    assert client.post(address, fits, content_type=FORM).status_code == (403 if checked else 422)
