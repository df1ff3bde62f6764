"""Which files there are bytes of."""

from pathlib import Path

from samsyn.domain.files.models import StoredFile
from samsyn.domain.files.rules import path_of


def kept_files() -> list[tuple[str, Path]]:
    """The digest of each file that is kept, of every municipality, and where its bytes lie."""
    digests = StoredFile.rows.filter(disposed_at__isnull=True).values_list("digest", flat=True)
    return [(one, path_of(one)) for one in digests.distinct().order_by("digest")]


def none_is_here() -> bool:
    """Whether the database names files, and the newest of them lie somewhere else."""
    live = StoredFile.rows.filter(disposed_at__isnull=True).order_by("-pk")
    newest = list(live.values_list("digest", flat=True)[:20])
    return bool(newest) and not any(path_of(one).exists() for one in newest)
