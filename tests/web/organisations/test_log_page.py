"""The log's page: in Swedish, by page, itself logged, and honest about a broken chain."""

import pytest
from django.db import connection
from django.urls import reverse

from samsyn.domain.audit.actions import record
from samsyn.domain.audit.models import Entry
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.log import ENTRIES_PER_PAGE
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def officer(client, where):
    person = factories.member(where, Role.DATA_PROTECTION_OFFICER, who=factories.user("Folke Ek"))
    client.force_login(person)
    return factories.scope_of(person, where)


@pytest.fixture
def page(client, where, officer):
    def get(route="log", **query):
        return client.get(reverse(route, args=[where.code]), query).content.decode()

    return get


def test_is_empty_at_first(page):
    assert "Loggen är tom" in page()


def test_reading_is_an_entry(page):
    page()
    assert "Folke Ek läste loggen" in page()


def test_says_that_entries_are_unaltered(page, officer):
    record(officer, "organisations.settings_changed")
    assert "Posterna på sidan är oförändrade" in page()


def test_leads_back_page_by_page(page, officer):
    for n in range(ENTRIES_PER_PAGE + 1):
        record(officer, "organisations.settings_changed", plain={"n": n})
    first = page()
    assert "?fore=2" in first
    last = page(fore=2)
    assert last.count("ändrade kommunens inställningar") == 1


@pytest.mark.parametrize("cursor", ["", "x", "-1", "9" * 40, "²"])
def test_a_foreign_cursor_starts_over(page, officer, cursor):
    record(officer, "organisations.settings_changed")
    assert "ändrade kommunens inställningar" in page(fore=cursor)


def test_a_whole_chain_is_said_to_be_whole(page, officer):
    record(officer, "organisations.settings_changed")
    assert "Kedjan är hel" in page("log_check")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="drops SQLite's trigger")
def test_a_broken_chain_is_said_to_be_broken(page, officer):
    for _ in range(3):
        record(officer, "organisations.settings_changed")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_entry_no_UPDATE")
    Entry.objects.filter(number=2).update(actor="0" * 36)
    assert "Loggen har ändrats" in page()
    assert "Post 2 har ändrats." in page("log_check")


@pytest.mark.parametrize("rows", [1, 3])
def test_costs_the_same_whatever_it_shows(client, where, officer, rows, django_assert_num_queries):
    for _ in range(rows):
        record(officer, "organisations.settings_changed", factories.organisation(where))
    url = reverse("log", args=[where.code])
    client.get(url)
    with django_assert_num_queries(12):
        client.get(url)
