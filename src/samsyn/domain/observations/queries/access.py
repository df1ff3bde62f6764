"""Who could read a report while it stood in the shared picture, and what the log knows was read.

That somebody opens a report is not logged, but for the police's held text and for files: the
pages that show this say so.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from samsyn.domain.audit.wording import READING
from samsyn.domain.observations.enums import Release, ReportState
from samsyn.domain.observations.models import Observation, ObservationReporter, Review
from samsyn.domain.observations.queries.files import exports_that_may_hold
from samsyn.domain.observations.visibility import roles_that_read
from samsyn.domain.organisations.models import Membership
from samsyn.domain.organisations.queries.log import LogFilters, LogRow, newest_entries, said
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.clock import local_day, today


@dataclass(frozen=True)
class ReportReader:
    """Somebody who could read a report; ``words``: the police's held text too."""

    name: str
    organisations: tuple[str, ...]
    words: bool


MOST_READINGS = 100


def shared_since(scope: Scope, row: Observation) -> datetime:
    """When a report came into the shared picture; of what came so from a file, when it was read."""
    passed = Review.objects.visible_to(scope).filter(observation=row, verdict=ReportState.PASSED_ON)
    last = passed.order_by("-id").values_list("created_at", flat=True).first()
    return last or row.created_at


def readers_of(scope: Scope, row: Observation) -> list[ReportReader]:
    """Those whose roles let them read a report since it was passed on, by name; who reported it
    is left out, and told to nobody."""
    since = shared_since(scope, row)
    roles = roles_that_read(row.visibility)
    may = Q(role__in=roles.shared) | Q(role__in=roles.own, organisation=row.organisation_id)
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=local_day(since))
    lasted = Q(ended_at__isnull=True) | Q(ended_at__gte=since)
    rows = Membership.objects.within(scope.municipality_id).filter(
        may, held, lasted, valid_from__lte=today(), user__is_active=True
    )
    reporters = ObservationReporter.objects.of(row).values("user")
    found: dict[tuple[str, int], set[tuple[int, str]]] = defaultdict(set)
    for one in rows.exclude(user__in=reporters).select_related("user", "organisation"):
        at = (one.organisation_id, one.organisation.short_name)
        found[one.user.name, one.user_id].add(at)
    return [_reader(row, name, at) for (name, _), at in sorted(found.items())]


def _reader(row: Observation, name: str, at: set[tuple[int, str]]) -> ReportReader:
    words = row.release != Release.HELD or row.organisation_id in {key for key, _ in at}
    return ReportReader(name, tuple(sorted(called for _, called in at)), words)


def readings_of(scope: Scope, row: Observation) -> list[LogRow]:
    """What the log knows of who has read it: held texts that were shown, and files that were taken
    out and may hold it; newest first."""
    shown = newest_entries(
        scope, LogFilters(act=READING, subject=str(row.uid)), None, MOST_READINGS
    )
    found = {one.number: one for one in (*shown, *exports_that_may_hold(scope, row))}
    return list(said(scope, [found[number] for number in sorted(found, reverse=True)]))
