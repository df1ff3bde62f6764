"""What a dead worker had begun is begun again; what a living one does is left alone."""

import fcntl
import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn.foundation import queue
from samsyn.foundation.workers import living, recovering
from samsyn.foundation.workers.living import LEASE, anybody_works, is_alive, somebody_lives
from samsyn.foundation.workers.management.commands.db_worker import _begin_again_later
from samsyn.foundation.workers.models import Worker
from samsyn.foundation.workers.queries import queue_state
from samsyn.foundation.workers.recovering import MOST_ATTEMPTS, recover

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(settings, tmp_path, monkeypatch):
    """A folder of our own, and no rooms to mend."""
    settings.VAR = tmp_path
    monkeypatch.setattr(queue, "_menders", [])
    monkeypatch.setattr(queue, "_modules", [])
    (tmp_path / "workers").mkdir()
    return tmp_path / "workers"


def taken(*workers, name="test.work"):
    """Work that the last of some workers had begun."""
    queue.enqueue(name, 7)
    work = DBTaskResult.objects.latest("enqueued_at")
    for worker in workers:
        work.claim(worker)
    return work


def status(work):
    work.refresh_from_db()
    return work.status


@pytest.fixture
def held(here):
    """The locked file of a worker that lives, in a process of its own."""
    code = (
        "import fcntl, sys; file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX);"
        "print('held', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(here / "w")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout.readline() == b"held\n"
    yield child
    child.kill()
    child.communicate()


def test_work_of_a_worker_that_lives_is_left_alone(held):
    work = taken("w")
    recover()
    assert status(work) == "RUNNING"


def test_work_of_one_that_was_killed_is_put_back_at_once(held, here):
    work = taken("w")
    Worker.objects.create(name="w", started_at=timezone.now(), seen_at=timezone.now())
    held.kill()
    held.wait()
    recover()
    assert status(work) == "READY"
    assert work.run_after <= timezone.now() + timedelta(seconds=10)
    assert not Worker.objects.exists() and list(here.iterdir()) == []


def test_a_worker_elsewhere_lives_as_long_as_its_lease():
    work, now = taken("far"), timezone.now()
    row = Worker.objects.create(name="far", started_at=now, seen_at=now)
    recover()
    assert status(work) == "RUNNING"
    row.seen_at = now - LEASE
    row.save()
    recover()
    assert status(work) == "READY"


def test_work_from_before_workers_gave_signs_of_life_is_put_back():
    work = taken("unknown")
    recover()
    assert status(work) == "READY"


def test_work_that_kills_whoever_takes_it_is_given_up():
    work = taken(*["dead"] * MOST_ATTEMPTS)
    recover()
    assert status(work) == "FAILED"
    assert work.exception_class_path.endswith("InterruptedWorkError")


def test_the_pauses_grow():
    first, second = taken("a"), taken("a", "b")
    recover()
    first.refresh_from_db()
    second.refresh_from_db()
    assert timezone.now() < first.run_after < second.run_after


def test_the_room_is_told(monkeypatch):
    told = []
    monkeypatch.setattr(queue, "_interrupted", {"test.work": told.append})
    taken("dead")
    recover()
    assert told == [7]


@pytest.mark.parametrize("fault", [OperationalError, TypeError])
def test_a_room_that_cannot_be_mended_stops_no_other(monkeypatch, fault, caplog):
    mended = []

    def breaks():
        raise fault

    monkeypatch.setattr(queue, "_menders", [breaks, lambda: mended.append(1)])
    recover()
    assert mended == [1]
    assert [one.work for one in caplog.records if one.msg == "not_mended"] == [breaks.__qualname__]


def test_signs_of_life_go_on_whatever_falls_beside_them(here, monkeypatch):
    monkeypatch.setattr(living, "BEAT_SECONDS", 0)
    monkeypatch.setattr(living, "connection", SimpleNamespace(close=lambda: None))
    over, beats = threading.Event(), []

    def falls():
        beats.append(1)
        if len(beats) == 3:
            over.set()
        raise TypeError

    living._beat("me", here / "me", over, falls)
    assert len(beats) == 3


def test_who_begins_anew_drops_what_it_had(held):
    work = taken("w")
    recover(but="w")
    assert status(work) == "READY"


def test_what_was_finished_meanwhile_is_not_put_back():
    work = taken("dead")
    as_read = DBTaskResult.objects.get(pk=work.pk)
    work.set_successful(None)
    recovering.put_back(as_read)
    assert status(work) == "SUCCESSFUL"


def test_work_that_met_no_database_is_begun_again(monkeypatch):
    def meets_none(key):
        raise OperationalError("away")

    monkeypatch.setattr(queue, "_handlers", {"test.work": meets_none})
    work = taken("w")
    with pytest.raises(queue.TryAgainError) as raised:
        queue.run.call("test.work", [7])
    work.set_failed(raised.value)
    _begin_again_later(None, work.task_result)
    assert status(work) == "READY"


def test_failed_work_keeps_no_values(monkeypatch):
    def falls(key):
        raise ValueError("kim@example.org")

    monkeypatch.setattr(queue, "_handlers", {"test.work": falls})
    work = taken("w")
    with pytest.raises(queue.FailedWorkError) as raised:
        queue.run.call("test.work", [7])
    work.set_failed(raised.value)
    assert "example.org" not in work.traceback and "ValueError" in work.traceback


def test_work_of_what_never_happened_is_not_queued():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue.enqueue("test.work", 7)
        raise ZeroDivisionError
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize(
    ("end", "lost"), [(None, False), ("set_successful", True), ("set_failed", True)]
)
def test_what_nobody_does_any_more_is_lost(end, lost):
    work = taken("w")
    if end:
        getattr(work, end)(ValueError() if end == "set_failed" else None)
    assert queue.is_lost(["test.work"], 7, timezone.now()) is lost
    assert not queue.is_lost(["test.work"], 8, timezone.now())


def test_what_a_command_does_itself_is_lost_when_it_has_died(here, monkeypatch):
    monkeypatch.setattr(living, "_beat", lambda *given: None)
    begun = timezone.now() - LEASE - timedelta(seconds=1)
    with living.doing("test.work", 7):
        assert not queue.is_lost(["test.check", "test.work"], 7, begun)
        assert queue.is_lost(["test.work"], 8, begun)
        assert anybody_works()
        assert not somebody_lives()  # it does no queued work
    assert queue.is_lost(["test.work"], 7, begun)
    assert not queue.is_lost(["test.work"], 7, timezone.now())


def test_a_commands_sign_is_no_workers_in_the_queues_state():
    Worker.objects.create(
        name=f"{living.COMMAND}test.work-7", started_at=timezone.now(), seen_at=timezone.now()
    )
    assert queue_state().last_sign_of_life is None
    assert not somebody_lives()


def test_a_worker_is_found_by_its_file_while_it_works(here, monkeypatch):
    beats = []
    monkeypatch.setattr(living, "_beat", lambda *given: beats.append(given[0]))
    with living.living("me", lambda: None):
        assert is_alive("me") and somebody_lives()
        with (here / "me").open() as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert beats == ["me"] and not is_alive("me")


def test_nobody_lives_when_all_signs_are_old(here):
    assert not somebody_lives()
    (here / "old").touch()
    assert somebody_lives()
    then = time.time() - LEASE.total_seconds() - 1
    os.utime(here / "old", (then, then))
    assert not somebody_lives()


def test_the_queue_tells_how_it_stands():
    taken()
    taken("w")
    taken("w").set_failed(ValueError())
    queue.enqueue("test.work", 7, after=timezone.now() + timedelta(hours=1))
    state = queue_state()
    assert (state.waiting, state.running, state.failed) == (1, 1, 1)
    assert state.oldest <= timezone.now() and state.last_sign_of_life is None
