"""Words for persons, and what the learned weights are told of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from samsyn.domain.privacy.guard.facts import facts_of
from samsyn.domain.privacy.guard.marks import mark
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import alternatives, words

_PRONOUNS: Final = frozenset({"han", "hon", "hen", "ho", "den", "de", "dom", "densamme"})
_ONLY: Final = frozenset({"enda", "ende", "endaste"})
_ROLE: Final = re.compile(
    rf"(?:.*(?:{alternatives('single_roles')}|{alternatives('more_roles')})(?:s|ens|ns|en|n)?"
    rf"|(?:{alternatives('origin_nouns')})s?)$"
)
_KINDS: Final = frozenset({"persons", "roles", "kin", "titles", "person_nouns", "someone"})
_FOLLOWED: Final = frozenset(
    {"som", "med", "m", "me", "i", "på", "vars", "där", "från", "vid", "bakom"}
)
_ORIGIN: Final = re.compile(rf"(?:{alternatives('origins')})\w{{0,3}}$")
_RARE: Final = re.compile(rf"(?:{alternatives('rare_stems')}|{alternatives('more_rare')})")
_AHEAD: Final = 9
_OLD: Final = frozenset({"fd", "f.d", "förre", "förra", "före", "tf", "dåvarande", "pensionerade"})

Told = tuple[str, tuple[str, ...]]
Teller = Callable[..., Iterator[Told]]


class Person(NamedTuple):
    """Where a word for a person is, and its kind: a pronoun, a role, kin, another word."""

    at: int
    kind: str


@lru_cache(maxsize=20_000)
def _kind(lower: str) -> str:
    if lower in _PRONOUNS:
        return "pronoun"
    if lower in _ONLY:
        return "only"
    if _ROLE.match(lower):
        return "role"
    facts = set(facts_of(lower))
    if "kin" in facts or lower in words("relatives"):
        return "kin"
    if lower in words("family_words"):
        return "family"
    return "person" if facts & _KINDS else ""


IS_PERSON: Final = mark(_kind)


def people(reading: Reading) -> Iterator[Person]:
    """Every word for a person; a pronoun where more is said of it."""
    for index, marks in enumerate(reading.marks):
        if marks & IS_PERSON:
            kind = _kind(reading.lowers[index])
            following = reading.lower(index + 1)
            if kind != "pronoun" or following in _FOLLOWED or _kind(following) or _more(following):
                yield Person(index, kind)


def _more(lower: str) -> bool:
    return lower.endswith(("e", "a")) and len(lower) > 3


@lru_cache(maxsize=20_000)
def _short(lower: str) -> tuple[str, ...]:
    """What is told of a word near: itself, its beginning and end, what kind of thing it is."""
    facts = [f"={lower}"]
    if len(lower) > 4:
        facts += [f"{lower[:4]}-", f"-{lower[-3:]}"]
    if kind := _kind(lower):
        facts.append(f"k:{kind}")
    if _ORIGIN.match(lower):
        facts.append("origin")
    if _RARE.match(lower):
        facts.append("rare")
    if lower in _OLD:
        facts.append("old")
    if lower.isdigit():
        facts.append("digits")
    if lower[-1] == "s" and len(lower) > 4 and _kind(lower[:-1]):
        facts.append("owns")
    return tuple(facts)


def told_of_itself(lower: str, kind: str) -> Iterator[Told]:
    """Of the word."""
    yield "p", (*_short(lower), f"k:{kind}")


def told_of_beside(word: str, step: int, kind: str) -> Iterator[Told]:
    """Of a word ``step`` away; an empty one is the sentence's edge."""
    facts = _short(word.lower()) if word else ("EDGE",)
    if word and word[0].isupper():
        facts = (*facts, "cap")
    yield f"p{step:+}", facts
    yield f"p{step:+}|{kind}", facts


def pieces(reading: Reading, one: Person) -> Iterator[tuple[Teller, tuple[Any, ...]]]:
    """What is told of it word by word: what tells it, and of what."""
    index, kind = one
    yield told_of_itself, (reading.lowers[index], kind)
    for step in (-3, -2, -1, 1, 2, 3):
        inside = _in_sentence(reading, index, step)
        yield told_of_beside, (reading.texts[index + step] if inside else "", step, kind)
    for word in sorted(ahead(reading, one)):
        yield told_of_ahead, (word, kind)


def ahead(reading: Reading, one: Person) -> set[str]:
    """The words that follow near in the sentence."""
    stop = min(one.at + _AHEAD, len(reading.texts))
    begins = reading.begins
    for index in range(one.at + 1, stop):
        if begins[index]:
            stop = index
            break
    return set(reading.lowers[one.at + 1 : stop])


def told_of_ahead(word: str, kind: str) -> Iterator[Told]:
    """Of a word that follows near in the sentence."""
    facts = _short(word)
    yield "pa", facts
    yield f"pa|{kind}", facts


def told_of_person(reading: Reading, one: Person) -> Iterator[Told]:
    """Everything that is told of it, as the weights are learned."""
    for teller, of in pieces(reading, one):
        yield from teller(*of)


def _in_sentence(reading: Reading, index: int, step: int) -> bool:
    """Whether the word ``step`` away is there and in the same sentence."""
    other = index + step
    if not 0 <= other < len(reading.texts):
        return False
    first, last = sorted((index, other))
    return not any(reading.begins[first + 1 : last + 1])


def told_span(reading: Reading, one: Person) -> tuple[int, int]:
    """The word with what leads up to it and what is said of it next."""
    first = one.at
    while (
        first
        and reading.touching(first)
        and one.at - first < 2
        and _leads(reading.lowers[first - 1])
    ):
        first -= 1
    last = one.at
    while last + 1 < len(reading.texts) and last - one.at < 6 and reading.touching(last + 1):
        last += 1
    return reading.start(first), reading.end(last)


def _leads(lower: str) -> bool:
    return lower in _PRONOUNS | _ONLY | _OLD or lower[-1] in "sae"
