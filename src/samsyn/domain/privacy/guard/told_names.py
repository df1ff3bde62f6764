"""Names that a sentence itself tells: who is called so, whose class and age are told after.

`en kille dom kallar Knatten`, `Tjorven kallas hon`, `liv i 3b`, `Ragnfrid, 91 år`, `Vittne: Berg`.
What is an ordinary word too is a name here, since nothing else is called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.borne import BEARER, is_borne
from samsyn.domain.privacy.guard.candidates import OF_ENGLISH
from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.facts import kind_of
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.known_things import known_at
from samsyn.domain.privacy.guard.lexicon import is_form
from samsyn.domain.privacy.guard.marks import mark, mark_written
from samsyn.domain.privacy.guard.namebook import GIVEN, NORDIC_GIVEN, lists_of
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.things import bears_thing, is_place, is_somebody, is_story
from samsyn.domain.privacy.guard.wordlists import words

_PERSONS: Final = frozenset().union(
    *map(words, ("persons", "person_nouns", "kin", "titles", "roles", "told_persons"))
)
_NAMING: Final = frozenset(
    {"heter", "hette", "hetat", "kallas", "kallad", "kallades", "kallar", "kallade", "heta"}
)
_OF_NAME: Final = frozenset({"namn", "namnet", "efternamn", "efternamnet", "förnamn", "förnamnet"})
_CALLS: Final = mark((_NAMING | _OF_NAME).__contains__)
# Between whom it is and the verb, and between the verb and the name.
_PASSED: Final = words("told_passed")
_FILLING: Final = _PASSED - {"till", "i", "med", "vid", "under", "enligt"}  # `kallas till Berga`
_NO_NAME: Final = words("told_no_names")
_CLASS: Final = re.compile(r"(?:\d[a-hA-H]|f-klass|förskoleklass)$")
_IN_CLASS: Final = mark(
    lambda lower: _CLASS.match(lower) is not None or lower in words("classes") - {"fritids"}
)
_AGED: Final = mark(frozenset({"år", "åring", "årig"}).__contains__)
_LABEL: Final = mark(words("told_labels").__contains__)
_NOT_SMALL: Final = words("told_not_small")
# A given name in small letters that is no word.
_SMALL: Final = mark_written(
    lambda word: (
        len(word) > _SHORT
        and word.islower()
        and kind_of(word) == "given"
        and not is_form(word)
        and word not in _NOT_SMALL
    )
)
_SHORT: Final = 2
_SHOWN: Final = mark(
    frozenset({"presenterade", "legitimerade", "tilltalade", "uppgav"}).__contains__
)
_ON_FLOOR: Final = mark(words("told_floors").__contains__)
_BACK: Final = 7  # words before the verb in which whom it is of is looked for
_AGE: Final = re.compile(r",? \(?(?:ca |cirka |typ )?(?P<age>\d{1,3}) (?:år|årig)\b")
_AFTER_LABEL: Final = re.compile(r": [\"”]?$")


@detector(_CALLS | _IN_CLASS | _AGED | _LABEL | _SMALL | _SHOWN | _ON_FLOOR)
def find_told_names(reading: Reading) -> Iterator[Span]:
    """What somebody is said to be called, and given names with a class or an age after them."""
    for index, marks in enumerate(reading.marks):
        if marks & _CALLS:
            found = _called(reading, index)
        elif marks & _IN_CLASS:
            found = _in_class(reading, index)
        elif marks & _AGED:
            found = _aged(reading, index)
        elif marks & _LABEL:
            found = _labelled(reading, index)
        elif marks & _SMALL:
            found = index if _is_small(reading, index) else -1
        elif marks & _SHOWN:
            found = _shown(reading, index)
        elif marks & _ON_FLOOR:
            found = _on_floor(reading, index)
        else:
            continue
        if found >= 0 and found not in reading.known and not _is_borne(reading, found):
            yield Span(reading.start(found), reading.end(found), Kind.NAME)


def _is_borne(reading: Reading, index: int) -> bool:
    return reading.marked & BEARER != 0 and is_borne(reading, index)


# --- who is called so ---------------------------------------------------------


def _called(reading: Reading, verb: int) -> int:
    """Index of the name that the verb tells; -1 where none."""
    if reading.lowers[verb] in _NAMING:
        turned = _turned(reading, verb)
        if turned >= 0:
            return turned
    if not _is_of_person(reading, verb):
        return -1
    after = verb + 1
    while after < len(reading.texts) and reading.lowers[after] in _FILLING and after - verb < 4:
        after += 1
    if after >= len(reading.texts) or reading.begins[after] or not _is_near(reading, verb, after):
        return -1
    return after if _may_be_called(reading, after, reading.lowers[verb]) else -1


def _turned(reading: Reading, verb: int) -> int:
    """`Bullen kallas han`, `Tjorven kallar dom henne`."""
    name, texts = verb - 1, reading.texts
    pronoun = reading.lower(verb + 1)
    if name < 0 or pronoun not in {"han", "hon", "hen", "dom", "de"}:
        return -1
    if pronoun in {"dom", "de"} and reading.lower(verb + 2) not in {"henne", "honom", "hen"}:
        return -1
    lower = reading.lowers[name]
    if not texts[name][0].isupper() or lower in _PASSED | _NO_NAME | _PERSONS or len(lower) < 2:
        return -1
    alone = reading.begins[name] or (name and "," in reading.between(name))
    return name if alone or kind_of(lower) not in {"word", "place"} else -1


def _is_of_person(reading: Reading, verb: int) -> bool:
    """Whether it is somebody that the verb tells of: the last noun before it, past small words."""
    at = verb - 1
    while at >= 0 and verb - at <= _BACK:
        lower = reading.lowers[at]
        if lower in _PRONOUNS or (lower in _PERSONS and lower not in _PASSED) or is_somebody(lower):
            return True
        if lower not in _PASSED or reading.begins[at]:
            break
        at -= 1
    first = max(0, verb - _BACK)
    return any(
        reading.lowers[at + 1] == "som" and _is_who(reading.lowers[at]) for at in range(first, verb)
    )


_PRONOUNS: Final = frozenset({"han", "hon", "hen", "denne", "ene", "ena", "andre"})
_WHO: Final = frozenset(
    {"han", "hon", "den", "killen", "tjejen", "mannen", "kvinnan", "personen", "gubben", "tanten"}
)


def _is_near(reading: Reading, verb: int, name: int) -> bool:
    """Whether nothing ends the clause between the verb and the name."""
    return not any(sign in reading.text[reading.end(verb) : reading.start(name)] for sign in ".!?;")


def _may_be_called(reading: Reading, index: int, verb: str) -> bool:
    """Whether the word may be what somebody is called."""
    word, lower = reading.texts[index], reading.lowers[index]
    if not word.replace("-", "").replace("'", "").isalpha() or len(word) < 2 or lower in _NO_NAME:
        return False
    if word[0].isupper() and not reading.shouted:
        return not is_place(lower) or lower.endswith("an")
    listed, heter = lists_of(lower) & (GIVEN | NORDIC_GIVEN) != 0, verb in _HETER
    if listed and (heter or not is_form(lower)):
        return True
    return not is_form(lower) and (heter or reading.shouted)


def _is_who(lower: str) -> bool:
    return lower in _WHO or is_somebody(lower)


_HETER: Final = frozenset({"heter", "hette", "hetat"})


# --- a class, an age, a label -------------------------------------------------


def _is_given(reading: Reading, index: int) -> bool:
    lower = reading.lower(index)
    return index >= 0 and lists_of(lower) & GIVEN != 0 and not known_at(reading, index)[0]


def _in_class(reading: Reading, index: int) -> int:
    """`Vide i 4A`, `liv i 3b`, `hugo i sexan`."""
    name = index - 2
    if reading.lower(index - 1) not in {"i", "från"} or not _is_given(reading, name):
        return -1
    small = reading.texts[name].islower()
    if small and (reading.lower(name - 1) in _BEFORE_WORDS or reading.lowers[name] in _SMALL_WORDS):
        return -1
    return name if not bears_thing(reading, name, name + 1) else -1


_BEFORE_WORDS: Final = frozenset(
    {"mer", "mycket", "fullt", "är", "inget", "nytt", "på", "av", "en"}
)
_SMALL_WORDS: Final = frozenset({"per", "bo", "love", "saga", "sol", "vår", "may", "dag", "bror"})


def _aged(reading: Reading, index: int) -> int:
    """`Ragnfrid 91 år`, `Majken, 6 år`."""
    name = index - 2
    if not _is_given(reading, name) or not reading.texts[name][0].isupper():
        return -1
    match = _AGE.match(reading.text, reading.end(name))
    if match is None or match.end() < reading.end(index) or int(match["age"]) > _OLDEST:
        return -1
    return name if not bears_thing(reading, name, name + 1) else -1


_OLDEST: Final = 105


def _labelled(reading: Reading, index: int) -> int:
    """`Vittne till knivhotet: Berg`, `Hyresgäst: Ärlig Sundh`."""
    for name in range(index + 1, min(index + 4, len(reading.texts))):
        if _AFTER_LABEL.search(reading.between(name)):
            kind = kind_of(reading.lowers[name])
            raised = reading.texts[name][0].isupper() and not reading.shouted
            known = known_at(reading, name)[0] or bears_thing(reading, name, name + 1)
            return name if raised and kind not in {"word", "place", "farword"} and not known else -1
        if reading.between(name) != " ":
            return -1
    return -1


def _is_small(reading: Reading, index: int) -> bool:
    """`thyra säger att`, `ringt på hos gunnel`: but no figure's, book's or thing's name."""
    if known_at(reading, index)[0] or (index and known_at(reading, index - 1)[0][:7] == "several"):
        return False
    near = reading.marks[max(0, index - _NEAR) : index + _NEAR]
    if sum(1 for marks in near if marks & OF_ENGLISH) > 1:
        return False  # `nobody else may have said`
    ends = range(index + 1, min(index + 3, len(reading.texts) + 1))
    named = any(bears_thing(reading, index, end) for end in ends)
    return not (named or is_story(reading, index))


_NEAR: Final = 5


def _shown(reading: Reading, index: int) -> int:
    """`presenterade sig som Ibbe`, `uppgav namnet Xhevdet`."""
    for name in range(index + 1, min(index + 5, len(reading.texts))):
        if reading.lowers[name - 1] in {"som", "namnet", "namn"} and name > index + 1:
            known = known_at(reading, name)[0] or kind_of(reading.lowers[name]) in _NO_PERSONS
            return name if reading.texts[name][0].isupper() and not known else -1
    return -1


_NO_PERSONS: Final = frozenset({"word", "place", "farword"})


def _on_floor(reading: Reading, index: int) -> int:
    """`Gunnel på plan 3`, `Sten på femman`."""
    name = index - 2
    if reading.lower(index - 1) != "på" or not _is_given(reading, name):
        return -1
    raised = reading.texts[name][0].isupper() and not reading.shouted
    return name if raised and not bears_thing(reading, name, name + 1) else -1
