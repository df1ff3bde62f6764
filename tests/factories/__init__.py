"""Plain factories: each makes one thing with sensible defaults and nothing hidden."""

from datetime import date
from itertools import count

from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.models import Membership, Municipality, Organisation, User
from samsyn.domain.organisations.queries import memberships_in
from samsyn.domain.organisations.rules import make_scope
from samsyn.domain.organisations.tenancy import Scope

numbers = count(1)
LONG_AGO = date(2020, 1, 1)
PASSWORD = "korrekt-hast-batteri"


def municipality(code: str = "1982", name: str = "Fagersta") -> Municipality:
    return Municipality.objects.get_or_create(code=code, defaults={"name": name})[0]


def organisation(
    where: Municipality, kind: OrganisationKind = OrganisationKind.DEPARTMENT, **fields: object
) -> Organisation:
    n = next(numbers)
    values = {"name": f"Verksamhet {n}", "short_name": f"V{n}", "valid_from": LONG_AGO, **fields}
    return Organisation.objects.within(where).create(municipality=where, kind=kind, **values)


def user(name: str = "Kim Exempelsson", **fields: object) -> User:
    made = User(email=f"person{next(numbers)}@example.org", name=name, **fields)
    made.set_unusable_password()
    made.save()
    return made


def member(
    where: Municipality,
    *roles: Role,
    at: Organisation | None = None,
    who: User | None = None,
) -> User:
    """A person with the roles in an organisation of the municipality."""
    who = who or user()
    at = at or organisation(where)
    for role in roles:
        Membership.objects.within(where).create(
            municipality=where, user=who, organisation=at, role=role, valid_from=LONG_AGO
        )
    return who


def scope_of(who: User, where: Municipality) -> Scope:
    return make_scope(who, where, memberships_in(who, where.code))


def scope_as(role: Role, where: Municipality | None = None, **at: object) -> Scope:
    """The scope of somebody new with one role."""
    where = where or municipality()
    return scope_of(member(where, role, **at), where)  # type: ignore[arg-type]
