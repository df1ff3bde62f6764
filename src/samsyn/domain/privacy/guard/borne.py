"""Names that an animal, a vessel, a machine or a law bears, by the noun that stands beside them.

`hunden Rambo`, `en hund som heter Rambo`, `städvagn Berta`, `stormen Hans`, `lex Maria`, `Nikita
och Bella (två hästar)`. On `hästen Anna rider` it is somebody who rides.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from samsyn.domain.privacy.guard.lexicon import is_definite_noun
from samsyn.domain.privacy.guard.marks import mark
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.things import SOMEBODY, is_somebody
from samsyn.domain.privacy.guard.wordlists import words

_ENDS: Final = tuple(sorted(words("bearing_nouns")))
_WHOLE: Final = words("bearing_words")
_RIDES: Final = words("bearing_not_before")
_NAMING: Final = words("naming") | {"döpt"}
_PASSED: Final = words("bearing_passed")
_HERD: Final = re.compile(
    r"[^.()\n]{0,30}\((?:\d+|två|tre|fyra|alla|våra|hans|hennes)? ?(?:st )?"
    r"(?:hästar|häst|hundar|hund|kor|katter|katt|får|getter|ponnyer)\b",
    re.IGNORECASE,
)
_TO_NAME: Final = frozenset({" ", "\u00a0", ' "', " ”", " “", " ’", " '"})
_FAR: Final = 6
_PERSONS: Final = SOMEBODY | words("person_nouns")


@lru_cache(maxsize=20_000)
def _bears(lower: str) -> bool:
    """Whether the word is for what is no person and is given names as persons are."""
    return lower in _WHOLE or (len(lower) > 3 and lower.endswith(_ENDS))


BEARER: Final = mark(_bears)


def is_borne(reading: Reading, index: int) -> bool:
    """Whether the word at ``index`` names what is told of beside it, which a BEARER tells."""
    if index and reading.marks[index - 1] & BEARER and reading.between(index) in _TO_NAME:
        return reading.lower(index + 1) not in _RIDES
    at = index - 1
    named = False
    while at >= 0 and index - at < _FAR and not reading.begins[at + 1]:
        lower = reading.lowers[at]
        named = named or lower in _NAMING
        if reading.marks[at] & BEARER:
            return named
        if lower not in _PASSED and lower not in _NAMING:
            break
        at -= 1
    return "(" in reading.text and _HERD.match(reading.text, reading.end(index)) is not None


def is_role_that_opens(reading: Reading, index: int) -> bool:
    """Whether the word opens a sentence and is somebody's part: `Chefen underrättad`."""
    lower = reading.lowers[index]
    return (
        reading.begins[index]
        and is_definite_noun(lower)
        and (lower in _PERSONS or is_somebody(lower))
    )
