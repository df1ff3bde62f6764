"""A municipality, its office and its coordinator, for the pages of organisations."""

import pytest
from django.urls import reverse

from samsyn.domain.organisations.enums import Role
from tests import factories


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def office(where):
    return factories.organisation(where, name="Kommunledningen", short_name="KL")


@pytest.fixture
def coordinator(where, office):
    person = factories.member(where, Role.COORDINATOR, at=office)
    person.set_password(factories.PASSWORD)
    person.save()
    return person


@pytest.fixture
def to(where):
    return lambda route, *args: reverse(route, args=[where.code, *args])
