"""The guard on texts it was not written for: the bars, and knowledge kind by kind."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.bench.guard import Share, shares
from tools.bench.guard_sentences import KINDS, clean_sentence, personal_sentence

from samsyn.domain.privacy.guard import Kind, Severity, inspect, instead_of, use_model
from samsyn.domain.privacy.guard.candidates import called_by
from samsyn.domain.privacy.guard.dwellings import dwellings
from samsyn.domain.privacy.guard.findings import Span, settle
from samsyn.domain.privacy.guard.identifiers import has_luhn
from samsyn.domain.privacy.guard.lexicon import is_definite_noun, is_ordinary
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.spoken import digits_said

DATA = Path(__file__).parent / "data"


def cases(name):
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]


def rate(share):
    return share.hits / share.cases


def stopped(text):
    return [
        (text[span.start : span.end], span.kind)
        for span in inspect(text).spans
        if span.severity is Severity.MUST_FLAG
    ]


# --- the labelled sets -------------------------------------------------------

# What each set reaches now, a step below: a change that loses more than that is seen.
FLOORS = {
    "build": {"must flag": 0.96, "structured": 0.97, "names": 0.93, "homes": 0.92,
              "singling out": 0.90, "characters": 0.92},
    "held_out": {"must flag": 0.94, "structured": 0.93, "names": 0.93, "homes": 0.92,
                 "singling out": 0.90, "characters": 0.92},
}  # fmt: skip
CEILINGS = {"build": {"clean stopped": 0.03}, "held_out": {"clean stopped": 0.06}}


@pytest.mark.parametrize("name", FLOORS)
def test_a_labelled_set_keeps_its_figures(name):
    figures = shares(cases(name))
    assert {key: rate(figures[key]) for key, floor in FLOORS[name].items()
            if rate(figures[key]) < floor} == {}  # fmt: skip
    for key, ceiling in CEILINGS[name].items():
        assert rate(figures[key]) <= ceiling
    assert rate(figures["clean warned"]) <= 0.10


@pytest.mark.parametrize("name", FLOORS)
def test_a_labelled_set_says_what_it_labels(name):
    for case in cases(name):
        for span in case["spans"]:
            assert case["text"][span["start"] : span["end"]] == span["text"], case["id"]
        assert (case["tier"] == "must_pass") == (not case["spans"])


def test_the_sets_share_no_text():
    texts = [
        case["text"]
        for name in ("labelled", "build", "held_out", "held_out_2")
        for case in cases(name)
    ]
    assert len(texts) == len(set(texts))


# --- texts made at random ----------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_made_at_random_is_stopped(kind):
    random = Random(41)
    made = [personal_sentence(random, kind) for _ in range(200)]
    missed = [one.text for one in made if not inspect(one.text).stops]
    assert len(missed) <= 10, missed[:5]


def test_clean_texts_made_at_random_are_seldom_stopped():
    random = Random(42)
    wrong = [one.text for one in (clean_sentence(random) for _ in range(300)) if stopped(one.text)]
    assert len(wrong) <= 9, wrong[:5]


@given(st.integers(), st.sampled_from(KINDS))
def test_what_is_made_lies_where_it_is_said_to(seed, kind):
    made = personal_sentence(Random(seed), kind)
    [(start, end, said)] = made.spans
    assert said == kind
    assert made.text[start:end].strip() == made.text[start:end] != ""


def test_wilsons_interval():
    """The interval of 0 of 10 by Wilson (1927) is 0 to 0.2775."""
    low, high = Share(0, 10).interval
    assert low == 0
    assert high == pytest.approx(0.2775, abs=1e-4)


# --- knowledge, kind by kind -------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Kort 4012 8888 8888 1881 låg kvar.", "4012 8888 8888 1881"),
        ("Ett 4012888888881881 hittades.", "4012888888881881"),
        ("Mobil 490154203237518 hittad.", "490154203237518"),
        ("Hotet kom från 198.51.100.23.", "198.51.100.23"),
        ("Enheten a4:5e:60:c2:11:09 loggades.", "a4:5e:60:c2:11:09"),
        ("Inloggning från 2001:db8::42:8329.", "2001:db8::42:8329"),
        ("Bilen WVWZZZ1KZAW000123 saknas.", "WVWZZZ1KZAW000123"),
        ("Betala till DE89370400440532013000.", "DE89370400440532013000"),
        ("På armbandet 850709-K12B.", "850709-K12B"),
        ("Klientnr 448812 står på mappen.", "448812"),
    ],
)
def test_numbers_of_a_person_are_known_by_form_or_by_a_word(text, number):
    assert (number, Kind.ID_NUMBER) in stopped(text)


@pytest.mark.parametrize(
    "text",
    [
        "Faktura 4012888888881881 är betald.",
        "Version 10.0.2.15 är installerad.",
        "Kl 12:30:45 gick larmet.",
        "Bankgiro 5050-1055 är kommunens.",
        "Kod 4812 visades på larmet.",
    ],
)
def test_numbers_of_things_are_none(text):
    assert not stopped(text)


def test_luhns_check_digit():
    """79927398713 is the usual example of ISO/IEC 7812-1."""
    assert has_luhn("79927398713")
    assert not has_luhn("79927398710")


@pytest.mark.parametrize(
    ("word", "digits"), [("noll", 1), ("nollsjuttio", 3), ("trettiotre", 2), ("sexhundratolv", 3),
                         ("sjutton", 2), ("nollan", 0), ("bil", 0), ("06", 2)]
)  # fmt: skip
def test_numerals_say_how_many_figures(word, digits):
    assert digits_said(word) == digits


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Xhevat Dragusha slog vakten.", "Xhevat Dragusha"),
        ("Räven klottrade i tunneln.", "Räven"),
        ("Han är bror till Bashkim.", "Bashkim"),
        ("En kille, Dinko, höll utkik.", "Dinko"),
        ("K.E. i nian hade kniv.", "K.E."),
        ("Ekfjärd, Lovisa, var där.", "Ekfjärd, Lovisa"),
        ("Tack för hjälpen. Mvh Tekla Sjövade", "Tekla Sjövade"),
        ("Närvarande: Ylvali, Torvid och Assar.", "Torvid"),
        ('"Snabben" fixar elmopeder.', "Snabben"),
        ("Post till c/o Fjällstam.", "Fjällstam"),
        ("Van der Laan anmälde.", "Van der Laan"),
    ],
)
def test_names_are_known_by_what_is_said_of_them(text, name):
    covered = {place for span in inspect(text).spans for place in range(span.start, span.end)}
    start = text.index(name)
    assert set(range(start, start + len(name))) - covered <= {
        place for place, sign in enumerate(text) if sign.isspace() or sign == "."
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ovädret Hans gav översvämning.",
        "Robotdammsugaren Ebba stannade.",
        "Statyn av Engelbrekt är nedsprutad.",
        "Olssons Elektriska lånade ut en lift.",
        "Frej, vår trygghetsbil, stod vid torget.",
        "Enligt Folkhälsomyndigheten dricker unga mindre.",
        'Filmen "Oskar och Josefin" visades.',
        "ANDT(S)",
        "Plats 0",
        "Mina ord.",
        "Projektet heter Tilda.",
    ],
)
def test_things_bear_names(text):
    assert not inspect(text).spans


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Bor på Norrgården 3.", "Norrgården 3"),
        ("Fest på Ekg. 5, säger grannen.", "Ekg. 5"),
        ("Hon är skriven på Lugna gatan 3.", "Lugna gatan 3"),
        ("Portkoden är 2580 till huset.", "2580"),
        ("Han bor på tomt 14 hela året.", "tomt 14"),
    ],
)
def test_homes_are_known_without_a_streets_ending(text, home):
    assert home in [words for words, kind in stopped(text) if kind is Kind.HOME_ADDRESS]


@pytest.mark.parametrize(
    ("text", "plate"),
    [("AB? 12C syntes på filmen.", "AB? 12C"), ("Norsk bil EK 48213 stod kvar.", "EK 48213"),
     ("Släp med reg KUX 55.", "KUX 55")],
)  # fmt: skip
def test_plates_read_in_part_or_from_abroad_are_known(text, plate):
    assert (plate, Kind.PLATE) in stopped(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("Hyresgästen i 54:an på Ekgatan bråkar.", "54"), ("Hon bor på Ekvägen 5-1001.", "5-1001"),
     ("Hembesök på gården Hällsjö 2:14.", "2:14")],
)  # fmt: skip
def test_what_may_be_a_home_is_seen_however_numbered(text, number):
    assert number in [one.number for one in dwellings(Reading(text))]


@pytest.mark.parametrize("text", ["Hyttbacken 00:20.", "Kyrkskolan 22:15.", "Ring 114 14."])
def test_a_time_of_day_and_a_short_number_are_no_homes(text):
    assert not [one for one in dwellings(Reading(text)) if one.number]


def test_what_is_doubtful_goes_with_what_is_sure():
    doubtful, sure = Span(0, 4, Kind.NAME, Severity.WARN), Span(9, 14, Kind.PHONE)
    assert settle([doubtful]).warns
    assert {one.severity for one in settle([doubtful, sure]).spans} == {Severity.MUST_FLAG}
    single = Span(0, 4, Kind.SINGLING_OUT, Severity.WARN)
    assert settle([single, sure]).spans[0].severity is Severity.WARN


def test_what_is_called_so_is_told():
    reading = Reading("Salen som kallas Florian luktar bränt.")
    assert called_by(reading, 3) == "Salen"
    assert called_by(Reading("Florian slog vakten."), 0) == ""
    assert called_by(Reading("Butiken heter Ankans kiosk, säger Florian."), 5) == ""


def test_a_place_that_is_called_as_a_person_hides_nobody():
    known = frozenset({"Anna Karlsson", "Per Ols"})
    assert inspect("Anna Karlsson slog vakten.", known_words=known).stops
    assert not inspect("Oro i Per Ols.", known_words=known).spans


def test_words_are_ordinary_by_form_ending_or_parts():
    assert all(map(is_ordinary, ("klottrade", "nattvandrarna", "trygghetsvärdarna")))
    assert not any(map(is_ordinary, ("xhevat", "bashkim", "ekfjärd")))
    assert is_definite_noun("stormen")
    assert not is_definite_noun("igen")


# --- what is suggested, and a model of one's own ------------------------------


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Kevin i 9B slog en annan elev.", "en elev"),
        ("En kund, Dinko, skrek.", "en kund"),
        ("Han bor på Mossvägen 22.", "en bostad i kvarteret"),
        ("Ring 070-174 06 35.", "ett telefonnummer"),
    ],
)
def test_something_is_suggested_instead(text, instead):
    assert instead_of(text, inspect(text).spans[0]) == instead


def finds_fika(text):
    place = text.find("fika")
    return [(place, place + 4, "name", False)] if place >= 0 else []


def test_a_sites_own_model_adds_to_the_rules():
    try:
        use_model(f"{__name__}.finds_fika")
        assert [span.kind for span in inspect("Vi tog en fika.").spans] == [Kind.NAME]
        assert not inspect("Vi tog en fika.").stops
        assert inspect("Oskar tog en fika.").stops
    finally:
        use_model("")
    assert not inspect("Vi tog en fika.").spans


@pytest.mark.parametrize("path", ["finns.inte", "samsyn.domain.privacy.guard.Kind.NAME", "x"])
def test_a_model_that_is_not_there_is_refused(path):
    with pytest.raises(ValueError, match="SAMSYN_GUARD_MODEL"):
        use_model(path)
