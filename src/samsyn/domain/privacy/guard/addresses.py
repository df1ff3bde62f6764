"""Home addresses: a street with a number, unless it stands for a public place, and flats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.marks import DIGIT, mark
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import alternatives, words

_STREETS: Final = tuple(sorted(words("street_endings")))
_NO_STREET: Final = words("no_streets")
_SEPARATE: Final = frozenset(
    [
        "väg",
        "gata",
        "stig",
        "gränd",
        "torg",
        "plan",
        "backe",
        "allé",
        "vägen",
        "gatan",
        "stigen",
        "gränden",
        "backen",
        "allén",
    ]
)
_HOMES: Final = tuple(word.replace("_", " ") for word in words("homes") | words("more_homes"))
_PUBLIC: Final = tuple(
    word.replace("_", " ") for word in words("public_places") | words("more_public")
)
_DIRECTIONS: Final = words("directions")
_NUMBER: Final = re.compile(r"\d{1,3}[a-hA-H]?$")
_LETTER: Final = re.compile(r"\s?[A-Ha-h](?=[\s,.;)]|$)")
FLAT: Final = re.compile(
    r"(?:[\s,]{1,3}(?:(?:\d|en|två|tre|fyra)\s?tr(?:appor|\.)?(?=\W|$)"
    r"(?:\s(?:till\s)?(?:höger|vänster|n\.?b\.?|ned|upp|ö\.?g\.?|mitten))?"
    r"|(?:lgh|lägenhet|läg)\.?\s?(?:nr\.?\s?)?\d{1,4}"
    r"|vån(?:ing(?:en)?)?\.?\s?\d(?:\s[tn][vhb](?!\w))?"
    r"|(?:uppg(?:ång(?:en)?)?\.?|trapphus)\s?[A-Ha-h\d](?!\w)|[bn]\.?[vb]\.?(?!\w)|1[0-9]\d\d(?!\d)"
    r"|port(?:en)?\s[A-Ha-h\d](?!\w)|c/o\s\w+"
    r"|\d{3}\s?\d\d\s[A-ZÅÄÖ]\w+))+",
    re.IGNORECASE,
)
# `Ekgatan12`, `Ekgatan-12`, `Ekgatan.nr.12`: one word with the number.
_GLUED: Final = re.compile(r"(?P<street>[^\W\d_]+)[-._]?(?:nr[.-]?)?\d{1,3}[a-hA-H]?")
_GLUED_SIGN: Final = re.compile(r"(?:nr|no)[.-]?\d{1,3}[a-h]?")  # `Ekgatan nr.12`
_COUNTERS: Final = frozenset(["nr", "nummer", "no"])
_TO_NUMBER: Final = re.compile(r"[ \t]{1,3}|,?\s{1,2}(?:nr|nummer|no)[.:]?\s{0,2}", re.IGNORECASE)
# What the number belongs to stands before it: `Biblioteket på Norbergsvägen 16`.
_OF_PUBLIC: Final = re.compile(
    rf"\b\w*(?:{'|'.join(re.escape(word.strip()) for word in _PUBLIC)})\w*,? (?:på |vid |i )?$"
)
_SURELY_HOME: Final = re.compile(r"\b(?:bor|bodde|boende|familj\w*|lgh|lägenhet\w*|hemma)\b")
_ENTRANCES: Final = words("entrances")
# They say little but where somebody lives there.
_WEAK_ENTRANCES: Final = _COUNTERS | {"hus", "huset"}
# What stands beside a number lies in the street: `räcket vid Strandvägen 6`.
_BESIDE: Final = re.compile(
    r"\b(?:vid|utanför|mellan|mittemot|framför|bakom|nära|längs|hörnet|korsningen|höjd med"
    r"|intill|invid)"
    r"(?: korsningen| hörnet| fastigheten)? $"
)
_SIGN: Final = re.compile(r"\d{1,3}[a-h]?|[a-h]")
# After the number they say that it counts something else: `på Storgatan 15 ungdomar`.
_COUNTED: Final = re.compile(
    rf"\s?(?:[:/]\d|[-–]\d{{2}}:|%|(?:{alternatives('counted')})(?!\w))", re.IGNORECASE
)
_FLAT_NUMBER: Final = re.compile(
    r"\b(?:lgh|lägenhet(?:en|snummer)?)\.?\s?(?:nr\.?\s?|nummer\s)?(?P<flat>\d{4})(?!\d)"
    r"(?:\s(?:på|i|vid)\s(?=[^\W\d_]+\s\d))?",
    re.IGNORECASE,
)


def is_street(lower: str) -> bool:
    """Whether the word ends like a street's name."""
    return lower in _SEPARATE or lower.endswith(_STREETS)


def _ends_street(lower: str) -> bool:
    """Whether the word is a street, or one with its number: `ekgatan`, `ekgatan12`."""
    glued = _GLUED.fullmatch(lower)
    return is_street(glued["street"] if glued else lower)


_ENTRANCE: Final = mark(_ENTRANCES.__contains__)
_STREET: Final = mark(lambda lower: is_street(lower) or _ends_street(lower))
_FLAT_WORD: Final = mark(lambda lower: "lgh" in lower or "lägenhet" in lower)


