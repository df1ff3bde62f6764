"""Asking people in: roles, at once or after confirmation, and a link to choose a password."""

from collections.abc import Sequence

from samsyn.domain.organisations.actions.links import check_new_person, person_with
from samsyn.domain.organisations.actions.requests import Invited, settle, way_in
from samsyn.domain.organisations.enums import AccessChange, Act, Keeper, Role
from samsyn.domain.organisations.models import AccessRequest, Membership, Organisation, User
from samsyn.domain.organisations.queries import people_of
from samsyn.domain.organisations.queries.access import access_given
from samsyn.domain.organisations.rules import (
    NEVER_THE_SAME_PERSON,
    check_here,
    check_may_deputise,
    check_may_invite_again,
)
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.domain.privacy.rules import check_persons_name
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken


@action()
def invite_person(
    *,
    by: Scope,
    email: str,
    name: str,
    organisation: Organisation,
    roles: Sequence[Role],
) -> Invited:
    """Give somebody, known or new, roles in an organisation, and a way in.

    What others have to confirm is asked of them; with nothing but that, the account is made
    and the letter sent when they do.
    """
    by.check(Act.ADMINISTER)
    check_here(by, organisation)
    check_persons_name("name", name.strip())
    if not roles:
        raise Mistaken("Välj minst en roll.", "roles")
    if set(roles) >= NEVER_THE_SAME_PERSON:
        raise Mistaken(
            "Registrator och dataskyddsombud kan inte vara samma person. Välj någon annan.", "role"
        )
    known = _known(email, name)
    waiting = [role for role in roles if _is_confirmed_by_others(by, organisation, role, known)]
    at_once = [role for role in roles if role not in waiting]
    made = known
    if at_once:
        made = person_with(email, name)
        for role in at_once:
            settle(by, _request(by, organisation, role, person=made))
    asked = tuple(
        _asked(by, _request(by, organisation, role, person=made, email=email, name=name))
        for role in waiting
    )
    return way_in(by, made, asked) if made and at_once else Invited(requests=asked)


@action()
def invite_deputy(*, by: Scope, email: str, name: str, membership: Membership) -> Invited:
    """Let somebody, known or new, stand in for another's role, and give them a way in."""
    by.check(Act.ADMINISTER)
    check_here(by, membership)
    known = _known(email, name)
    check_may_deputise(membership, known)
    request = AccessRequest(
        municipality_id=by.municipality_id,
        change=AccessChange.DEPUTY,
        membership=membership,
        person=known,
        email=email.strip().lower(),
        name=name.strip(),
        valid_from=max(clock.today(), membership.valid_from),
    )
    settled = settle(by, request)
    if isinstance(settled, AccessRequest):
        return Invited(requests=(settled,))
    if not isinstance(settled, Invited):
        raise TypeError("who is asked in by address gets a way in")
    return settled


@action()
def invite_again(*, by: Scope, person: User) -> Invited:
    """A new link for one who never used the first; the first no longer works."""
    by.check(Act.ADMINISTER)
    if not people_of(by).filter(pk=person.pk).exists():
        raise Mistaken("Personen finns inte i kommunen.")
    check_may_invite_again(person)
    return way_in(by, person)


def _known(email: str, name: str) -> User | None:
    """The person with the address; of one who is new, address and name are checked."""
    known = User.objects.filter(email=email.strip().lower()).first()
    if known is None:
        check_new_person(email.strip().lower(), name)
    return known


def _is_confirmed_by_others(
    by: Scope, organisation: Organisation, role: Role, known: User | None
) -> bool:
    access = access_given(by, organisation, role, known)
    return not by.everything and access.keeper != Keeper.COORDINATOR


def _request(by: Scope, organisation: Organisation, role: Role, **who: object) -> AccessRequest:
    if isinstance(email := who.get("email"), str):
        who["email"] = email.strip().lower()
    return AccessRequest(
        municipality_id=by.municipality_id,
        change=AccessChange.ROLE,
        organisation=organisation,
        roles=[role.value],
        valid_from=clock.today(),
        **who,
    )


def _asked(by: Scope, request: AccessRequest) -> AccessRequest:
    settled = settle(by, request)
    if not isinstance(settled, AccessRequest):
        raise TypeError("what others confirm is asked of them")
    return settled
