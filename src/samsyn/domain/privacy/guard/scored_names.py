"""Names of persons by learned weights, the rules being part of what is weighed.

Logistic regression over what ``candidates`` tells of each word that may be a name (weights by
``tools.guard.learn``). A word over the threshold is a name, with the doubtful words beside it; what
the rules found is left out where the weights speak against every word of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from samsyn.domain.privacy.guard import candidates as told
from samsyn.domain.privacy.guard.borne import BEARER, is_borne, is_role_that_opens
from samsyn.domain.privacy.guard.candidates import MAY_NAME, Candidate
from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.facts import name_lists
from samsyn.domain.privacy.guard.findings import Kind, Severity, Span
from samsyn.domain.privacy.guard.forms import find_written_names
from samsyn.domain.privacy.guard.kept import kept
from samsyn.domain.privacy.guard.marks import SIGNED
from samsyn.domain.privacy.guard.name_extents import is_initial_after, names_with, opens_as_word
from samsyn.domain.privacy.guard.namebook import ANY_GIVEN
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.sure_names import find_sure_names
from samsyn.domain.privacy.guard.weights import HALF_STEP, total, weights

_RULES: Final = (("S", find_sure_names), ("W", find_written_names))
_NEEDS: Final = MAY_NAME | find_sure_names.needs | find_written_names.needs
THRESHOLD: Final = 1.0 + HALF_STEP
# Over this a word is asked about; beside a sure finding it goes with it.
DOUBTFUL: Final = -0.5 + HALF_STEP
_DOUBTFUL_WORD: Final = HALF_STEP  # the same of a word with the capital of a sentence: `Mina ord`
# Beside a name, and where the rules found one, less is asked for.
_BESIDE: Final = -1.0 + HALF_STEP
_RULED: Final = -1.0 + HALF_STEP
# What stands around adds less than this takes away.
HOPELESS: Final = -1.0 + HALF_STEP
_FAR_OFF: Final = -4.0
# By itself so little like a name that no name in any set is: but for names that are words.
_UNLIKELY: Final = -2.0
_NAMES_ALONE: Final = frozenset({"given", "surname"})
_WORDS_ALONE: Final = frozenset({"word", "farword"})
_WORDS_TOO: Final = frozenset({"wordname", "wordsur"})


def ruled_on(reading: Reading) -> tuple[list[Span], dict[int, str]]:
    """What the rules find, and of each word that they stop, a letter for each of them."""
    spans: list[Span] = []
    letters: dict[int, str] = {}
    for letter, rule in _RULES:
        for span in rule.find(reading) if reading.marked & rule.needs else ():
            spans.append(span)
            if span.severity is Severity.MUST_FLAG:
                for index in _words_of(reading, span):
                    if letter not in letters.get(index, ""):
                        letters[index] = letters.get(index, "") + letter
    return spans, letters


def _words_of(reading: Reading, span: Span) -> Iterator[int]:
    index = reading.at(span.start)
    while index < len(reading.texts) and reading.start(index) < span.end:
        yield index
        index += 1


@detector(_NEEDS)
def find_scored_names(reading: Reading) -> Iterator[Span]:
    """Names of persons; a pair that only the rules doubt about warns as it did."""
    found = [one for one in told.candidates(reading) if not _is_no_person(reading, one)]
    scores = {one.at: score_of_words(reading, one) for one in found}
    spans, letters = ruled_on(reading)
    hopeful = max(scores.values(), default=HOPELESS) > HOPELESS
    if hopeful or letters:
        known = told.known_things(reading)
        for one in found:
            if scores[one.at] > HOPELESS or one.at in letters or one.at in known:
                scores[one.at] += score_of_place(reading, one, known, letters.get(one.at, ""))
        if max(scores.values(), default=DOUBTFUL) > DOUBTFUL:
            words = {one.at for one in found if one.stands == "s" and one.group[0] == "W"}
            yield from _names(reading, scores, words)
    sure = {reading.start(index) for index, told_by in letters.items() if "S" in told_by}
    for span in spans:
        inside = [scores[index] for index in _words_of(reading, span) if index in scores]
        if not inside or max(inside) > _RULED or span.start in sure:
            yield span


# of an agency or a company: NVKs lista
_ABBREVIATED = re.compile(r"[A-ZÅÄÖ]{2,}:?s")


def _is_no_person(reading: Reading, one: Candidate) -> bool:
    """Whether an animal or a thing is called so, or the word stands alone: it is a whole text, or a
    Swedish word a whole sentence, which says nothing of it (a heading `Long`, a category, what a
    cell was, `”Ugglan” → ”Korpen”`); or is of the word before, `ANDT(S)`."""
    index, marked = one.at, reading.marked
    if _ABBREVIATED.fullmatch(word := reading.texts[index]) and not name_lists(word.lower())[0]:
        return True
    if reading.begins[index]:
        if len(reading.texts) == 1:
            return one.kind not in _NAMES_ALONE
        if one.group[0] == "O" and is_role_that_opens(reading, index):
            return True
        if one.kind in _WORDS_ALONE and _closes(reading, index):
            return True
    if index and marked & SIGNED and reading.between(index) == "(":
        return True
    return marked & BEARER != 0 and is_borne(reading, index)


def _closes(reading: Reading, index: int) -> bool:
    return index + 1 == len(reading.texts) or reading.begins[index + 1]


@detector(MAY_NAME)
def find_listed_names(reading: Reading) -> Iterator[Span]:
    """The same of words that the lists hold alone: where a text is read with its gaps closed, two
    words that are known may be one that is not."""
    scores = {
        one.at: score_of_words(reading, one) + score_of_place(reading, one, {}, "")
        for one in told.candidates(reading)
        if one.group[0] in "KW"
    }
    yield from _names(reading, scores)


def _names(
    reading: Reading, scores: dict[int, float], words: Collection[int] = ()
) -> Iterator[Span]:
    """Runs of words, each over the threshold or beside one that is; the doubtful by themselves."""
    taken = {index for index, score in scores.items() if score > THRESHOLD}
    for index in sorted(taken):
        for step in (1, -1):
            beside = index + step
            while beside not in taken and scores.get(beside, _BESIDE) > _BESIDE:
                if not _goes_on(reading, max(beside, beside - step)) or opens_as_word(
                    reading, beside
                ):
                    break
                taken.add(beside)
                beside += step
    taken = names_with(reading, taken) if taken else taken
    yield from _runs(reading, taken, Severity.MUST_FLAG)
    doubtful = {
        index
        for index, score in scores.items()
        if score > (_DOUBTFUL_WORD if index in words else DOUBTFUL)
    }
    yield from _runs(reading, doubtful - taken, Severity.WARN)


def _runs(reading: Reading, taken: set[int], severity: Severity) -> Iterator[Span]:
    """The words, those that follow upon each other made one."""
    first = last = -2
    for index in [*sorted(taken), -2]:
        if index == last + 1 and _is_whole(reading, index):
            last = index
            continue
        if last >= 0:
            yield Span(reading.start(first), _end(reading, last), Kind.NAME, severity)
        first = last = index


def _is_whole(reading: Reading, index: int) -> bool:
    """Whether the word and the one before are one name: `Anna Lind`, `Lindh, Anna`."""
    between = reading.between(index)
    if between in {",", ", "}:
        lists = name_lists(reading.lowers[index - 1])[0]
        return lists & ANY_GIVEN == 0 and name_lists(reading.lowers[index])[0] & ANY_GIVEN != 0
    return between in {" ", "\u00a0", ". ", "."}


def _end(reading: Reading, last: int) -> int:
    """Where a name ends: with the initial after it (`Rydbeck J`), an initial with its point."""
    if is_initial_after(reading, last + 1):
        last += 1
    end, word = reading.end(last), reading.texts[last]
    initials = len(word) == 1 or (word.isupper() and "." in word)
    return end + (initials and reading.text[end : end + 1] == ".")


def _goes_on(reading: Reading, index: int) -> bool:
    """Whether the word goes on with the one before it: `Lindh, Anna` and `L. Grenholt` too."""
    if not 0 < index < len(reading.texts):
        return False
    return reading.between(index) in {" ", "\u00a0", ". ", ", "}


# --- the score ----------------------------------------------------------------


def score_of_words(reading: Reading, one: Candidate) -> float:
    """The word and its neighbours weighed: all but what ``score_of_place`` adds."""
    index, kind, stands, group = one
    texts = reading.texts
    score = _of_word((texts[index], kind, stands))
    if score < _UNLIKELY and kind not in _WORDS_TOO:
        return score + HOPELESS
    begins, last = reading.begins, len(texts) - 1
    opens, closes = begins[index], index == last or begins[index + 1]
    score += _of_neighbour(("" if opens else texts[index - 1], -1, group))
    score += _of_neighbour(("" if closes else texts[index + 1], 1, group))
    if score < _FAR_OFF:
        return score
    if not opens:
        score += _of_neighbour(("" if begins[index - 1] else texts[index - 2], -2, group))
    if not closes:
        ends = index + 1 == last or begins[index + 2]
        score += _of_neighbour(("" if ends else texts[index + 2], 2, group))
    if reading.marked & told.JOINS:
        for word, place in told.company(reading, index):
            score += _of_company((word, place, stands == "l"))
    owned = told.owned_after(reading, index)
    if owned:
        score += _of_owned((owned, kind, told.is_genitive(texts[index])))
    return score + _of_signs((*told.signs_beside(reading, index), group))


def score_of_place(reading: Reading, one: Candidate, known: dict[int, str], rules: str) -> float:
    """What stands around weighed."""
    score = _of_place(told.place_of(reading, one, rules))
    words_near, doubtful = told.around(reading, one.at), one.group[0] == "W"
    score += sum(_of_around((word, doubtful)) for word in words_near)
    score += _of_spoken((told.spoken_around(words_near), one.group))
    called = told.called_by(reading, one.at)
    if called:
        score += _of_called((called, one.group[0]))
    near = known and not known.keys().isdisjoint((one.at - 1, one.at, one.at + 1))
    return score + (_sum(told.told_of_known(reading, one, known)) if near else 0.0)


def _sum(pairs: Iterator[told.Told]) -> float:
    table = weights("name_weights")
    return sum(total(table, slot, facts) for slot, facts in pairs)


@kept
def _of_word(asked: tuple[str, str, str]) -> float:
    return _sum(told.told_of_word(*asked)) + _sum(iter([("bias", ("1",))]))


@kept
def _of_neighbour(asked: tuple[str, int, str]) -> float:
    return _sum(told.told_of_neighbour(*asked))


@kept
def _of_company(asked: tuple[str, int, bool]) -> float:
    return _sum(told.told_of_company(*asked))


@kept
def _of_owned(asked: tuple[str, str, bool]) -> float:
    return _sum(told.told_of_owned(*asked))


@kept
def _of_place(place: told.Place) -> float:
    return _sum(told.told_of_place(place))


@kept
def _of_around(asked: tuple[str, bool]) -> float:
    return _sum(told.told_of_around(*asked))


@kept
def _of_spoken(asked: tuple[int, str]) -> float:
    return _sum(told.told_of_spoken(*asked))


@kept
def _of_called(asked: tuple[str, str]) -> float:
    return _sum(told.told_of_called(*asked))


@kept
def _of_signs(asked: tuple[str, str, str]) -> float:
    return _sum(told.told_of_signs(*asked))
