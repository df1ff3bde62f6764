"""Numbers that belong to a person: personal and coordination numbers, accounts, cards.

Form and check digit by Skatteverket (SKV 704, SKV 707): YYMMDD-NNNC, `+` from the
hundredth year, 60 added to the day in a coordination number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from personnummer.personnummer import Personnummer, PersonnummerException

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.marks import DIGIT
from samsyn.domain.privacy.guard.reading import Reading

# Ten digits near each other: what the dearer patterns need before they are tried.
_TEN_DIGITS: Final = re.compile(r"\d(?:[\W_]{0,4}\d){9}")
_NUMBER: Final = re.compile(
    r"(?<![\d/])(?:(?P<century>1[89]|20)[ ]?)?(?P<year>\d\d)[ .]?(?P<month>\d\d)[ .]?(?P<day>\d\d)"
    r"[ ]?(?P<sign>[-+–]?)[ ]?(?P<serial>\d\d[ ]?\d\d)(?![\d/]|-\d)"
)
# The same with anything between the parts, even a line break. Looked for from every digit
# on, since what stands before may look like a beginning.
_LOOSE: Final = re.compile(
    r"(?<![\d/])(?=(?P<whole>(?:(?P<century>1[89]|20)[\W_]?)?"
    r"(?P<date>(?P<year>\d\d)(?P<part>[\W_]{0,2})(?P<month>\d\d)(?P=part)(?P<day>\d\d))"
    r"(?P<sign>[\W_]{0,4})(?P<serial>\d\d[ ]?\d\d))(?![\d/]|[-.,:]\d))"
)
_MASK: Final = re.compile(r"[xX*][\dxX*]|\d[xX*]")
_MASKED: Final = re.compile(
    r"(?<![\w-])(?:(?:19|20)?\d{6}|[xX*]{6,8})[ ]?[-–+/_.:,][ ]?(?=\d{0,3}[xX*])[\dxX*]{4}(?!\w)"
    r"|(?<![\w-])[xX*]{4,8}[-–+/_.:,]\d{4}(?!\w)"
)
_BORN: Final = re.compile(
    r"\b(?:född|föddes|f(?:ödelse)?\.?(?:datum|dag)?)[ :.]{1,2}(?:den )?"
    r"((?:(?:19|20)\d\d[-–/. ]?\d\d[-–/. ]?\d\d|\d{6})(?![\d-])|\d{1,2} [a-z]{3,9} (?:19|20)\d\d)",
    re.IGNORECASE,
)
# words before a number that say it counts cases, goods or things
_CASE_WORDS: Final = re.compile(
    r"(?:larm|ärende|felanmälan|anmälan|dnr|diarie|order|faktura|stolpe|elskåp|händelsenummer|org"
    r"|bokning|referens|ref|serie|artikel|objekt|protokoll|rapport)\w*\W{0,3}(?:n(?:umme)?r\W{0,2})?$",
    re.IGNORECASE,
)
_PERSON_WORDS: Final = re.compile(
    r"(?:person|samordnings|pnr|födelse|legitim|född|id-?kort|körkort)\w*\W{0,4}\w*\W{0,2}$",
    re.IGNORECASE,
)
_HELD: Final = re.compile(
    r"\b(?:(?:bank)?konto(?:t|n|nummer|nr)?|clearing(?:nummer|nr)?|lma(?:-?kort(?:et)?)?|pass(?:et|nummer|nr)?"
    r"|id-?kort(?:et|snummer)?|körkort(?:et|snummer)?|uppehållskort(?:et)?|kortnummer|iban"
    r"|patientnummer|journal(?:nummer|nr)|medlemsnummer|lånekort(?:et|snummer)?|elevkort(?:et)?)"
    r"\W{1,3}(?:(?:nummer|nr|med|är|till|på)\W{1,2}){0,2}"
    r"(?P<id>[A-Z]{0,2}\d[\d –-]{4,28}\d)",
    re.IGNORECASE,
)
_IBAN: Final = re.compile(r"\bSE\d{2}(?: ?\d{4}){5}\b", re.IGNORECASE)
_HOLDERS: Final = ("konto", "clearing", "lma", "pass", "kort", "iban", "nummer", "journal")
_YOUNGEST_WITHOUT_CHECK: Final = 5  # years: a later 8-digit date with a bad check digit is a case


@detector(DIGIT)
def find_numbers(reading: Reading) -> Iterator[Span]:
    """Personal numbers, whole or masked, dates of birth, account and card numbers."""
    if reading.digits < 4:
        return
    text = reading.text
    if reading.digits >= 10 and _TEN_DIGITS.search(text):
        yield from _whole(text)
    if _MASK.search(text):
        for match in _MASKED.finditer(text):
            if not _CASE_WORDS.search(text[: match.start()][-40:]):
                yield Span(match.start(), match.end(), Kind.MASKED_NUMBER)
    if "f" in reading.lowered:
        for match in _BORN.finditer(text):
            yield Span(match.start(1), match.end(1), Kind.BIRTH_DATE)
    yield from _held(reading)


def _held(reading: Reading) -> Iterator[Span]:
    if any(holder in reading.lowered for holder in _HOLDERS):
        for match in _HELD.finditer(reading.text):
            yield Span(match.start("id"), match.end("id"), Kind.ID_NUMBER)
    if reading.digits >= 20:
        for match in _IBAN.finditer(reading.text):
            yield Span(match.start(), match.end(), Kind.ID_NUMBER)


# Digit by digit, with anything between them; a longer row is figures of something.
_SPACED: Final = re.compile(
    r"(?<!\d)(?<!\d[\W_])(?:\d[\W_]{1,3}){9}(?:(?:\d[\W_]{1,3}){2})?\d(?![\W_]?\d)"
)


def _whole(text: str) -> Iterator[Span]:
    for match in _NUMBER.finditer(text):
        kind = _kind_of(match, text)
        if kind:
            yield Span(match.start(), match.end(), kind)
    for match in _LOOSE.finditer(text):
        kind = _by_day(int(match["month"]), int(match["day"]))
        if kind and _is_valid(match) and not _is_moment(match, text):
            yield Span(match.start(), match.end("whole"), kind)
    for spaced in _SPACED.finditer(text):
        digits = _NUMBER.fullmatch(re.sub(r"[\W_]", "", spaced[0]))
        if digits and _is_valid(digits):
            yield Span(spaced.start(), spaced.end(), Kind.PERSONAL_NUMBER)


def _kind_of(match: re.Match[str], text: str) -> Kind | None:
    """What a ten- or twelve-digit number is; None when it is no person's."""
    kind = _by_day(int(match["month"]), int(match["day"]))
    before = text[: match.start()][-40:]
    if kind is None or _is_valid(match) or _PERSON_WORDS.search(before):
        return kind
    spaced = " " in match[0] or not match["sign"]
    if spaced or _CASE_WORDS.search(before) or _is_recent(match):
        return None
    return Kind.MASKED_NUMBER if kind is Kind.PERSONAL_NUMBER else kind


