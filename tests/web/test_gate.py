"""What the gate lets through, whatever the page behind it would do."""

import pytest
from django.urls import reverse

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
