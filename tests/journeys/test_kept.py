"""Nothing that was typed is lost: with the session, with the network, or without scripts."""

import pytest

pytestmark = pytest.mark.browser

TYPED = "Krossad ruta vid entrén"


def write(visitor):
    page = visitor.log_in("rapportor").go("/1982/rapportera/").page
    visitor.choose_kind("Ordningsstörning", "Klotter").choose("I dag")
    page.get_by_label("Beskrivning").fill(TYPED)
    return page


def log_out_elsewhere(page):
    """What a logout in another tab leaves: the browser's cookies, but no session."""
    page.context.clear_cookies(name="samsyn_session")


def log_in_elsewhere(visitor):
    other = visitor.page.context.new_page()
    first, visitor.page = visitor.page, other
    visitor.log_in_anew("rapportor")
    visitor.page = first
    other.close()


def still_there(page):
    assert page.get_by_label("Beskrivning").input_value() == TYPED


def test_who_was_logged_out_in_another_tab_sends_after_logging_in(visitor):
    page = write(visitor)
    log_out_elsewhere(page)
    visitor.press("Skicka rapporten").sees("Det du har skrivit ligger kvar").check_accessible()
    still_there(page)
    log_in_elsewhere(visitor)
    visitor.press("Skicka rapporten").sees("Tack! Rapporten är inskickad.")


def test_without_a_network_the_text_stays(visitor):
    page = write(visitor)
    page.context.set_offline(True)
    visitor.press("Skicka rapporten").sees("Det finns inget nät")
    still_there(page)
    assert all("ERR_INTERNET_DISCONNECTED" in one for one in visitor.faults)
    visitor.faults.clear()
    page.context.set_offline(False)
    visitor.press("Skicka rapporten").sees("Tack! Rapporten är inskickad.")


def test_a_text_that_the_server_would_not_read_is_not_sent(at_desk):
    page = write(at_desk)
    page.get_by_label("Beskrivning").evaluate("field => { field.value = 'å'.repeat(400_000) }")
    at_desk.press("Skicka rapporten").sees("Texten är för lång för att skickas")
    assert len(page.get_by_label("Beskrivning").input_value()) == 400_000


def test_back_gives_a_text_that_was_too_long_again(without_script):
    page = write(without_script)
    page.get_by_label("Beskrivning").fill("å" * 400_000)
    without_script.press("Skicka rapporten").sees("Texten är för lång")
    page.go_back()
    assert len(page.get_by_label("Beskrivning").input_value()) == 400_000


def test_without_scripts_the_text_comes_back_to_be_sent_again(without_script):
    page = write(without_script)
    log_out_elsewhere(page)
    without_script.press("Skicka rapporten").sees("Inte skickat än")
    assert page.get_by_text(TYPED).first.is_visible()
    log_in_elsewhere(without_script)
    # the login has given the browser another token
    without_script.press("Skicka igen").sees("öppen för länge")
    without_script.press("Skicka igen").sees("Tack! Rapporten är inskickad.")


def test_the_page_that_sends_again_is_accessible_and_fits(visitor):
    page = write(visitor)
    # the session ends between the question and the sending
    page.evaluate(
        "void (document.querySelector('s-draft').hindrance = "
        "() => new Promise((answer) => setTimeout(answer, 0, '')))"
    )
    log_out_elsewhere(page)
    visitor.press("Skicka rapporten").sees("Inte skickat än").check_accessible().check_fits()
    visitor.press("Skicka igen").sees("Det du har skrivit ligger kvar")
    log_in_elsewhere(visitor)
    visitor.press("Skicka igen").sees("Tack! Rapporten är inskickad.")


def test_without_scripts_a_place_is_given_by_its_coordinates(without_script):
    page = write(without_script)
    page.get_by_text("Peka på kartan", exact=True).click()
    page.get_by_label("Latitud").fill("60.0042")
    page.get_by_label("Longitud").fill("15.7932")
    without_script.press("Skicka rapporten").sees("Markerad på kartan").follow("Se eller ändra")
    without_script.follow("Ändra")
    assert page.get_by_label("Latitud").input_value() == "60.0042"
    page.get_by_label("Hur allvarligt?").select_option("3")
    without_script.press("Spara").sees("3 av 4").sees("Markerad på kartan")


def test_without_scripts_a_place_is_added(without_script):
    page = without_script.log_in("samordnare").go("/1982/platser/ny/").page
    page.get_by_label("Namn").fill("Gamla stenbrottet")
    page.get_by_label("Latitud").fill("60.0042")
    page.get_by_label("Longitud").fill("15.7932")
    without_script.check_fits().press("Spara").sees("Gamla stenbrottet")


def test_who_goes_back_and_sends_again_has_sent_it_once(at_desk):
    page = write(at_desk)
    at_desk.press("Skicka rapporten").sees("Tack! Rapporten är inskickad.")
    first = page.url
    page.go_back()
    at_desk.press("Skicka rapporten").sees("Tack! Rapporten är inskickad.")
    assert page.url == first
    at_desk.follow("Ny rapport")
    at_desk.choose_kind("Ordningsstörning", "Klotter").choose("I dag")
    at_desk.press("Skicka rapporten").sees("Tack! Rapporten är inskickad.")
    assert page.url != first
