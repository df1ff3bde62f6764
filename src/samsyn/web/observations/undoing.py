"""What a reviewer has just done and may undo: kept in the session for ten minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from samsyn.domain.observations.actions.reviewing import GRACE
from samsyn.domain.observations.models import Observation
from samsyn.web.request import ScopedRequest

_KEY = "review_undo"
Done = tuple[Observation, Any]
"""A report as the act left it, and what it had before of what was set."""


@dataclass(frozen=True)
class UndoOffer:
    """What may be undone, until when, and how many reports it was done to."""

    act: str
    until: datetime
    items: list[list[Any]]

    @property
    def count(self) -> int:
        return len(self.items)


def offer_undo(request: ScopedRequest, act: str, done: Iterable[Done]) -> None:
    """Keep what was done, in place of what could be undone before."""
    items = [[str(row.uid), row.version, before] for row, before in done]
    if items:
        at = timezone.now().isoformat()
        kept = {"act": act, "at": at, "items": items, "code": request.municipality.code}
        request.session[_KEY] = kept


def undo_offered(request: ScopedRequest) -> UndoOffer | None:
    """What may be undone now in this municipality."""
    kept = request.session.get(_KEY)
    if not kept or kept["code"] != request.municipality.code:
        return None
    until = datetime.fromisoformat(kept["at"]) + GRACE
    if until < timezone.now():
        return None
    return UndoOffer(kept["act"], until, kept["items"])


def forget_undo(request: ScopedRequest) -> None:
    """It has been undone."""
    request.session.pop(_KEY, None)
