"""Names that no list knows, told by what the sentence does with them.

A word with a capital that is no ordinary Swedish word (or is a usual nickname) is a name where
a person's deed follows it, where a person is named by what stands before it, or where an age,
a class or a place of work comes after. Each rule asks for a sign that organisations, places
and makes do not have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from samsyn.domain.privacy.guard.called import (
    LAST_OF_CALLED,
    NO_NAMES,
    PERSON_NOUNS,
    after_called,
    ends_with,
    is_person_noun,
)
from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.given import SURE_FIRST
from samsyn.domain.privacy.guard.lexicon import is_form, is_headed, is_ordinary
from samsyn.domain.privacy.guard.marks import CAPITAL, mark, mark_written
from samsyn.domain.privacy.guard.names import SURE_LAST
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.things import (
    bears_thing,
    is_place,
    is_story,
    names_place,
)
from samsyn.domain.privacy.guard.wordlists import (
    FIRST_NAMES,
    FOREIGN_FIRST_NAMES,
    FOREIGN_LAST_NAMES,
    LAST_NAMES,
    WORD_NAMES,
    phrases,
    words,
)

_AFTER_PERSONS: Final = phrases("after_persons")
_CLASSES: Final = words("classes")
_DEEDS: Final = words("deeds_of_persons")
_FIRM_WORDS: Final = words("firm_words")
_NICKNAMES: Final = words("nicknames")
_OWNED: Final = words("owned_things")
_PLACE_BEFORE: Final = words("place_prepositions")
_SHAPES: Final = tuple(sorted(words("surname_shapes")))
_STRONG_BEFORE: Final = phrases("strong_before")
_BEFORE_PERSONS: Final = (
    words("weak_before")
    | words("person_before")
    | _DEEDS
    | frozenset(p[-1] for p in _STRONG_BEFORE)
) - _PLACE_BEFORE
_BEFORE_NICKNAMES: Final = words("before_nicknames")
_FOREIGN: Final = FOREIGN_FIRST_NAMES | FOREIGN_LAST_NAMES
_SURNAMES: Final = LAST_NAMES | FOREIGN_LAST_NAMES
_WITH_NAMES: Final = frozenset({"och", "samt", "eller", "plus"})
_PRONOUNS: Final = frozenset({"han", "hon", "hen", "som", "hans", "hennes", "hens", "vars", "född"})
_LONGEST_NAME: Final = 3
_QUARRELS: Final = words("quarrels")
_STATES: Final = words("states")
_PLURALS: Final = ("rar", "are", "arna", "erna", "orna", "ister", "anter", "ingar")
_Sign = Callable[[Reading, int, int], bool]


def _span(reading: Reading, first: int, end: int) -> Span:
    return Span(reading.start(first), reading.end(end - 1), Kind.NAME)


def _named(reading: Reading, index: int) -> tuple[bool, int]:
    """Whether a name begins at ``index``, and where it, or the thing that bears it, ends."""
    if index in reading.known:
        return False, 0
    end = _whole(reading, index)
    alone = end == index + 1
    named = _is_pair(reading, index, end) or _has_sign(reading, index, end)
    if alone and not named:
        return False, 0
    if is_story(reading, index) or bears_thing(reading, index, end):
        return False, end
    if not alone and bears_thing(reading, index, index + 1):
        return False, end
    return named, end if named else 0


def _has_sign(reading: Reading, index: int, end: int) -> bool:
    return any(sign(reading, index, end) for sign in _signs(reading, index))


def _signs(reading: Reading, index: int) -> tuple[_Sign, ...]:
    """What may make the word a name: more for a strange word than for one that is a word too."""
    lower = reading.lowers[index]
    if _is_strange(lower) or _is_nicknamed(reading, index):
        return _SIGNS
    known = lower in FIRST_NAMES and lower not in _PRONOUNS
    return (_is_told_of, _is_apposed, _after_noun) if known else (_after_noun,)


def _is_odd(lower: str) -> bool:
    """Whether the word could be a name whatever stands beside it."""
    return (
        lower in _NICKNAMES
        or lower in FIRST_NAMES
        or lower in FOREIGN_FIRST_NAMES
        or _is_strange(lower)
        or (lower[-1] in "sxz" and _is_strange(lower[:-1]))
    )


def _may_be_named(reading: Reading, index: int) -> bool:
    """Whether the word could be a name here: no local place's, and nothing else's."""
    return index not in reading.known and reading.marks[index] & _MAY != 0


def _may_name(word: str) -> bool:
    """Whether the word could be a name: letters, no place, town, firm or short form."""
    if not _letters(word) or (word.isupper() and len(word) < 6):
        return False
    lower = word.lower()
    bare = lower.removesuffix("s")
    if lower in NO_NAMES or bare in NO_NAMES or lower in _FIRM_WORDS or is_place(lower):
        return False
    if lower in PERSON_NOUNS and lower not in FIRST_NAMES and lower not in _NICKNAMES:
        return False
    return lower in FIRST_NAMES or lower in _NICKNAMES or not is_headed(lower)


def _letters(word: str) -> bool:
    parts = word.replace("'", "-").split("-")
    return len(word) > 1 and all(part.isalpha() and part[0].isupper() for part in parts)


def _whole(reading: Reading, index: int) -> int:
    """Where the words with capitals that follow end, an initial among them."""
    end = index + 1
    while end < min(index + _LONGEST_NAME, len(reading.texts)) and reading.touching(end):
        word = reading.texts[end]
        initial = len(word) == 1 and word.isupper()
        if not (initial or (word[0].isupper() and _may_be_named(reading, end))):
            break
        end += 1
    return end


@lru_cache(maxsize=20_000)
def _is_strange(lower: str) -> bool:
    """Whether the word is none of the language's, or a compound shaped like a surname."""
    if lower in _FOREIGN or lower in SURE_FIRST or lower in SURE_LAST:
        return True
    return not is_ordinary(lower) or is_surname_shaped(lower)


