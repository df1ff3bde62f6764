"""The coordinator's list: five for the meeting, all of them, and one."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from samsyn.domain.monitoring.enums import Triage, Word
from samsyn.domain.monitoring.models import Deviation, Verdict
from samsyn.domain.monitoring.rules import CARD_WEEKS, MOST_AT_A_MEETING
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import clock

ALL_SHOWN = 200


def for_meeting(scope: Scope, most: int = MOST_AT_A_MEETING) -> tuple[list[Deviation], int]:
    """The strongest new ones that are recent, and how many more there are."""
    since = clock.monday(clock.today()) - timedelta(weeks=CARD_WEEKS + 1)
    rows = _named(scope).filter(state=Triage.NEW, last_week__gte=since)
    found = list(rows.order_by("-strength", "id")[:ALL_SHOWN])
    return found[:most], max(len(found) - most, 0)


def every(scope: Scope, state: Triage | None = None) -> list[Deviation]:
    """All deviations, the latest first, in one state or any."""
    rows = _named(scope) if state is None else _named(scope).filter(state=state)
    return list(rows.order_by("-last_week", "-strength", "id")[:ALL_SHOWN])


def one(scope: Scope, uid: UUID) -> Deviation:
    """A deviation with its names, runs and verdict; ``DoesNotExist`` outside the scope."""
    found: Deviation = _named(scope).select_related("run", "first_run", "decided_by").get(uid=uid)
    return found


def _named(scope: Scope) -> QuerySet[Deviation]:
    current = Verdict.objects.visible_to(scope).filter(current=True)
    rows: QuerySet[Deviation] = Deviation.objects.visible_to(scope)
    return rows.select_related("area", "category", "district").prefetch_related(
        Prefetch("verdicts", queryset=current, to_attr="judged")
    )


@dataclass(frozen=True)
class HitRate:
    """How the deviations that people have judged turned out."""

    true: int
    chance: int
    reporting: int

    @property
    def total(self) -> int:
        """How many are judged."""
        return self.true + self.chance + self.reporting


def hit_rate(scope: Scope) -> HitRate:
    """From the current verdicts."""
    words = Verdict.objects.visible_to(scope).filter(current=True).values_list("word", flat=True)
    counted = Counter(words)
    return HitRate(counted[Word.TRUE], counted[Word.CHANCE], counted[Word.REPORTING])
