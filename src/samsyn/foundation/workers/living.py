"""Signs of life: a locked file for those on the same machine, a row for the others.

The file's lock is given back by the system when its holder dies, however it dies: that is
known at once, and a long transaction, during which SQLite takes no sign, is not taken for
death. A worker with another ``SAMSYN_VAR`` is dead when its row is older than the lease.
"""

import fcntl
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from samsyn.foundation import queue
from samsyn.foundation.workers.models import Worker

BEAT_SECONDS = 10.0
LEASE = timedelta(seconds=45)
COMMAND = "command-"
"""Begins the names of commands' signs, which are no worker's."""
log = logging.getLogger(__name__)


@contextmanager
def living(name: str, also: Callable[[], object]) -> Iterator[None]:
    """Give signs of life while the block runs, and do ``also`` with each of them."""
    with _locked(name) as path:
        over = threading.Event()
        thread = threading.Thread(
            target=_beat, args=(name, path, over, also), name="beat", daemon=True
        )
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join(1)
            with suppress(DatabaseError, InterfaceError):
                Worker.objects.filter(name=name).delete()


def _beat(name: str, path: Path, over: threading.Event, also: Callable[[], object]) -> None:
    started = timezone.now()
    while not over.is_set():
        with suppress(OSError):
            os.utime(path)
        try:
            Worker.objects.update_or_create(
                name=name, defaults={"started_at": started, "seen_at": timezone.now()}
            )
            also()
        except Exception as error:
            # whatever it is: a worker that gives no more signs is taken for dead
            log.warning("sign_of_life_not_written", exc_info=error)
            with suppress(DatabaseError, InterfaceError):
                connection.close()
        over.wait(BEAT_SECONDS)
    connection.close()


def doing(work: str, argument: int) -> AbstractContextManager[None]:
    """Signs of life of a command that does queued work itself, in no queue."""
    return living(_command(work, argument), lambda: None)


@queue.doer
def is_done_by_a_command(work: str, argument: int) -> bool:
    """Whether a command that does it lives."""
    return is_alive(_command(work, argument))


def _command(work: str, argument: int) -> str:
    return f"{COMMAND}{work}-{argument}"


def is_alive(name: str) -> bool:
    """Whether a worker lives; one that is found dead leaves nothing behind."""
    found = _is_locked(name)
    if found is False:
        Worker.objects.filter(name=name).delete()
    if found is not None:
        return found
    return Worker.objects.filter(name=name, seen_at__gt=timezone.now() - LEASE).exists()


def somebody_lives() -> bool:
    """Whether any worker has given a sign of life lately; writes nothing."""
    seen = Worker.objects.exclude(name__startswith=COMMAND)
    if seen.filter(seen_at__gt=timezone.now() - LEASE).exists():
        return True
    since = timezone.now().timestamp() - LEASE.total_seconds()
    with suppress(OSError):
        signs = [one for one in _folder().iterdir() if not one.name.startswith(COMMAND)]
        return any(one.stat().st_mtime > since for one in signs)
    return False


def anybody_works() -> bool:
    """Whether a worker lives, or a command that does its work, here or with another
    ``SAMSYN_VAR``; also before there are tables."""
    folder = _folder()
    here = [one.name for one in folder.iterdir()] if folder.is_dir() else []
    held = {name: _is_locked(name) for name in here if not name.startswith(".")}
    if any(held.values()):
        return True
    if Worker._meta.db_table not in connection.introspection.table_names():
        return False
    elsewhere = Worker.objects.exclude(name__in=held)
    return elsewhere.filter(seen_at__gt=timezone.now() - LEASE).exists()


def _folder() -> Path:
    return Path(settings.VAR) / "workers"


@contextmanager
def _locked(name: str) -> Iterator[Path]:
    """A worker's file, locked before anybody can find it."""
    _folder().mkdir(exist_ok=True)
    path, new = _folder() / name, _folder() / f".{name}"
    file = os.open(new, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        new.rename(path)
        yield path
    finally:
        with suppress(OSError):  # on a disk that may only be read it stays, and nobody holds it
            path.unlink(missing_ok=True)
        os.close(file)


def _is_locked(name: str) -> bool | None:
    """Whether somebody holds a worker's file; None where there is no such file."""
    path = _folder() / name
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return False
    finally:
        os.close(file)
