"""What the gate lets through, whatever the page behind it would do."""

from uuid import uuid4

import pytest
from django.urls import reverse

from samsyn.domain.audit.models import Entry
from samsyn.domain.organisations.enums import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.municipality()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
@pytest.mark.parametrize("route", ["report", "report_count", "reports"])
def test_pages_are_read_and_forms_are_sent_and_nothing_else(client, where, method, route):
    client.force_login(factories.member(where, Role.COORDINATOR))
    answer = getattr(client, method)(reverse(route, args=[where.code]))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert getattr(client, method)(reverse("account_login")).status_code == 405


@pytest.mark.parametrize(
    "written",
    ["anna-andersson-850709-9813", "a%00b", "a%0D%0Ab", "a%E2%80%AEb", "x" * 3_000],
)
def test_what_anybody_wrote_in_an_address_is_not_kept_in_the_log(client, where, written):
    client.force_login(factories.member(where, Role.REPORTER))
    answer = client.get(f"/{where.code}/rapporter/fil.{written}")
    assert answer.status_code == 403
    [entry] = Entry.rows.filter(act="access.refused")
    assert entry.values["path"] == f"/{where.code}/rapporter/fil.…"


def test_the_keys_of_an_address_are_kept_in_the_log(client, where):
    client.force_login(factories.member(where, Role.REPORTER))
    address = reverse("person", args=[where.code, uuid4()])
    assert client.get(address).status_code == 403
    assert Entry.rows.get(act="access.refused").values["path"] == address
