"""The review: by keyboard alone, on a phone, and without scripts."""

import subprocess
import sys

import pytest

from tests.journeys.conftest import ROOT, environment

pytestmark = pytest.mark.browser
REPORTS = 20
HANDED_IN = 40
HAND_IN = """
import django

django.setup()
from datetime import time, timedelta
from samsyn.domain.observations.actions.reporting import report
from samsyn.domain.observations.values.report import NewReport, at_time
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation import clock

by = system_scope(Municipality.objects.get())
known = reference(by)
category = known.by_key["klotter"].pk
organisation = next(key for key, one in known.organisations.items() if one.kind == "department")
places = sorted(known.places)
for n in range(%d):
    day = clock.today() - timedelta(days=1 + n // 8)
    report(by=by, new=NewReport(
        category_id=category,
        organisation_id=organisation,
        period=at_time(day, time(8 + n %% 8, 10)),
        place_id=places[n %% len(places)],
        description="Nya taggar på väggen, svart färg",
    ))
"""


@pytest.fixture(scope="module")
def site(site):
    """A queue that takes an afternoon."""
    command = [sys.executable, "-c", HAND_IN % HANDED_IN]
    subprocess.run(command, env=environment(site.folder), cwd=ROOT, check=True)
    return site


def opened(page):
    """The number of the report that is open."""
    return page.locator(".s-review-open article header a").first.inner_text()


def total(page):
    return int(page.locator(".s-head .s-soft").inner_text().split()[0])


def is_on_the_report(page):
    return page.evaluate("document.activeElement.id") == "open"


def pressed(page, key):
    """A key that leads on to another report: that one has the focus when it is there."""
    before = opened(page)
    page.keyboard.press(key)
    page.wait_for_function(
        "before => { const a = document.querySelector('.s-review-open article header a');"
        " return document.activeElement.id === 'open' && a.innerText !== before }",
        arg=before,
    )


def test_twenty_reports_by_keyboard_alone(at_desk):
    """Passed on, corrected, returned with words, undone: the focus stays on what is open."""
    at_desk.log_in("granskare").go("/1982/granska/")
    page = at_desk.page
    waiting = total(page)
    assert waiting >= REPORTS
    pressed(page, "s")
    first_done = opened(page)
    page.keyboard.press("z")
    at_desk.sees("är ångrad")
    assert opened(page) != first_done
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "correct_description"
    page.keyboard.type("s j t ")  # keys do nothing while somebody types
    page.keyboard.press("Tab")
    while "Spara rättelsen" not in page.evaluate("document.activeElement.innerText ?? ''"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    at_desk.sees("är rättad")
    page.wait_for_function("() => document.activeElement.id === 'open'")
    for n in range(REPORTS):
        if n % 5 != 4:
            pressed(page, "s")
            continue
        page.keyboard.press("t")
        page.keyboard.type("Var på platsen var det?")
        page.keyboard.press("Tab")
        pressed(page, "Enter")
    assert total(page) == waiting - REPORTS
    assert is_on_the_report(page)
    at_desk.check_accessible()


def test_moving_in_the_queue_choosing_and_opening(at_desk):
    at_desk.log_in("granskare").go("/1982/granska/")
    page = at_desk.page
    page.locator("#open").focus()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    third = page.locator("ol.s-queue > li").nth(2)
    number = third.locator("a").inner_text()
    page.keyboard.press("x")
    assert third.locator("input").is_checked()
    pressed(page, "Enter")
    assert opened(page) in number
    page.get_by_role("button", name="Tangenter på").click()
    page.locator("#open").focus()
    page.keyboard.press("j")
    assert is_on_the_report(page)  # turned off
    page.get_by_role("button", name="Tangenter på").click()


def test_the_reviewer_passes_on_takes_back_and_looks_it_up(visitor):
    visitor.log_in("granskare").go("/1982/granska/").check_accessible().check_fits()
    page = visitor.page
    page.locator("ol.s-queue > li > a").first.click()
    page.wait_for_function("() => document.activeElement.id === 'open'")
    number, before = opened(page), total(page)
    visitor.press("Släpp vidare").sees("Till dess kan den tas tillbaka")
    assert total(page) == before - 1
    visitor.check_accessible().check_fits()
    visitor.press("Ångra").sees("är ångrad")
    assert (opened(page), total(page)) == (number, before)
    visitor.press("Släpp nu").sees("är släppt vidare.")
    visitor.go("/1982/granska/arkiv/").sees(number).check_accessible().check_fits()


def test_many_at_once(visitor):
    visitor.log_in("granskare").go("/1982/granska/")
    page = visitor.page
    before = total(page)
    for n in range(3):
        page.locator("ol.s-queue > li > input").nth(n).check()
    page.get_by_text("De valda på en gång").click()
    visitor.check_accessible().check_fits()
    visitor.press("Släpp de valda vidare").sees("3 av 3 rapporter")
    assert total(page) == before - 3
    visitor.press("Ångra").sees("3 av 3 är ångrade")
    assert total(page) == before


def test_without_scripts(without_script):
    without_script.log_in("granskare").go("/1982/granska/")
    page = without_script.page
    page.locator("ol.s-queue > li > a").first.click()
    page.wait_for_load_state()
    number = opened(page)
    without_script.press("Släpp vidare").sees("Till dess kan den tas tillbaka")
    assert opened(page) != number
    without_script.press("Ångra").sees("är ångrad")


def test_what_has_a_mistake_is_drawn_back_and_who_had_access_is_said(visitor):
    visitor.log_in("samordnare").go("/1982/rapporter/?state=passed_on")
    visitor.page.locator("tr", has_text="NVK").locator("a").first.click()
    visitor.page.wait_for_load_state()
    visitor.follow("Dra tillbaka rapporten").sees("Vem som har kunnat läsa den")
    visitor.check_accessible().check_fits()
    visitor.page.get_by_label("Varför dras rapporten tillbaka?").fill("Fel plats, vid skolan.")
    visitor.press("Dra tillbaka").sees("Rapporten är dragen tillbaka")
    visitor.check_accessible().check_fits()
