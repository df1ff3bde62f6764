"""Which step may follow which in a batch's life."""

from samsyn.domain.intake.enums import TRANSITIONS, BatchState
from samsyn.domain.intake.models import Batch, Source
from samsyn.domain.organisations.enums import Act, OrganisationKind, Role
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.refusals import NotAllowed, NotNow

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


def check_may_keep(scope: Scope, source: Source, *, others_bring: bool) -> None:
    """Who may say how a list is read: those it comes from, the coordinator, and who alone has
    brought its files; what it brings is the rows of its organisation."""
    scope.check(Act.IMPORT)
    own = source.organisation_id in scope.organisations
    if others_bring and not (own or scope.everything or scope.organisations_as(Role.COORDINATOR)):
        raise NotAllowed(
            f"Listan sköts av {source.organisation.name} och samordnaren. Be dem ändra den."
        )


def may_keep(scope: Scope, source: Source, *, others_bring: bool) -> bool:
    """Whether the buttons are there."""
    try:
        check_may_keep(scope, source, others_bring=others_bring)
    except NotAllowed:
        return False
    return True


def may_undo(scope: Scope, batch: Batch) -> bool:
    """Whether a person may take out what a file brought: who brought it, where it changed
    nothing that was there, and who reviews."""
    own = batch.started_by == scope.actor and not batch.updates
    return own or scope.may(Act.REVIEW)


def may_step(batch: Batch, to: BatchState) -> bool:
    """Whether the button is there."""
    return to in TRANSITIONS[BatchState(batch.state)]
