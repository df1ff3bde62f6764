"""From a statement to the list of reports behind it, and back to the same number."""

from datetime import date
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Role
from samsyn.domain.places.actions import save_place
from samsyn.domain.situations.queries import reading
from samsyn.domain.situations.values.content import Evidence
from samsyn.web.situations.links import Links
from tests import factories
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
OCTOBER = made.OCTOBER
DAYS = {"since": OCTOBER.first, "until": OCTOBER.last}


@pytest.fixture
def where():
    here = factories.municipality()
    factories.layer(here, ("01", 15.7, 60.0))
    save_place(by=made.system(here), name="Torget", latitude=60.05, longitude=15.75)
    factories.category(here)
    return here


def links(where, role=Role.COORDINATOR):
    by = factories.fresh(factories.scope_as(role, where))
    return Links(SimpleNamespace(scope=by, municipality=where))


def asked(address):
    parts = urlsplit(address)
    assert parts.path == "/1982/rapporter/"
    return {name: value for name, [value] in parse_qs(parts.query).items()}


def test_days_and_what_was_passed_on(where):
    assert asked(links(where).to(Evidence(**DAYS))) == {
        "since": "2025-10-01",
        "until": "2025-10-31",
        "state": "passed_on",
    }


def test_each_narrowing_becomes_the_lists_own(where):
    known = reference(made.system(where))
    [place], [district] = known.places.values(), known.districts.values()
    at = factories.organisation(where)
    evidence = Evidence(
        **DAYS,
        category="skadegorelse",
        district="01",
        place=str(place.uid),
        organisation=str(at.uid),
        kind="upcoming",
        state="submitted",
    )
    factories.moved(where.pk)
    assert asked(links(where).to(evidence)) == {
        "since": "2025-10-01",
        "until": "2025-10-31",
        "what": f"category:{known.by_key['skadegorelse'].pk}",
        "district": str(district.pk),
        "place": str(place.pk),
        "organisation": str(at.pk),
        "kind": "upcoming",
        "state": "submitted",
    }


def test_an_area_is_asked_for_as_one(where):
    area = reference(made.system(where)).by_key["ordning"]
    found = asked(links(where).to(Evidence(**DAYS, area="ordning")))
    assert found["what"] == f"area:{area.pk}"


def test_what_is_gone_does_not_narrow(where):
    gone = Evidence(**DAYS, area="nej", district="99", place="x", organisation="y")
    assert set(asked(links(where).to(gone))) == {"since", "until", "state"}


def test_no_evidence_no_link(where):
    assert links(where).to(None) == ""


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.READER, Role.REGISTRAR])
def test_no_link_for_those_it_would_not_open_for(where, role):
    assert links(where, role).to(Evidence(**DAYS)) == ""


def test_the_list_holds_as_many_as_was_stated(client, where):
    """Every row of the areas' tables: follow its link and count what is listed."""
    for n, key in enumerate(("skadegorelse", "klotter", "skrap"), start=1):
        made.happened(where, date(2025, 10, 3), n, category=factories.category(where, key))
    who = factories.member(where, Role.COORDINATOR)
    client.force_login(who)
    by = factories.fresh(factories.scope_of(who, where))
    to = Links(SimpleNamespace(scope=by, municipality=where)).to
    [area] = reading(by, made.draft(where)).areas
    assert len(area.categories.table.rows) == 3
    for row, evidence in zip(area.categories.table.rows, area.categories.evidence, strict=True):
        listed = client.get(to(evidence)).content.decode()
        assert listed.count('href="/1982/rapporter/0') == row[1]
    everything = client.get(to(area.sentences[0].evidence)).content.decode()
    assert everything.count('href="/1982/rapporter/0') == area.count == 6
