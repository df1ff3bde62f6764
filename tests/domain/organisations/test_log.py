"""The log says in Swedish who did what for whom, and shows when it has been altered."""

import pytest
from django.db import connection

from samsyn.domain.audit.actions import record
from samsyn.domain.audit.models import Entry
from samsyn.domain.audit.wording import sentence
from samsyn.domain.organisations.actions.access import (
    record_access,
    record_refusal,
    record_unknown_login,
)
from samsyn.domain.organisations.actions.organisations import (
    close_organisation,
    create_organisation,
)
from samsyn.domain.organisations.actions.people import add_membership, appoint_deputy
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.queries.log import chain_breaks, log_page
from tests import factories
from tests.domain.organisations.conftest import TODAY

pytestmark = pytest.mark.django_db


def newest(by):
    return log_page(by).rows[0]


@pytest.fixture
def tampered():
    """Change an entry behind the triggers' back, as one with the file in hand could."""

    def change(number):
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER audit_entry_no_UPDATE")
        Entry.rows.filter(number=number).update(act="organisations.log_read")

    if connection.vendor != "sqlite":
        pytest.skip("drops SQLite's trigger")
    return change


class TestSentences:
    def test_name_people_roles_and_organisations(self, by, office):
        person = factories.user("Lo Berg")
        add_membership(by=by, person=person, organisation=office, role=Role.REVIEWER)
        assert newest(by).sentence == (
            "Kim Exempelsson gav Lo Berg rollen granskare för Kommunledningen"
        )

    def test_say_in_whose_place(self, by, where, coordinator):
        deputy = factories.deputy(where, coordinator)
        scope = factories.scope_of(deputy, where)
        create_organisation(
            by=scope, name="NVK", short_name="NVK", kind=OrganisationKind.FEDERATION
        )
        row = newest(by)
        assert row.sentence == "Vik Ariesson lade till verksamheten NVK"
        assert row.in_place_of == "Kim Exempelsson"

    def test_name_the_ordinary_one_of_a_deputy(self, by, where, office):
        ordinary = factories.member(where, Role.CONTACT, at=office, who=factories.user("Bo"))
        membership = factories.Membership.objects.within(where).get(user=ordinary)
        appoint_deputy(by=by, membership=membership, deputy=factories.user("Ca"))
        assert newest(by).sentence == (
            "Kim Exempelsson utsåg Ca till ersättare för Bo som EST-deltagare"
        )

    def test_write_days_out(self, by):
        row = create_organisation(by=by, name="X", short_name="X", kind=OrganisationKind.COMPANY)
        close_organisation(by=by, organisation=row, last_day=TODAY)
        assert newest(by).sentence.endswith("avslutade verksamheten X, sista dag 5 oktober 2026")

    def test_an_act_without_words_is_named_by_its_code(self, by):
        record(by, "unworded.act")
        assert newest(by).sentence == "Kim Exempelsson: unworded.act"

    def test_a_missing_value_is_left_out(self):
        assert sentence("access.login", {}) == " loggade in"

    def test_the_system_has_a_name(self, by, where):
        record(factories.system_scope_of(where), "organisations.log_read")
        assert newest(by).sentence == "Systemet läste loggen"


class TestAccess:
    def test_is_logged_wherever_the_person_has_a_role(self, where, neighbour):
        person = factories.member(where, Role.REPORTER)
        factories.member(neighbour, Role.REPORTER, who=person)
        record_access("login", person)
        chains = set(Entry.rows.filter(act="access.login").values_list("chain", flat=True))
        assert chains == {str(where.uid), str(neighbour.uid)}

    def test_an_unknown_address_is_not_kept(self):
        record_unknown_login()
        entry = Entry.rows.get()
        assert (entry.chain, entry.actor, entry.values) == ("installation", "", {})

    def test_a_refusal_names_the_page(self, by):
        record_refusal(by, "log")
        assert newest(by).sentence == "Kim Exempelsson nekades sidan log"


class TestPages:
    @pytest.fixture(autouse=True)
    def _entries(self, by):
        for n in range(5):
            record(by, "organisations.log_read", plain={"n": n})

    def test_go_back_from_the_newest(self, by):
        first = log_page(by, size=2)
        assert [row.number for row in first.rows] == [5, 4]
        second = log_page(by, before=first.before, size=2)
        assert [row.number for row in second.rows] == [3, 2]
        last = log_page(by, before=second.before, size=2)
        assert ([row.number for row in last.rows], last.before) == ([1], None)

    def test_of_another_municipality_are_empty(self, neighbour):
        assert log_page(factories.system_scope_of(neighbour)).rows == ()

    def test_are_whole(self, by):
        assert log_page(by).whole
        assert chain_breaks(by) == ()

    def test_an_altered_entry_breaks_the_chain(self, by, tampered):
        record(by, "organisations.log_checked")
        tampered(6)
        assert not log_page(by).whole
        (found,) = chain_breaks(by)
        assert (found.number, found.sentence) == (6, "Post 6 har ändrats.")

    @pytest.mark.parametrize("rows", [1, 3])
    def test_take_a_handful_of_queries(self, by, rows, django_assert_num_queries):
        with django_assert_num_queries(6):
            assert len(log_page(by, size=rows).rows) == rows
