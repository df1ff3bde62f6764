"""Work of the whole installation that comes back by itself, as a chain of queued work."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from samsyn.domain.notices.actions import post
from samsyn.domain.operations.actions.backing_up import back_up, take_away_outlived
from samsyn.domain.operations.actions.disposal import dispose_due
from samsyn.domain.operations.enums import DutyName
from samsyn.domain.operations.models import Duty
from samsyn.domain.operations.queries import last_backup
from samsyn.domain.operations.queries.readers import who_runs_it
from samsyn.domain.operations.rules import next_due
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation import clock, queue
from samsyn.foundation.backups.keys import read_keys
from samsyn.foundation.formats import moment
from samsyn.foundation.refusals import Refusal

DUTY = "operations.duty"
LATE = timedelta(hours=6)
log = logging.getLogger(__name__)


def ensure_duties() -> None:
    """Have the next link of each chain queued; safe to call at any time."""
    now = timezone.now()
    waiting = Duty.objects.filter(due_at__gt=now - LATE, due_at__lte=now + timedelta(days=2))
    for name in set(DutyName) - {DutyName(one) for one in waiting.values_list("name", flat=True)}:
        with transaction.atomic():
            _renew(name)


def _renew(name: DutyName) -> None:
    hours = settings.BACKUP_HOURS if name is DutyName.BACKUP else 24
    due = next_due(timezone.now(), hours)
    Duty.objects.update_or_create(name=name, defaults={"due_at": due})
    nightly = queue.Precedence.NIGHTLY
    queue.enqueue(DUTY, name.value, due.isoformat(), after=due, precedence=nightly)


def perform(name: str, due: str) -> None:
    """Queue a duty's next time, and do it unless it has been done since it was due.

    The next time is queued once, by whoever comes first; what was broken off or failed is done
    again when it is begun again.
    """
    with transaction.atomic():
        if Duty.objects.select_for_update().filter(name=name, due_at=due).exists():
            _renew(DutyName(name))
    if name == DutyName.DISPOSAL:
        dispose_due()  # finds nothing where it has been done
    elif not _is_backed_up_since(datetime.fromisoformat(due)):
        scheduled_backup()


def _is_backed_up_since(due: datetime) -> bool:
    last = last_backup(succeeded=True)
    return last is not None and last.started_at >= due


def scheduled_backup() -> None:
    """A backup where the settings say, and the old ones taken away; operators hear of trouble.

    One that came to nothing fails, so that it stands among what can be done again.
    """
    try:
        warning = _try()
    except Refusal as refusal:
        _care(f"{refusal.sentence} {_last()}")
        raise
    if warning:
        _care(warning)


def _care(warning: str) -> None:
    log.warning("backup_needs_care")
    _tell_operators(warning)


def _try() -> str:
    """What the operators must know of what was done; empty when all is well."""
    if not settings.BACKUP_DIR:
        if settings.PRODUCTION:
            return f"Ingen säkerhetskopiering är inställd (SAMSYN_BACKUP_DIR). {_last()}"
        return ""
    folder = Path(settings.BACKUP_DIR)
    made = back_up(folder, read_keys(settings.BACKUP_KEY))
    take_away_outlived(folder)
    if made.backup.damaged:
        return f"{made.backup.damaged} filer är skadade eller saknas och kom inte med."
    if settings.PRODUCTION and not made.backup.encrypted:
        return "Säkerhetskopian är inte krypterad. Ange SAMSYN_BACKUP_KEY."
    return ""


def _last() -> str:
    last = last_backup(succeeded=True)
    return f"Den senaste togs {moment(last.started_at)}." if last else "Det finns ingen tidigare."


def _tell_operators(warning: str) -> None:
    """A letter to each operator, once a day; where there is none, to those who can ask why."""
    today = clock.local_day(timezone.now())
    for municipality in Municipality.objects.order_by("pk"):
        for address in sorted({one.email for one in who_runs_it(municipality)}):
            post(
                system_scope(municipality),
                key=f"backup {today} {address}"[:120],
                recipient=address,
                subject="Samsyn: säkerhetskopieringen behöver ses över",
                body=f"{warning}\n\nKommandot ./samsyn backup --help säger mer.\n",
            )
