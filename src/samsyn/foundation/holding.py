"""Who adds files, or copies them, holds them together; who removes any waits for both."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

LOCK = ".lock"


@contextmanager
def staying() -> Iterator[None]:
    """No file is removed before the block has ended."""
    with _held(fcntl.LOCK_SH):
        yield


@contextmanager
def removing() -> Iterator[None]:
    """Nobody adds a file, or counts on one, before the block has ended."""
    with _held(fcntl.LOCK_EX):
        yield


@contextmanager
def _held(kind: int) -> Iterator[None]:
    folder = Path(settings.FILES)
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, kind)
        yield
    finally:
        os.close(file)
