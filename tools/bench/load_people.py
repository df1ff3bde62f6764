"""People at their browsers: each with a session and a connection that stays open."""

import http.client
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import count
from threading import Event, Lock
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from samsyn.demo.town import CODE
from samsyn.domain.observations.reference import Reference
from samsyn.domain.organisations.models import User
from tools.bench.web_pages import browser
from tools.bench.web_writing import FORM, report_fields

REPORT_EVERY, PAGE_EVERY = 30.0, 5.0
CLOSED = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


class Told:
    """What everybody waited for, and what went wrong."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []
        self._lock = Lock()

    def waited(self, what: str, seconds: float) -> None:
        with self._lock:
            self.seconds[what].append(seconds)

    def failed(self, what: str) -> None:
        with self._lock:
            self.errors.append(what)


class Person:
    """A browser; ``asked`` gives status and page, and notes the wait."""

    def __init__(self, who: User, port: int, told: Told) -> None:
        self.port, self.told = port, told
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
        session = browser(who).cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Host": f"localhost:{port}",
            "X-Forwarded-Proto": "https",
            "Referer": f"https://localhost:{port}/",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}",
        }

    def asked(
        self, what: str, method: str, path: str, body: str | None = None, expected: int = 200
    ) -> str:
        """The page; a connection that the server closed while it was idle is opened anew, as
        browsers do."""
        headers = self.headers if body is None else {**self.headers, "Content-Type": FORM}
        start = time.perf_counter()
        try:
            answer = self._sent(method, path, body, headers)
            page = answer.read().decode(errors="replace")
        except OSError as error:
            self.told.failed(f"{what}: {type(error).__name__}")
            self.connection.close()
            return ""
        self.told.waited(what, time.perf_counter() - start)
        if answer.status != expected:
            self.told.failed(f"{what}: {answer.status}")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name = cookie.partition("=")[0]
            if name == settings.CSRF_COOKIE_NAME and name not in self.headers["Cookie"]:
                self.headers["Cookie"] += f"; {cookie.partition(';')[0]}"
        return page

    def _sent(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        was_open = self.connection.sock is not None
        try:
            self.connection.request(method, path, body, headers)
            return self.connection.getresponse()
        except CLOSED:
            self.connection.close()
            if not was_open:
                raise
        self.connection.request(method, path, body, headers)
        return self.connection.getresponse()


def reporting(person: Person, known: Reference, n: int, over: Event) -> None:
    """Open the form, fill it in for a while and hand it in, every half minute."""
    dice, numbers, path = random.Random(n), count(n * 1000), reverse("report", args=[CODE])

    def once() -> None:
        page = person.asked("formuläret", "GET", path)
        if over.wait(dice.uniform(5, 15)) or not page:
            return
        body = urlencode(report_fields(page, known, next(numbers)))
        person.asked("en rapport", "POST", path, body, expected=302)

    _again_and_again(once, REPORT_EVERY, dice, over)


def analysing(person: Person, pages: list[str], n: int, over: Event) -> None:
    """Open a page every five seconds."""
    dice = random.Random(1000 + n)

    def turns() -> Iterator[str]:
        while True:
            yield from dice.sample(pages, len(pages))

    turn = turns()
    _again_and_again(
        lambda: person.asked("en sida", "GET", next(turn)) and None, PAGE_EVERY, dice, over
    )


def _again_and_again(
    act: Callable[[], None], every: float, dice: random.Random, over: Event
) -> None:
    """Begin at a moment of one's own, and keep the pace whatever each time takes."""
    due = time.monotonic() + dice.uniform(0, every)
    while not over.wait(max(0.0, due - time.monotonic())):
        act()
        due += every
