"""Changes of access: carried out, or asked of those who have to confirm them.

Every change of who gets in where comes here (``settle``). What only concerns the
municipality's own departments is done at once. What an authority, a partner or a role that
keeps watch has to say something about is kept as an ``AccessRequest``: done and told, or
waiting for somebody there. Where there is nobody, the operator confirms on the command line
when coordinators and data protection officer have had seven days' notice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.utils import timezone

from samsyn.domain.audit.actions import record
from samsyn.domain.organisations.actions import changes
from samsyn.domain.organisations.actions.links import new_link, person_with
from samsyn.domain.organisations.enums import AccessChange, Keeper, RequestState, Role
from samsyn.domain.organisations.models import (
    AccessRequest,
    Invitation,
    Membership,
    Municipality,
    Organisation,
    User,
)
from samsyn.domain.organisations.queries import has_roles_elsewhere
from samsyn.domain.organisations.queries.access import (
    access_by,
    access_given,
    accesses_of,
    is_own,
    is_stranger,
    may_answer,
    may_object,
    must_prove,
    takes_the_last,
    waited_for,
    watching_in,
)
from samsyn.domain.organisations.rules.giving import (
    GIVES,
    TAKES_AWAY,
    Access,
    NotConfirmed,
    check_awaited,
    check_is_their_own,
    check_may_answer,
    check_may_withdraw,
    check_operator_may,
    check_own_mailbox,
    operator_may_from,
    strictest,
)
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action, locked
from samsyn.foundation import queue
from samsyn.foundation.refusals import Mistaken, NotNow
from samsyn.foundation.writing import note_rule

TELL = "notices.tell_of_access"
Row = Membership | User | Organisation
Kept = TypeVar("Kept", Membership, User, Organisation)


@dataclass(frozen=True)
class Invited:
    """Somebody asked in: the account, and the link's token where a password must be chosen.

    ``person`` is None where nothing is given yet: all of it is in ``requests``, and waits.
    ``token`` is None for one who can already log in. It exists
    here and in the letter alone. ``may_show``: the link is shown to the one who invites, since
    no mail can carry it, and all that it opens is in the inviter's own organisation.
    """

    person: User | None = None
    invitation: Invitation | None = None
    token: str | None = None
    may_show: bool = False
    requests: tuple[AccessRequest, ...] = ()


def settle(by: Scope, request: AccessRequest) -> Row | Invited | AccessRequest:
    """Carry a change out, or ask for it; what is asked comes back as a stored request."""
    accesses = _accesses(by, request)
    if not by.everything and (asked := _kept_watch_over(by, request, accesses)):
        return _ask(by, request, asked)
    opens_more = request.change in GIVES and not all(is_own(one) for one in accesses)
    done = carry_out(by, request, opens_more=opens_more and not by.everything)
    told = strictest(accesses) or next((one for one in accesses if one.told), None)
    if told and not by.everything:
        _keep_done(by, request, told, done)
    return done


def _check_is_their_own(request: AccessRequest) -> None:
    """A password that was chosen by a link shown on screen opens no more than it did then."""
    person = request.person or User.objects.filter(email=request.email).first()
    if person is not None:
        check_is_their_own(person.email, is_stranger=is_stranger(person))


def _kept_watch_over(by: Scope, request: AccessRequest, accesses: list[Access]) -> Access | None:
    """The access whose keeper confirms the change, or None: what takes rights away needs
    nobody, but for the last one who could give them back."""
    if request.change not in TAKES_AWAY:
        return strictest(accesses)
    # two ends at once must not each find the other's person still there
    Municipality.objects.select_for_update(no_key=True).get(pk=by.municipality_id)
    return strictest(one for one in accesses if takes_the_last(by, request, one))


def settled(by: Scope, request: AccessRequest, kind: type[Kept]) -> Kept | AccessRequest:
    """The row that a change gives, or the request; nobody is asked in by it."""
    done = settle(by, request)
    if not isinstance(done, kind | AccessRequest):
        raise TypeError(f"{request.change} gave {type(done).__name__}")
    return done


def tell_of_new(by: Scope, organisation: Organisation) -> None:
    """Tell coordinators and data protection officer of a new authority."""
    request = AccessRequest(
        municipality_id=by.municipality_id,
        change=AccessChange.NEW_ORGANISATION,
        organisation=organisation,
        asked_by_id=by.user_id,
    )
    told = next(iter(_accesses(by, request)))
    if told.told and not by.everything:
        _keep_done(by, request, told, organisation)


def _accesses(by: Scope, request: AccessRequest) -> list[Access]:
    """What a change opens or shuts: one role's access, or all of a person's."""
    # of what is taken from a contact the contact is one
    person = None if request.change in TAKES_AWAY else request.person
    if of := request.membership:
        look = access_given if request.change in GIVES else access_by
        return [look(by, of.organisation, Role(of.role), person)]
    if at := request.organisation:
        roles = request.roles or [Role.READER]
        look = access_given if request.change in GIVES else access_by
        opened = [look(by, at, Role(role), person) for role in roles]
        closes = request.change == AccessChange.CLOSE_ORGANISATION
        return [*opened, *watching_in(by, at)] if closes else opened
    return accesses_of(by, request.person, person) if request.person else []


def _ask(by: Scope, request: AccessRequest, watched: Access) -> AccessRequest:
    """Store a request; those who may confirm are told, or all who may object."""
    _CHECKS[AccessChange(request.change)](by, request)
    request.organisation_id = watched.organisation_id
    request.role, request.keeper = watched.role.value, watched.keeper
    _check_not_asked(by, request)
    request.asked_by_id = by.user_id
    if not waited_for(by, request):
        request.noticed_at = timezone.now()
    request.save(force_insert=True)
    _tell(by, request, "organisations.access_asked")
    return request


def _check_not_asked(by: Scope, request: AccessRequest) -> None:
    # two at once must not each find that nobody has asked
    Municipality.objects.select_for_update(no_key=True).get(pk=by.municipality_id)
    same = AccessRequest.objects.visible_to(by).filter(
        state=RequestState.AWAITED,
        change=request.change,
        person=request.person,
        email=request.email,
        membership=request.membership,
        roles=request.roles,
    )
    if same.filter(organisation=request.organisation).exists():
        raise NotNow("Det är redan begärt och väntar på bekräftelse.")


def _keep_done(by: Scope, request: AccessRequest, told: Access, done: object) -> None:
    """Keep what was done at once as a request that is done, so that both sides are told."""
    if isinstance(done, Invited):
        request.person = done.person
    request.organisation_id = told.organisation_id
    request.role = told.role.value
    alone = told.keeper == Keeper.COORDINATOR
    request.keeper = Keeper.ORGANISATION if alone else told.keeper
    request.asked_by_id = by.user_id
    _decide(by, request, RequestState.DONE)
    request.save(force_insert=True)
    queue.enqueue(TELL, request.pk)


def _decide(by: Scope, request: AccessRequest, state: RequestState) -> None:
    request.state = state
    request.decided_at = timezone.now()
    request.decided_by_id = by.user_id
    request.email = request.name = ""


def _tell(by: Scope, request: AccessRequest, act: str) -> None:
    record(
        by,
        act,
        request,
        plain={
            "change": request.change,
            "role": request.role,
            "organisation": str(request.organisation.uid) if request.organisation else "",
            "person": str(request.person.uid) if request.person else "",
        },
    )
    queue.enqueue(TELL, request.pk)


@action()
def confirm_request(*, by: Scope, request: AccessRequest) -> Row | Invited:
    """Let a change come about, as somebody there; gives what ``settle`` would have given."""
    row = _locked(by, request)
    check_own_mailbox(must_prove(by))
    check_may_answer(may_answer(by, row))
    return _confirm(by, row)


@action()
def confirm_as_operator(*, by: Scope, request: AccessRequest) -> Row | Invited:
    """Let a change come about where nobody there can confirm, seven days after the notice."""
    row = _locked(by, request)
    if others := waited_for(by, row):
        names = ", ".join(one.name for one in others)
        raise NotConfirmed(f"Det bekräftas i Samsyn av {names}, inte av driften.")
    founded = Municipality.objects.get(pk=by.municipality_id).created_at
    if row.noticed_at is None:
        raise NotConfirmed(
            "De som kunde bekräfta finns inte längre. Ge besked först: access notice."
        )
    check_operator_may(timezone.now(), operator_may_from(row.noticed_at, founded))
    return _confirm(by, row)


@action()
def give_notice(*, by: Scope, request: AccessRequest) -> AccessRequest:
    """Tell all who may object that nobody there can confirm any more."""
    row = _locked(by, request)
    note_rule()  # whoever runs the command may: what is given away is time to say no
    if waited_for(by, row):
        raise NotConfirmed("Det finns någon som kan bekräfta. Be den personen.")
    if row.noticed_at is None:
        row.noticed_at = timezone.now()
        row.save(update_fields=["noticed_at"])
        _tell(by, row, "organisations.access_noticed")
    return row


def _confirm(by: Scope, row: AccessRequest) -> Row | Invited:
    done = carry_out(by, row, opens_more=row.change not in TAKES_AWAY)
    if isinstance(done, Invited):
        row.person = done.person
    _decide(by, row, RequestState.DONE)
    row.save()
    _tell(by, row, "organisations.access_confirmed")
    return done


@action()
def refuse_request(*, by: Scope, request: AccessRequest) -> AccessRequest:
    """Say no, as somebody who may confirm; coordinators and the data protection officer may too
    while only the operator could."""
    row = _locked(by, request)
    check_may_answer(by.everything or may_object(by, row) or may_answer(by, row))
    _decide(by, row, RequestState.REFUSED)
    row.save()
    _tell(by, row, "organisations.access_refused")
    return row


@action()
def withdraw_request(*, by: Scope, request: AccessRequest) -> AccessRequest:
    """Take a request back."""
    row = _locked(by, request)
    check_may_withdraw(by, row.asked_by_id)
    _decide(by, row, RequestState.WITHDRAWN)
    row.save()
    _tell(by, row, "organisations.access_withdrawn")
    return row


def _locked(by: Scope, request: AccessRequest) -> AccessRequest:
    row = locked(by, request)
    check_awaited(row.state)
    return row


def carry_out(by: Scope, request: AccessRequest, *, opens_more: bool) -> Row | Invited:
    """Do what a request is about; ``opens_more``: than what the asker could open alone."""
    change = AccessChange(request.change)
    _CHECKS[change](by, request)
    if opens_more:
        _check_is_their_own(request)
        check_own_mailbox(must_prove(by))
    return _CHANGES[change](by, request)


def _give(by: Scope, request: AccessRequest) -> Membership | Invited:
    """Give the roles; who is asked in by address gets a way in too."""
    person = request.person or person_with(request.email, request.name)
    rows = [changes.add(by, one) for one in changes.new_memberships(request, person)]
    # what somebody has confirmed is shown to nobody
    return way_in(by, person, by_mail=request.pk is not None) if request.email else rows[-1]


def way_in(
    by: Scope, person: User, waiting: tuple[AccessRequest, ...] = (), *, by_mail: bool = False
) -> Invited:
    """A link for one who has no password; ``waiting`` is what else was asked for the person,
    ``by_mail``: it goes there alone."""
    record(by, "organisations.person_invited", person)
    if person.has_usable_password():
        return Invited(person, requests=waiting)
    may_show = not by_mail and not waiting and _may_show(by, person)
    invitation, token = new_link(by, person, on_screen=may_show)
    return Invited(person, invitation, token, may_show, waiting)


def _may_show(by: Scope, person: User) -> bool:
    # who stands in for another would let in by it one whom that other has invited
    if by.acting_for or settings.MAIL_HOST or has_roles_elsewhere(person, by.municipality_id):
        return False
    return by.everything or all(is_own(one) for one in accesses_of(by, person))


def _check_give(by: Scope, request: AccessRequest) -> None:
    if request.person is not None:
        for one in changes.new_memberships(request, request.person):
            changes.check_new(by, one)


def _check_end(by: Scope, request: AccessRequest) -> None:
    assert request.membership is not None  # noqa: S101 (this change has one)
    changes.check_end(by, request.membership, request.valid_to)


def _end(by: Scope, request: AccessRequest) -> Membership:
    assert request.membership is not None  # noqa: S101 (this change has one)
    row = changes.locked_membership(by, request.membership)
    return changes.end(by, row, request.valid_to)


def _of_person(inner: Callable[[Scope, User], User]) -> Callable[[Scope, AccessRequest], User]:
    def change(by: Scope, request: AccessRequest) -> User:
        if request.person is None:
            raise Mistaken("Personen finns inte i kommunen.")
        return inner(by, changes.locked_person(by, request.person))

    return change


def _check_person(inner: Callable[[User], None]) -> Callable[[Scope, AccessRequest], None]:
    def check(by: Scope, request: AccessRequest) -> None:
        if request.person is None:
            raise Mistaken("Personen finns inte i kommunen.")
        inner(changes.locked_person(by, request.person))

    return check


def _nothing_to_check(by: Scope, request: AccessRequest) -> None:
    """The change itself refuses what cannot be."""


def _close(by: Scope, request: AccessRequest) -> Organisation:
    assert request.organisation is not None and request.valid_to is not None  # noqa: S101
    return changes.close(by, request.organisation, request.valid_to)


_CHECKS: dict[AccessChange, Callable[[Scope, AccessRequest], None]] = {
    AccessChange.ROLE: _check_give,
    AccessChange.DEPUTY: _check_give,
    AccessChange.END: _check_end,
    AccessChange.SECOND_FACTOR: _check_person(changes.check_second_factor),
    AccessChange.DEACTIVATE: _nothing_to_check,
    AccessChange.REACTIVATE: _check_person(changes.check_reactivate),
    AccessChange.CLOSE_ORGANISATION: _nothing_to_check,
}
_CHANGES: dict[AccessChange, Callable[[Scope, AccessRequest], Row | Invited]] = {
    AccessChange.ROLE: _give,
    AccessChange.DEPUTY: _give,
    AccessChange.END: _end,
    AccessChange.SECOND_FACTOR: _of_person(changes.forget_second_factor),
    AccessChange.DEACTIVATE: _of_person(changes.deactivate),
    AccessChange.REACTIVATE: _of_person(changes.reactivate),
    AccessChange.CLOSE_ORGANISATION: _close,
}
