"""Registration plates of Swedish vehicles.

Three letters (without I, Q, V and the Swedish ones), two digits, and a digit or,
since 2019, a letter (Transportstyrelsen).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.marks import DIGIT
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import words

_LETTER: Final = "[A-HJ-PR-UW-Za-hj-pr-uw-z]"
_LAST: Final = "[\\dA-HJ-NPR-UW-Za-hj-npr-uw-z]"
# The figures are looked for first, being rarer than letters.
_FIGURES: Final = re.compile(rf"\d[ ._–-]?\d[ ._–-]?{_LAST}(?!\w|[-–]\d)")
_BEFORE: Final = re.compile(
    rf"(?<![\w-])(?P<letters>{_LETTER}{{3}}|{_LETTER}(?P<by>[ ._–-]){_LETTER}(?P=by){_LETTER})"
    r"(?P<gap>[\s._–-]{0,3})$"
)
_LONGEST_BEFORE: Final = 9  # five for the letters, three for the gap, and one that parts them
_MORE: Final = re.compile(r"[ ._–-]\d")
_CUED: Final = re.compile(
    r"\b(?:reg(?:istrerings?)?\.?\s?-?(?:nr|nummer|numret|skylt\w*)?|skylt\w*|nummerplåt\w*|plåt\w*|regnr)"
    r"\W{0,3}(?:\w{1,12}\W{1,2}){0,2}$",
    re.IGNORECASE,
)
# Letters that head models, roads, standards and money rather than plates.
_MODELS: Final = words("plate_like")
_CUES: Final = ("reg", "skylt", "plåt")
_VEHICLES: Final = words("vehicles")
_SHORT_WORDS: Final = words("short_words")
_VOWELS: Final = frozenset("aeouy")
_NEAR: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class _Candidate(NamedTuple):
    start: int
    end: int
    letters: str
    gap: str
    figures: str
    apart: bool

    @property
    def is_model(self) -> bool:
        return self.letters.lower() in _MODELS

    @property
    def is_sure(self) -> bool:
        """Whether the form alone says it: `JKL 456`, `JKL-45P`, `J K L 4 5 6`."""
        if not self.letters.isupper() or self.figures[-1].islower():
            return False
        return self.apart or (len(self.figures) == 3 and self.gap in {"", " ", "-", "–"})

    @property
    def is_unlike_words(self) -> bool:
        """Whether the letters are hardly a word before a number."""
        if self.letters.isupper() or self.gap in {"", "-", "–", "_"}:
            return True
        return self.apart or _VOWELS.isdisjoint(self.letters.lower())


@detector(DIGIT)
def find_plates(reading: Reading) -> Iterator[Span]:
    """Plates by their form; in small letters only by a word for them or for a vehicle."""
    if reading.digits < 2:
        return
    for candidate in _candidates(reading.text):
        if _is_plate(reading, candidate):
            yield Span(candidate.start, candidate.end, Kind.PLATE)


def _candidates(text: str) -> Iterator[_Candidate]:
    for found in _FIGURES.finditer(text):
        start, end = found.span()
        before = text[max(0, start - _LONGEST_BEFORE) : start]
        match = _BEFORE.search(before)
        # Further figures in the row: they count something.
        if match is None or (end - start > 3 and _MORE.match(text, end)):
            continue
        apart = match["by"] is not None
        letters = match["letters"][::2] if apart else match["letters"]
        begin = start - len(before) + match.start()
        yield _Candidate(begin, end, letters, match["gap"], found[0], apart)


def _is_plate(reading: Reading, candidate: _Candidate) -> bool:
    if not candidate.is_model and (candidate.is_sure or _is_by_vehicle(reading, candidate)):
        return True
    if not any(cue in reading.lowered for cue in _CUES):
        return False
    # `reg mlb 214`: whatever the letters, a word for plates stands before.
    return _CUED.search(reading.text[: candidate.start][-40:]) is not None


def _is_by_vehicle(reading: Reading, candidate: _Candidate) -> bool:
    """`jkl45p körde`, `bil jkl 456`, but not `bilar mot 100 personer`."""
    if candidate.letters.lower() in _SHORT_WORDS or reading.bag.isdisjoint(_VEHICLES):
        return False
    before, after = reading.sentence(candidate.start, candidate.end)
    words_before = _NEAR.findall(before)[-6:]
    if not _VEHICLES.isdisjoint(words_before[-1:]):
        return True
    near = words_before + _NEAR.findall(after)[:4]
    return candidate.is_unlike_words and not _VEHICLES.isdisjoint(near)
