"""Reads of organisations, bodies and people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, CharField, DateField, Q, QuerySet

from samsyn.domain.organisations.enums import BodyKind, OrganisationKind, Role
from samsyn.domain.organisations.models import (
    Body,
    Membership,
    Municipality,
    Organisation,
    Seat,
    User,
)
from samsyn.domain.organisations.rules import HeldRole
from samsyn.domain.organisations.tenancy import Scope, ScopedQuerySet
from samsyn.foundation import clock
from samsyn.foundation.compiled import Compiled, Given

PEOPLE_PER_PAGE = 50


def in_force(prefix: str = "", on: date | Given | None = None) -> Q:
    """What holds on a day, by default today."""
    on = on or clock.today()
    return Q(**{f"{prefix}valid_from__lte": on}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on})
    )


def held(on: date | Given | None = None) -> Q:
    """Memberships that give rights on a day, by default today.

    In force, in an organisation that is, not taken away.
    """
    return in_force(on=on) & in_force("organisation__", on) & Q(ended_at__isnull=True)


_OF_USER = [one.attname for one in User._meta.concrete_fields]
_USER = Compiled(
    lambda: User.objects.filter(pk=Given("key", BigIntegerField())).values_list(*_OF_USER)
)


def user_with(key: int) -> User | None:
    """The person with a key; asked for on every page."""
    for row in _USER.rows(key=key):
        return User.from_db(DEFAULT_DB_ALIAS, _OF_USER, row)
    return None


# a border has thousands of points: read it where it is drawn, not on every page
_OF_MUNICIPALITY = [
    one.attname for one in Municipality._meta.concrete_fields if one.attname != "outline"
]
_HELD_ROLES = Compiled(
    lambda: (
        Membership.rows.filter(
            held(Given("today", DateField())),
            user=Given("user", BigIntegerField()),
            municipality__code=Given("code", CharField()),
        )
        .order_by("id")
        .values_list(
            "role",
            "organisation_id",
            "organisation__kind",
            "deputy_for__user__uid",
            "deputy_for__user__name",
            *(f"municipality__{name}" for name in _OF_MUNICIPALITY),
        )
    )
)


def standing(user: User, code: str) -> tuple[Municipality, list[HeldRole]] | None:
    """The municipality with a code, and the roles a person holds there; None where there are none.

    One query, of every page.
    """
    rows = _HELD_ROLES.rows(today=clock.today(), user=user.pk, code=code)
    if not rows:
        return None
    held_roles = [
        HeldRole(Role(role), organisation, OrganisationKind(kind), str(uid or ""), name or "")
        for role, organisation, kind, uid, name, *_ in rows
    ]
    return Municipality.from_db(DEFAULT_DB_ALIAS, _OF_MUNICIPALITY, rows[0][5:]), held_roles


def municipalities_of(user: User) -> list[Municipality]:
    """Where a person has something to do, by name."""
    keys = Membership.rows.filter(held(), user=user).values("municipality_id")
    return list(Municipality.objects.filter(pk__in=keys).order_by("name"))


def names_around(user: User) -> set[str]:
    """What the municipalities and organisations where a person has had a role are called."""
    rows = Membership.rows.filter(user=user).values_list(
        "municipality__name", "organisation__name", "organisation__short_name"
    )
    return {name for row in rows for name in row}


def holds_more_than(user: User, roles: Iterable[Role]) -> bool:
    """Whether a person holds a role beside these, in any municipality."""
    return Membership.rows.filter(held(), user=user).exclude(role__in=list(roles)).exists()


def has_roles_elsewhere(user: User, municipality_id: int) -> bool:
    """Whether a person has, or had, a role in another municipality."""
    return Membership.rows.filter(user=user).exclude(municipality_id=municipality_id).exists()


def belongs_elsewhere(user: User, municipality_id: int) -> bool:
    """Whether the account is another municipality's to reset and to shut: that of the oldest role
    that has not ended. Who gives somebody a role later takes nothing over by it."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    rows = Membership.rows.filter(still, user=user, ended_at__isnull=True).order_by("pk")
    first = rows.values_list("municipality_id", flat=True).first()
    return first is not None and first != municipality_id


