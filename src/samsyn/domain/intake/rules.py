"""Which step may follow which in a batch's life."""

from samsyn.domain.intake.enums import TRANSITIONS, BatchState
from samsyn.domain.intake.models import Batch
from samsyn.domain.organisations.enums import OrganisationKind
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.refusals import NotNow

_STANDS = {
    BatchState.UPLOADED: "är bara uppladdad",
    BatchState.CHECKING: "provläses",
    BatchState.CHECKED: "är provläst",
    BatchState.IMPORTING: "läses in",
    BatchState.IMPORTED: "är inläst",
    BatchState.UNDONE: "är ångrad",
    BatchState.FAILED: "gick inte att läsa",
}
_STEPS = {
    BatchState.UPLOADED: "laddas upp igen",
    BatchState.CHECKING: "provläsas",
    BatchState.CHECKED: "provläsas",
    BatchState.IMPORTING: "läsas in",
    BatchState.IMPORTED: "läsas in",
    BatchState.UNDONE: "ångras",
    BatchState.FAILED: "misslyckas",
}


def check_step(batch: Batch, to: BatchState) -> None:
    """Refuse a step that the batch's state does not permit."""
    if to not in TRANSITIONS[BatchState(batch.state)]:
        raise NotNow(f"Filen {_STANDS[BatchState(batch.state)]} och kan inte {_STEPS[to]}.")


def may_see_rows(scope: Scope, batch: Batch) -> bool:
    """Whether the words in a file are shown: those of the police to them and to who brought it."""
    organisation = batch.source.organisation
    police = organisation.kind == OrganisationKind.POLICE
    return not police or organisation.pk in scope.organisations or batch.started_by == scope.actor


def may_step(batch: Batch, to: BatchState) -> bool:
    """Whether the button is there."""
    return to in TRANSITIONS[BatchState(batch.state)]
