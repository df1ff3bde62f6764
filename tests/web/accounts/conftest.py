"""People who can log in, and what the log says of it."""

import pytest
from django.urls import reverse

from samsyn.domain.audit.models import Entry
from samsyn.domain.organisations.enums import Role
from tests import factories


def with_password(person):
    person.set_password(factories.PASSWORD)
    person.save()
    return person


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def reporter(where):
    return with_password(factories.member(where, Role.REPORTER))


@pytest.fixture
def coordinator(where):
    return with_password(factories.member(where, Role.COORDINATOR))


@pytest.fixture
def log_in(client):
    def enter(person, password=factories.PASSWORD, **more):
        words = {"login": person.email, "password": password, **more}
        return client.post(reverse("account_login"), words)

    return enter


@pytest.fixture
def logged(where):
    def acts(chain=None):
        rows = Entry.rows.filter(chain=chain or str(where.uid)).order_by("number")
        return [entry.act for entry in rows]

    return acts
