"""A municipality, its coordinator and a stranger's neighbour, for each test."""

from datetime import date

import pytest

from samsyn.domain.audit.models import Entry
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.foundation import clock
from tests import factories
from tests.domain.organisations.giving import inside

TODAY = date(2026, 10, 5)
# what no name of a thing may hold
PERSONAL = (
    "Ring 070-123 45 67",
    "850709-9813",
    "anna.andersson@example.com",
    "Anna Andersson",
    "Nämnd\nBcc: alla",
)
# what a person's name may not hold besides the name
MORE_THAN_A_NAME = tuple(f"Kim Karlsson {text}" for text in PERSONAL if text != "Anna Andersson")


@pytest.fixture(autouse=True)
def _today(settings):
    settings.TODAY = TODAY
    assert clock.today() == TODAY


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def office(where):
    return factories.organisation(where, name="Kommunledningen")


@pytest.fixture
def coordinator(where, office):
    return factories.member(where, Role.COORDINATOR, at=office)


@pytest.fixture
def by(where, coordinator):
    return factories.scope_of(coordinator, where)


@pytest.fixture
def neighbour():
    return factories.municipality("0001", "Grannkommunen")


@pytest.fixture
def logged(where):
    """The acts in the municipality's log, in order."""

    def acts():
        rows = Entry.rows.filter(chain=str(where.uid)).order_by("number")
        return [entry.act.split(".")[-1] for entry in rows]

    return acts


@pytest.fixture
def last_entry(where):
    def entry():
        return Entry.rows.filter(chain=str(where.uid)).order_by("-number").first()

    return entry


@pytest.fixture
def police(where):
    return factories.organisation(where, OrganisationKind.POLICE, name="Polisen")


@pytest.fixture
def officer(where, police):
    return inside(where, Role.CONTACT, at=police)


@pytest.fixture
def officers(where, officer):
    return factories.scope_of(officer, where)
