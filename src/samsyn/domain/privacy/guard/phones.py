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
_FOREIGN: Final = re.compile(
    r"(?<![\w/.])(?:\+|00)(?P<number>[1-9](?:[\s()._–-]{0,2}\d){7,13})(?!\w|[-/]\d)"
)
# `46701740612`, `46 31 390 06 08`: the country's code without a plus.
_PLUSLESS: Final = re.compile(r"(?<![\w+/.,-])46[ -]?[1-9](?:[ -]?\d){7,8}(?![\w]|[-/]\d)")
# `70 1740 605`: a mobile number without its nought, where somebody is to be reached.
_NOUGHTLESS: Final = re.compile(
    r"(?<![\w+/.,-])7[02369](?:[ -]\d{2,4}){2,4}(?![\w]|[-/:]\d| ?(?:kr|st|spänn)\b)"
)
_REACHED: Final = re.compile(r"ring|numr|nummer|\bnr\b|tel|sms|swish|skrev|lapp|handen|nås|kontakt")
# `börjar 070-174 och slutar på 0686`
_BEGUN: Final = re.compile(
    r"börja\w* (?:på |med )?(?P<one>0\d{1,3}[- ]?\d{1,4})\b.{0,40}?"
    r"slut\w* (?:på |med )?(?P<two>\d{2,5})\b",
    re.IGNORECASE,
)
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
# Places that all may call, on what is no mobile.
_PLACE: Final = re.compile(
    r"\b(?:kommunen|polisen|kiosken|butiken|affären|biblioteket|vårdcentralen|skolan|förskolan|mottagningen"
    r"|kontoret|förvaltningen|museet|simhallen|badet|restaurangen|hotellet|föreningen|församlingen|banken"
    r"|apoteket|\w+centralen|\w+jouren|\w+linjen|\w+telefonen|\w+myndigheten|expeditionen|polisens|kommunens"
    r"|butikens|skolans|kassan?|region(?:en)?(?: [A-ZÅÄÖ]\w+)?)s?\b[^.!?\n]{0,30}$",
    re.IGNORECASE,
)
_BY_SWISH: Final = re.compile(r"\bswish(?:a|as|ar|nummer|nr)?(?: till)?\W{1,2}$", re.IGNORECASE)
_HOURS: Final = re.compile(r"\d\d[.:]\d\d\s?[-–]\s?\d\d[.:]\d\d$")
_BUSINESS: Final = re.compile(r"(?:\+46|0046|0)?\s?-?(?:10|20|77)")  # 010, 020, 077: no person's
_SHORT: Final = re.compile(r"(?:116\s?\d{3}|114\s?14|112|1177|113\s?13)\b")
_DIGIT_WORDS: Final = frozenset(
    ["noll", "nolla", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"]
)


_SAID: Final = mark(_DIGIT_WORDS.__contains__)


@detector(DIGIT | _SAID)
def find_phones(reading: Reading) -> Iterator[Span]:
    """Telephone numbers; a desk's (växel, felanmälan) passes, a business series warns."""
    text = reading.text
    if reading.digits >= 7:
        yield from _in_figures(text)
        yield from _without_signs(reading)
    if reading.marked & _SAID and len(reading.bag & _DIGIT_WORDS) > 1:
        for match in _SPELLED.finditer(text):
            if _spelled_digits(match[0]) >= 7:
                yield Span(match.start(), match.end(), Kind.PHONE)


def _in_figures(text: str) -> Iterator[Span]:
    for match in _CANDIDATE.finditer(text):
        if _may_be_called(match[0]):
            yield from _span(text, match.start(), match.end())
    for match in _FOREIGN.finditer(text):
        if _is_of_a_country(match["number"]):
            yield from _span(text, match.start(), match.end())
    for match in _WORD_BEFORE.finditer(text):
        if not _SHORT.match(match["number"]):
            yield from _span(text, match.start("number"), match.end("number"))


def _without_signs(reading: Reading) -> Iterator[Span]:
    """Numbers whose first signs are left out, or of which only parts are told."""
    text = reading.text
    for match in _PLUSLESS.finditer(text):
        yield from _span(text, match.start(), match.end())
    if _REACHED.search(reading.lowered):
        for match in _NOUGHTLESS.finditer(text):
            if sum(map(str.isdigit, match[0])) == _MOBILE_FIGURES:
                yield from _span(text, match.start(), match.end())
    for match in _BEGUN.finditer(text):
        yield Span(*match.span("one"), Kind.PHONE)
        yield Span(*match.span("two"), Kind.PHONE)


_MOBILE_FIGURES: Final = 9  # without the nought


def _is_of_a_country(written: str) -> bool:
    """Whether the figures begin with a country's code and are as many as a number has."""
    digits = re.sub(r"\D", "", written)
    known = any(int(digits[:length]) in _COUNTRIES for length in (1, 2, 3))
    return known and 8 <= len(digits) <= 14


_COUNTRIES: Final = frozenset(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


def _span(text: str, start: int, end: int) -> Iterator[Span]:
    if _is_public(text, start, end):
        return
    if not _DESK.search(text[:start][-40:]):
        business = _BUSINESS.match(text, start)
        yield Span(start, end, Kind.PHONE, Severity.WARN if business else Severity.MUST_FLAG)


def _is_public(text: str, start: int, end: int) -> bool:
    """Whether a place that all may call has the number, or a firm or an association by Swish."""
    digits = re.sub(r"\D", "", text[start:end])
    if digits.startswith("123") and _BY_SWISH.search(text[:start][-30:]):
        return True
    return not digits.startswith(("07", "467", "7")) and bool(_PLACE.search(text[:start][-60:]))


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
