"""A map with a town on it: pointed at by hand and keyboard, told where the phone is, and beside a
list whose rows it leads to."""

import re

import pytest

from tests.journeys.conftest import WIDTHS, visit

pytestmark = pytest.mark.browser
PER_OLS = {"latitude": 60.0082, "longitude": 15.8215, "accuracy": 40}
FAR_AWAY = {"latitude": 59.33, "longitude": 18.06, "accuracy": 20}
BLURRED = {**PER_OLS, "accuracy": 2_000}

# whether the land has been drawn: more inks than one on a square of it
IS_DRAWN = """() => [...document.querySelectorAll("canvas.leaflet-tile")].some((canvas) => {
    if (!canvas.width) return false;
    const seen = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const inks = new Set();
    for (let at = 0; at < seen.length; at += 4) inks.add(seen.slice(at, at + 3).join());
    return inks.size > 3;
})"""


@pytest.fixture
def there(chromium, site, request):
    """A visitor with a phone that knows where it is."""
    options = {"geolocation": request.param, "permissions": ["geolocation"]}
    yield from visit(chromium, site, *WIDTHS["phone"], **options)


def open_map(visitor, login="rapportor"):
    page = visitor.log_in(login).go("/1982/rapportera/").page
    page.get_by_text("Peka på kartan", exact=True).click()
    page.wait_for_function(IS_DRAWN)
    return page


def told(page):
    return page.locator("s-position [role=status]")


def test_the_town_is_drawn_and_a_place_is_pointed_at_by_keyboard(visitor):
    page = open_map(visitor)
    visitor.check_accessible().check_fits()
    page.locator("s-position .s-map").focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    told(page).get_by_text("Platsen är satt i").wait_for()
    assert page.locator("[name=latitude]").first.input_value().startswith("5")
    visitor.check_accessible()
    page.get_by_role("button", name="Ta bort markeringen").click()
    assert page.locator("[name=latitude]").first.input_value() == ""


@pytest.mark.parametrize("wish", [{"reduced_motion": "reduce"}, {"forced_colors": "active"}])
def test_the_land_has_its_colours_whatever_the_reader_wishes(chromium, site, wish):
    for visitor in visit(chromium, site, *WIDTHS["desk"], **wish):
        open_map(visitor)


def test_it_moves_without_dragging(phone):
    page = open_map(phone)
    before = page.locator("s-position canvas.leaflet-tile").first.bounding_box()
    page.get_by_role("button", name="Flytta kartan åt höger").click()
    page.wait_for_timeout(600)
    after = page.locator("s-position canvas.leaflet-tile").first.bounding_box()
    assert after is None or after["x"] < before["x"]


def test_a_named_place_on_the_map_is_chosen_by_name(at_desk):
    page = open_map(at_desk)
    page.locator("s-position .s-map-choice").first.click()
    told(page).get_by_text("Vald plats:").wait_for()
    assert page.locator("[name=where]:checked").input_value().startswith("place:")
    assert page.locator("[name=latitude]").first.input_value() == ""


@pytest.mark.parametrize(
    ("there", "said", "is_set"),
    [
        (PER_OLS, "Platsen är satt i Per Ols ± 40 m", True),
        (FAR_AWAY, "utanför kommunen", True),
        (BLURRED, "bara på 2000 meter", False),
    ],
    indirect=["there"],
)
def test_where_the_phone_is_is_said_as_sharply_as_it_knows(there, said, is_set):
    page = open_map(there)
    page.locator("s-position [data-locate]").click()
    told(page).get_by_text(said).wait_for()
    assert bool(page.locator("[name=latitude]").first.input_value()) == is_set


def test_beside_a_list_each_number_leads_to_its_rows(visitor):
    page = visitor.log_in("samordnare").go("/1982/rapporter/?since=2026-11-01").page
    visitor.follow("Lista och karta")
    page.wait_for_function(IS_DRAWN)
    visitor.check_accessible().check_fits()
    bubble = page.locator(".s-map-count:not(.s-map-alone)").last
    number = bubble.inner_text()
    bubble.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Visa bara dem").click()
    page.wait_for_url(re.compile("place="))
    assert re.match(rf"{number} rapport", page.locator(".s-total").inner_text())


def test_a_reports_page_shows_where(visitor):
    page = visitor.log_in("samordnare").go("/1982/rapporter/").page
    page.locator("tbody a").first.click()
    page.wait_for_function(IS_DRAWN)
    visitor.check_accessible().check_fits()


def test_a_street_that_is_searched_for_is_shown_on_the_map(phone):
    page = phone.log_in("rapportor").go("/1982/rapportera/").page
    page.get_by_placeholder("Sök plats eller gata").press_sequentially("riksvag")
    page.get_by_role("option", name="Riksvägen").click()
    page.wait_for_function(IS_DRAWN)
    told(page).get_by_text("Riksvägen är mitt på kartan").wait_for()
    page.keyboard.press(" ")
    told(page).get_by_text("Platsen är satt").wait_for()
    phone.check_accessible().check_fits()
