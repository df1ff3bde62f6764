"""Roles given and taken, deputies appointed, accounts closed and opened.

Each gives the changed row, or an ``AccessRequest`` where somebody else has to confirm it.
"""

from datetime import date

from samsyn.domain.organisations.actions import changes
from samsyn.domain.organisations.actions.requests import settled
from samsyn.domain.organisations.enums import AccessChange, Act, Role
from samsyn.domain.organisations.models import AccessRequest, Membership, Organisation, User
from samsyn.domain.organisations.rules import check_here, check_may_deputise, check_period
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.foundation import clock
from samsyn.foundation.refusals import NotNow


@action()
def add_membership(
    *,
    by: Scope,
    person: User,
    organisation: Organisation,
    role: Role,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership | AccessRequest:
    """Give a person a role in an organisation."""
    by.check(Act.ADMINISTER)
    check_here(by, organisation)
    request = _request(
        by,
        AccessChange.ROLE,
        person=person,
        organisation=organisation,
        roles=[role.value],
        valid_from=valid_from or clock.today(),
        valid_to=valid_to,
    )
    return settled(by, request, Membership)


@action()
def appoint_deputy(
    *,
    by: Scope,
    membership: Membership,
    deputy: User,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership | AccessRequest:
    """Let a person take the role in another's place; the log will name both."""
    by.check(Act.ADMINISTER)
    check_here(by, membership)
    check_may_deputise(membership, deputy)
    start = valid_from or clock.today()
    check_period(start, valid_to, membership)
    request = _request(
        by,
        AccessChange.DEPUTY,
        person=deputy,
        membership=membership,
        valid_from=start,
        valid_to=valid_to,
    )
    return settled(by, request, Membership)


@action()
def end_membership(
    *, by: Scope, membership: Membership, last_day: date | None = None
) -> Membership | AccessRequest:
    """Take a role away: at once, or after a last day. Its deputies go with it."""
    by.check(Act.ADMINISTER)
    row = changes.locked_membership(by, membership)
    changes.check_end(by, row, last_day)
    request = _request(by, AccessChange.END, person=row.user, membership=row, valid_to=last_day)
    return settled(by, request, Membership)


@action()
def deactivate_person(*, by: Scope, person: User) -> User | AccessRequest:
    """Shut an account: no login, no session, no open invitation."""
    by.check(Act.ADMINISTER)
    if person.pk == by.user_id:
        raise NotNow("Du kan inte avaktivera dig själv. Be en annan samordnare.")
    changes.check_deactivate(by, changes.locked_person(by, person))
    return _of_account(by, AccessChange.DEACTIVATE, person)


@action()
def reactivate_person(*, by: Scope, person: User) -> User | AccessRequest:
    """Open a shut account; the roles that are still in force hold again."""
    by.check(Act.ADMINISTER)
    return _of_account(by, AccessChange.REACTIVATE, person)


@action()
def reset_second_factor(*, by: Scope, person: User) -> User | AccessRequest:
    """Forget a lost phone: the person logs in by password and sets up a new second factor."""
    by.check(Act.ADMINISTER)
    return _of_account(by, AccessChange.SECOND_FACTOR, person)


def _of_account(by: Scope, change: AccessChange, person: User) -> User | AccessRequest:
    request = _request(by, change, person=changes.locked_person(by, person))
    return settled(by, request, User)


def _request(by: Scope, change: AccessChange, **about: object) -> AccessRequest:
    return AccessRequest(municipality_id=by.municipality_id, change=change, **about)
