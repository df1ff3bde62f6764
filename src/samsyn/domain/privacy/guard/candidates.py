"""Words that may be somebody's name, and what the learned weights are told of each.

What is told comes as pairs of a slot and facts: the word itself, the two words before and after,
the signs between, the pronouns near, what the rules say. The weights are of these alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, reduce
from operator import or_
from typing import Final, NamedTuple

from samsyn.domain.privacy.guard.facts import (
    facts_of,
    kind_of,
    name_lists,
    names_spoken_of,
    shape_of,
    spoken_of,
)
from samsyn.domain.privacy.guard.kept import kept
from samsyn.domain.privacy.guard.known_things import OPENINGS, SECONDS, SINGLES, known_at
from samsyn.domain.privacy.guard.marks import CAPITAL, mark, mark_written
from samsyn.domain.privacy.guard.namebook import ANY_SURNAME, GIVEN, NORDIC_GIVEN, SURNAME
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.things import IN_STORIES, bears_thing, in_quotes, is_story
from samsyn.domain.privacy.guard.wordlists import words

_GROUPS: Final = {
    "given": "K", "fargiven": "K", "surname": "K", "wordname": "W", "wordsur": "W",
    "farword": "W", "strange": "S", "farsur": "S", "word": "O", "place": "P",
}  # fmt: skip
_GROUPED: Final = {
    (kind, stands): group + ("l" if stands in "lu" else "c")
    for kind, group in _GROUPS.items()
    for stands in "lucs"
}
_SURE: Final = frozenset({"given", "fargiven", "surname", "strange", "farsur"})
_NEAR_LISTS: Final = GIVEN | SURNAME | NORDIC_GIVEN
_NICKNAMES: Final = words("nicknames")
_PRONOUN: Final = mark(words("pronouns_of_persons").__contains__)
OF_ENGLISH: Final = mark(words("english").__contains__)
_SIGNS: Final = {'"': "q", "”": "q", "“": "q", "'": "q", "–": "-", "\n": "n"}
_PLAIN: Final = frozenset(".,:()/-!?;=&")

Told = tuple[str, tuple[str, ...]]


class Candidate(NamedTuple):
    """A word that may be a name: where it is, its kind, and how it stands: in small letters (l),
    with a capital (c), with one that opens a sentence (s), in a text of capitals (u). Its group
    is kinds of a sort, and whether a capital says something."""

    at: int
    kind: str
    stands: str
    group: str


class _Alone(NamedTuple):
    """A word that may be a name, by itself: whether small, and whether a list near holds it."""

    kind: str
    small: bool
    listed: bool


@lru_cache(maxsize=30_000)
def _alone(word: str) -> _Alone | None:
    """What the word may be; None where it is never a name."""
    lower = word.lower()
    if not lower.translate(_JOINERS).isalpha():
        return None
    kind = kind_of(lower)
    listed = kind in _SURE or name_lists(lower)[0] & _NEAR_LISTS != 0
    small = shape_of(word) in {"low", "one", "odd"}
    if small and (len(word) == 1 or not listed or kind == "farword"):
        return None
    if kind == "place" and not name_lists(lower)[0] & (ANY_SURNAME | NORDIC_GIVEN):
        return None
    return _Alone(kind, small, listed)


_JOINERS: Final = str.maketrans("", "", "-'’.")
MAY_NAME: Final = mark_written(_alone)


def candidates(reading: Reading) -> Iterator[Candidate]:
    """Every word of the text that may be a name; none of a local place's."""
    known, shouted, texts = reading.known, reading.shouted, reading.texts
    for index, marks in enumerate(reading.marks):
        if marks & MAY_NAME and index not in known:
            capital = "u" if shouted else "s" if reading.begins[index] else "c"
            may = _standing((texts[index], capital))
            if may:
                yield Candidate(index, *may)


@kept
def _standing(asked: tuple[str, str]) -> tuple[str, str, str] | None:
    """The kind of a word that may be a name, how it stands and its group; None where it cannot
    be one as it stands. Asked with it is how it stands where it has a capital."""
    word, capital = asked
    alone = _alone(word)
    if alone is None:
        return None
    kind, stands = alone.kind, "l" if alone.small else capital
    if kind == "place" and stands != "c":
        return None
    if stands == "u" and (kind == "word" or not alone.listed):
        return None
    unlisted = not alone.listed and word.lower() not in _NICKNAMES
    if stands == "s" and kind in {"word", "farword"} and unlisted:
        return None
    return kind, stands, _GROUPED[kind, stands]


# --- what is told of a candidate ----------------------------------------------


def told_of_word(word: str, kind: str, stands: str) -> Iterator[Told]:
    """Of the word itself."""
    facts = facts_of(word)
    yield f"o|{kind}", (stands,)
    yield "o", facts
    yield f"o|{stands}", facts


_EDGES: Final = {-1: ("BOS",), -2: ("BOS",), 1: ("EOS",), 2: ("EOS",)}


