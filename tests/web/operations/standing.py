"""What this room's routes point at in the access matrix."""

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn.domain.notices.enums import LetterState
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.operations.enums import AlertKind
from samsyn.domain.operations.models import Alert
from samsyn.foundation import queue
from tests.web.access.world import World, stands


@stands("alert_close")
def alert(world: World) -> dict[str, object]:
    now = timezone.now()
    made = Alert.objects.create(kind=AlertKind.DISK, began_at=now, last_at=now)
    return {"uid": made.uid}


@stands("work_retry")
def failed_work(world: World) -> dict[str, object]:
    queue.enqueue("audit.sign")
    row = DBTaskResult.objects.latest("enqueued_at")
    DBTaskResult.objects.filter(pk=row.pk).update(status="FAILED", finished_at=timezone.now())
    return {"uid": row.pk}


@stands("letter_again")
def letter(world: World) -> dict[str, object]:
    made = OutgoingMail.objects.within(world.municipality).create(
        municipality=world.municipality,
        key="stranded",
        recipient="nobody@example.org",
        subject="Inbjudan",
        body="",
        state=LetterState.FAILED,
    )
    return {"uid": made.uid}
