"""What the operator does again: failed work, and letters that did not come."""

from uuid import UUID

from samsyn.domain.audit.actions import record
from samsyn.domain.notices.actions import send_again
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.foundation import queue
from samsyn.foundation.refusals import NotNow


@action()
def retry_work(*, by: Scope, uid: UUID) -> None:
    """Let failed work of the queue begin anew."""
    by.check(Act.OPERATE)
    if not queue.begin_again(str(uid)):
        raise NotNow("Arbetet har inte misslyckats, eller är redan på gång igen.")
    record(by, "operations.work_retried", plain={"work": str(uid)})


@action()
def send_letter_again(*, by: Scope, uid: UUID) -> None:
    """Send a letter that was given up, or may not have come, once more."""
    by.check(Act.OPERATE)
    send_again(uid)
    record(by, "operations.letter_sent_again", OutgoingMail.rows.get(uid=uid))
