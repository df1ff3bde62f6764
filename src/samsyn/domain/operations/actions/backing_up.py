"""Making backups, and taking away those that have had their time."""

import errno
import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from samsyn import __version__
from samsyn.domain.audit.actions import Plain
from samsyn.domain.files.queries import kept_files
from samsyn.domain.operations.actions.ledger import own_folders, write_ledger
from samsyn.domain.operations.actions.logging import record_everywhere
from samsyn.domain.operations.enums import BackupState
from samsyn.domain.operations.models import Backup
from samsyn.domain.operations.rules import (
    FIRST,
    LEFT_OUT,
    folder_name,
    outlived,
    proof_of,
)
from samsyn.foundation.backups.archive import Archive, Kept, make
from samsyn.foundation.backups.finding import backups_in
from samsyn.foundation.backups.keys import NO_KEYS, Keys
from samsyn.foundation.backups.tables import kept_models
from samsyn.foundation.holding import staying
from samsyn.foundation.refusals import Mistaken, NotNow, Refusal

_NEVER = {
    errno.EACCES: "du får inte skriva där",
    errno.EPERM: "du får inte skriva där",
    errno.EROFS: "disken går bara att läsa",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.ENOENT: "det är systemets egen mapp",  # as /proc answers
}
_FAULTS = {
    **_NEVER,
    errno.ENOENT: "mappen försvann under tiden",
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "utrymmet är slut",
    errno.EIO: "disken svarar inte som den ska",
}
NOT_THERE = "Mappen {} finns inte. Skapa den, eller anslut disken den ligger på."
BROKEN_OFF_SECONDS = 24 * 3600
NOT_UP_TO_DATE = "Databasen är inte uppdaterad. Kör ./samsyn migrate först."


@dataclass(frozen=True)
class Made:
    """A backup on disk, and what is remembered of it."""

    archive: Archive
    backup: Backup


def back_up(folder: Path, keys: Keys = NO_KEYS) -> Made:
    """Make a backup in a folder of its own within ``folder``, while others go on working.

    What comes of it is remembered, and stands in each log, also where it fails.
    """
    now = timezone.now()
    try:
        archive = _make(folder, now, keys)
    except (DatabaseError, OSError, Refusal) as error:
        sentence = _why(folder, error)
        _remember_failed(now, keys, sentence)
        raise NotNow(sentence) from error
    return Made(archive, _remember(archive, now))


def check_folder(folder: Path) -> None:
    """Refuse what no backup can be laid in, whatever it is; one that is full is to be tried."""
    try:
        if not folder.exists():
            raise Mistaken(NOT_THERE.format(folder))
        if not folder.is_dir():
            what = "en fil" if folder.is_file() else "en enhet"
            raise Mistaken(f"{folder} är {what}. Säg i vilken mapp säkerhetskopian ska läggas.")
        Path(tempfile.mkdtemp(prefix=".samsyn-", suffix=".partial", dir=folder)).rmdir()
    except OSError as error:
        if error.errno in _NEVER:
            raise Mistaken(f"I {folder} går inget att lägga: {_NEVER[error.errno]}.") from error


def _make(folder: Path, now: datetime, keys: Keys) -> Archive:
    check_folder(folder)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotNow(NOT_UP_TO_DATE)
    target = folder / folder_name(now)
    if target.exists():
        raise NotNow("En säkerhetskopia togs alldeles nyss. Försök igen om en stund.")
    kept = Kept(
        models=kept_models(apps, LEFT_OUT, FIRST),
        files=kept_files,
        left_out=LEFT_OUT,
        product=__version__,
        proof=proof_of,
    )
    with staying():
        archive = make(target, now.isoformat(), kept, keys)
    write_ledger(folder, *own_folders())
    return archive


def _why(folder: Path, error: Exception) -> str:
    if isinstance(error, Refusal):
        return error.sentence
    if isinstance(error, DatabaseError):
        return "Databasen svarade inte som den skulle medan säkerhetskopian togs. Försök igen."
    return (
        f"Säkerhetskopian kunde inte skrivas i {folder}: "
        f"{_FAULTS.get(getattr(error, 'errno', None) or 0, type(error).__name__)}."
    )


@transaction.atomic
def _remember(archive: Archive, now: datetime) -> Backup:
    contents = archive.contents
    backup = Backup.objects.create(
        state=BackupState.INCOMPLETE if contents.damaged else BackupState.WHOLE,
        folder=archive.folder.name,
        started_at=now,
        encrypted=archive.manifest.encrypted,
        bytes=archive.bytes,
        rows=sum(one.rows for one in contents.tables.values()),
        files=len(contents.files),
        damaged=len(contents.damaged),
    )
    plain: Plain = {
        "backup": contents.uid,
        "rows": backup.rows,
        "files": backup.files,
        "damaged": backup.damaged,
        "encrypted": backup.encrypted,
    }
    record_everywhere("operations.backed_up", plain)
    return backup


@transaction.atomic
def _remember_failed(now: datetime, keys: Keys, sentence: str) -> None:
    Backup.objects.create(
        state=BackupState.FAILED, started_at=now, encrypted=bool(keys), message=sentence[:400]
    )
    record_everywhere("operations.backup_failed", {})


def take_away_outlived(folder: Path) -> int:
    """Remove backups that the settings no longer keep, and what was broken off; how many."""
    gone = outlived(backups_in(folder), settings.BACKUP_KEEP)
    broken = [one for one in folder.glob(".samsyn-*.partial") if _is_old(one)]
    for one in [*gone, *broken]:
        shutil.rmtree(one)
    return len(gone)


def _is_old(partial: Path) -> bool:
    """Whether nobody can be at work on it any more."""
    return time.time() - partial.stat().st_mtime > BROKEN_OFF_SECONDS
