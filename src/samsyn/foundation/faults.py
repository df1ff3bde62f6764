"""What is wrong with the machine when an error is not ours: the disk, or the database.

The text of a database's error may quote what was to be stored: it is looked at here, and
shown to nobody.
"""

import errno
from collections.abc import Iterator
from enum import Enum

from django.db import DatabaseError, InterfaceError, OperationalError


class Fault(Enum):
    """What stands in the way, until somebody mends it or it passes."""

    FULL = "full"
    READ_ONLY = "read_only"
    BUSY = "busy"
    AWAY = "away"


_OF_DISK = {
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EROFS: Fault.READ_ONLY,
    errno.EACCES: Fault.READ_ONLY,
    errno.EPERM: Fault.READ_ONLY,
    errno.EIO: Fault.AWAY,
    errno.ESTALE: Fault.AWAY,  # a mounted folder whose host has gone
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_OF_POSTGRESQL = {
    "53100": Fault.FULL,
    "25006": Fault.READ_ONLY,
    "55P03": Fault.BUSY,
    "57014": Fault.BUSY,
}
# https://www.sqlite.org/rescode.html, as SQLite words them
_OF_SQLITE = {
    "disk is full": Fault.FULL,
    "readonly": Fault.READ_ONLY,
    "locked": Fault.BUSY,
}


def fault_of(error: BaseException | None) -> Fault | None:
    """What is wrong with the machine, where that is what an error, or one behind it, says."""
    for one in _behind(error):
        found = _fault_of_one(one)
        if found:
            return found
    return None


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _fault_of_one(error: BaseException) -> Fault | None:
    if isinstance(error, DatabaseError | InterfaceError):
        return _of_database(error)
    return _OF_DISK.get(error.errno or 0) if isinstance(error, OSError) else None


def _of_database(error: BaseException) -> Fault | None:
    state = getattr(error.__cause__, "sqlstate", None)
    if state in _OF_POSTGRESQL:
        return _OF_POSTGRESQL[state]
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    said = str(error).lower()
    return next((fault for words, fault in _OF_SQLITE.items() if words in said), Fault.AWAY)
