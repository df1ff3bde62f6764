"""SQLite whose writers stand in a queue.

A connection that finds the database locked sleeps and tries again, ever longer, up to a
tenth of a second: with several writers the lock lies free while all of them sleep, and
some sleep for seconds (https://www.sqlite.org/c3ref/busy_handler.html). Here a writing
transaction first takes a lock file beside the database. Writers of one process wait for
each other in memory, where they are woken at once; so few look at the file, and often.
Readers take no part: in WAL they wait for nobody.

Nobody waits longer than the ``timeout`` of the connection, for the turn and for programs
that stand in no queue together.
"""

import fcntl
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from samsyn.foundation.faults import Fault, fault_of
from samsyn.foundation.patience import Patience

_LOOK_EVERY = 0.001
_SHORT = 0.05
_SAID = {
    Fault.FULL: "database or disk is full",
    Fault.READ_ONLY: "attempt to write a readonly database",
}
_patience: defaultdict[str, Patience] = defaultdict(Patience)
_within: defaultdict[str, Lock] = defaultdict(Lock)


def _forget() -> None:
    """A forked process has the locks of threads that it does not have."""
    _within.clear()


os.register_at_fork(after_in_child=_forget)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite, with a turn to wait for before ``BEGIN IMMEDIATE``."""

    _turn: int | None = None
    _inside: "Lock | None" = None

    def _start_transaction_under_autocommit(self) -> None:
        until = self._wait_for_turn()
        try:
            with self._for_what_is_left(until):
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException as error:
            self._pass_turn()
            if isinstance(error, OperationalError):
                self._waits.waited_in_vain()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._pass_turn()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._pass_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._pass_turn()

    @property
    def _name(self) -> str:
        return str(self.settings_dict["NAME"])

    @property
    def _waits(self) -> Patience:
        return _patience[self._name]

    def _wait_for_turn(self) -> float | None:
        """Until when there is time left for ``BEGIN``; None where there is no turn to wait for."""
        if self.is_in_memory_db() or self._turn is not None:
            return None
        until = time.monotonic() + self._waits.of(self._timeout)
        inside = _within[self._name]
        if not inside.acquire(timeout=max(0.0, until - time.monotonic())):
            self._give_up()
        self._inside = inside
        try:
            self._turn = self._file_of_turns()
            while not _locks(self._turn):
                if time.monotonic() >= until:
                    self._give_up()
                time.sleep(_LOOK_EVERY)
        except BaseException:
            self._pass_turn()
            raise
        return until

    def _file_of_turns(self) -> int:
        """The lock file, open; where the disk is full or may only be read, that is said as SQLite
        says it of its own files, so that whoever can do without the write does."""
        try:
            return os.open(f"{self._name}-queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            said = _SAID.get(fault_of(error) or Fault.AWAY, "unable to open database file")
            with self.wrap_database_errors:
                raise self.Database.OperationalError(said) from error

    @property
    def _timeout(self) -> float:
        return float(self.settings_dict["OPTIONS"].get("timeout", 5.0))

    def _give_up(self) -> None:
        self._waits.waited_in_vain()
        with self.wrap_database_errors:
            raise self.Database.OperationalError("database is locked")

    @contextmanager
    def _for_what_is_left(self, until: float | None) -> Iterator[None]:
        """Let SQLite wait no longer than until then: what is left of a long wait is little."""
        left = self._timeout if until is None else max(0.0, until - time.monotonic())
        if left > self._timeout - _SHORT:
            yield
            return
        self._wait_at_most(left)
        try:
            yield
        finally:
            self._wait_at_most(self._timeout)

    def _wait_at_most(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}").close()

    def _pass_turn(self) -> None:
        """Give the lock back; said outright, since a forked child may hold the file as well."""
        if self._turn is not None:
            fcntl.flock(self._turn, fcntl.LOCK_UN)
            os.close(self._turn)
            self._turn = None
        if self._inside is not None:
            self._inside.release()
            self._inside = None


def _locks(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
