"""Which files there are bytes of."""

from pathlib import Path

from samsyn.domain.files.models import StoredFile
from samsyn.domain.files.rules import path_of


def kept_files() -> list[tuple[str, Path]]:
    """The digest of each file that is kept, of every municipality, and where its bytes lie."""
    digests = StoredFile.rows.filter(disposed_at__isnull=True).values_list("digest", flat=True)
    return [(one, path_of(one)) for one in digests.distinct().order_by("digest")]
