"""Swedish numbers and weeks, and the characters a drawing can carry."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.drawing import fonts, texts


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0, None, "0"),
        (7.0, None, "7"),
        (7.25, None, "7,3"),
        (-12, None, "\N{MINUS SIGN}12"),
        (1234567, None, "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"),
        (1234.5, 2, "1\N{NO-BREAK SPACE}234,50"),
        (-0.04, 1, "0,0"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (999.95, 1, "1\N{NO-BREAK SPACE}000,0"),
    ],
)
def test_numbers_as_swedish_writes_them(value: float, decimals: int | None, shown: str) -> None:
    assert texts.number(value, decimals) == shown


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_reads_back(value: int) -> None:
    shown = texts.number(value)
    plain = shown.replace(texts.NO_BREAK_SPACE, "").replace(texts.MINUS, "-")
    assert int(plain) == value


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(0, "rapporter", "0 rapporter"), (1, "rapporter", "1 rapport"), (1, "procent", "1 procent")],
)
def test_a_number_and_its_unit(value: float, unit: str, said: str) -> None:
    assert texts.counted(value, unit) == said


def test_ranges_with_signs_are_written_in_words() -> None:
    assert texts.span(0, 4) == "0–4"
    assert texts.span(-3, 4) == "\N{MINUS SIGN}3 till 4"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 9, 28), "v.\N{NO-BREAK SPACE}40 2026"),
        (date(2025, 12, 29), "v.\N{NO-BREAK SPACE}1 2026"),
        (date(2020, 12, 28), "v.\N{NO-BREAK SPACE}53 2020"),
        (date(2021, 1, 4), "v.\N{NO-BREAK SPACE}1 2021"),
    ],
)
def test_weeks_follow_iso(day: date, name: str) -> None:
    assert texts.week_name(day) == name
    assert name.startswith(texts.week_label(day))


@given(st.text())
def test_clean_text_fits_in_xml(text: str) -> None:
    made = ET.Element("t")
    made.text = texts.clean(text)
    read = ET.fromstring(ET.tostring(made, encoding="unicode")).text or ""
    # XML normalises line ends (XML 1.0 §2.11); nothing else may change.
    assert read == texts.clean(text).replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")))
def test_ordinary_text_is_untouched(text: str) -> None:
    assert texts.clean(text) == text


def test_what_cannot_be_carried_is_seen() -> None:
    assert texts.clean("a\x00b\ud800c\ufffed") == "a\ufffdb\ufffdc\ufffdd"


def test_what_cannot_be_drawn_becomes_squares() -> None:
    assert texts.printable("Åäö – ”ja” 😀 中\n\tx") == "Åäö – ”ja” □ □\n\tx"
    assert texts.printable("\ue000") == "□"  # private use: no reader knows it


@given(st.text())
def test_printable_text_has_a_glyph_for_everything(text: str) -> None:
    for character in texts.printable(text):
        assert character in "\n\t" or fonts.covers(character)


def test_the_replacements_can_be_drawn() -> None:
    for character in (texts.MINUS, texts.NO_BREAK_SPACE, texts.UNDRAWABLE, "●", "▲", "■", "◆"):
        assert fonts.covers(character)
