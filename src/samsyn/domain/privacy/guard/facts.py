"""What is known of a word by itself: lists, form, endings. What the learned weights are of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from samsyn.domain.privacy.guard.kept import kept
from samsyn.domain.privacy.guard.lexicon import is_definite_noun, is_form, is_ordinary
from samsyn.domain.privacy.guard.namebook import (
    ANY_GIVEN,
    ANY_SURNAME,
    FAR_GIVEN,
    FAR_SURNAME,
    GIVEN,
    NORDIC_GIVEN,
    NORDIC_SURNAME,
    PLACE,
    SURNAME,
    lists_of,
)
from samsyn.domain.privacy.guard.things import is_place, is_somebody
from samsyn.domain.privacy.guard.wordlists import (
    FIRST_NAMES,
    LAST_NAMES,
    THING_NAMES,
    WORD_NAMES,
    WORD_SURNAMES,
    phrases,
    words,
)

_LISTS: Final = {
    name: words(name)
    for name in (
        "deeds_of_persons", "person_verbs", "states", "kin", "titles", "person_nouns", "persons",
        "roles", "thing_before", "firm_words", "no_names", "no_person", "place_prepositions",
        "naming", "naming_fillers", "belongings", "owned_things", "person_before", "person_near",
        "before_nicknames", "classes", "nicknames", "labels", "farewells", "works", "events",
        "bearing_after", "times", "kin_adjectives", "named_places", "street_endings",
        "quarrels", "weak_before", "numbered", "vehicles",
    )
}  # fmt: skip
_LAST_OF: Final = {
    name: frozenset(phrase[-1] for phrase in phrases(name)) for name in ("called", "strong_before")
}
_FIRST_OF: Final = {"after_persons": frozenset(phrase[0] for phrase in phrases("after_persons"))}
_SHAPES: Final = tuple(sorted(words("surname_shapes")))
_ROLES: Final = tuple(sorted(words("role_endings")))
_OWN: Final = words("belongings") | words("owned_things")
# Of what a word of the sentence speaks, by its end: `sjöfågeln`, `plogbilen`.
_SPOKEN_OF: Final = {
    name: tuple(sorted(words(name)))
    for name in (
        "animal_ends", "vessel_ends", "plant_ends", "work_ends", "firm_ends",
        "hurt_ends", "person_endings", "role_endings", "naming_ends",
    )
}  # fmt: skip
_INITIALS: Final = re.compile(r"[A-ZÅÄÖ](?:[.-][A-ZÅÄÖ])+$")
_STREETS: Final = tuple(sorted(words("street_endings")))
_GROUPS: Final = (
    (GIVEN, "g1"), (NORDIC_GIVEN, "g2"), (FAR_GIVEN, "g3"),
    (SURNAME, "s1"), (NORDIC_SURNAME, "s2"), (FAR_SURNAME, "s3"),
)  # fmt: skip


def shape_of(word: str) -> str:
    """How the word is written: a number, an initial, in capitals, with a capital, small."""
    if word.isdigit():
        return "num"
    if not word.replace("-", "").replace("'", "").replace(".", "").isalpha():
        return "mix"
    if len(word) == 1:
        return "ini" if word.isupper() else "one"
    if word.isupper():
        return "up" if len(word) > 4 else "UP"
    if word[0].isupper():
        return "cap" if word[1:].islower() else "Cap"
    return "low" if word.islower() else "odd"


def name_lists(lower: str) -> tuple[int, bool]:
    """The lists that hold the word, and whether as a genitive."""
    found = lists_of(lower)
    if not found and lower.endswith("arna") and lists_of(lower[:-4]) & SURNAME:
        return SURNAME, False  # `lindströmarna`
    near = GIVEN | SURNAME
    if found & near or len(lower) < 4 or lower[-1] != "s":
        return found, False
    owner = lists_of(lower[:-1].rstrip(":"))
    if found and not owner & (GIVEN | SURNAME):
        return found, False
    return owner, owner != 0


def kind_of(lower: str) -> str:
    """The kind of word that a candidate is, coarsely: a name that is no word, one that is, ..."""
    if "-" in lower and (joined := _joined_kind(lower)):
        return joined
    found, _ = name_lists(lower)
    ordinary = is_ordinary(lower)
    placed = found & PLACE != 0 or lower in _LISTS["no_names"]
    if found & GIVEN:
        return "wordname" if placed or _is_doubtful(lower, ordinary) else "given"
    if placed or is_place(lower):
        return "place"
    if found & SURNAME:
        word = ordinary and lower not in LAST_NAMES
        return "wordsur" if word or lower in WORD_SURNAMES else "surname"
    if ordinary:
        return "farword" if found & ANY_GIVEN and is_form(lower) else "word"
    family = found & ANY_SURNAME or lower.endswith((*_SHAPES, "sson", "ssons"))
    return "fargiven" if found & ANY_GIVEN else "farsur" if family else "strange"


def _joined_kind(lower: str) -> str:
    """What two words make: `rut-avdraget` a word, `anna-lenas` a name; empty for others."""
    last = lower.rpartition("-")[2]
    if len(last) > 3 and is_ordinary(last) and not name_lists(last)[0] & GIVEN:
        return "word"
    if lower.partition("-")[0] in _PARTICLES:
        return "farsur"  # `al-khatib`
    for whole in (lower, lower.removesuffix("s")):
        halves = [lists_of(part) for part in whole.split("-")]
        if all(half & (GIVEN | NORDIC_GIVEN) for half in halves):
            return "" if name_lists(lower)[0] else "given"
        if all(half & ANY_SURNAME for half in halves):
            return "surname"
    return ""


_PARTICLES: Final = frozenset({"al", "el", "abu", "ben", "ibn", "bin"})


def _is_doubtful(lower: str, ordinary: bool) -> bool:
    """Whether a given name is a word or a thing as well."""
    bare = lower if lower in FIRST_NAMES else lower.removesuffix("s")
    word = ordinary and bare not in FIRST_NAMES
    return word or bare in WORD_NAMES or bare in THING_NAMES


@lru_cache(maxsize=30_000)
def facts_of(word: str) -> tuple[str, ...]:
    """Everything known of the word, each as a short text."""
    lower = word.lower()
    return (*_written(word, lower), *_listed(lower), *_said_to_be(word, lower))


def _written(word: str, lower: str) -> Iterator[str]:
    """How it is written."""
    yield f"={lower}"
    yield f"~{shape_of(word)}"
    if lower.isalpha():
        if len(lower) > 3:
            yield f"-{lower[-2:]}"
            yield f"-{lower[-3:]}"
        else:
            yield "short"
        if len(lower) > 5:
            yield f"{lower[:5]}-"
    if _INITIALS.match(word):
        yield "initials"


def _listed(lower: str) -> Iterator[str]:
    """Which lists hold it."""
    found, genitive = name_lists(lower)
    yield from (name for bit, name in _GROUPS if found & bit)
    if genitive:
        yield "gen"
    yield from (name for name, held in _LISTS.items() if lower in held)
    yield from (name for name, held in (*_LAST_OF.items(), *_FIRST_OF.items()) if lower in held)
    yield f"k:{kind_of(lower)}"
    if found & PLACE:
        yield "town"


def _said_to_be(word: str, lower: str) -> Iterator[str]:
    """What its form says that it is."""
    if lower.endswith(_STREETS):
        yield "street"
    if is_place(lower):
        yield "place"
    if is_definite_noun(lower):
        yield "someone" if is_somebody(lower) else "thing"
    if lower.endswith(_SHAPES):
        yield "shaped"
    if lower.endswith(_ROLES):
        yield "role"
    if lower in _OWN or _ends_in(lower, _OWN):
        yield "owned"
    if "-" in word:
        first, _, last = lower.rpartition("-")
        yield f"hy:{kind_of(first)}:{'form' if is_form(last) else kind_of(last)}"


def _ends_in(lower: str, held: frozenset[str]) -> bool:
    """Whether the word ends in one of the list, after a first part."""
    return any(lower[cut:] in held for cut in range(3, len(lower) - 3))


@kept
def spoken_of(lower: str) -> int:
    """Of what the word speaks, as bits: an animal, a vessel, a firm, somebody hurt."""
    return sum(1 << place for place, ends in enumerate(_SPOKEN_OF.values()) if lower.endswith(ends))


def names_spoken_of(bits: int) -> tuple[str, ...]:
    """The names of those bits."""
    return tuple(name for place, name in enumerate(_SPOKEN_OF) if bits >> place & 1)