@lru_cache(maxsize=20_000)
def is_surname_shaped(lower: str) -> bool:
    """`tallmark`, `sundfors`, `petkovic`: ends like a surname and is not itself a word."""
    return len(lower) > 4 and lower.endswith(_SHAPES) and not is_form(lower)


def _is_nicknamed(reading: Reading, index: int) -> bool:
    """Whether the word is a usual nickname, written with a capital that says something."""
    return reading.lowers[index] in _NICKNAMES and not names_place(reading, index)


# --- the signs ---------------------------------------------------------------


def _is_pair(reading: Reading, index: int, end: int) -> bool:
    """`Xhevat Dragusha`, `Okän Yildirim`: a strange word and a surname."""
    if end - index < 2:
        return False
    first, last = reading.lowers[index], reading.lowers[end - 1]
    given = first in FIRST_NAMES or first in FOREIGN_FIRST_NAMES
    if given:
        sure = last in _SURNAMES or (len(last) > 4 and not is_ordinary(last))
        return sure or (first not in WORD_NAMES and not names_place(reading, index))
    surname = last in _SURNAMES or (is_surname_shaped(last) and first[-1] != "s")
    return surname and not is_ordinary(first) and not names_place(reading, index)


def _is_coordinated(reading: Reading, index: int, end: int) -> bool:
    """`Samir och Dilan`, `Ture, Assar`: beside a name that is known."""
    joined = reading.lower(index - 1) in _WITH_NAMES and _is_known_name(reading, index - 2)
    if joined or (reading.lower(end) in _WITH_NAMES and _is_known_name(reading, end + 1)):
        return True
    before = index > 0 and reading.between(index) == ", " and _is_known_name(reading, index - 1)
    after = end < len(reading.texts) and reading.between(end) == ", "
    return before or (after and _is_known_name(reading, end))


def _is_known_name(reading: Reading, index: int) -> bool:
    known = reading.lower(index) in SURE_FIRST or reading.lower(index) in FOREIGN_FIRST_NAMES
    return known and reading.texts[index][0].isupper()


def _acts(reading: Reading, index: int, end: int) -> bool:
    """`Smeden klottrade`, `Xhevat slog`."""
    if not reading.touching(end) or names_place(reading, index):
        return False
    verb, lower = reading.lowers[end], reading.lowers[index]
    if verb in _STATES:  # of two strange words, or a nickname that is no word
        strange = lower in _NICKNAMES or end - index > 1
        return strange and not any(map(is_ordinary, reading.lowers[index:end]))
    return verb in _DEEDS and not (lower.endswith(_PLURALS) and lower not in FIRST_NAMES)


def _is_led_up_to(reading: Reading, index: int, end: int) -> bool:
    """`träffade Göte`, `bror till Ossian`, `presenterade sig som Valle`, or a foreign name."""
    del end
    lower = reading.lowers[index]
    if lower in FOREIGN_FIRST_NAMES and reading.lower(index - 1) in _BEFORE_PERSONS:
        return reading.touching(index)
    if reading.lower(index - 1) == "mellan" and not _QUARRELS.isdisjoint(reading.bag):
        return True
    if lower in _NICKNAMES and reading.lower(index - 1) in _BEFORE_NICKNAMES:
        return True
    return reading.touching(index) and ends_with(reading, index, _STRONG_BEFORE)


def _is_told_of(reading: Reading, index: int, end: int) -> bool:
    """`Ylva i nian`, `Okän, 19 år`, `Kicki i kassan`, `Bohman, han säljer`."""
    if end >= len(reading.texts) or names_place(reading, index):
        return False
    following = reading.lowers[end : end + 3]
    between = reading.between(end)
    if between in {", ", " ("}:
        aged = following[0].isdigit() and following[1:2] in (["år"], ["åring"])
        return aged or (following[0] in _PRONOUNS and between == ", ")
    return between == " " and (in_class(following) or _opens(following, _AFTER_PERSONS))


def in_class(following: list[str]) -> bool:
    """`i 9B`, `från 8a`, `i nian`, `i årskurs 7`."""
    if len(following) < 2 or following[0] not in {"i", "från"}:
        return False
    second = following[1]
    numbered = len(second) == 2 and second[0].isdigit() and second[1].isalpha()
    return numbered or second in _CLASSES or second in {"klass", "årskurs", "åk"}


