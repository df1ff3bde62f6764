"""``./samsyn status`` and ``incident``."""

import json

import pytest
from django.utils import timezone

from samsyn.domain.operations.enums import AlertKind
from samsyn.domain.operations.models import Alert
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
