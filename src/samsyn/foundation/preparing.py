"""Who prepares an installation holds a lock; who is to serve it loads meanwhile, and waits."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "preparing.lock"


@contextmanager
def preparing(folder: Path) -> Iterator[None]:
    """Keep those who serve from ``folder`` waiting; a process that dies lets them through."""
    with _held(folder, fcntl.LOCK_EX):
        yield


def wait_until_prepared(folder: Path) -> None:
    """Return when nobody prepares ``folder``."""
    with _held(folder, fcntl.LOCK_SH):
        pass


@contextmanager
def _held(folder: Path, kind: int) -> Iterator[None]:
    file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, kind)
        yield
    finally:
        os.close(file)
