"""What the processes of the trust tests have in common: a migrated database, and forks.

Each fork is a process of its own with connections of its own, as the web server's
workers are.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402


def prepare(static: bool = False) -> None:
    """An up-to-date database; for a server, with the static files."""
    if static:
        call_command("collectstatic", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def part() -> None:
    """Leave no connection behind that a fork would share."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()


def fork(work: Callable[[], object]) -> tuple[int, int]:
    """Start work in a process of its own; its pid and where its answer is read."""
    part()
    reading, writing = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    os.close(reading)
    code = 1
    try:
        with os.fdopen(writing, "w", encoding="utf-8") as out:
            json.dump(work(), out)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def answer(pid: int, reading: int):
    """What a fork answered; it fell where it answered nothing."""
    with os.fdopen(reading, encoding="utf-8") as lines:
        said = lines.read()
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError("a writer fell")
    return json.loads(said)


def together(works: list[Callable[[], object]]) -> list[object]:
    """Answers of works that start at the same moment, each in its process."""
    start = time.time() + 0.25

    def waiting(work: Callable[[], object]) -> Callable[[], object]:
        def run() -> object:
            connection.ensure_connection()
            time.sleep(max(0.0, start - time.time()))
            return work()

        return run

    return [answer(*one) for one in [fork(waiting(work)) for work in works]]


def tell(facts: object) -> None:
    """Answer the test that started this process."""
    json.dump(facts, sys.stdout)
