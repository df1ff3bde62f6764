"""What the server has thanked for is there, though its worker is killed the next moment (T09)."""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import threading
import time
from argparse import Namespace
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from samsyn.cli.serve import _server
from samsyn.foundation import clock
from tests.trust.installation import ROOT, installed
from tests.trust.sizes import size

REPORTERS, KILLS = 2, size(3, 20)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Reporter:
    """A browser that hands in report after report until the connection breaks."""

    port: int
    known: dict
    session: str
    name: str
    thanked: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def send_until_it_breaks(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection), suppress(OSError, http.client.HTTPException):
            token, cookies = self._form(connection)
            for n in range(100_000):
                self._send(connection, token, cookies, f"{self.name} {n}")

    def _form(self, connection):
        session = f"{self.known['cookie']}={self.session}"
        connection.request("GET", self.known["path"], headers={"Cookie": session})
        answer = connection.getresponse()
        token = TOKEN.search(answer.read().decode()).group(1)
        [csrf] = re.findall(r"samsyn_csrf=\w+", str(answer.headers))[:1]
        return token, f"{session}; {csrf}"

    def _send(self, connection, token, cookies, text):
        sent = {
            "csrfmiddlewaretoken": token, "category": self.known["category"],
            "organisation": self.known["organisation"], "day": clock.today().isoformat(),
            "part": "unknown", "kind": "event", "events": 1, "informant": "own",
            "certainty": "certain", "reported_to_police": "unknown", "visibility": "group",
            "key": text.replace(" ", "-"), "description": text,
        }  # fmt: skip
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", self.known["path"], urlencode(sent), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 302:
            self.thanked.append(text)
        else:
            self.refused.append(answer.status)


def children(pid: int) -> list[int]:
    """The processes that a process started, from the kernel's own table."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            told = (entry / "stat").read_text(encoding="utf-8") if entry.name.isdigit() else ""
        except OSError:
            continue
        if told and int(told.rpartition(")")[2].split()[1]) == pid:
            found.append(int(entry.name))
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, server: subprocess.Popen) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert server.poll() is None, "the server fell"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not answer")


def served_and_killed(here, known, name: str, seconds: float) -> list[Reporter]:
    """Serve, let everybody report, and kill the worker in the middle of it."""
    port = free_port()
    server = subprocess.Popen(
        _server(Namespace(host="127.0.0.1", port=port)),
        env=here.environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port, server)
        people = [
            Reporter(port, known, session, f"{name} {n}")
            for n, session in enumerate(known["sessions"])
        ]
        threads = [threading.Thread(target=one.send_until_it_breaks) for one in people]
        for thread in threads:
            thread.start()
        while not all(one.thanked for one in people):
            assert all(thread.is_alive() for thread in threads)
            time.sleep(0.02)
        time.sleep(seconds)
        for worker in children(server.pid):
            os.kill(worker, signal.SIGKILL)
        for thread in threads:
            thread.join(30)
        return people
    finally:
        _end(server)


def _end(server):
    """As ``serve`` ends it: one told to stop while it starts a worker anew may not hear it."""
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        for worker in children(server.pid):
            os.kill(worker, signal.SIGKILL)
        server.kill()
        server.wait(10)


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    dice, people = random.Random(5), []
    with installed(tmp_path_factory.mktemp("served")) as here:
        known = here.run("tests.trust.serving", REPORTERS)
        for n in range(KILLS):
            people += served_and_killed(here, known, f"omgång {n}", dice.uniform(0.1, 0.6))
        rows = here.ask("SELECT description FROM observations_observation")
        counted = here.ask("SELECT SUM(reports) FROM observations_observationcount WHERE layer = 0")
    return people, [row[0] for row in rows], counted[0][0]


def test_everything_that_was_thanked_for_is_there(story):
    people, stored, _ = story
    lost = {text for one in people for text in one.thanked} - set(stored)
    assert not lost


def test_it_was_killed_in_the_middle_of_work(story):
    people, _, _ = story
    assert len(people) == KILLS * REPORTERS
    assert all(one.thanked for one in people)
    # a disk that others keep busy makes a writer wait too long, which is said; nothing else is
    assert {status for one in people for status in one.refused} <= {503}


def test_nothing_is_there_twice_and_the_counts_agree(story):
    _, stored, counted = story
    assert len(stored) == len(set(stored)) == counted
