"""Which step may follow which in a batch's life."""

from samsyn.domain.intake.enums import TRANSITIONS, BatchState
from samsyn.domain.intake.models import Batch
from samsyn.domain.organisations.enums import Act, OrganisationKind
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
    """Whether the words in a file are shown: to who brought it, to those it came from, and, but
    for the police's, to who reviews in the municipality."""
    organisation = batch.source.organisation
    if batch.started_by == scope.actor or organisation.pk in scope.organisations:
        return True
    return organisation.kind != OrganisationKind.POLICE and scope.may(Act.REVIEW)


def may_undo(scope: Scope, batch: Batch) -> bool:
    """Whether a person may take out what a file brought: who brought it, where it changed
    nothing that was there, and who reviews."""
    own = batch.started_by == scope.actor and not batch.updates
    return own or scope.may(Act.REVIEW)


def may_step(batch: Batch, to: BatchState) -> bool:
    """Whether the button is there."""
    return to in TRANSITIONS[BatchState(batch.state)]
