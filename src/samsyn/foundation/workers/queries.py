"""How the queue stands: for the watchdog, and for whoever looks after the installation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn.foundation.workers.living import COMMAND
from samsyn.foundation.workers.models import Worker

FAILED_LATELY = timedelta(days=7)


@dataclass(frozen=True)
class QueueState:
    """Numbers of queued work; ``oldest`` is since when the one that has waited longest could
    have begun. Failed are those of the last seven days."""

    waiting: int
    running: int
    failed: int
    oldest: datetime | None
    last_sign_of_life: datetime | None


def queue_state() -> QueueState:
    """The state of the queue now; what is to begin later does not wait yet."""
    now = timezone.now()
    waits = Q(pk__in=DBTaskResult.objects.ready().values("pk"))
    told = DBTaskResult.objects.aggregate(
        waiting=Count("pk", filter=waits),
        running=Count("pk", filter=Q(status="RUNNING")),
        failed=Count("pk", filter=Q(status="FAILED", finished_at__gt=now - FAILED_LATELY)),
        oldest=Min("enqueued_at", filter=waits),
    )
    workers = Worker.objects.exclude(name__startswith=COMMAND)
    seen = workers.order_by("-seen_at").values_list("seen_at", flat=True).first()
    return QueueState(**told, last_sign_of_life=seen)
