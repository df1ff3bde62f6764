"""The link in: works once, for a time, for its owner; its token is nowhere but in the letter."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import identify_hasher
from django.db import connection
from django.utils import timezone

from samsyn.domain.audit.models import Entry
from samsyn.domain.organisations.actions.invitations import (
    invite_again,
    invite_deputy,
    invite_person,
)
from samsyn.domain.organisations.actions.links import accept_invitation, invitation_of
from samsyn.domain.organisations.actions.people import deactivate_person
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Invitation, Membership, User
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow
from tests import factories
from tests.domain.organisations.conftest import MORE_THAN_A_NAME

pytestmark = pytest.mark.django_db


def invite(by, office, **changes):
    values = {"email": "Ny@Example.org ", "name": "Ny Namnsson", "roles": [Role.CONTACT], **changes}
    return invite_person(by=by, organisation=office, **values)


@pytest.fixture
def invited(by, office):
    return invite(by, office)


class TestInvite:
    def test_makes_a_person_with_roles_and_no_password(self, by, where, office):
        made = invite(by, office, roles=[Role.CONTACT, Role.REPORTER])
        assert (made.person.email, made.person.name) == ("ny@example.org", "Ny Namnsson")
        assert not made.person.has_usable_password()
        roles = {one.role for one in factories.held_by(made.person, where)}
        assert roles == {"contact", "reporter"}
        assert made.may_show

    def test_keeps_the_digest_alone(self, invited):
        assert len(invited.token) >= 43
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM organisations_invitation")
            stored = str(cursor.fetchall())
        assert invited.token not in stored
        assert invited.token not in str(list(Entry.rows.values()))

    def test_the_link_is_open_two_weeks(self, invited):
        left = invited.invitation.expires_at - timezone.now()
        assert timedelta(days=13, hours=23) < left <= timedelta(days=14)

    def test_one_who_can_log_in_gets_a_role_and_no_link(self, by, office):
        known = factories.user(email="ny@example.org")
        known.set_password(factories.PASSWORD)
        known.save()
        made = invite(by, office)
        assert (made.person, made.token, made.invitation) == (known, None, None)
        known.refresh_from_db()
        assert known.check_password(factories.PASSWORD)

    def test_a_name_that_is_known_is_not_changed(self, by, office):
        factories.user("Redan Känd", email="ny@example.org")
        assert invite(by, office, name="Någon Annan").person.name == "Redan Känd"

    def test_the_link_of_one_invited_elsewhere_is_not_shown(self, by, office, neighbour):
        factories.member(neighbour, Role.REPORTER, who=factories.user(email="ny@example.org"))
        assert not invite(by, office).may_show

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"email": "ingen adress"}, "email"),
            ({"email": ""}, "email"),
            ({"name": "  "}, "name"),
            *(({"name": name}, "name") for name in MORE_THAN_A_NAME),
            ({"name": "N" * 81}, "name"),
            ({"email": f"sam@{('a' * 50 + '.') * 5}se"}, "email"),
            ({"roles": []}, "roles"),
            ({"roles": [Role.REGISTRAR, Role.DATA_PROTECTION_OFFICER]}, "role"),
        ],
    )
    def test_says_what_to_mend_and_keeps_nothing(self, by, office, changes, field):
        people = User.objects.count()
        with pytest.raises(Mistaken) as refused:
            invite(by, office, **changes)
        assert refused.value.field == field
        assert User.objects.count() == people

    def test_a_deputy_from_outside(self, by, where, coordinator):
        membership = Membership.objects.within(where).get(user=coordinator)
        made = invite_deputy(by=by, email="vik@example.org", name="Vik", membership=membership)
        scope = factories.scope_of(made.person, where)
        assert scope.acting_for == str(coordinator.uid)
        assert made.token

    def test_is_the_coordinators(self, where, office):
        with pytest.raises(NotAllowed):
            invite(factories.scope_as(Role.CONTACT, where), office)


class TestAccept:
    def test_sets_the_password_and_proves_the_address(self, invited, logged):
        Invitation.rows.update(on_screen=False)
        person = accept_invitation(token=invited.token, password=factories.PASSWORD)
        assert person.check_password(factories.PASSWORD)
        assert identify_hasher(person.password).algorithm == "argon2"
        assert "argon2id" in person.password
        address = EmailAddress.objects.get(user=person)
        assert (address.email, address.verified, address.primary) == ("ny@example.org", True, True)
        assert logged()[-1] == "invitation_accepted"

    def test_works_once(self, invited):
        accept_invitation(token=invited.token, password=factories.PASSWORD)
        with pytest.raises(NotNow, match="redan använts"):
            accept_invitation(token=invited.token, password="ett-helt-annat-ord")
        assert invitation_of(invited.token) is None

    def test_not_after_its_time(self, invited):
        Invitation.rows.update(expires_at=timezone.now() - timedelta(seconds=1))
        with pytest.raises(NotNow, match="gått ut"):
            accept_invitation(token=invited.token, password=factories.PASSWORD)

    def test_not_for_a_shut_account(self, by, invited):
        deactivate_person(by=by, person=invited.person)
        assert invitation_of(invited.token) is None

    @pytest.mark.parametrize("token", ["", "x", "a" * 43])
    def test_not_with_a_made_up_token(self, invited, token):
        with pytest.raises(NotNow):
            accept_invitation(token=token, password=factories.PASSWORD)


class TestAgain:
    def test_a_new_link_shuts_the_old(self, by, invited):
        again = invite_again(by=by, person=invited.person)
        assert again.token != invited.token
        assert invitation_of(invited.token) is None
        assert invitation_of(again.token) == again.invitation

    def test_not_for_one_with_a_password(self, by, invited):
        person = accept_invitation(token=invited.token, password=factories.PASSWORD)
        with pytest.raises(NotNow, match="redan ett lösenord"):
            invite_again(by=by, person=person)

    def test_not_for_a_stranger(self, by, neighbour):
        with pytest.raises(Mistaken):
            invite_again(by=by, person=factories.member(neighbour, Role.REPORTER))
