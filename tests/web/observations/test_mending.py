"""What is mended, sent back and narrowed: the list, one report, and the form."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samsyn.domain.observations.actions.reviewing import pass_on
from samsyn.domain.observations.enums import ReportKind, ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import save_place
from samsyn.foundation import clock
from tests import factories
from tests.web.observations.test_pages import filled, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def coordinator(where, client):
    who = factories.member(where, Role.COORDINATOR)
    client.force_login(who)
    return who


def test_what_was_passed_on_by_mistake_is_drawn_back(client, where, coordinator):
    reporter = factories.member(where, Role.REPORTER)
    row = factories.observation(factories.scope_of(reporter, where), ReportState.PASSED_ON)
    one = reverse("report_one", args=[where.code, row.uid])
    recall = reverse("report_recall", args=[where.code, row.uid])
    assert recall in client.get(one).content.decode()
    data = {"version": row.version, "note": "Fel plats.", "mend": "mend"}
    client.post(recall, data)
    row.refresh_from_db()
    assert row.state == ReportState.RETURNED
    assert recall not in client.get(one).content.decode()


def test_a_report_tells_when_it_was_changed_and_withdrawn(client, where, coordinator):
    row = factories.observation(factories.scope_of(coordinator, where))
    data = filled(where, organisation=row.organisation_id, version=1, description="Mer färg")
    client.post(reverse("report_edit", args=[where.code, row.uid]), data)
    client.post(reverse("report_withdraw", args=[where.code, row.uid]), {"version": 2})
    page = client.get(reverse("report_one", args=[where.code, row.uid])).content.decode()
    assert page.index("Inskickad") < page.index("Ändrad") < page.index("Återtagen")


@pytest.mark.parametrize("reviewed", [False, True])
def test_who_may_not_review_it_sends_nothing_back(client, where, reviewed):
    reporter = factories.member(where, Role.REPORTER)
    row = factories.observation(factories.scope_of(reporter, where))
    if reviewed:
        pass_on(by=system_scope(where), row=row, version=1)
    client.force_login(reporter)
    page = client.get(reverse("report_one", args=[where.code, row.uid])).content.decode()
    assert "Rapporten räknas då inte" not in page


def test_what_is_coming_is_chosen_once(client, where, coordinator):
    coming = factories.category(where, "evenemang")
    day = (clock.today() + timedelta(days=3)).isoformat()
    assert send(client, where, coordinator, category=coming.pk, day=day).status_code == 302
    assert Observation.rows.get().kind == ReportKind.UPCOMING


def test_a_time_later_today_is_wrong_at_the_time(client, where, coordinator, monkeypatch):
    morning = clock.start_of(clock.today())
    monkeypatch.setattr(clock, "now", lambda: morning)
    answer = send(client, where, coordinator, time="23:59")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["time"]


def test_a_mark_far_from_the_named_place_is_questioned(client, where, coordinator):
    place = save_place(by=system_scope(where), name="Torget", latitude=60.0, longitude=15.8)
    [own] = factories.scope_of(coordinator, where).organisations
    data = {
        **filled(where, organisation=own),
        "where": f"place:{place.pk}",
        "latitude": "60.001",
        "longitude": "15.8",
    }
    address = reverse("report", args=[where.code])
    answer = client.post(address, {**data, "latitude": "60.03"})
    assert "3,3 km från Torget" in answer.content.decode()
    assert client.post(address, data).status_code == 302


def test_what_a_link_narrows_by_is_shown_and_can_be_taken_away(client, where, coordinator):
    place = save_place(by=system_scope(where), name="Torget", latitude=60.0, longitude=15.8)
    address = reverse("reports", args=[where.code])
    page = client.get(address, {"place": str(place.uid), "kind": "upcoming", "state": "passed_on"})
    text = page.content.decode()
    assert f'<option value="{place.uid}" selected>' in text
    assert f'<input type="hidden" name="place" value="{place.uid}">' not in text
    assert "Torget: ta bort ur urvalet" in text
    assert f'href="{address}?kind=upcoming&amp;state=passed_on"' in text
    assert "Kommande evenemang: ta bort ur urvalet" in text
    assert "ta bort ur urvalet" not in client.get(address).content.decode()
