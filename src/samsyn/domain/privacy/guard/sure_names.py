"""Full names whose words are all known, which no place said next makes a thing's.

``Erik Johansson Torget`` is a person on the square. All else about names is weighed
(``scored_names``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.facts import kind_of, name_lists
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.known_things import known_at
from samsyn.domain.privacy.guard.lexicon import is_form, is_ordinary
from samsyn.domain.privacy.guard.marks import CAPITAL, mark, mark_written
from samsyn.domain.privacy.guard.namebook import GIVEN, PLACE, SURNAME, lists_of
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.things import (
    NUMERAL,
    bears_thing,
    firm_after,
    firm_before,
    is_place,
)
from samsyn.domain.privacy.guard.wordlists import TOWNS, words

_GIVEN: Final = mark(lambda lower: kind_of(lower) == "given" and not name_lists(lower)[1])
_WORD_FAMILY: Final = mark(lambda lower: name_lists(lower)[0] & SURNAME != 0)
_KIN: Final = words("kin")
_OWNED: Final = mark((_KIN | words("belongings")).__contains__)
_INITIAL: Final = mark_written(lambda word: len(word) == 1 and word.isupper())
_FIRMS: Final = frozenset({"one:shops", "one:makes"})
_COMPASS: Final = frozenset("NSVÖ")  # `V. Karup`


def _is_surname(lower: str) -> bool:
    lists, _ = name_lists(lower)
    bare = lower.removesuffix("s")
    formed = bare.endswith("sson") and len(bare) > 5
    return formed or (lists & SURNAME != 0 and not lists & GIVEN and kind_of(lower) == "surname")


def _may_own(lower: str) -> bool:
    """Whether the word is a known name in the genitive, or shaped as a surname in it."""
    if len(lower) < 4 or lower[-1] != "s":
        return False
    lists, genitive = name_lists(lower)
    if genitive and lists & (GIVEN | SURNAME):
        return True
    bare = lower[:-1]
    return len(bare) > 5 and bare.endswith(_SHAPES) and not is_form(bare) and not is_form(lower)


def _is_shaped(lower: str) -> bool:
    """`ekfjärds`: whether no word and no place is so called, which ends as surnames do."""
    bare = lower[:-1]
    return not (is_ordinary(bare) or is_place(bare) or bare in TOWNS or lists_of(bare) & PLACE)


_SHAPES: Final = tuple(sorted(words("surname_shapes")))


_FAMILY: Final = mark(_is_surname)
_OWNER: Final = mark(_may_own)


_OPENING: Final = _GIVEN | _FAMILY | _INITIAL | _OWNER


@detector(_OPENING)
def find_sure_names(reading: Reading) -> Iterator[Span]:
    """A given name and a surname beside each other, either way round, and `L. Grenholt`."""
    marks = reading.marks
    if len(marks) == 1 and marks[0] & _GIVEN and 0 not in reading.known:
        yield Span(reading.start(0), reading.end(0), Kind.NAME)  # nothing but a given name
    for index in range(len(marks) - 1):
        first, last = marks[index], marks[index + 1]
        if not first & _OPENING:
            continue
        if last & _OWNED and first & _OWNER and _is_owner(reading, index):
            yield Span(reading.start(index), reading.end(index), Kind.NAME)
        if not reading.touching(index + 1):
            if len(reading.texts[index]) == 1 and _is_initial(reading, index):
                yield Span(reading.start(index), reading.end(index + 1), Kind.NAME)
            continue
        if (
            first & _GIVEN
            and last & _GIVEN
            and index + 2 < len(marks)
            and (marks[index + 2] & _FAMILY and reading.touching(index + 2))
        ):
            yield Span(reading.start(index), reading.end(index + 2), Kind.NAME)
        named = first & _GIVEN and (last & _FAMILY or (last & _WORD_FAMILY and last & CAPITAL))
        turned = first & _FAMILY and last & _GIVEN
        if (named or turned) and _is_persons(reading, index):
            yield Span(reading.start(index), reading.end(index + 1), Kind.NAME)


def _is_owner(reading: Reading, index: int) -> bool:
    """`Linas moped`, `grenholts grabb`: whose kin or things are told of, in small letters."""
    owned = reading.texts[index + 1]
    if known_at(reading, index)[0] in _FIRMS:
        return False
    if index in reading.known or not owned.islower() or not reading.touching(index + 1):
        return False
    known = name_lists(reading.lowers[index])[0] & (GIVEN | SURNAME)
    kin = reading.lowers[index + 1] in _KIN
    if bears_thing(reading, index, index + 1):
        return False
    if known or _is_shaped(reading.lowers[index]):
        return kin or reading.capital(index)
    return kin


def _is_persons(reading: Reading, index: int) -> bool:
    """Whether no firm, no place and nothing well known is called so."""
    if (
        index in reading.known
        or index + 1 in reading.known
        or known_at(reading, index)[0][:7] == "several"
    ):
        return False
    if firm_before(reading, index) or firm_after(reading, index + 2):
        return False
    if reading.titled(index):
        return False
    after = reading.lower(index + 2)
    owns = reading.lowers[index + 1][-1] in "sxz" and is_place(after)
    return not (owns and reading.texts[index + 2] == after) and not NUMERAL.match(
        reading.texts[index + 2] if index + 2 < len(reading.texts) else ""
    )


def _is_initial(reading: Reading, index: int) -> bool:
    lower = reading.lowers[index + 1]
    if not reading.texts[index].isupper() or reading.texts[index] in _COMPASS:
        return False
    if reading.between(index + 1) not in {". ", "."} or not reading.capital(index + 1):
        return False
    if known_at(reading, index + 1)[0]:
        return False
    return len(lower) > 3 and lower.isalpha() and not is_form(lower) and lower not in TOWNS
