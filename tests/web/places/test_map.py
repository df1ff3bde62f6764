"""What maps in the browser are drawn of, with real requests."""

import gzip
import json

import pytest
from django.urls import reverse

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.places.actions import save_place
from samsyn.domain.places.actions.backgrounds import store_background
from samsyn.web.places.drawing import MOST_PLACES
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    made = factories.municipality()
    factories.layer(made, ("A", 15.0, 59.0))
    return made


@pytest.fixture
def by(where):
    return factories.system_scope_of(where)


@pytest.fixture(autouse=True)
def coordinator(where, client):
    who = factories.member(where, Role.COORDINATOR)
    client.force_login(who)
    return who


def facts_of(page):
    """What the page's map is told."""
    text = page.content.decode()
    element = text[text.index("<s-map") if "<s-map" in text else text.index("<s-position") :]
    return json.loads(
        element.split("application/json", 1)[1].split(">", 1)[1].split("</script", 1)[0]
    )


def test_a_tile_is_packed_and_kept_by_the_browser(client, where, by):
    land = store_background(by=by, land={(10, 1, 1): b'{"water": []}'})
    answer = client.get(reverse("map_tile", args=[where.code, land.digest, 10, 1, 1]))
    assert json.loads(gzip.decompress(answer.content)) == {"water": []}
    assert "immutable" in answer.headers["Cache-Control"]
    empty = client.get(reverse("map_tile", args=[where.code, land.digest, 14, 9, 9]))
    assert json.loads(gzip.decompress(empty.content)) == {}


def test_a_digest_of_before_is_not_found(client, where, by):
    land = store_background(by=by, land={(10, 1, 1): b"{}"})
    store_background(by=by, land={(10, 1, 1): b'{"wood": []}'})
    assert (
        client.get(reverse("map_tile", args=[where.code, land.digest, 10, 1, 1])).status_code == 404
    )


def test_the_places_of_a_view(client, where, by):
    inside = save_place(by=by, name="Torget", latitude=59.05, longitude=15.05)
    save_place(by=by, name="Bortom", latitude=59.09, longitude=15.09)
    address = reverse("map_places", args=[where.code])
    found = client.get(address, {"w": 15.0, "s": 59.0, "e": 15.06, "n": 59.06}).json()
    assert found == {"places": [[inside.pk, "Torget", 59.05, 15.05]], "more": 0}
    assert len(client.get(address).json()["places"]) == 2
    assert len(client.get(address, {"w": "väst"}).json()["places"]) == 2


def test_more_places_than_are_shown_are_counted(client, where, by):
    for n in range(MOST_PLACES + 2):
        save_place(by=by, name=f"Plats {n}", latitude=59.05, longitude=15.0 + n / 10_000)
    found = client.get(reverse("map_places", args=[where.code])).json()
    assert (len(found["places"]), found["more"]) == (MOST_PLACES, 2)


@pytest.mark.parametrize("route", ["report", "place_new"])
def test_where_a_place_is_chosen_the_land_is_known(client, where, by, route):
    page = client.get(reverse(route, args=[where.code]))
    assert "data-tiles" not in page.content.decode()
    land = store_background(by=by, land={(10, 1, 1): b"{}"}, attribution="Stadskartan")
    page = client.get(reverse(route, args=[where.code]))
    assert f"/karta/{land.digest}/" in page.content.decode()
    assert "Stadskartan" in page.content.decode()
    assert len(facts_of(page)["borders"]["features"]) == 1


def test_a_reports_page_shows_where_it_was(client, where, by):
    place = save_place(by=by, name="Torget", latitude=59.05, longitude=15.05)
    scope = factories.scope_as(Role.COORDINATOR, where)
    named = factories.observation(scope, place_id=place.pk)
    sharp = factories.observation(scope, latitude=59.06, longitude=15.06)
    nowhere = factories.observation(scope)
    pages = [
        client.get(reverse("report_one", args=[where.code, row.uid]))
        for row in (named, sharp, nowhere)
    ]
    assert facts_of(pages[0])["points"][0]["latlng"] == [59.05, 15.05]
    assert facts_of(pages[1])["points"][0]["latlng"] == [59.06, 15.06]
    assert "<s-map" not in pages[2].content.decode()


class TestBesideTheList:
    @pytest.fixture
    def rows(self, where, by):
        place = save_place(by=by, name="Torget", latitude=59.05, longitude=15.05)
        scope = factories.scope_as(Role.COORDINATOR, where)
        on = ReportState.PASSED_ON
        at_place = [factories.observation(scope, on, place_id=place.pk, events=n) for n in (1, 3)]
        return place, at_place, factories.observation(scope, on, latitude=59.06, longitude=15.06)

    def list_of(self, client, where, **asked):
        return client.get(reverse("reports", args=[where.code]), {"karta": "1", **asked})

    def test_each_number_leads_to_exactly_its_rows(self, client, where, rows):
        place, _, alone = rows
        named, single = facts_of(self.list_of(client, where))["points"]
        assert (named["name"], named["count"]) == (place.name, 2)
        assert len(client.get(named["url"]).context["lines"]) == 2
        assert single["url"].endswith(f"{alone.uid}/")

    def test_what_it_does_not_show_is_said(self, client, where, rows):
        factories.observation(factories.scope_as(Role.COORDINATOR, where), ReportState.PASSED_ON)
        page = self.list_of(client, where)
        shown = sum(one.get("count", 1) for one in page.context["map"]["facts"]["points"])
        assert page.context["map"]["nowhere"] == 1
        assert shown + 1 == page.context["total"]

    def test_it_is_narrowed_as_the_list_is(self, client, where, rows):
        page = self.list_of(client, where, place=str(rows[0].uid))
        assert [one["count"] for one in facts_of(page)["points"]] == [2]

    def test_the_list_alone_has_none(self, client, where, rows):
        page = client.get(reverse("reports", args=[where.code]))
        assert "<s-map" not in page.content.decode()


def test_where_the_police_hold_their_text_they_hold_its_position(client, where):
    police = factories.organisation(where, OrganisationKind.POLICE)
    officer = factories.scope_of(factories.member(where, Role.REPORTER, at=police), where)
    held = factories.observation(
        officer, ReportState.PASSED_ON, description="Spaning", latitude=59.06, longitude=15.06
    )
    page = client.get(reverse("reports", args=[where.code]), {"karta": "1"})
    assert page.context["total"] == 1
    assert facts_of(page)["points"] == []
    assert page.context["map"]["more"] == 1
    one = client.get(reverse("report_one", args=[where.code, held.uid])).content.decode()
    assert "<s-map" not in one
