"""The link that lets a person choose a password, once; who has one is found by its token."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from samsyn.domain.audit.actions import record
from samsyn.domain.organisations.actions.changes import end_sessions
from samsyn.domain.organisations.models import Invitation, User
from samsyn.domain.organisations.rules import own_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.privacy.rules import check_persons_name
from samsyn.foundation.refusals import Mistaken, NotNow
from samsyn.foundation.rows import check_fits

VALID_DAYS = 14


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User:
    """Set the password that the link's owner chose; the e-mail address is thereby proved,
    where nobody but its mailbox has had the link."""
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
        user=person,
        email=person.email,
        defaults={"verified": not invitation.on_screen, "primary": True},
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record(own_scope(person, invitation.municipality), "organisations.invitation_accepted", person)
    return person


@transaction.atomic
def prove_mailbox(person: User) -> None:
    """Remember that the account's mailbox is its owner's: a link sent there alone was used."""
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


def invitation_of(token: str) -> Invitation | None:
    """The open invitation with a token, or None."""
    rows = Invitation.rows.select_related("user", "municipality")
    invitation = rows.filter(token_digest=digest(token)).first()
    return invitation if invitation and invitation.open else None


def digest(token: str) -> str:
    """What is stored of a token: it is long and random, so a plain hash does."""
    return hashlib.sha256(token.encode()).hexdigest()


def person_with(email: str, name: str) -> User:
    """The person with an address, known or new."""
    email = email.strip().lower()
    known = User.objects.filter(email=email).first()
    if known is not None:
        return known
    check_new_person(email, name)
    return User.objects.create_user(email, name)


def check_new_person(email: str, name: str) -> None:
    """Refuse what is no address or no name."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise Mistaken("Skriv en fullständig e-postadress.", "email") from error
    if not name.strip():
        raise Mistaken("Skriv personens namn.", "name")
    check_fits(User, email=email, name=name.strip())
    check_persons_name("name", name.strip())


def new_link(by: Scope, person: User, *, on_screen: bool) -> tuple[Invitation, str]:
    """A new link and its token, which exists here and in the letter alone, or ``on_screen``;
    former links shut."""
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
        on_screen=on_screen,
    )
    return invitation, token
