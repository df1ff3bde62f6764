"""What handles queued work, by name: each a thin call of an action."""

from samsyn.domain.audit.actions import SIGN, sign_heads
from samsyn.domain.intake.actions import CHECK
from samsyn.domain.monitoring.actions import ordering, runs
from samsyn.domain.notices import actions as notices
from samsyn.domain.notices.access_letters import tell_of_access
from samsyn.domain.observations.actions import importing, upkeep
from samsyn.domain.operations.actions import duties
from samsyn.domain.organisations.actions.requests import TELL
from samsyn.foundation import queue
from samsyn.foundation.bulk import checkpoint


def nightly(municipality_id: int, due: str) -> None:
    """A night: the log's heads are signed, in work of its own so that neither stops the other."""
    queue.enqueue(SIGN)
    ordering.nightly(municipality_id, due)


@queue.handler(importing.IMPORT)
def import_batch(batch_id: int) -> None:
    """A file; those who wait for it need not wait for the checkpoint."""
    importing.import_batch(batch_id)
    checkpoint()


queue.handler("notices.send")(notices.send)
queue.handler(TELL)(tell_of_access)
queue.handler(CHECK)(importing.check)
queue.handler("observations.reassign")(upkeep.reassign)
queue.handler(ordering.RUN)(runs.execute)
queue.handler(ordering.NIGHTLY)(nightly)
queue.handler(SIGN)(sign_heads)
queue.handler(duties.DUTY)(duties.perform)
