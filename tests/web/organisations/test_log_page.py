"""The log's page: in Swedish, by page, itself logged, and honest about a broken chain."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from samsyn.domain.audit.actions import record
from samsyn.domain.audit.models import Entry, Mention
from samsyn.domain.audit.wording import READING
from samsyn.domain.observations.queries.files import exports_that_may_hold
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.queries.log import ENTRIES_PER_PAGE, LogFilters, matching_entries
from tests import factories
from tests.web.monitoring.standing import EVIDENCE, deviation, finished_run

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
    assert last.count('data-label="Nr"') == 1


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
    Entry.rows.filter(number=2).update(actor="0" * 36)
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


class TestSearch:
    """What narrows the log, and what is told of having asked."""

    @pytest.fixture
    def town(self, where, officer):
        kim, vik = factories.user("Kim Ek"), factories.user("Vik Ås")
        scopes = [factories.scope_of(factories.member(where, Role.READER, who=one), where)
                  for one in (kim, vik)]  # fmt: skip
        record(scopes[0], "access.login", kim)
        record(scopes[1], "access.login", vik)
        record(scopes[1], "organisations.role_ended", kim, plain={"person": str(kim.uid)})
        return kim, vik

    @pytest.fixture
    def numbers(self, page):
        """The numbers of the entries on a page, those of the log's own reading left out."""

        def get(**query):
            found = page(**query)
            return [int(n) for n in re.findall(r'data-label="Nr">(\d+)<', found) if int(n) <= 3]

        return get

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"vem": "kim"}, [1]),
            ({"vem": "Vik Ås"}, [3, 2]),
            ({"vem": "ingen sådan"}, []),
            ({"vad": "access.login"}, [2, 1]),
            ({"vad": "organisations.role_ended"}, [3]),
            ({"vad": "reading"}, []),
            ({"fran": "2000-01-01"}, [3, 2, 1]),
            ({"till": "2000-01-01"}, []),
            ({"vem": "Vik", "vad": "access.login"}, [2]),
        ],
    )
    def test_narrows(self, town, numbers, query, found):
        assert numbers(**query) == found

    def test_by_what_it_is_about(self, town, numbers):
        assert numbers(sak=str(town[0].uid)) == [3, 1]

    def test_by_what_one_entry_names_among_many(self, where, town, numbers, officer):
        record(officer, "observations.held_texts_read", subjects=town)
        assert Entry.rows.get(act="observations.held_texts_read").values["subjects"]
        found = matching_entries(officer, LogFilters(subject=str(town[0].uid), act=READING))
        assert [one.act for one in found] == ["observations.held_texts_read"]

    @pytest.mark.parametrize(
        "query", [{"sak": "x"}, {"sak": "R99"}, {"fran": "31/12"}, {"vad": "nope"}]
    )
    def test_what_is_not_understood_shows_nothing(self, town, numbers, page, query):
        assert numbers(**query) == []
        assert "går inte att läsa" in page(**query)

    def test_a_name_that_was_typed_is_not_kept(self, town, page):
        page(vem="Kim Ek", vad="access.login")
        told = Entry.rows.filter(act="organisations.log_read").latest("number").values
        assert told == {"asked_vem": True, "asked_vad": "access.login"}

    def test_as_a_file(self, town, client, where):
        answer = client.get(reverse("log_file", args=[where.code]), {"vad": "access.login"})
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert [line.split(";")[0] for line in lines] == ["Nr", "2", "1"]
        assert Entry.rows.get(number=1).hash in lines[2]
        assert Entry.rows.filter(act="organisations.log_exported").get().values["rows"] == 2

    def test_who_has_read_a_report(self, where, officer, page, client):
        reporter = factories.scope_as(Role.REPORTER, where)
        row = factories.observation(reporter)
        analyst = factories.scope_as(Role.ANALYST, where)
        record(analyst, "observations.exported", plain={"rows": 4})
        record(analyst, "observations.exported", plain={"rows": 1, "until": "2001-01-01"})
        numbers = [entry.number for entry in exports_that_may_hold(officer, row)]
        assert len(numbers) == 1
        address = reverse("report_one", args=[where.code, row.uid])
        for asked in (row.reference, str(row.pk), f"r {row.pk}", str(row.uid), address):
            assert f">{numbers[0]}<" in page(sak=asked)

    def test_a_file_of_what_the_report_is_not_among_did_not_hold_it(self, where, officer):
        by = factories.scope_as(Role.COORDINATOR, where)
        one, other = factories.observation(by), factories.observation(by)
        row = deviation(where, finished_run(where), evidence={**EVIDENCE, "reports": [one.pk]})
        record(by, "observations.exported", plain={"rows": 1, "deviation": str(row.uid)})
        assert len(exports_that_may_hold(officer, one)) == 1
        assert exports_that_may_hold(officer, other) == []


def test_mentions_are_appended_to_alone(officer):
    record(officer, "observations.held_texts_read", subjects=[factories.user()])
    mention = Mention.rows.get()
    mention.subject = "annan"
    with pytest.raises(DatabaseError), transaction.atomic():
        mention.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Mention.rows.all().delete()


@pytest.mark.parametrize("route", ["log", "log_file"])
@pytest.mark.parametrize("asked", [{"fran": "0001-01-01"}, {"till": "9999-12-31"}])
def test_a_day_of_no_calendar_is_said(client, where, officer, route, asked):
    answer = client.get(reverse(route, args=[where.code]), asked)
    assert answer.status_code == (200 if route == "log" else 422)
    assert not Entry.rows.filter(act="organisations.log_exported").exists()
