"""The role matrix, and how it makes a Scope of a person's memberships."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from samsyn.domain.organisations.enums import Act, OrganisationKind, Role
from samsyn.domain.organisations.tenancy import Scope

if TYPE_CHECKING:
    from samsyn.domain.organisations.models import Membership, Municipality, User

_IN_THE_GROUP = {Act.REPORT, Act.READ_REPORTS, Act.READ_PICTURE, Act.READ_SETTLED, Act.WATCH}

MATRIX: dict[Role, frozenset[Act]] = {
    Role.REPORTER: frozenset({Act.REPORT, Act.READ_REPORTS}),
    Role.CONTACT: frozenset({*_IN_THE_GROUP, Act.ASSESS}),
    Role.REVIEWER: frozenset({Act.REPORT, Act.READ_REPORTS, Act.REVIEW, Act.READ_SETTLED}),
    Role.COORDINATOR: frozenset(
        {
            *_IN_THE_GROUP,
            Act.REVIEW,
            Act.IMPORT,
            Act.EXPORT,
            Act.ASSESS,
            Act.DRAFT,
            Act.SETTLE,
            Act.TRIAGE,
            Act.ADMINISTER,
        }
    ),
    Role.ANALYST: frozenset(
        {
            Act.READ_REPORTS,
            Act.READ_PICTURE,
            Act.READ_SETTLED,
            Act.WATCH,
            Act.TRIAGE,
            Act.IMPORT,
            Act.EXPORT,
            Act.DRAFT,
        }
    ),
    Role.COUNCIL_MEMBER: frozenset({Act.READ_PICTURE, Act.READ_SETTLED, Act.WATCH}),
    Role.READER: frozenset({Act.READ_SETTLED}),
    Role.REGISTRAR: frozenset({Act.READ_SETTLED}),
    Role.DATA_PROTECTION_OFFICER: frozenset({Act.READ_LOG}),
    Role.OPERATOR: frozenset({Act.OPERATE}),
}
# whose loss of rights and gain of data would be worst: a second factor is asked of them
WITHOUT_SECOND_FACTOR = frozenset({Role.REPORTER})


def make_scope(
    user: "User", municipality: "Municipality", memberships: Iterable["Membership"]
) -> Scope:
    """The Scope of a person in a municipality, from the memberships in force there."""
    roles: dict[int, set[Role]] = defaultdict(set)
    municipal: set[int] = set()
    police: set[int] = set()
    stands_in_for = []
    for membership in memberships:
        roles[membership.organisation_id].add(Role(membership.role))
        if membership.organisation.kind == OrganisationKind.DEPARTMENT:
            municipal.add(membership.organisation_id)
        if membership.organisation.kind == OrganisationKind.POLICE:
            police.add(membership.organisation_id)
        if membership.deputy_for is not None:
            stands_in_for.append(str(membership.deputy_for.user.uid))
    held = frozenset(role for some in roles.values() for role in some)
    return Scope(
        municipality_id=municipality.pk,
        chain=str(municipality.uid),
        actor=str(user.uid),
        user_id=user.pk,
        acting_for=stands_in_for[0] if stands_in_for else "",
        acts=frozenset(act for role in held for act in MATRIX[role]),
        roles=held,
        organisations={key: frozenset(some) for key, some in roles.items()},
        municipal=frozenset(municipal),
        police=frozenset(police),
    )


def system_scope(municipality: "Municipality") -> Scope:
    """The system's own view of a municipality: every act, for commands and queued work."""
    return Scope(
        municipality_id=municipality.pk,
        chain=str(municipality.uid),
        actor="system",
        acts=frozenset(Act),
        roles=frozenset({Role.COORDINATOR}),
        everything=True,
    )
