"""The sentences, word for word."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.domain.situations import wording
from samsyn.domain.situations.enums import Colour, Direction, Trend
from samsyn.domain.situations.rules import compare
from samsyn.domain.situations.values.content import Comparison
from samsyn.domain.situations.values.periods import Period
from samsyn.foundation.clock import HOURED_PARTS, PartOfDay

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
FORTNIGHT = Period(date(2026, 10, 5), date(2026, 10, 18))


def compared(now, before, label=wording.BEFORE):
    return compare(label, now, FORTNIGHT, before, FORTNIGHT.before)


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "inga rapporter"),
        (1, "en rapport"),
        (2, "två rapporter"),
        (12, "tolv rapporter"),
        (13, "13 rapporter"),
        (1234, "1\u202f234 rapporter"),
    ],
)
def test_small_numbers_are_words(n, words):
    assert wording.reports(n) == words


@pytest.mark.parametrize(
    ("n", "of", "words"),
    [(1, 9, "en av nio"), (12, 12, "tolv av tolv"), (2, 13, "2 av 13"), (12, 134, "12 av 134")],
)
def test_a_part_and_its_whole_are_written_alike(n, of, words):
    assert wording.out_of(n, of) == words


def test_what_is_counted_may_be_neuter():
    assert (wording.count(1), wording.count(1, neuter=True)) == ("en", "ett")


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (60, 30, "Det är fler än perioden före (30): troligen 1,3–3,2 gånger så många."),
        (30, 60, "Det är färre än perioden före (60): troligen 0,3–0,8 gånger så många."),
        (15, 0, "Det är fler än perioden före (inga): minst 3,6 gånger så många."),
        (0, 15, "Det är färre än perioden före (15): högst 0,3 gånger så många."),
        (30, 30, "Det är ingen tydlig skillnad mot perioden före (30)."),
        (3, 1, "Det är för få för att avgöra om det skiljer sig från perioden före (1)."),
        (5, None, "Det finns inget underlag från perioden före att jämföra med."),
    ],
)
def test_what_a_comparison_shows(now, before, sentence):
    assert wording.compared([compared(now, before)]) == [sentence]


def test_two_that_show_nothing_are_said_in_one_breath():
    both = [compared(3, 1), compared(3, 0, wording.YEAR_BEFORE)]
    assert wording.compared(both) == [
        "Det är för få för att avgöra om det skiljer sig från perioden före (1) eller samma veckor "
        "ett år före (inga)."
    ]


def test_two_that_show_something_are_said_apart():
    both = [compared(60, 30), compared(60, 20, wording.YEAR_BEFORE)]
    assert [text.split("(")[0] for text in wording.compared(both)] == [
        "Det är fler än perioden före ",
        "Det är fler än samma veckor ett år före ",
    ]


@given(st.integers(0, 200), st.none() | st.integers(0, 200))
def test_no_sentence_claims_what_the_interval_does_not(now, before):
    one = compared(now, before)
    [text] = wording.compared([one])
    assert ("fler" in text.split("(")[0]) == (one.direction is Direction.MORE)
    assert ("färre" in text) == (one.direction is Direction.FEWER)
    assert "signifikant" not in text
    assert "None" not in text
    assert "inf" not in text
    assert text.endswith(".")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((1.5,), "1,5"),
        ((1.12, 1.83), "1,1–1,8"),
        ((1.03, 1.71), "1,03–1,71"),
        ((0.62, 0.97), "0,62–0,97"),
        ((1.0,), "1,0"),
        ((0.0, 2.0), "0,0–2,0"),
        ((1.004, 4.2), "1,004–4,200"),
    ],
)
def test_a_limit_near_one_is_never_said_to_be_one(values, words):
    assert wording.ratios(*values) == words


def test_more_is_never_said_beside_an_interval_that_holds_one():
    october, september = Period(date(2026, 10, 1), date(2026, 10, 31)), OCTOBER.before
    for now, before in ((27, 13), (30, 47), (34, 18), (35, 53)):
        one = compare(wording.BEFORE, now, october, before, september)
        assert one.direction in (Direction.MORE, Direction.FEWER)
        assert "1,0–" not in wording.interval(one)
        assert "–1,0)" not in wording.interval(one)
        assert 1 not in (one.low, one.high)


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (60, 30, "2,0 (1,3–3,2)"),
        (15, 0, "minst 3,6"),
        (0, 15, "0,0 (0,0–0,3)"),
        (0, 0, ""),
        (1, 0, ""),
        (5, None, ""),
    ],
)
def test_the_ratio_with_its_limits(now, before, words):
    assert wording.interval(compared(now, before)) == words


def test_a_comparison_in_a_few_words():
    assert wording.shows(compared(60, 30)) == "fler, kvot 2,0 (1,3–3,2)"
    assert wording.shows(compared(5, None)) == "saknar underlag"


@pytest.mark.parametrize(
    ("reported", "expected", "words"),
    [
        (7, 9, "Sju av nio organisationer har rapporterat."),
        (9, 9, "Alla nio organisationer har rapporterat."),
        (2, 2, "Båda organisationerna har rapporterat."),
        (1, 1, "Den enda organisationen har rapporterat."),
        (0, 1, "Ingen organisation har rapporterat."),
        (0, 13, "0 av 13 organisationer har rapporterat."),
        (0, 0, "Ingen organisation väntas rapportera."),
    ],
)
def test_who_has_reported(reported, expected, words):
    assert wording.coverage(reported, expected) == words


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (wording.nil(["Skolan"]), "Skolan har meddelat att det inte fanns något att rapportera."),
        (wording.silent(["A", "B"]), "A och B har inte hörts av. Det betyder inte att det är"),
        (wording.heard(2, 2), "Båda organisationerna har hörts av."),
        (wording.top_places(["Torget"], 3), "Flest rapporter gäller Torget: tre."),
        (wording.spread(1), "En rapport är för få för att visa någon tid som sticker ut."),
        (wording.hour_unknown(1), "En rapport saknar tid på dygnet."),
        (wording.located(0, 0, "Valdistrikt"), "Inga rapporter att lägga på kartan."),
        (wording.coming(1, OCTOBER), "Ett kommande evenemang 1–31 oktober 2026."),
        (wording.waiting(1), "En rapport från perioden väntar på granskning och är inte med."),
        (wording.not_over(OCTOBER), "Perioden 1–31 oktober 2026 är inte slut: alla antal är"),
        (
            wording.more_organisations(5, 3),
            "Fler organisationer rapporterade än perioden före: fem",
        ),
        (wording.left_out(1), "Alla antal är utan den känsliga kategorin,"),
        (wording.left_out(18), "Alla antal är utan de 18 känsliga kategorierna,"),
        (wording.kept_within(["Rån", "Hot"]), "Hot och rån: antal visas bara för EST-gruppen"),
        (wording.red(["Våld"]), "Rött läge bedöms för Våld."),
        (
            wording.busiest([(4, PartOfDay.EVENING)], 9, 40),
            "Flest rapporter gäller fredag kväll: 9 av",
        ),
        (
            wording.busiest([(4, PartOfDay.MORNING), (6, PartOfDay.EVENING)], 5, 45),
            "Flest rapporter gäller fredag förmiddag och söndag kväll: 5 av 45 vardera.",
        ),
        (
            wording.busiest([(day, PartOfDay.EVENING) for day in range(4)], 5, 45),
            "Fyra tider i veckan har flest: fem vardera.",
        ),
        (wording.weekday(date(2026, 11, 6)), "fredag 6 november"),
        (wording.silent_number(1), "En organisation har inte hörts av."),
        (wording.unknown("plats", 1, 4), "En av fyra rapporter (25\u00a0%) saknar plats."),
        (wording.total(1, OCTOBER), "En rapport gäller 1–31 oktober 2026."),
    ],
)
def test_sentences_word_for_word(sentence, words):
    assert sentence.startswith(words)


def test_every_word_of_a_list_has_its_wording():
    assert set(wording.DIRECTIONS) == set(Direction)
    assert set(wording.COLOURS) == set(Colour)
    assert set(wording.TRENDS) == set(Trend)
    assert set(wording.PARTS) == set(wording.HOURS) == set(HOURED_PARTS)


def test_labels_of_pages_and_words_of_papers_agree():
    assert {one: str(one.label) for one in Direction} == wording.DIRECTIONS
    assert {one: str(one.label) for one in Trend} == wording.TRENDS
    assert {one: str(one.label).capitalize() for one in Colour} == wording.COLOURS


def test_the_method_names_its_source_and_its_floor():
    assert "Przyborowski och Wilenski 1940" in wording.method(10)
    assert "Färre än tio rapporter" in wording.method(10)


def test_a_comparison_without_limits_says_so():
    one = Comparison(
        "x", date(2026, 1, 1), date(2026, 1, 2), None, None, None, None, Direction.NO_HISTORY
    )
    assert wording.interval(one) == ""
