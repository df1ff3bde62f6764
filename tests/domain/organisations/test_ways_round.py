"""Ways round the table of who gives whom what, tried as somebody who wants in would."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from samsyn.domain.organisations.actions.invitations import (
    invite_again,
    invite_deputy,
    invite_person,
)
from samsyn.domain.organisations.actions.links import (
    accept_invitation,
    invitation_of,
)
from samsyn.domain.organisations.actions.organisations import close_organisation
from samsyn.domain.organisations.actions.people import (
    add_membership,
    appoint_deputy,
    deactivate_person,
    end_membership,
)
from samsyn.domain.organisations.actions.requests import (
    Invited,
    confirm_as_operator,
    confirm_request,
    refuse_request,
)
from samsyn.domain.organisations.enums import OrganisationKind, RequestState, Role
from samsyn.domain.organisations.models import AccessRequest, Membership
from samsyn.domain.organisations.queries.access import deciders_of
from samsyn.foundation.refusals import NotAllowed, NotNow, Refusal
from tests import factories
from tests.domain.organisations.conftest import TODAY
from tests.domain.organisations.giving import inside, let_in, role_of

pytestmark = pytest.mark.django_db
EMAIL = "ny@example.org"


class TestTheLastOneIsNotTakenAway:
    """Else nobody is left who says no, and the data protection officer is not even told."""

    def test_by_closing_the_department_of_one_who_keeps_watch(self, by, where):
        law = factories.organisation(where, name="Juridik")
        watcher = inside(where, Role.DATA_PROTECTION_OFFICER, at=law)
        asked = close_organisation(by=by, organisation=law, last_day=TODAY - timedelta(days=1))
        assert isinstance(asked, AccessRequest)
        assert [one.pk for one in deciders_of(by, asked)] == [watcher.pk]
        confirm_request(by=factories.scope_of(watcher, where), request=asked)
        assert not factories.held_by(watcher, where)

    def test_by_shutting_the_account_of_one_who_is_an_officer_too(self, by, where, police, officer):
        both = inside(where, Role.READER, at=police)
        factories.member(where, Role.DATA_PROTECTION_OFFICER, who=both)
        asked = deactivate_person(by=by, person=both)
        assert isinstance(asked, AccessRequest)
        assert asked.role == Role.DATA_PROTECTION_OFFICER

    @pytest.mark.parametrize("days", [0, 1, 300])
    def test_by_a_last_day_for_one_after_the_other(self, by, where, police, officer, days):
        other = inside(where, Role.READER, at=police)
        last_day = TODAY + timedelta(days=days)
        first = end_membership(by=by, membership=role_of(other, where), last_day=last_day)
        assert isinstance(first, Membership)
        second = end_membership(by=by, membership=role_of(officer, where), last_day=last_day)
        assert isinstance(second, AccessRequest)

    def test_by_ending_one_after_a_last_day_for_the_other(self, by, where, police, officer):
        other = inside(where, Role.READER, at=police)
        end_membership(by=by, membership=role_of(other, where), last_day=TODAY)
        asked = deactivate_person(by=by, person=officer)
        assert isinstance(asked, AccessRequest)

    def test_by_a_successor_who_has_not_begun(self, by, where, police, officer):
        later = inside(where, Role.READER, at=police)
        Membership.objects.within(where).filter(user=later).update(
            valid_from=TODAY + timedelta(days=90)
        )
        assert isinstance(end_membership(by=by, membership=role_of(officer, where)), AccessRequest)

    @pytest.mark.parametrize("kind", [OrganisationKind.FEDERATION, OrganisationKind.COMPANY])
    def test_by_ending_a_partners_only_contact(self, by, where, kind):
        company = factories.organisation(where, kind, name="Bostaden")
        contact = inside(where, Role.CONTACT, at=company)
        assert isinstance(end_membership(by=by, membership=role_of(contact, where)), AccessRequest)
        AccessRequest.rows.all().delete()
        assert isinstance(deactivate_person(by=by, person=contact), AccessRequest)

    def test_but_one_of_several_roles_goes_at_once(self, by, where, police, officer):
        other = inside(where, Role.READER, Role.REPORTER, at=police)
        reporter = Membership.objects.within(where).get(user=other, role=Role.REPORTER)
        assert isinstance(end_membership(by=by, membership=reporter), Membership)


class TestOneWhoNeverAnswers:
    """The only officer has left the police, and the account must not stay open for ever."""

    def test_is_ended_by_the_operator_when_all_have_been_told(self, by, where, officer):
        asked = end_membership(by=by, membership=role_of(officer, where))
        assert asked.noticed_at is not None
        system = factories.system_scope_of(where)
        where.created_at -= timedelta(days=400)
        where.save()
        with pytest.raises(NotNow, match="får bekräfta från och med"):
            confirm_as_operator(by=system, request=asked)
        AccessRequest.rows.update(noticed_at=asked.noticed_at - timedelta(days=7))
        confirm_as_operator(by=system, request=asked)
        assert not factories.held_by(officer, where)

    def test_says_no_while_still_there(self, by, where, officer, officers):
        asked = end_membership(by=by, membership=role_of(officer, where))
        refuse_request(by=officers, request=asked)
        with pytest.raises(NotNow, match="nekat"):
            confirm_as_operator(by=factories.system_scope_of(where), request=asked)


class TestTheLink:
    """What was shown on screen opens no more than it did when it was shown."""

    @pytest.fixture
    def shown(self, by, office):
        invited = invite_person(
            by=by, email=EMAIL, name="Ny", organisation=office, roles=[Role.REPORTER]
        )
        assert invited.may_show
        return invited

    def test_not_the_police_that_came_later(self, by, officers, police, shown):
        asked = add_membership(by=by, person=shown.person, organisation=police, role=Role.REVIEWER)
        confirm_request(by=officers, request=asked)
        assert invitation_of(shown.token) is None

    def test_not_another_department_that_came_later(self, by, where, shown):
        add_membership(
            by=by,
            person=shown.person,
            organisation=factories.organisation(where),
            role=Role.REVIEWER,
        )
        assert invitation_of(shown.token) is None

    def test_not_a_role_in_another_municipality(self, shown, neighbour):
        there = factories.scope_as(Role.COORDINATOR, neighbour)
        invite_person(
            by=there,
            email=EMAIL,
            name="Ny",
            organisation=factories.organisation(neighbour),
            roles=[Role.ANALYST],
        )
        assert invitation_of(shown.token) is None

    def test_nor_one_shown_while_the_police_are_asked(self, by, officers, police, shown):
        asked = add_membership(by=by, person=shown.person, organisation=police, role=Role.REVIEWER)
        again = invite_again(by=by, person=shown.person)
        confirm_request(by=officers, request=asked)
        assert invitation_of(again.token) is None

    def test_does_not_prove_the_mailbox(self, shown):
        accept_invitation(token=shown.token, password=factories.PASSWORD)
        assert not EmailAddress.objects.get(user=shown.person).verified

    def test_proves_it_when_sent_there_alone(self, by, where):
        elsewhere = factories.organisation(where)
        invited = invite_person(
            by=by, email=EMAIL, name="Ny", organisation=elsewhere, roles=[Role.REPORTER]
        )
        accept_invitation(token=invited.token, password=factories.PASSWORD)
        assert EmailAddress.objects.get(user=invited.person).verified

    def test_not_an_account_whose_owner_has_chosen_a_password(self, shown):
        shown.person.set_password(factories.PASSWORD)
        shown.person.save()
        with pytest.raises(NotNow):
            accept_invitation(token=shown.token, password="annat-blatt-cykelstyre")


class TestDeputies:
    def test_not_of_a_role_that_ended_before_it_was_confirmed(self, by, where, police, officer):
        other = inside(where, Role.READER, at=police)
        asked = appoint_deputy(by=by, membership=role_of(other, where), deputy=factories.user())
        end_membership(by=by, membership=role_of(other, where))
        with pytest.raises(Refusal):
            confirm_request(by=factories.scope_of(officer, where), request=asked)

    def test_not_asked_in_for_a_role_that_has_ended(self, by, where, coordinator, office):
        ended = factories.member(where, Role.READER, at=office)
        end_membership(by=by, membership=role_of(ended, where))
        with pytest.raises(NotNow, match="avslutad"):
            invite_deputy(by=by, email=EMAIL, name="Vik", membership=role_of(ended, where))

    def test_not_asked_in_for_another_deputy(self, by, where, coordinator):
        deputy = factories.deputy(where, coordinator)
        with pytest.raises(NotNow, match="ersättare"):
            invite_deputy(by=by, email=EMAIL, name="Vik", membership=role_of(deputy, where))

    def test_not_longer_than_the_role(self, by, where, office):
        for_a_week = factories.member(where, Role.READER, at=office)
        last_day = TODAY + timedelta(days=7)
        Membership.objects.within(where).filter(user=for_a_week).update(valid_to=last_day)
        invited = invite_deputy(
            by=by, email=EMAIL, name="Vik", membership=role_of(for_a_week, where)
        )
        assert role_of(invited.person, where).valid_to == last_day


class TestConfirmed:
    def test_not_by_who_was_asked_in_by_the_same_address(self, by, where, police, officer):
        [asked] = invite_person(
            by=by, email=EMAIL, name="Ny", organisation=police, roles=[Role.CONTACT]
        ).requests
        new = factories.member(where, Role.READER, at=police, who=factories.user(email=EMAIL))
        let_in(new)
        with pytest.raises(NotAllowed):
            confirm_request(by=factories.scope_of(new, where), request=asked)

    def test_not_for_one_whose_account_was_shut_meanwhile(self, by, where, officers, police):
        colleague = inside(where, Role.REPORTER, at=factories.organisation(where))
        asked = add_membership(by=by, person=colleague, organisation=police, role=Role.READER)
        deactivate_person(by=by, person=colleague)
        with pytest.raises(NotNow, match="avaktiverad"):
            confirm_request(by=officers, request=asked)

    def test_not_into_what_has_closed_meanwhile(self, by, where, police, officer, officers):
        [asked] = invite_person(
            by=by, email=EMAIL, name="Ny", organisation=police, roles=[Role.CONTACT]
        ).requests
        closing = close_organisation(by=by, organisation=police, last_day=TODAY)
        confirm_request(by=officers, request=closing)
        with pytest.raises(Refusal):
            confirm_request(by=officers, request=asked)
        assert AccessRequest.rows.get(pk=asked.pk).state == RequestState.AWAITED

    def test_though_who_asked_no_longer_could(self, by, where, police, officers, office):
        other = factories.member(where, Role.COORDINATOR, at=office)
        asker = factories.scope_of(other, where)
        [asked] = invite_person(
            by=asker, email=EMAIL, name="Ny", organisation=police, roles=[Role.CONTACT]
        ).requests
        end_membership(by=by, membership=role_of(other, where))
        assert isinstance(confirm_request(by=officers, request=asked), Invited)
