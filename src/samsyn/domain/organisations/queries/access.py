"""Reads of requests for access: what is watched over, who may confirm, what waits."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet

from samsyn.domain.organisations.enums import (
    AccessChange,
    Act,
    Keeper,
    OrganisationKind,
    RequestState,
    Role,
)
from samsyn.domain.organisations.models import AccessRequest, Membership, Organisation, User
from samsyn.domain.organisations.queries import held
from samsyn.domain.organisations.rules import day_after, day_before
from samsyn.domain.organisations.rules.giving import (
    PARTNERS,
    TAKES_AWAY,
    WATCHING_ROLES,
    Access,
    Term,
    comes_sooner,
)
from samsyn.domain.organisations.tenancy import Scope, ScopedQuerySet
from samsyn.foundation import clock

SHOWN_DECIDED = 20
# who is given notice, and may say no, where nobody there can confirm
OBJECTORS = frozenset({Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER})
_DECIDE_FOR_PARTNERS = (Role.CONTACT,)
_DECIDE_FOR_DEPARTMENTS = (Role.CONTACT, Role.REVIEWER)
_DECIDE_FOR_AUTHORITIES = tuple(role for role in Role if role != Role.REPORTER)


def access_by(
    scope: Scope, organisation: Organisation, role: Role, but: User | None = None
) -> Access:
    """What a role in an organisation opens, as things are today: for somebody new, or ``but``
    for a person who may be a contact there."""
    kind = OrganisationKind(organisation.kind)
    contacts = _in_own_name(scope).filter(organisation=organisation, role=Role.CONTACT)
    others = contacts.exclude(user=but) if but else contacts
    return Access(
        organisation.pk,
        kind,
        role,
        has_contact=kind in PARTNERS and others.exists(),
        own=organisation.pk in scope.municipal,
    )


def access_given(
    scope: Scope, organisation: Organisation, role: Role, person: User | None
) -> Access:
    """What a role opens when it is given to a person, None for somebody new."""
    return replace(
        access_by(scope, organisation, role, person),
        to_oneself=person is not None and person.pk == scope.user_id,
        in_anothers_place=bool(scope.acting_for),
    )


def is_own(access: Access) -> bool:
    """Whether it opens nothing but a department of the municipality's that is the giver's own,
    with nobody's watch over others."""
    return access.own and access.keeper == Keeper.COORDINATOR


def accesses_of(scope: Scope, person: User, but: User | None = None) -> list[Access]:
    """All that a person has or will have here; of one whose account is shut it is what would
    open with it."""
    rows = _not_ended(scope).filter(user=person)
    return [access_by(scope, one.organisation, Role(one.role), but) for one in rows]


def watching_in(scope: Scope, organisation: Organisation) -> list[Access]:
    """The accesses of an organisation's people by which they keep watch over others."""
    rows = _not_ended(scope).filter(organisation=organisation, role__in=WATCHING_ROLES)
    return [access_by(scope, organisation, Role(one.role)) for one in rows]


def _not_ended(scope: Scope) -> ScopedQuerySet[Membership]:
    rows = Membership.objects.visible_to(scope).filter(ended_at__isnull=True)
    still = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today()))
    return still.select_related("organisation", "user").order_by("pk")


def takes_the_last(scope: Scope, request: AccessRequest, access: Access) -> bool:
    """Whether a change that takes roles away leaves nobody who confirms for an access, now or
    later, or leaves it so sooner than it would have been."""
    rows = _who_log_in(_not_ended(scope).filter(deputy_for__isnull=True))
    # the last one there is, and the last whose mailbox has answered
    return any(_comes_sooner(some, request, access) for some in (rows, _who_answer(rows)))


def _comes_sooner(rows: ScopedQuerySet[Membership], request: AccessRequest, access: Access) -> bool:
    today = clock.today()
    last_day = request.valid_to or day_before(today)
    terms = []
    for one in rows:
        if _decides_for(one, access, access.keeper):
            term = _term(one)
            shorter = min(term.last, last_day) if _is_taken(one, request) else term.last
            terms.append((term, Term(term.first, shorter)))
    return comes_sooner(terms, max(today, day_after(last_day)))


def _is_taken(one: Membership, request: AccessRequest) -> bool:
    if request.membership_id is not None:
        return one.pk == request.membership_id
    if request.change == AccessChange.CLOSE_ORGANISATION:
        return one.organisation_id == request.organisation_id
    return one.user_id == request.person_id


