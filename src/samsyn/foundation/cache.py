"""Django's cache in the database, that says when the database is away.

Django's own takes that for somebody else having been quicker: a full disk was then answered
with "too many attempts".
"""

from typing import Any

from django.core.cache.backends import db
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.db import connections, router
from django.db.utils import DatabaseErrorWrapper

from samsyn.foundation.faults import fault_of


class _Noting(DatabaseErrorWrapper):
    """Knows which error of the machine has passed."""

    fault: Exception | None = None

    def __exit__(self, *given: Any) -> None:
        try:
            super().__exit__(*given)
        except Exception as error:
            if fault_of(error):
                self.fault = error
            raise


class DatabaseCache(db.DatabaseCache):
    """Rows in ``samsyn_cache``."""

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        connection = connections[router.db_for_write(self.cache_model_class)]
        before, noting = connection.wrap_database_errors, _Noting(connection)
        connection.__dict__["wrap_database_errors"] = noting
        try:
            done = bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc]
        finally:
            connection.__dict__["wrap_database_errors"] = before
        if noting.fault and not done:
            raise noting.fault
        return done
