"""What handles queued work, by name: each a thin call of an action."""

from django.db import transaction

from samsyn.domain.audit.actions import SIGN, sign_heads
from samsyn.domain.intake import actions as intake
from samsyn.domain.monitoring.actions import ordering, runs
from samsyn.domain.notices import actions as notices
from samsyn.domain.notices.letters.access import tell_of_access
from samsyn.domain.observations.actions import exporting, importing, passing, upkeep
from samsyn.domain.operations.actions import duties, watching
from samsyn.domain.operations.actions.ledger import write_own_ledger
from samsyn.domain.organisations.actions.requests import TELL
from samsyn.domain.redactions.actions.masking import WRITE_LEDGER
from samsyn.foundation import queue
from samsyn.foundation.bulk import checkpoint


@transaction.atomic
def nightly(municipality_id: int, due: str) -> None:
    """A night: the log's heads are signed, in work of its own so that neither stops the other."""
    queue.enqueue(SIGN, precedence=queue.Precedence.NIGHTLY)
    ordering.nightly(municipality_id, due)


@queue.handler(intake.IMPORT, interrupted=intake.tell_interrupted)
def import_batch(batch_id: int) -> None:
    """A file; those who wait for it need not wait for the checkpoint."""
    importing.import_batch(batch_id)
    checkpoint()


queue.handler(notices.SEND)(notices.send)
queue.handler(intake.CHECK, interrupted=intake.tell_interrupted)(importing.check)
queue.handler(TELL)(tell_of_access)
queue.handler(exporting.PREPARE)(exporting.prepare_export)
queue.handler("observations.reassign")(upkeep.reassign)
queue.handler(upkeep.FORGET_WORDS)(upkeep.forget_changed_words)
queue.handler(ordering.RUN)(runs.execute)
queue.handler(ordering.NIGHTLY)(nightly)
queue.handler(SIGN)(sign_heads)
queue.handler(duties.DUTY)(duties.perform)
queue.handler(WRITE_LEDGER)(write_own_ledger)

queue.mender(intake.give_up_lost)
queue.mender(ordering.give_up_lost)
queue.mender(ordering.ensure_scheduled)
queue.mender(notices.take_up_lost)
queue.mender(passing.let_pass)
queue.mender(watching.watch)
