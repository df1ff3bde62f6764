"""A full disk, a database that is locked, read-only, stopped or cut off: each kind of route
answers in Swedish, in time, and comes back by itself (T08)."""

import contextlib
import http.client
import re
import shutil
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import pytest

from samsyn.foundation import clock
from tests.forked import run_forked
from tests.trust.installation import SERVER, installed
from tests.trust.test_serving import serving

SOON, AGAIN = 5.0, 10.0
CONNECTIONS = 4
# five quick falls of a worker, with their pauses, end a server (``cli.supervising``)
OUTLASTS = 20.0
ROUTES = ("list", "form", "report", "upload", "login", "part", "health", "static")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
# what still works: nothing is stored by it, or it is no business of the database's
WORKS_LOCKED = {"list": 200, "form": 200, "part": 200, "health": 200, "static": 200}


@dataclass
class Answer:
    status: int
    text: str
    headers: dict
    seconds: float


class Visitor:
    """A browser that has the forms open before anything goes wrong."""

    def __init__(self, port, known):
        self.port, self.known = port, known
        session = f"{known['cookie']}={known['session']}"
        self.session, self.cookies, self.token = session, session, ""
        page = self.ask("GET", known["form"])
        self.token = TOKEN.search(page.text).group(1)
        self.cookies += "; " + re.search(r"samsyn_csrf=\w+", page.headers["all"]).group(0)

    def ask(self, method, path, body=None, **headers) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": headers.pop("cookie", self.cookies), **headers}
        with contextlib.closing(connection):
            start = time.monotonic()
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            took = time.monotonic() - start
        told = {name.lower(): value for name, value in answer.headers.items()}
        told["all"] = str(answer.headers)
        return Answer(answer.status, text, told, took)

    def go(self, route) -> Answer:
        known = self.known
        if route == "report":
            return self.send(known["form"], self.report())
        if route == "login":
            csrf = self.cookies.partition("; ")[2]
            return self.send(
                known["login"],
                {"login": known["email"], "password": known["password"]},
                cookie=csrf,
            )
        if route == "upload":
            return self.upload()
        if route == "reset":
            csrf = self.cookies.partition("; ")[2]
            return self.send(known["reset"], {"email": known["email"]}, cookie=csrf)
        asked = {"HX-Request": "true"} if route == "part" else {}
        if not self.sends(route):
            asked["cookie"] = ""
        return self.ask("GET", known[route], **asked)

    def sends(self, route) -> str:
        """What a route is asked with."""
        return "" if route in ("health", "static") else "cookie"

    def send(self, path, fields, **headers):
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields})
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.ask("POST", path, body, **headers)

    def report(self):
        return {
            "category": self.known["category"], "organisation": self.known["organisation"],
            "day": clock.today().isoformat(), "part": "unknown", "kind": "event", "events": 1,
            "informant": "own", "certainty": "certain", "reported_to_police": "unknown",
            "visibility": "group", "key": f"k{time.monotonic_ns()}", "description": "En skada.",
        }  # fmt: skip

    def upload(self):
        line = "------here\r\nContent-Disposition: form-data; name="
        data = "Datum;Text\r\n" + "2026-03-01;Färg\r\n" * 30_000
        body = (
            f'{line}"csrfmiddlewaretoken"\r\n\r\n{self.token}\r\n'
            f'{line}"file"; filename="a.csv"\r\n\r\n{data}\r\n------here--\r\n'
        )
        kind = "multipart/form-data; boundary=----here"
        return self.ask("POST", self.known["upload"], body.encode(), **{"Content-Type": kind})


def check_told(route, answer, status):
    """A sentence in the product's own style, in time, and nothing of the machine's words."""
    assert answer.status == status, answer.text[-2000:]
    assert answer.seconds <= SOON
    assert "Traceback" not in answer.text and "OperationalError" not in answer.text
    if route == "health":
        assert answer.text == "fel: databas\n"
        return
    assert answer.headers["retry-after"] == "10"
    assert "Disken är full" in answer.text if status == 507 else "Samsyn kan inte" in answer.text
    whole = "<html" in answer.text and "<h1>" in answer.text
    assert whole != (route == "part"), answer.text


def check_all(visitor, works, status):
    for route in ROUTES:
        answer = visitor.go(route)
        if route not in works:
            check_told(route, answer, status)
            continue
        assert answer.seconds <= SOON
        # once a minute a page marks in its session that somebody is there
        if answer.status != status or not visitor.sends(route):
            assert answer.status == works[route], route


def check_recovers(visitor):
    end = time.monotonic() + AGAIN
    for route in ROUTES:
        while (answer := visitor.go(route)).status >= 500:
            assert time.monotonic() < end, (route, answer.status)
            time.sleep(0.1)
        assert answer.status in (200, 302), (route, answer.text[-500:])


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory):
    """A disk of our own that can be filled and shut; None where we may not have one."""
    folder = tmp_path_factory.mktemp("disk")
    command = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(folder)]
    if SERVER or not shutil.which("mount") or subprocess.run(command, check=False).returncode:
        yield None
        return
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="module")
def here(tmp_path_factory, small_disk):
    with installed(small_disk or tmp_path_factory.mktemp("faulty")) as place:
        yield place


@pytest.fixture(scope="module")
def known(here):
    return here.run("tests.trust.faulty")


@pytest.fixture(scope="module")
def visitor(here, known):
    with serving(here, SAMSYN_WEB_WORKERS="2") as (port, _):
        one = Visitor(port, known)
        end = time.monotonic() + 60
        while one.go("health").status != 200:
            assert time.monotonic() < end
            time.sleep(0.2)
        yield one


