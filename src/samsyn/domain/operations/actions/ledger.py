"""The ledger of disposals: a file beside the database that a restore of an older backup reads.

A line of JSON for each decision: kind, municipality, subject and digest, and when. It is written
to ``SAMSYN_VAR/ledger.jsonl`` and copied to the folder of the backups, and only grows. It holds no
names and no text.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from samsyn.domain.files.models import Disposal
from samsyn.foundation.refusals import Mistaken

NAME = "ledger.jsonl"


@dataclass(frozen=True)
class Decision:
    """One line: what is gone (uids and a digest), and since when (ISO, UTC)."""

    kind: str
    municipality: str
    subject: str
    digest: str
    at: str

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.subject


def decided() -> list[Decision]:
    """Every decision in the database, oldest first."""
    rows = Disposal.rows.select_related("municipality").order_by("pk")
    return [
        Decision(
            one.kind,
            str(one.municipality.uid),
            one.subject,
            one.digest,
            one.created_at.isoformat(),
        )
        for one in rows
    ]


def is_ledger(folder: Path) -> bool:
    """Whether a folder has a ledger, be it that nothing has been disposed of."""
    return (folder / NAME).exists()


def read_ledger(folder: Path) -> list[Decision]:
    """The decisions in a folder's ledger; a last line that was cut off is none."""
    path = folder / NAME
    if not path.exists():
        return []
    *lines, _cut_off = path.read_text(encoding="utf-8").split("\n")
    try:
        return [Decision(**json.loads(line)) for line in lines if line]
    except (TypeError, ValueError) as error:
        raise Mistaken(
            f"Gallringslistan {path} är skadad. Utan den kan det som gallrats komma tillbaka: "
            "hämta den ur en annan kopia."
        ) from error


def write_ledger(*folders: Path) -> None:
    """Have every decision of the database in each folder's ledger; an empty one says: none."""
    everything = decided()
    for folder in folders:
        _append(folder, everything)


def own_folders() -> list[Path]:
    """Where this installation keeps its ledger: beside the database, and with the backups."""
    folders = [Path(settings.VAR)]
    if settings.BACKUP_DIR and Path(settings.BACKUP_DIR).is_dir():
        folders.append(Path(settings.BACKUP_DIR))
    return folders


def _append(folder: Path, everything: Iterable[Decision]) -> None:
    path = folder / NAME
    known = {one.key for one in read_ledger(folder)}
    lines = [json.dumps(asdict(one)) for one in everything if one.key not in known]
    if not lines and path.exists():
        return
    whole = not path.exists() or path.read_bytes().endswith(b"\n") or not path.stat().st_size
    with path.open("ab") as out:
        if not whole:
            out.truncate(path.read_bytes().rfind(b"\n") + 1)
        out.write("".join(f"{line}\n" for line in lines).encode())
        out.flush()
        os.fsync(out.fileno())
