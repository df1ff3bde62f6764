"""Asks the server on this machine whether all is well: a container's health check.

Run as a file; 0 where the answer is 200.
"""

import http.client
import os
import sys

PORT = 8000


def main() -> int:
    """Ask ``/halsa/`` under the first of the site's names."""
    host = os.environ.get("SAMSYN_ALLOWED_HOSTS", "localhost").partition(",")[0].strip()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=8)
    try:
        connection.request("GET", "/halsa/", headers={"Host": host})
        return 0 if connection.getresponse().status == 200 else 1
    except OSError:
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