def _is_apposed(reading: Reading, index: int, end: int) -> bool:
    """`en kille, Dino, som`; `Vaktmästaren (Kent-Ove)`."""
    if not index or reading.between(index) not in {", ", " ("}:
        return False
    stop = reading.end(end - 1)
    closed = reading.text[stop : stop + 1] in {",", ")"}
    return closed and (is_person_noun(reading.lowers[index - 1]) or _is_former(reading, index))


def _is_former(reading: Reading, index: int) -> bool:
    """`min före detta, Conrad,`; `han som bor ovanför, Torvald,`."""
    nearest = reading.lowers[max(0, index - 6) : index]
    return not _FORMERS.isdisjoint(nearest) and reading.between(index) == ", "


def _after_noun(reading: Reading, index: int, end: int = 0) -> bool:
    """`Kund Ekdal`, `vår granne Stormdal`."""
    del end
    return reading.touching(index) and reading.lowers[index - 1] in PERSON_NOUNS


def _owns(reading: Reading, index: int, end: int) -> bool:
    """`Danilos föräldrar`, `Hampus mamma`: a strange word in the genitive and what is owned."""
    lower = reading.lowers[end - 1]
    if not reading.touching(end) or lower[-1] not in "sxz" or len(lower) < 4:
        return False
    owned = reading.lowers[end : end + 2]
    if owned[0] not in _KIN_ADJECTIVES:
        owned = owned[:1]  # `Vennbergs äldste`, `Vennbergs äldste son`
    return not _OWNED.isdisjoint(owned) and not is_form(lower[:-1])


_KIN_ADJECTIVES: Final = words("kin_adjectives")


_FORMERS: Final = frozenset({"min", "mitt", "hans", "hennes", "som"})
_LEADING: Final = (
    _WITH_NAMES
    | FOREIGN_FIRST_NAMES
    | _BEFORE_PERSONS
    | _BEFORE_NICKNAMES
    | PERSON_NOUNS
    | {"mellan", *(phrase[-1] for phrase in _STRONG_BEFORE)}
)
_FOLLOWING: Final = (
    _WITH_NAMES
    | FOREIGN_FIRST_NAMES
    | _DEEDS
    | _STATES
    | _PRONOUNS
    | _OWNED
    | _KIN_ADJECTIVES
    | {"i", "från", *(phrase[0] for phrase in _AFTER_PERSONS)}
)
_SIGNS: Final = (
    _is_coordinated,
    _acts,
    _is_led_up_to,
    _is_told_of,
    _is_apposed,
    _after_noun,
    _owns,
)


# --- where to look -----------------------------------------------------------

_MAY: Final = mark_written(_may_name)
_ODD: Final = mark_written(lambda word: _may_name(word) and _is_odd(word.lower()))
_NOUN: Final = mark(PERSON_NOUNS.__contains__)
_CALLS: Final = mark(LAST_OF_CALLED.__contains__)
# What a sign needs just before a strange word, just after it, or anywhere.
_LEADS: Final = mark(
    lambda lower: lower in _LEADING or lower in SURE_FIRST or is_person_noun(lower)
)
_FOLLOWS: Final = mark(
    lambda lower: lower in _FOLLOWING or lower in SURE_FIRST or lower[0].isdigit()
)
_OF_FORMER: Final = mark(_FORMERS.__contains__)
_WORTH_READING: Final = _MAY | _CALLS


def _is_worth(reading: Reading, index: int) -> bool:
    word = reading.marks[index]
    if not word & _MAY:
        return not word & CAPITAL
    before, after = reading.marks_beside(index)
    if before & _NOUN or (after & CAPITAL and reading.marked & _ODD):
        return True
    return (
        word & _ODD != 0
        and (after & _FOLLOWS or before & _LEADS or reading.marked & _OF_FORMER) != 0
    )


@detector(_WORTH_READING)
def find_named(reading: Reading) -> Iterator[Span]:
    """Names by their context; what a place, a firm or a thing bears is left alone."""
    end = 0
    for index in _worth_reading(reading):
        if index < end:
            continue
        if reading.marks[index] & CAPITAL:
            named, end = _named(reading, index)
            if named:
                yield _span(reading, index, end)
        else:
            end = after_called(reading, index)
            if end:
                yield _span(reading, end - 1, end)


def _worth_reading(reading: Reading) -> list[int]:
    """Indexes of words that say what somebody is called, or could be names: by themselves or by
    the word before or after, which leaves out the many that open a sentence."""
    places = [index for index, word in enumerate(reading.marks) if word & _WORTH_READING]
    places = [index for index in places if _is_worth(reading, index)]
    return [] if places and reading.shouted else places


# --- in common ---------------------------------------------------------------


def _opens(following: list[str], wanted: frozenset[tuple[str, ...]]) -> bool:
    return any(tuple(following[:length]) in wanted for length in range(1, len(following) + 1))
