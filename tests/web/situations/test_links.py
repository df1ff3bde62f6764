"""From a statement to the list of reports behind it, and back to the same number."""

from datetime import date
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from samsyn.domain.observations.enums import ReportKind
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import Role
from samsyn.domain.places.actions import save_place
from samsyn.domain.situations.queries import reading
from samsyn.foundation import clock
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


def test_a_selection_becomes_the_lists_address(where):
    asked_for = Selection.passed_on(OCTOBER.first, OCTOBER.last, category="skadegorelse")
    assert asked(links(where).to(asked_for)) == {
        "since": "2025-10-01",
        "until": "2025-10-31",
        "category": "skadegorelse",
        "state": "passed_on",
    }


def test_a_settled_pictures_links_say_when(where):
    by = factories.scope_as(Role.COORDINATOR, where)
    settled = Links(SimpleNamespace(scope=by, municipality=where), clock.now())
    assert "settled" in asked(settled.to(Selection(**DAYS)))


def test_no_evidence_no_link(where):
    assert links(where).to(None) == ""


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.READER, Role.REGISTRAR])
def test_no_link_for_those_it_would_not_open_for(where, role):
    assert links(where, role).to(Selection(**DAYS)) == ""


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


def test_what_is_coming_and_what_is_done_are_counted_apart(client, where):
    made.happened(where, date(2025, 10, 3), 2)
    for kind, n in ((ReportKind.UPCOMING, 1), (ReportKind.ACTIVITY, 2)):
        made.happened(where, date(2025, 10, 4), n, kind=kind)
    who = factories.member(where, Role.COORDINATOR)
    client.force_login(who)
    by = factories.fresh(factories.scope_of(who, where))
    to = Links(SimpleNamespace(scope=by, municipality=where)).to
    read = reading(by, made.draft(where))
    [area] = read.areas
    assert area.count == 2
    [section] = [one for one in read.sections if one.key == "overall"]
    said = [one for block in section.blocks for one in getattr(block, "sentences", ())]
    for words, n in (("gäller", 2), ("Därutöver", 3)):
        [sentence] = [one for one in said if words in one.text]
        listed = client.get(to(sentence.evidence)).content.decode()
        assert listed.count('href="/1982/rapporter/0') == n, sentence.text
