"""Who is listed, in which order, a page at a time; and what each read costs."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.domain.organisations.actions.people import end_membership
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Membership
from samsyn.domain.organisations.queries import (
    holds_more_than,
    municipalities_of,
    people_of,
    people_page,
    person_with_roles,
)
from samsyn.domain.organisations.rules import WITHOUT_SECOND_FACTOR
from tests import factories
from tests.domain.organisations.conftest import TODAY

pytestmark = pytest.mark.django_db


def people(where, *names):
    return [factories.member(where, Role.REPORTER, who=factories.user(name)) for name in names]


def names(page):
    return [row.user.name for row in page.rows]


class TestPeople:
    def test_are_listed_by_name(self, by, where):
        people(where, "Berit", "Arvid")
        assert names(people_page(by)) == ["Arvid", "Berit", "Kim Exempelsson"]

    def test_of_other_municipalities_are_not(self, by, neighbour):
        people(neighbour, "Granne")
        assert names(people_page(by)) == ["Kim Exempelsson"]

    def test_whose_roles_have_ended_still_are(self, by, where):
        (gone,) = people(where, "Gunn")
        end_membership(by=by, membership=Membership.objects.within(where).get(user=gone))
        row = people_page(by, search="Gunn").rows[0]
        assert row.current == ()
        assert len(row.memberships) == 1

    @pytest.mark.parametrize(
        ("search", "found"),
        [
            ("örjan", ["Örjan Åström"]),
            ("ÅSTRÖM", ["Örjan Åström"]),
            ("ström örj", ["Örjan Åström"]),
            ("kim example", ["Kim Exempelsson"]),
            ("finns inte", []),
            ("", ["Kim Exempelsson", "Örjan Åström"]),
            ("%", []),
            ("_", []),
        ],
    )
    def test_are_found_by_words_of_name_or_address(self, by, where, search, found):
        people(where, "Örjan Åström")
        assert sorted(names(people_page(by, search=search))) == found

    @settings(
        max_examples=25,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        letters=st.lists(st.sampled_from("ABCÅ"), max_size=9),
        size=st.integers(min_value=1, max_value=4),
    )
    def test_pages_hold_everybody_once(self, letters, size):
        where = factories.municipality("0077", "Bläddringe")
        Membership.objects.within(where).delete()
        made = people(where, *letters)
        by = factories.system_scope_of(where)
        seen, after = [], None
        while True:
            page = people_page(by, after=after, size=size)
            assert len(page.rows) <= size
            seen += [row.user for row in page.rows]
            if page.after is None:
                break
            after = page.after
        assert len(seen) == len(set(seen)) == len(made)
        assert [one.name for one in seen] == sorted(one.name for one in made)

    def test_a_cursor_from_elsewhere_starts_over(self, by, neighbour):
        (stranger,) = people(neighbour, "Aa")
        assert names(people_page(by, after=stranger.uid)) == ["Kim Exempelsson"]

    @pytest.mark.parametrize("rows", [1, 3])
    def test_take_two_queries(self, by, where, rows, django_assert_num_queries):
        people(where, *"ABC"[: rows - 1])
        with django_assert_num_queries(2):
            page = people_page(by)
            assert [one.organisation.name for row in page.rows for one in row.memberships]
        assert len(page.rows) == rows


class TestState:
    def test_of_one_invited(self, by, where):
        assert person_with_roles(by, people(where, "A")[0]).state == "invited"

    def test_of_one_with_a_password(self, by, where):
        (person,) = people(where, "A")
        person.set_password(factories.PASSWORD)
        assert person_with_roles(by, person).state == "active"

    def test_of_one_shut_out(self, by, where):
        (person,) = people(where, "A")
        person.is_active = False
        assert person_with_roles(by, person).state == "inactive"


def test_municipalities_are_where_one_has_something_to_do(where, neighbour):
    person = factories.member(where, Role.REPORTER)
    factories.member(neighbour, Role.REPORTER, who=person)
    assert municipalities_of(person) == [where, neighbour]
    Membership.objects.within(neighbour).update(valid_to=TODAY - timedelta(days=1))
    assert municipalities_of(person) == [where]


def test_only_a_pure_reporter_does_without_a_second_factor(where, neighbour):
    person = factories.member(where, Role.REPORTER)
    assert not holds_more_than(person, WITHOUT_SECOND_FACTOR)
    factories.member(neighbour, Role.READER, who=person)
    assert holds_more_than(person, WITHOUT_SECOND_FACTOR)


def test_people_are_those_with_a_role_here(where):
    (person,) = people(where, "Berit")
    assert list(people_of(factories.system_scope_of(where))) == [person]