def organisations_in_force(scope: Scope, on: date | None = None) -> QuerySet[Organisation]:
    """The organisations of the scope's municipality that exist on a day, by name."""
    return Organisation.objects.visible_to(scope).filter(in_force(on=on)).order_by("name", "pk")


def name_is_taken(rows: ScopedQuerySet[Any], name: str, but: Organisation | None = None) -> bool:
    """Whether another row has the name, whatever its case (SQLite folds a–z alone)."""
    others = rows.exclude(pk=but.pk) if but else rows
    return name.casefold() in {one.casefold() for one in others.values_list("name", flat=True)}


def all_organisations(scope: Scope) -> list[Organisation]:
    """All organisations by name, those that have been closed last."""
    rows = Organisation.objects.visible_to(scope).order_by("name", "pk")
    today = clock.today()
    return sorted(rows, key=lambda one: one.valid_to is not None and one.valid_to < today)


@dataclass(frozen=True)
class PersonRow:
    """A person of the municipality with the roles held there, the ended ones included."""

    user: User
    memberships: tuple[Membership, ...]

    @property
    def current(self) -> tuple[Membership, ...]:
        """The roles that give rights today or will."""
        today = clock.today()
        return tuple(
            one
            for one in self.memberships
            if one.ended_at is None and (one.valid_to is None or one.valid_to >= today)
        )

    @property
    def state(self) -> str:
        """``inactive``, ``invited`` (no password chosen yet) or ``active``."""
        if not self.user.is_active:
            return "inactive"
        return "active" if self.user.has_usable_password() else "invited"


@dataclass(frozen=True)
class PeoplePage:
    """People by name; ``after`` is the cursor of the next page, None on the last."""

    rows: tuple[PersonRow, ...]
    after: UUID | None


def people_of(scope: Scope) -> QuerySet[User]:
    """Those who have, or had, a role in the scope's municipality."""
    keys = Membership.objects.visible_to(scope).values("user_id")
    return User.objects.filter(pk__in=keys).order_by("name", "pk")


def invited_of(scope: Scope) -> QuerySet[User]:
    """Those who have been asked in and have not chosen a password."""
    return people_of(scope).filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)


def invited_not_in(scope: Scope) -> int:
    """How many they are."""
    return invited_of(scope).count()


def people_page(
    scope: Scope,
    *,
    search: str = "",
    after: UUID | None = None,
    invited_only: bool = False,
    size: int = PEOPLE_PER_PAGE,
) -> PeoplePage:
    """A page of people whose name or address holds the search text."""
    rows = (invited_of if invited_only else people_of)(scope).filter(matching_name(search))
    last = people_of(scope).filter(uid=after).first() if after else None
    if last:
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    users = list(rows[: size + 1])
    more = len(users) > size
    return PeoplePage(_with_roles(scope, users[:size]), users[size - 1].uid if more else None)


def matching_name(search: str) -> Q:
    """People whose name or address holds each word."""
    # SQLite folds the case of a–z alone: ask for å, ä, ö in the cases that names have
    found = Q()
    for word in search.split():
        forms = {word, word.lower(), word.upper(), word.capitalize()}
        either = Q(email__icontains=word)
        for form in forms:
            either |= Q(name__icontains=form)
        found &= either
    return found


def _with_roles(scope: Scope, users: Iterable[User]) -> tuple[PersonRow, ...]:
    users = list(users)
    roles: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.visible_to(scope).filter(user__in=users)
    for one in rows.select_related("organisation", "deputy_for__user").order_by("valid_from", "pk"):
        roles[one.user_id].append(one)
    return tuple(PersonRow(user, tuple(roles[user.pk])) for user in users)


