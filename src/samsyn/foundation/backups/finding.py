"""Which backups a folder holds, and when each was made: by what it says of itself.

A folder's name can be changed, and copied; the manifest has a digest.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from samsyn.foundation.backups.archive import CONTENTS, FILES, ROWS
from samsyn.foundation.backups.manifest import NAME, read_manifest
from samsyn.foundation.refusals import Mistaken

_PIECES = (NAME, ROWS, FILES, CONTENTS)
_FEWEST_PIECES = 2  # other programs, too, have a manifest.json
_UNKNOWN = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """A backup's folder. ``made_at`` is None where its manifest cannot be believed."""

    folder: Path
    made_at: datetime | None


def is_backup(folder: Path) -> bool:
    """Whether a folder is a backup, or what is left of one; ``.`` begins one in the making."""
    if folder.name.startswith("."):
        return False
    return sum((folder / one).is_file() for one in _PIECES) >= _FEWEST_PIECES


def made_at(folder: Path) -> datetime | None:
    """When a backup was made, as its manifest says."""
    try:
        at = datetime.fromisoformat(read_manifest(folder).made_at)
    except (Mistaken, OSError, ValueError):
        return None
    return at if at.tzinfo else None


def backups_in(folder: Path) -> list[Found]:
    """The backups in a folder, newest first. One that does not tell its time may be the newest."""
    found = [Found(one, made_at(one)) for one in folder.glob("*") if is_backup(one)]
    return sorted(found, key=lambda one: (one.made_at or _UNKNOWN, one.folder.name), reverse=True)