def _term(one: Membership) -> Term:
    ends = (one.valid_to or date.max, one.organisation.valid_to or date.max)
    return Term(one.valid_from, min(ends))


def _who_log_in(rows: ScopedQuerySet[Membership]) -> ScopedQuerySet[Membership]:
    rows = rows.filter(user__is_active=True)
    return rows.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)


def _who_answer(rows: ScopedQuerySet[Membership]) -> ScopedQuerySet[Membership]:
    """Those whose mailbox has been shown to be their own: another may else have the password."""
    mailbox = EmailAddress.objects.filter(
        user=OuterRef("user_id"), email=OuterRef("user__email"), verified=True
    )
    return rows.filter(Exists(mailbox))


def _deciding(kind: OrganisationKind) -> tuple[Role, ...]:
    if kind == OrganisationKind.DEPARTMENT:
        return _DECIDE_FOR_DEPARTMENTS
    return _DECIDE_FOR_PARTNERS if kind in PARTNERS else _DECIDE_FOR_AUTHORITIES


def _in_own_name(scope: Scope) -> ScopedQuerySet[Membership]:
    return Membership.objects.visible_to(scope).filter(held(), deputy_for__isnull=True)


def keeper_of(request: AccessRequest) -> Keeper:
    """Who confirms a request, or is told of what was done; of a request from before it was kept
    with it, as it was then."""
    if request.keeper:
        return Keeper(request.keeper)
    access = _access_in(request)
    return access.keeper if access else Keeper.COORDINATOR


def _access_in(request: AccessRequest) -> Access | None:
    if request.organisation is None:
        return None
    kind = OrganisationKind(request.organisation.kind)
    role = Role(request.role) if request.role else Role.CONTACT
    return Access(request.organisation.pk, kind, role, has_contact=True)


class Deciders:
    """Those who may confirm, of all requests of a municipality: asked for once.

    ``once_proved``: those too who may when their mailbox has answered.
    """

    def __init__(self, scope: Scope, *, once_proved: bool = False) -> None:
        rows = _who_log_in(_in_own_name(scope))
        rows = rows if once_proved else _who_answer(rows)
        self._rows = list(rows.select_related("user").order_by("user__name", "user_id"))

    def of(self, request: AccessRequest) -> list[User]:
        """Those who may confirm it: not who asks, and not who would gain by it."""
        involved = (request.asked_by_id, gains(request))
        found = {one.user_id: one.user for one in self._rows if _decides(one, request)}
        others = [who for key, who in found.items() if key not in involved]
        # who was asked in by an address may have come in since, by another request
        return [who for who in others if who.email != request.email]

    def include(self, scope: Scope, request: AccessRequest) -> bool:
        """Whether the person confirms or refuses a request, in the own name."""
        if scope.acting_for or scope.user_id is None:
            return False
        return any(who.pk == scope.user_id for who in self.of(request))


def _decides(one: Membership, request: AccessRequest) -> bool:
    access = _access_in(request)
    return access is not None and _decides_for(one, access, keeper_of(request))


def _decides_for(one: Membership, access: Access, keeper: Keeper) -> bool:
    if keeper == Keeper.COORDINATOR:
        return False
    if keeper == Keeper.COLLEAGUE:
        return bool(one.role == Role.COORDINATOR)
    if keeper == Keeper.ROLE:
        return bool(one.role == access.role)
    return one.organisation_id == access.organisation_id and one.role in _deciding(access.kind)


def deciders_of(scope: Scope, request: AccessRequest) -> list[User]:
    """Those who may confirm a request now."""
    return Deciders(scope).of(request)


def waited_for(scope: Scope, request: AccessRequest) -> list[User]:
    """Those whose answer a request waits for: not the one from whom something is taken, who
    may have left."""
    taken_from = request.person_id if request.change in TAKES_AWAY else None
    return [one for one in deciders_of(scope, request) if one.pk != taken_from]


def may_answer(scope: Scope, request: AccessRequest) -> bool:
    """Whether the person confirms or refuses a request."""
    return Deciders(scope).include(scope, request)


def may_object(scope: Scope, request: AccessRequest) -> bool:
    """Whether the person says no as one of those who were given notice."""
    told = scope.roles & OBJECTORS
    return request.noticed_at is not None and bool(told) and scope.user_id != request.asked_by_id


