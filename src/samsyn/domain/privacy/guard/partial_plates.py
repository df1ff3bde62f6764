"""Plates of which a sign is unknown or mistaken, of other countries, and those of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.marks import DIGIT, mark
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import alternatives, words

_MODELS: Final = words("plate_like")
_SHORT_WORDS: Final = words("short_words")
_UNKNOWN: Final = r"[?*_#•…]"
# Six places in two threes, one or two of them unknown: `AB? 12C`, `ABC 1*3`, `AB_12_`
_UNSURE: Final = re.compile(
    rf"(?<![\w?*])(?=[^\n]{{0,8}}{_UNKNOWN})(?P<letters>(?:[A-HJ-PR-UW-Za-hj-pr-uw-z]"
    rf"|{_UNKNOWN}){{3}})"
    rf"[ .-]?(?P<figures>(?:\d|{_UNKNOWN}){{2}}(?:[\dA-HJ-NPR-UW-Za-hj-npr-uw-z]|{_UNKNOWN}))"
    rf"(?![\w*])"
)
_CUE: Final = re.compile(
    r"\bregnr|\breg\b|registrerings|[a-zåäö]registrerad|skylt|plåt|nummerpl|bilnummer|registrering"
    r"|bilens nummer|släpets nummer"
)
# A sign that looks like another: O for 0, I for 1, in the place of the other kind
_ALIKE: Final = re.compile(
    r"(?<!\w)(?P<letters>[A-Za-z01568]{3})[ .-]?(?P<figures>[\dOIlSBoi]{2}[\dA-Za-z])\??(?!\w)"
)
_SHORT: Final = re.compile(r"(?<!\w)[A-HJ-PR-UW-Z]{3}[ -]?\d{2}(?![\w]|[:.,]\d)")
_PARTS: Final = re.compile(
    r"\b(?:börja\w*|slut\w*|inled\w*|först\w*|sist\w*)\s(?:på |med |är |var )?[\"”'“]?"
    rf"(?P<part>(?=[A-Z\d?*_]*[A-Z\d])(?:[A-Z\d]|{_UNKNOWN}){{1,6}})(?!\w)"
)
_ABROAD: Final = re.compile(
    r"\b(?:norsk|dansk|finsk|polsk|tysk|lettisk|litauisk|estnisk|rumänsk|bulgarisk|brittisk"
    r"|engelsk|ukrainsk"
    r"|rysk|holländsk|nederländsk|fransk|belgisk|utländsk|tjeckisk|serbisk|bosnisk|ungersk"
    r"|spansk|italiensk"
    r"|turkisk|diplomat)\w*"
)
_OF_ABROAD: Final = re.compile(
    r"(?<![\w-])(?:[A-ZÅÄÖ]{1,3}[ -]?(?:[A-Z]{1,3}[ -]?)?\d{2,3}[ -]?\d{1,3}[ ]?[A-Z]{0,3}"
    r"|[A-Z]{2}\d{2}[ ]?[A-Z]{3}|\d{1,4}[ -]?[A-Z]{1,3}[ -]?\d{1,4}"
    r"|[A-Z]{1,3}[ -][A-Z]{1,2}[ -]?\d{1,4})(?!\w|-\d)"
)
_OWN: Final = re.compile(
    r"\b(?:personlig|egen|egna|personliga|privat)\w* (?:reg\w*|skylt\w*|plåt\w*)[^.\n]{0,20}?"
    r"[\"”'“ ](?P<own>[A-ZÅÄÖ\d]{2,7})(?!\w)"
)


# `skylten KUNG3N`: chosen letters, where a vehicle is told of or a figure is among them.
_CHOSEN: Final = re.compile(
    r"\b[Ss]kylt(?:en|ad)? (?P<own>(?=[A-ZÅÄÖ\d]*[A-ZÅÄÖ]{2})[A-ZÅÄÖ\d]{3,7})(?!\w)"
)
# `WGM 7K619`, `GD 8K291`, `KLR 583`: of a country that is named near.
_ANY_ABROAD: Final = re.compile(
    r"(?<![\w-])(?=[A-Z\d -]*\d[A-Z\d ]*\d)[A-ZÅÄÖ]{1,3}[ -]?(?:[A-Z]{1,2}[ -]?)?\d?[A-Z]?"
    r"\d{2,5}[A-Z]{0,3}(?!\w|-\d)"
)
# `Adam Petter Gustav 731`, `T som Tage L W fem noll två`
_LETTER: Final = rf"(?:{alternatives('spelling_words')}|[A-ZÅÄÖ](?: som [A-ZÅÄÖ][a-zåäö]+)?)"
_FIGURE: Final = (
    r"(?:\d|noll|nolla|ett|etta|två|tvåa|tre|trea|fyra|fem|femma|sex|sexa|sju|sjua|åtta|nio|nia)"
)
_SPELLED: Final = re.compile(
    rf"\b{_LETTER}[ ,]{{1,2}}{_LETTER}[ ,]{{1,2}}{_LETTER}[ ,]{{1,2}}"
    rf"(?:{_FIGURE}[ ,]{{0,2}}){{2}}(?:{_FIGURE}|{_LETTER})\b",
    re.IGNORECASE,
)
_SPELLING: Final = mark(words("spelling_words").__contains__)
# In small letters or turned about, where a vehicle or what vehicles do is told of.
_SMALL: Final = re.compile(
    r"(?<![\w-])(?:(?P<letters>[a-hj-pr-uw-z]{3})(?:[ ,.-]?\d\d ?[a-hj-npr-uw-z]|\d{3})"
    r"|\d{3} [A-HJ-PR-UW-Z]{3}"
    r"|[A-HJ-PR-UW-Z]{3} ?\d{2}(?= och (?:sen|sedan|en|ett)))(?![\w-])"
)
_DRIVES: Final = re.compile(
    r"\b(?:parkera\w*|handikapplats\w*|kör\w*|körde|står|stod|sladda\w*|fyrhjuling\w*|bränner"
    r"|burna\w*|epa\w*|mopp?e\w*|bil\w*|släp\w*|suv\w*|pickup\w*|husbil\w*|kolla upp"
    r"|väjde|preja\w*)\b"
)
# `bpl trettioett f`, `x p b femtiotvå w`
_HALF_SAID: Final = re.compile(
    r"\b[a-hj-pr-uw-z](?: ?[a-hj-pr-uw-z]){2} (?:(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio"
    r"|åttio|nittio)(?:ett?|två|tre|fyra|fem|sex|sju|åtta|nio)?|noll ?\w{2,4}) [a-z]\b",
    re.IGNORECASE,
)
# `SVARTA står det på plåten`, `gammelplåten U 41733`
_ON_PLATE: Final = re.compile(
    r"(?<!\w)(?P<own>(?-i:(?=[A-ZÅÄÖ\d]*[A-ZÅÄÖ]{2})[A-ZÅÄÖ\d]{2,7}))[\"”]? står det på"
    r" (?:\w+ )?(?:\w*plåt|\w*skylt)"
    r"|(?:plåt|skylt)(?:en|ar|arna)? (?P<old>(?-i:[A-Z]{1,2} \d{2,5}))(?!\w)",
    re.IGNORECASE,
)
_WITH_RINGS: Final = re.compile(r"(?<![\w-])(?=\w*[ÅÄÖ])[A-ZÅÄÖ]{3}[ -]?\d\d[A-HJ-NPR-UW-Z](?!\w)")
_BEGUN: Final = re.compile(
    r"\b(?:n[åa]n?ting|något|nåt|typ|börjar?|började|börjades?) (?:med |på )+"
    r"(?P<part>[A-HJ-PR-UW-Z]{2,3})\b"
)
_REST: Final = re.compile(r"\bsiffr(?:or|orna|an) (?:är |var |på )?(?P<part>\d{2,3})(?!\d)")
_VEHICLE: Final = mark(words("vehicles").__contains__)


_WILD: Final = re.compile(_UNKNOWN)


_CUED: Final = mark(lambda lower: _CUE.search(lower) or lower in {"bilens", "släpets"})
_FROM_ABROAD: Final = mark(_ABROAD.search)


_TENS_SAID: Final = mark(
    re.compile(r"(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio)").match
)


@detector(DIGIT | _CUED | _SPELLING | _TENS_SAID)
def find_partial_plates(reading: Reading) -> Iterator[Span]:
    """Plates read in part, misread, foreign or chosen, where a word for plates tells them."""
    text = reading.text
    cued = reading.marked & _CUED != 0 and _CUE.search(reading.lowered) is not None
    if reading.digits and _WILD.search(text):
        yield from _unsure(text, cued)
    if cued:
        yield from _cued(reading)
    if (
        reading.digits > 1
        and reading.marked & _FROM_ABROAD
        and (abroad := _ABROAD.search(reading.lowered))
    ):
        for match in _OF_ABROAD.finditer(text):
            if abroad.start() < match.start() and _is_foreign(match[0]):
                yield Span(*match.span(), Kind.PLATE)
        if reading.marked & _VEHICLE or cued or _DRIVES.search(reading.lowered):
            for match in _ANY_ABROAD.finditer(text, abroad.start()):
                yield Span(*match.span(), Kind.PLATE)
    yield from _otherwise_written(reading, cued)


def _otherwise_written(reading: Reading, cued: bool) -> Iterator[Span]:
    """Spelt by words for letters, in small letters, chosen, or told in part."""
    text = reading.text
    if reading.marked & _SPELLING:
        for match in _SPELLED.finditer(text):
            yield Span(*match.span(), Kind.PLATE)
    drives = reading.marked & _VEHICLE != 0 or _drives(reading.lowered)
    if reading.digits > 1 and (drives or cued):
        for match in _SMALL.finditer(text):
            if (match["letters"] or "") not in _MODELS | _SHORT_WORDS:
                yield Span(*match.span(), Kind.PLATE)
    if (drives or cued) and not reading.shouted:
        yield from _in_part(text, drives, cued)
    for match in (
        _HALF_SAID.finditer(text) if reading.marked & _TENS_SAID and (drives or cued) else ()
    ):
        yield Span(*match.span(), Kind.PLATE)
    for match in _ON_PLATE.finditer(text) if cued else ():
        yield Span(*match.span("own" if match["own"] else "old"), Kind.PLATE)
    for match in _WITH_RINGS.finditer(text) if reading.digits > 1 else ():
        yield Span(*match.span(), Kind.PLATE)


def _drives(lowered: str) -> bool:
    return "kärra" in lowered or _DRIVES.search(lowered) is not None


def _in_part(text: str, drives: bool, cued: bool) -> Iterator[Span]:
    for match in _CHOSEN.finditer(text):
        if drives or any(map(str.isdigit, match["own"])):
            yield Span(*match.span("own"), Kind.PLATE)
    for match in _BEGUN.finditer(text):
        yield Span(*match.span("part"), Kind.PLATE)
    for match in _REST.finditer(text) if cued else ():
        yield Span(*match.span("part"), Kind.PLATE)


def _unsure(text: str, cued: bool) -> Iterator[Span]:
    """Read in part: enough signs are known, or a word for plates stands near."""
    for match in _UNSURE.finditer(text):
        letters = sum(sign.isupper() for sign in match["letters"])
        figures = sum(sign.isalnum() for sign in match["figures"])
        if letters + figures >= (2 if cued else 4) and (letters and figures):
            yield Span(*match.span(), Kind.PLATE)


def _cued(reading: Reading) -> Iterator[Span]:
    text = reading.text
    for pattern in (_ALIKE, _SHORT):
        for match in pattern.finditer(text):
            if _is_misread(match):
                yield Span(*match.span(), Kind.PLATE)
    for match in _PARTS.finditer(text):
        yield Span(*match.span("part"), Kind.PLATE)
    for match in _OWN.finditer(text):
        yield Span(*match.span("own"), Kind.PLATE)
    for match in _OF_ABROAD.finditer(text):
        if _is_foreign(match[0]):
            yield Span(*match.span(), Kind.PLATE)


def _is_misread(match: re.Match[str]) -> bool:
    written = match[0]
    if written[:3].lower() in _MODELS:
        return False
    groups = match.groupdict()
    if not groups:
        return True
    letters, figures = groups["letters"], groups["figures"]
    known = sum(sign.isupper() for sign in letters) >= 2 and sum(map(str.isdigit, figures)) >= 2
    return known and written.upper() == written


def _is_foreign(written: str) -> bool:
    """Whether there are letters and figures enough, and no model is meant."""
    signs = [sign for sign in written if sign.isalnum()]
    digits = sum(sign.isdigit() for sign in signs)
    letters = re.split(r"[ -]", written)[0].lower()
    return len(signs) >= 6 and digits >= 2 and len(signs) - digits >= 2 and letters not in _MODELS
