"""An installation of its own: a folder, a database of the kind under test, real processes."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from tests.forked import run_forked

ROOT = Path(__file__).parents[2]
SERVER = os.environ.get("SAMSYN_DATABASE_URL", "")


@dataclass(frozen=True)
class Installation:
    """Where an installation's data lie, and its processes' environment."""

    folder: Path
    database: str
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "SAMSYN_VAR": str(self.folder),
            "SAMSYN_MODE": "development",
            "SAMSYN_DATABASE_URL": self.database,
            "SAMSYN_WORKER": "apart",
            "SAMSYN_WEB_WORKERS": "1",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
            **self.settings,
        }

    def command(self, module: str, *arguments: object) -> list[str]:
        return [sys.executable, "-m", module, *map(str, arguments)]

    def run(self, module: str, *arguments: object, limit: int = 300):
        """What a module prints as JSON when it is run as a process."""
        done = run_forked([module, *arguments], self.environment, limit=limit)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """Rows straight from the database, past the product."""
        if not self.database:
            import sqlite3

            connection = sqlite3.connect(self.folder / "samsyn.sqlite3")
        else:
            import psycopg

            connection = psycopg.connect(self.database)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """An empty installation; on PostgreSQL in a database that is dropped afterwards."""
    if not SERVER:
        yield Installation(folder, "")
        return
    import psycopg

    name = f"trust_{uuid4().hex[:12]}"
    parts = urlsplit(SERVER)
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield Installation(folder, urlunsplit(parts._replace(path=f"/{name}")))
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
