"""Reads of sources and batches."""

from uuid import UUID

from django.db.models import Max, Q, QuerySet

from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, Problem, Source
from samsyn.domain.organisations.tenancy import Scope

MOST_BATCHES = 50
MOST_PROBLEMS = 200


def sources(scope: Scope) -> QuerySet[Source]:
    """Each source with the time of its last batch."""
    rows = Source.objects.visible_to(scope).select_related("organisation")
    brought = Q(batches__state=BatchState.IMPORTED)
    return rows.annotate(last=Max("batches__created_at", filter=brought)).order_by("name")


def source_called(scope: Scope, name: str) -> Source | None:
    """The source with a name, whatever its case (SQLite folds a–z alone)."""
    wanted = name.strip().casefold()
    rows = Source.objects.visible_to(scope).select_related("organisation")
    return next((one for one in rows if one.name.casefold() == wanted), None)


def batches(scope: Scope) -> list[Batch]:
    """The latest batches, newest first."""
    rows = Batch.objects.visible_to(scope).select_related("source__organisation", "file")
    return list(rows.order_by("-id")[:MOST_BATCHES])


def batch(scope: Scope, uid: UUID) -> Batch:
    """One batch with its source and file; ``DoesNotExist`` outside the scope."""
    rows = Batch.objects.visible_to(scope).select_related("source__organisation", "file")
    return rows.get(uid=uid)


def problems(scope: Scope, of: Batch, *, blocking: bool) -> list[Problem]:
    """A batch's first problems by row."""
    rows = Problem.objects.visible_to(scope).filter(batch=of, blocking=blocking)
    return list(rows.order_by("row", "id")[:MOST_PROBLEMS])