def told_of_neighbour(word: str, place: int, group: str) -> Iterator[Told]:
    """Of a word ``place`` steps away; an empty one is the sentence's edge."""
    facts = facts_of(word) if word else _EDGES[place]
    yield f"{place:+}", facts
    yield f"{place:+}|{group}", facts


def told_of_company(word: str, place: int, small: bool) -> Iterator[Told]:
    """Of the word beyond an `och`: `Samir och Dilan`."""
    yield f"och{place:+}|{small}", facts_of(word)


def company(reading: Reading, index: int) -> list[tuple[str, int]]:
    """The words beyond an `och` before and after, and on which side."""
    found, lowers, texts = [], reading.lowers, reading.texts
    if index > 1 and lowers[index - 1] in _AND:
        found.append((texts[index - 2], -2))
    if index + 2 < len(texts) and lowers[index + 1] in _AND:
        found.append((texts[index + 2], 2))
    return found


_AND: Final = frozenset({"och", "o", "å", "samt", "eller", "plus"})
JOINS: Final = mark(_AND.__contains__)


def told_of_owned(word: str, kind: str, genitive: bool) -> Iterator[Told]:
    """Of the word after one that ends as a genitive does."""
    yield f"G{genitive}", facts_of(word)
    yield f"G{genitive}|{kind}", (shape_of(word),)


def neighbours(reading: Reading, index: int) -> list[tuple[int, str]]:
    """The two words before and after, in the same sentence; empty at its edge."""
    found: list[tuple[int, str]] = []
    texts, begins = reading.texts, reading.begins
    if begins[index]:
        found.append((-1, ""))
    else:
        found.append((-1, texts[index - 1]))
        found.append((-2, "" if begins[index - 1] else texts[index - 2]))
    if index + 1 == len(texts) or begins[index + 1]:
        found.append((1, ""))
    else:
        found.append((1, texts[index + 1]))
        last = index + 2 == len(texts) or begins[index + 2]
        found.append((2, "" if last else texts[index + 2]))
    return found


def signs_beside(reading: Reading, index: int) -> tuple[str, str]:
    """The signs between the word and the one before, and after."""
    text, texts, start = reading.text, reading.texts, reading.start
    before = text[reading.end(index - 1) if index else 0 : start(index)]
    end = reading.end(index)
    after = text[end : start(index + 1)] if index + 1 < len(texts) else text[end:]
    return _sign(before), _sign(after)


@kept
def _sign(between: str) -> str:
    bare = between.strip(" \u00a0").replace(" ", "")
    if not bare:
        return " "
    return "".join(_SIGNS.get(one, one if one in _PLAIN else "x") for one in bare[:2])


def told_of_signs(before: str, after: str, group: str) -> Iterator[Told]:
    """Of the signs beside."""
    yield "sign", (f"b{before}", f"a{after}", f"{before}|{after}")
    yield f"sign|{group}", (f"b{before}", f"a{after}")


def place_of(reading: Reading, one: Candidate, rules: str) -> Place:
    """What stands around: pronouns, English, a thing that bears the name, what the rules say."""
    index, marks, marked = one.at, reading.marks, reading.marked
    english = after = before = 0
    if marked & OF_ENGLISH:
        near = marks[max(0, index - 4) : index + 5]
        english = min(4, sum(1 for one_of in near if one_of & OF_ENGLISH))
    if marked & _PRONOUN:
        after = reduce(or_, marks[index + 1 : index + 14], 0) & _PRONOUN
        before = reduce(or_, marks[max(0, index - 8) : index], 0) & _PRONOUN
    return Place(
        f"{one.group[0]}{one.stands}",
        after != 0,
        before != 0,
        english,
        rules,
        bears_thing(reading, index, index + 1),
        in_quotes(reading, index),
        marked & _MAY_BE_STORY != 0 and is_story(reading, index),
        reading.titled(index),
    )


_MAY_BE_STORY: Final = mark_written(
    lambda word: word[0] in "IVX" or word.lower().removesuffix("s") in IN_STORIES
)


class Place(NamedTuple):
    """What stands around a candidate."""

    group: str
    after: bool
    before: bool
    english: int
    rules: str
    bears: bool
    quoted: bool
    story: bool
    titled: bool


def told_of_place(place: Place) -> Iterator[Told]:
    """Of what stands around."""
    facts = [f"after{place.after}", f"before{place.before}", f"rules{place.rules}"]
    facts += [fact for fact in ("bears", "quoted") if getattr(place, fact)]
    yield f"place|{place.group}", tuple(facts)
    facts += [fact for fact in ("story", "titled") if getattr(place, fact)]
    yield "place", (*facts, f"english{place.english}")


def told_of_known(reading: Reading, one: Candidate, known: dict[int, str]) -> Iterator[Told]:
    """Of a well known thing that bears the name, or stands beside it."""
    here = known.get(one.at)
    if here:
        facts = (here, here.partition(":")[0])
        yield "known", facts
        yield f"known|{one.kind}", facts
        yield f"known|{one.group}", facts
    for place in (-1, 1):
        beside = known.get(one.at + place)
        if beside and not reading.begins[max(one.at, one.at + place)]:
            yield f"known{place:+}", (beside, beside.partition(":")[0])


