"""A standing world for the access matrix: who visits, and what each route's address points at.

Rooms say what their routes need in ``tests/web/<room>/standing.py``:

    from tests.web.access.world import World, stands

    @stands("report_one", "report_edit")
    def report(world: World) -> dict[str, object]:
        return {"uid": factories.observation(world.municipality).uid}

A maker is called once; its routes share what it made. Makers run before the first request.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.web
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.models import Municipality, Organisation, User
from samsyn.web.gate import Rule, rule_of
from tests import factories

ANONYMOUS, OFFICER, POLICE, STRANGER = "anonymous", "officer", "police", "stranger"
# one per role, and three who stand in every access test: the municipality's officer, the
# police's, and somebody with every role in another municipality
VISITORS = (ANONYMOUS, *(role.value for role in Role), OFFICER, POLICE, STRANGER)
ROLES_OF = {
    OFFICER: (Role.REPORTER, Role.CONTACT),
    POLICE: (Role.REPORTER, Role.CONTACT, Role.REVIEWER),
    STRANGER: tuple(role for role in Role if role is not Role.REGISTRAR),
}
METHODS = ("GET", "POST")
Maker = Callable[["World"], dict[str, object]]
_makers: dict[str, Maker] = {}


@dataclass
class World:
    """The municipality, its neighbour, and the people who knock on every door."""

    municipality: Municipality
    neighbour: Municipality
    office: Organisation
    station: Organisation
    people: dict[str, User]
    sessions: dict[str, str]
    made: dict[Maker, dict[str, object]] = field(default_factory=dict)

    def path(self, route: "Route") -> str:
        """The address of a route's standing object in the municipality."""
        kwargs = dict(self.object_of(route.name))
        if route.municipal:
            kwargs["code"] = self.municipality.code
        return reverse(route.name, kwargs=kwargs)

    def visit(self, who: str, **options: bool) -> Client:
        """A browser in which the visitor is logged in; each request gets a fresh one."""
        client = Client(**options)
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def object_of(self, route: str) -> dict[str, object]:
        """What the route's address holds beside the municipality's code."""
        maker = _makers.get(route)
        if maker is None:
            return {}
        if maker not in self.made:
            self.made[maker] = maker(self)
        return self.made[maker]


@dataclass(frozen=True)
class Route:
    """A named address of the URL configuration, the rule that guards it, and whose it is."""

    name: str
    municipal: bool
    parameters: frozenset[str]
    rule: Rule | None
    room: str


def stands(*routes: str) -> Callable[[Maker], Maker]:
    """Register what makes the object that routes point at."""

    def register(maker: Maker) -> Maker:
        for route in routes:
            if route in _makers:
                raise ValueError(f"{route} already has a standing object")
            _makers[route] = maker
        return maker

    return register


def registered() -> frozenset[str]:
    """Routes that have a standing object."""
    return frozenset(_makers)


def makers() -> list[Maker]:
    """What makes the standing objects, each once."""
    return list(dict.fromkeys(_makers.values()))


@cache
def load_rooms() -> None:
    """Import what each room has standing."""
    here = Path(tests.web.__file__).parent
    for module in sorted(here.glob("*/standing.py")):
        importlib.import_module(f"tests.web.{module.parent.name}.standing")


def build_world() -> World:
    """Make municipality, neighbour and visitors, and log them in."""
    load_rooms()
    here = factories.municipality("1982", "Fagersta")
    there = factories.municipality("1904", "Skinnskatteberg")
    office = factories.organisation(here, name="Kommunledningen", short_name="KL")
    station = factories.organisation(here, OrganisationKind.POLICE, name="Polisen", short_name="PO")
    people = {role.value: factories.member(here, role, at=office) for role in Role}
    people[OFFICER] = factories.member(here, *ROLES_OF[OFFICER], at=office)
    people[POLICE] = factories.member(here, *ROLES_OF[POLICE], at=station)
    people[STRANGER] = factories.member(there, *ROLES_OF[STRANGER])
    password = make_password(factories.PASSWORD)
    for person in people.values():
        person.password = password
        person.save(update_fields=["password"])
    return World(here, there, office, station, people, _sessions(people))


def _sessions(people: dict[str, User]) -> dict[str, str]:
    sessions = {}
    for name, person in people.items():
        client = Client()
        client.force_login(person)
        sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


def make_objects(world: World) -> None:
    """Make every route's object, so that none is made in a request's savepoint."""
    for route in routes():
        world.object_of(route.name)


def routes() -> list[Route]:
    """Every route of the URL configuration, in its order."""
    return list(_walk(get_resolver(), frozenset()))


def _walk(node: URLResolver, outer: frozenset[str]):
    for entry in node.url_patterns:
        parameters = outer | set(entry.pattern.converters) | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            yield _route(entry, parameters)
        else:
            yield from _walk(entry, parameters)


def _route(entry: URLPattern, parameters: frozenset[str]) -> Route:
    name = entry.name or str(entry.pattern)
    return Route(
        name,
        "code" in parameters,
        parameters - {"code"},
        rule_of(entry.callback, entry.name),
        entry.callback.__module__.removeprefix("samsyn.web.").split(".")[0],
    )
