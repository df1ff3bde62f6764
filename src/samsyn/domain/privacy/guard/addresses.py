"""Home addresses: a street with a number, unless it stands for a public place, and flats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import alternatives, words

_STREETS: Final = tuple(sorted(words("street_endings")))
_NO_STREET: Final = words("no_streets")
_SEPARATE: Final = frozenset(["väg", "gata", "stig", "gränd", "torg", "plan", "backe", "allé"])
_HOMES: Final = tuple(word.replace("_", " ") for word in words("homes"))
_PUBLIC: Final = tuple(word.replace("_", " ") for word in words("public_places"))
_NUMBER: Final = re.compile(r"\d{1,3}[a-hA-H]?$")
_LETTER: Final = re.compile(r"\s?[A-Ha-h](?=[\s,.;)]|$)")
_FLAT: Final = re.compile(
    r"(?:[\s,]{1,3}(?:(?:\d|en|två|tre|fyra)\s?tr(?:appor|\.)?(?=\W|$)"
    r"(?:\s(?:till\s)?(?:höger|vänster|n\.?b\.?|ned|upp|ö\.?g\.?|mitten))?"
    r"|(?:lgh|lägenhet|läg)\.?\s?(?:nr\.?\s?)?\d{1,4}|vån(?:ing(?:en)?)?\.?\s?\d"
    r"|uppgång(?:en)?\s[A-Ha-h\d](?!\w)|port(?:en)?\s[A-Ha-h\d](?!\w)|c/o\s\w+"
    r"|\d{3}\s?\d\d\s[A-ZÅÄÖ]\w+))+",
    re.IGNORECASE,
)
# After the number they say that it counts something else: `på Storgatan 15 ungdomar`.
_COUNTED: Final = re.compile(
    rf"\s?(?:[:/]\d|[-–]\d{{2}}:|%|(?:{alternatives('counted')})(?!\w))", re.IGNORECASE
)
_FLAT_NUMBER: Final = re.compile(
    r"\b(?:lgh|lägenhet(?:en|snummer)?)\.?\s?(?:nr\.?\s?|nummer\s)?(?P<flat>\d{4})(?!\d)"
    r"(?:\s(?:på|i|vid)\s(?=[^\W\d_]+\s\d))?",
    re.IGNORECASE,
)


def find_addresses(reading: Reading) -> Iterator[Span]:
    """Streets with a number where somebody may live, and numbers of flats.

    A number that places something public (`Busskuren vid Ekgatan 3`) passes
    unless the sentence also speaks of a home.
    """
    if not reading.digits:
        return
    for match in _FLAT_NUMBER.finditer(reading.text):
        yield Span(match.start("flat"), match.end(), Kind.HOME_ADDRESS)
    for index, word in enumerate(reading.texts[1:]):
        if word[0].isdigit() and _NUMBER.match(word) and _is_street(reading.lowers[index]):
            span = _address(reading, index)
            if span:
                yield span


def _is_street(lower: str) -> bool:
    return lower in _SEPARATE or lower.endswith(_STREETS)


def _address(reading: Reading, index: int) -> Span | None:
    """The address whose street ends at word ``index``; None when it is none, or public."""
    if not reading.touching(index + 1):
        return None
    first = _street_start(reading, index)
    after = reading.end(index + 1)
    if first is None or _COUNTED.match(reading.text, after):
        return None
    letter = _LETTER.match(reading.text, after)
    end = letter.end() if letter else after
    flat = _FLAT.match(reading.text, end)
    start = reading.start(first)
    if not flat and _is_public(reading, start, end):
        return None
    return Span(start, flat.end() if flat else end, Kind.HOME_ADDRESS)


def _street_start(reading: Reading, index: int) -> int | None:
    """The first word of the street's name: `Klövervägen`, `Karl Johans gata`; None for a road."""
    lower = reading.lowers[index]
    if lower not in _SEPARATE:
        return None if lower in _NO_STREET else index
    first = index
    while reading.touching(first) and index - first < 3 and reading.texts[first - 1][0].isupper():
        first -= 1
    named = first < index and reading.lowers[index - 1].endswith(("s", "x", "z", "a", "e"))
    return first if named else None


def _is_public(reading: Reading, start: int, end: int) -> bool:
    around = " ".join(reading.sentence(start, end)) + " "
    if not any(word in around for word in _PUBLIC):
        return False
    return not any(word in around for word in _HOMES)
