"""The ledger of disposals: a file beside the database that a restore of an older backup reads.

A line of JSON for each decision: kind, municipality, subject and digest, and when; of masked words
where they stood, by keys and lengths. It is written to ``SAMSYN_VAR/ledger.jsonl`` and copied to
the folder of the backups, and only grows. It holds no names and no text.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from samsyn.domain.audit.models import Redaction
from samsyn.domain.files.enums import DisposalKind
from samsyn.domain.files.models import Disposal
from samsyn.domain.redactions.actions.again import told
from samsyn.domain.redactions.enums import Ground
from samsyn.domain.redactions.models import Masking
from samsyn.foundation.refusals import Mistaken

NAME = "ledger.jsonl"


@dataclass(frozen=True)
class Decision:
    """One line: what is gone (uids and a digest), and since when (ISO, UTC); ``where`` masked
    words stood (``redactions.actions.again.told``)."""

    kind: str
    municipality: str
    subject: str
    digest: str
    at: str
    where: dict[str, Any] | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.subject


def decided() -> list[Decision]:
    """Every decision in the database, oldest first."""
    rows = Disposal.rows.select_related("municipality").order_by("pk")
    disposed = [
        Decision(
            one.kind,
            str(one.municipality.uid),
            one.subject,
            one.digest,
            one.created_at.isoformat(),
        )
        for one in rows
    ]
    return sorted([*disposed, *_masked()], key=lambda one: one.at)


def _masked() -> Iterator[Decision]:
    """Rows in which words were masked; what went at its term is a disposal of its own."""
    maskings = {str(one.uid): one for one in Masking.rows.all()}
    rows = Redaction.objects.in_every_chain().exclude(ground=Ground.TERM)
    for one in rows.order_by("pk").iterator():
        yield Decision(
            DisposalKind.MASKED.value,
            one.chain,
            str(one.uid),
            "",
            one.at.isoformat(),
            told(one, maskings.get(one.masking)),
        )


def _as_line(one: Decision) -> dict[str, Any]:
    said = asdict(one)
    return said if one.where is not None else {name: said[name] for name in said if name != "where"}


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


def write_own_ledger() -> None:
    """Have every decision in this installation's own ledgers; safe to call at any time."""
    write_ledger(*own_folders())


def own_folders() -> list[Path]:
    """Where this installation keeps its ledger: beside the database, and with the backups."""
    folders = [Path(settings.VAR)]
    if settings.BACKUP_DIR and Path(settings.BACKUP_DIR).is_dir():
        folders.append(Path(settings.BACKUP_DIR))
    return folders


def _append(folder: Path, everything: Iterable[Decision]) -> None:
    path = folder / NAME
    known = {one.key for one in read_ledger(folder)}
    lines = [json.dumps(_as_line(one)) for one in everything if one.key not in known]
    if not lines and path.exists():
        return
    whole = not path.exists() or path.read_bytes().endswith(b"\n") or not path.stat().st_size
    with path.open("ab") as out:
        if not whole:
            out.truncate(path.read_bytes().rfind(b"\n") + 1)
        out.write("".join(f"{line}\n" for line in lines).encode())
        out.flush()
        os.fsync(out.fileno())
