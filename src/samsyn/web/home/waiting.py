"""What waits for a person on the start page: each room says what it has.

A room registers a function of the scope; it is asked for those whose role grants
one of the acts, and answers with links, or nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from samsyn.domain.organisations.enums import Act
from samsyn.web.request import ScopedRequest


@dataclass(frozen=True)
class Task:
    """A line on the start page; ``count`` is shown beside it where it is not None."""

    label: str
    url: str
    count: int | None = None
    note: str = ""


Asker = Callable[[ScopedRequest], Iterable[Task]]
_askers: list[tuple[frozenset[Act], Asker]] = []


def waits(*acts: Act) -> Callable[[Asker], Asker]:
    """Register what a room has waiting for those who may do one of the acts, or for all."""

    def register(asker: Asker) -> Asker:
        _askers.append((frozenset(acts), asker))
        return asker

    return register


def waiting_for(request: ScopedRequest) -> Iterator[Task]:
    """All that waits for a person, room by room."""
    for acts, asker in _askers:
        if not acts or acts & request.scope.acts:
            yield from asker(request)
