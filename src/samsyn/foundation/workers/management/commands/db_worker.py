"""The queue's worker, with signs of life, that outlives an absent database and a shut disk."""

import logging
import time
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.compat import task_finished
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from samsyn.foundation import queue
from samsyn.foundation.backups.unfinished import check_finished
from samsyn.foundation.faults import fault_of
from samsyn.foundation.workers.living import living
from samsyn.foundation.workers.recovering import put_back, recover

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
log = logging.getLogger(__name__)


class Command(db_worker.Command):
    help = "Do queued work, and take up what a worker that died had begun."

    def handle(self, *, worker_id: str, **options: Any) -> None:
        """Work until told to stop; while the database is away, ask for it now and again."""
        check_finished()
        task_finished.connect(_begin_again_later)
        pause = FIRST_PAUSE
        name = worker_id or get_random_string(32)
        with living(name, recover):
            while True:
                try:
                    recover(but=name)
                    pause = FIRST_PAUSE
                    super().handle(worker_id=name, **options)
                except (OperationalError, InterfaceError, OSError) as error:
                    if fault_of(error) is None:
                        raise
                    log.warning("database_away", exc_info=error)
                    with suppress(DatabaseError, InterfaceError):
                        connection.close()
                    time.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)
                else:
                    return


def _begin_again_later(sender: object, task_result: Any, **about: object) -> None:
    """Work that met an absent database is put back."""
    if any(error.exception_class_path == queue.TRY_AGAIN for error in task_result.errors):
        put_back(DBTaskResult.objects.get(pk=task_result.db_result.pk))
