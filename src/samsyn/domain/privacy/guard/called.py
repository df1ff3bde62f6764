"""What somebody is called: `heter`, `känd som`, `går under namnet` and the word after."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from samsyn.domain.privacy.guard.lexicon import is_definite_noun, is_ordinary
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.things import in_quotes, is_place, is_somebody
from samsyn.domain.privacy.guard.wordlists import TOWNS, phrases, words

_CALLED: Final = phrases("called")
_FILLERS: Final = words("naming_fillers") | {"nånting", "nåt", "är", "hon", "han", "förnamnet"}
NO_NAMES: Final = words("no_names") | words("no_person") | words("thing_before") | TOWNS
PERSON_NOUNS: Final = words("person_nouns") | words("titles")


LAST_OF_CALLED: Final = frozenset(phrase[-1] for phrase in _CALLED)


def after_called(reading: Reading, index: int) -> int:
    """Where the word after `heter`, `känd som`, `går under namnet` ends; 0 where none is."""
    so_called = reading.lower(index - 1) == "så"
    if so_called or not ends_with(reading, index + 1, _CALLED) or _speaks_of_place(reading, index):
        return 0
    place = index + 1
    while place < index + 4 and reading.lower(place) in _FILLERS:
        place += 1
    if place >= len(reading.texts) or reading.begins_sentence(place):
        return 0
    lower = reading.lowers[place]
    if place in reading.known or not lower.isalpha() or len(lower) < 2:
        return 0
    if len(lower) < 5 and reading.texts[place].isupper() and not in_quotes(reading, place):
        return 0
    called = in_quotes(reading, place) or _is_called(reading, place)
    return place + 1 if called else 0


def _is_called(reading: Reading, place: int) -> bool:
    lower = reading.lowers[place]
    if reading.texts[place][0].isupper():
        return lower not in NO_NAMES and not is_place(lower)
    return reading.between(place) == " " and not is_ordinary(lower) and lower not in NO_NAMES


def _speaks_of_place(reading: Reading, index: int) -> bool:
    before = reading.lowers[max(0, index - 4) : index]
    if any(word in _PLACE_SUBJECTS or is_place(word) for word in before):
        return True
    things = any(is_definite_noun(word) and not is_person_noun(word) for word in before)
    return things and not any(map(is_person_noun, before))


_PLACE_SUBJECTS: Final = words("named_places") | words("place_subjects")


def ends_with(reading: Reading, stop: int, wanted: frozenset[tuple[str, ...]]) -> bool:
    """Whether the words before ``stop`` are one of the phrases wanted."""
    return any(
        tuple(reading.lowers[stop - length : stop]) in wanted
        for length in range(1, min(3, stop) + 1)
    )


@lru_cache(maxsize=20_000)
def is_person_noun(lower: str) -> bool:
    """Whether the word is for one person: `granne`, `läraren`, `kassörskan`."""
    return lower in PERSON_NOUNS or lower in _ROLES or is_somebody(lower)


_ROLES: Final = words("roles") | words("persons") | words("kin")
