"""Measuring reports a second over real HTTP: the server as it is run, several at once."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.urls import reverse

from samsyn.demo.town import CODE
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.reference import Reference
from tools.bench.web_figures import Bar, Figure
from tools.bench.web_meter import machine_now, seconds_of, server_processes
from tools.bench.web_pages import browser
from tools.bench.web_town import Ready
from tools.bench.web_writing import report_fields

CONNECTIONS = 16
REPORTS, WARM_UP = 1200, 160
START_SECONDS = 60
TICK = 1 / os.sysconf("SC_CLK_TCK")


def throughput(ready: Ready) -> Figure:
    """Reports accepted a second by ``./samsyn serve``, sixteen browsers sending at once."""
    with serving() as (port, server):
        people = [_Person(ready, n, port) for n in range(CONNECTIONS)]
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            list(pool.map(lambda one: one.send(one.written(WARM_UP // CONNECTIONS)), people))
            written = [one.written(REPORTS // CONNECTIONS) for one in people]
            stored, machine = _stored(ready), machine_now()
            start, used = time.perf_counter(), _cpu_of(server)
            sent = pool.map(lambda one, bodies: one.send(bodies), people, written)
            waits = list(chain(*sent))
            wall, used = time.perf_counter() - start, _cpu_of(server) - used
            machine = (machine + machine_now()) / 2
        if _stored(ready) - stored != REPORTS:
            raise RuntimeError("not every accepted report is stored")
    floor = 100 if connection.vendor == "sqlite" else None
    return Figure(
        what=f"rapporter över HTTP, {CONNECTIONS} åt gången",
        bar=Bar(cpu_ms=15, rate=floor),
        rate=REPORTS / wall,
        cpu_ms=used / REPORTS * 1e3,
        wall_ms=median(waits) * 1e3,
        machine_ms=machine * 1e3,
    )


class _Person:
    """A reporter's browser: a session, a connection that stays open, and the form's page."""

    def __init__(self, ready: Ready, n: int, port: int) -> None:
        self.known: Reference = ready.known()
        self.address = reverse("report", args=[CODE])
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.numbers = count(n * 1000)
        session = browser(ready.reporters[n]).cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Host": f"localhost:{port}",
            "X-Forwarded-Proto": "https",
            "Referer": f"https://localhost:{port}{self.address}",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}",
        }
        self.page = self._form()

    def _form(self) -> str:
        self.connection.request("GET", self.address, headers=self.headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        if answer.status != 200:
            raise RuntimeError(f"the form was answered {answer.status}")
        token = answer.headers["Set-Cookie"].split(";")[0]
        self.headers["Cookie"] += f"; {token}"
        return page

    def written(self, reports: int) -> list[str]:
        """Forms filled in, each another."""
        return [
            urlencode(report_fields(self.page, self.known, next(self.numbers)))
            for _ in range(reports)
        ]

    def send(self, forms: list[str]) -> list[float]:
        """Hand in reports one after another; the seconds each had to wait."""
        return [self._post(form) for form in forms]

    def _post(self, body: str) -> float:
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        start = time.perf_counter()
        self.connection.request("POST", self.address, body, headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 302:
            raise RuntimeError(f"a report was answered {answer.status}")
        return time.perf_counter() - start


@contextmanager
def serving(worker: str = "apart") -> Iterator[tuple[int, int]]:
    """Port and process of a server of our own, on this machine's loopback alone."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "samsyn", "serve", f"--port={port}"]
    environment = {**os.environ, "SAMSYN_WORKER": worker}
    with Path(settings.VAR, "serve.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _wait_for(port, server)
        yield port, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _stored(ready: Ready) -> int:
    return Observation.objects.visible_to(ready.scope()).count()


def _cpu_of(server: int) -> float:
    """CPU seconds of the server's processes and of the database's."""
    own = sum(_used(pid) for pid in _family(server))
    return own + seconds_of(server_processes())


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            yield from _family(int(child))


def _used(pid: int) -> float:
    told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) * TICK
