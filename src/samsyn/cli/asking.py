"""Asks the server on this machine whether all is well: a container's health check.

Run as a file; 0 where the answer is 200, or where the database is being prepared: a long
migration answers nobody, and is not to be killed for it.
"""

import fcntl
import http.client
import os
import sys
from pathlib import Path

PORT = 8000


def main() -> int:
    """Ask ``/halsa/`` under the first of the site's names."""
    if is_preparing():
        print("förbereds")  # noqa: T201 (the watchdog's log)
        return 0
    host = os.environ.get("SAMSYN_ALLOWED_HOSTS", "localhost").partition(",")[0].strip()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=8)
    try:
        connection.request("GET", "/halsa/", headers={"Host": host})
        return 0 if connection.getresponse().status == 200 else 1
    except OSError:
        return 1
    finally:
        connection.close()


def is_preparing() -> bool:
    """Whether ``serve``, ``migrate`` or ``restore`` holds the lock of ``SAMSYN_VAR`` now.

    Said again from ``foundation.preparing``: a file that is run by itself imports nothing of ours.
    """
    path = Path(os.environ.get("SAMSYN_VAR", "var")) / "preparing.lock"
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


if __name__ == "__main__":
    sys.exit(main())
