"""Ways to open for oneself what another is to confirm, tried as the coordinator might."""

from datetime import timedelta

import pytest

from samsyn.domain.notices.letters.access import tell_of_access
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.actions.invitations import (
    invite_again,
    invite_person,
)
from samsyn.domain.organisations.actions.links import (
    accept_invitation,
    prove_mailbox,
)
from samsyn.domain.organisations.actions.people import (
    add_membership,
    appoint_deputy,
)
from samsyn.domain.organisations.actions.requests import (
    confirm_as_operator,
    confirm_request,
)
from samsyn.domain.organisations.enums import OrganisationKind, RequestState, Role
from samsyn.domain.organisations.models import AccessRequest, Membership, User
from samsyn.domain.organisations.queries.access import deciders_of, to_answer, unproved
from samsyn.foundation.refusals import NotAllowed, NotNow
from tests import factories
from tests.domain.organisations.conftest import TODAY
from tests.domain.organisations.giving import inside, let_in, role_of

pytestmark = pytest.mark.django_db
EMAIL = "ny@example.org"


class TestAPasswordThatTheInviterKnows:
    """Chosen by a link that was shown on screen; no letter has been answered since."""

    def known_to_the_coordinator(self, by, office):
        invited = invite_person(
            by=by, email=EMAIL, name="Ny", organisation=office, roles=[Role.REPORTER]
        )
        assert invited.may_show
        return accept_invitation(token=invited.token, password=factories.PASSWORD)

    def test_does_not_open_the_police_asked_for_before_by_the_address(
        self, by, where, office, police, officers
    ):
        [asked] = invite_person(
            by=by, email=EMAIL, name="Ny", organisation=police, roles=[Role.REVIEWER]
        ).requests
        assert asked.person is None
        person = self.known_to_the_coordinator(by, office)
        assert unproved([asked]) == {asked.pk}
        with pytest.raises(NotNow, match="Glömt lösenordet"):
            confirm_request(by=officers, request=asked)
        assert [one.role for one in factories.held_by(person, where)] == [Role.REPORTER]

    def test_nor_asked_for_afterwards(self, by, office, police, officers):
        person = self.known_to_the_coordinator(by, office)
        asked = add_membership(by=by, person=person, organisation=police, role=Role.READER)
        assert unproved([asked]) == {asked.pk}
        with pytest.raises(NotNow, match="Glömt lösenordet"):
            confirm_request(by=officers, request=asked)

    def test_nor_by_the_operator(self, by, where, office, police):
        [asked] = invite_person(
            by=by, email=EMAIL, name="Ny", organisation=police, roles=[Role.REVIEWER]
        ).requests
        self.known_to_the_coordinator(by, office)
        with pytest.raises(NotNow, match="Glömt lösenordet"):
            confirm_as_operator(by=factories.system_scope_of(where), request=asked)

    @pytest.mark.parametrize("kind", [OrganisationKind.FEDERATION, OrganisationKind.DEPARTMENT])
    def test_nor_a_partner_or_another_department(self, by, where, office, kind):
        person = self.known_to_the_coordinator(by, office)
        there = factories.organisation(where, kind)
        with pytest.raises(NotNow, match="Glömt lösenordet"):
            add_membership(by=by, person=person, organisation=there, role=Role.REVIEWER)
        with pytest.raises(NotNow, match="Glömt lösenordet"):
            invite_person(by=by, email=EMAIL, name="Ny", organisation=there, roles=[Role.CONTACT])

    def test_but_more_in_the_own_department(self, by, office):
        person = self.known_to_the_coordinator(by, office)
        more = add_membership(by=by, person=person, organisation=office, role=Role.REVIEWER)
        assert isinstance(more, Membership)

    def test_and_all_once_the_mailbox_has_answered(self, by, where, office, police, officers):
        person = self.known_to_the_coordinator(by, office)
        asked = add_membership(by=by, person=person, organisation=police, role=Role.READER)
        prove_mailbox(person)
        assert unproved([asked]) == set()
        confirm_request(by=officers, request=asked)
        assert Role.READER in {one.role for one in factories.held_by(person, where)}


