"""Logs are lines of allow-listed fields, and nothing that somebody wrote reaches them (T11)."""

import http.client
import json
import time
from dataclasses import replace

import pytest

from samsyn.foundation.logs import FIELDS
from tests.forked import run_forked
from tests.trust.installation import installed
from tests.trust.test_serving import serving

CANARY, KINDS = "kanariefagel", ("error", "chain", "sql", "unique", "warning", "thread", "library")
FALLS = {"error", "chain", "sql", "unique"}
TABLE = "django_tasks_database_dbtaskresult"
KNOWN = {"time", "level", "event", "error", "place", *FIELDS}
PAGE = "/konto/logga-in/"


def ask(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": CANARY,
        "Cookie": f"samsyn_session={CANARY}",
        "Referer": f"http://localhost/{CANARY}",
    }
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


# what comes back by itself, a night's backup say, waits for its time
UNDONE = (
    f"SELECT 1 FROM {TABLE} WHERE status <> 'FAILED' AND status <> 'SUCCESSFUL' "
    "AND exception_class_path = '' AND CAST(args_kwargs AS TEXT) LIKE '%test.fall%'"
)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    with installed(tmp_path_factory.mktemp("logs")) as place:
        yield replace(place, settings={"DJANGO_SETTINGS_MODULE": "tests.trust.falling"})


@pytest.fixture(scope="module")
def said(here):
    """What server and worker wrote to standard error while everything fell."""
    here.run("tests.trust.falling_queued")
    with serving(here) as (port, server):
        answers = {kind: ask(port, "GET", f"{PAGE}?fall={kind}&q={CANARY}") for kind in KINDS}
        ask(port, "POST", f"{PAGE}?fall=error", f"login={CANARY}%40example.org&password={CANARY}")
        ask(port, "POST", PAGE, f"login={CANARY}%40example.org&password={CANARY}")
        ask(port, "GET", f"/{CANARY}/")
        ask(port, "GET", f"/1982/{CANARY}/%00?{CANARY}")
        while here.ask(UNDONE):
            time.sleep(0.2)
        server.terminate()
        _, text = server.communicate(timeout=30)
    return answers, text


def test_no_canary_sings(said):
    assert CANARY not in said[1]


def test_each_line_is_of_allowed_fields(said):
    lines = [json.loads(line) for line in said[1].splitlines()]
    assert len(lines) > 10
    assert set().union(*lines) <= KNOWN


def test_each_fault_is_told_by_kind_and_place(said):
    faults = [one for one in map(json.loads, said[1].splitlines()) if one["event"] == "fault"]
    assert {"ValueError", "RuntimeError", "IntegrityError"} <= {one["error"] for one in faults}
    assert all(".py:" in one["place"] for one in faults)
    works = [one for one in map(json.loads, said[1].splitlines()) if one["event"] == "work_failed"]
    assert works and {one["work"] for one in works} == {"test.fall"}


def test_requests_are_told_by_their_routes(said):
    told = [one for one in map(json.loads, said[1].splitlines()) if one["event"] == "request"]
    assert {"account_login"} <= {one["route"] for one in told}
    assert all(isinstance(one["duration_ms"], int) and one["request"] for one in told)


def test_who_asked_is_told_nothing_either(said):
    for kind in FALLS:
        status, text = said[0][kind]
        assert status >= 500 and CANARY not in text


@pytest.mark.usefixtures("said")
def test_the_queue_keeps_nothing_of_it(here):
    kept = here.ask(f"SELECT traceback, exception_class_path FROM {TABLE}")
    assert kept and CANARY not in str(kept)


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize("kind", KINDS)
def test_commands_tell_kind_and_place(here, kind):
    ran = run_forked(["tests.trust.falling_work", kind], here.environment)
    assert CANARY not in ran.stdout + ran.stderr
    assert ran.returncode == (1 if kind in FALLS else 0), ran.stderr
    if kind in ("error", "chain"):
        assert "Något gick fel hos oss" in ran.stderr and ".py:" in ran.stderr
