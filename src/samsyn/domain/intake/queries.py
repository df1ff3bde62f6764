"""Reads of sources and batches."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, Problem, Source
from samsyn.domain.intake.rules import may_keep
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope

MOST_BATCHES = 50
MOST_PROBLEMS = 200
FEWEST_GAPS = 2
"""Between deliveries, for a rule to be seen."""
ABANDONED_AFTER = timedelta(days=14)
TRIED = (BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAILED)


@dataclass(frozen=True)
class Delivery:
    """A list and how it is delivered: when last, how far apart as a rule (days), what gave nothing
    in the last file that came in; ``late`` where it ought to have come again."""

    source: Source
    last: datetime | None = None
    usual_days: int | None = None
    left_out: int = 0

    @property
    def days_ago(self) -> int | None:
        """How long it is since the last one."""
        return (timezone.now() - self.last).days if self.last else None

    @property
    def late(self) -> bool:
        """Whether half as long again as usual has passed."""
        ago = self.days_ago
        if self.source.paused_at or ago is None or self.usual_days is None:
            return False
        return ago > max(1.5 * self.usual_days, self.usual_days + 2)


def sources(scope: Scope) -> list[Delivery]:
    """The lists in use by name."""
    rows = Source.objects.visible_to(scope).filter(removed_at__isnull=True)
    came: dict[int, list[Batch]] = defaultdict(list)
    brought = Batch.objects.visible_to(scope).filter(state=BatchState.IMPORTED)
    wanted = brought.only("source_id", "created_at", "left_out")
    for one in wanted.filter(source__removed_at__isnull=True).order_by("created_at"):
        came[one.source_id].append(one)
    found = rows.select_related("organisation").order_by("name")
    return [_delivery(source, came[source.pk]) for source in found]


def _delivery(source: Source, came: list[Batch]) -> Delivery:
    if not came:
        return Delivery(source)
    gaps = [(two.created_at - one.created_at).days for one, two in pairwise(came)]
    gaps = [gap for gap in gaps if gap]
    usual = round(median(gaps)) if len(gaps) >= FEWEST_GAPS else None
    return Delivery(source, came[-1].created_at, usual, came[-1].left_out)


def others_bring(scope: Scope, source: Source) -> bool:
    """Whether anybody else has brought a file of the list's."""
    rows = Batch.objects.visible_to(scope).filter(source=source)
    return bool(rows.exclude(started_by=scope.actor).exists())


def kept_by(scope: Scope, sources: Sequence[Source]) -> set[int]:
    """The keys of those of the lists that a person may say how to read."""
    others = {one.pk for one in sources if not may_keep(scope, one, others_bring=True)}
    kept = {one.pk for one in sources} - others
    if others and scope.may(Act.IMPORT):
        brought = Batch.objects.visible_to(scope).exclude(started_by=scope.actor)
        kept |= others - set(brought.values_list("source_id", flat=True).distinct().order_by())
    return kept


def source_called(scope: Scope, name: str) -> Source | None:
    """The list in use with a name, whatever its case (SQLite folds a–z alone)."""
    wanted = name.strip().casefold()
    rows = Source.objects.visible_to(scope).filter(removed_at__isnull=True)
    found = rows.select_related("organisation")
    return next((one for one in found if one.name.casefold() == wanted), None)


def batches(scope: Scope) -> list[Batch]:
    """The latest batches, newest first; a try that came to nothing goes when the list's next file
    has come, or when it is old."""
    rows = Batch.objects.visible_to(scope).select_related("source__organisation", "file")
    later = Batch.objects.visible_to(scope).filter(source=OuterRef("source"), pk__gt=OuterRef("pk"))
    old = timezone.now() - ABANDONED_AFTER
    abandoned = Q(state__in=TRIED) & (Q(Exists(later)) | Q(created_at__lt=old))
    return list(rows.exclude(abandoned).order_by("-id")[:MOST_BATCHES])


def batch(scope: Scope, uid: UUID) -> Batch:
    """One batch with its source and file; ``DoesNotExist`` outside the scope."""
    rows = Batch.objects.visible_to(scope).select_related("source__organisation", "file")
    return rows.get(uid=uid)


def problems(scope: Scope, of: Batch, *, blocking: bool) -> list[Problem]:
    """A batch's first problems by row."""
    rows = Problem.objects.visible_to(scope).filter(batch=of, blocking=blocking)
    return list(rows.order_by("row", "id")[:MOST_PROBLEMS])