class TestForOneself:
    """Reports for the own organisation alone are not read by who decides over the roles."""

    def test_not_another_department_before_somebody_there_says_yes(self, by, where, coordinator):
        social = factories.organisation(where, name="Socialförvaltningen")
        contact = inside(where, Role.CONTACT, at=social)
        asked = add_membership(by=by, person=coordinator, organisation=social, role=Role.REVIEWER)
        assert isinstance(asked, AccessRequest)
        assert social.pk not in factories.scope_of(coordinator, where).organisations
        assert [one.pk for one in deciders_of(by, asked)] == [contact.pk]
        assert to_answer(factories.scope_of(contact, where)) == [asked]
        confirm_request(by=factories.scope_of(contact, where), request=asked)
        assert social.pk in factories.scope_of(coordinator, where).organisations

    def test_where_nobody_is_there_all_have_notice(self, by, where, coordinator):
        social = factories.organisation(where)
        asked = add_membership(by=by, person=coordinator, organisation=social, role=Role.READER)
        assert asked.noticed_at is not None

    def test_nor_by_an_invitation_to_the_own_address(self, by, where, coordinator):
        social = factories.organisation(where)
        invited = invite_person(
            by=by,
            email=coordinator.email.upper(),
            name="Ny",
            organisation=social,
            roles=[Role.REVIEWER],
        )
        assert len(invited.requests) == 1
        assert invited.person is None

    @pytest.mark.parametrize("kind", [OrganisationKind.FEDERATION, OrganisationKind.COMPANY])
    @pytest.mark.parametrize("role", [Role.CONTACT, Role.REVIEWER])
    def test_nobody_is_their_own_first_contact(self, by, where, coordinator, kind, role):
        partner = factories.organisation(where, kind)
        with pytest.raises(NotAllowed, match="sin egen första"):
            add_membership(by=by, person=coordinator, organisation=partner, role=role)

    def test_a_partners_contact_confirms_who_comes_after(self, by, where, coordinator):
        partner = factories.organisation(where, OrganisationKind.COMPANY)
        inside(where, Role.CONTACT, at=partner)
        asked = add_membership(by=by, person=coordinator, organisation=partner, role=Role.READER)
        assert isinstance(asked, AccessRequest)
        assert asked.noticed_at is None

    def test_no_link_to_a_partner_is_shown_to_who_is_in_it(self, by, where, coordinator):
        partner = factories.organisation(where, OrganisationKind.FEDERATION)
        factories.member(where, Role.CONTACT, at=partner, who=coordinator)
        both = factories.scope_of(coordinator, where)
        invited = invite_person(
            by=both, email=EMAIL, name="Ny", organisation=partner, roles=[Role.REPORTER]
        )
        assert invited.token
        assert not invited.may_show

    def test_a_role_in_another_department_is_told_to_those_there(self, by, where):
        social = factories.organisation(where)
        contact = inside(where, Role.CONTACT, at=social)
        invite_person(by=by, email=EMAIL, name="Ny", organisation=social, roles=[Role.REVIEWER])
        told = AccessRequest.rows.get()
        assert told.state == RequestState.DONE
        tell_of_access(told.pk)
        recipients = set(OutgoingMail.rows.values_list("recipient", flat=True))
        assert recipients == {contact.email, EMAIL}


class TestWhoStandsIn:
    """A deputy of a month does not make herself coordinator for good."""

    @pytest.fixture
    def deputy(self, where, coordinator):
        let_in(coordinator)
        return factories.deputy(where, coordinator)

    @pytest.fixture
    def acting(self, where, deputy):
        scope = factories.scope_of(deputy, where)
        assert scope.acting_for
        return scope

    def test_gives_herself_nothing(self, where, office, deputy, acting):
        with pytest.raises(NotAllowed, match="ersättare"):
            add_membership(by=acting, person=deputy, organisation=office, role=Role.COORDINATOR)
        with pytest.raises(NotAllowed, match="ersättare"):
            invite_person(
                by=acting,
                email=deputy.email,
                name="Vik",
                organisation=office,
                roles=[Role.COORDINATOR],
            )

    def test_is_not_appointed_longer_by_herself(self, where, coordinator, deputy, acting):
        with pytest.raises(NotAllowed, match="ersättare"):
            appoint_deputy(
                by=acting,
                membership=role_of(coordinator, where),
                deputy=deputy,
                valid_from=TODAY + timedelta(days=31),
            )

    def test_gives_others_what_the_one_acted_for_confirms(
        self, by, where, office, coordinator, deputy, acting
    ):
        [asked] = invite_person(
            by=acting, email=EMAIL, name="Ny", organisation=office, roles=[Role.COORDINATOR]
        ).requests
        assert not User.objects.filter(email=EMAIL).exists()
        assert [one.pk for one in deciders_of(by, asked)] == [coordinator.pk]
        with pytest.raises(NotAllowed):
            confirm_request(by=acting, request=asked)
        assert to_answer(by) == [asked]
        invited = confirm_request(by=by, request=asked)
        assert invited.token
        assert not invited.may_show

    def test_appoints_who_another_coordinator_confirms(self, where, office, coordinator, acting):
        other = inside(where, Role.COORDINATOR, at=office)
        asked = appoint_deputy(
            by=acting, membership=role_of(coordinator, where), deputy=factories.user()
        )
        confirm_request(by=factories.scope_of(other, where), request=asked)
        assert AccessRequest.rows.get().state == RequestState.DONE

    def test_sees_no_link_of_who_the_other_one_invited(self, by, office, acting):
        invited = invite_person(
            by=by, email=EMAIL, name="Ny", organisation=office, roles=[Role.COORDINATOR]
        )
        assert invited.may_show
        assert not invite_again(by=acting, person=invited.person).may_show
