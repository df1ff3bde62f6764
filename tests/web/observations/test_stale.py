"""Two who mend a report at the same time: neither's answers are replaced unseen."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.urls import reverse

from samsyn.domain.observations.actions.reporting import edit
from samsyn.domain.observations.actions.store import stored_report
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.values.report import at_time
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import save_place
from samsyn.foundation import clock, formats
from tests import factories
from tests.web.observations.browser import untouched

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def scope(where, client):
    who = factories.member(where, Role.COORDINATOR)
    client.force_login(who)
    return factories.scope_of(who, where)


@pytest.fixture
def row(scope):
    return factories.observation(scope, description="Krossad ruta")


def opened(client, where, row):
    """The address of the form, and what it holds when it is opened."""
    address = reverse("report_edit", args=[where.code, row.uid])
    return address, untouched(client.get(address).content.decode(), "version")


def told(answer):
    return {one.label: (one.mine, one.theirs) for one in answer.context["theirs"]}


def mend(scope, row, **changed):
    new = replace(stored_report(row), **changed)
    edit(by=factories.fresh(scope), row=row, new=new, version=row.version)


def test_every_answer_that_differs_is_shown_in_words_before_saving(client, where, scope, row):
    address, data = opened(client, where, row)
    square = save_place(by=system_scope(where), name="Torget", latitude=60.0, longitude=15.8)
    other = factories.category(where, "klotter")
    day = clock.today() - timedelta(days=3)
    mend(
        scope,
        row,
        severity=4,
        category_id=other.pk,
        place_id=square.pk,
        period=at_time(day, time(14, 5)),
    )
    data |= {"description": "Krossad ruta\r\noch glas", "latitude": "60.1", "longitude": "15.7"}
    answer = client.post(address, data)
    assert answer.status_code == 422
    yesterday = clock.today() - timedelta(days=1)
    assert told(answer) == {
        "Vad gäller det?": ("Skadegorelse", "Klotter"),
        "Var?": ("Vet inte", "Torget"),
        "Vilken dag?": (formats.day(yesterday), formats.day(day)),
        "Klockan": ("21.30", "14.05"),
        "Beskrivning": ("Krossad ruta\noch glas", "Krossad ruta"),
        "Hur allvarligt?": ("–", "4 – mycket allvarligt"),
        "Markering på kartan": ("60.1, 15.7", "–"),
    }
    page = answer.content.decode()
    assert "4 – mycket allvarligt" in page
    assert "Torget" in page
    again = untouched(page, "version")
    assert again["version"] == "2"
    assert client.post(address, again).status_code == 302
    assert Observation.rows.get(pk=row.pk).severity is None


def test_a_mistake_does_not_hide_that_another_has_changed_it(client, where, scope, row):
    address, data = opened(client, where, row)
    mend(scope, row, severity=2)
    answer = client.post(address, {**data, "category": ""})
    assert told(answer)["Hur allvarligt?"] == ("–", "2 – oroande")
    assert "Någon annan har ändrat rapporten" in answer.content.decode()


def test_what_cannot_be_read_is_shown_as_it_was_typed(client, where, scope, row):
    address, data = opened(client, where, row)
    mend(scope, row, severity=2)
    answer = client.post(address, {**data, "day": "i går", "events": "många"})
    assert told(answer)["Vilken dag?"][0] == "i går"
    assert told(answer)["Antal händelser"] == ("många", "1")


def test_nothing_is_said_to_differ_where_nobody_else_has_saved(client, where, scope, row):
    address, data = opened(client, where, row)
    answer = client.post(address, {**data, "category": "", "description": "Annat"})
    assert answer.status_code == 422
    assert answer.context["theirs"] == []
