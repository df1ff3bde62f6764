"""What people make of a deviation: noted, linked, dismissed, taken up again, judged."""

from django.utils import timezone

from samsyn.domain.audit.actions import keep_revision, record
from samsyn.domain.monitoring.enums import Triage, Word
from samsyn.domain.monitoring.models import Deviation, Verdict
from samsyn.domain.monitoring.rules import (
    check_may_triage,
    check_reason,
    check_reference,
    check_step,
)
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action, locked
from samsyn.domain.privacy.rules import check_texts

CHANGED = "Avvikelsen har ändrats sedan du öppnade den. Läs den på nytt och välj igen."


@action()
def acknowledge(*, by: Scope, row: Deviation, version: int) -> Deviation:
    """Note a deviation: it has been seen and is followed."""
    row = _locked(by, row, version, Triage.ACKNOWLEDGED)
    return _decide(by, row, Triage.ACKNOWLEDGED)


@action()
def link(*, by: Scope, row: Deviation, version: int, reference: str) -> Deviation:
    """Tie a deviation to a problem or a matter, by what people call it."""
    row = _locked(by, row, version, Triage.LINKED)
    check_reference(reference)
    _check_text(by, "reference", reference)
    return _decide(by, row, Triage.LINKED, reference=reference.strip())


@action()
def dismiss(*, by: Scope, row: Deviation, version: int, reason: str) -> Deviation:
    """Set a deviation aside with a reason; it comes back only if it grows."""
    row = _locked(by, row, version, Triage.DISMISSED)
    check_reason(reason)
    _check_text(by, "reason", reason)
    return _decide(
        by,
        row,
        Triage.DISMISSED,
        reason=reason.strip(),
        dismissed_excess=row.excess,
        returned=False,
    )


@action()
def take_up(*, by: Scope, row: Deviation, version: int) -> Deviation:
    """Take up a dismissed deviation again."""
    row = _locked(by, row, version, Triage.NEW)
    return _decide(by, row, Triage.NEW)


@action()
def judge(*, by: Scope, row: Deviation, word: Word) -> Verdict:
    """Say what a deviation turned out to be; the latest verdict counts."""
    check_may_triage(by)
    Deviation.objects.visible_to(by).select_for_update(of=("self",)).get(pk=row.pk)
    Verdict.objects.visible_to(by).filter(deviation=row, current=True).update(current=False)
    made: Verdict = Verdict.objects.visible_to(by).create(
        municipality_id=by.municipality_id, deviation=row, word=word, person_id=by.user_id
    )
    record(by, "monitoring.judged", row, plain={"word": word.value})
    return made


def _locked(by: Scope, row: Deviation, version: int, to: Triage) -> Deviation:
    """The deviation as it is now, if the step is permitted; refused if newer than what was seen."""
    check_may_triage(by)
    current = locked(by, row, version=version, stale=CHANGED)
    check_step(current, to)
    return current


def _check_text(by: Scope, name: str, text: str) -> None:
    words = reference(by).known_words
    check_texts({name: text}, known_words=words, warnings_accepted=False)


def _decide(by: Scope, row: Deviation, to: Triage, **fields: object) -> Deviation:
    before = {"state": row.state, "reason": row.reason, "reference": row.reference}
    keep_revision(by, row, row.version, before)
    row.state, row.version = to, row.version + 1
    row.decided_by_id, row.decided_at = by.user_id, timezone.now()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    secret = {name: value for name, value in fields.items() if name in ("reason", "reference")}
    record(by, f"monitoring.{to.value}", row, secret=secret)
    return row
