"""The coordinator drafts, assesses, settles and downloads; the council member reads."""

import zipfile

import pikepdf
import pytest

pytestmark = pytest.mark.browser

WHOLE = "Läget som helhet"
UNJUDGED = ", ".join(
    f"{card}:has({inside} .s-status[data-level=none])"
    for card, inside in (("article", ""), ("section", "> .s-card-body"))
)


def begin(visitor, first, last):
    """A new draft of some days."""
    visitor.log_in("samordnare").go("/1982/lagesbilder/").check_accessible().check_fits()
    visitor.go("/1982/lagesbilder/ny/").check_accessible().check_fits()
    page = visitor.page
    page.locator("label", has_text="Annan period").click()
    page.get_by_label("Från och med").fill(first)
    page.get_by_label("Till och med").fill(last)
    page.locator("main form button[type=submit]").last.click()
    visitor.sees(WHOLE)


def assess_everything(visitor):
    """Judge what is not yet judged, one after the other."""
    page = visitor.page
    for _ in range(10):
        waiting = page.locator(UNJUDGED)
        left = waiting.count()
        if not left:
            return
        card = page.locator(f"#{waiting.first.get_attribute('id')}")
        card.locator("summary", has_text="Bedöm").click()
        card.locator("label", has_text="Grönt läge").click()
        card.locator("label", has_text="kan inte avgöras").click()
        card.get_by_label("Motivering").fill("Som brukligt för årstiden.")
        card.get_by_role("button", name="Spara bedömningen").click()
        card.get_by_text("Sparat").wait_for()
    raise AssertionError("the assessments did not stick")


DAYS = {"phone": ("2026-10-05", "2026-10-18"), "desk": ("2026-10-19", "2026-11-01")}


def test_from_draft_to_settled_and_read(visitor, request, tmp_path):
    size = "phone" if visitor.page.viewport_size["width"] < 500 else "desk"
    begin(visitor, *DAYS[size])
    visitor.check_accessible().check_fits()
    assess_everything(visitor)
    visitor.check_accessible().check_fits()
    visitor.follow("Fastställ").check_accessible().check_fits()
    visitor.press("Fastställ lägesbilden").sees("Oförändrad sedan den fastställdes")
    visitor.check_accessible().check_fits()
    pdf = download(visitor, "PDF", tmp_path / "picture.pdf")
    with pikepdf.open(pdf) as document:
        assert str(document.Root.Lang) == "sv-SE"
        assert document.Root.MarkInfo.Marked
    docx = download(visitor, "Word", tmp_path / "picture.docx")
    assert "word/document.xml" in zipfile.ZipFile(docx).namelist()
    where = visitor.page.url.removeprefix(visitor.address)
    visitor.log_out().log_in("ledamot").go(where).sees("Som brukligt för årstiden.")
    visitor.check_accessible().check_fits()
    visitor.log_out().log_in("lasare").go(where).check_accessible().check_fits()


def download(visitor, name, path):
    """The file behind a link, as the browser would save it."""
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("link", name=name).first.click()
    waiting.value.save_as(path)
    return path


def test_a_picture_without_the_browser(site, tmp_path):
    pdf = tmp_path / "october.pdf"
    site.run("picture", "--from", "2026-10-01", "--to", "2026-10-31", "--pdf", pdf)
    with pikepdf.open(pdf) as document:
        assert len(document.pages) >= 2
