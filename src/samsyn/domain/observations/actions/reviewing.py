"""The reviewer's verdicts, and the police's release of a text.

What is passed on takes effect after ten minutes (decision 35): until then it is ``PASSING``,
nobody outside the review sees or counts it, and it can be taken back.
"""

from datetime import timedelta

from django.utils import timezone

from samsyn.domain.audit.actions import record
from samsyn.domain.observations.actions.store import CHANGED, GoneError, move
from samsyn.domain.observations.enums import Release, ReportState
from samsyn.domain.observations.models import Observation, ObservationReporter, Review
from samsyn.domain.observations.queries.access import readers_of
from samsyn.domain.observations.queries.verdicts import last_verdict
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import check_may_review, check_transition
from samsyn.domain.observations.wording import already_judged
from samsyn.domain.organisations import writing
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.domain.privacy.rules import check_texts
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow
from samsyn.foundation.writing import note_nothing_done

GRACE = timedelta(minutes=10)
"""How long what is passed on can be taken back before anybody else sees it."""


class JudgedError(NotNow):
    """Another has given a verdict already; the sentence says who, what and when."""


@action()
def pass_on(
    *,
    by: Scope,
    row: Observation,
    version: int,
    own_work: bool = False,
    release: bool = False,
    soon: bool = False,
) -> Observation:
    """Let a report into the shared picture: at once, or with ``soon`` when ``GRACE`` has passed.

    Who reviews an own report says so (``own_work``), and the review is recorded as such.
    ``release`` is the police's: their text becomes readable to the group.
    """
    row = _unjudged(by, row, version)
    check_may_review(by, row)
    to = ReportState.PASSING if soon else ReportState.PASSED_ON
    check_transition(row, to)
    own = _is_own(by, row)
    if own and not own_work:
        raise Mistaken("Du granskar din egen rapport. Intyga att du har läst den på nytt.", "own")
    if release:
        _release(by, row)
    move(row, to, timezone.now() + GRACE if soon else None)
    _record(by, row, to, note="", own=own)
    return row


@action()
def pass_at_once(*, by: Scope, row: Observation, version: int) -> Observation:
    """Let what is on its way into the shared picture before its time."""
    row = _passing(by, row, version)
    own = _own_of(by, row)
    move(row, ReportState.PASSED_ON)
    _record(by, row, ReportState.PASSED_ON, note="", own=own)
    return row


@action()
def take_back(*, by: Scope, row: Observation, version: int) -> Observation:
    """Let what is on its way wait for review again; nobody else has seen it.

    A text of the police is held again, whether this verdict had released it or an earlier one.
    """
    row = _passing(by, row, version)
    if row.release == Release.RELEASED:
        row.release = Release.HELD
    move(row, ReportState.SUBMITTED)
    _record(by, row, ReportState.SUBMITTED, note="", own=_own_of(by, row))
    return row


@action()
def take_effect(*, by: Scope, row: Observation) -> bool:
    """Let what is on its way into the shared picture, where its time has come; by the system.

    False where another has been there first, or it has been taken back.
    """
    row = writing.locked(by, row)
    check_may_review(by, row)
    due = row.passes_at is not None and row.passes_at <= timezone.now()
    if row.state != ReportState.PASSING or not due:
        note_nothing_done()
        return False
    let = last_verdict(by, row)
    move(row, ReportState.PASSED_ON)
    Review.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        observation=row,
        verdict=ReportState.PASSED_ON,
        reviewer_id=let.reviewer_id if let else None,
        own=bool(let and let.own),
    )
    record(by, "observations.took_effect", row)
    return True


@action()
def return_to_reporter(*, by: Scope, row: Observation, version: int, note: str) -> Observation:
    """Send a report that waits for review back with a sentence about what to mend."""
    row = _unjudged(by, row, version)
    check_may_review(by, row)
    check_transition(row, ReportState.RETURNED)
    if not note.strip():
        raise Mistaken("Skriv vad som behöver ändras.", "note")
    _check_words(by, row, note)
    move(row, ReportState.RETURNED)
    _record(by, row, ReportState.RETURNED, note=note.strip(), own=_is_own(by, row))
    return row


