"""The guard beside a text: while it is written, when it is refused, and when it is wrong."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_report_to_picture import tab_to

pytestmark = pytest.mark.browser
TELLS = "Kevin i 9B slog en annan elev. Ring 070-174 06 35."
PUT_IN = "En elev i 9B slog en annan elev. Ring 070-174 06 35."


def write(visitor, text=TELLS):
    page = visitor.log_in("rapportor").go("/1982/rapportera/").page
    visitor.choose_kind("Ordningsstörning", "Klotter").choose("I dag")
    page.get_by_label("Beskrivning").fill(text)
    return page


def findings(page):
    """What is found beside the description."""
    beside = page.locator("s-guard[data-for=id_description] s-finding")
    beside.first.wait_for(timeout=30_000)
    return beside


def text_of(page):
    return page.get_by_label("Beskrivning").input_value()


def test_while_typing_it_suggests_and_is_told_that_it_is_wrong(visitor):
    page = write(visitor)
    found = findings(page)
    assert found.locator("mark").all_inner_texts() == ["Kevin", "070-174 06 35"]
    visitor.check_accessible().check_fits()
    found.first.locator("[data-use]").click()
    assert text_of(page) == PUT_IN
    assert page.evaluate("getSelection().toString()") == "En elev"
    expect(found).to_have_count(1)
    found.first.get_by_role("button", name="Spärren har fel").click()
    visitor.sees("Tack. Texten sparas i högst 14 dagar").check_accessible().check_fits()
    page.get_by_label("Beskrivning").fill("En elev i 9B slog en annan elev.")
    expect(found).to_have_count(0)
    visitor.press("Skicka rapporten").sees("Tack! Rapporten är inskickad.")


def test_with_the_keyboard_alone(at_desk):
    page = write(at_desk)
    found = findings(page)
    page.get_by_label("Beskrivning").focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.use !== undefined"):
            break
    page.keyboard.press("Enter")
    assert text_of(page) == PUT_IN
    assert page.evaluate("document.activeElement.id") == "id_description"
    expect(found).to_have_count(1)
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "sparren_fel":
            break
    page.keyboard.press("Space")
    at_desk.sees("Tack. Texten sparas i högst 14 dagar")
    assert "Tack." in page.evaluate("document.activeElement.textContent")
    assert found.locator("[name=sparren_fel]").count() == 0


def test_a_refused_text_is_mended_where_it_stands(visitor):
    page = write(visitor)
    visitor.press("Skicka rapporten").sees("Rätta det här").check_accessible().check_fits()
    refused = page.locator(".s-findings").first.locator("s-finding")
    assert refused.count() == 2
    refused.first.locator("[data-use]").click()
    assert text_of(page) == PUT_IN
    assert refused.count() == 1
    refused.first.get_by_role("button", name="Spärren har fel").click()
    visitor.sees("Tack. Texten sparas i högst 14 dagar")


def test_enter_in_a_field_sends_the_form_and_reports_nothing(at_desk):
    page = write(at_desk)
    findings(page)
    page.locator(".s-more > summary", has_text=re.compile(r"^\s*Mer\s*$")).click()
    tab_to(page, "id_place_note")
    page.keyboard.press("Enter")
    at_desk.sees("Rätta det här")
    assert page.get_by_text("Tack. Texten sparas").count() == 0


def test_without_scripts_one_tap_reports_and_nothing_is_lost(without_script):
    page = write(without_script)
    without_script.press("Skicka rapporten").sees("Rätta det här")
    page.locator(".s-more > summary", has_text=re.compile(r"^\s*Mer\s*$")).click()
    page.get_by_label("Var på platsen?").press("Enter")
    without_script.sees("Rätta det här")
    assert page.get_by_text("Tack. Texten sparas").count() == 0
    without_script.press("Spärren har fel").sees("Tack. Texten sparas i högst 14 dagar")
    assert text_of(page) == TELLS


def test_the_officer_reads_judges_and_undoes(visitor):
    write(visitor, f"{TELLS} {visitor.page.viewport_size['width']}")
    findings(visitor.page).last.get_by_role("button", name="Spärren har fel").click()
    visitor.sees("Tack. Texten sparas i högst 14 dagar")
    visitor.page.get_by_role("link", name="Se eller ta tillbaka").click(no_wait_after=True)
    visitor.sees("Texten som den stod").check_accessible().check_fits()
    visitor.log_out().log_in("dataskydd").follow("Stopp att bedöma").sees("Anmälda stopp")
    visitor.check_accessible().check_fits()
    visitor.page.locator("tbody a").last.click()
    visitor.sees("Texten som den stod").check_accessible().check_fits()
    visitor.press("Fel stopp").sees("Bedömt som fel stopp").check_accessible()
    visitor.go("/1982/organisation/ord/").sees("Spärrens träffsäkerhet här")
    visitor.check_accessible().check_fits()
    visitor.go("/1982/sparren/stopp/?state=false").page.locator("tbody a").last.click()
    visitor.press("Ångra bedömningen").sees("Bedömningen är ångrad")


def test_ones_own_sentences_in_the_picture_are_read_too(visitor):
    visitor.log_in("samordnare").go("/1982/lagesbilder/ny/")
    page = visitor.page
    page.get_by_label("Rubrik").fill("Läget hos Kevin Bengtsson")
    page.locator("s-guard s-finding").first.wait_for(timeout=30_000)
    visitor.check_accessible().check_fits()
