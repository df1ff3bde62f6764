"""Who prepares an installation holds a lock; who is to serve it loads meanwhile, and waits.

A folder has one server: who serves it holds another lock for as long as it lives.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samsyn.foundation.refusals import NotNow

LOCK = "preparing.lock"
SERVED = "serving.lock"


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
def alone(folder: Path) -> Iterator[Path]:
    """Be the only one who serves ``folder``; ``NotNow`` where somebody does already.

    The system gives the lock back when its holder dies, however it dies.
    """
    file = os.open(folder / SERVED, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotNow(
                f"En annan Samsyn är igång med mappen {folder}. Stoppa den först, eller välj en "
                "annan mapp med SAMSYN_VAR."
            ) from error
        yield folder
    finally:
        os.close(file)


def is_served(folder: Path) -> bool:
    """Whether somebody serves ``folder`` now; who only asks leaves nothing there."""
    try:
        file = os.open(folder / SERVED, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


@contextmanager
def _held(folder: Path, kind: int) -> Iterator[None]:
    file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, kind)
        yield
    finally:
        os.close(file)
