"""What a municipality's own lists stop and free, and what they never free."""

import pytest

from samsyn.domain.privacy.guard import Kind, Severity, Words, inspect
from samsyn.domain.privacy.rules import masked

LISTS = Words(
    stopped=frozenset({"rävlyan", "gamla macken"}), allowed=frozenset({"kobran", "kevin"})
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Fest i Rävlyan igen.", "Rävlyan"),
        ("Larm om rök från rävlyans källare.", "rävlyans"),
        ("De samlas vid gamla macken.", "gamla macken"),
        ("Fest i räv\u200blyan igen.", "räv\u200blyan"),
    ],
)
def test_a_word_on_the_stop_list_stops(text, words):
    assert not inspect(text).stops
    findings = inspect(text, LISTS)
    assert findings.stops
    span = next(one for one in findings.spans if one.kind is Kind.STOPPED_WORD)
    assert text[span.start : span.end] == words


def test_a_stopped_word_is_masked():
    assert masked("Fest i rävlyan.", LISTS).text == "Fest i [borttaget]."


@pytest.mark.parametrize("text", ["Han kallas Kobran av de andra.", "Kevin slog sönder rutan."])
def test_an_allowed_word_is_nobodys_name(text):
    assert inspect(text).stops
    assert not inspect(text, LISTS).spans


@pytest.mark.parametrize(
    "text",
    [
        "Kevin Lindqvist slog sönder rutan.",
        "Anmält av Lindqvist, Kevin på torget.",
        "Kevin\nLindqvist slog sönder rutan.",
        "Kevin/Lindqvist klottrade.",
        "Kevin (Lindqvist) klottrade.",
        "Kevin\t–\tLindqvist klottrade.",
        "Ring Kevin 070-174 06 35.",
        "kevin@example.com skrev.",
        "Kevin bor på Ekgatan 12, lgh 1001.",
        "Kevin körde JKL 456.",
        "Kevin, 900101-9802, greps.",
    ],
)
def test_the_allow_list_frees_no_full_name_number_or_address(text):
    assert inspect(text, LISTS).stops


def test_what_stops_is_the_same_beside_an_allowed_word():
    text = "Kevin och Oskar slog sönder rutan."
    stopped = [text[one.start : one.end] for one in inspect(text, LISTS).spans]
    assert stopped == ["Oskar"]


def test_an_allowed_word_silences_no_question_about_who_is_meant():
    text = "Den enda tandläkaren i byn sålde huset."
    assert [one.severity for one in inspect(text).spans] == [Severity.WARN]
    allowed = Words(allowed=frozenset({"tandläkaren"}))
    assert inspect(text, allowed) == inspect(text)


def test_no_lists_change_nothing():
    for text in ("Oskar slog.", "Lampan är trasig.", "Den enda tandläkaren i byn."):
        assert inspect(text, Words()) == inspect(text)
