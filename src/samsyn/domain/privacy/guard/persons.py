"""Descriptions that point at one person without naming anybody.

Warnings, not stops: what singles somebody out depends on how small the town is.
Looked for are one definite person with what few share (body, belongings, home,
life), the only one of a group, a role's kin, and a role told down to the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.findings import Kind, Severity, Span
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import alternatives, words

_PERSON: Final = alternatives("persons")
_ROLE: Final = alternatives("roles")
_ONE: Final = f"(?:{_PERSON}|{_ROLE})"
_KIN: Final = alternatives("relatives")
_RARE: Final = rf"(?:{alternatives('rare_stems')})\w*"
_HOME: Final = (
    r"(?:på (?:\w+ )?(?:första|andra|tredje|fjärde|femte|sjätte|översta|nedersta|botten|vind)\w*"
    r"|i (?:det |den |de )?(?:\w+ )?"
    r"(?:villan|huset|lägenheten|radhuset|husvagnen|stugan|torpet|trappan)"
    r"|mittemot|ovanför|längst (?:ner|ned|bort|in|upp)|under oss|i uppgång \w)"
)
_DEED: Final = rf"(?:{alternatives('deeds')})\w*"
_UNIQUE: Final = rf"(?:{alternatives('unique_stems')})\w*"


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


# Words of which one must be there, and what to look for then.
_PATTERNS: Final = (
    (
        words("persons") | words("roles"),
        _compiled(
            rf"\b(?:den |det )?(?:\w+ )?{_ONE}(?: \w+){{0,4}}? {_RARE}(?: och(?: \w+){{1,4}})?",
            rf"\b(?:den |det )?{_RARE} (?:\w+ )?{_ONE}(?: {_HOME})?",
            rf"\b(?:den |det )?(?:\w+ )?(?:{_PERSON}) {_HOME}",
            rf"\b(?:{_PERSON}) med (?:\w+ ){{1,3}}och (?:\w+ ){{1,3}}(?:på|i|runt|över|som) \w+",
            rf"\b(?:{_ROLE}) (?:i|på|hos|från|för) \w+(?: \w+)? (?:i|på|vid|hos|från) \w+",
        ),
    ),
    (
        frozenset({"enda", "endaste"}),
        _compiled(rf"\b(?:den |\w+s )?enda(?:ste)? (?:\w+ )?{_UNIQUE}(?: \w+){{0,4}}"),
    ),
    (
        words("relatives"),
        _compiled(
            r"\b[^\W\d_]{2,}(?:ens|ets|ans|rns|lns)"
            rf"(?: (?:yngst|äldst|mellerst|lill|stor|vux|nya|gaml|egn)\w*)? (?:{_KIN})\b"
        ),
    ),
    (
        frozenset({"som", "vars"}),
        _compiled(
            rf"\b(?:han|hon|hen|{_ONE}),? (?:där )?(?:som|vars) (?:\w+ ){{0,2}}?{_DEED}"
            r"(?: \w+){0,6}"
        ),
    ),
)


def find_singled_out(reading: Reading) -> Iterator[Span]:
    """Warnings for what in a small town may point at somebody."""
    for cues, patterns in _PATTERNS:
        if reading.bag.isdisjoint(cues):
            continue
        for pattern in patterns:
            for match in pattern.finditer(reading.text):
                yield Span(match.start(), match.end(), Kind.SINGLING_OUT, Severity.WARN)
