"""Counting stops, saying that one was false, judging it, and letting its text go."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from samsyn.domain.audit.actions import Plain, record, record_read
from samsyn.domain.files.enums import DisposalKind
from samsyn.domain.files.models import Disposal
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action, locked
from samsyn.domain.stops.enums import StopState, TakeOutPurpose, WritePath
from samsyn.domain.stops.models import StopCount, StoppedText, VerdictCount
from samsyn.domain.stops.queries import labelled, stopped_texts
from samsyn.domain.stops.rules import (
    MOST_TAKEN_OUT,
    Stop,
    check_few_wait,
    check_may_judge,
    check_may_take_back,
    is_polices,
    key_of,
)
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken, NotNow
from samsyn.foundation.writing import note_rule


@transaction.atomic
def count_stops(scope: Scope, path: WritePath, kinds: Mapping[str, int]) -> None:
    """Count what the guard has stopped today, by kind. The refused write is undone; this is not.

    No act of anybody's, and no entry in the log: it is a number, and says nothing of who wrote or
    what.
    """
    for kind, stops in kinds.items():
        rows = StopCount.objects.visible_to(scope)
        row, _ = rows.get_or_create(
            municipality_id=scope.municipality_id, day=clock.today(), path=path, kind=kind
        )
        rows.filter(pk=row.pk).update(stops=F("stops") + stops)


@action(plain=("stop",))
def report_stop(*, by: Scope, stop: Stop, days: int) -> StoppedText | None:
    """Say that a stop was false: the text is kept for so many days; None where it may not be.

    The police's texts, and what has no text, are only counted. The same stop is kept once. The
    words of ``stop`` are past the guard, that is the matter; no path leads on from here.
    """
    note_rule()  # whoever has written it
    organisation = _organisation(by, stop)
    if not stop.text or stop.police or is_polices(by, organisation):
        _only_counted(by, stop)
        return None
    key, (start, end, kind, _severity) = key_of(by, stop), stop.span
    own = StoppedText.objects.visible_to(by).filter(writer=by.user_id)
    check_few_wait(own.exclude(key=key).filter(state=StopState.AWAITED).count())
    row: StoppedText
    row, fresh = StoppedText.objects.within(by.municipality_id).get_or_create(
        municipality_id=by.municipality_id,
        key=key,
        defaults={
            "organisation": organisation,
            "writer_id": by.user_id,
            "path": stop.path,
            "field": stop.field,
            "kind": kind,
            "text": stop.text,
            "spans": [list(one) for one in stop.spans],
            "start": start,
            "end": end,
            "due": timezone.now() + timedelta(days=days),
        },
    )
    if fresh:
        _count_reported(by, stop)
    record(by, "stops.reported", row, plain={"path": stop.path, "stop": kind, "again": not fresh})
    return row


def _count_reported(by: Scope, stop: Stop) -> None:
    """One more that is said to be false; what was found while typing is counted as a stop now."""
    if stop.typed:
        count_stops(by, stop.path, {stop.kind: 1})
    _count(by, clock.today(), stop.path, stop.kind, reported=1)


def _only_counted(by: Scope, stop: Stop) -> None:
    _count_reported(by, stop)
    record(by, "stops.counted", plain={"path": stop.path, "stop": stop.kind})


def _organisation(by: Scope, stop: Stop) -> Organisation | None:
    rows = Organisation.objects.visible_to(by)
    if stop.organisation_id is not None:
        return rows.filter(pk=stop.organisation_id).first()
    return rows.filter(pk__in=by.organisations).order_by("pk").first()


def read_text(*, by: Scope, row: StoppedText) -> StoppedText:
    """Log that somebody else than its writer reads it."""
    if row.writer_id != by.user_id:
        record_read(by, "stops.read", row, plain={"path": row.path, "stop": row.kind})
    return row


@action()
def judge(*, by: Scope, row: StoppedText, verdict: StopState) -> StoppedText:
    """Say whether the stop was right, or undo what was said."""
    by.check(Act.JUDGE_STOPS)
    row = locked(by, row)
    check_may_judge(row, verdict)
    undone, row.state = StopState(row.state), verdict
    judged = verdict != StopState.AWAITED
    row.judged_at = timezone.now() if judged else None
    row.judged_by_id = by.user_id if judged else None
    row.save(update_fields=["state", "judged_at", "judged_by"])
    counted, change = (verdict, 1) if judged else (undone, -1)
    _count(by, _day(row), WritePath(row.path), row.kind, **{counted.value: change})
    plain = {"path": row.path, "stop": row.kind, "verdict": verdict.value}
    record(by, "stops.judged" if judged else "stops.verdict_undone", row, plain=plain)
    return row


@action()
def take_back(*, by: Scope, row: StoppedText) -> None:
    """The writer takes it back: the text is gone at once, and was never said to be false."""
    note_rule()  # whoever has written it
    row = locked(by, row)
    check_may_take_back(by, row)
    _count(by, _day(row), WritePath(row.path), row.kind, reported=-1)
    record(by, "stops.taken_back", row, plain={"path": row.path, "stop": row.kind})
    dispose_texts(by, [row])


@action()
def take_out(*, by: Scope, purpose: TakeOutPurpose, reviewed: bool) -> list[dict[str, object]]:
    """The judged texts as a labelled set, for a purpose that the officer has tried; logged by
    each. Nobody else may see them, so nobody else can review it."""
    by.check(Act.JUDGE_STOPS)
    if not reviewed:
        raise Mistaken("Intyga att du har prövat uttaget.", "reviewed")
    rows = list(stopped_texts(by).exclude(state=StopState.AWAITED))
    if not rows:
        raise NotNow("Ingen bedömd text finns kvar att ta ut.")
    if len(rows) > MOST_TAKEN_OUT:
        raise NotNow(f"Högst {MOST_TAKEN_OUT} texter tas ut på en gång. Vänta till i morgon.")
    plain: Plain = {"rows": len(rows), "purpose": purpose.value}
    record(by, "stops.taken_out", plain=plain, subjects=rows)
    return labelled(rows)


def dispose_texts(by: Scope, rows: Iterable[StoppedText]) -> list[Disposal]:
    """Let texts go for good, and decide it, so that no older backup brings them back.

    The decision holds no digest of the text: a short one could be guessed by it.
    """
    gone = list(rows)
    StoppedText.objects.within(by.municipality_id).filter(pk__in=[one.pk for one in gone]).delete()
    return [
        Disposal.objects.visible_to(by).create(
            municipality_id=by.municipality_id,
            kind=DisposalKind.STOPPED_TEXT,
            subject=str(one.uid),
            digest="",
        )
        for one in gone
    ]


def _day(row: StoppedText) -> date:
    return clock.local_day(row.created_at)


def _count(by: Scope, day: date, path: WritePath, kind: str, **changes: int) -> None:
    rows = VerdictCount.objects.visible_to(by)
    row, _ = rows.get_or_create(
        municipality_id=by.municipality_id, month=clock.first_of_month(day), path=path, kind=kind
    )
    rows.filter(pk=row.pk).update(**{name: F(name) + change for name, change in changes.items()})
