"""Where bytes lie."""

from pathlib import Path

from django.conf import settings


def path_of(digest: str) -> Path:
    """The file of a digest."""
    return Path(settings.FILES) / digest[:2] / digest
