"""A coordinator reads three months of one agency's sheets in, and the picture's numbers are those
that a reading of the sheets and of the database by hand gives (T38)."""

import re
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date

import pytest

from tests.factories import three_months as sheets
from tests.journeys.test_picture import begin

pytestmark = pytest.mark.browser
AREAS = ["Risbron", "Centrum", "Meling"]
AGENCY = "Fagersta Demobostäder AB"
NAMES = {
    "Klotter": "klotter",
    "Skadegörelse": "skadegorelse",
    "Nedskräpning och dumpning": "nedskrapning",
    "Nedskräpning": "nedskrapning",
}
SEEN = set()
# whole weeks that each hold a part of a sheet
PERIODS = [
    (date(2026, 8, 3), date(2026, 8, 30)),
    (date(2026, 8, 31), date(2026, 9, 27)),
    (date(2026, 9, 28), date(2026, 11, 1)),
]


@pytest.fixture
def rows(site):
    """Ask the site's database by hand."""

    def ask(first, last):
        path = f"file:{site.folder / 'samsyn.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(path, uri=True)) as database:
            return sheets.in_rows(database.execute, first, last)

    return ask


@pytest.fixture
def files(tmp_path):
    made = {
        "störningar.csv": sheets.august(AREAS),
        "ärenden.xlsx": sheets.september(AREAS),
        "ärenden-rättad.xlsx": sheets.september(AREAS, corrected=True),
        "klotter.xlsx": sheets.october(AREAS),
        "klotter-rättad.xlsx": sheets.october(AREAS, corrected=True),
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def by_keyboard(page, role, name):
    """Go to a thing with Tab alone, as one does without a mouse."""
    wanted = page.get_by_role(role, name=name).first
    wanted.wait_for()
    for _ in range(120):
        if wanted.evaluate("node => node === document.activeElement"):
            return page.keyboard
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by Tab")


def press_enter(visitor, name, then):
    """Press a button by the keyboard, and wait for the page that says what comes of it."""
    with visitor.page.expect_navigation():
        by_keyboard(visitor.page, "button", name).press("Enter")
    visitor.page.get_by_text(then).first.wait_for(timeout=30_000)
    visitor.page.wait_for_load_state()
    if then not in SEEN:  # once a kind of page
        SEEN.add(then)
        visitor.check_accessible()


def new_list(visitor, name, path):
    visitor.go("/1982/las-in/ny-kalla/")
    page = visitor.page
    page.get_by_label("Vad heter listan?").fill(name)
    page.get_by_label("Vem lämnar den?").select_option(label=AGENCY)
    page.set_input_files("input[type=file]", path)
    press_enter(visitor, "Fortsätt", "Vad betyder kolumnerna?")
    press_enter(visitor, "Spara och provläs", "rader läses in")


def decide(visitor, words):
    """Say what the words mean, by the keyboard."""
    page = visitor.page
    for word, name in words.items():
        by_keyboard(page, "combobox", word).type(name)
    press_enter(visitor, "Spara valen och provläs", "rader läses in")
    assert not page.get_by_text("Att bestämma").count()


def read_in(visitor, *ticked):
    """Consent by the keyboard, to what is asked about too, and read in."""
    page = visitor.page
    for name in ("Det stämmer: läs in filen ändå", *ticked):
        if name in ticked or page.get_by_label(name).count():
            by_keyboard(page, "checkbox", name).press("Space")
    press_enter(visitor, "Läs in", re.compile("är med|uppdaterades"))


def next_file(visitor, name, path):
    line = visitor.go("/1982/las-in/").page.locator("tr", has_text=name)
    line.get_by_role("link", name="Läs in en fil").first.click()
    visitor.page.wait_for_load_state()
    visitor.page.set_input_files("input[type=file]", path)
    press_enter(visitor, "Provläs", "finns redan")


def in_picture(visitor, first, last):
    """What the page of a period's picture says, by category; it is thrown away again."""
    begin(visitor, first.isoformat(), last.isoformat())
    page, found = visitor.page, Counter()
    for line in page.locator(".p-area tbody tr").all():
        name, number = line.locator("th, td").all_text_contents()[:2]
        if name.strip() in NAMES:
            found[NAMES[name.strip()]] += int(number.replace("\u00a0", ""))
    return +found


def of_categories(cells):
    found = Counter()
    for (category, _area), n in cells.items():
        found[category] += n if category in NAMES.values() else 0
    return +found


def brought(rows, before, *, corrected):
    """What has come beside what was there is what the sheets say."""
    things = sheets.in_all(AREAS, corrected=corrected)
    for period in PERIODS:
        assert rows(*period) - before[period] == sheets.summed(things, *period), str(period)


def test_three_months_of_an_agencys_sheets(at_desk, site, rows, files):
    before = {period: rows(*period) for period in PERIODS}
    visitor = at_desk.log_in("samordnare")
    new_list(visitor, "Störningar", files / "störningar.csv")
    decide(visitor, {"Kod 17": "Skadegörelse"})
    read_in(visitor)
    new_list(visitor, "Ärenden", files / "ärenden.xlsx")
    decide(visitor, {"Störning B": "Nedskräpning"})
    read_in(visitor)
    new_list(visitor, "Klotter per vecka", files / "klotter.xlsx")
    read_in(visitor)
    brought(rows, before, corrected=False)

    next_file(visitor, "Ärenden", files / "ärenden-rättad.xlsx")
    read_in(visitor, "Ersätt den förra inläsningen")
    next_file(visitor, "Klotter per vecka", files / "klotter-rättad.xlsx")
    read_in(visitor, "Uppdatera 2 rader")
    brought(rows, before, corrected=True)

    for period in PERIODS:
        visitor.log_out()
        assert in_picture(visitor, *period) == of_categories(rows(*period)), str(period)
    visitor.sees("Statistik från verksamheter").check_accessible()
    visitor.go("/1982/rapporter/?since=2026-09-28&until=2026-11-01").sees("Statistik per vecka")
    visitor.check_accessible()
    assert "0 celler skiljer sig" in site.run("counts", "--demo", check=False).stdout
