"""What a room of the domain says of itself; rooms are found by folder, in order of name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

DOMAIN = Path(__file__).parents[1] / "domain"
Declaration = TypeVar("Declaration")


def rooms_with(folder: Path, module: str) -> list[str]:
    """Names of the rooms of a package's ``folder`` that have a module, in order of name."""
    places = (f"*/{module}.py", f"*/{module}/__init__.py")
    return sorted(
        {path.relative_to(folder).parts[0] for one in places for path in folder.glob(one)}
    )


def declared(
    package: str, folder: Path, name: str, kind: type[Declaration]
) -> dict[str, Declaration]:
    """What the rooms of a package say of themselves, under ``name`` in their ``room.py``."""
    said = {}
    for room in rooms_with(folder, "room"):
        declaration = getattr(import_module(f"{package}.{room}.room"), name, None)
        if not isinstance(declaration, kind):
            raise TypeError(f"{package}.{room}.room holds no {name}, a {kind.__name__}.")
        said[room] = declaration
    return said


@dataclass(frozen=True)
class States:
    """States of a thing: what may follow what, where it begins and what it ends in on purpose."""

    of: type[Enum]
    transitions: Mapping[Any, frozenset[Any]]
    first: frozenset[Any]
    final: frozenset[Any] = frozenset()


@dataclass(frozen=True)
class Room:
    """A room of the domain: its words in the log, its states, and who may have written its texts.

    ``logged`` are the acts it logs, each with its sentence; ``reads`` those of them by which
    something restricted is read; ``values`` what stored values of entries are called. ``unruled``
    are states without transitions, each with the reason. Text fields (``Model.field``) are
    ``guarded``, refused with personal data on every write, or ``plain`` by the reason why.
    """

    logged: Mapping[str, Any] = field(default_factory=dict)
    reads: tuple[str, ...] = ()
    values: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict)
    states: tuple[States, ...] = ()
    unruled: Mapping[type[Enum], str] = field(default_factory=dict)
    guarded: tuple[str, ...] = ()
    plain: Mapping[str, Sequence[str]] = field(default_factory=dict)


@cache
def domain_rooms() -> Mapping[str, Room]:
    """Every room of the domain by its name."""
    return declared("samsyn.domain", DOMAIN, "ROOM", Room)


def domain_apps() -> list[str]:
    """The Django apps of the domain, for the settings."""
    return [f"samsyn.domain.{room}" for room in rooms_with(DOMAIN, "apps")]
