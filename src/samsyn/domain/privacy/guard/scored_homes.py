"""Homes by learned weights (``tools.guard.learn homes``), and the codes of their doors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.dwelling_facts import Teller, pieces
from samsyn.domain.privacy.guard.dwellings import NEEDS, Dwelling, dwellings, whole_of
from samsyn.domain.privacy.guard.findings import Kind, Severity, Span
from samsyn.domain.privacy.guard.home_extents import whole_homes
from samsyn.domain.privacy.guard.kept import kept
from samsyn.domain.privacy.guard.lexicon import is_definite_noun, is_ordinary
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.weights import HALF_STEP, total, weights
from samsyn.domain.privacy.guard.wordlists import alternatives, words

THRESHOLD: Final = 0.2 + HALF_STEP
# Over this a home is asked about; beside a sure finding it goes with it.
DOUBTFUL: Final = -1.0 + HALF_STEP
# Of the pieces told, the last of those beside; what is told of the sentence adds less than this.
_NEAREST, _HOPELESS = 6, -6.0
_BEFORE, _AFTER = 40, 12  # characters beside a code that tell whose it is
_PLOTS: Final = words("flat_words")
_CODE: Final = re.compile(
    r"\b(?:port|dörr|entré|trapp|uppgångs?|grind|hus|nyckel)-?kod(?:en)?\b(?:[^.\n\d]{0,30})"
    r"(?P<code>\d{4,6}#?)(?!\d)"
    r"|\bkod(?:en)? (?:till|i|på) (?:port|dörr|trapp|upp|huset|lgh|lägenhet|entrén|grinden)\w*"
    r"[^.\n\d]{0,30}(?P<code2>\d{4,6})(?!\d)",
    re.IGNORECASE,
)
_PUBLIC_CODE: Final = re.compile(
    r"skol|förskol|kommun|förråd|larm|kontor|butik|lokal|fritids|bibliotek"
)
# A code beside a home opens it.
_CODE_BESIDE: Final = re.compile(
    r"\b\w*kod(?:en)?\b(?:[^.\n\d]{0,20}|[^.\n]{0,60}? är )(?P<code>\d{3,6}#?|\d\d[A-Z]\d)(?!\w)",
    re.IGNORECASE,
)
# A flat by its four figures in a text that tells of a home: `han i 1302`
_FLAT_BESIDE: Final = re.compile(
    r"\b(?:i|från|till) (?P<code>1[0-7]0\d)(?![\w:]|[.,]\d| ?(?:kr|m|st)\b)"
)


@detector(NEEDS)
def find_scored_homes(reading: Reading) -> Iterator[Span]:
    """Homes and door codes."""
    if "kod" in reading.lowered:
        yield from _codes(reading)
    scored = [
        (_score(reading, one), one) for one in dwellings(reading) if not _is_no_home(reading, one)
    ]
    homes = [whole_of(reading, one) for score, one in scored if score > THRESHOLD]
    for start, end in whole_homes(reading.text, _joined(homes)):
        yield Span(start, end, Kind.HOME_ADDRESS)
    doubtful = [whole_of(reading, one) for score, one in scored if THRESHOLD >= score > DOUBTFUL]
    for start, end in whole_homes(reading.text, _joined(doubtful)):
        yield Span(start, end, Kind.HOME_ADDRESS, Severity.WARN)
    for pattern in (_CODE_BESIDE, _FLAT_BESIDE) if homes else ():
        for match in pattern.finditer(reading.text):
            yield Span(*match.span("code"), Kind.HOME_ADDRESS)


def _is_no_home(reading: Reading, one: Dwelling) -> bool:
    """Whether no home can be so written: a thing with its number, a room of all, 4H."""
    if one.form == "block":
        return one.number.upper() == "4H" or _is_counted(reading, one)
    if one.form == "flat" and _OF_ALL.match(reading.text, one.end):
        return True
    if one.form == "turned" and one.name.endswith(_ROOMS_OF_ALL):
        return True
    return _arrived(reading, one) or _stands_alone(reading, one)


def _is_counted(reading: Reading, one: Dwelling) -> bool:
    """`Nyckeltub 5 uppborrad`: a thing that opens a sentence; blocks are called `Kajutan`."""
    opens = reading.begins[reading.at(one.start)]
    return opens and is_ordinary(one.name) and not is_definite_noun(one.name)


def _arrived(reading: Reading, one: Dwelling) -> bool:
    """`Bärgare på plats 1640`: when and not where."""
    before = reading.text[max(0, one.start - 3) : one.start]
    return one.name == "plats" and len(one.number) == _CLOCK_FIGURES and before == "på "


_ROOMS_OF_ALL: Final = tuple(sorted(words("rooms_of_all")))
_CLOCK_FIGURES: Final = 4
_OF_ALL: Final = re.compile(
    rf",? (?:på|i|vid) (?:[^\W\d_]+ )?[^\W\d_]*(?:{alternatives('rooms_of_all')})(?!\w)",
    re.IGNORECASE,
)


def _stands_alone(reading: Reading, one: Dwelling) -> bool:
    """Whether a plot or a room is the whole text, which says nothing of it: `Plats 4`, `Hus 2`."""
    if reading.text[: one.start].strip() or reading.text[one.end :].strip():
        return False
    return one.form == "flat" or one.name in _PLOTS


def _codes(reading: Reading) -> Iterator[Span]:
    for match in _CODE.finditer(reading.text):
        beside = reading.lowered[max(0, match.start() - _BEFORE) : match.end() + _AFTER]
        if not _PUBLIC_CODE.search(beside):
            group = "code" if match["code"] else "code2"
            yield Span(match.start(group), match.end(group), Kind.HOME_ADDRESS)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _score(reading: Reading, one: Dwelling) -> float:
    score = weights("home_weights")["bias"]["1"]
    for place, piece in enumerate(pieces(reading, one)):
        score += _weighed(piece)
        if place == _NEAREST and score < _HOPELESS:
            break
    return score


@kept
def _weighed(piece: tuple[Teller, tuple[Any, ...]]) -> float:
    teller, of = piece
    table = weights("home_weights")
    return sum(total(table, slot, facts) for slot, facts in teller(*of))
