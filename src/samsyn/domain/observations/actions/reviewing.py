"""The reviewer's verdicts, and the police's release of a text."""

from samsyn.domain.audit.actions import record
from samsyn.domain.observations.actions.store import locked, move
from samsyn.domain.observations.enums import Release, ReportState
from samsyn.domain.observations.models import Observation, ObservationReporter, Review
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import check_may_review, check_transition
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.domain.privacy.rules import check_texts
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow


@action()
def pass_on(
    *, by: Scope, row: Observation, version: int, own_work: bool = False, release: bool = False
) -> Observation:
    """Let a report into the shared picture.

    Who reviews an own report says so (``own_work``), and the review is recorded as such.
    ``release`` is the police's: their text becomes readable to the group.
    """
    row = locked(by, row, version)
    check_may_review(by, row)
    check_transition(row, ReportState.PASSED_ON)
    own = _is_own(by, row)
    if own and not own_work:
        raise Mistaken("Du granskar din egen rapport. Intyga att du har läst den på nytt.", "own")
    if release:
        _release(by, row)
    move(row, ReportState.PASSED_ON)
    _record(by, row, ReportState.PASSED_ON, note="", own=own)
    return row


@action()
def return_to_reporter(*, by: Scope, row: Observation, version: int, note: str) -> Observation:
    """Send a report back with a sentence about what to mend."""
    row = locked(by, row, version)
    check_may_review(by, row)
    check_transition(row, ReportState.RETURNED)
    if not note.strip():
        raise Mistaken("Skriv vad som behöver ändras.", "note")
    words = reference(by).words_of(row.organisation_id)
    check_texts({"note": note}, known_words=words, warnings_accepted=True)
    move(row, ReportState.RETURNED)
    _record(by, row, ReportState.RETURNED, note=note.strip(), own=_is_own(by, row))
    return row


@action()
def release_text(*, by: Scope, row: Observation, version: int) -> Observation:
    """Make the police's text readable to those who may read the report."""
    row = locked(by, row, version)
    check_may_review(by, row)
    _release(by, row)
    row.version += 1
    row.save(update_fields=["release", "version"])
    record(by, "observations.text_released", row)
    return row


def _release(by: Scope, row: Observation) -> None:
    if row.organisation_id not in by.police and not by.everything:
        raise NotAllowed("Bara polisen släpper polisens text.")
    if row.release != Release.HELD:
        raise NotNow("Texten är redan läsbar.")
    row.release = Release.RELEASED


def _is_own(by: Scope, row: Observation) -> bool:
    if by.user_id is None:
        return False
    return ObservationReporter.objects.of(row).filter(user_id=by.user_id).exists()


def _record(by: Scope, row: Observation, verdict: ReportState, *, note: str, own: bool) -> None:
    Review.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        observation=row,
        verdict=verdict,
        note=note,
        reviewer_id=by.user_id,
        own=own,
    )
    record(by, f"observations.{verdict.value}", row, plain={"own": own}, secret={"note": note})
