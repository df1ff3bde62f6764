"""Asking people in: a link that lets them choose a password, once."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from samsyn.domain.audit.actions import record
from samsyn.domain.organisations.actions.people import (
    add_membership,
    appoint_deputy,
    end_sessions,
)
from samsyn.domain.organisations.enums import Act, Role
from samsyn.domain.organisations.models import Invitation, Membership, Organisation, User
from samsyn.domain.organisations.queries import has_roles_elsewhere, people_of
from samsyn.domain.organisations.rules import check_may_invite_again, own_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.privacy.rules import check_persons_name
from samsyn.foundation.refusals import Mistaken, NotNow
from samsyn.foundation.rows import check_fits

VALID_DAYS = 14


@dataclass(frozen=True)
class Invited:
    """A person with a new role, and the link's token where a password must be chosen.

    ``token`` is None for one who can already log in. It exists here and in the letter
    alone. ``may_show`` is false where the account serves another municipality too: then
    the link goes to its owner and is not shown to the one who invites.
    """

    person: User
    invitation: Invitation | None = None
    token: str | None = None
    may_show: bool = False


@transaction.atomic
def invite_person(
    *,
    by: Scope,
    email: str,
    name: str,
    organisation: Organisation,
    roles: Sequence[Role],
) -> Invited:
    """Give somebody, known or new, roles in an organisation, and a way in."""
    by.check(Act.ADMINISTER)
    if not roles:
        raise Mistaken("Välj minst en roll.", "roles")
    person = _person(email, name)
    for role in roles:
        add_membership(by=by, person=person, organisation=organisation, role=role)
    return _way_in(by, person)


@transaction.atomic
def invite_deputy(*, by: Scope, email: str, name: str, membership: Membership) -> Invited:
    """Let somebody, known or new, stand in for another's role, and give them a way in."""
    by.check(Act.ADMINISTER)
    person = _person(email, name)
    appoint_deputy(by=by, membership=membership, deputy=person)
    return _way_in(by, person)


@transaction.atomic
def invite_again(*, by: Scope, person: User) -> Invited:
    """A new link for one who never used the first; the first no longer works."""
    by.check(Act.ADMINISTER)
    if not people_of(by).filter(pk=person.pk).exists():
        raise Mistaken("Personen finns inte i kommunen.")
    check_may_invite_again(person)
    return _way_in(by, person)


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """Set the password that the link's owner chose; the e-mail address is thereby proved."""
    invitation = (
        Invitation.rows.select_for_update(of=("self",))
        .select_related("user", "municipality")
        .filter(token_digest=digest(token))
        .first()
    )
    if invitation is None or not invitation.open:
        raise NotNow("Länken har redan använts eller gått ut. Be om en ny inbjudan.")
    person = invitation.user
    person.set_password(password)
    person.save(update_fields=["password"])
    end_sessions(person)
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(own_scope(person, invitation.municipality), "organisations.invitation_accepted", person)
    return person


def invitation_of(token: str) -> Invitation | None:
    """The open invitation with a token, or None."""
    rows = Invitation.rows.select_related("user", "municipality")
    invitation = rows.filter(token_digest=digest(token)).first()
    return invitation if invitation and invitation.open else None


def digest(token: str) -> str:
    """What is stored of a token: it is long and random, so a plain hash does."""
    return hashlib.sha256(token.encode()).hexdigest()


def _person(email: str, name: str) -> User:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Mistaken("Skriv en fullständig e-postadress.", "email") from error
    known = User.objects.filter(email=email).first()
    if known is not None:
        return known
    if not name.strip():
        raise Mistaken("Skriv personens namn.", "name")
    check_fits(User, email=email, name=name.strip())
    check_persons_name("name", name.strip())
    return User.objects.create_user(email, name)


def _way_in(by: Scope, person: User) -> Invited:
    if person.has_usable_password():
        record(by, "organisations.person_invited", person)
        return Invited(person)
    now, token = timezone.now(), secrets.token_urlsafe(32)
    Invitation.rows.filter(user=person, accepted_at__isnull=True, expires_at__gt=now).update(
        expires_at=now
    )
    invitation = Invitation.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        user=person,
        token_digest=digest(token),
        expires_at=now + timedelta(days=VALID_DAYS),
        invited_by_id=by.user_id,
    )
    record(by, "organisations.person_invited", person)
    may_show = not has_roles_elsewhere(person, by.municipality_id)
    return Invited(person, invitation, token, may_show)
