"""Stopped texts for who may read them, and the figures that stay when the texts are gone."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from samsyn.analysis.rates import wilson
from samsyn.domain.intake.models import Batch
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.privacy.rules import LABELS
from samsyn.domain.stops.enums import StopState
from samsyn.domain.stops.models import StopCount, StoppedText, VerdictCount
from samsyn.domain.stops.rules import UNDO_FOR
from samsyn.foundation import clock
from samsyn.foundation.clock import first_of_month


def stopped_texts(scope: Scope) -> QuerySet[StoppedText]:
    """Those that a person may see, the oldest that waits first."""
    rows = StoppedText.objects.visible_to(scope)
    return rows.select_related("organisation", "judged_by").order_by("due", "pk")


def one(scope: Scope, uid: UUID) -> StoppedText:
    """A stopped text that the person may read."""
    return stopped_texts(scope).select_related("writer").get(uid=uid)


def awaited(scope: Scope) -> int:
    """How many wait for the person's verdict."""
    if not scope.may(Act.JUDGE_STOPS):
        return 0
    return StoppedText.objects.visible_to(scope).filter(state=StopState.AWAITED).count()


def outlived(scope: Scope) -> list[StoppedText]:
    """Whose day has come, or whose verdict is a day old: for the disposal alone."""
    now = timezone.now()
    rows = StoppedText.objects.within(scope.municipality_id)
    return list(rows.filter(Q(due__lte=now) | Q(judged_at__lte=now - UNDO_FOR)))


@dataclass
class Accuracy:
    """Of stops: how many, how many were said to be false, and what they were judged."""

    stops: int = 0
    reported: int = 0
    right: int = 0
    false: int = 0

    @property
    def judged(self) -> int:
        """How many have a verdict."""
        return self.right + self.false

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of the judged, the share that was false: 95 per cent; None where none is judged."""
        if not self.judged:
            return None
        low, high = wilson(self.false, self.judged).tolist()
        return low, high

    def told(self) -> dict[str, object]:
        """As JSON."""
        low_high = self.interval
        return {
            "stops": self.stops,
            "reported": self.reported,
            "judged": self.judged,
            "false": self.false,
            "false_interval_95": low_high and [round(one, 4) for one in low_high],
        }


Key = tuple[date, str, str]


def figures(scope: Scope) -> dict[Key, Accuracy]:
    """By month, path and kind, the latest month first."""
    found: dict[Key, Accuracy] = defaultdict(Accuracy)
    for day, path, kind, stops in StopCount.objects.visible_to(scope).values_list(
        "day", "path", "kind", "stops"
    ):
        found[first_of_month(day), path, kind].stops += stops
    for row in VerdictCount.objects.visible_to(scope):
        figure = found[row.month, row.path, row.kind]
        figure.reported += row.reported
        figure.right += row.right
        figure.false += row.false
    return dict(sorted(found.items(), key=lambda one: (-one[0][0].toordinal(), *one[0][1:])))


@dataclass(frozen=True)
class TriedTexts:
    """Texts of files that the guard read when they were tried, and of how many it took something
    out: what was said to be false in files is of these."""

    texts: int = 0
    stopped: int = 0


def texts_of_files(scope: Scope) -> dict[date, TriedTexts]:
    """By the month that a file came, the latest first; each file as it was last tried."""
    found: dict[date, TriedTexts] = defaultdict(TriedTexts)
    rows = Batch.objects.visible_to(scope).filter(texts__gt=0)
    for made_at, texts, stopped in rows.values_list("created_at", "texts", "texts_stopped"):
        month = first_of_month(clock.local_day(made_at))
        before = found[month]
        found[month] = TriedTexts(before.texts + texts, before.stopped + stopped)
    return dict(sorted(found.items(), reverse=True))


def all_texts_of_files(scope: Scope) -> TriedTexts:
    """Of all months."""
    months = texts_of_files(scope).values()
    return TriedTexts(sum(one.texts for one in months), sum(one.stopped for one in months))


def summed(found: dict[Key, Accuracy], by: Callable[[Key], Any]) -> dict[Any, Accuracy]:
    """Figures added up by a part of what they are of."""
    sums: dict[Any, Accuracy] = defaultdict(Accuracy)
    for key, one in found.items():
        to = sums[by(key)]
        to.stops += one.stops
        to.reported += one.reported
        to.right += one.right
        to.false += one.false
    return dict(sums)


def labelled(rows: Iterable[StoppedText]) -> list[dict[str, object]]:
    """Judged texts as a set to build the guard on: what was falsely stopped is no span."""
    return [_labelled(row) for row in rows]


def _labelled(row: StoppedText) -> dict[str, object]:
    own = [row.start, row.end]
    spans = [
        {"start": start, "end": end, "type": LABELS[kind], "text": row.text[start:end]}
        for start, end, kind, severity in row.spans
        if severity == "must_flag" and not (row.state == StopState.FALSE and [start, end] == own)
    ]
    return {
        "id": f"stop-{row.uid}",
        "text": row.text,
        "tier": "must_flag" if spans else "must_pass",
        "types": sorted({str(one["type"]) for one in spans}),
        "spans": spans,
    }
