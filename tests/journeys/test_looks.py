"""What is drawn can be read: on a phone, at a desk and on paper."""

import pytest

pytestmark = pytest.mark.browser

SMALLEST_TEXT = """svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return Math.min(...[...svg.querySelectorAll("text")].map(
    (text) => parseFloat(getComputedStyle(text).fontSize) * scale
  ));
}"""
BROKEN_WORDS = r"""cells => cells.flatMap((cell) => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const broken = [];
  while (texts.nextNode()) {
    for (const found of texts.currentNode.data.matchAll(/[^\s-]+/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, found.index);
      range.setEnd(texts.currentNode, found.index + found[0].length);
      if (range.getClientRects().length > 1) broken.push(found[0]);
    }
  }
  return broken;
})"""


def open_draft(visitor):
    visitor.log_in("samordnare").go("/1982/lagesbilder/")
    visitor.page.locator("main tbody tr", has_text="Utkast").first.get_by_role("link").click()
    visitor.page.locator("s-drawing:defined").first.wait_for()
    return visitor.page


def is_phone(page):
    return page.viewport_size["width"] < 500


def test_weeks_begin_at_the_newest_and_tell_that_there_are_older(visitor):
    page = open_draft(visitor)
    weeks = page.locator("s-drawing[data-newest]")
    left = weeks.evaluate("one => one.scrollWidth - one.clientWidth - one.scrollLeft")
    assert left <= 1
    assert (weeks.get_attribute("data-before") is not None) == is_phone(page)
    assert weeks.get_attribute("aria-label")
    assert weeks.get_attribute("tabindex") == "0"


def test_the_texts_of_drawings_can_be_read(visitor):
    page = open_draft(visitor)
    if is_phone(page):
        sizes = [svg.evaluate(SMALLEST_TEXT) for svg in page.locator("s-drawing > svg").all()]
        assert len(sizes) >= 4
        assert min(sizes) >= 11
    for path in ("", "/1982/avvikelser/karta/"):
        if path:
            visitor.go(path)
        shown = page.locator("s-drawing > svg.c-map:visible")
        assert 11 <= shown.evaluate(SMALLEST_TEXT) <= 13.5


def test_no_word_is_broken_on_paper(visitor):
    page = open_draft(visitor)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 673, "height": 980})  # A4 within its margins
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    cells = page.locator(".s-table :is(th, td)")
    assert cells.count() > 100
    assert cells.evaluate_all(BROKEN_WORDS) == []


def test_the_page_of_components_is_accessible_and_begins_at_its_beginning(visitor):
    page = visitor.go("/komponenter/").check_accessible().check_fits().page
    assert page.evaluate("window.scrollY") == 0


def test_a_filter_gone_back_to_says_what_the_list_shows(visitor):
    page = visitor.log_in("samordnare").go("/1982/rapporter/").page
    fold = page.locator("s-filter summary")
    if fold.is_visible():  # a phone's list begins with the list
        fold.click()
    choice = page.locator("s-filter select").first
    before = choice.input_value()
    with page.expect_navigation():
        choice.select_option(index=1)
    page.go_back()
    page.wait_for_load_state()
    assert page.locator("s-filter select").first.input_value() == before
