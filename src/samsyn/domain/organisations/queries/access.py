"""Reads of requests for access: what is watched over, who may confirm, what waits."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from samsyn.domain.organisations.enums import Act, OrganisationKind, RequestState, Role
from samsyn.domain.organisations.models import AccessRequest, Membership, Organisation, User
from samsyn.domain.organisations.queries import held
from samsyn.domain.organisations.rules.giving import (
    PARTNERS,
    TAKES_AWAY,
    WATCHING_ROLES,
    Access,
    Keeper,
    strictest,
)
from samsyn.domain.organisations.tenancy import Scope, ScopedQuerySet
from samsyn.foundation import clock

SHOWN_DECIDED = 20
_DECIDE_FOR_PARTNERS = (Role.CONTACT,)
_DECIDE_FOR_AUTHORITIES = tuple(role for role in Role if role != Role.REPORTER)


def access_by(scope: Scope, organisation: Organisation, role: Role, but: User | None) -> Access:
    """What a role in an organisation opens, as things are today for somebody new."""
    kind = OrganisationKind(organisation.kind)
    contacts = _in_own_name(scope).filter(organisation=organisation, role=Role.CONTACT)
    others = contacts.exclude(user=but) if but else contacts
    return Access(organisation.pk, kind, role, kind in PARTNERS and others.exists())


def watched_access_of(scope: Scope, person: User) -> Access | None:
    """Of all that a person has or will have here, what is watched over most strictly.

    Of one whose account is shut it is what would open with it.
    """
    return strictest(accesses_of(scope, person))


def accesses_of(scope: Scope, person: User) -> list[Access]:
    """All that a person has or will have here."""
    rows = Membership.objects.visible_to(scope).filter(user=person, ended_at__isnull=True)
    still = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today()))
    return [
        access_by(scope, one.organisation, Role(one.role), person)
        for one in still.select_related("organisation").order_by("pk")
    ]


def is_the_last(scope: Scope, access: Access, person: User) -> bool:
    """Whether a person confirms for an access, and nobody else does."""
    return deciding_for(scope, access) == {person.pk}


def deciding_for(scope: Scope, access: Access) -> set[int]:
    """Keys of the people who confirm for an access."""
    about = AccessRequest(organisation_id=access.organisation_id, role=access.role)
    return {one.pk for one in Deciders(scope).of(about)}


def _deciding(kind: OrganisationKind) -> tuple[Role, ...]:
    return _DECIDE_FOR_PARTNERS if kind in PARTNERS else _DECIDE_FOR_AUTHORITIES


def _in_own_name(scope: Scope) -> ScopedQuerySet[Membership]:
    return Membership.objects.visible_to(scope).filter(held(), deputy_for__isnull=True)


def access_in(request: AccessRequest) -> Access | None:
    """What a request says is watched over."""
    if request.organisation is None:
        return None
    kind = OrganisationKind(request.organisation.kind)
    role = Role(request.role) if request.role else Role.CONTACT
    return Access(request.organisation.pk, kind, role, has_contact=True)


class Deciders:
    """Those who may confirm, of all requests of a municipality: asked for once."""

    def __init__(self, scope: Scope) -> None:
        rows = _in_own_name(scope).filter(user__is_active=True)
        rows = rows.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        self._rows = list(rows.select_related("user").order_by("user__name", "user_id"))

    def of(self, request: AccessRequest) -> list[User]:
        """Those who may confirm it: not who asks, and not who would gain by it."""
        involved = (request.asked_by_id, gains(request))
        found = {one.user_id: one.user for one in self._rows if _decides(one, request)}
        return [who for key, who in found.items() if key not in involved]

    def include(self, scope: Scope, request: AccessRequest) -> bool:
        """Whether the person confirms or refuses a request, in the own name."""
        if scope.acting_for or scope.user_id is None:
            return False
        return any(who.pk == scope.user_id for who in self.of(request))


def _decides(one: Membership, request: AccessRequest) -> bool:
    access = access_in(request)
    if access is None or access.keeper == Keeper.COORDINATOR:
        return False
    if access.keeper == Keeper.ROLE:
        return bool(one.role == access.role)
    return one.organisation_id == access.organisation_id and one.role in _deciding(access.kind)


def deciders_of(scope: Scope, request: AccessRequest) -> list[User]:
    """Those who may confirm a request now."""
    return Deciders(scope).of(request)


def may_answer(scope: Scope, request: AccessRequest) -> bool:
    """Whether the person confirms or refuses a request."""
    return Deciders(scope).include(scope, request)


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


def to_confirm(scope: Scope) -> list[AccessRequest]:
    """The requests that wait for this person's answer."""
    watches = scope.roles & WATCHING_ROLES or set(scope.organisations) - scope.municipal
    if scope.user_id is None or scope.acting_for or not watches:
        return []
    waiting = list(awaited(scope).filter(_concerns(scope)))
    deciders = Deciders(scope) if waiting else None
    return [one for one in waiting if deciders and deciders.include(scope, one)]


def _concerns(scope: Scope) -> Q:
    found = (
        Q(asked_by=scope.user_id)
        | Q(person=scope.user_id)
        | Q(organisation__in=scope.organisations_as(*_DECIDE_FOR_AUTHORITIES))
        | Q(role__in=[role.value for role in scope.roles & WATCHING_ROLES])
    )
    # who may object is told when nobody there can confirm
    told = Role.DATA_PROTECTION_OFFICER in scope.roles
    return found | Q(noticed_at__isnull=False) if told else found
