"""Measuring one call: SQL statements, CPU of our process and of the database, wall time."""

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.db import close_old_connections, connection

RUNS, WARM_UP = 25, 5
_TRANSACTIONS = ("BEGIN", "SAVEPOINT", "RELEASE")


class Statements:
    """Counts the statements that run in its block; those that only mark transactions apart."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._wrapping: AbstractContextManager[None] = connection.execute_wrapper(self._count)

    def _count(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.startswith(_TRANSACTIONS):
            self.seen.append(sql)
        return execute(sql, *rest)

    def __enter__(self) -> "Statements":
        self._wrapping.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._wrapping.__exit__(*error)


@dataclass(frozen=True)
class Measured:
    """Medians in milliseconds, and the statements of the last run."""

    sql: int
    cpu_ms: float
    server_ms: float
    wall_ms: float
    machine_ms: float


def measure(call: Callable[[], object], runs: int = RUNS, warm_up: int = WARM_UP) -> Measured:
    """Run a call until it is warm, then time it; as between requests, connections are checked."""
    for _ in range(warm_up):
        call()
        close_old_connections()
    with Statements() as statements:
        call()
    servers = server_processes()
    timed = [(*_timed(call, servers), machine_seconds()) for _ in range(runs)]
    own, server, wall, machine = (median(column) * 1e3 for column in zip(*timed, strict=True))
    return Measured(len(statements.seen), own + server, server, wall, machine)


def machine_seconds() -> float:
    """CPU seconds that the machine takes for 100,000 steps of Python, by which runs compare.

    Measured beside each run: on a shared machine it differs by more than two times from one
    minute to the next.
    """
    start = time.process_time()
    sum(n * n % 7 for n in range(20_000))
    return (time.process_time() - start) * 5


def _timed(call: Callable[[], object], servers: list[int]) -> tuple[float, float, float]:
    server, own, wall = seconds_of(servers), time.process_time(), time.perf_counter()
    call()
    close_old_connections()
    own, wall = time.process_time() - own, time.perf_counter() - wall
    return own, seconds_of(servers) - server, wall


def server_processes() -> list[int]:
    """The PostgreSQL processes that serve connections to our database; none with SQLite."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return [pid for (pid,) in cursor.fetchall()]


def seconds_of(processes: list[int]) -> float:
    """Their CPU seconds, from the scheduler's statistics (Linux, to the nanosecond)."""
    return sum(_scheduled(pid) for pid in processes)


def _scheduled(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    except (OSError, IndexError):
        return 0.0


def cpu_seconds() -> float:
    """CPU seconds of this process, its children that have ended, and the database."""
    used = os.times()
    own = used.user + used.system + used.children_user + used.children_system
    return own + seconds_of(server_processes())


@dataclass(frozen=True)
class Clocked:
    """Seconds of one piece of work, and what the machine took for its count around it."""

    wall: float
    cpu: float
    machine_ms: float


def clocked(work: Callable[[], object]) -> Clocked:
    """Do a longer piece of work once."""
    before = machine_now()
    wall, cpu = time.perf_counter(), cpu_seconds()
    work()
    wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    return Clocked(wall, cpu, (before + machine_now()) / 2 * 1e3)


def machine_now() -> float:
    """The same, of several counts."""
    return median(machine_seconds() for _ in range(9))
