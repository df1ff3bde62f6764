"""Keeping bytes, and reading them back unchanged."""

import hashlib
import os
from pathlib import Path

from django.conf import settings

from samsyn.domain.files.models import StoredFile
from samsyn.domain.organisations.tenancy import Scope


class DamagedFileError(RuntimeError):
    """The bytes on disk are not the ones that were kept."""


def keep(scope: Scope, data: bytes, *, name: str, media_type: str) -> StoredFile:
    """Store bytes under their digest; the file is whole on disk before the row exists."""
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        with partial.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(path)
    stored, _ = StoredFile.objects.visible_to(scope).get_or_create(
        municipality_id=scope.municipality_id,
        digest=digest,
        name=name,
        defaults={"media_type": media_type, "size": len(data)},
    )
    return stored


def read(stored: StoredFile) -> bytes:
    """The bytes of a stored file, proved to be the ones that were kept."""
    data = _path(stored.digest).read_bytes()
    if hashlib.sha256(data).hexdigest() != stored.digest:
        raise DamagedFileError(stored.digest)
    return data


def _path(digest: str) -> Path:
    return Path(settings.FILES) / digest[:2] / digest
