"""Django's cache in the database, that says when the database is away.

Django's own takes that for somebody else having been quicker: a full disk was then answered
with "too many attempts".
"""

from typing import Any

from django.core.cache.backends import db
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.db import OperationalError, connection


class DatabaseCache(db.DatabaseCache):
    """Rows in ``samsyn_cache``."""

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        before, connection.errors_occurred = connection.errors_occurred, False
        try:
            done = bool(super()._base_set(mode, key, value, timeout))  # type: ignore[misc]
            # Django marks errors that are not of one row, such as two who add the same
            if not done and connection.errors_occurred:
                raise OperationalError("the cache could not be written")
            return done
        finally:
            connection.errors_occurred = connection.errors_occurred or before
