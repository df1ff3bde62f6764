"""A report in forty-five seconds, reckoned as people: 1.3 s a tap, 0.3 s a sign, 250 words read a
minute. All words in sight down to the button are read, and read once."""

import re

import pytest

from tests.journeys.test_report_to_picture import tab_to, tab_to_text

pytestmark = pytest.mark.browser
SECONDS_A_TAP, SECONDS_A_SIGN, WORDS_A_SECOND = 1.3, 0.3, 250 / 60
MOST_TAPS, MOST_SECONDS = 8, 45
TYPED = "Krossad ruta vid entrén"
ABOVE_THE_BUTTON = """() => {
    const words = (element) => element.innerText + " " + [...element.querySelectorAll("input")]
        .map((one) => one.placeholder).join(" ");
    return words(document.querySelector("h1")) + " " + words(document.querySelector("s-draft"))
        + " " + words(document.querySelector(".s-now"));
}"""


class Person:
    """Who taps, writes and reads, and how long that takes."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page
        self.taps = self.signs = 0
        self.read = set()
        self.words = 0
        self.look()

    def look(self):
        """Read the lines that were not there before."""
        lines = set(self.page.evaluate(ABOVE_THE_BUTTON).splitlines()) - self.read
        self.words += sum(len(re.findall(r"\w+", line)) for line in lines)
        self.read |= lines

    def tap(self, found):
        found.click()
        self.taps += 1
        self.look()
        return self

    def send(self):
        self.taps += 1
        self.visitor.press("Skicka rapporten").sees("Tack! Rapporten är inskickad.")

    def write(self, text):
        self.page.keyboard.type(text)
        self.signs += len(text)
        return self

    @property
    def seconds(self):
        return self.taps * SECONDS_A_TAP + self.signs * SECONDS_A_SIGN + self.words / WORDS_A_SECOND


def option(page, text):
    begins = re.compile(rf"^\s*{text}\b")
    return page.locator(".s-option label:visible", has_text=begins).first


def test_a_common_report_takes_less_than_forty_five_seconds(phone):
    page = phone.log_in("rapportor").go("/1982/rapportera/").page
    who = Person(phone)
    area = page.locator("details.r-area", has_text="Ordningsstörning")
    who.tap(area.locator("summary")).tap(area.get_by_text("Skadegörelse", exact=True))
    who.tap(page.get_by_role("combobox")).write("risbo")
    page.locator("[role=option]", has_text="Risbrohallen").wait_for()
    who.tap(page.locator("[role=option]", has_text="Risbrohallen"))
    who.tap(option(page, "I går kväll"))
    who.tap(page.get_by_label("Beskrivning")).write(TYPED)
    phone.check_accessible().check_fits()
    who.send()
    phone.sees("Risbrohallen").check_accessible().check_fits()
    told = f"{who.taps} taps, {who.signs} signs, {who.words} words: {who.seconds:.1f} s"
    assert who.taps <= MOST_TAPS, told
    assert who.seconds <= MOST_SECONDS, told


def test_the_next_one_of_the_same_kind_and_place_is_shorter(phone):
    page = phone.log_in("rapportor").go("/1982/rapportera/").page
    phone.choose_kind("Ordningsstörning", "Klotter").choose("Busstationen", "Nyss").press(
        "Skicka rapporten"
    )
    phone.follow("En till, samma plats och dag")
    who = Person(phone)
    who.tap(option(page, "Klotter")).tap(page.get_by_label("Beskrivning")).write(TYPED)
    who.send()
    phone.sees("Busstationen")
    assert (who.taps, who.seconds < MOST_SECONDS) == (3, True)
    phone.press("Ångra").sees("Ångrat.").check_accessible()
    phone.go("/1982/rapporter/mina/").check_accessible().check_fits()


def test_the_phone_says_how_sharply_it_knows_where_it_is(phone):
    context = phone.page.context
    context.grant_permissions(["geolocation"])
    here = {"latitude": 60.0042, "longitude": 15.7932}
    page = phone.log_in("rapportor").go("/1982/rapportera/").page
    for accuracy, told in ((40, "± 40 m"), (900, "bara var du är på ± 900 m")):
        context.set_geolocation({**here, "accuracy": accuracy})
        page.evaluate(
            """() => {
                const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
                navigator.geolocation.getCurrentPosition = (done, no, how) =>
                    ask(done, no, { ...how, maximumAge: 0 });
            }"""
        )
        phone.press("Nära mig")
        page.locator("s-where [role=status]", has_text=told).wait_for()
        chosen = page.locator("#found-places [aria-selected=true]")
        assert chosen.count() == (accuracy < 200)
    page.locator("#found-places [role=option]").first.click()
    assert page.locator("[name=where]:checked").count() == 1
    phone.check_accessible().check_fits()


def test_with_the_keyboard_alone(at_desk):
    """Report with Tab, arrows, Space and Enter, the place by a search that forgives."""
    page = at_desk.log_in("rapportor").go("/1982/rapportera/").page
    tab_to_text(page, "Ordningsstörning och otrygghet")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.name == 'category'")
    page.keyboard.press("Space")
    tab_to(page, "id_searched")
    page.keyboard.type("stora trget")
    page.locator("#found-places [aria-selected=true]", has_text="Stora torget").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.locator("#id_searched").input_value() == ""
    tab_to(page, "id_when_just_now")
    page.keyboard.press("ArrowDown")
    assert page.locator("#id_when_today").is_checked()
    tab_to_text(page, "Skicka rapporten")
    page.keyboard.press("Enter")
    at_desk.sees("Tack! Rapporten är inskickad.").sees("Stora torget")


def test_without_scripts_by_taps_and_a_list(without_script):
    page = without_script.log_in("rapportor").go("/1982/rapportera/").page
    without_script.choose_kind("Ordningsstörning", "Klotter").choose("I natt")
    page.get_by_label("Välj i listan").select_option(label="Busstationen")
    without_script.press("Skicka rapporten").sees("Tack! Rapporten är inskickad.")
    without_script.sees("Busstationen")
