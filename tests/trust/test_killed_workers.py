"""Whatever a killed worker had begun is done, or may be begun again, within a minute (T05, T09).

Trials, imports, letters, nights, undos, settlings and backups, each killed at a random moment.
"""

import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.trust.installation import ROOT, installed
from tests.trust.sizes import size

KINDS = 7
KILLS, ROWS = size(KINDS, 49), size(120, 1500)
THINKS = 0.3


@contextmanager
def mail_server(file, seconds):
    """The settings that lead to a mail server of our own."""
    command = [sys.executable, "-m", "tests.trust.mail_server", str(file), str(seconds)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        port = server.stdout.readline().strip()
        yield {
            "SAMSYN_MAIL_HOST": "127.0.0.1",
            "SAMSYN_MAIL_PORT": port,
            "SAMSYN_MAIL_TLS": "0",
        }
    finally:
        server.kill()
        server.communicate()


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    taken = folder / "letters"
    with installed(folder) as here, mail_server(taken, THINKS) as mail:
        backups = folder / "backups"
        backups.mkdir()
        told = replace(here, settings={**mail, "SAMSYN_BACKUP_DIR": str(backups)}).run(
            "tests.trust.killed_workers", KILLS, ROWS, limit=1800
        )
    return {**told, "taken": taken.read_text(encoding="utf-8").split()}


def test_nothing_is_stuck(story):
    assert [(one["kind"], one["waited"]) for one in story["kills"] if one["waited"] > 60] == []
    assert all(status != "RUNNING" for status, _ in story["queue"])


def test_all_or_nothing_is_there(story):
    for kill in story["kills"]:
        assert kill["partial"] == kill["torn"] == [], kill
        assert kill["linked"] == kill["rows"]


def test_a_backup_is_made_though_its_worker_was_killed(story):
    made = [0, *(one["backups"] for one in story["kills"])]
    gained = [after - before for before, after in pairwise(made)]
    of_backups = [
        n for n, one in zip(gained, story["kills"], strict=True) if one["kind"] == "backup"
    ]
    assert of_backups and all(of_backups)


def test_counts_and_log_hold(story):
    for kill in story["kills"]:
        assert kill["differences"] == kill["breaks"] == [], kill


def test_no_letter_came_twice_and_none_is_lost(story):
    assert [one for one, n in Counter(story["taken"]).items() if n > 1] == []
    letters = story["kills"][-1]["letters"]
    came = {one.strip("<>").partition("@")[0] for one in story["taken"]}
    assert letters and {uid for uid, state in letters.items() if state == "sent"} <= came
    assert set(letters.values()) <= {"sent", "unsure"}


def test_the_kills_hit(story):
    """The rest would prove little if nobody was at work when it was killed."""
    assert sum(one["hit"] for one in story["kills"]) >= len(story["kills"]) * 0.6
