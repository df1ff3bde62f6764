"""How long to wait for a database, and for how long not to wait again.

A page waits a few seconds and then says so. If each of many pages waited as long, one after
another, nobody would be told in time: so who comes just after somebody has waited in vain
hardly waits at all.
"""

import time
from threading import Lock

DISCOURAGED_SECONDS = 1.0
HARDLY_SECONDS = 0.2


class Patience:
    """A process's patience with one database."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._until = 0.0

    def of(self, seconds: float) -> float:
        """How long to wait just now."""
        return min(seconds, HARDLY_SECONDS) if self.is_discouraged() else seconds

    def is_discouraged(self) -> bool:
        """Whether somebody has just waited in vain."""
        return time.monotonic() < self._until

    def waited_in_vain(self) -> None:
        with self._lock:
            self._until = time.monotonic() + DISCOURAGED_SECONDS
