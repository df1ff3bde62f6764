"""The watchdog's page: what works, a word for what does not, and nothing else."""

import os
import time

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from samsyn.foundation.workers.living import LEASE
from samsyn.foundation.workers.models import Worker
from samsyn.web import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setattr(health, "_known", {"migrated": False})
    (tmp_path / "workers").mkdir()
    return tmp_path / "workers"


@pytest.fixture
def alive():
    now = timezone.now()
    return Worker.objects.create(name="w", started_at=now, seen_at=now)


def told(client):
    answer = client.get(reverse("health"))
    return answer.status_code, answer.content.decode()


@pytest.mark.usefixtures("alive")
def test_all_is_well(client):
    assert told(client) == (200, "ok\n")


def test_no_worker_lives(client, folder):
    assert told(client) == (503, "fel: arbetare\n")
    (folder / "old").touch()
    then = time.time() - LEASE.total_seconds() - 1
    os.utime(folder / "old", (then, then))
    assert told(client) == (503, "fel: arbetare\n")


def test_a_worker_in_a_long_transaction_lives_by_its_file(client, folder, alive):
    Worker.objects.update(seen_at=timezone.now() - LEASE)
    (folder / "w").touch()
    assert told(client) == (200, "ok\n")


@pytest.mark.usefixtures("alive")
def test_a_migration_waits(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *given: [("x", False)])
    assert told(client) == (503, "fel: migreringar\n")


def test_the_database_is_away(client, monkeypatch):
    def away():
        raise OperationalError("password=hemligt")

    monkeypatch.setattr(health, "_what_is_wrong", away)
    assert told(client) == (503, "fel: databas\n")


@pytest.mark.usefixtures("alive")
def test_it_is_cheap_and_begins_no_session(client, django_assert_max_num_queries):
    told(client)
    with django_assert_max_num_queries(2):
        answer = client.get(reverse("health"))
    assert not answer.cookies


def test_production_does_not_send_the_watchdog_elsewhere(client, settings, alive):
    settings.SECURE_SSL_REDIRECT = True
    assert told(client)[0] == 200
