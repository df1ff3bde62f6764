"""PostgreSQL whose absence is found out once, and not by each page anew.

A pooled connection that has lain still is tried before it is used: the server may have been
started anew meanwhile. One that was used just now is not, which saves each page two round
trips.
"""

import time
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from samsyn.foundation.patience import Patience

STILL_SECONDS = 2.0
_SEEN = "samsyn_seen"
patience = Patience()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL; for a second after nobody answered, nobody is asked."""

    def get_new_connection(self, conn_params: Any) -> Any:
        if patience.is_discouraged():
            raise OperationalError("the database did not answer just now")
        try:
            return self._sound(conn_params)
        except self.Database.OperationalError:
            patience.waited_in_vain()
            raise

    def _sound(self, conn_params: Any) -> Any:
        """A connection that works: dead ones go back to the pool, which throws them away."""
        while True:
            connection = super().get_new_connection(conn_params)
            if self.pool is None or _is_fresh(connection):
                return connection
            try:
                self.pool.check_connection(connection)
            except self.Database.OperationalError:
                self.pool.putconn(connection)
                continue
            return connection

    def _close(self) -> Any:
        if self.connection is not None:
            setattr(self.connection, _SEEN, time.monotonic())
        return super()._close()  # type: ignore[misc]


def _is_fresh(connection: Any) -> bool:
    """Whether a connection is new, or was used just now."""
    seen = getattr(connection, _SEEN, None)
    return seen is None or time.monotonic() - seen < STILL_SECONDS
