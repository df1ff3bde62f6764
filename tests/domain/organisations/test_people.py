"""Roles given and taken, deputies, accounts closed; and the rules that always hold."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.domain.organisations.actions.people import (
    add_membership,
    appoint_deputy,
    deactivate_person,
    end_membership,
    reactivate_person,
    reset_second_factor,
)
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Membership
from samsyn.domain.organisations.queries import deputies_of
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow, Refusal
from tests import factories
from tests.domain.organisations.conftest import TODAY

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
APART = (Role.REGISTRAR, Role.DATA_PROTECTION_OFFICER)


def role_of(person, where):
    return Membership.objects.within(where).get(user=person, ended_at=None)


def roles_now(person, where):
    return sorted(one.role for one in factories.held_by(person, where))


class TestAdd:
    def test_gives_the_right_and_logs_nobody_out(self, by, where, office, last_entry):
        person = factories.user()
        add_membership(by=by, person=person, organisation=office, role=Role.REVIEWER)
        assert roles_now(person, where) == ["reviewer"]
        person.refresh_from_db()
        assert person.session_epoch == 0
        assert last_entry().values["person"] == str(person.uid)

    def test_several_roles_at_once(self, by, where, office):
        person = factories.user()
        for role in (Role.REPORTER, Role.CONTACT, Role.COUNCIL_MEMBER):
            add_membership(by=by, person=person, organisation=office, role=role)
        assert roles_now(person, where) == ["contact", "council_member", "reporter"]

    def test_not_the_same_twice(self, by, office, coordinator):
        with pytest.raises(Mistaken, match="redan EST-samordnare för Kommunledningen"):
            add_membership(by=by, person=coordinator, organisation=office, role=Role.COORDINATOR)

    def test_again_after_it_was_taken_away(self, by, where, office):
        person = factories.user()
        for _ in range(2):
            given_role = add_membership(
                by=by, person=person, organisation=office, role=Role.ANALYST
            )
            end_membership(by=by, membership=given_role)
        assert roles_now(person, where) == []

    @pytest.mark.parametrize(("first", "second"), [APART, APART[::-1]])
    def test_registrar_and_protection_officer_are_two_people(
        self, by, where, office, first, second
    ):
        person = factories.member(where, first, at=office)
        with pytest.raises(Mistaken, match="inte vara samma person") as refused:
            add_membership(by=by, person=person, organisation=office, role=second)
        assert refused.value.field == "role"

    def test_the_one_duty_may_follow_the_other(self, by, where, office):
        person = factories.member(where, APART[0], at=office)
        end_membership(by=by, membership=role_of(person, where), last_day=TODAY)
        add_membership(
            by=factories.system_scope_of(where),
            person=person,
            organisation=office,
            role=APART[1],
            valid_from=TOMORROW,
        )
        assert roles_now(person, where) == ["registrar"]

    def test_not_outside_the_organisations_time(self, by, where):
        gone = factories.organisation(where, name="Förbundet", valid_to=TODAY)
        with pytest.raises(Mistaken, match="finns till"):
            add_membership(by=by, person=factories.user(), organisation=gone, role=Role.READER)

    def test_not_to_a_shut_account(self, by, office):
        person = factories.user(is_active=False)
        with pytest.raises(NotNow, match="avaktiverad"):
            add_membership(by=by, person=person, organisation=office, role=Role.READER)

    def test_not_in_another_municipality(self, by, neighbour):
        theirs = factories.organisation(neighbour)
        with pytest.raises(NotAllowed):
            add_membership(by=by, person=factories.user(), organisation=theirs, role=Role.READER)


class TestEnd:
    def test_at_once(self, by, where, logged):
        person = factories.member(where, Role.ANALYST)
        row = end_membership(by=by, membership=role_of(person, where))
        assert row.ended_at is not None
        assert row.valid_to == TODAY
        assert roles_now(person, where) == []
        assert logged() == ["role_ended"]

    def test_after_a_last_day(self, by, where, settings):
        person = factories.member(where, Role.ANALYST)
        end_membership(by=by, membership=role_of(person, where), last_day=TODAY)
        assert roles_now(person, where) == ["analyst"]
        settings.TODAY = TOMORROW
        assert roles_now(person, where) == []

    def test_a_role_that_has_not_begun(self, by, office):
        later = add_membership(
            by=by,
            person=factories.user(),
            organisation=office,
            role=Role.READER,
            valid_from=TODAY + timedelta(days=10),
        )
        row = end_membership(by=by, membership=later)
        assert row.ended_at is not None
        assert row.valid_to >= row.valid_from

    def test_not_twice(self, by, where):
        row = role_of(factories.member(where, Role.ANALYST), where)
        end_membership(by=by, membership=row)
        with pytest.raises(NotNow, match="redan avslutad"):
            end_membership(by=by, membership=row)

    def test_not_the_last_coordinators(self, by, where, coordinator):
        with pytest.raises(NotNow, match="måste ha en EST-samordnare"):
            end_membership(by=by, membership=role_of(coordinator, where))

    def test_but_one_of_two(self, by, where, coordinator):
        other = factories.member(where, Role.COORDINATOR)
        end_membership(by=by, membership=role_of(coordinator, where))
        assert roles_now(other, where) == ["coordinator"]

    @pytest.mark.parametrize("weak", ["deputy", "inactive", "ended", "leaving"])
    def test_the_other_must_be_a_real_one(self, by, where, coordinator, weak):
        if weak == "deputy":
            factories.deputy(where, coordinator)
        else:
            other = factories.member(where, Role.COORDINATOR)
            row = Membership.objects.within(where).filter(user=other)
            if weak == "inactive":
                factories.User.objects.filter(pk=other.pk).update(is_active=False)
            elif weak == "ended":
                end_membership(by=by, membership=row.get())
            else:
                row.update(valid_to=TODAY)
        with pytest.raises(NotNow, match="måste ha en EST-samordnare"):
            end_membership(by=by, membership=role_of(coordinator, where), last_day=TODAY)

    def test_ends_the_sessions(self, by, where):
        person = factories.member(where, Role.ANALYST)
        end_membership(by=by, membership=role_of(person, where))
        person.refresh_from_db()
        assert person.session_epoch == 1


class TestDeputies:
    @pytest.fixture
    def analyst(self, where):
        return factories.member(where, Role.ANALYST)

    def appoint(self, by, where, analyst, **changes):
        membership = changes.pop("membership", None) or role_of(analyst, where)
        values = {"deputy": factories.user(), **changes}
        return appoint_deputy(by=by, membership=membership, **values)

    def test_hold_the_same_role(self, by, where, analyst, last_entry):
        row = self.appoint(by, where, analyst)
        assert (row.role, row.organisation_id) == (
            "analyst",
            role_of(analyst, where).organisation_id,
        )
        assert deputies_of(by, analyst) == [row]
        assert last_entry().values["in_place_of"] == str(analyst.uid)

    def test_the_log_says_in_whose_place(self, by, where, coordinator, last_entry):
        deputy = factories.deputy(where, coordinator)
        scope = factories.scope_of(deputy, where)
        person = factories.user()
        add_membership(
            by=scope,
            person=person,
            organisation=factories.organisation(where),
            role=Role.READER,
        )
        entry = last_entry()
        assert (entry.actor, entry.acting_for) == (str(deputy.uid), str(coordinator.uid))

    def test_go_with_the_role(self, by, where, analyst):
        row = self.appoint(by, where, analyst)
        end_membership(by=by, membership=role_of(analyst, where))
        assert roles_now(row.user, where) == []

    def test_a_shorter_time_is_kept(self, by, where, analyst):
        row = self.appoint(by, where, analyst, valid_to=TODAY)
        end_membership(
            by=by, membership=role_of(analyst, where), last_day=TODAY + timedelta(days=9)
        )
        row.refresh_from_db()
        assert (row.valid_to, row.ended_at) == (TODAY, None)

    def test_one_to_come_is_called_off(self, by, where, analyst):
        row = self.appoint(by, where, analyst, valid_from=TODAY + timedelta(days=20))
        end_membership(by=by, membership=role_of(analyst, where), last_day=TODAY)
        row.refresh_from_db()
        assert row.ended_at is not None

    def test_are_not_themselves(self, by, where, analyst):
        with pytest.raises(Mistaken, match="sin egen ersättare"):
            self.appoint(by, where, analyst, deputy=analyst)

    def test_have_no_deputies(self, by, where, analyst):
        row = self.appoint(by, where, analyst)
        with pytest.raises(NotNow, match="ordinarie"):
            self.appoint(by, where, analyst, membership=row)

    def test_of_an_ended_role_are_refused(self, by, where, analyst):
        row = role_of(analyst, where)
        row = end_membership(by=by, membership=row)
        with pytest.raises(NotNow, match="avslutad"):
            self.appoint(by, where, analyst, membership=row)

    def test_keep_duties_apart_too(self, by, where):
        registrar = factories.member(where, Role.REGISTRAR)
        officer = factories.member(where, Role.DATA_PROTECTION_OFFICER)
        with pytest.raises(Mistaken, match="inte vara samma person"):
            appoint_deputy(by=by, membership=role_of(registrar, where), deputy=officer)

    def test_one_may_stand_in_for_two(self, by, where, office):
        deputy = factories.user()
        for _ in range(2):
            ordinary = factories.member(where, Role.CONTACT, at=office)
            appoint_deputy(by=by, membership=role_of(ordinary, where), deputy=deputy)
        assert roles_now(deputy, where) == ["contact", "contact"]


class TestAccounts:
    def test_deactivation_shuts_and_reopens(self, by, where, logged):
        person = factories.member(where, Role.ANALYST)
        assert not deactivate_person(by=by, person=person).is_active
        assert reactivate_person(by=by, person=person).is_active
        person.refresh_from_db()
        assert person.session_epoch == 1
        assert logged() == ["person_deactivated", "person_reactivated"]

    def test_not_oneself(self, by, coordinator):
        with pytest.raises(NotNow, match="dig själv"):
            deactivate_person(by=by, person=coordinator)

    def test_not_the_last_coordinator(self, by, where, coordinator):
        deputy = factories.scope_of(factories.deputy(where, coordinator), where)
        with pytest.raises(NotNow, match="måste ha en EST-samordnare"):
            deactivate_person(by=deputy, person=coordinator)

    @pytest.mark.parametrize("act", [deactivate_person, reactivate_person, reset_second_factor])
    def test_not_one_who_belongs_elsewhere(self, by, where, neighbour, act):
        person = factories.member(neighbour, Role.ANALYST)
        factories.member(where, Role.ANALYST, who=person)
        with pytest.raises(NotNow, match="annan kommun"):
            act(by=by, person=person)

    def test_an_invitation_from_elsewhere_freezes_nobody(self, by, where, neighbour):
        person = factories.member(where, Role.ANALYST)
        there = factories.scope_as(Role.COORDINATOR, neighbour)
        add_membership(
            by=there,
            person=person,
            organisation=factories.organisation(neighbour),
            role=Role.READER,
        )
        Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
        with pytest.raises(NotNow, match="annan kommun"):
            reset_second_factor(by=there, person=person)
        reset_second_factor(by=by, person=person)
        assert not deactivate_person(by=by, person=person).is_active

    def test_nor_does_a_role_that_ended_elsewhere(self, by, where, neighbour):
        person = factories.member(neighbour, Role.ANALYST)
        Membership.objects.within(neighbour).filter(user=person).update(valid_to=TODAY)
        factories.member(where, Role.ANALYST, who=person)
        with pytest.raises(NotNow, match="annan kommun"):
            deactivate_person(by=by, person=person)
        Membership.objects.within(neighbour).update(valid_to=TODAY - timedelta(days=1))
        assert not deactivate_person(by=by, person=person).is_active

    def test_not_a_stranger(self, by, neighbour):
        stranger = factories.member(neighbour, Role.ANALYST)
        with pytest.raises(Mistaken, match="finns inte i kommunen"):
            deactivate_person(by=by, person=stranger)

    @pytest.mark.parametrize("act", [deactivate_person, reactivate_person])
    def test_not_to_where_it_is(self, by, where, act):
        person = factories.member(where, Role.ANALYST)
        if act is deactivate_person:
            act(by=by, person=person)
        with pytest.raises(NotNow, match="redan"):
            act(by=by, person=person)

    def test_a_lost_phone(self, by, where, logged):
        person = factories.member(where, Role.ANALYST)
        Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
        reset_second_factor(by=by, person=person)
        assert not Authenticator.objects.filter(user=person).exists()
        assert logged() == ["second_factor_reset"]

    def test_no_phone_to_lose(self, by, where):
        with pytest.raises(NotNow, match="inte slagit på"):
            reset_second_factor(by=by, person=factories.member(where, Role.ANALYST))

    @pytest.mark.parametrize("act", [deactivate_person, reactivate_person, reset_second_factor])
    def test_are_the_coordinators_to_touch(self, where, act):
        with pytest.raises(NotAllowed):
            act(by=factories.scope_as(Role.OPERATOR, where), person=factories.user())


steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "end", "deactivate", "reactivate"]),
        st.integers(0, 2),
        st.sampled_from([Role.COORDINATOR, *APART]),
        st.sampled_from([None, TODAY, date(2026, 12, 31)]),
    ),
    max_size=12,
)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps)
def test_whatever_is_done_there_is_a_coordinator_and_duties_stay_apart(steps, db):
    where = factories.municipality("0042", "Stegen")
    Membership.objects.within(where).delete()
    office = factories.organisation(where)
    first = factories.member(where, Role.COORDINATOR, at=office)
    people = [first, factories.user(), factories.user()]
    by = factories.system_scope_of(where)
    for act, nth, role, day in steps:
        try:
            _step(by, where, office, act, people[nth], role, day)
        except Refusal as refusal:
            assert refusal.sentence.endswith(".")
        for one in people:
            one.refresh_from_db()
        _holds(where, people)


def _step(by, where, office, act, person, role, day):
    if act == "add":
        add_membership(by=by, person=person, organisation=office, role=role, valid_to=day)
    elif act == "end":
        rows = Membership.objects.within(where).filter(user=person, role=role, ended_at=None)
        if row := rows.first():
            end_membership(by=by, membership=row, last_day=day)
    elif act == "deactivate":
        deactivate_person(by=by, person=person)
    else:
        reactivate_person(by=by, person=person)


def _holds(where, people):
    roles = {one.pk: set(roles_now(one, where)) for one in people}
    assert any("coordinator" in roles[one.pk] and one.is_active for one in people)
    assert not any(set(APART) <= held for held in roles.values())
