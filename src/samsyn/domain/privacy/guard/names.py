"""Names of persons, told from places, firms and words by what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Severity, Span
from samsyn.domain.privacy.guard.given import SURE_FIRST, base_of, double_name, first_name
from samsyn.domain.privacy.guard.lexicon import is_definite_noun, is_form
from samsyn.domain.privacy.guard.marks import CAPITAL, RAISED, mark, mark_written
from samsyn.domain.privacy.guard.owners import before_kin
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.things import (
    BELONGINGS,
    IN_STORIES,
    NUMERAL,
    PLACE_ENDINGS,
    PLACE_PREPOSITIONS,
    SOMEBODY,
    THING_BEFORE,
    TITLES,
    bears_thing,
    firm_after,
    firm_before,
    in_quotes,
    is_firms_own,
    is_place,
    is_somebody,
    is_story,
)
from samsyn.domain.privacy.guard.wordlists import (
    FIRST_NAMES,
    LAST_NAMES,
    THING_NAMES,
    TOWNS,
    WORD_NAMES,
    WORD_SURNAMES,
    words,
)

_DEEDS: Final = words("deeds_of_persons") | {"ringde", "ringer"}
_OWNED: Final = words("kin") | BELONGINGS
_NAME_PARTICLES: Final = words("name_particles")
_NAMING: Final = words("naming")
_NAMING_FILLERS: Final = words("naming_fillers")
_NO_PERSON: Final = words("no_person")
_PERSON_BEFORE: Final = words("person_before")
_PERSON_NEAR: Final = words("person_near")
_PERSON_VERBS: Final = words("person_verbs")
_PLACE_SUBJECTS: Final = words("named_places") | words("place_subjects")
_SURNAME_ENDINGS: Final = ("sson", "ssonarna", *words("surname_endings"))

SURE_LAST: Final = LAST_NAMES - WORD_SURNAMES - FIRST_NAMES
# `Nilssonarna`: a whole family.
_FAMILIES: Final = frozenset(name + "arna" for name in SURE_LAST if len(name) > 4)
_SURNAMES: Final = SURE_LAST | _FAMILIES
_GENITIVES: Final = frozenset(name + "s" for name in SURE_FIRST | _SURNAMES)
_TRIGGERS: Final = (
    frozenset(name for name in SURE_FIRST | _SURNAMES if len(name) > 3)
    | frozenset(name for name in _GENITIVES if len(name) > 4)
    | TITLES
    | _NAMING
    | _OWNED
)
_ORGANISATIONS: Final = words("no_names") - FIRST_NAMES


def _points_at_name(word: str) -> bool:
    """Whether the word alone may be, or point at, a name; else only a pair of capitals is one."""
    lower = word.lower()
    if lower != word:
        return _may_name(word) or lower in _NAMING or lower.removesuffix("s") in IN_STORIES
    named = lower in _TRIGGERS or lower[-4:] == "sson"
    return named or ("-" in lower and double_name(lower) is not None)


_POINTS: Final = mark_written(_points_at_name)
_WORTH_READING: Final = _POINTS | RAISED


_NEAR: Final = mark((_PERSON_BEFORE | _PERSON_NEAR).__contains__)
_VERB: Final = mark(_PERSON_VERBS.__contains__)
_NUMBERED: Final = mark_written(NUMERAL.match)


def _opens_pair(reading: Reading, index: int) -> bool:
    """Whether a pair of capitals may name somebody, by a word before or after it, or a king."""
    before, after = reading.marks_beside(index)
    if not after & CAPITAL:
        return False
    return (before & _NEAR or after & _NUMBERED or reading.marked & _VERB) != 0


@detector(_WORTH_READING)
def find_names(reading: Reading) -> Iterator[Span]:
    """Names of persons; a name that a place or a firm bears is left alone.

    Two unknown capitals where a person may be meant, but a firm as well, warn.
    """
    end = 0
    marks = reading.marks
    for index in [place for place, word in enumerate(marks) if word & _WORTH_READING]:
        if not (marks[index] & _POINTS or _opens_pair(reading, index)):
            continue
        found = _name_at(reading, index) if index >= end else None
        if found:
            first, end = found
            if first < end:
                yield _span(reading, first, end)
        elif index >= end:
            end = _doubtful_pair(reading, index)
            if end:
                yield _span(reading, index, end, Severity.WARN)


def _span(reading: Reading, first: int, end: int, severity: Severity = Severity.MUST_FLAG) -> Span:
    stop = reading.end(end - 1)
    if len(reading.texts[end - 1]) == 1 and reading.text[stop : stop + 1] == ".":
        stop += 1  # the point of an initial
    return Span(reading.start(first), stop, Kind.NAME, severity)


def _name_at(reading: Reading, index: int) -> tuple[int, int] | None:
    """Words from and to (not included) of a name that this word begins or points at.

    From and to are equal where a thing bears the name, whose words are passed over.
    """
    lower = reading.lowers[index]
    if lower in _NAMING:
        return _after_naming(reading, index)
    if lower in _OWNED and lower not in TITLES:
        return before_kin(reading, index)
    if index in reading.known or lower in _ORGANISATIONS:
        return None
    if is_story(reading, index):
        return index + 2, index + 2
    if not _may_name(reading.texts[index]):
        return _unknown_pair(reading, index)
    return (
        _from_initial(reading, index)
        or _from_first_name(reading, index)
        or _from_surname(reading, index)
        or (_after_title(reading, index) if lower in TITLES else None)
        or (before_kin(reading, index) if lower in _OWNED else None)
        or _unknown_pair(reading, index)
    )


def _may_name(word: str) -> bool:
    """Whether a word by itself is a name, or the initial, title or kin that points at one."""
    lower = word.lower()
    return (
        len(word) == 1
        or lower in _OWNED
        or lower in TITLES
        or first_name(word) is not None
        or _may_be_surname(lower)
    )


# --- known names -------------------------------------------------------------


def _from_first_name(reading: Reading, index: int) -> tuple[int, int] | None:
    name = first_name(reading.texts[index])
    if name is None:
        return None
    end = _extend(reading, index + 1)
    if whole := _whole_name(reading, index, end):
        return index, whole
    before = reading.lower(index - 1) if reading.touching(index) else ""
    if before == "i" or bears_thing(reading, index, end):
        return end, end
    if end - index > 1:
        return index, end
    return (index, end) if _stands_alone(reading, index, name) else None


def _from_initial(reading: Reading, index: int) -> tuple[int, int] | None:
    """`L. Grenholt`: a lone capital with a point before what could be a name."""
    if len(reading.texts[index]) > 1 or not _nameish(reading, index + 1):
        return None
    between = reading.text[reading.end(index) : reading.start(index + 1)]
    lower = reading.lowers[index + 1]
    known = lower in LAST_NAMES or lower.endswith(_SURNAME_ENDINGS)
    if not known and (is_form(lower) or lower in TOWNS or reading.texts[index] in _COMPASS):
        return None
    return (index, index + 2) if between in {". ", "."} else None


def _stands_alone(reading: Reading, index: int, name: str) -> bool:
    """Whether a lone first name is a person, by its letters and its neighbours."""
    before = reading.lower(index - 1) if reading.touching(index) else ""
    if name in THING_NAMES:
        opens = reading.begins_sentence(index) and reading.capital(index)
        return opens and reading.lower(index + 1) in _DEEDS
    if name not in WORD_NAMES:
        return reading.capital(index) or len(name) > 3
    if not reading.capital(index) or in_quotes(reading, index):
        return False
    if reading.begins_sentence(index):
        return reading.lower(index + 1) in _PERSON_VERBS | _DEEDS
    return before not in PLACE_PREPOSITIONS


def _extend(reading: Reading, index: int) -> int:
    """Where the surname after a first name ends, first included word at ``index``."""
    end, limit = index, min(index + 3, len(reading.texts))
    while end < limit and reading.touching(end) and end not in reading.known:
        followed = end + 1 < len(reading.texts) and reading.texts[end + 1][0].isupper()
        if reading.lowers[end - 1][-1] == "s" and _is_owned_by_firm(reading, end):
            break
        particle = followed and reading.lowers[end] in _NAME_PARTICLES
        if not (particle or _continues_name(reading, end)):
            break
        end += 1
    return end


def _is_owned_by_firm(reading: Reading, index: int) -> bool:
    """`Olssons Elektriska`, but not `Jonas Skog`."""
    if reading.shouted or reading.lowers[index - 1] in FIRST_NAMES:
        return False
    return reading.texts[index][0].isupper() and is_firms_own(reading.lowers[index])


def _continues_name(reading: Reading, index: int) -> bool:
    if any(map(str.isdigit, reading.texts[index])):
        return False
    if reading.capital(index) or _is_surname(reading.lowers[index]):
        return True
    # `linus berg`, all in small letters
    first, lower = reading.texts[index - 1], reading.lowers[index]
    return first.islower() and first in SURE_FIRST and lower in LAST_NAMES


def _is_surname(lower: str) -> bool:
    """A known surname, or one by its form; ordinary words left out."""
    if lower in PLACE_PREPOSITIONS or len(lower) < 4:
        return False
    return lower in SURE_LAST or lower.endswith(_SURNAME_ENDINGS)


def _may_be_surname(lower: str) -> bool:
    """Whether the word is a known surname or has the form of one, also in the genitive."""
    formed = len(lower) > 5 and lower.removesuffix("s").endswith(_SURNAME_ENDINGS)
    return formed or base_of(lower, _SURNAMES) is not None


def _from_surname(reading: Reading, index: int) -> tuple[int, int] | None:
    if not _may_be_surname(reading.lowers[index]):
        return None
    end = _extend(reading, index + 1) if reading.capital(index) else index + 1
    if _first_name_follows(reading, index, end):
        return index, index + 2
    before = reading.lower(index - 1) if reading.touching(index) else ""
    if before == "i" or bears_thing(reading, index, end):
        return end, end
    return index, end


def _whole_name(reading: Reading, first: int, end: int) -> int:
    """Where a full name ends, after its surname; 0 where there is none, or a firm bears it.

    Who is named in full is a person whatever place is said next: `Erik Johansson Torget`.
    """
    last = max((i for i in range(first + 1, end) if _surely_surname(reading, i)), default=None)
    if last is None or firm_before(reading, first) or firm_after(reading, last + 1):
        return 0
    return last + 1


def _first_name_follows(reading: Reading, index: int, end: int) -> bool:
    """`Andersson Anna Torget`: a full name the other way round, which no firm bears."""
    if end < index + 2 or reading.lowers[index + 1] not in SURE_FIRST:
        return False
    return not firm_before(reading, index) and not firm_after(reading, index + 2)


def _surely_surname(reading: Reading, index: int) -> bool:
    """Whether the word is a surname, and does not own the place after it: `Anna Lindhs plats`."""
    lower = reading.lowers[index]
    owns = lower.endswith(("s", "x", "z")) and is_place(reading.lower(index + 1))
    if owns and not reading.texts[index + 1][0].isupper():
        return False
    return _is_surname(lower) or (lower in LAST_NAMES and reading.capital(index))


_COMPASS: Final = frozenset("NSVÖ")  # `V. Karup`


# --- names told by the words around them -------------------------------------


def _nameish(reading: Reading, index: int) -> bool:
    """Whether an unknown word could be a name: a capital, letters, no place."""
    if not 0 <= index < len(reading.texts) or not reading.capital(index):
        return False
    lower = reading.lowers[index]
    if index in reading.known or lower in _NO_NAME or lower.endswith(PLACE_ENDINGS):
        return False
    letters = reading.texts[index].replace("-", "").replace("’", "").replace("'", "")
    return len(letters) > 1 and letters.isalpha() and not letters.isupper()


_NO_NAME: Final = _NO_PERSON | THING_BEFORE


def _after_title(reading: Reading, index: int) -> tuple[int, int] | None:
    first = index + 2 if reading.lower(index + 1) == "till" else index + 1  # mamman till Ylvali
    if not reading.touching(first) or not _nameish(reading, first):
        return None
    end = _extend(reading, first + 1)
    return None if bears_thing(reading, first, end) else (first, end)


def _after_naming(reading: Reading, index: int) -> tuple[int, int] | None:
    """The name in `kallas Jompa`, `heter Ek`, `Tallmark i efternamn`."""
    if reading.lower(index - 1) == "i" and _nameish(reading, index - 2):
        return index - 2, index - 1
    place = index + 1
    while reading.lower(place) in _NAMING_FILLERS and place < index + 4:
        place += 1
    if _names_thing(_subject(reading, index)):
        return place + 1, place + 1
    if _nameish(reading, place) and not reading.begins_sentence(place):
        return place, _extend(reading, place + 1)
    return (place, place + 1) if in_quotes(reading, place) else None


def _names_thing(subject: list[str]) -> bool:
    """Whether a place or a thing is what is called: `Projektet heter Tilda`."""
    if not _PLACE_SUBJECTS.isdisjoint(subject):
        return True
    things = any(is_definite_noun(word) and not is_somebody(word) for word in subject)
    return things and not any(word in SOMEBODY or is_somebody(word) for word in subject)


def _subject(reading: Reading, index: int) -> list[str]:
    """Up to four words before ``index`` in the same sentence."""
    first = index
    while first > max(0, index - 4) and not reading.begins_sentence(first):
        first -= 1
    return reading.lowers[first:index]


def _pair_end(reading: Reading, index: int) -> int:
    """Where a pair of unknown capitals ends; 0 when there is none."""
    if not (_nameish(reading, index + 1) and _nameish(reading, index)):
        return 0
    if not reading.touching(index + 1) or reading.lowers[index].endswith("s"):
        return 0
    return _extend(reading, index + 2)


def _borne(reading: Reading, index: int, end: int) -> bool:
    """Whether a thing bears the name."""
    return is_story(reading, index) or bears_thing(reading, index, end)


def _doubtful_pair(reading: Reading, index: int) -> int:
    """Where an unknown pair after `med`, `av` and the like ends; 0 when there is none."""
    if index in reading.known or reading.lower(index - 1) not in _PERSON_NEAR:
        return 0
    end = _pair_end(reading, index)
    return 0 if end and _borne(reading, index, end) else end


def _unknown_pair(reading: Reading, index: int) -> tuple[int, int] | None:
    """Two unknown capitals where the words around them say that a person is meant."""
    end = _pair_end(reading, index)
    if not end:
        return None
    before = reading.lower(index - 1) if reading.touching(index) else ""
    meant = reading.lower(end) in _PERSON_VERBS or before in _PERSON_BEFORE
    return (index, end) if meant and not _borne(reading, index, end) else None
