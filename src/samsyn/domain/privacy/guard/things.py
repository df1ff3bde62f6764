"""What bears a person's name without being one: places, firms, storms, books, kings."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from samsyn.domain.privacy.guard.lexicon import is_definite_noun, is_headed, is_ordinary
from samsyn.domain.privacy.guard.marks import mark_written
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import FIRST_NAMES, LAST_NAMES, phrases, words

BELONGINGS: Final = words("belongings")
FIRM_WORDS: Final = words("firm_words")
_NAMED_PLACES: Final = words("named_places")
_LONG_PLACES: Final = tuple(sorted(word for word in words("named_places") if len(word) > 4))
PLACE_ENDINGS: Final = tuple(sorted(words("place_endings")))
PLACE_PREPOSITIONS: Final = words("place_prepositions")
THING_BEFORE: Final = words("thing_before")
TITLES: Final = words("titles")
SOMEBODY: Final = TITLES | words("roles") | words("persons")
_STORIES: Final = phrases("stories") | phrases("bearers")
IN_STORIES: Final = frozenset(word for story in _STORIES for word in story)
_PERSON_ENDINGS: Final = tuple(sorted(words("person_endings")))
_PERSON_NOUNS: Final = words("person_nouns")
_BEARING_AFTER: Final = words("bearing_after")
_TO_NAME: Final = frozenset({" ", "\u00a0", ' "', " ”", " “"})
# Machines whose names end like those of persons.
_MACHINES: Final = (
    "sugaren",
    "klipparen",
    "skrivaren",
    "spelaren",
    "sändaren",
    "läsaren",
    "mätaren",
    "roboten",
)
# They end a clause, and bear no name: `Inte första gången Adde gör så`.
_TIMES: Final = words("times")
_EVENTS: Final = words("events")
_MEMORIALS: Final = frozenset({"fonden", "statyn", "stiftelsen"})
_LEGAL_FORMS: Final = frozenset({"ab", "aktiebolag", "hb", "kb"})
_SHORT: Final = 4  # letters
NUMERAL: Final = re.compile(r"[IVX]+$")
_QUOTES: Final = frozenset("\"”“'’")


def firm_before(reading: Reading, first: int) -> bool:
    """`Stiftelsen Anna Lindh`, `båten Anna Lind`; on `torget Anna Lind` a person is meant."""
    if not reading.touching(first):
        return False
    before = reading.lowers[first - 1]
    if _ends_as_place(before):
        return before in _MEMORIALS
    shop = before in FIRM_WORDS and reading.texts[first - 1][0].isupper()
    return shop or before in THING_BEFORE


def firm_after(reading: Reading, stop: int) -> bool:
    """`Kjell Andersson Bygg`, `Kjell Andersson & Company`."""
    if _is_and_sign(reading, stop):
        return True
    after = reading.lower(stop) if reading.touching(stop) else ""
    firm = after in FIRM_WORDS and not is_place(after)
    return firm and (after in _LEGAL_FORMS or reading.texts[stop][0].isupper())


def _is_and_sign(reading: Reading, stop: int) -> bool:
    text = reading.text
    return "&" in text and text[reading.end(stop - 1) :].lstrip()[:1] == "&"


def is_story(reading: Reading, index: int) -> bool:
    """Whether a king or a figure in a book is meant: `Karl XI`, `Emil i Lönneberga`."""
    if reading.lowers[index].removesuffix("s") not in IN_STORIES and not (
        index + 1 < len(reading.texts) and reading.texts[index + 1][0] in "IVX"
    ):
        return False
    if index + 1 < len(reading.texts) and NUMERAL.match(reading.texts[index + 1]):
        return True
    words = tuple(word.removesuffix("s") for word in reading.lowers[max(0, index - 1) : index + 3])
    if index and (words[:2] in _STORIES or words[:3] in _STORIES):
        return True
    words = words[1:] if index else words
    return words[:3] in _STORIES or words[:2] in _STORIES


def bears_thing(reading: Reading, first: int, end: int) -> bool:
    """Whether words ``first`` to ``end`` name a place, a firm or a thing."""
    return (
        _thing_before(reading, first)
        or _is_work_of(reading, first)
        or reading.lower(end) in _EVENTS
        or (reading.marked & _JOINED and _is_joined(reading, first, end + 1))
        or _is_explained(reading, end)
        or reading.titled(first)
        or (end - first > 1 and not FIRM_WORDS.isdisjoint(reading.lowers[first + 1 : end]))
        or (end - first > 1 and is_place(reading.lowers[end - 1]))
        or _thing_after(reading, first, end)
    )


def _joins(word: str) -> bool:
    """`Sarah-rapport`, `Cobain-affischer`: a name and a thing made one word."""
    _, _, last = word.rpartition("-")
    return "-" in word and len(last) > 3 and last.islower() and word[0].isupper()


_JOINED: Final = mark_written(_joins)


def _is_joined(reading: Reading, first: int, stop: int) -> bool:
    return any(marks & _JOINED for marks in reading.marks[first:stop])


def _is_explained(reading: Reading, end: int) -> bool:
    """`Frej, vår trygghetsbil`: a thing is told of after the name."""
    if end + 1 >= len(reading.texts) or reading.lowers[end] not in _OURS:
        return False
    noun = reading.lowers[end + 1]
    return reading.between(end) == ", " and not (
        is_somebody(noun) or noun in SOMEBODY or noun in _PEOPLE
    )


def _is_work_of(reading: Reading, first: int) -> bool:
    """`statyn av Engelbrekt`, `filmen om Bamse`."""
    if first < 2 or reading.lowers[first - 1] not in _ABOUT:
        return False
    return reading.touching(first) and reading.lowers[first - 2] in _WORKS


_OURS: Final = frozenset({"vår", "vårt", "våra", "kommunens", "skolans", "stadens", "ortens"})
_PEOPLE: Final = words("kin") | words("persons") | words("roles")
_ABOUT: Final = frozenset({"av", "om", "över", "till", "med"})
_WORKS: Final = words("works")


@lru_cache(maxsize=20_000)
def is_place(lower: str) -> bool:
    """Whether the word is for a place or a business, or ends like the name of one."""
    return lower in _NAMED_PLACES or _ends_as_place(lower)


def _ends_as_place(lower: str) -> bool:
    """Whether the word ends like the name of a place: `Storån`, not `från`."""
    return len(lower) > _SHORT and lower.endswith(PLACE_ENDINGS)


def names_place(reading: Reading, index: int) -> bool:
    """Whether a preposition of place stands before the word: `på Milano`, `vid Rosenhill`."""
    return reading.touching(index) and reading.lowers[index - 1] in PLACE_PREPOSITIONS


def _thing_before(reading: Reading, first: int) -> bool:
    """`Hotell Kristina`, `Kulturhuset Ebba`, `ICA Nära Karlsson`."""
    if not first or reading.between(first) not in _TO_NAME:
        return False
    before = reading.lowers[first - 1]
    shop = before in FIRM_WORDS and reading.texts[first - 1][0].isupper()
    return shop or _is_thing(before)


@lru_cache(maxsize=20_000)
def _is_thing(lower: str) -> bool:
    """Whether what follows the word bears a name: `maskoten Leo`, `robotgräsklipparen Greta`."""
    if lower in THING_BEFORE or _ends_as_place(lower):
        return True
    return (
        is_definite_noun(lower)
        and lower not in _TIMES
        and (lower.endswith(_MACHINES) or not (lower in SOMEBODY or is_somebody(lower)))
    )


@lru_cache(maxsize=20_000)
def is_somebody(lower: str) -> bool:
    """Whether a noun is for a person by its ending: `läraren`, `kassörskan`."""
    if lower.endswith("aren"):
        return is_ordinary(lower[:-1])  # `läraren` is `lärare`, `glassbaren` a `glassbar`
    if lower.endswith("ören") and len(lower) < 7:
        return False
    return lower.endswith(_PERSON_ENDINGS) or lower in _PERSON_NOUNS


@lru_cache(maxsize=20_000)
def is_firms_own(lower: str) -> bool:
    """Whether an ordinary word that is nobody's name, so that a firm's name may end in it."""
    return is_ordinary(lower) and lower not in FIRST_NAMES and lower not in LAST_NAMES


def _thing_after(reading: Reading, first: int, end: int) -> bool:
    """`Kjell & Company`, `Perssons Måleri`, `Idas brygga`."""
    if _is_and_sign(reading, end):
        return True
    if not reading.touching(end):
        return False
    after, genitive = reading.lowers[end], reading.lowers[end - 1].endswith(("s", "x", "z"))
    named = _is_named_place(after)
    owned = genitive and after in BELONGINGS and reading.texts[end] == after  # `Oskars bil`
    if reading.texts[end][0].isupper() and not reading.shouted:
        # `Olssons Elektriska`, `Per Olsfesten`
        named = named or (genitive and is_firms_own(after))
        if is_headed(after) and after not in FIRST_NAMES and after not in LAST_NAMES:
            return True
    bearing = after in FIRM_WORDS or after in _BEARING_AFTER
    placed = names_place(reading, first) and reading.texts[end] == after and is_place(after)
    return (bearing and not owned) or (named and genitive) or placed


@lru_cache(maxsize=20_000)
def _is_named_place(lower: str) -> bool:
    return lower in _NAMED_PLACES or lower.endswith(_LONG_PLACES)


def in_quotes(reading: Reading, index: int) -> bool:
    """Whether the word stands alone within quotation marks."""
    if not 0 <= index < len(reading.texts):
        return False
    start, end = reading.start(index), reading.end(index)
    return (
        start > 0 and reading.text[start - 1] in _QUOTES and reading.text[end : end + 1] in _QUOTES
    )
