"""How far a name reaches: the words that go with one that is found, and who stands beside it.

A text where one name is found is stopped; these are then masked with it: the other half of a full
name, of a pair (`Tsegay och Mehret`), of a list. They find no name by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.facts import kind_of, name_lists
from samsyn.domain.privacy.guard.known_things import known_at
from samsyn.domain.privacy.guard.namebook import ANY_GIVEN, ANY_SURNAME
from samsyn.domain.privacy.guard.reading import Reading

_FULL: Final = frozenset({" ", "\u00a0"})
_TURNED: Final = frozenset({", ", ","})
_SIGNS: Final = frozenset({"/", "&", "+"})
_AND: Final = frozenset({"och", "o", "å", "samt", "eller", "vs", "kontra", "plus"})
_NAMES: Final = frozenset(
    {"given", "fargiven", "surname", "farsur", "strange", "wordname", "wordsur"}
)
_ANY: Final = ANY_GIVEN | ANY_SURNAME
_UNKNOWN: Final = frozenset({"strange", "surname", "farsur"})
# Letters that stand for a word where people type fast: `o`, `å`, `m`, `e`, `t`.
_WORDS: Final = frozenset("aiomtueåäöxv")


def names_with(reading: Reading, taken: set[int]) -> set[int]:
    """The indexes ``taken`` for names and those of the words that go with them."""
    whole, waiting = set(taken), list(taken)
    while waiting:
        index = waiting.pop()
        for other in {*_other_half(reading, index), *_alongside(reading, index)} - whole:
            if other not in reading.known and not known_at(reading, other)[0]:
                whole.add(other)
                waiting.append(other)
    return whole


def opens_as_word(reading: Reading, index: int) -> bool:
    """Whether what opens a sentence is a word before it is a surname: `Ring Kevin`."""
    return reading.begins[index] and kind_of(reading.lowers[index]) == "wordsur"


def is_initial_after(reading: Reading, index: int) -> bool:
    """Whether the word is the initial of the name before it: `viktor n`, `Rydbeck J`."""
    if not reading.touching(index):
        return False
    word = reading.texts[index]
    if len(word) != 1 or not word.isalpha():
        return False
    if word.isupper():
        return word != "I"
    return word not in _WORDS and reading.texts[index - 1].islower()


def _other_half(reading: Reading, index: int) -> Iterator[int]:
    """What makes a full name with the word, either way round."""
    texts, lowers = reading.texts, reading.lowers
    lists = name_lists(lowers[index])[0]
    capital = texts[index][0].isupper()
    raised = index and capital and texts[index - 1][0].isupper() and not reading.shouted
    if raised and kind_of(lowers[index - 1]) in _NAMES:
        before = name_lists(lowers[index - 1])[0]
        between = reading.between(index)
        given = before & ANY_GIVEN and (lists & ANY_SURNAME or not lists)
        turned = (
            lists & ANY_GIVEN and before & ANY_SURNAME and not opens_as_word(reading, index - 1)
        )
        if (between in _FULL and (given or turned)) or (between in _TURNED and turned):
            yield index - 1
    last = index + 1
    if last == len(texts) or len(texts[last]) < 2 or not lists & ANY_GIVEN:
        return
    if reading.between(last) in _FULL:
        kind = kind_of(lowers[last])
        both = capital and texts[last][0].isupper() and not reading.shouted
        if kind in _NAMES if both else kind in _UNKNOWN and capital == texts[last][0].isupper():
            yield last


def _alongside(reading: Reading, index: int) -> Iterator[int]:
    """Those named beside the word: `Lo och My`, `Holm / Ek / Falk`."""
    texts, lowers = reading.texts, reading.lowers
    for step in (-1, 1):
        beside = index + step
        if not 0 <= beside < len(texts):
            continue
        sign = reading.between(max(index, beside))
        if sign.strip() in _SIGNS or (sign == ", " and _goes_on_in_list(reading, index)):
            other = beside
        elif lowers[beside] in _AND:
            other = beside + step
        else:
            continue
        if 0 <= other < len(texts) and _may_be_beside(reading, other, index):
            yield other


def _goes_on_in_list(reading: Reading, index: int) -> bool:
    """Whether an `och` ends the list that the word stands in."""
    return not _AND.isdisjoint(reading.lowers[index + 1 : index + 6])


def _may_be_beside(reading: Reading, other: int, index: int) -> bool:
    word, kind = reading.texts[other], kind_of(reading.lowers[other])
    if not word[0].isupper() or reading.shouted:
        near = name_lists(reading.lowers[other])[0] & ANY_GIVEN
        unknown = kind == "strange" and reading.texts[index].islower()
        return kind == "given" or unknown or (reading.shouted and kind in _NAMES and near != 0)
    if reading.begins[other]:
        return name_lists(reading.lowers[other])[0] & _ANY != 0 and kind in _NAMES
    return kind in _NAMES and reading.texts[index][0].isupper()
