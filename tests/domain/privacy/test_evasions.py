"""Personal data written so as to slip through, and the clean texts that look like it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.domain.privacy.guard import Findings, Kind, Severity, inspect
from samsyn.domain.privacy.guard.folding import readings_of
from samsyn.domain.privacy.rules import masked
from tests.domain.privacy.cases import CLEAN, STOPPED

EN, EM, MINUS, NARROW_HYPHEN = "\u2013", "\u2014", "\u2212", "\u2011"
NO_BREAK, THIN, ZERO, SOFT = "\u00a0", "\u2009", "\u200b", "\u00ad"
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


def flagged(text, known_words=frozenset()):
    """What is stopped, as it stands in the text, with its kind."""
    return [
        (text[span.start : span.end], span.kind)
        for span in inspect(text, known_words).spans
        if span.severity is Severity.MUST_FLAG
    ]


# --- personal numbers --------------------------------------------------------

SEPARATORS = ["/", "_", ".", ",", ":", ";", " / ", "\n", "-\n", "\r\n", "\t", "-", "  "]
ODD_SEPARATORS = [
    EM,
    EN,
    MINUS,
    NARROW_HYPHEN,
    NO_BREAK,
    THIN,
    ZERO,
    "\u2060",
    "\u2028",
    f"{ZERO}-",
]


@pytest.mark.parametrize("separator", SEPARATORS + ODD_SEPARATORS)
@pytest.mark.parametrize("date", ["900101", "19900101", "90-01-01", "1990-01-01", "1990/01/01"])
def test_a_personal_number_is_found_whatever_parts_it(date, separator):
    number = f"{date}{separator}9802"
    assert (number, Kind.PERSONAL_NUMBER) in flagged(f"Personen uppgav {number} för vakten.")


@pytest.mark.parametrize("separator", ["/", "_", ".", ":"])
def test_a_number_whose_check_digit_is_wrong_is_found_but_over_a_line_break(separator):
    assert flagged(f"Lappen visade 900101{separator}9803 i går.")
    assert not flagged("Lappen visade 900101\n9803 i går.")


@pytest.mark.parametrize(
    "number",
    [
        "9-0-0-1-0-1-9-8-0-2",
        "9_0_0_1_0_1_9_8_0_2",
        "900101-9802".translate(FULL_WIDTH),
        "\u0669\u0660\u0660\u0661\u0660\u0661-9802",
        "9\u20e30\u20e30\u20e31\u20e30\u20e31\u20e39\u20e38\u20e30\u20e32",
        "900101-\u202e9802",
    ],
)
def test_a_personal_number_is_found_in_any_figures(number):
    assert inspect(f"Personen uppgav {number} för vakten.").stops


@pytest.mark.parametrize("text", ["900101/xxxx uppgavs", "900101_xxxx", f"900101{EM}xxxx"])
def test_a_masked_number_is_found_whatever_parts_it(text):
    assert [kind for _, kind in flagged(text)] == [Kind.MASKED_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        # The check digit holds in all of these: a date with an hour, a late case, rows of figures.
        "Larm 2026-03-14 1418 från skolan.",
        "Filmen heter 20260314_1418 och visar bråket.",
        "Dnr 260314/9811 har expedierats.",
        "Antal per vecka: 0,0,0,8,1,0,2,1,7,0,4,4,1.",
    ],
)
def test_hours_and_cases_are_no_personal_numbers(text):
    assert inspect(text) == Findings()


INVISIBLE = st.sampled_from(
    [ZERO, "\u200c", "\u200d", "\u2060", "\ufeff", SOFT, "\u180e", "\u2062"]
)
NUMBERS = st.sampled_from(["900101-9802", "19900101-9802", "9001019802", "900101/9802"])


@given(NUMBERS, st.lists(st.tuples(st.integers(0, 13), INVISIBLE), max_size=20))
def test_invisible_characters_hide_no_personal_number(number, put):
    for place, character in put:
        number = number[:place] + character + number[place:]
    text = f"Personen uppgav {number} för vakten."
    spans = inspect(text).spans
    assert [span.kind for span in spans] == [Kind.PERSONAL_NUMBER]
    left = text[: spans[0].start] + text[spans[0].end :]
    assert not any(map(str.isdigit, left))


# --- telephones, plates ------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        f"070{NARROW_HYPHEN}1740612", f"070{EM}1740612", f"070{EN}1740612", "070_174_06_12",
        f"070{ZERO}-174{ZERO}0612", f"070{NO_BREAK}174{THIN}06{NO_BREAK}12",
        "070-1740612".translate(FULL_WIDTH), f"+46{NO_BREAK}70_174_06_12",
    ],
)  # fmt: skip
def test_a_telephone_is_found_whatever_parts_it(number):
    assert (number, Kind.PHONE) in flagged(f"Nås på {number} efter fem.")


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("jkl45p körde på gångbanan", "jkl45p"),
        ("En bil jkl456 stod där", "jkl456"),
        ("bilen jkl 456 stod där", "jkl 456"),
        ("bilen abc 456 stod där", "abc 456"),
        ("moped jkl-456 på torget", "jkl-456"),
        ("bil JKL.456 på torget", "JKL.456"),
        ("regnummer JKL_456", "JKL_456"),
        ("Någon såg J K L 4 5 6 på torget", "J K L 4 5 6"),
        ("Någon såg J-K-L 456 på torget", "J-K-L 456"),
        ("epa j k l 4 5 6 på torget", "j k l 4 5 6"),
        (f"Någon såg JKL{NARROW_HYPHEN}456 på torget", f"JKL{NARROW_HYPHEN}456"),
        (f"Någon såg J{ZERO}KL4{ZERO}56 på torget", f"J{ZERO}KL4{ZERO}56"),
    ],
)
def test_a_plate_is_found_however_it_is_written(text, plate):
    assert flagged(text) == [(plate, Kind.PLATE)]


@pytest.mark.parametrize(
    "text",
    [
        "En bil mot 100 personer på torget.",
        "Bilar som 112 fick höra om.",
        "Mopeden kör max 100 meter.",
        "cbr600 körde fort, bmw 320d stod still.",
        "Bilen stod vid lgh 123 i natt, ring tfn 112.",
        "Filen jkl456 är sparad.",
        "Mappen JKL_456 är sparad.",
        "Lagen A B C 1 2 3 4 5 spelade.",
    ],
)
def test_letters_and_figures_are_no_plate_by_themselves(text):
    assert not [kind for _, kind in flagged(text) if kind is Kind.PLATE]


# --- names, homes ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bengt-Åke stod vid kiosken.", "Bengt-Åke"),
        ("såg bengt-åke vid kiosken", "bengt-åke"),
        ("Det var Karl-Johans cykel.", "Karl-Johans"),
        ("Bengt-Åke Wallgren stod där.", "Bengt-Åke Wallgren"),
        ("Britt-Xenia stod vid kiosken.", "Britt-Xenia"),
        ("Xenia-Britt stod vid kiosken.", "Xenia-Britt"),
        ("Dag-Inge stod vid kiosken.", "Dag-Inge"),
        (f"Bengt{NARROW_HYPHEN}Åke stod där.", f"Bengt{NARROW_HYPHEN}Åke"),
        ("Nilssonarna bråkar igen.", "Nilssonarna"),
        ("hos lindströmarna var det fest", "lindströmarna"),
        ("Det är Wallgrenarnas hund.", "Wallgrenarnas"),
        ("Bjo\u0308rn slog vakten.", "Bjo\u0308rn"),
        (f"Vi såg Os{SOFT}kar vid torget.", f"Os{SOFT}kar"),
        (f"Vi såg Os{ZERO}kar vid torget.", f"Os{ZERO}kar"),
        (f"Vi såg Oskar{ZERO}vid torget.", f"Oskar{ZERO}"),
        ("Vi såg Oskar\x0cvid torget.", "Oskar"),
    ],
)
def test_a_name_is_found_however_it_is_written(text, name):
    found = flagged(text)
    assert [kind for _, kind in found] == [Kind.NAME]
    assert found[0][0].strip(ZERO) == name.strip(ZERO)


@pytest.mark.parametrize(
    "text",
    [
        "Mia-mobilen och Ola-glassen stod vid torget.",
        "Anna-Kyrkan är låst.",
        "En Harley-Davidson stod vid torget.",
        "Söderby-Karl och Västanfors är lugna.",
        "Liv-och-rörelse i centrum, per-automatik.",
        f"Sträckan Stockholm{EN}Malmö är avstängd {EM} igen.",
        "Ungdomarna och Vikingarna möttes.",
    ],
)
def test_hyphens_and_plurals_make_no_names(text):
    assert inspect(text) == Findings()


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Han bor på Ekgatan nr 12.", "Ekgatan nr 12"),
        ("Han bor på Ekgatan, nr. 12 B.", "Ekgatan, nr. 12 B"),
        ("Han bor på Ekgatan nr.12.", "Ekgatan nr.12"),
        ("Han bor på Ekgatan nummer 12.", "Ekgatan nummer 12"),
        ("Han bor på Ekgatan12.", "Ekgatan12"),
        ("Han bor på Ekgatan-12B.", "Ekgatan-12B"),
        ("Han bor på Ekgatan  12.", "Ekgatan  12"),
        (f"Han bor på Ekgatan{NO_BREAK}{ZERO}12.", f"Ekgatan{NO_BREAK}{ZERO}12"),
        ("Han bor på Karl Anderssons gata12.", "Karl Anderssons gata12"),
        ("Han bor i port 4 på Ekgatan.", "port 4 på Ekgatan"),
        ("Han bor i uppgång B på Ekgatan.", "uppgång B på Ekgatan"),
        ("Han bor på Ekgatan, port 4.", "Ekgatan, port 4"),
        ("Han bor i nummer 12 på Ekgatan.", "nummer 12 på Ekgatan"),
    ],
)
def test_a_home_is_found_however_it_is_written(text, home):
    assert flagged(text) == [(home, Kind.HOME_ADDRESS)]


@pytest.mark.parametrize(
    "text",
    [
        "Busskuren vid Ekgatan nr 12 är krossad.",
        "Klotter vid port 4 på Ekgatan.",
        "Bil nr 3 på Ekgatan stod still.",
        "Uppgång i antalet på Ekgatan.",
        "På Ekgatan nr 12 ungdomar av 40.",
        "port",
    ],
)
def test_numbers_by_streets_are_no_homes_by_themselves(text):
    assert inspect(text) == Findings()


# --- the folding itself ------------------------------------------------------


@pytest.mark.parametrize("text", [*CLEAN, "Öl – ”vanlig” text, 12 °C … på café"])
def test_an_ordinary_text_is_read_as_it_is(text):
    (folded,) = readings_of(text)
    assert folded.text is text
    assert folded.starts is None


def test_what_looks_alike_is_read_alike():
    folded, *_ = readings_of(
        f"a{NO_BREAK}b{MINUS}c{EM}d\u2028e{SOFT}f \ufb01 o\u0308 x\u0336 \u0664"
    )
    assert folded.text == "a b-c–d\nef fi ö x 4"


def test_a_local_place_is_known_with_odd_spaces_too():
    known = frozenset({f"Per{NO_BREAK}Ols"})
    assert not flagged("Det var oro i Per Ols.", known)
    assert not flagged(f"Det var oro i Per{NARROW_HYPHEN}Ols och Per{NO_BREAK}Ols.", known)


def test_what_is_masked_leaves_the_rest_as_it_was_written():
    text = f"A\u0308ven{NO_BREAK}900101{ZERO}{EM}9802{NO_BREAK}\ufb01nns."
    assert masked(text, frozenset()).text == f"A\u0308ven{NO_BREAK}[borttaget]{NO_BREAK}\ufb01nns."


ODD = st.sampled_from(
    [ZERO, SOFT, NO_BREAK, EM, MINUS, "\u0308", "\ufb01", "\u2100", "\u1160", "\x00"]
)
PIECES = st.sampled_from(["Oskar ", "900101", "-9802", "Ekgatan 12", "070-1740612", "JKL 456", "№"])


@given(st.lists(ODD | PIECES | st.text(max_size=4), max_size=25).map("".join))
def test_spans_lie_in_order_inside_the_text_as_it_was_written(text):
    spans = inspect(text).spans
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))


@given(st.sampled_from(STOPPED), st.data())
def test_what_is_stopped_is_stopped_with_unseen_characters_in_it(case, data):
    text, words, _ = case
    place = data.draw(st.integers(text.index(words), text.index(words) + len(words)))
    unseen = data.draw(st.sampled_from([SOFT, "\u200d", "\ufeff", "\ufe0f"]))
    assert inspect(text[:place] + unseen + text[place:]).stops
