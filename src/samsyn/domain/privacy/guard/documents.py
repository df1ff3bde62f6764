"""Numbers that a word nearby tells to be a person's: of papers, cards, accounts, births abroad.

A word for something that one person holds (``pass``, ``lånekort``, ``kundnr``) and, in the same
sentence, something written as a code: figures enough, or letters and figures. Days of birth, parts
of personal numbers and the numbers of other countries have their own words or forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.marks import DIGIT, mark
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import alternatives

_CODE: Final = (
    r"(?<![\w-])(?P<id>[A-Za-zÅÄÖ]{0,6}[ -]?\d[\dA-Za-z]*(?:[ /-][\dA-Z]*\d[\dA-Z]*){0,6}"
    r"|(?:[\d*xX•]{4}[ -]){3}[\d*xX•]{4})(?![\w*])"
)
_HELD: Final = re.compile(
    rf"\b(?P<holder>(?:{alternatives('papers')})(?:et|en|ets|ens|s|nr|nummer)?|[^\W\d_]*"
    rf"(?:{alternatives('holders_ends')}))\b"
    rf"(?P<gap>(?:-?(?:nummer|numret|nr|id)\b)?\.?[^.!?;\n\d]{{0,45}}?(?P<told>\b(?:nr|nummer|numret|id"
    rf"|kod|läste jag|lydande)\b\.?)?[^\w\n]{{0,3}}){_CODE}",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"-?(?:nr|nummer|numret|id)\b", re.IGNORECASE)
_NO_CODE: Final = re.compile(
    r"\d{1,2}[.:]\d\d|(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}|\d+ (?:av|st|min|år).*"
)
_UNIT: Final = re.compile(
    r"\s?(?:kr\b|kronor|spänn|%|st\b|år\b|min\b|personer|ggr|gånger|[.:]\d)", re.I
)
# Numbers of persons in other countries, by what they are called there or by their form.
_ABROAD: Final = re.compile(
    r"\b(?:fødsels\w*|fodselsn\w*|cpr|cpr-n\w*|henkilötunnus|hetu|pesel|isikukood|cnp|kennitala|bsn"
    r"|asmens kodas|social security(?: number)?|ssn|jmbg|egn|oib|aadhaar|tc kimlik|nino"
    r"|codice fiscale|steuer-id|rodné číslo)\b\W{0,3}(?:(?:nr|nummer|no|är|var)\W{1,2})?"
    r"(?P<id>\d[\d -]{5,16}[\dA-Z])",
    re.IGNORECASE,
)
_FINNISH: Final = re.compile(r"(?<![\w-])[0-3]\d[01]\d{3}[-+A]\d{3}[0-9A-FHJ-NPR-Y](?![\w-])")
_WALLET: Final = re.compile(r"(?<!\w)(?:bc1[a-z0-9]{20,60}|0x[a-fA-F\d]{40})(?!\w)")
_ACCOUNT: Final = re.compile(
    r"(?<![\w-])\d{4}(?:-\d)?[ ,-]{1,2}\d{2,3} \d{3} \d{3}(?:-\d)?(?:[ -]\d)?(?![\w-])"
)
_PAYING: Final = re.compile(
    r"konto|betal|pengar|insaml|sätt\w* in|överför|clearing|bank|swish|gick till"
)
# Parts of a personal number: the day and two figures, or marks for those not read.
_PART: Final = re.compile(
    r"(?<![\w-])(?:(?:19|20)?\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01]|[67]\d|8\d|9[01])[-–]"
    r"(?:\d{2,3}[?_.*xX]{0,2}|\d{1,3}[?*xX_]{1,3}))(?![\w*-])"
)
_LATE: Final = re.compile(r"(?:2\d(?:0\d|1[0-2])\d\d[-–]|1\d(?:0\d|1[0-2])\d\d[-–]\d{3}$)")
_FOUR_LAST: Final = re.compile(
    r"(?:kontrollsiffr\w*|(?:fyra|de) sista(?: siffrorna)?|sista fyra)\D{0,40}?"
    r"(?<!\d)(?P<id>\d ?\d ?\d ?\d)(?! ?\d)"
    r"|(?<!\d)(?P<before>\d{4})(?!\d)(?= på slutet| i slutet)",
    re.IGNORECASE,
)
_MONTH: Final = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mars?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?"
    r"|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = re.compile(
    r"(?<![\d-])(?:(?:19|20)\d\d|\d\d)[-–/ ]?(?:0\d|1[0-2])[-–/ ]?(?:[0-2]\d|3[01])(?![\d-])"
    rf"|\b(?:{_MONTH}\.? \d{{1,2}}|\d{{1,2}}\.?(?:e)? {_MONTH}\.?) (?:19|20)?\d\d(?!\d)",
    re.IGNORECASE,
)
_BIRTH: Final = re.compile(
    r"\b(?:född|fött|födda|föddes|fyller|födelse(?:dag|datum|dat|år)?(?:en|et)?|f\.|f|fd)[ :.]{1,2}"
    r"(?:är |den |på |i )?(?P<id>(?:(?:19|20)\d\d|\d\d)[-–/. ]?\d\d[-–/. ]?\d\d(?![\d-])"
    rf"|\d{{1,2}}[:.]?(?:e)? {_MONTH}\.? ?(?:-|år )?(?:(?:19|20)\d\d|\d\d\b)"
    r"|\d{1,2}/\d{1,2}[ -]{1,2}(?:(?:19|20)\d\d|\d\d)(?!\d)"
    rf"|[a-zåäö]+ {_MONTH} [a-zåäö]+"
    r"|(?:nyårs|jul|midsommar|påsk|valborgsmässo)(?:afton|dagen) (?:(?:19|20)\d\d|\d\d\b))",
    re.IGNORECASE,
)
_DAY_AND_FOUR: Final = re.compile(
    rf"\b\d{{1,2}} {_MONTH} (?:19|20)\d\d (?:med|och|sen|sedan|plus|-) \d{{4}}(?!\d)", re.IGNORECASE
)
# `flickan 110804`
_PERSONS_DAY: Final = re.compile(
    r"\b(?:flicka|flickan|pojke|pojken|elev|eleven|barnet|killen|tjejen|mannen|kvinnan|patienten"
    r"|brukaren|kunden|sonen|dottern|gubben|tanten|resenären|kille|tjej|man|kvinna)[ ,(]{1,2}"
    r"(?P<id>\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d|-\d)",
    re.IGNORECASE,
)
_PIECES: Final = re.compile(
    r"året är (?P<one>(?:19|20)\d\d)\D{1,25}(?P<two>\d{4})\D{1,15}(?P<three>\d{4})(?!\d)",
    re.IGNORECASE,
)
_LEAST_FIGURES: Final = 5
_ACCOUNT_FIGURES: Final = 10

_OF_PAPER: Final = mark(
    re.compile(
        rf"(?:{alternatives('papers')})(?:et|en|ets|ens|s|nr|nummer)?(?:$|[-:])"
        rf"|.*(?:{alternatives('holders_ends')})$"
    ).match
)
_OF_ABROAD: Final = mark(
    re.compile(
        r"f[øo]dsels|cpr|henkil|hetu|pesel|isikuk|cnp|kennit|bsn|asmens|social$|ssn|jmbg|egn$|oib|aadha"
        r"|kimlik|nino|codice|steuer|rodn"
    ).match
)
_OF_WALLET: Final = mark(re.compile(r"bc1|0x").match)
_SIX: Final = re.compile(r"\d{6}")
_LAST_FIGURES: Final = mark(re.compile(r"sist|kontroll|slut|året$|med$|och$|sen$|sedan$").match)
_TOLD_BIRTH: Final = mark(re.compile(r"föd|fött|fyller$|fd?$").match)


@detector(DIGIT | _TOLD_BIRTH)
def find_documents(reading: Reading) -> Iterator[Span]:
    """Codes of papers and accounts, days of birth, parts and foreign numbers of persons."""
    text = reading.text
    if reading.marked & _TOLD_BIRTH:
        for match in _BIRTH.finditer(text):
            yield Span(*match.span("id"), Kind.BIRTH_DATE)
    if reading.digits < 4:
        return
    if reading.marked & _OF_PAPER:
        yield from _held(text)
    yield from _by_pattern(reading)
    if reading.marked & _LAST_FIGURES:
        yield from _parts(reading)
    if reading.digits >= _ACCOUNT_FIGURES and _PAYING.search(reading.lowered):
        for match in _ACCOUNT.finditer(text):
            yield Span(*match.span(), Kind.ID_NUMBER)


def _by_pattern(reading: Reading) -> Iterator[Span]:
    text = reading.text
    row = _SIX.search(text) is not None
    for needed, pattern, kind, group in (
        (reading.marked & _OF_ABROAD, _ABROAD, Kind.PERSONAL_NUMBER, "id"),
        (row, _PERSONS_DAY, Kind.BIRTH_DATE, "id"),
        (row, _FINNISH, Kind.PERSONAL_NUMBER, 0),
        (row, _PART, Kind.MASKED_NUMBER, 0),
        (reading.marked & _OF_WALLET, _WALLET, Kind.ID_NUMBER, 0),
    ):
        for match in pattern.finditer(text) if needed else ():
            if pattern is not _PART or not _LATE.match(match[0].removeprefix("20")):
                yield Span(*match.span(group), kind)


def _parts(reading: Reading) -> Iterator[Span]:
    text = reading.text
    for match in _DAY_AND_FOUR.finditer(text):
        yield Span(*match.span(), Kind.MASKED_NUMBER)
    for match in _PIECES.finditer(text):
        for group in ("one", "two", "three"):
            yield Span(*match.span(group), Kind.MASKED_NUMBER)
    last = list(_FOUR_LAST.finditer(text))
    for match in last:
        yield Span(*match.span("id" if match["id"] else "before"), Kind.MASKED_NUMBER)
    for match in _DAY.finditer(text) if last else ():
        yield Span(*match.span(), Kind.MASKED_NUMBER)


def _held(text: str) -> Iterator[Span]:
    for match in _HELD.finditer(text):
        code = match["id"]
        figures = sum(map(str.isdigit, code))
        if _NO_CODE.fullmatch(code) or _UNIT.match(text, match.end("id")):
            continue
        told = match["told"] or _NUMBERED.match(match["gap"])
        lettered = any(map(str.isalpha, code))
        least = 3 if told else _LEAST_FIGURES
        if figures >= least and (told or lettered or figures > 5 or len(match["gap"]) < 4):
            yield Span(*match.span("id"), Kind.ID_NUMBER)
