"""Which step may follow which in a batch's life."""

from samsyn.domain.intake.enums import TRANSITIONS, BatchState
from samsyn.domain.intake.models import Batch
from samsyn.domain.organisations.enums import OrganisationKind
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.formats import swedish
from samsyn.foundation.refusals import NotNow


def check_step(batch: Batch, to: BatchState) -> None:
    """Refuse a step that the batch's state does not permit."""
    if to not in TRANSITIONS[BatchState(batch.state)]:
        raise NotNow(f"Filen är {swedish(BatchState(batch.state))} och kan inte bli {swedish(to)}.")


def may_see_rows(scope: Scope, batch: Batch) -> bool:
    """Whether the words in a file are shown: those of the police to them and to who brought it."""
    organisation = batch.source.organisation
    police = organisation.kind == OrganisationKind.POLICE
    return not police or organisation.pk in scope.organisations or batch.started_by == scope.actor


def may_step(batch: Batch, to: BatchState) -> bool:
    """Whether the button is there."""
    return to in TRANSITIONS[BatchState(batch.state)]
