"""How many events some reports tell of, where several are said to tell of the same one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.questions import shared_reports
from samsyn.domain.observations.queries.selecting import matching
from samsyn.domain.observations.values.lasting import within
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope


@dataclass(frozen=True)
class LinkedReports:
    """Of a selection the reports that are linked: how many, how many events they would be if none
    were, and how many they are. Of one event as many as the one that tells of the most."""

    reports: int
    said: int
    events: int

    def events_of(self, rows: Sequence[Observation]) -> int:
        """How many events all reports of the selection tell of."""
        return sum(row.events for row in rows) - self.said + self.events


def linked_among(scope: Scope, selection: Selection) -> LinkedReports | None:
    """What is linked of a selection, in one statement; None where nothing makes a difference."""
    return _linked(matching(scope, selection))


def linked_shared(scope: Scope, first: date, last: date) -> LinkedReports | None:
    """The same of the shared picture's reports of what happened between two days, both included."""
    scope.check(Act.READ_PICTURE)
    rows = shared_reports(scope.municipality_id, ())
    return _linked(rows.filter(within(first, last)))


def _linked(reports: QuerySet[Observation]) -> LinkedReports | None:
    rows = reports.filter(same_event__isnull=False)
    of: dict[UUID, list[int]] = defaultdict(list)
    for event, n in rows.values_list("same_event__event", "events").order_by():
        of[event].append(n)
    if all(len(some) == 1 for some in of.values()):
        return None
    return LinkedReports(
        reports=sum(len(some) for some in of.values()),
        said=sum(sum(some) for some in of.values()),
        events=sum(max(some) for some in of.values()),
    )
