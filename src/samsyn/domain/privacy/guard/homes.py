"""Homes that no street's ending tells: farms, villages, plots, short forms, flats, door codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.addresses import FLAT, is_home, is_public, is_street
from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.lexicon import is_form, is_ordinary
from samsyn.domain.privacy.guard.marks import DIGIT, mark, mark_written
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.wordlists import words

_NO_STREETS: Final = words("no_streets")
_FARMS: Final = tuple(sorted(words("farm_endings")))
_NO_NAMES: Final = words("no_names") | words("no_person") | words("thing_before")
_VEHICLES: Final = words("vehicles") | words("plate_like")
_CAP: Final = r"[A-ZÅÄÖÉ][^\W\d_]+(?:-[A-ZÅÄÖ][^\W\d_]+)?"
# `Ekg. 5`, `Vasag. 12 B`, `Norra Ringv 4`
_SHORT_NAME: Final = re.compile(
    r"(?<![\w-])(?:(?:Norra|Södra|Östra|Västra|Gamla|Nya|Stora|Lilla|Övre|Nedre|N|S|V|Ö)\.? )?"
    r"(?P<street>[A-ZÅÄÖ][^\W\d_]{1,18}?-?(?:g|v|gr|vg|gt|st))(?P<point>\.?) ?"
    r"(?P<number>\d{1,3})(?: ?[A-Ha-h](?!\w))?(?![\w]|[.:]\d| ?(?:kr|st|cm|km|%)\b)"
)
# `Norrgården 3`, `Lilla Hagen 2`, `Hällsjö 14`
_FARM: Final = re.compile(
    rf"(?<![\w-])(?P<name>{_CAP}(?: {_CAP}){{0,2}}(?: (?:gård|torp|kvarn|säteri|herrgård|stuga))?)"
    r" (?:nr\.? ?)?(?P<number>\d{1,3})(?: ?[A-Ca-c](?!\w))?"
    r"(?!\w|[.:,/-]\d| ?(?:år|kr|st|cm|km|%|cyl|liter|min|tim|maj|juni|juli)\b)"
)
_PROPERTY: Final = re.compile(
    rf"(?<![\w-])(?P<name>{_CAP}(?: {_CAP}){{0,2}}) (?P<number>\d{{1,3}}:\d{{1,4}})(?![\w:])"
)
_PLOT: Final = re.compile(
    r"\b(?P<kind>tomt(?:en)?|kolonilott(?:en)?|odlingslott(?:en)?|lott(?:en)?|stug(?:a|an)"
    r"|plats(?:en)?"
    r"|campingplats|husvagn(?:en)?|villavagn(?:en)?|rad(?:hus|huset)|villa(?:n)?|torp(?:et)?"
    r"|barack(?:en)?"
    r"|paviljong|bostad(?:en)?|hus(?:et)?|rum(?:met)?)"
    r" (?P<sign>(?:nr\.? ?|nummer )?\d{1,4}[a-cA-C]?)(?!\w|[.:,/-]\d| ?(?:kr|st|m2|kvm|meter"
    r"|år)\b)",
    re.IGNORECASE,
)
_SURE_PLOTS: Final = ("tomt", "koloni", "villavagn", "stug", "bostad")
_LIVES: Final = re.compile(
    r"\b(?:bor|bodde|boende|bott|sover|sov|hyr\w*|familj\w*|husvagn\w*|man|kvinna|mannen"
    r"|kvinnan|gubbe\w*"
    r"|tant\w*|granne\w*|hemma|folk|permanent|året om|ensam|patient\w*|kill\w*|tjej\w*"
    r"|ägare\w*|hos)\b",
    re.IGNORECASE,
)
_CODE: Final = re.compile(
    r"\b(?:port|dörr|entré|trapp|uppgångs?|grind|hus|nyckel)-?kod(?:en)?\b(?:[^.\n\d]{0,30})"
    r"(?P<code>\d{4,6})(?!\d)"
    r"|\bkod(?:en)? (?:till|i|på) (?:port|dörr|trapp|upp|huset|lgh|lägenhet|entrén|grinden)\w*"
    r"[^.\n\d]{0,30}(?P<code2>\d{4,6})(?!\d)",
    re.IGNORECASE,
)
_PUBLIC_CODE: Final = re.compile(
    r"skol|förskol|kommun|förråd|larm|kontor|butik|lokal|fritids|bibliotek"
)
_LED_UP: Final = re.compile(
    r"(?:\b(?:bor|bodde|bott|hemma|hemmet|hem|skriven|bostad(?:en)?|adress(?:en|:)?|hemadress"
    r"|gård(?:en)?"
    r"|villa(?:n)?|torp(?:et)?|stuga(?:n)?|familj(?:en)?|huset|hus|radhuset|hos|granne\w*"
    r"|hyresgäst\w*"
    r"|flyttade?|flyttat|åk|kör|lägenhet(?:en)?|lgh|fest|festen|hämtad|hämtades"
    r"|fastighet(?:en)?|by(?:n)?"
    r"|kvinna(?:n)?|man(?:nen)?|damen|gubben|paret|sommarhus|fritidshus)\W+"
    r"(?:\w+\W+){0,3}?)$",
    re.IGNORECASE,
)


# A letter and a number after it, which all but a door code have.
_TO_NUMBER: Final = re.compile(r"[^\W\d_]\.?[ ]?(?:nr\.? ?|nummer |är |= ?|: ?|– )?\d")
_CAPITAL_TO_NUMBER: Final = re.compile(
    r"[A-ZÅÄÖÉ][^\W\d_]+-?\.?(?: (?:gård|torp|kvarn|säteri|herrgård|stuga))? ?(?:nr\.? ?)?\d"
)
_LIVES_AT: Final = re.compile(
    r"\b(?:bor|bodde|bott|skriven|hemma|flytta(?:de|r|t)|folkbokförd) (?:nu |ute |kvar "
    r"|ensam )?(?:på|i|vid|till) $"
)
_PLOT_WORD: Final = re.compile(
    r"tomt|koloni|odling|lott|stug|plats|camping|husv|villav|radhus|villa|torp|barack"
    r"|paviljong|bostad|hus|rum"
)


_SHORT: Final = mark_written(
    re.compile(r"[A-ZÅÄÖ][^\W\d_]{1,18}-?(?:g|v|gr|vg|gt|st)(?![^\W\d_])").search
)
_OF_PLOT: Final = mark(_PLOT_WORD.match)


@detector(DIGIT)
def find_homes(reading: Reading) -> Iterator[Span]:
    """Homes told by a short form, a farm's or a village's name, a plot, a door code."""
    if not reading.digits or _TO_NUMBER.search(reading.text) is None:
        return
    if _CAPITAL_TO_NUMBER.search(reading.text):
        yield from _named(reading)
    if reading.marked & _OF_PLOT:
        for match in _PLOT.finditer(reading.text):
            if _is_lived_in(reading, match):
                yield Span(*match.span(), Kind.HOME_ADDRESS)
    if "kod" in reading.lowered:
        yield from _codes(reading)


def _named(reading: Reading) -> Iterator[Span]:
    for match in _SHORT_NAME.finditer(reading.text) if reading.marked & _SHORT else ():
        if _is_short(reading, match):
            yield _home(reading, *match.span())
    for match in _FARM.finditer(reading.text):
        if _is_farm(reading, match):
            yield _home(reading, match.start("name"), match.end())
    for match in _PROPERTY.finditer(reading.text) if ":" in reading.text else ():
        counted, span = match["name"].lower() in _COUNTED, match.span()
        if not counted and is_home(reading, *span) and not is_public(reading, *span):
            yield Span(*span, Kind.HOME_ADDRESS)


def _home(reading: Reading, start: int, end: int) -> Span:
    flat = FLAT.match(reading.text, end)
    return Span(start, flat.end() if flat else end, Kind.HOME_ADDRESS)


def _is_short(reading: Reading, match: re.Match[str]) -> bool:
    """Whether `Ekg. 5` is a street: with a point, or no word without it."""
    street = match["street"].lower()
    if street in _NO_NAMES or street in _VEHICLES or street in _SHORT_WORDS:
        return False
    if not match["point"] and (len(street) < 4 or is_ordinary(street)):
        return False
    if match["point"] and reading.text[match.end("point") :][:1] == " " and is_form(street):
        return False  # a sentence ended: `Hagen är trång. 5 bilar`
    return not is_public(reading, match.start(), match.end())


_SHORT_WORDS: Final = words("short_streets_not")


def _is_farm(reading: Reading, match: re.Match[str]) -> bool:
    """Whether `Hällsjö 14` is a home: led up to, or named like a farm beside a home's words."""
    name = match["name"].lower().split()
    last = name[-1]
    if (last in _NO_NAMES and len(name) < 2) or last in _VEHICLES or last in _COUNTED:
        return False
    if is_street(last) and last not in _NO_STREETS:
        return False
    start, end = match.start("name"), match.end()
    before = f"{reading.sentence(start, end)[0]}{' '.join([*name[:-1], ''])}"[-60:]
    lives = _LIVES_AT.search(before) is not None
    led_up = lives or (_LED_UP.search(before) is not None and not _opens_numbered(last))
    farm = last.endswith(_FARMS) and is_home(reading, start, end)
    if not (led_up or farm or FLAT.match(reading.text, end)):
        return False
    return not is_public(reading, start, end) or _LED_UP.search(before) is not None


def _opens_numbered(lower: str) -> bool:
    """Whether the word is one that things are numbered by: `Buss 501`, `Vecka 41`."""
    return is_form(lower) and not lower.endswith(_FARMS)


_COUNTED: Final = words("numbered")


def _is_lived_in(reading: Reading, match: re.Match[str]) -> bool:
    """Whether somebody lives on the plot: by the word itself, or what the sentence says."""
    around = " ".join(reading.sentence(match.start(), match.end()))
    lives = _LIVES.search(around) is not None
    kind = match["kind"].lower()
    if kind.startswith(("hus", "rum", "plats", "lott")) and not kind.startswith("husvagn"):
        return (lives and kind.startswith(("plats", "lott", "hus")) and "husvagn" in around) or (
            lives and re.search(r"\b(?:bor|bodde|sover|boende|hyr)\b", around) is not None
        )
    return lives or (kind.startswith(_SURE_PLOTS) and is_home(reading, *match.span()))


def _codes(reading: Reading) -> Iterator[Span]:
    for match in _CODE.finditer(reading.text):
        if not _PUBLIC_CODE.search(reading.lowered):
            group = "code" if match["code"] else "code2"
            yield Span(match.start(group), match.end(group), Kind.HOME_ADDRESS)
