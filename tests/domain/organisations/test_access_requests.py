"""Requests for access: who answers them, who is told, and that nothing opens before."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from samsyn.domain.notices.letters.access import tell_of_access
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.actions.invitations import invite_deputy, invite_person
from samsyn.domain.organisations.actions.links import accept_invitation, prove_mailbox
from samsyn.domain.organisations.actions.organisations import (
    close_organisation,
    create_organisation,
)
from samsyn.domain.organisations.actions.people import (
    add_membership,
    appoint_deputy,
    deactivate_person,
    end_membership,
    reactivate_person,
    reset_second_factor,
)
from samsyn.domain.organisations.actions.requests import (
    confirm_as_operator,
    confirm_request,
    give_notice,
    refuse_request,
    withdraw_request,
)
from samsyn.domain.organisations.enums import OrganisationKind, RequestState, Role
from samsyn.domain.organisations.models import AccessRequest, Membership, User
from samsyn.domain.organisations.queries.access import (
    deciders_of,
    requests_seen_by,
    to_answer,
    unproved,
)
from samsyn.domain.organisations.wording import period
from samsyn.domain.organisations.writing import Gone
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow
from tests import factories
from tests.domain.organisations.giving import inside, let_in

pytestmark = pytest.mark.django_db
EMAIL = "ny@example.org"


@pytest.fixture
def officer_for_dpo(where, office):
    return inside(where, Role.DATA_PROTECTION_OFFICER, at=office)


@pytest.fixture
def asked(by, police):
    """Somebody new asked into the police as contact and reviewer."""
    invited = invite_person(
        by=by, email=EMAIL, name="Ny Namnsson", organisation=police, roles=[Role.REVIEWER]
    )
    assert invited.person is None
    [request] = invited.requests
    return request


@pytest.fixture
def an_old_installation(where):
    where.created_at = timezone.now() - timedelta(days=400)
    where.save()


def letters(request=None):
    if request is not None:
        tell_of_access(request.pk)
    return sorted(OutgoingMail.rows.values_list("recipient", flat=True))


class TestConfirmedThere:
    def test_nobody_is_let_in_before(self, officer, asked):
        assert not User.objects.filter(email=EMAIL).exists()
        assert asked.state == RequestState.AWAITED

    def test_the_account_comes_with_the_confirmation(self, officers, asked, where, police):
        invited = confirm_request(by=officers, request=asked)
        assert not invited.may_show
        person = accept_invitation(token=invited.token, password=factories.PASSWORD)
        assert [one.organisation_id for one in factories.held_by(person, where)] == [police.pk]
        asked.refresh_from_db()
        assert (asked.state, asked.email, asked.name) == (RequestState.DONE, "", "")

    def test_not_by_who_asks_though_an_officer_too(self, where, coordinator, officer, police):
        let_in(coordinator)
        factories.member(where, Role.CONTACT, at=police, who=coordinator)
        both = factories.scope_of(coordinator, where)
        invited = invite_person(
            by=both, email=EMAIL, name="Ny", organisation=police, roles=[Role.REVIEWER]
        )
        with pytest.raises(NotAllowed):
            confirm_request(by=both, request=invited.requests[0])

    def test_not_by_who_would_gain(self, by, where, officer, police):
        colleague = inside(where, Role.REPORTER, at=factories.organisation(where))
        request = add_membership(by=by, person=colleague, organisation=police, role=Role.REVIEWER)
        Membership.objects.within(where).create(
            municipality=where,
            user=colleague,
            organisation=police,
            role=Role.READER,
            valid_from=factories.LONG_AGO,
        )
        with pytest.raises(NotAllowed):
            confirm_request(by=factories.scope_of(colleague, where), request=request)

    def test_not_by_a_reporter_there(self, where, police, officer, asked):
        reporter = inside(where, Role.REPORTER, at=police)
        with pytest.raises(NotAllowed):
            confirm_request(by=factories.scope_of(reporter, where), request=asked)

    def test_not_by_a_deputy(self, where, officer, asked):
        deputy = factories.deputy(where, officer)
        with pytest.raises(NotAllowed):
            confirm_request(by=factories.scope_of(deputy, where), request=asked)

    def test_not_by_the_police_of_another_place(self, where, asked, officer):
        other = factories.organisation(where, OrganisationKind.POLICE, name="Andra polisen")
        stranger = inside(where, Role.CONTACT, at=other)
        with pytest.raises(NotAllowed):
            confirm_request(by=factories.scope_of(stranger, where), request=asked)

    def test_once(self, officers, asked):
        confirm_request(by=officers, request=asked)
        with pytest.raises(NotNow, match="redan avgjord"):
            confirm_request(by=officers, request=asked)

    def test_not_by_the_operator_while_somebody_can(self, where, officer, asked):
        with pytest.raises(NotNow, match="inte av driften"):
            confirm_as_operator(by=factories.system_scope_of(where), request=asked)

    def test_a_deputy_is_asked_for_too(self, by, where, officer, officers):
        membership = Membership.objects.within(where).get(user=officer)
        [request] = invite_deputy(by=by, email=EMAIL, name="Vik", membership=membership).requests
        assert [one.pk for one in deciders_of(by, request)] == [officer.pk]
        invited = confirm_request(by=officers, request=request)
        assert factories.scope_of(invited.person, where).acting_for == str(officer.uid)

    def test_asked_twice_is_said(self, by, police, officer, asked):
        with pytest.raises(NotNow, match="redan begärt"):
            invite_person(by=by, email=EMAIL, name="Ny", organisation=police, roles=[Role.REVIEWER])

    def test_the_same_is_asked_for_once(self, by, where, officer):
        Authenticator.objects.create(user=officer, type="totp", data={"secret": "x"})
        role = Membership.objects.within(where).get(user=officer)
        deputy = factories.user()
        asks = (
            lambda: reset_second_factor(by=by, person=officer),
            lambda: appoint_deputy(by=by, membership=role, deputy=deputy),
            lambda: end_membership(by=by, membership=role),
            lambda: deactivate_person(by=by, person=officer),
            lambda: close_organisation(
                by=by, organisation=role.organisation, last_day=clock.today()
            ),
        )
        for ask in asks:
            assert isinstance(ask(), AccessRequest)
            with pytest.raises(NotNow, match="redan begärt"):
                ask()
        assert AccessRequest.rows.count() == len(asks)

    def test_an_account_is_not_opened_again_twice_over(self, by, officer, police, where):
        other = inside(where, Role.READER, at=police)
        User.objects.filter(pk=other.pk).update(is_active=False)
        reactivate_person(by=by, person=other)
        with pytest.raises(NotNow, match="redan begärt"):
            reactivate_person(by=by, person=other)

    def test_what_is_the_municipalitys_own_is_given_at_once(self, by, office, officer_for_dpo):
        invited = invite_person(
            by=by,
            email=EMAIL,
            name="Ny Namnsson",
            organisation=office,
            roles=[Role.REPORTER, Role.DATA_PROTECTION_OFFICER],
        )
        assert [one.role for one in Membership.rows.filter(user=invited.person)] == ["reporter"]
        assert [one.roles for one in invited.requests] == [["data_protection_officer"]]
        assert invited.token
        assert not invited.may_show

    def test_the_second_of_two_police_roles_needs_its_own_yes(self, by, police, officer):
        invited = invite_person(
            by=by,
            email=EMAIL,
            name="Ny Namnsson",
            organisation=police,
            roles=[Role.REVIEWER, Role.CONTACT],
        )
        assert len(invited.requests) == 2


class TestTheLastOne:
    def test_confirms_that_the_role_ends(self, by, where, officer, officers):
        membership = Membership.objects.within(where).get(user=officer)
        request = end_membership(by=by, membership=membership)
        assert factories.held_by(officer, where)
        confirm_request(by=officers, request=request)
        assert not factories.held_by(officer, where)

    def test_confirms_that_the_account_shuts(self, by, where, officer, officers):
        request = deactivate_person(by=by, person=officer)
        officer.refresh_from_db()
        assert officer.is_active
        confirm_request(by=officers, request=request)
        officer.refresh_from_db()
        assert not officer.is_active

    def test_one_of_two_may_be_ended_at_once(self, by, where, police, officer):
        other = inside(where, Role.REVIEWER, at=police)
        membership = Membership.objects.within(where).get(user=other)
        assert isinstance(end_membership(by=by, membership=membership), Membership)
        assert AccessRequest.rows.get().state == RequestState.DONE

    def test_one_who_never_logged_in_does_not_count(self, by, where, police, officer):
        factories.member(where, Role.REVIEWER, at=police)
        membership = Membership.objects.within(where).get(user=officer)
        assert isinstance(end_membership(by=by, membership=membership), AccessRequest)


class TestWhereNobodyCan:
    def test_the_operator_may_after_seven_days(self, by, where, asked, an_old_installation):
        system = factories.system_scope_of(where)
        with pytest.raises(NotNow, match="får bekräfta från och med"):
            confirm_as_operator(by=system, request=asked)
        AccessRequest.rows.update(noticed_at=timezone.now() - timedelta(days=7))
        assert confirm_as_operator(by=system, request=asked).token

    def test_on_the_first_day_at_once(self, where, asked):
        assert confirm_as_operator(by=factories.system_scope_of(where), request=asked).token

    def test_whoever_was_told_may_refuse(self, by, where, office, asked, officer_for_dpo):
        watcher = factories.scope_of(officer_for_dpo, where)
        refuse_request(by=watcher, request=asked)
        with pytest.raises(NotNow, match="nekat"):
            confirm_as_operator(by=factories.system_scope_of(where), request=asked)

    def test_who_asked_does_not_refuse_but_withdraws(self, by, asked):
        with pytest.raises(NotAllowed):
            refuse_request(by=by, request=asked)
        assert withdraw_request(by=by, request=asked).state == RequestState.WITHDRAWN

    def test_notice_is_given_when_the_last_one_has_gone(self, by, where, officer, asked):
        system = factories.system_scope_of(where)
        with pytest.raises(NotNow, match="någon som kan bekräfta"):
            give_notice(by=system, request=asked)
        User.objects.filter(pk=officer.pk).update(is_active=False)
        with pytest.raises(NotNow, match="Ge besked först"):
            confirm_as_operator(by=system, request=asked)
        assert give_notice(by=system, request=asked).noticed_at


class TestTold:
    def test_who_confirms(self, officer, asked):
        assert letters(asked) == [officer.email]

    def test_all_who_may_object(self, where, office, coordinator, officer_for_dpo, asked):
        other = inside(where, Role.COORDINATOR, at=office)
        assert letters(asked) == sorted([other.email, officer_for_dpo.email])

    def test_both_sides_when_it_is_done(self, officers, officer, coordinator, asked):
        confirm_request(by=officers, request=asked)
        assert letters(asked) == sorted([coordinator.email, EMAIL])

    def test_both_sides_when_a_role_ends_at_once(self, by, where, police, officer):
        other = inside(where, Role.REVIEWER, at=police)
        end_membership(by=by, membership=Membership.objects.within(where).get(user=other))
        assert letters(AccessRequest.rows.get()) == sorted([officer.email, other.email])

    def test_of_a_refusal_in_whole_sentences_and_of_the_time_it_is_for(self, by, officers, asked):
        assert period(asked).startswith("från ")
        refuse_request(by=officers, request=asked)
        OutgoingMail.rows.all().delete()
        tell_of_access(asked.pk)
        [letter] = OutgoingMail.rows.all()
        assert "  " not in letter.body
        assert str(period(asked)) in letter.body

    def test_once_for_each_state(self, officer, asked):
        assert letters(asked) == letters(asked)


class TestSeen:
    def test_by_those_it_is_for(self, by, where, officers, asked):
        reviewer = factories.scope_as(Role.REVIEWER, where)
        assert [len(requests_seen_by(one)[0]) for one in (by, officers, reviewer)] == [1, 1, 0]

    def test_waits_for_those_who_answer(self, by, officers, asked):
        assert [len(to_answer(one)) for one in (by, officers)] == [0, 1]

    def test_waits_for_those_who_may_only_say_no(self, by, where, office, asked, officer_for_dpo):
        assert asked.noticed_at
        second = factories.scope_of(inside(where, Role.COORDINATOR, at=office), where)
        watcher = factories.scope_of(officer_for_dpo, where)
        reader = factories.scope_as(Role.READER, where)
        found = [len(to_answer(one)) for one in (by, second, watcher, reader)]
        assert found == [0, 1, 1, 0]

    def test_not_across_municipalities(self, neighbour, asked, officer):
        police = factories.organisation(neighbour, OrganisationKind.POLICE, name="Polisen")
        stranger = factories.scope_of(inside(neighbour, Role.CONTACT, at=police), neighbour)
        assert requests_seen_by(stranger) == ([], [])
        with pytest.raises(Gone):
            confirm_request(by=stranger, request=asked)


def test_duties_that_never_meet_are_not_asked_for_together(by, office, officer_for_dpo):
    with pytest.raises(Mistaken, match="samma person"):
        invite_person(
            by=by,
            email=EMAIL,
            name="Ny",
            organisation=office,
            roles=[Role.REGISTRAR, Role.DATA_PROTECTION_OFFICER],
        )


def test_a_second_police_is_told_to_the_first(by, where, coordinator, officer):
    create_organisation(by=by, name="Polisen två", short_name="P2", kind=OrganisationKind.POLICE)
    other = inside(where, Role.COORDINATOR, at=factories.organisation(where))
    assert letters(AccessRequest.rows.get()) == sorted([officer.email, other.email])


def test_a_mailbox_that_nobody_has_proved_is_said(by, where, police, officer):
    who = inside(where, Role.REPORTER, at=factories.organisation(where))
    EmailAddress.objects.filter(user=who).update(verified=False)
    request = add_membership(by=by, person=who, organisation=police, role=Role.CONTACT)
    assert unproved([request]) == {request.pk}
    prove_mailbox(who)
    assert unproved([request]) == set()


class TestAMailboxThatHasNotAnswered:
    """Whoever saw the link of an account may have opened it: it has no say about others' access."""

    @pytest.fixture
    def unproved_officer(self, where, police):
        who = inside(where, Role.CONTACT, at=police)
        EmailAddress.objects.filter(user=who).update(verified=False)
        return who

    def test_does_not_confirm(self, where, unproved_officer, asked):
        scope = factories.scope_of(unproved_officer, where)
        assert deciders_of(scope, asked) == [] and to_answer(scope) == []
        with pytest.raises(NotNow, match="Glömt lösenordet"):
            confirm_request(by=scope, request=asked)
        prove_mailbox(unproved_officer)
        assert deciders_of(scope, asked) == [unproved_officer] and to_answer(scope) == [asked]
        assert confirm_request(by=scope, request=asked).token

    def test_is_told_how_it_does(self, where, unproved_officer, asked):
        assert unproved_officer.email in letters(asked)
        body = OutgoingMail.rows.get(recipient=unproved_officer.email).body
        assert "Glömt lösenordet" in body
        others = OutgoingMail.rows.exclude(recipient=unproved_officer.email)
        assert not any("Glömt lösenordet" in one.body for one in others)

    def test_gives_nothing_beyond_its_own(self, where, police, unproved_officer):
        giver = factories.member(where, Role.COORDINATOR, at=police, who=unproved_officer)
        somebody = inside(where, Role.REPORTER, at=factories.organisation(where))
        with pytest.raises(NotNow, match="Glömt lösenordet"):
            add_membership(
                by=factories.scope_of(giver, where),
                person=somebody,
                organisation=factories.organisation(where),
                role=Role.ANALYST,
            )

    def test_keeps_nobody_from_being_the_last_who_confirms(
        self, by, where, officer, unproved_officer
    ):
        """One whose mailbox has answered is not taken away because there is another."""
        role = Membership.objects.within(where).get(user=officer)
        assert isinstance(end_membership(by=by, membership=role), AccessRequest)
        assert Membership.objects.within(where).get(pk=role.pk).ended_at is None

    def test_is_not_taken_away_at_once_either(self, by, where, unproved_officer):
        role = Membership.objects.within(where).get(user=unproved_officer)
        asked = end_membership(by=by, membership=role)
        assert isinstance(asked, AccessRequest) and asked.noticed_at is not None
