"""A reviewer's own archive: what was passed on, returned and drawn back, and what each is today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation, Review
from samsyn.domain.observations.queries.listing import named
from samsyn.domain.observations.queries.words import says
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.clock import start_of

ARCHIVE_PAGE = 50


@dataclass(frozen=True)
class ArchivePage:
    """The person's verdicts, newest first; ``before`` is the key of the next page, None on the
    last."""

    rows: list[Review]
    before: int | None


def own_verdicts(
    scope: Scope, words: str = "", day: date | None = None, before: int = 0
) -> ArchivePage:
    """The verdicts that the person has given on reports that are still the person's to read.

    ``words``: a report's number, or words that its text holds (``queries.words``); raises Mistaken
    where there is nothing to look for. What was passed on and has taken effect is one line.
    """
    mine = Review.objects.visible_to(scope).filter(reviewer=scope.user_id)
    rows = mine.filter(observation__in=_found(scope, words.strip()))
    if day is not None:
        first, end = start_of(day), start_of(day + timedelta(days=1))
        rows = rows.filter(created_at__gte=first, created_at__lt=end)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("observation").order_by("-id")[: ARCHIVE_PAGE + 1])
    more, found = len(found) > ARCHIVE_PAGE, found[:ARCHIVE_PAGE]
    named(scope, [one.observation for one in found])
    return ArchivePage(list(_once(found)), found[-1].pk if more else None)


def _found(scope: Scope, words: str) -> QuerySet[Observation]:
    reports = Observation.objects.visible_to(scope)
    return reports.filter(says(scope, words)) if words else reports


def _once(rows: Iterable[Review]) -> Iterator[Review]:
    """Without what was let go, where that it took effect stands right above it."""
    effect: set[int] = set()
    for one in rows:
        if one.verdict == ReportState.PASSING and one.observation_id in effect:
            effect.discard(one.observation_id)
            continue
        if one.verdict == ReportState.PASSED_ON:
            effect.add(one.observation_id)
        yield one
