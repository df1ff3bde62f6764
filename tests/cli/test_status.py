"""``./samsyn status`` and ``incident``."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.domain.operations.enums import AlertKind, BackupState
from samsyn.domain.operations.models import Alert, Backup
from samsyn.domain.organisations.enums import Role
from samsyn.foundation.formats import moment
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def alert(where):
    now = timezone.now()
    return Alert.objects.create(kind=AlertKind.CHAIN, municipality=where, began_at=now, last_at=now)


def test_says_how_it_stands(samsyn, where):
    ran = samsyn("status")
    assert ran.code == 0
    assert "Fagersta" in ran.out


def test_a_failed_attempt_hides_no_good_backup(samsyn, where, client):
    now = timezone.now()
    client.force_login(factories.member(where, Role.OPERATOR))
    page = reverse("operations", args=[where.code])
    for days, state in ((2, BackupState.WHOLE), (1, BackupState.FAILED)):
        Backup.objects.create(
            state=state,
            started_at=now - timedelta(days=days),
            message="disken är full" if state == BackupState.FAILED else "",
        )
    for said in (samsyn("status").out, client.get(page).content.decode()):
        assert "disken är full" in said
        assert all(moment(now - timedelta(days=days)) in said for days in (1, 2))


@pytest.mark.parametrize("folder", ["", " ", "/dev/full", "/proc", "/finns/inte"])
def test_a_folder_that_is_none_is_refused_and_no_failed_backup(samsyn, where, folder):
    ran = samsyn("backup", folder)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "Error" not in ran.err and not Backup.objects.exists()


@pytest.mark.parametrize("command", ["backup", "verify", "restore"])
def test_no_folder_is_not_this_folder(samsyn, command):
    ran = samsyn(command, "")
    assert (ran.code, ran.err.startswith("Säg i vilken mapp ")) == (1, True)


def test_as_json(samsyn, where, alert):
    ran = samsyn("status", "--json")
    told = json.loads(ran.out)
    assert ran.code == 1
    assert told["alerts"][0]["kind"] == "chain"
    assert told["municipalities"][0]["code"] == where.code
    assert told["unapplied_migrations"] == []


def test_alerts_are_listed_and_reported(samsyn, alert, tmp_path):
    assert str(alert.uid) in samsyn("incident").out
    file = tmp_path / "rapport.md"
    assert samsyn("incident", alert.uid, "--file", file).code == 0
    assert file.read_text(encoding="utf-8").startswith("# Incident")
    assert samsyn("incident", "x").code == 1
