"""What the start page shows beside what waits: each room has its own to say.

A room registers a function of the request; it is asked for those whose role grants the
act, and answers with a panel, or with None where it has nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from samsyn.domain.organisations.enums import Act
from samsyn.web.request import ScopedRequest


@dataclass(frozen=True)
class Panel:
    """A card on the start page: a title, a template for what stands in it, and its ``values``.

    A ``wide`` one stands below what waits, the others beside it.
    """

    title: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    wide: bool = False


Shower = Callable[[ScopedRequest], Panel | None]
_showers: list[tuple[Act, Shower]] = []


def shows(act: Act) -> Callable[[Shower], Shower]:
    """Register what a room shows to those who may do an act."""

    def register(shower: Shower) -> Shower:
        _showers.append((act, shower))
        return shower

    return register


def panels_for(request: ScopedRequest) -> Iterator[Panel]:
    """All panels for a person, room by room."""
    for act, shower in _showers:
        panel = shower(request) if request.scope.may(act) else None
        if panel is not None:
            yield panel
