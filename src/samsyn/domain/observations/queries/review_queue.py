"""What waits for a reviewer, what is on its way, and what the reviewer has done."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Window
from django.utils import timezone

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation, Review
from samsyn.domain.observations.queries.listing import named
from samsyn.domain.observations.queries.selecting import matching
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.observations.visibility import to_judge
from samsyn.domain.organisations.tenancy import Scope

QUEUE_PAGE = 50
MOST_PASSING = 100
MOST_ALIKE = 500
"""Reports of the queue among which those that are like another are looked for."""
ALL = Selection()


@dataclass(frozen=True)
class ReviewQueue:
    """A page of what waits, the oldest first; ``total`` of the whole queue as it is narrowed.

    ``after`` is the key that the next page begins after, None on the last.
    """

    rows: list[Observation]
    total: int
    after: int | None


def waiting(scope: Scope, selection: Selection = ALL, days: int = 0) -> QuerySet[Observation]:
    """What waits for the person's review, narrowed; ``days``: has waited for so many at least."""
    rows = matching(scope, selection).filter(to_judge(scope), state=ReportState.SUBMITTED)
    if days:
        rows = rows.filter(created_at__lte=timezone.now() - timedelta(days=days))
    return rows


def queue_page(
    scope: Scope,
    selection: Selection = ALL,
    *,
    days: int = 0,
    after: int = 0,
    size: int = QUEUE_PAGE,
) -> ReviewQueue:
    """A page of the queue with its total and each report's reporter and last word of a reviewer,
    in one statement."""
    notes = Review.objects.visible_to(scope).filter(observation=OuterRef("pk")).exclude(note="")
    rows = (
        waiting(scope, selection, days)
        .select_related("reporter", "same_event")
        .annotate(
            total=Window(Count("pk")), last_note=Subquery(notes.order_by("-id").values("note")[:1])
        )
        .order_by("id")
    )
    # the window counts what comes after the cursor: what lies before is added
    found: list[Any] = list(rows.filter(pk__gt=after)[: size + 1])
    before = waiting(scope, selection, days).filter(pk__lte=after).count() if after else 0
    total = before + (found[0].total if found else 0)
    more, found = len(found) > size, found[:size]
    return ReviewQueue(named(scope, found), total, found[-1].pk if more else None)


def on_their_way(scope: Scope) -> list[Observation]:
    """What has been passed on and has not taken effect, of what is the person's to review, the
    latest first; ``let_by`` is the name of who let it go."""
    last = Review.objects.visible_to(scope).filter(observation=OuterRef("pk")).order_by("-id")
    rows = (
        Observation.objects.within(scope.municipality_id)
        .filter(to_judge(scope), state=ReportState.PASSING)
        .annotate(let_by=Subquery(last.values("reviewer__name")[:1]))
    )
    return named(scope, list(rows.order_by("-passes_at", "-id")[:MOST_PASSING]))