def gains(request: AccessRequest) -> int | None:
    """The person who would get something by a request, or None: what is taken from somebody
    that person may confirm."""
    return None if request.change in TAKES_AWAY else request.person_id


def awaited(scope: Scope) -> ScopedQuerySet[AccessRequest]:
    """The municipality's requests that wait, the oldest first."""
    rows = AccessRequest.objects.visible_to(scope).filter(state=RequestState.AWAITED)
    return rows.select_related("person", "organisation", "asked_by", "membership").order_by("pk")


def requests_seen_by(scope: Scope) -> tuple[list[AccessRequest], list[AccessRequest]]:
    """The waiting requests a person may see, and the latest decided: who asked, who may
    confirm, the coordinators."""
    rows = AccessRequest.objects.visible_to(scope).select_related(
        "person", "organisation", "asked_by", "decided_by", "membership"
    )
    rows = rows if scope.may(Act.ADMINISTER) else rows.filter(_concerns(scope))
    waiting = rows.filter(state=RequestState.AWAITED).order_by("pk")
    decided = rows.exclude(state=RequestState.AWAITED).order_by("-decided_at", "-pk")
    return list(waiting), list(decided[:SHOWN_DECIDED])


def to_answer(scope: Scope) -> list[AccessRequest]:
    """The requests that wait for this person's answer: a yes or no, or, where nobody there can
    confirm, a no before the operator does."""
    watches = scope.roles & {*WATCHING_ROLES, Role.COORDINATOR} or _decides_in(scope)
    if scope.user_id is None or scope.acting_for or not watches:
        return []
    waiting = list(awaited(scope).filter(_concerns(scope)))
    deciders = Deciders(scope) if waiting else None
    return [
        one
        for one in waiting
        if (deciders and deciders.include(scope, one)) or may_object(scope, one)
    ]


def unproved(requests: Iterable[AccessRequest]) -> set[int]:
    """Keys of the requests that give something to an account whose mailbox nobody has shown to
    be its owner's, whether it stands there as a person or as an address."""
    gives = [one for one in requests if one.change not in TAKES_AWAY]
    people = User.objects.filter(
        Q(pk__in=[one.person_id for one in gives if one.person_id])
        | Q(email__in=[one.email for one in gives if one.email])
    )
    strange = {who.pk: who.email for who in strangers(people)}
    return {one.pk for one in gives if one.person_id in strange or one.email in strange.values()}


def strangers(people: QuerySet[User]) -> QuerySet[User]:
    """Of some people those who log in with a password that another may have chosen: it was set
    by a link shown on a screen, and no letter has been answered since."""
    mailbox = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"))
    able = people.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return able.exclude(Exists(mailbox.filter(verified=True)))


def is_stranger(person: User) -> bool:
    """Whether the account may be somebody else's than its mailbox is."""
    return strangers(User.objects.filter(pk=person.pk)).exists()


def who_must_prove(scope: Scope, request: AccessRequest) -> list[User]:
    """Those who may confirm a request when they have shown that their mailbox is their own."""
    now = {one.pk for one in deciders_of(scope, request)}
    return [one for one in Deciders(scope, once_proved=True).of(request) if one.pk not in now]


def must_prove(scope: Scope) -> bool:
    """Whether the person would have a say about others' access, had their mailbox answered."""
    watches = scope.roles & WATCHING_ROLES or _decides_in(scope) - scope.municipal
    if scope.user_id is None or scope.acting_for or not watches:
        return False
    return is_stranger(User(pk=scope.user_id))


def _decides_in(scope: Scope) -> set[int]:
    """Keys of the organisations for which the person may confirm, or is told."""
    others = set(scope.organisations_as(*_DECIDE_FOR_AUTHORITIES)) - scope.municipal
    return others | (set(scope.organisations_as(*_DECIDE_FOR_DEPARTMENTS)) & scope.municipal)


def _concerns(scope: Scope) -> Q:
    found = (
        Q(asked_by=scope.user_id)
        | Q(person=scope.user_id)
        | Q(organisation__in=_decides_in(scope))
        | Q(role__in=[role.value for role in scope.roles & WATCHING_ROLES])
    )
    if Role.COORDINATOR in scope.roles:
        found |= Q(keeper=Keeper.COLLEAGUE)
    return found | Q(noticed_at__isnull=False) if scope.roles & OBJECTORS else found
