"""A restore that was broken off after its rows were in, known by a mark in ``SAMSYN_VAR``.

Migrations cannot be made in the transaction that loads the rows, and what was disposed of since
the backup was made is disposed of again after them. Till then nobody may use what is there.
"""

import os
from pathlib import Path

from django.conf import settings
from django.db import connection

from samsyn.foundation.refusals import NotNow

UNFINISHED = "restoring"
HALF_DONE = (
    "En säkerhetskopia är inlagd till hälften: det som gallrats efter den kan ha kommit tillbaka. "
    "Kör ./samsyn restore igen med samma kopia."
)


def mark(backup: str) -> None:
    """Say that a backup, by its uid, is being put into this database."""
    path = _path()
    with path.open("w", encoding="utf-8") as out:
        out.write(f"{backup} {_database()}")
        out.flush()
        os.fsync(out.fileno())


def unmark() -> None:
    """Say that it is all there, or that nothing is."""
    _path().unlink(missing_ok=True)


def is_unfinished(backup: str) -> bool:
    """Whether this very backup has been begun in this very database."""
    path = _path()
    return path.exists() and path.read_text(encoding="utf-8") == f"{backup} {_database()}"


def check_finished() -> None:
    """Refuse to use an installation where a restore was broken off."""
    if _path().exists():
        raise NotNow(HALF_DONE)


def _path() -> Path:
    return Path(settings.VAR) / UNFINISHED


def _database() -> str:
    told = connection.settings_dict
    return " ".join(str(told[name]) for name in ("HOST", "PORT", "NAME"))
