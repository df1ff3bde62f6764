"""Plain factories: each makes one thing with sensible defaults and nothing hidden."""

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import count

from samsyn.domain.observations.actions.reporting import report
from samsyn.domain.observations.actions.reviewing import pass_on
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.observations.values.report import NewReport, TimeSpan, at_time
from samsyn.domain.organisations.actions.guard_words import list_word
from samsyn.domain.organisations.enums import BodyKind, OrganisationKind, Role, WordList
from samsyn.domain.organisations.models import (
    Body,
    GuardWord,
    Membership,
    Municipality,
    Organisation,
    Seat,
    User,
)
from samsyn.domain.organisations.queries import standing
from samsyn.domain.organisations.reference import moved
from samsyn.domain.organisations.rules import HeldRole, make_scope, system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.actions import NewDistrict, NewLayer, import_layer
from samsyn.domain.places.models import DistrictLayer
from samsyn.foundation import clock

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
    made = User(name=name, **{"email": f"person{next(numbers)}@example.org", **fields})
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


def deputy(where: Municipality, ordinary: User, who: User | None = None) -> User:
    """A person who may take another's roles in the municipality."""
    who = who or user("Vik Ariesson")
    for membership in Membership.objects.within(where).filter(user=ordinary):
        Membership.objects.within(where).create(
            municipality=where,
            user=who,
            organisation_id=membership.organisation_id,
            role=membership.role,
            valid_from=LONG_AGO,
            deputy_for=membership,
        )
    return who


def body(where: Municipality, kind: BodyKind = BodyKind.EST_GROUP, **fields: object) -> Body:
    values = {"name": f"Organ {next(numbers)}", "valid_from": LONG_AGO, **fields}
    return Body.objects.within(where).create(municipality=where, kind=kind, **values)


def seat(body: Body, organisation: Organisation, **fields: object) -> Seat:
    values = {"title": "ledamot", "valid_from": LONG_AGO, **fields}
    return Seat.objects.within(body.municipality_id).create(
        municipality_id=body.municipality_id, body=body, organisation=organisation, **values
    )


def scope_of(who: User, where: Municipality) -> Scope:
    return make_scope(who, where, held_by(who, where))


def held_by(who: User, where: Municipality) -> list[HeldRole]:
    """The roles that give a person rights in the municipality today."""
    found = standing(who, where.code)
    return found[1] if found else []


def system_scope_of(where: Municipality) -> Scope:
    return system_scope(where)


def scope_as(role: Role, where: Municipality | None = None, **at: object) -> Scope:
    """The scope of somebody new with one role."""
    where = where or municipality()
    return scope_of(member(where, role, **at), where)  # type: ignore[arg-type]


def category(where: Municipality, key: str = "skadegorelse", **fields: object) -> Category:
    """A category within an area of its own."""
    area, _ = Category.objects.within(where).get_or_create(
        municipality=where,
        key="ordning",
        defaults={"name": "Ordning", "valid_from": LONG_AGO, "position": 1},
    )
    values = {"name": key.capitalize(), "county_key": key, "valid_from": LONG_AGO, **fields}
    made, _ = Category.objects.within(where).get_or_create(
        municipality=where, key=key, defaults={"area": area, **values}
    )
    moved(where.pk)
    return made


def where_of(scope: Scope) -> Municipality:
    return Municipality.objects.get(pk=scope.municipality_id)


def guard_word(
    where: Municipality, word: str = "rävlyan", listed: WordList = WordList.STOP
) -> GuardWord:
    """A word on one of the guard's lists, for a month."""
    until = clock.today() + timedelta(days=30)
    by = system_scope_of(where)
    return list_word(by=by, word=word, listed=listed, why="Tas fel.", valid_to=until)


def new_report(scope: Scope, **fields: object) -> NewReport:
    """A plain report of yesterday evening, for the scope's first organisation."""
    where = Municipality.objects.get(pk=scope.municipality_id)
    yesterday = clock.today() - timedelta(days=1)
    values: dict[str, object] = {
        "organisation_id": next(iter(scope.organisations), None),
        "period": at_time(yesterday, time(21, 30)),
        **fields,
    }
    values.setdefault("category_id", category(where).pk)
    return NewReport(**values)  # type: ignore[arg-type]


def at(day: date) -> TimeSpan:
    """The evening of a day."""
    return at_time(day, time(21, 30))


def fresh(scope: Scope) -> Scope:
    """The scope with the reference data as they are now."""
    version = Municipality.objects.get(pk=scope.municipality_id).reference_version
    return replace(scope, reference_version=version)


def observation(
    scope: Scope, state: ReportState = ReportState.SUBMITTED, **fields: object
) -> Observation:
    """A report handed in by the scope's person, and passed on by the system if asked."""
    new = new_report(scope, **fields)
    row = report(by=fresh(scope), new=new)
    if state is ReportState.PASSED_ON:
        where = Municipality.objects.get(pk=scope.municipality_id)
        row = pass_on(by=system_scope(where), row=row, version=row.version, release=False)
    return row


def layer(
    where: Municipality, *squares: tuple[str, float, float], **fields: object
) -> DistrictLayer:
    """A layer of 0.1-degree squares given by code and south-western corner (lon, lat)."""
    features = [
        NewDistrict(code=code, name=f"Område {code}", geometry=square(west, south))
        for code, west, south in squares
    ]
    values = {
        "key": "valdistrikt",
        "name": "Valdistrikt",
        "edition": "2026",
        "valid_from": LONG_AGO,
        **fields,
    }
    imported = import_layer(
        by=system_scope(where),
        new=NewLayer(features=features, **values),  # type: ignore[arg-type]
    )
    return imported.layer


def square(west: float, south: float, side: float = 0.1) -> dict[str, object]:
    """A square as GeoJSON."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
