"""How a room of pages declares itself: its addresses, and its places where pages are shared.

A folder of ``samsyn.web`` is a room when its ``room.py`` holds ``PAGES``. Nothing else names
the rooms; what several have (navigation, start page) stands in order of ``position``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from django.urls import URLPattern, URLResolver
from django.utils.functional import Promise

from samsyn.domain.organisations.enums import Act
from samsyn.domain.stops.enums import WritePath
from samsyn.foundation.rooms import declared
from samsyn.web.request import ScopedRequest


@dataclass(frozen=True)
class Task:
    """A line on the start page; ``count`` is shown beside it where it is not None."""

    label: str
    url: str
    count: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Panel:
    """A card on the start page: a title, a template for what stands in it, and its ``values``.

    A ``wide`` one stands below what waits, the others beside it.
    """

    title: str
    template: str
    values: dict[str, Any] = field(default_factory=dict)
    wide: bool = False


@dataclass(frozen=True)
class NavigationEntry:
    """A line of the navigation, for those who may do ``act``; ``icon`` names a drawing."""

    position: int
    route: str
    label: Promise
    icon: str
    act: Act


@dataclass(frozen=True)
class Waiting:
    """What a room has waiting on the start page for those who may do one of ``acts``, or, without
    any, for all; ``ask`` gives its lines, or none."""

    position: int
    ask: Callable[[ScopedRequest], Iterable[Task]]
    acts: frozenset[Act] = frozenset()


@dataclass(frozen=True)
class Showing:
    """What a room shows on the start page to those who may do ``act``; ``show`` gives a panel, or
    None where there is nothing to show."""

    position: int
    show: Callable[[ScopedRequest], Panel | None]
    act: Act


@dataclass(frozen=True)
class Pages:
    """A room of pages; ``urls`` lie under the municipality's code. ``written`` are the routes whose
    forms take somebody's words, and what they are called where stops of the guard are counted."""

    urls: Sequence[URLPattern | URLResolver]
    navigation: tuple[NavigationEntry, ...] = ()
    tasks: tuple[Waiting, ...] = ()
    panels: tuple[Showing, ...] = ()
    written: Mapping[str, WritePath] = field(default_factory=dict)


class _Placed(Protocol):
    @property
    def position(self) -> int: ...


P = TypeVar("P", bound=_Placed)


@cache
def rooms() -> dict[str, Pages]:
    """Every room of pages by its name, in order of name."""
    return declared("samsyn.web", Path(__file__).parent, "PAGES", Pages)


def addresses() -> list[URLPattern | URLResolver]:
    """The addresses of every room."""
    return [address for pages in rooms().values() for address in pages.urls]


@cache
def navigation() -> tuple[NavigationEntry, ...]:
    """The navigation for one who may do everything."""
    return in_order(one for pages in rooms().values() for one in pages.navigation)


@cache
def tasks() -> tuple[Waiting, ...]:
    """All that may wait on the start page."""
    return in_order(one for pages in rooms().values() for one in pages.tasks)


@cache
def panels() -> tuple[Showing, ...]:
    """All that may be shown on the start page."""
    return in_order(one for pages in rooms().values() for one in pages.panels)


def in_order(placed: Iterable[P]) -> tuple[P, ...]:
    """By position; two at one position would stand as they happened to be found."""
    found = sorted(placed, key=lambda one: one.position)
    twice = [place for place, count in Counter(one.position for one in found).items() if count > 1]
    if twice:
        both = [one for one in found if one.position in twice]
        raise ValueError(f"Give each a position of its own: {both}")
    return tuple(found)
