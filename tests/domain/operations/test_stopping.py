"""A backup is put in where nobody serves: whoever does is to be stopped first, and it is said."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from samsyn.domain.operations.actions import restoring
from samsyn.domain.operations.rules import BEGUN
from samsyn.foundation.backups.keys import NO_KEYS
from samsyn.foundation.preparing import SERVED, alone, is_served
from samsyn.foundation.refusals import NotNow
from samsyn.foundation.workers import living
from samsyn.foundation.workers.models import Worker

pytestmark = pytest.mark.django_db
LATELY, LONG_AGO = timedelta(), 2 * living.LEASE


@pytest.fixture(autouse=True)
def var(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setattr(restoring, "open_backup", lambda folder, keys: None)
    return tmp_path


def refusal(var) -> str:
    with pytest.raises(NotNow) as refused:
        restoring.restore(var / "kopia", NO_KEYS)
    return refused.value.sentence


def test_a_server_with_the_same_folder(var):
    with alone(var):
        assert refusal(var).startswith("Stoppa servern först")
    assert not is_served(var)


def test_who_asks_leaves_nothing(var):
    assert not is_served(var)
    assert not (var / SERVED).exists()


def test_a_worker_apart(var):
    with living._locked("apart"):
        assert refusal(var).startswith("Stoppa servern först")


@pytest.mark.parametrize(("ago", "works"), [(LATELY, True), (LONG_AGO, False)])
def test_a_worker_on_another_host_is_known_by_its_row(ago, works):
    now = timezone.now()
    Worker.objects.create(name="far", started_at=now - ago, seen_at=now - ago)
    assert living.anybody_works() is works


def test_one_that_was_killed_here_is_no_worker(var):
    now = timezone.now()
    Worker.objects.create(name="dead", started_at=now, seen_at=now)
    (var / "workers").mkdir()
    (var / "workers" / "dead").touch()
    os.utime(var / "workers" / "dead")
    assert living.anybody_works() is False
    assert Worker._meta.db_table in BEGUN