def person_with_roles(scope: Scope, user: User) -> PersonRow:
    """One person's row."""
    return _with_roles(scope, [user])[0]


def deputies_of(scope: Scope, user: User) -> list[Membership]:
    """The memberships by which others stand in for a person, not ended."""
    rows = Membership.objects.visible_to(scope).filter(deputy_for__user=user, ended_at__isnull=True)
    still = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today()))
    return list(
        still.select_related("user", "organisation", "deputy_for").order_by("valid_from", "pk")
    )


# from those who are elected to those who meet every second week
LEVELS = (BodyKind.ASSEMBLY, BodyKind.EXECUTIVE, BodyKind.COUNCIL, BodyKind.EST_GROUP)


@dataclass(frozen=True)
class SeatNode:
    """A seat as drawn: whose it is, who holds it (empty while vacant), who stands in."""

    uid: UUID
    title: str
    organisation: str
    kind: OrganisationKind
    holder: str
    deputies: tuple["SeatNode", ...] = ()


@dataclass(frozen=True)
class BodyNode:
    """A body as drawn, with its seats."""

    uid: UUID
    name: str
    kind: BodyKind
    seats: tuple[SeatNode, ...]

    @property
    def says_kind(self) -> bool:
        """Whether the kind says more than the name."""
        return not self.name.casefold().startswith(str(self.kind.label).casefold())


@dataclass(frozen=True)
class OrganisationChart:
    """The organisation picture (organisationsmodell) of a day, top to bottom."""

    on: date
    bodies: tuple[BodyNode, ...]
    unseated: tuple[Organisation, ...]


def bodies_in_force(scope: Scope, on: date | None = None) -> list[Body]:
    """The bodies that exist on a day, from assembly to working group."""
    rows = Body.objects.visible_to(scope).filter(in_force(on=on)).order_by("name", "pk")
    return sorted(rows, key=lambda body: LEVELS.index(BodyKind(body.kind)))


def seats_in_force(scope: Scope, on: date | None = None) -> QuerySet[Seat]:
    """The seats that exist on a day, with body, organisation and holder, in reading order."""
    rows = Seat.objects.visible_to(scope).filter(in_force(on=on))
    return rows.select_related("organisation", "holder").order_by(
        "organisation__name", "title", "pk"
    )


def seats_over_time(scope: Scope, body: Body) -> list[Seat]:
    """All seats a body has had, the latest first."""
    rows = Seat.objects.visible_to(scope).filter(body=body)
    return list(
        rows.select_related("organisation", "holder", "deputy_for").order_by("-valid_from", "-pk")
    )


def organisation_chart(scope: Scope, on: date | None = None) -> OrganisationChart:
    """The organisation picture as it was, is or will be on a day; three queries."""
    on = on or clock.today()
    seats = list(seats_in_force(scope, on))
    seated = {seat.organisation_id for seat in seats}
    return OrganisationChart(
        on=on,
        bodies=tuple(
            BodyNode(body.uid, body.name, BodyKind(body.kind), seat_nodes(seats, body))
            for body in bodies_in_force(scope, on)
        ),
        unseated=tuple(one for one in organisations_in_force(scope, on) if one.pk not in seated),
    )


def seat_nodes(seats: Iterable[Seat], body: Body) -> tuple[SeatNode, ...]:
    """A body's ordinary seats with their deputies under them."""
    deputies: dict[int | None, list[Seat]] = defaultdict(list)
    for seat in seats:
        if seat.body_id == body.pk:
            deputies[seat.deputy_for_id].append(seat)
    return tuple(
        _seat_node(seat, tuple(_seat_node(one) for one in deputies[seat.pk]))
        for seat in deputies[None]
    )


def _seat_node(seat: Seat, deputies: tuple[SeatNode, ...] = ()) -> SeatNode:
    organisation = seat.organisation
    kind = OrganisationKind(organisation.kind)
    return SeatNode(seat.uid, seat.title, organisation.name, kind, seat.held_by, deputies)