@detector(DIGIT | _ENTRANCE)
def find_addresses(reading: Reading) -> Iterator[Span]:
    """Streets with a number where somebody may live, and numbers of flats.

    A number that places something public (`Busskuren vid Ekgatan 3`) passes
    unless the sentence also speaks of a home.
    """
    if reading.marked & _ENTRANCE:
        yield from _entrances(reading)
    if not reading.digits:
        return
    if reading.marked & _FLAT_WORD:
        for match in _FLAT_NUMBER.finditer(reading.text):
            yield Span(match.start("flat"), match.end(), Kind.HOME_ADDRESS)
    if not reading.marked & _STREET:
        return
    for index, word in enumerate(reading.texts):
        span = _numbered(reading, index, word) if reading.marks[index] & DIGIT else None
        if span:
            yield span


def _numbered(reading: Reading, index: int, word: str) -> Span | None:
    """The address whose number is, or ends, the word at ``index``; None when it is none."""
    if not word[0].isdigit():
        glued = _GLUED.fullmatch(word)
        if glued and is_street(glued["street"].lower()):
            return _address(reading, index, glued["street"].lower(), index)
        if not index or not _GLUED_SIGN.fullmatch(word.lower()):
            return None
    elif not index or not _NUMBER.match(word):
        return None
    street = index - 2 if reading.lowers[index - 1] in _COUNTERS and index > 1 else index - 1
    lower = reading.lowers[street]
    if not is_street(lower):
        return None
    between = reading.text[reading.end(street) : reading.start(index)]
    return _address(reading, street, lower, index) if _TO_NUMBER.fullmatch(between) else None


def _address(reading: Reading, street: int, lower: str, number: int) -> Span | None:
    """The address whose street ends at word ``street``; None when it is none, or public."""
    first = _street_start(reading, street, lower)
    after = reading.end(number)
    if first is None or _COUNTED.match(reading.text, after):
        return None
    letter = _LETTER.match(reading.text, after)
    end = letter.end() if letter else after
    flat = FLAT.match(reading.text, end)
    start = reading.start(first)
    if not flat and is_public(reading, start, end):
        return None
    return Span(start, flat.end() if flat else end, Kind.HOME_ADDRESS)


def _entrances(reading: Reading) -> Iterator[Span]:
    """`port 4 på Ekgatan`, `Ekgatan, uppgång B`."""
    for index, lower in enumerate(reading.lowers):
        span = _entrance(reading, index) if lower in _ENTRANCES else None
        if span is None or is_public(reading, span.start, span.end):
            continue
        if lower not in _WEAK_ENTRANCES or is_home(reading, span.start, span.end):
            yield span


def _entrance(reading: Reading, index: int) -> Span | None:
    sign = index + 2 if reading.lower(index + 1) in _COUNTERS else index + 1
    if not _SIGN.fullmatch(reading.lower(sign)):
        return None
    before = _named_street(reading, index - 1)
    if before is not None:
        between = reading.text[reading.end(index - 1) : reading.start(index)]
        if between in {" ", ", "}:
            return Span(reading.start(before), reading.end(sign), Kind.HOME_ADDRESS)
    street = sign + 1
    while reading.touching(street) and street < sign + 5:
        if _named_street(reading, street) is not None:
            return Span(reading.start(index), reading.end(street), Kind.HOME_ADDRESS)
        street += 1
    return None


def _named_street(reading: Reading, index: int) -> int | None:
    """Where the street that ends at word ``index`` begins; None when it is no street's name."""
    lower = reading.lower(index)
    return _street_start(reading, index, lower) if is_street(lower) else None


def _street_start(reading: Reading, index: int, lower: str) -> int | None:
    """The first word of the street's name: `Klövervägen`, `Karl Johans gata`; None for a road."""
    if lower not in _SEPARATE:
        return None if lower in _NO_STREET else _with_direction(reading, index)
    first = index
    while reading.touching(first) and index - first < 3 and reading.texts[first - 1][0].isupper():
        first -= 1
    named = first < index and reading.lowers[index - 1].endswith(("s", "x", "z", "a", "e"))
    return first if named else None


def _with_direction(reading: Reading, index: int) -> int:
    """The word before as well, in `Västra Storgatan`."""
    directed = reading.touching(index) and reading.lowers[index - 1] in _DIRECTIONS
    return index - 1 if directed and reading.texts[index - 1][0].isupper() else index


def is_public(reading: Reading, start: int, end: int) -> bool:
    """Whether the sentence speaks of what all may use, and of no home."""
    before, after = reading.sentence(start, end)
    around = f"{before} {after} "
    if _OF_PUBLIC.search(before) and not _SURELY_HOME.search(around):
        return True
    if not (_BESIDE.search(before) or any(word in around for word in _PUBLIC)):
        return False
    return not any(word in around for word in _HOMES)


def is_home(reading: Reading, start: int, end: int) -> bool:
    """Whether the sentence speaks of a home."""
    around = " ".join(reading.sentence(start, end)) + " "
    return any(word in around for word in _HOMES)