def known_things(reading: Reading) -> dict[int, str]:
    """The words that are of a well known thing's name, and which list holds it."""
    found: dict[int, str] = {}
    marks = reading.marks
    if not reading.marked & (_ALONE | _OPENS):
        return found
    for index, opening in enumerate(marks):
        if not opening & (_ALONE | _OPENS) or index in found:
            continue
        if opening & _ALONE or (index + 1 < len(marks) and marks[index + 1] & _SECOND):
            kind, end = known_at(reading, index)
            if kind:
                found.update(dict.fromkeys(range(index, end), kind))
    return found


def _bases(word: str) -> set[str]:
    lower = word.lower().replace("'", "").replace("’", "")
    return {lower, lower.removesuffix("s"), lower.partition("-")[0]}


_ALONE: Final = mark_written(lambda word: not SINGLES.isdisjoint(_bases(word)))
_OPENS: Final = mark_written(lambda word: not OPENINGS.isdisjoint(_bases(word)))
_SECOND: Final = mark_written(lambda word: word.lower().replace("'", "")[:3] in SECONDS)


def around(reading: Reading, index: int) -> set[str]:
    """The words of the sentence near the candidate, itself left out: what another sentence says
    hides no name."""
    lowers, begins = reading.lowers, reading.begins
    first, stop = index, index + 1
    while not begins[first] and index - first < _AROUND:
        first -= 1
    while stop < len(lowers) and not begins[stop] and stop - index < _AROUND:
        stop += 1
    return {*lowers[first:index], *lowers[index + 1 : stop]}


_AROUND: Final = 10


def told_of_around(word: str, doubtful: bool) -> Iterator[Told]:
    """Of a word of the text: `stormen`, `kanot` and `pajas` speak of other things; the same of
    names that are words, which it takes more to tell."""
    facts = (f"={word}", f"{word[:5]}-") if len(word) > 5 else (f"={word}",)
    yield "text", facts
    if doubtful:
        yield "text|W", facts


def spoken_around(words_near: set[str]) -> int:
    """Of what the words near speak, as bits."""
    return reduce(or_, map(spoken_of, words_near), 0)


def told_of_spoken(bits: int, group: str) -> Iterator[Told]:
    """Of what the sentence speaks."""
    names = names_spoken_of(bits) or ("nothing",)
    yield "spoken", names
    yield f"spoken|{group}", names


def called_by(reading: Reading, index: int) -> str:
    """What is said to be called so: `salen` in `salen som kallas Florian`; empty where nothing,
    a sign where something is named and no word tells what."""
    if not reading.marked & NAMES:
        return ""
    marks, lowers, begins = reading.marks, reading.lowers, reading.begins
    at, naming = index, False
    while at and not begins[at] and index - at < _LED_UP:
        at -= 1
        names = marks[at] & NAMES != 0
        naming = naming or names
        passed = names or lowers[at] in _PASSED or len(lowers[at]) < 3
        if not naming and not passed and not marks[at] & CAPITAL:
            return ""  # `heter Anderssons kiosk, säger Oskar`
        if naming and not passed:
            return reading.texts[at]
    return "-" if naming else ""


_LED_UP: Final = 7
NAMES: Final = mark((words("naming") | {"heta", "döpt", "döptes", "märkt", "märkta"}).__contains__)
_PASSED: Final = words("naming_fillers") | {"som", "ska", "att", "tydligen", "och", "alla", "vi"}


def told_of_called(word: str, kind: str) -> Iterator[Told]:
    """Of what is said to be called so."""
    yield "called", facts_of(word)
    yield f"called|{kind}", facts_of(word)[1:]


def told_of(reading: Reading, one: Candidate, known: dict[int, str], rules: str) -> Iterator[Told]:
    """Everything that is told of a candidate, as the weights are learned."""
    index, group = one.at, one.group
    yield from told_of_word(reading.texts[index], one.kind, one.stands)
    for place, word in neighbours(reading, index):
        yield from told_of_neighbour(word, place, group)
    for word, place in company(reading, index):
        yield from told_of_company(word, place, one.stands == "l")
    owned = owned_after(reading, index)
    if owned:
        yield from told_of_owned(owned, one.kind, is_genitive(reading.texts[index]))
    yield from told_of_signs(*signs_beside(reading, index), group)
    yield from told_of_place(place_of(reading, one, rules))
    yield from told_of_known(reading, one, known)
    near = around(reading, index)
    for word in sorted(near):
        yield from told_of_around(word, group[0] == "W")
    yield from told_of_spoken(spoken_around(near), group)
    called = called_by(reading, index)
    if called:
        yield from told_of_called(called, group[0])


def owned_after(reading: Reading, index: int) -> str:
    """The word that follows what ends as a genitive does; empty where none."""
    owns = reading.lowers[index][-1] in "sxz" and reading.touching(index + 1)
    return reading.texts[index + 1] if owns else ""


def is_genitive(word: str) -> bool:
    """Whether the word is a known name in the genitive."""
    return name_lists(word.lower())[1]
