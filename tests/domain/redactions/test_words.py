"""Finding a passage however it was typed, and where it stood without saying what it was."""

import json
from functools import partial

import pytest

from samsyn.domain.redactions.reading import NAMES, TABLES
from samsyn.domain.redactions.values.passages import find, fold, folded, length_of
from samsyn.domain.redactions.values.spans import (
    Leaf,
    fitted,
    in_json,
    in_svg,
    leaf_of,
    texts_in,
    with_texts,
)
from samsyn.domain.redactions.wording import place_called
from samsyn.foundation.classification import Personal
from tests.house.test_classification import BY_FIELD


@pytest.mark.parametrize(
    ("text", "passage", "found"),
    [
        ("KIM  Ek", "kim ek", ["KIM  Ek"]),
        ("Kim\n\u00a0Ek,", "Kim Ek", ["Kim\n\u00a0Ek"]),
        ("Ki\u00adm Ek", "Kim Ek", ["Ki\u00adm Ek"]),
        ("Andre\u0301 Ek", "Andr\u00e9", ["Andre\u0301"]),
        ("Andr\u00e9", "Andre", []),
        ("\uff2bim", "Kim", ["\uff2bim"]),
        ("Stra\u00dfe", "STRASSE", ["Stra\u00dfe"]),
        ("aaaa", "aaa", ["aaaa"]),
        ("", "Kim", []),
    ],
)
def test_a_passage_is_found_however_it_is_typed(text, passage, found):
    assert [text[a:b] for a, b in find(text, [passage])] == found


def test_words_of_their_own_and_in_the_genitive():
    text = "Karl Karls Karlstad Okarl Karlsson karl."
    assert [text[a:b] for a, b in find(text, ["Karl"], whole=True)] == ["Karl", "Karl", "karl"]


@pytest.mark.parametrize("text", ["Sjöberg", "O\u0308berg", "ÅBERG", "Bergš", "Bergsö"])
def test_a_letter_with_a_ring_or_dots_is_a_part_of_the_word(text):
    assert find(text, ["Berg"], whole=True) == []


def test_a_passage_is_as_long_as_it_is_read():
    assert [length_of(one) for one in ("på", "pa\u030a", "\u00adÅ\u200b", "Åsa")] == [2, 2, 1, 3]


def test_what_is_compared_first_is_what_is_compared():
    odd = "".join(map(chr, (*range(0x20, 0x600), *range(0x2000, 0x2100), 0x1E9E, 0xFB03, 0x1D400)))
    for text in (odd, odd[::-1], " \u00a8 \u00a0\n\u00ad x", ""):
        assert folded(text) == fold(text).text


def finder(*passages):
    return partial(find, passages=passages)


def test_of_json_strings_are_masked_and_the_rest_is_left_byte_for_byte():
    said = {"is": "Kim Ek", "Kim Ek": 1, "text": 'Hos "Kim Ek" \\ å\u2028', "two": ["Kim", "Ek"]}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    leaf = leaf_of(("content",), text, finder("kim ek"), in_json)
    after = {**said, "text": 'Hos "[maskat]" \\ å\u2028', "two": ["[maskat]", ""]}
    assert leaf.masked(text) == json.dumps(after, ensure_ascii=False, separators=(",", ":"))
    assert leaf_of(("content",), text, finder("Bo Ek"), in_json) is None


def test_what_a_section_is_built_of_is_no_words():
    evidence = {"category": "ordning", "is": "Selection", "since": "2025-10-01"}
    before = {"is": "Evidence", "since": {"is": "date", "value": "2025-10-01"}, "x": "ordning"}
    said = {
        "colour": "green",
        "evidence": evidence,
        "items": [{"evidence": before, "key": "ordning", "text": "Ordning {green} 2025-10-01"}],
        "since": {"is": "date", "value": "2025-10-01"},
        "table": {"evidence": [None, evidence], "rows": [["ordning", 1]]},
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    leaf = leaf_of(("content",), text, finder("ordning", "green", "2025-10-01"), in_json)
    after = json.loads(leaf.masked(text))
    assert after["items"][0].pop("text") == "[maskat] {[maskat]} [maskat]"
    assert after["table"].pop("rows") == [["[maskat]", 1]]
    del said["items"][0]["text"], said["table"]["rows"]
    assert after == said


def test_of_a_drawing_what_draws_is_no_words():
    text = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 220" fill="none"/>none 220</svg>'
    leaf = leaf_of(("svg",), text, finder("220", "none", "svg"), in_svg)
    assert leaf.masked(text) == text.replace("none 220", "[maskat] [maskat]")


def test_of_a_drawing_words_are_masked_over_the_pieces_of_a_text():
    text = '<g aria-label="Ek &amp; Co"><tspan>Hos Ek</tspan><tspan>&amp; Co i går</tspan></g>'
    leaf = leaf_of(("svg",), text, finder("ek & co"), in_svg)
    assert leaf.masked(text) == (
        '<g aria-label="[maskat]"><tspan>Hos [maskat]</tspan><tspan> i går</tspan></g>'
    )


def test_where_it_stood_fits_the_same_text_alone_and_tells_no_word():
    text = "Hos Kim Ek vid ån."
    leaf = leaf_of(("description",), text, finder("Kim Ek"))
    told = json.dumps(leaf.told())
    assert "Kim" not in told and Leaf.from_told(json.loads(told)) == leaf
    assert leaf.fits(text) and leaf.masked(text) == "Hos [maskat] vid ån."
    # whoever guesses the word learns nothing: any of its length fits
    assert leaf.fits("Hos Bo Alm vid ån.")
    assert not leaf.fits("Hos Kim Ek vid å.n") and not leaf.fits("Hos Kim Ek vid ån")


def test_a_tombstone_that_has_no_room_is_one_sign_and_never_none():
    leaf = leaf_of(("x",), "Kim och Kim", finder("Kim"))
    assert fitted(leaf, 21).masked("Kim och Kim") == "[maskat] och [maskat]"
    assert fitted(leaf, 16).masked("Kim och Kim") == "[maskat] och …"
    assert fitted(leaf, 11).masked("Kim och Kim") == "… och …"
    assert fitted(leaf, None) == leaf


def test_texts_of_json_have_paths_without_words():
    value = {"Kim": ["a", {"b": "c"}], "n": 1, "z": None}
    found = dict(texts_in(value, ("x",)))
    assert not any("Kim" in part for path in found for part in path)
    new = {path: "?" for path, text in found.items() if text in ("Kim", "c")}
    assert with_texts(value, ("x",), new) == {"?": ["a", {"b": "?"}], "n": 1, "z": None}
    assert with_texts({"a": 1, "b": 2}, ("x",), {("x", "0", "key"): "b"}) == {"b": 1, "b+": 2}


def test_every_field_that_may_hold_personal_data_is_masked_or_left_for_a_reason():
    masked = {
        f"{table.model.__name__}.{name}" for table in TABLES.values() for name in table.columns
    }
    possible = {
        name
        for name, group in BY_FIELD.items()
        if group.personal is Personal.POSSIBLE and "Session" not in name
    }
    assert possible <= masked | NAMES
    assert not masked & NAMES


def test_every_table_is_called_something():
    assert all(place_called(kind) for kind in TABLES)
