"""Telephone numbers that hide: said in words, with letters for figures, or in parts apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.marks import DIGIT, mark
from samsyn.domain.privacy.guard.reading import Reading

_ONES: Final = "noll|nolla|ett|en|två|tre|fyra|fem|sex|sju|åtta|nio"
_TEENS: Final = "tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton"
_TENS: Final = (
    "tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio|sjutti|tretti|fyrti"
    "|femti|sexti|nitti|åtti|tjugi"
)
_NUMERAL: Final = re.compile(rf"(?:({_TENS})|({_TEENS})|(hundra)|(och)|({_ONES}))")
# Figures and look-alikes: a whole number with at least one letter in it
_MIXED: Final = re.compile(
    r"(?<![\w/.,-])(?:\+46|0046|[0Oo])[ .()/_-]{0,2}[1-9lIO](?:[ .()/_-]{0,3}[\dOoIl|]){6,10}(?!\w)"
)
_APART: Final = re.compile(
    r"(?<!\d)(?P<area>0\d{1,3})(?!\d)(?P<gap>\W{1,3}(?:[a-zåäö]+\W{1,3}){0,4})"
    r"(?P<rest>\d{2,3}(?:[ -]?\d{2,3}){1,3})(?!\d|[-/:]\d)"
)
_CALLING: Final = re.compile(
    r"riktn|telefon|tel$|tfn|mobil|ring|numr|nummer|nr$|sms|nås|samtal|swish|whatsapp"
)


_CALLS: Final = mark(_CALLING.search)
_NOUGHT: Final = mark(lambda lower: "noll" in lower)


@detector(DIGIT | _NOUGHT)
def find_spoken(reading: Reading) -> Iterator[Span]:
    """Telephone numbers in words, with letters for figures, or with words between the parts."""
    if reading.digits >= 6:
        for match in _MIXED.finditer(reading.text):
            written = match[0]
            if _is_disguised(written):
                yield Span(*match.span(), Kind.PHONE)
        if reading.marked & _CALLS:
            yield from _apart(reading.text)
    if reading.marked & _NOUGHT:
        yield from _in_words(reading)


def _is_disguised(written: str) -> bool:
    letters = sum(sign.isalpha() or sign == "|" for sign in written)
    figures = sum(sign.isdigit() for sign in written)
    return letters > 0 and figures >= 5 and 9 <= letters + figures <= 12


def _apart(text: str) -> Iterator[Span]:
    for match in _APART.finditer(text):
        digits = re.sub(r"\D", "", match["area"] + match["rest"])
        if 8 <= len(digits) <= 11 and any(map(str.isalpha, match["gap"])):
            yield Span(*match.span("area"), Kind.PHONE)
            yield Span(*match.span("rest"), Kind.PHONE)


def _in_words(reading: Reading) -> Iterator[Span]:
    """From a word that begins with `noll`, on for as long as numerals follow."""
    index = 0
    while index < len(reading.texts):
        if not reading.lowers[index].startswith("noll"):
            index += 1
            continue
        stop, digits = index, 0
        while stop < len(reading.texts) and (count := digits_said(reading.lowers[stop])):
            digits += count
            stop += 1
        if 7 <= digits <= 14:
            yield Span(reading.start(index), reading.end(stop - 1), Kind.PHONE)
        index = max(stop, index + 1)


@lru_cache(maxsize=2_000)
def digits_said(lower: str) -> int:
    """How many figures the numeral says: `sju` 1, `nollsjuttio` 3, `sexhundratolv` 3; else 0."""
    if lower.isdigit():
        return len(lower)
    total, place, tens, hundred = 0, 0, False, False
    while place < len(lower):
        match = _NUMERAL.match(lower, place)
        if match is None:
            return 0
        place = match.end()
        if match[1] or match[2]:
            total += 2
            tens = bool(match[1])
        elif match[3]:
            hundred = True
        elif match[5]:
            total += 0 if tens else 1
            tens = False
    if hundred:
        return 3
    return total