def _by_day(month: int, day: int) -> Kind | None:
    if not 1 <= month <= 12:
        return None
    if 61 <= day <= 91:
        return Kind.COORDINATION_NUMBER
    return Kind.PERSONAL_NUMBER if 1 <= day <= 31 else None


def _is_valid(match: re.Match[str]) -> bool:
    """Whether date and check digit agree, and the person can have been born."""
    serial = match["serial"].replace(" ", "")
    sign = "+" if "+" in match["sign"] else ""
    written = f"{match['century'] or ''}{match['year']}{match['month']}{match['day']}{sign}{serial}"
    try:
        return bool(Personnummer(written).get_date() <= date.today())  # noqa: DTZ011
    except (PersonnummerException, ValueError):
        return False


def _is_moment(match: re.Match[str], text: str) -> bool:
    """Whether a loosely written number is rather a late date with an hour, or a late case.

    `2026-03-14 1430` and `dnr 260314/2217` have the right check digit one time in ten.
    """
    if match["date"].isdigit() and "-" in match["sign"]:
        return False
    age = date.today().year - int(f"{match['century'] or '20'}{match['year']}")  # noqa: DTZ011
    if not 0 <= age < _YOUNGEST_WITHOUT_CHECK:
        return False
    serial = match["serial"]
    hour = int(serial[:2]) < 24 and int(serial[-2:]) < 60
    return hour or _CASE_WORDS.search(text[: match.start()][-40:]) is not None


def _is_recent(match: re.Match[str]) -> bool:
    if not match["century"]:
        return False
    this_year = date.today().year  # noqa: DTZ011 (a year's precision is enough)
    return int(match["century"] + match["year"]) > this_year - _YOUNGEST_WITHOUT_CHECK
