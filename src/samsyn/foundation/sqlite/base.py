"""SQLite whose writers stand in a queue.

A connection that finds the database locked sleeps and tries again, ever longer, up to a
tenth of a second: with several writers the lock lies free while all of them sleep, and
some sleep for seconds (https://www.sqlite.org/c3ref/busy_handler.html). Here a writing
transaction first takes a lock file beside the database, and the kernel wakes the next one
at once. Readers take no part: in WAL they wait for nobody.
"""

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite, with a turn to wait for before ``BEGIN IMMEDIATE``."""

    _turn: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._wait_for_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._pass_turn()
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

    def _wait_for_turn(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self.is_in_memory_db() or self._turn is not None:
            return
        self._turn = os.open(f"{name}-queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._turn, fcntl.LOCK_EX)

    def _pass_turn(self) -> None:
        """Give the lock back; said outright, since a forked child may hold the file as well."""
        if self._turn is not None:
            fcntl.flock(self._turn, fcntl.LOCK_UN)
            os.close(self._turn)
            self._turn = None
