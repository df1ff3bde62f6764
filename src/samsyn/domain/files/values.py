"""What a room says of a thing of its own that becomes documents: a ``Subject``.

A room holds its subjects in ``documents`` (``SUBJECTS``); ``publishing`` finds them by folder.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from django.db.models import TextChoices

from samsyn.domain.files.enums import Format
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.drawing.document import Document
from samsyn.foundation.rows import Row

Thing = TypeVar("Thing", bound=Row)


@dataclass(frozen=True)
class Paper:
    """What is set for one audience: called ``name`` (without its ending), dated ``at``.

    ``says`` equals another's that says the same; ``document`` makes what is printed.
    """

    name: str
    at: datetime
    says: object
    document: Callable[[], Document]


class Settle(Protocol):
    """The action that freezes a thing as it was seen, by a digest; refuses what is stale."""

    def __call__(self, *, by: Scope, row: Any, seen: str, at: datetime) -> Any: ...


class Draw(Protocol):
    """A thing's paper for an audience: as it was frozen, else as it stands ``at`` a time; with
    ``settling``, as if it were frozen then."""

    def __call__(
        self, scope: Scope, row: Any, audience: Any, at: datetime, *, settling: bool = False
    ) -> Paper: ...


@dataclass(frozen=True, kw_only=True)
class Subject(Generic[Thing]):
    """A kind of thing that becomes documents, kept byte for byte when it is settled.

    ``key``: its word in addresses and stored rows, never changed; ``called``: a thing's title.
    ``audiences``: for whom its papers are drawn up; ``readable``: those of them that a scope may
    have, the own first. ``act``: what its pages ask leave for. ``find``: a thing within the scope,
    or ``DoesNotExist``. ``is_settled``: whether it is frozen. ``changed``: what is said where it
    changed while its papers were set. ``kept`` and ``read``: the acts in the log of keeping and of
    fetching a document, the latter for the audiences that are ``logged``. ``render`` makes the
    bytes where they are not the document's own in PDF or Word.
    """

    key: str
    act: Act
    audiences: type[TextChoices]
    readable: Callable[[Scope], tuple[TextChoices, ...]]
    find: Callable[[Scope, UUID], Thing]
    called: Callable[[Thing], str]
    is_settled: Callable[[Thing], bool]
    settle: Settle
    paper: Draw
    changed: str
    kept: str
    read: str
    logged: frozenset[TextChoices] = frozenset()
    formats: tuple[Format, ...] = tuple(Format)
    render: Callable[[Paper, Format], bytes] | None = None
