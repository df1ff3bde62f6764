"""From a report in the field to a settled picture on paper."""

import pytest

pytestmark = pytest.mark.browser


def test_a_reporter_reports(visitor):
    visitor.log_in("rapportor").go("/1982/rapportera/").check_accessible().check_fits()
    visitor.choose_kind("Ordningsstörning", "Klotter").choose("Busstationen", "Nyss")
    visitor.check_accessible().check_fits()
    visitor.press("Skicka rapporten").sees("Tack! Rapporten är inskickad.")
    visitor.check_accessible().check_fits()
    visitor.follow("Se eller ändra").sees("Busstationen").check_accessible().check_fits()


def test_a_mistake_keeps_what_was_typed(visitor):
    visitor.log_in("rapportor").go("/1982/rapportera/")
    page = visitor.page
    page.get_by_label("Beskrivning").fill("Ring Kim på 070-174 06 35 om rutan")
    visitor.press("Skicka rapporten").sees("Rätta det här")
    assert page.get_by_label("Beskrivning").input_value().startswith("Ring Kim")
    visitor.check_accessible()


def test_nothing_to_report_is_one_tap(visitor):
    visitor.log_in("vaktmastare").go("/1982/rapportera/")
    visitor.press("Inget att rapportera").sees("Tack, noterat").check_accessible().check_fits()
    visitor.press("Ångra").sees("Ångrat")


@pytest.mark.parametrize("path", ["/1982/rapporter/", "/1982/las-in/", "/1982/platser/"])
def test_lists_fit_and_are_accessible(visitor, path):
    visitor.log_in("samordnare").go(path).check_accessible().check_fits()


def tab_to(page, identity, most=40):
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == identity:
            return
    raise AssertionError(f"{identity} is not reached by Tab")


def tab_to_text(page, text, most=60):
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == text:
            return
    raise AssertionError(f"{text} is not reached by Tab")


def test_two_who_mend_the_same_report_see_what_differs(visitor):
    page = visitor.log_in("samordnare").go("/1982/rapporter/?state=submitted").page
    page.locator("tbody a").first.click()
    visitor.follow("Ändra")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Hur allvarligt?").select_option("4")
    other.get_by_label("Beskrivning").fill("Krossad ruta\noch glas på gården")
    other.get_by_role("button", name="Spara").click()
    other.get_by_text("Ändringen är sparad").wait_for()
    other.close()
    page.get_by_label("Hur allvarligt?").select_option("2")
    visitor.press("Spara").sees("Någon annan har ändrat rapporten")
    visitor.sees("4 – mycket allvarligt").check_accessible().check_fits()
    visitor.press("Spara").sees("Ändringen är sparad").sees("2 av 4")


def test_a_filter_that_is_not_understood_is_said_so(visitor):
    answer = visitor.log_in("samordnare").page.goto(
        f"{visitor.address}/1982/rapporter/?since=abc&place=9999999"
    )
    assert answer.status == 422
    visitor.sees("Inga rapporter visas förrän").check_accessible().check_fits()
    visitor.follow("Visa alla")
    assert visitor.page.locator("tbody tr").count() > 10
