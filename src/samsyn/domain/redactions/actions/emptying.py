"""Emptying the words of old reports and of their earlier versions: kind, place, day and counts
stay. Settled pictures are archived documents and are left alone."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from samsyn.domain.audit.actions import Plain, record
from samsyn.domain.audit.models import Revision
from samsyn.domain.files.enums import DisposalKind
from samsyn.domain.files.models import Disposal
from samsyn.domain.observations.models import Observation, Review
from samsyn.domain.observations.values.lasting import within
from samsyn.domain.observations.values.report import TEXTS
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.redactions.actions.applying import MaskingUnderWay
from samsyn.domain.redactions.enums import Ground
from samsyn.domain.redactions.reading import REPORT, REVIEW, REVISION, WrittenRow
from samsyn.foundation.ids import uuid7

MOST_A_NIGHT = 2000
"""Reports whose words go in one transaction; the rest follow the nights after."""
AT_A_TIME = 500
A_DAY = timedelta(days=1)
DISPOSED, DISPOSED_AGAIN = "redactions.texts_disposed", "redactions.texts_disposed_again"


def empty_before(by: Scope, before: date) -> int:
    """Empty the words of reports of days before one, in the caller's transaction; how many."""
    rows = Observation.objects.within(by.municipality_id).filter(within(None, before - A_DAY))
    rows = rows.order_by("pk")
    change, emptied = MaskingUnderWay(by, str(uuid7()), Ground.TERM.value), list[str]()
    for uids in _some(rows.values_list("uid", flat=True)):
        emptied += _emptied(change, uids)
        if len(emptied) >= MOST_A_NIGHT:
            break
    return _finish(change, emptied, DISPOSED)


def empty_again(by: Scope, uids: Iterable[str]) -> int:
    """Empty the words of reports that came back with a backup; how many."""
    change, emptied = MaskingUnderWay(by, str(uuid7()), Ground.TERM.value), list[str]()
    for some in _some(uids):
        emptied += _emptied(change, some)
    return _finish(change, emptied, DISPOSED_AGAIN)


def _some(uids: Iterable[Any]) -> Iterator[list[str]]:
    every = [str(one) for one in uids]
    for at in range(0, len(every), AT_A_TIME):
        yield every[at : at + AT_A_TIME]


def _emptied(change: MaskingUnderWay, uids: Sequence[str]) -> list[str]:
    """Empty what has words of some reports; which reports had."""
    touched: dict[str, None] = {}
    for row in list(_rows(change.by, uids)):
        if new := _without_words(row):
            change.set(row, new)
            touched[row.subject] = None
    return list(touched)


def _rows(by: Scope, uids: Sequence[str]) -> Iterator[WrittenRow]:
    reports = Observation.objects.within(by.municipality_id).filter(uid__in=uids)
    yield from REPORT.read(reports)
    reviews = Review.objects.within(by.municipality_id)
    yield from REVIEW.read(reviews.filter(observation__in=reports))
    yield from REVISION.read(Revision.objects.in_chain(by.chain).filter(subject__in=uids))


def _without_words(row: WrittenRow) -> dict[str, Any]:
    """The columns that have words, without them."""
    if row.table is REVISION:
        fields = _without(row.values["fields"])
        return {} if fields == row.values["fields"] else {"fields": fields}
    return {name: "" for name, text in row.values.items() if text}


def _without(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: "" if name in TEXTS else _without(one) for name, one in value.items()}


def _finish(change: MaskingUnderWay, emptied: list[str], act: str) -> int:
    """Decide it, so that no older backup brings the words back, and log it by one entry."""
    if not emptied:
        return 0
    change.finish()
    rows = Disposal.objects.visible_to(change.by)
    for uid in emptied:
        defaults = {"municipality_id": change.by.municipality_id, "digest": ""}
        rows.get_or_create(kind=DisposalKind.TEXTS, subject=uid, defaults=defaults)
    where = Municipality.objects.get(pk=change.by.municipality_id)
    plain: Plain = {"count": len(emptied), "masking": change.masking, "lines": change.lines}
    record(change.by, act, where, plain=plain)
    return len(emptied)
