"""How the installation stands, for its operator: one reading, for the page and the command."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn import __version__
from samsyn.domain.audit.models import Entry
from samsyn.domain.audit.queries import END, end_is_whole, last_number, seals_of
from samsyn.domain.monitoring.models import Run
from samsyn.domain.monitoring.queries.runs import status as runs_of
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.notices.queries import letters_by_state, stranded
from samsyn.domain.operations.models import Alert, Backup
from samsyn.domain.operations.queries import last_backup
from samsyn.domain.operations.wording import work_called
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation import queue
from samsyn.foundation.workers.queries import QueueState, queue_state

SHOWN = 30
FAILED_LATELY = timedelta(days=7)


@dataclass(frozen=True)
class MunicipalPart:
    """A municipality's own part: its last analysis, and its log.

    ``end_is_whole`` is of its last ``checked`` entries, gone through now; ``checked_at`` is when
    somebody last went through all of it.
    """

    municipality: Municipality
    run: Run | None
    failed_run: Run | None
    entries: int
    checked: int
    end_is_whole: bool
    sealed_at: datetime | None
    checked_at: datetime | None


@dataclass(frozen=True)
class Failed:
    """Work of the queue that failed: what it is called, when, and the kind of fault."""

    uid: str
    what: str
    at: datetime | None
    fault: str


@dataclass(frozen=True)
class Status:
    """The whole. Sizes are bytes; ``migrations`` are those that have not been applied."""

    version: str
    mode: str
    database: str
    migrations: tuple[str, ...]
    queue: QueueState
    failed: tuple[Failed, ...]
    backup: Backup | None
    last_good_backup: Backup | None
    backups_are_set_up: bool
    disk_free: int
    disk_total: int
    mail_host: str
    letters: dict[str, int]
    stranded: tuple[OutgoingMail, ...]
    places: tuple[MunicipalPart, ...]
    alerts: tuple[Alert, ...]
    closed_alerts: tuple[Alert, ...]

    def to_json(self) -> dict[str, Any]:
        """The same as plain values; times in ISO 8601."""
        return {
            "version": self.version,
            "mode": self.mode,
            "database": self.database,
            "unapplied_migrations": list(self.migrations),
            "queue": {
                "waiting": self.queue.waiting,
                "running": self.queue.running,
                "failed": self.queue.failed,
                "oldest": _iso(self.queue.oldest),
                "last_sign_of_life": _iso(self.queue.last_sign_of_life),
            },
            "backup": {
                "set_up": self.backups_are_set_up,
                "last": _iso(self.backup.started_at) if self.backup else None,
                "last_state": self.backup.state if self.backup else None,
                "last_good": _iso(self.last_good_backup.started_at)
                if self.last_good_backup
                else None,
            },
            "disk": {"free_bytes": self.disk_free, "total_bytes": self.disk_total},
            "mail": {"host": bool(self.mail_host), "letters": self.letters},
            "municipalities": [
                {
                    "code": one.municipality.code,
                    "last_run": _iso(one.run.finished_at) if one.run else None,
                    "last_run_failed": one.failed_run is not None,
                    "log_entries": one.entries,
                    "log_end_whole": one.end_is_whole,
                    "log_end_checked": one.checked,
                    "log_whole_checked_at": _iso(one.checked_at),
                    "log_sealed_at": _iso(one.sealed_at),
                }
                for one in self.places
            ],
            "alerts": [
                {"kind": one.kind, "since": _iso(one.began_at), "signs": one.signs}
                for one in self.alerts
            ],
        }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def installation_status() -> Status:
    """How the installation stands now."""
    disk = shutil.disk_usage(settings.VAR)
    alerts = Alert.objects.select_related("municipality", "closed_by")
    return Status(
        version=__version__,
        mode=settings.MODE,
        database=connection.display_name,
        migrations=_unapplied(),
        queue=queue_state(),
        failed=tuple(_failed()),
        backup=last_backup(),
        last_good_backup=last_backup(succeeded=True),
        backups_are_set_up=bool(settings.BACKUP_DIR),
        disk_free=disk.free,
        disk_total=disk.total,
        mail_host=settings.MAIL_HOST,
        letters=letters_by_state(),
        stranded=tuple(stranded()[:SHOWN]),
        places=tuple(_place(one) for one in Municipality.objects.order_by("code")),
        alerts=tuple(alerts.filter(closed_at__isnull=True).order_by("-last_at")),
        closed_alerts=tuple(alerts.filter(closed_at__isnull=False).order_by("-closed_at")[:SHOWN]),
    )


def _unapplied() -> tuple[str, ...]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{one.app_label}.{one.name}" for one, _backwards in plan)


def _failed() -> list[Failed]:
    rows = DBTaskResult.objects.filter(
        status="FAILED", finished_at__gt=timezone.now() - FAILED_LATELY
    )
    return [
        Failed(
            str(one.pk),
            work_called(queue.name_of(one)),
            one.finished_at,
            one.exception_class_path.rpartition(".")[2],
        )
        for one in rows.order_by("-finished_at")[:SHOWN]
    ]


def _place(where: Municipality) -> MunicipalPart:
    chain = str(where.uid)
    runs = runs_of(system_scope(where))
    seal, entries = seals_of(chain).last(), last_number(chain)
    checks = Entry.objects.in_chain(chain).filter(act="organisations.log_checked")
    return MunicipalPart(
        municipality=where,
        run=runs.done,
        failed_run=runs.failed,
        entries=entries,
        checked=min(END, entries),
        end_is_whole=end_is_whole(chain),
        sealed_at=seal.signed_at if seal else None,
        checked_at=checks.order_by("-number").values_list("at", flat=True).first(),
    )
