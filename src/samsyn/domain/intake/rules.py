"""Which step may follow which in a batch's life."""

from samsyn.domain.intake.enums import TRANSITIONS, BatchState
from samsyn.domain.intake.models import Batch
from samsyn.foundation.formats import swedish
from samsyn.foundation.refusals import NotNow


def check_step(batch: Batch, to: BatchState) -> None:
    """Refuse a step that the batch's state does not permit."""
    if to not in TRANSITIONS[BatchState(batch.state)]:
        raise NotNow(f"Filen är {swedish(BatchState(batch.state))} och kan inte bli {swedish(to)}.")


def may_step(batch: Batch, to: BatchState) -> bool:
    """Whether the button is there."""
    return to in TRANSITIONS[BatchState(batch.state)]
