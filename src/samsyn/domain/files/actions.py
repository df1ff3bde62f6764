"""Keeping bytes, reading them back unchanged, and disposing of them."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from samsyn.domain.files.enums import DisposalKind
from samsyn.domain.files.models import Disposal, StoredFile
from samsyn.domain.files.rules import path_of
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import formats
from samsyn.foundation.holding import removing, staying
from samsyn.foundation.refusals import Mistaken

UNSETTLED_SECONDS = 3600
"""How long bytes may wait for the transaction that names them."""
PARTIAL = ".partial"


class DamagedFileError(RuntimeError):
    """The bytes on disk are not the ones that were kept."""


class DisposedError(Mistaken):
    """The bytes were disposed of when their term had passed."""


def keep(scope: Scope, data: bytes, *, name: str, media_type: str) -> StoredFile:
    """Store bytes under their digest; the file is whole on disk before the row exists."""
    digest = hashlib.sha256(data).hexdigest()
    put(digest, data)
    stored, _ = StoredFile.objects.visible_to(scope).get_or_create(
        municipality_id=scope.municipality_id,
        digest=digest,
        name=name,
        disposed_at=None,
        defaults={"media_type": media_type, "size": len(data)},
    )
    return stored


def put(digest: str, data: bytes) -> bool:
    """Have bytes on disk, whole, whether a row names them yet or not; whether they are new."""
    path = path_of(digest)
    with staying():
        if path.exists():
            os.utime(path)  # a row is coming that counts on it
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, data)
    return True


def _write_whole(path: Path, data: bytes) -> None:
    """Have a file there all at once; who writes the same meanwhile writes a file of his own."""
    handle, name = tempfile.mkstemp(suffix=PARTIAL, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read(stored: StoredFile) -> bytes:
    """The bytes of a stored file, proved to be the ones that were kept."""
    if stored.disposed_at:
        raise DisposedError(
            f"Originalet gallrades {formats.day(stored.disposed_at.date())} och finns inte kvar. "
            "Ladda upp filen på nytt.",
            "file",
        )
    data = path_of(stored.digest).read_bytes()
    if hashlib.sha256(data).hexdigest() != stored.digest:
        raise DamagedFileError(stored.digest)
    return data


@transaction.atomic
def dispose(by: Scope, files: Iterable[StoredFile]) -> list[Disposal]:
    """Decide that files are gone; their bytes are, with ``remove_disposed``, once it is committed.

    What has been disposed of already is passed over.
    """
    now, decided = timezone.now(), list[Disposal]()
    wanted = [one.pk for one in files]
    live = StoredFile.objects.visible_to(by).filter(pk__in=wanted, disposed_at__isnull=True)
    for stored in live.select_for_update(of=("self",)).order_by("pk"):
        stored.disposed_at = now
        stored.save(update_fields=["disposed_at"])
        decided.append(
            Disposal.objects.visible_to(by).create(
                municipality_id=by.municipality_id,
                kind=DisposalKind.ORIGINAL,
                subject=str(stored.uid),
                digest=stored.digest,
            )
        )
    return decided


def remove_disposed(unsettled: int = UNSETTLED_SECONDS) -> int:
    """Take away bytes that were disposed of, unless a file that is kept has the same; how many.

    Safe to call at any time: bytes that somebody has put there within ``unsettled`` seconds are
    left till another time. What a killed process had written of a file goes too.
    """
    _remove_partial()
    gone = StoredFile.rows.filter(disposed_at__isnull=False)
    removed = 0
    for digest in set(gone.values_list("digest", flat=True)):
        if path_of(digest).exists() and _remove(digest, unsettled):
            removed += 1
    return removed


def _remove_partial() -> None:
    for partial in Path(settings.FILES).glob(f"*/*{PARTIAL}"):
        with suppress(FileNotFoundError):
            if time.time() - partial.stat().st_mtime >= UNSETTLED_SECONDS:
                partial.unlink()


def _remove(digest: str, unsettled: int) -> bool:
    path = path_of(digest)
    with removing():
        kept = StoredFile.rows.filter(digest=digest, disposed_at__isnull=True).exists()
        if kept or not path.exists():
            return False
        if time.time() - path.stat().st_mtime < unsettled:
            return False
        path.unlink()
    return True
