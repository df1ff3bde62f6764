"""A person's consent to read in a file that has been tried."""

from dataclasses import dataclass

from samsyn.domain.audit.actions import record
from samsyn.domain.intake.actions import IMPORT, hold, step
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, Problem
from samsyn.domain.intake.rules import check_step
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.foundation import formats, queue
from samsyn.foundation.refusals import Mistaken


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What a person says of a file that has been tried: to leave out rows that give nothing, to
    update those that have changed, to take out those that are gone, to read it in though it seems
    to be of another place."""

    leave_out: bool = False
    update: bool = False
    replace: bool = False
    anyway: bool = False


PLAIN_CONSENT = Consent()


@action()
def approve(*, by: Scope, batch: Batch, consent: Consent = PLAIN_CONSENT) -> None:
    """Let a tried file be imported; what is doubtful only when that is said."""
    by.check(Act.IMPORT)
    if consent.update or consent.replace:
        by.check(Act.REVIEW)
    hold(batch)
    check_step(batch, BatchState.IMPORTING)
    batch.refresh_from_db(fields=["stop", "asks"])
    rows = _rows_with_problems(by, batch)
    unknown = int(batch.asks.get("unknown", 0))
    _check_consent(batch, consent, rows, unknown)
    step(
        batch,
        BatchState.IMPORTING,
        progress=0,
        updates=[],
        asks={**batch.asks, "consent": vars(consent)},
    )
    plain = {
        "left_out": rows + unknown,
        "update": consent.update or consent.replace,
        "replace": consent.replace,
    }
    record(by, "observations.import_approved", batch, plain=plain)


def _check_consent(batch: Batch, consent: Consent, rows: int, unknown: int) -> None:
    if batch.stop and not consent.anyway:
        raise Mistaken(batch.stop, "anyway")
    if unknown and not consent.leave_out:
        raise Mistaken(
            f"{_counted(unknown)} har ord som ingen kategori eller plats är vald för. Välj för "
            "varje ord, eller läs in resten utan dem.",
            "leave_out",
        )
    if rows and not consent.leave_out:
        raise Mistaken(
            f"{_counted(rows)} har fel. Rätta kopplingen eller filen, eller välj att läsa in "
            "resten utan dem.",
            "leave_out",
        )


def _counted(rows: int) -> str:
    return f"{formats.number(rows)} {'rad' if rows == 1 else 'rader'}"


def _rows_with_problems(by: Scope, batch: Batch) -> int:
    wrong = Problem.objects.visible_to(by).filter(batch=batch, blocking=True)
    return wrong.values("sheet", "row").distinct().count()


@action()
def order_import(*, by: Scope, batch: Batch, consent: Consent = PLAIN_CONSENT) -> None:
    """Have a tried file imported by the worker."""
    approve(by=by, batch=batch, consent=consent)
    queue.enqueue(IMPORT, batch.pk, precedence=queue.Precedence.AWAITED)