on_sqlite = pytest.mark.skipif(bool(SERVER), reason="a fault of SQLite")
on_postgresql = pytest.mark.skipif(not SERVER, reason="a fault of PostgreSQL")


@on_sqlite
@pytest.mark.parametrize("mode", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_locked_database(here, visitor, mode):
    stranger = sqlite3.connect(here.folder / "samsyn.sqlite3", isolation_level=None)
    with contextlib.closing(stranger):
        stranger.execute(f"BEGIN {mode}")
        check_all(visitor, WORKS_LOCKED, 503)
        stranger.execute("ROLLBACK")
    check_recovers(visitor)


@on_sqlite
def test_commands_say_that_the_database_is_locked(here, known):
    words = "--code 0001 --name X --coordinator a@example.org --coordinator-name Kim"
    command = ["samsyn", "municipality", "create", *words.split()]
    with contextlib.closing(
        sqlite3.connect(here.folder / "samsyn.sqlite3", isolation_level=None)
    ) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        environment = {**here.environment, "SAMSYN_DATABASE_WAIT": "1"}
        ran = run_forked(command, environment)
        stranger.execute("ROLLBACK")
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1), ran.stderr
    assert "Databasen är upptagen" in ran.stderr


@contextlib.contextmanager
def filled(folder):
    """The disk of a folder without a free byte."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        for size in (1 << 16, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(size))
    try:
        yield
    finally:
        path.unlink()


@on_sqlite
def test_a_full_disk(here, visitor, small_disk):
    if small_disk is None:
        pytest.skip("a disk of our own needs the right to mount one")
    works = {"list": 200, "form": 200, "part": 200, "health": 200, "static": 200}
    with filled(small_disk):
        check_all(visitor, works, 507)
    check_recovers(visitor)


@contextlib.contextmanager
def read_only(folder):
    """The disk of a folder shut for writing under those who use it: whatever is opened from now on
    meets EROFS, and what is open already stays so, as it does until a disk fails in earnest."""
    for command in (["--bind", folder, folder], ["-o", "remount,bind,ro", folder]):
        subprocess.run(["mount", *map(str, command)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.contextmanager
def immutable(folder):
    """The database's files, open or not, that nobody may change any more (EPERM)."""
    files = [one for one in folder.glob("samsyn.sqlite3*") if not one.name.endswith("-shm")]
    ran = subprocess.run(["chattr", "+i", *map(str, files)], check=False, capture_output=True)
    if ran.returncode:
        pytest.skip("this disk knows no immutable files, or they are not ours to make so")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *map(str, files)], check=True)


READABLE = {"list": 200, "form": 200, "part": 200, "health": 200, "static": 200}


@on_sqlite
def test_a_disk_that_may_only_be_read(here, visitor, small_disk):
    """For longer than a worker that falls, and falls again, is kept running: none does."""
    if small_disk is None:
        pytest.skip("a disk of our own needs the right to mount one")
    with read_only(small_disk):
        end = time.monotonic() + OUTLASTS
        check_all(visitor, READABLE, 503)
        for route in ("reset", "file"):  # a letter to be sent, a reading that is logged
            check_told(route, visitor.go(route), 503)
        while time.monotonic() < end:
            check_told("report", visitor.go("report"), 503)
            time.sleep(1)
    check_recovers(visitor)
    check_works_on(here, visitor)


@on_sqlite
def test_files_that_nobody_may_change(here, visitor):
    with immutable(here.folder):
        check_all(visitor, READABLE, 503)
    check_recovers(visitor)
    check_works_on(here, visitor)


def check_works_on(here, visitor):
    """The worker has outlived it: a letter that is asked for is sent."""
    sent = "SELECT count(*) FROM notices_outgoingmail WHERE state = 'sent'"
    [(before,)] = here.ask(sent)
    assert visitor.go("reset").status == 302
    end = time.monotonic() + AGAIN
    while here.ask(sent) == [(before,)]:
        assert time.monotonic() < end, "nobody sends what was asked for"
        time.sleep(0.2)


@contextlib.contextmanager
def server_of_postgresql():
    """Statements to the server itself, past the product's database."""
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as server:
        yield server


CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


@on_postgresql
def test_connections_that_are_cut(here, visitor):
    name = urlsplit(here.database).path.lstrip("/")
    with server_of_postgresql() as server:
        for route in ROUTES:
            server.execute(CUT, [name])
            answer = visitor.go(route)
            assert answer.status in (200, 302, 503) and answer.seconds <= SOON
    check_recovers(visitor)


@on_postgresql
def test_a_database_that_lets_nobody_in(here, visitor):
    """Stopped, or with all its connections taken: nobody gets a new one."""
    name = urlsplit(here.database).path.lstrip("/")
    with server_of_postgresql() as server:
        server.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        server.execute(CUT, [name])
        try:
            check_all(visitor, {"static": 200}, 503)
        finally:
            server.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
    check_recovers(visitor)


@on_postgresql
def test_a_database_that_may_only_be_read(here, visitor):
    name = urlsplit(here.database).path.lstrip("/")
    works = {"list": 200, "form": 200, "part": 200, "health": 200, "static": 200}
    with server_of_postgresql() as server:
        server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        server.execute(CUT, [name])
        for route in [*works] * CONNECTIONS:  # each finds out by itself that it was cut off
            visitor.go(route)
        try:
            check_all(visitor, works, 503)
        finally:
            server.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
            server.execute(CUT, [name])
    check_recovers(visitor)


@on_postgresql
def test_a_row_that_is_held(here, visitor):
    import psycopg

    with psycopg.connect(here.database) as holder:
        holder.execute("LOCK TABLE audit_head IN EXCLUSIVE MODE")
        check_told("report", visitor.go("report"), 503)
        holder.rollback()
    check_recovers(visitor)
