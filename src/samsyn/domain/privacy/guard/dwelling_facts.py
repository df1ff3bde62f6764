"""What the learned weights are told of each word that may be a home (``dwellings``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from samsyn.domain.privacy.guard.dwellings import Dwelling, whole_of
from samsyn.domain.privacy.guard.facts import facts_of
from samsyn.domain.privacy.guard.marks import mark
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import words

# Parts of words, here of one word each.
_HOME_WORDS: Final = tuple(e.strip("_") for e in words("homes") | words("more_homes") if len(e) > 2)
_PUBLIC_WORDS: Final = tuple(e.strip("_") for e in words("public_places") | words("more_public"))
Told = tuple[str, tuple[str, ...]]
Teller = Callable[..., Iterator[Told]]


def told_of_itself(name: str, form: str, number: str, tail: bool) -> Iterator[Told]:
    """Of its form, its name's last word and its number."""
    own = (*facts_of(name), f"number{_shape(number)}", f"tail{tail}")
    yield "h", own
    yield f"h|{form}", (*own, "1")


def told_of_beside(word: str, place: str, form: str) -> Iterator[Told]:
    """Of a word before or after; an empty one is the text's edge."""
    facts = facts_of(word) if word else ("EDGE",)
    yield f"h{place}", facts
    yield f"h{place}|{form}", facts


def told_of_led_up(sign: str, before: str, second: str) -> Iterator[Told]:
    """Of what stands before the sign that leads up to it: `Kvarnskolan, `."""
    if sign in {",", ":", "("} and before:
        yield f"hb{sign}", (*facts_of(before), *facts_of(second or "-"))


def told_of_counts(homes: int, publics: int, form: str) -> Iterator[Told]:
    """Of how many words of the sentence are of homes, and of public places."""
    counts = (f"homes{homes}", f"publics{publics}", f"both{min(homes, 2)}{min(publics, 2)}")
    yield "hc", counts
    yield f"hc|{form}", counts


def told_of_near(word: str) -> Iterator[Told]:
    """Of a word of the sentence."""
    yield "hw", (word, f"{word[:5]}-") if len(word) > 5 else (word,)


def told_of_signs(signs: tuple[str, str], form: str) -> Iterator[Told]:
    """Of the signs beside."""
    yield "hs", signs
    yield f"hs|{form}", signs


def pieces(reading: Reading, one: Dwelling) -> Iterator[tuple[Teller, tuple[Any, ...]]]:
    """Everything that is told of a candidate: what tells it, and of what."""
    start, end = whole_of(reading, one)
    form = one.form
    yield told_of_itself, (one.name, form, _shape(one.number), end > one.end)
    first, stop = reading.at(start), reading.at(end)
    lower = reading.lower
    for place, index in (("-1", first - 1), ("-2", first - 2), ("+1", stop), ("+2", stop + 1)):
        yield told_of_beside, (lower(index), place, form)
    yield told_of_led_up, (_sign_before(reading.text, start), lower(first - 1), lower(first - 2))
    yield told_of_signs, (_sign_facts(reading.text, start, end), form)
    around = _words_around(reading, first, stop)
    homes = sum(1 for index in around if reading.marks[index] & _OF_HOME)
    publics = sum(1 for index in around if reading.marks[index] & _OF_PUBLIC)
    yield told_of_counts, (min(homes, 3), min(publics, 3), form)
    for word in dict.fromkeys(lower(index) for index in around):
        yield told_of_near, (word,)
    yield told_of_public, _public_before(reading, first)


def told_of_public(found: bool, beside: str) -> Iterator[Told]:
    """Of a public place just before, and of a word that says what lies beside."""
    yield "hp", (f"public{found}", f"beside{beside}")


def told_of_dwelling(reading: Reading, one: Dwelling) -> Iterator[Told]:
    """Everything that is told of a candidate, as the weights are learned."""
    for teller, of in pieces(reading, one):
        yield from teller(*of)


def _words_around(reading: Reading, first: int, stop: int) -> list[int]:
    """Indexes of the words of the same sentence, at most twenty on each side."""
    begin = first
    while begin > max(0, first - _NEAR) and not reading.begins_sentence(begin):
        begin -= 1
    end = stop
    while end < min(stop + _NEAR, len(reading.texts)) and not reading.begins_sentence(end):
        end += 1
    return [*range(begin, first), *range(stop, end)]


def _sign_before(text: str, start: int) -> str:
    return text[max(0, start - 3) : start].rstrip(" ")[-1:]


def _sign_facts(text: str, start: int, end: int) -> tuple[str, str]:
    before, after = _sign_before(text, start), text[end : end + 3].lstrip(" ")[:1]
    return f"b{before if before in _SIGNS else 'w'}", f"a{after if after in _SIGNS else 'w'}"


_SIGNS: Final = frozenset(",.:)(/-")


def _shape(number: str) -> str:
    return "".join("9" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in number)[
        :6
    ]


def _public_before(reading: Reading, first: int) -> tuple[bool, str]:
    """Whether a public place stands just before (`Kvarnskolan, Ekgatan 2`), and a preposition."""
    found = any(marks & _OF_PUBLIC for marks in reading.marks[max(0, first - 5) : first])
    before = reading.lower(first - 1)
    before = reading.lower(first - 2) if before == "nr" else before
    return found, before if before in _BESIDE else ""


_NEAR: Final = 20
_BESIDE: Final = frozenset(
    {"vid", "utanför", "mellan", "för", "med", "framför", "bakom", "nära", "korsningen"}
)
_OF_HOME: Final = mark(lambda lower: any(entry in lower for entry in _HOME_WORDS))
_OF_PUBLIC: Final = mark(lambda lower: any(entry in lower for entry in _PUBLIC_WORDS))
