"""Registration plates of Swedish vehicles.

Three letters (without I, Q, V and the Swedish ones), two digits, and a digit or,
since 2019, a letter (Transportstyrelsen).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import words

_LETTER: Final = "[A-HJ-PR-UW-Z]"
_PLATE: Final = re.compile(
    rf"(?<![\w-])(?P<letters>{_LETTER}{{3}})[ \u00a0-]?\d\d[\dA-HJ-NPR-UW-Z](?!\w|[-–]\d)"
)
_ANY_CASE: Final = re.compile(_PLATE.pattern, re.IGNORECASE)
_CUED: Final = re.compile(
    r"\b(?:reg(?:istrerings?)?\.?\s?-?(?:nr|nummer|numret|skylt\w*)?|skylt\w*|nummerplåt\w*|plåt\w*|regnr)"
    r"\W{0,3}(?:\w{1,12}\W{1,2}){0,2}$",
    re.IGNORECASE,
)
# Letters that head models, roads, standards and money rather than plates.
_MODELS: Final = frozenset(word.upper() for word in words("plate_like"))
_CUES: Final = ("reg", "skylt", "plåt")


def find_plates(reading: Reading) -> Iterator[Span]:
    """Plates by their form; in small letters only after a word for them (`reg mlb 214`)."""
    if reading.digits < 2:
        return
    text = reading.text
    for match in _PLATE.finditer(text):
        if match["letters"] not in _MODELS:
            yield Span(match.start(), match.end(), Kind.PLATE)
    if any(cue in reading.lowered for cue in _CUES):
        for match in _ANY_CASE.finditer(text):
            if _CUED.search(text[: match.start()][-40:]):
                yield Span(match.start(), match.end(), Kind.PLATE)
