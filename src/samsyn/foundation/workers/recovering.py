"""What a dead worker had begun is begun again, and given up when it kills time after time."""

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn.foundation import queue
from samsyn.foundation.workers.living import is_alive

MOST_ATTEMPTS = 3
FIRST_PAUSE = timedelta(seconds=2)
READY, RUNNING, FAILED = "READY", "RUNNING", "FAILED"
log = logging.getLogger(__name__)


def recover(but: str = "") -> None:
    """Put back what dead workers had begun, and let each room mend what nobody works on.

    ``but`` names a worker that lives and does nothing just now: what it had begun it has
    dropped, too.
    """
    lives = {but: False}
    for work in DBTaskResult.objects.filter(status=RUNNING):
        worker = work.worker_ids[-1] if work.worker_ids else ""
        if worker not in lives:
            lives[worker] = is_alive(worker)
        if not lives[worker]:
            put_back(work)
    for mend in queue.menders():
        try:
            mend()
        except Exception as error:
            # a fault in one room keeps no other from being mended, and no work from being done
            log.warning("not_mended", exc_info=error, extra={"work": mend.__qualname__})


def put_back(work: "DBTaskResult[..., None]") -> None:
    """Let interrupted work begin again, or give it up after ``MOST_ATTEMPTS``."""
    attempts, now = len(work.worker_ids), timezone.now()
    # as it was read: its worker may have finished it, and another may have taken it, meanwhile
    rows = DBTaskResult.objects.filter(
        pk=work.pk, status=work.status, started_at=work.started_at, finished_at=work.finished_at
    )
    name, arguments = queue.name_of(work), queue.arguments_of(work)
    if attempts >= MOST_ATTEMPTS:
        given_up = "samsyn.foundation.queue.InterruptedWorkError"
        if rows.update(status=FAILED, finished_at=now, exception_class_path=given_up):
            log.error("work_given_up", extra={"work": name})
        return
    later = now + FIRST_PAUSE * 2 ** max(attempts - 1, 0)
    if rows.update(status=READY, run_after=later, finished_at=None, exception_class_path=""):
        log.warning("work_put_back", extra={"work": name})
        queue.tell_interrupted(name, arguments)
