"""Telephone numbers, written plainly, spelled out or with letters for digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import phonenumbers

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Severity, Span
from samsyn.domain.privacy.guard.marks import DIGIT, mark
from samsyn.domain.privacy.guard.reading import Reading

_CANDIDATE: Final = re.compile(
    r"(?<![\w/.,-])(?:(?:\+|00)\s?46[\s()._–-]{0,4}(?:\(0\))?|\(?0)"
    r"[\s()./_–-]{0,2}[1-9](?:[\s()./_–-]{0,3}[\dOo]){6,10}(?![\w]|[-/]\d)"
)
_FOREIGN: Final = re.compile(r"(?<![\w/])\+\d{1,3}(?:[\s()._–-]{0,2}\d){6,12}(?!\w)")
_WORD_BEFORE: Final = re.compile(
    r"\b(?:tel|telefon\w*|tfn|mobil\w*|nummer|numret|ring\w*|sms\w*|swish\w*|nås|kontakt\w*)\W{1,3}"
    r"(?:\w+\W){0,2}?(?P<number>\d(?:[\s_–-]?\d){6,11})(?!\w|[-/]\d)",
    re.IGNORECASE,
)
_SPELLED: Final = re.compile(
    r"\b(?:(?:noll\w*|ett|två|tre|fyra|fem|sex|sju|åtta|nio|etta|tvåa|trea|fyra|femma|sexa|sjua"
    r"|åttan?|nian?|tio|tjugo\w*|trettio\w*|fyrtio\w*|femtio\w*|sextio\w*|sjuttio\w*|åttio\w*|nittio\w*"
    r"|\d{1,3})[\s,.-]+){6,14}(?:noll|ett|två|tre|fyra|fem|sex|sju|åtta|nio|\w{2,5}tio\w*|\d{1,3})\b",
    re.IGNORECASE,
)
# Numbers of desks, not of people.
_DESK: Final = re.compile(
    r"(?:växel\w*|kundtjänst\w*|kontaktcenter|felanmälan|jour\w*|larmcentral\w*|reception\w*|kansli\w*)"
    r"[^\w.!?\n]{1,3}(?:\w+[^\w.!?\n]{1,2}){0,2}$",
    re.IGNORECASE,
)
_HOURS: Final = re.compile(r"\d\d[.:]\d\d\s?[-–]\s?\d\d[.:]\d\d$")
_BUSINESS: Final = re.compile(r"(?:\+46|0046|0)?\s?-?(?:10|20|77)")  # 010, 020, 077: no person's
_SHORT: Final = re.compile(r"(?:116\s?\d{3}|114\s?14|112|1177|113\s?13)\b")
_DIGIT_WORDS: Final = frozenset(
    ["noll", "nolla", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"]
)


@detector(DIGIT | mark(_DIGIT_WORDS.__contains__))
def find_phones(reading: Reading) -> Iterator[Span]:
    """Telephone numbers; a desk's (växel, felanmälan) passes, a business series warns."""
    text = reading.text
    if reading.digits >= 7:
        for pattern in (_CANDIDATE, _FOREIGN):
            for match in pattern.finditer(text):
                if _may_be_called(match[0]):
                    yield from _span(text, match.start(), match.end())
        for match in _WORD_BEFORE.finditer(text):
            if not _SHORT.match(match["number"]):
                yield from _span(text, match.start("number"), match.end("number"))
    if len(reading.bag & _DIGIT_WORDS) > 1:
        for match in _SPELLED.finditer(text):
            if _spelled_digits(match[0]) >= 7:
                yield Span(match.start(), match.end(), Kind.PHONE)


def _span(text: str, start: int, end: int) -> Iterator[Span]:
    if not _DESK.search(text[:start][-40:]):
        business = _BUSINESS.match(text, start)
        yield Span(start, end, Kind.PHONE, Severity.WARN if business else Severity.MUST_FLAG)


def _may_be_called(written: str) -> bool:
    """Whether the digits make a Swedish mobile number, or a number of a plan that exists.

    Mobile numbers count by their form, since the ranges in use change.
    """
    if _HOURS.match(written):
        return False
    digits = re.sub(r"[^\d+]", "", written.replace("(0)", "").replace("O", "0").replace("o", "0"))
    national = re.sub(r"^(?:\+46|0046|0)", "", digits)
    if re.fullmatch(r"7\d{8}", national):
        return True
    try:
        number = phonenumbers.parse(digits, "SE")
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_valid_number(number))


def _spelled_digits(written: str) -> int:
    words = re.findall(r"\w+", written.lower())
    return sum(len(word) if word.isdigit() else 1 for word in words)
