"""The reviewed files of expected answers, and how they are read and written.

Rooms whose addresses do not stand in the one here have their own, ``tests/web/<room>/access.csv``.
"""

import csv
from pathlib import Path

from samsyn.domain.organisations.enums import MATRIX, Role
from tests.web.access.world import (
    ANONYMOUS,
    METHODS,
    ROLES_OF,
    STRANGER,
    VISITORS,
    Route,
    World,
    routes,
)

FILE = Path(__file__).with_name("access.csv")
Row = dict[str, int]
Key = tuple[str, str]
# answers of a view that was reached, whatever it then said
REDIRECT, REFUSED, NOT_THERE = 302, 403, 404


def read() -> dict[Key, Row]:
    """Expected status by (route, method), then by visitor, from all files."""
    return {key: row for file in FILE.parents[1].glob("*/access.csv") for key, row in _in(file)}


def _in(file: Path) -> list[tuple[Key, Row]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            ((line["route"], line["method"]), {who: int(line[who]) for who in VISITORS})
            for line in csv.DictReader(lines)
        ]


def write(rows: dict[Key, Row]) -> None:
    """Write each file that changes, in the order of the URL configuration."""
    shared = {name for (name, _), _ in _in(FILE)}
    here = {route.room for route in routes() if route.name in shared}
    parted: dict[Path, dict[Key, Row]] = {}
    for route, method in wanted():
        if (key := (route.name, method)) in rows:
            file = FILE if route.room in here else FILE.parents[1] / route.room / FILE.name
            parted.setdefault(file, {})[key] = rows[key]
    for file, its in parted.items():
        if not file.exists() or dict(_in(file)) != its:
            _write(file, its)


def _write(file: Path, rows: dict[Key, Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["route", "method", *VISITORS], lineterminator="\n")
        writer.writeheader()
        for (route, method), row in rows.items():
            writer.writerow({"route": route, "method": method, **row})


def wanted() -> list[tuple[Route, str]]:
    """Every route with every method."""
    return [(route, method) for route in routes() for method in METHODS]


def ruled(route: Route, who: str) -> int | None:
    """The answer that the rule alone decides; None where the view is reached."""
    if route.rule is None:
        return REFUSED
    if route.rule.name == "public":
        return None
    if who == ANONYMOUS:
        return REDIRECT
    if not route.municipal:
        return None
    if who == STRANGER:
        return NOT_THERE
    return None if not route.rule.acts or _acts_of(who) & set(route.rule.acts) else REFUSED


def _acts_of(who: str) -> set[object]:
    roles = ROLES_OF.get(who) or (Role(who),)
    return {act for role in roles for act in MATRIX[role]}


def ask(world: World, route: Route, method: str, who: str) -> int:
    """The status that a visitor gets in truth."""
    client, path = world.visit(who), world.path(route)
    return (client.get(path) if method == "GET" else client.post(path)).status_code
