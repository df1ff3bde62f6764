"""Handing in, mending and taking back a report; nil reports; count records."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from samsyn.domain.audit.actions import keep_revision, record
from samsyn.domain.observations.actions import store
from samsyn.domain.observations.actions.recording import count_records, put_in_place
from samsyn.domain.observations.enums import ReportState, Visibility
from samsyn.domain.observations.models import (
    CountRecord,
    NilReport,
    Observation,
    ObservationReporter,
    Receipt,
)
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import (
    check_count,
    check_day_is_meant,
    check_has_ended,
    check_may_edit,
    check_may_move,
    check_may_report_for,
    check_report,
    check_transition,
)
from samsyn.domain.observations.values.counted import WHOLE_UNIT
from samsyn.domain.observations.values.report import TEXTS, NewReport
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.domain.privacy.rules import check_texts
from samsyn.foundation.inserting import insert, insert_if_new
from samsyn.foundation.refusals import Mistaken
from samsyn.foundation.writing import note_nothing_done

Client = tuple[int, str]


class KeyReusedError(Mistaken):
    """The idempotency key was used for another report; the client must take a new one."""


@action(plain=("told_as",))
def report(
    *,
    by: Scope,
    new: NewReport,
    key: str = "",
    told_as: str = "",
    warnings_accepted: bool = False,
    sure_of_day: bool = True,
) -> Observation:
    """Hand in a report. The same ``key`` and content again gives the first answer.

    ``told_as`` is the content as the client sent it, where that stays the same and what it comes
    to does not: "just now" is another time each minute. ``sure_of_day``: whether a day of long
    ago is known to be meant.
    """
    known = reference(by)
    check_may_report_for(by, _organisation(by, new.organisation_id))
    row = Observation()
    if by.user_id is not None and key:
        receipt = _receipt(by, (by.user_id, key), told_as or repr(new), row)
        if not insert_if_new(receipt):
            note_nothing_done()
            return _answered(by, receipt)
    check_report(new, known, warnings_accepted=warnings_accepted)
    if not sure_of_day:
        check_day_is_meant(new)
    store.add(by, new, row)
    if by.user_id is not None:
        insert(ObservationReporter(observation=row, user_id=by.user_id))
    record(by, "observations.reported", row, secret=dict(new.texts))
    return row


@action()
def edit(
    *,
    by: Scope,
    row: Observation,
    new: NewReport,
    version: int,
    warnings_accepted: bool = False,
    sure_of_day: bool = True,
) -> Observation:
    """Mend a report that has not been passed on; a returned one goes back to review."""
    row = store.locked(by, row, version)
    reporter = ObservationReporter.objects.of(row).first()
    check_may_edit(by, row, reporter.user_id if reporter else None)
    organisation = _organisation(by, new.organisation_id)
    check_may_move(by, row, organisation, reference(by).organisations[row.organisation_id])
    stored = store.stored_report(row)
    check_report(new, reference(by), stored=stored, warnings_accepted=warnings_accepted)
    if not sure_of_day and new.period != stored.period:
        check_day_is_meant(new)
    keep_revision(by, row, row.version, {"texts": _texts(row), "category": row.category_id})
    tally = store.uncounted(row)
    store.fill(row, new, reference(by))
    row.version += 1
    if row.state == ReportState.RETURNED:
        check_transition(row, ReportState.SUBMITTED)
        row.state = ReportState.SUBMITTED
    store.place_and_count(by, row, new.district_id, tally)
    record(by, "observations.edited", row, plain={"version": row.version}, secret=dict(new.texts))
    return row


@action()
def withdraw(*, by: Scope, row: Observation, version: int) -> Observation:
    """Take a report back: it stays, and counts nowhere in the picture."""
    row = store.locked(by, row, version)
    reporter = ObservationReporter.objects.of(row).first()
    check_may_edit(by, row, reporter.user_id if reporter else None)
    check_transition(row, ReportState.WITHDRAWN)
    store.move(row, ReportState.WITHDRAWN)
    record(by, "observations.withdrawn", row)
    return row


@action()
def report_nothing(
    *, by: Scope, organisation: Organisation, period_from: date, period_to: date
) -> NilReport:
    """Say that there is nothing to report for a period; twice is once.

    Where the organisation has reported something too, that is what counts.
    """
    check_may_report_for(by, organisation)
    check_has_ended(period_to)
    row, new = NilReport.objects.visible_to(by).get_or_create(
        municipality_id=by.municipality_id,
        organisation=organisation,
        period_from=period_from,
        period_to=period_to,
        withdrawn_at=None,
        defaults={"reporter_id": by.user_id},
    )
    if new:
        record(by, "observations.nothing_reported", row)
    else:
        note_nothing_done()
    return row


@action()
def withdraw_nil_report(*, by: Scope, row: NilReport) -> None:
    """Undo a nil report."""
    check_may_report_for(by, row.organisation)
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    record(by, "observations.nil_report_withdrawn", row)


@dataclass(frozen=True, kw_only=True)
class NewCount:
    """n of something for a period (both days included), from a source."""

    organisation_id: int
    category_id: int
    period_from: date
    period_to: date
    source_name: str
    value: Decimal
    unit: str = WHOLE_UNIT
    place_id: int | None = None
    district_id: int | None = None
    preliminary: bool = False
    visibility: Visibility = Visibility.GROUP


@action()
def record_count(*, by: Scope, new: NewCount) -> CountRecord:
    """Keep a count that an organisation delivers; the same one twice is once."""
    check_may_report_for(by, _organisation(by, new.organisation_id))
    check_count(new.period_from, new.period_to, new.value, new.unit)
    words = reference(by).words_of(new.organisation_id)
    texts = {"source_name": new.source_name, "unit": new.unit}
    check_texts(texts, known_words=words, warnings_accepted=True)
    row, fresh = CountRecord.objects.visible_to(by).get_or_create(
        municipality_id=by.municipality_id, **vars(new)
    )
    if fresh:
        put_in_place(by, [row])
        row.save(update_fields=["day", "districts"])
        count_records([row])
        record(by, "observations.count_recorded", row)
    else:
        note_nothing_done()
    return row


def _organisation(by: Scope, key: int) -> Organisation:
    organisation = reference(by).organisations.get(key)
    if organisation is None:
        raise Mistaken("Välj vilken organisation som rapporterar.", "organisation")
    return organisation


def _texts(row: Observation) -> dict[str, str]:
    return {name: getattr(row, name) for name in TEXTS}


def _receipt(by: Scope, client: Client, content: str, row: Observation) -> Receipt:
    return Receipt(
        municipality_id=by.municipality_id,
        user_id=client[0],
        key=client[1],
        body_digest=hashlib.sha256(content.encode()).hexdigest(),
        answer=str(row.uid),
    )


def _answered(by: Scope, receipt: Receipt) -> Observation:
    """What the key was answered with before."""
    kept = Receipt.objects.visible_to(by).get(user_id=receipt.user_id, key=receipt.key)
    if kept.body_digest != receipt.body_digest:
        raise KeyReusedError(
            "Du har redan skickat rapporten, med ett annat innehåll. Skicka igen om det här är en "
            "till; ändra annars den första."
        )
    row: Observation = Observation.objects.visible_to(by).get(uid=kept.answer)
    return row
