"""Descriptions that point at one person without naming anybody.

Warnings, not stops: what singles somebody out depends on how small the town is.
Looked for are one definite person with what few share (body, belongings, home,
life), the only one of a group, a role's kin, and a role told down to the person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Severity, Span
from samsyn.domain.privacy.guard.marks import mark, mark_matching
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


def _opening(name: str) -> str:
    """What a word begins with that begins an entry of the list."""
    firsts = {entry.split("_")[0].rstrip("-") for entry in words(name)}
    return rf"(?:^|[-’'._])(?:{'|'.join(map(re.escape, sorted(firsts)))})"


# Words of which one of each kind must be there before a pattern is tried.
_SOMEBODY: Final = mark((words("persons") | words("roles")).__contains__)
_ONLY: Final = mark(frozenset({"enda", "endaste"}).__contains__)
_RELATIVE: Final = mark(words("relatives").__contains__)
_WHO: Final = mark(frozenset({"som", "vars"}).__contains__)
_OF_PERSON: Final = mark_matching(rf"(?:{_PERSON})$")
_OF_ROLE: Final = mark_matching(rf"(?:{_ROLE})$")
_OF_ONE: Final = mark_matching(rf"(?:han|hon|hen|{_ONE})$")
_OF_FEW: Final = mark_matching(_opening("rare_stems"))
_OF_DEED: Final = mark_matching(_opening("deeds"))
_OF_HOME: Final = mark_matching(
    r"^(?:första|andra|tredje|fjärde|femte|sjätte|översta|nedersta|botten|vind|villan|huset"
    r"|lägenheten|radhuset|husvagnen|stugan|torpet|trappan|mittemot|ovanför|längst|under"
    r"|uppgång)"
)
_OF_OWNER: Final = mark_matching(r"(?:ens|ets|ans|rns|lns)$")
_WITH: Final = mark_matching(r"^med$")
_AND: Final = mark_matching(r"^och$")
_PATTERNS: Final = tuple(
    (sum(marks), re.compile(pattern, re.IGNORECASE))
    for marks, pattern in (
        (
            (_SOMEBODY, _OF_FEW),
            rf"\b(?:den |det )?(?:\w+ )?{_ONE}(?: \w+){{0,4}}? {_RARE}(?: och(?: \w+){{1,4}})?",
        ),
        ((_SOMEBODY, _OF_FEW), rf"\b(?:den |det )?{_RARE} (?:\w+ )?{_ONE}(?: {_HOME})?"),
        (
            (_SOMEBODY, _OF_PERSON, _OF_HOME),
            rf"\b(?:den |det )?(?:\w+ )?(?:{_PERSON}) {_HOME}",
        ),
        (
            (_SOMEBODY, _OF_PERSON, _WITH, _AND),
            rf"\b(?:{_PERSON}) med (?:\w+ ){{1,3}}och (?:\w+ ){{1,3}}(?:på|i|runt|över|som) \w+",
        ),
        (
            (_SOMEBODY, _OF_ROLE),
            rf"\b(?:{_ROLE}) (?:i|på|hos|från|för) \w+(?: \w+)? (?:i|på|vid|hos|från) \w+",
        ),
        ((_ONLY,), rf"\b(?:den |\w+s )?enda(?:ste)? (?:\w+ )?{_UNIQUE}(?: \w+){{0,4}}"),
        (
            (_RELATIVE, _OF_OWNER),
            r"\b[^\W\d_]{2,}(?:ens|ets|ans|rns|lns)"
            rf"(?: (?:yngst|äldst|mellerst|lill|stor|vux|nya|gaml|egn)\w*)? (?:{_KIN})\b",
        ),
        (
            (_WHO, _OF_ONE, _OF_DEED),
            rf"\b(?:han|hon|hen|{_ONE}),? (?:där )?(?:som|vars) (?:\w+ ){{0,2}}?{_DEED}"
            r"(?: \w+){0,6}",
        ),
    )
)


@detector(_SOMEBODY | _ONLY | _RELATIVE | _WHO)
def find_singled_out(reading: Reading) -> Iterator[Span]:
    """Warnings for what in a small town may point at somebody."""
    for needed, pattern in _PATTERNS:
        if reading.marked & needed == needed:
            for match in pattern.finditer(reading.text):
                yield Span(match.start(), match.end(), Kind.SINGLING_OUT, Severity.WARN)
