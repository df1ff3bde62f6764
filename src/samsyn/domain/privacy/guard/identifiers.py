"""Numbers of cards, devices, networks, accounts and cases that belong to one person.

Where a number bears a check digit it is enough: cards and IMEI by Luhn (ISO/IEC 7812-1),
IBAN by mod 97 (ISO 13616), chassis numbers by their form (ISO 3779). The rest needs a word
that tells it: `kortnummer`, `kundnr`, `elev-id`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address
from typing import Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.marks import DIGIT, mark
from samsyn.domain.privacy.guard.reading import Reading

_CARD: Final = re.compile(
    r"(?<![\w-])(?:[2-6]\d{3}(?P<part>[ .–-])\d{4}(?P=part)\d{4}(?P=part)\d{1,7}|[3-6]\d{12,18})"
    r"(?![\w]|-\d)"
)
_IMEI: Final = re.compile(
    r"(?<![\w-])\d{2}(?P<part>[ -]?)\d{6}(?P=part)\d{6}(?P=part)\d(?![\w]|-\d)"
)
_MASKED_CARD: Final = re.compile(
    r"(?<!\w)(?=[\d -]*[xX*•]{2})\d{4}(?:(?P<part>[ -]?)[\dxX*•]{4})"
    r"(?:(?P=part)[\dxX*•]{4}){2}(?!\w)"
    r"|(?<!\w)[xX*•]{4}(?:[ -]?[xX*•]{4}){2}[ -]?\d{4}(?!\w)"
)
_MASKS: Final = re.compile(r"[xX*•]{2}")
_IN_FOURS: Final = re.compile(r"[3-6]\d{3}(?:[ –-]\d{4}){3}")
_GOODS: Final = re.compile(
    r"(?:faktur|ocr|serie|artik|ean|streckkod|order|sändning|kolli|referens|larm|felanmäl|ärende"
    r"|inventarie|modell)\w*\W{0,3}(?:\w+\W{1,2}){0,2}$",
    re.IGNORECASE,
)
_IPV4: Final = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
_VERSION: Final = re.compile(
    r"(?:version\w*|ver\.?|v\.?|firmware|release|program\w*)\W{0,2}$", re.I
)
_IPV6: Final = re.compile(r"(?<![\w:])(?:[\da-fA-F]{0,4}:){2,7}[\da-fA-F]{0,4}(?![\w:])")
_MAC: Final = re.compile(
    r"(?<![\w:-])(?:[\da-fA-F]{2}([:-]))(?:[\da-fA-F]{2}\1){4}[\da-fA-F]{2}(?![\w:-])"
    r"|(?<![\w.])[\da-fA-F]{4}\.[\da-fA-F]{4}\.[\da-fA-F]{4}(?![\w.])"
)
# What the dearer patterns need: hex digits between marks, letters among figures.
_HEXES: Final = re.compile(r"[\da-fA-F][:.-][\da-fA-F:.-]{2,4}[:.-]")
_CODED: Final = re.compile(r"\d[-+ ]?[A-ZÅÄÖ]\w{1,3}(?!\w)|[A-Z]\d\w{5}")
_CHASSIS: Final = re.compile(r"(?<!\w)(?=[A-Z\d]*[A-Z])(?=[A-Z\d]*\d{4,})[A-HJ-NPR-Z\d]{17}(?!\w)")
_IBAN: Final = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ ]?[\dA-Z]{4}){3,7}(?:[ ]?[\dA-Z]{1,3})?(?!\w)")
_RESERVE: Final = re.compile(
    r"(?<![\w-])(?P<year>(?:19|20)?\d\d)(?P<month>\d\d)(?P<day>\d\d)[-+ ]?"
    r"(?:[A-ZÅÄÖ][\dA-ZÅÄÖ]{2,3}|\d[A-ZÅÄÖ]\d[\dA-Z])(?!\w)"
)
_GIRO: Final = re.compile(
    r"\b(?:bg|bankgiro\w*|pg|plusgiro\w*|postgiro\w*)\W{0,3}(?:[a-zåäö]+\W{1,2}){0,3}?"
    r"(?P<id>\d[\d ]{0,8}-\d{1,4})(?!\d)",
    re.IGNORECASE,
)
_PUBLIC_PAYEE: Final = re.compile(
    r"kommun|förening|bolag|företag|myndighet|skola|region|stiftelse|församling|butik|kontor|kassa"
)
_HOLDER: Final = (
    r"(?:(?:bank|betal|kredit|debet|person|spar|lön|lön[e]?|swish)-?(?:konto|kort)"
    r"|kort|konto|kund|klient|patient|brukar|elev|student|medlems?|anställnings?|tjänste?"
    r"|försäkrings?|journal|dossier|akt|personakt|lma|reserv|körkorts?|pass|id-?korts?"
    r"|nationell\w* id"
    r"|uppehållstillstånds?(?:korts?)?|uppehållskorts?|imei|imsi|iccid|sim(?:korts?)?|mac|ip|vin"
    r"|chassi|ram|bank-?id|lånekorts?|låntagar|passer(?:korts?)?|busskorts?|resekorts?|skolkorts?"
    r"|frikorts?|mål|clearing|telefon|enhets?|abonnemangs?|användar|inskrivnings?|intagnings?"
    r"|besöks?|boknings?-?person|fångs?|ärende hos soc(?:ial\w*)?)"
)
_TELLING: Final = re.compile(
    rf"\b{_HOLDER}(?:et|en|ets|ens|s)?[ -]?(?:n(?:umme)?re?t?|id|kod|adress\w*"
    rf"|serien(?:umme)?r)?\.?"
    r"(?:[:=#]|\W)\W{0,2}(?:(?:nr|nummer|id|är|var|har|hade|med|på|kod|serienr|löd|till)"
    r"\W{1,2}){0,2}"
    r"(?P<id>(?=[\w /-]*\d{3})[A-Za-z]{0,4}[ -]?\d[\dA-Za-z]*(?:[ /-]\d[\dA-Za-z]*){0,6})(?!\w)",
    re.IGNORECASE,
)
# Words that take an account or a card of a firm, and words that alone say too little.
_BARE: Final = re.compile(
    r"(?:kund|klient|patient|brukare?|elev|student|medlem|anställd|telefon|akt|ram|mål|konto"
    r"|enhet|användare|besök|kort|pass|fånge?|reserv|försäkring|tjänst)(?:en|et|ens|ets|s)?$",
    re.IGNORECASE,
)
_SERIOUS: Final = re.compile(
    r"\b(?:bank|betal|kredit|debet|visa|master|pass|körkort|id-?kort|lma|kort|konto|uppehåll)",
    re.IGNORECASE,
)
_SOCIAL_CASE: Final = re.compile(
    r"(?:\bsoc\b|social|lvu|sol-|\blss\b|orosanmäl|familjerätt|försörjningsstöd|omsorg)"
    r"[^.!?]{0,40}?"
    r"(?:dnr|diarie\w*|akt\w*|ärende\w*)"
    r"\W{1,3}(?P<id>[A-ZÅÄÖ]{0,5}[ -]?\d{2,4}[-/]\d{2,6}(?:-\d+)?)",
    re.IGNORECASE,
)
_COURT_CASE: Final = re.compile(
    r"\bmål(?:et|nr|nummer)?\W{1,2}(?:nr\W{1,2})?(?P<id>[BTÄ][ -]?\d{2,6}-\d\d)(?!\d)"
)
_LAST_FOUR: Final = re.compile(
    r"(?:fyra sista|sista fyra|de sista|kontrollsiffr\w*|slutar(?: på| med)?|slutsiffr\w*)"
    r"\D{0,40}?(?<!\d)(?P<id>\d{4})(?!\d)|(?<!\d)(?P<before>\d{4})(?!\d) (?:i slutet|på slutet)",
    re.IGNORECASE,
)
_FIRST_SIX: Final = re.compile(
    r"börja\w* (?:på |med )?(?P<id>(?:19|20)?\d{6})(?!\d)", re.IGNORECASE
)
_OF_CARD: Final = re.compile(r"\b(?:bank|betal|kredit|visa)?-?kort(?:et|nummer\w*)?\b")
_OF_PERSON: Final = re.compile(
    r"person-?n|pnr|pers\.?\s?nr|legitimation|födelsenummer|id-kort|idkort"
)


@detector(DIGIT)
def find_identifiers(reading: Reading) -> Iterator[Span]:
    """Numbers of cards, devices, networks and accounts, by check digit or by a telling word."""
    if reading.digits < 3:
        return
    if reading.marked & _TELLS:
        yield from _spans(reading.text, _told(reading))
    if reading.digits >= 4:
        yield from _of_person(reading)
    if reading.digits >= 6:
        yield from _spans(reading.text, _by_form(reading))


# How the words begin that `_TELLING` begins with, and the others that `_told` looks for.
_WHOLE_CARD: Final = 13  # figures: so many are never counted
_TELLING_PART: Final = re.compile(
    r"bank|betal|kredit|debet|person|spar|lön|swish|kort|konto|kund|klient|patient|brukar|elev"
    r"|student|medlem|anställ|tjänst|försäkr|journal|dossier|akt|lma|reserv|körk|pass|id|uppehåll"
    r"|imei|imsi|iccid|sim|mac|ip|vin|chassi|ram|nationell|lån|frikort|skolkort|resek|bussk"
    r"|mål|clearing"
    r"|telefon|enhet|abonn|använd|inskriv|intag|besök|boknings|fång|ärende|mobil"
    r"|bg$|pg$|bankg|plusg|postg|soc|lvu|sol|lss|oros|familjer|omsorg|försörj|visa|master|klarna"
)


_GIRO_WORD: Final = re.compile(r"(?:bg|pg)$|bankgiro|plusgiro|postgiro")
_SOCIAL_WORD: Final = re.compile(
    r"soc|lvu|sol$|sol-|lss|oros|familjer|omsorg|försörj|mål(?:et|nr|nummer)?$"
)


_OF_GIRO: Final = mark(_GIRO_WORD.match)
_OF_SOCIAL: Final = mark(lambda lower: _SOCIAL_WORD.match(lower) and not _GIRO_WORD.match(lower))
_OF_HOLDER: Final = mark(_TELLING_PART.match)
_TELLS: Final = _OF_GIRO | _OF_SOCIAL | _OF_HOLDER


_Found = Iterator[tuple[int, int]]


def _spans(text: str, found: _Found) -> Iterator[Span]:
    for start, end in found:
        yield Span(start, start + len(text[start:end].rstrip(" .-/")), Kind.ID_NUMBER)


def _by_form(reading: Reading) -> _Found:
    text = reading.text
    if _MASKS.search(text):
        yield from (match.span() for match in _MASKED_CARD.finditer(text))
    if reading.digits >= 13:
        yield from _checked(text)
    if "." in text:
        yield from _hosts(text)
    if _HEXES.search(text):
        yield from (match.span() for match in _MAC.finditer(text))
        yield from (match.span() for match in _IPV6.finditer(text) if _is_ipv6(match[0]))
    if not _CODED.search(text):
        return
    for pattern in (_CHASSIS, _RESERVE):
        for match in pattern.finditer(text):
            if pattern is _CHASSIS or _is_reserve(match, text):
                yield match.span()


def _hosts(text: str) -> _Found:
    for match in _IPV4.finditer(text):
        if _is_host(match[0]) and not _VERSION.search(text[: match.start()][-20:]):
            yield match.span()


def _checked(text: str) -> _Found:
    for pattern in (_CARD, _IMEI):
        for match in pattern.finditer(text):
            digits = re.sub(r"\D", "", match[0])
            fours = pattern is _CARD and _IN_FOURS.fullmatch(match[0])
            if (fours or has_luhn(digits)) and not _GOODS.search(text[: match.start()][-40:]):
                yield match.span()
    for match in _IBAN.finditer(text):
        if _has_iban(match[0].replace(" ", "")):
            yield match.span()


def has_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit by Luhn (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 1


def _has_iban(code: str) -> bool:
    """Whether the check digits by mod 97 (ISO 13616) agree."""
    if not 15 <= len(code) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in code[4:] + code[:4])) % 97 == 1


# Addresses inside a house (RFC 1918): of machines, known to nobody else.
_INSIDE: Final = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))


def _is_host(written: str) -> bool:
    try:
        address = IPv4Address(written)
    except AddressValueError:
        return False
    inside = any(address in network for network in _INSIDE)
    return not (inside or address.is_loopback or address.is_unspecified or written[:4] == "255.")


def _is_ipv6(written: str) -> bool:
    if written.count(":") < 3 and "::" not in written:
        return False
    try:
        IPv6Address(written)
    except AddressValueError:
        return False
    return any(sign.isdigit() for sign in written) and len(written) > 5


def _is_reserve(match: re.Match[str], text: str) -> bool:
    """Whether the figures are a day somebody may be born on, and no case is told of."""
    month, day = int(match["month"]), int(match["day"])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return False
    recent = match["year"][:2] == "20" and int(match["year"]) >= date.today().year - 1  # noqa: DTZ011
    return not recent and not _GOODS.search(text[: match.start()][-40:])


def _told(reading: Reading) -> _Found:
    text = reading.text
    for index, marks in enumerate(reading.marks):
        match = _TELLING.match(text, reading.start(index)) if marks & _TELLS else None
        if match and (
            sum(map(str.isdigit, match["id"])) >= _WHOLE_CARD
            or _tells(text[match.start() : match.start("id")])
        ):
            yield match.span("id")
    if reading.marked & _OF_SOCIAL:
        for pattern in (_SOCIAL_CASE, _COURT_CASE):
            yield from (match.span("id") for match in pattern.finditer(text))
    if reading.marked & _OF_GIRO and not _PUBLIC_PAYEE.search(reading.lowered):
        yield from (match.span("id") for match in _GIRO.finditer(text))


def _tells(before: str) -> bool:
    """Whether the words before say that a number of a person follows: not `mål 312`, `kund 7`."""
    word = re.split(r"[\s:=#(]+", before.strip())[0].strip(".:")
    if not _BARE.fullmatch(word):
        return True
    rest = before.strip()[len(word) :]
    return bool(re.search(r"\b(?:nr|nummer|id|kod|serienr)\b", rest, re.IGNORECASE))


def _of_person(reading: Reading) -> Iterator[Span]:
    """The four last figures of a personal number, where the sentence tells of one."""
    person = _OF_PERSON.search(reading.lowered)
    if not (person or _OF_CARD.search(reading.lowered)):
        return
    for match in _FIRST_SIX.finditer(reading.text) if person else ():
        yield Span(*match.span("id"), Kind.MASKED_NUMBER)
    for match in _LAST_FOUR.finditer(reading.text):
        start, end = match.span("id") if match["id"] else match.span("before")
        yield Span(start, end, Kind.MASKED_NUMBER)