@action()
def undo_return(*, by: Scope, row: Observation, version: int) -> Observation:
    """Let what was just returned wait for review again, where nobody has touched it since."""
    row = _locked(by, row)
    check_may_review(by, row)
    let = last_verdict(by, row)
    given = let is not None and let.verdict == ReportState.RETURNED
    if row.state != ReportState.RETURNED or not given:
        raise NotNow("Rapporten är inte återlämnad längre.")
    writing.check_version(row, version, CHANGED)
    if let is not None and let.created_at < timezone.now() - GRACE:
        raise NotNow("De tio minuterna har gått. Rapportören kan ha börjat rätta.")
    check_transition(row, ReportState.SUBMITTED)
    move(row, ReportState.SUBMITTED)
    _record(by, row, ReportState.SUBMITTED, note="", own=let is not None and let.own)
    return row


@action()
def recall(
    *, by: Scope, row: Observation, version: int, note: str, mend: bool = True
) -> Observation:
    """Take out of the shared picture what has stood there, with the reason.

    With ``mend`` it goes back to its reporter; else it counts no more. The log says how many
    had access; who they are is asked of ``queries.access``.
    """
    row = _locked(by, row)
    check_may_review(by, row)
    if row.state == ReportState.PASSING:
        raise NotNow("Rapporten är på väg vidare och ingen annan ser den än. Ta tillbaka den.")
    if row.state != ReportState.PASSED_ON:
        raise _judged(by, row)
    writing.check_version(row, version, CHANGED)
    to = ReportState.RETURNED if mend else ReportState.WITHDRAWN
    check_transition(row, to)
    if not note.strip():
        raise Mistaken("Skriv varför rapporten dras tillbaka.", "note")
    _check_words(by, row, note)
    access = len(readers_of(by, row))
    move(row, to)
    _keep(by, row, to, note.strip(), own=_is_own(by, row))
    record(
        by,
        "observations.recalled",
        row,
        plain={"mend": mend, "access": access},
        secret={"note": note.strip()},
    )
    return row


@action()
def release_text(*, by: Scope, row: Observation, version: int) -> Observation:
    """Make the police's text readable to those who may read the report."""
    row = _locked(by, row)
    writing.check_version(row, version, CHANGED)
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


def _locked(by: Scope, row: Observation) -> Observation:
    """The row as it is now. Of what went out of the person's sight since it was read, the
    refusal says who has taken care of it."""
    try:
        return writing.locked(by, row)
    except writing.Gone as error:
        raise _judged(by, row) from error


def _judged(by: Scope, row: Observation) -> JudgedError | GoneError:
    review = last_verdict(by, row)
    return JudgedError(already_judged(review)) if review else GoneError()


def _unjudged(by: Scope, row: Observation, version: int) -> Observation:
    """The row, locked and as it was read; refused, with whose verdict it was, where it has one."""
    row = _locked(by, row)
    if row.state != ReportState.SUBMITTED and (review := last_verdict(by, row)):
        raise JudgedError(already_judged(review))
    writing.check_version(row, version, CHANGED)
    return row


def _passing(by: Scope, row: Observation, version: int) -> Observation:
    row = _locked(by, row)
    check_may_review(by, row)
    if row.state == ReportState.PASSED_ON:
        raise NotNow(
            "De tio minuterna har gått och rapporten är släppt vidare. Dra tillbaka den i stället."
        )
    if row.state != ReportState.PASSING:
        raise NotNow("Rapporten är redan tagen tillbaka.")
    writing.check_version(row, version, CHANGED)
    return row


def _is_own(by: Scope, row: Observation) -> bool:
    if by.user_id is None:
        return False
    return ObservationReporter.objects.of(row).filter(user_id=by.user_id).exists()


def _own_of(by: Scope, row: Observation) -> bool:
    """Whether what is on its way was let go by who had reported it."""
    let = last_verdict(by, row)
    return bool(let and let.own)


def _check_words(by: Scope, row: Observation, note: str) -> None:
    words = reference(by).words_of(row.organisation_id)
    check_texts({"note": note}, known_words=words, warnings_accepted=True)


def _record(by: Scope, row: Observation, verdict: ReportState, *, note: str, own: bool) -> None:
    _keep(by, row, verdict, note, own=own)
    act = _ACTS.get(verdict, verdict.value)
    record(by, f"observations.{act}", row, plain={"own": own}, secret={"note": note})


_ACTS = {ReportState.SUBMITTED: "taken_back", ReportState.PASSING: "passed_on_soon"}


def _keep(by: Scope, row: Observation, verdict: ReportState, note: str, *, own: bool) -> None:
    Review.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        observation=row,
        verdict=verdict,
        note=note,
        reviewer_id=by.user_id,
        own=own,
    )
