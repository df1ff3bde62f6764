"""What columns are called in Swedish and English sheets, the surest words first.

Collected from exports that are documented or were met: case systems, housing
companies, rescue services, FixaMinGata, Open311, police open data.
"""

from __future__ import annotations

import re
from typing import Final

from samsyn.sources.mapping.model import Target

# Judged before anything else: a person's data must never slip in as a place or a text.
PERSONAL: Final = re.compile(
    r"^(?:namn|name)$"
    r"|\b(?:e ?(?:post|mail)\w*|mail\w*|tele?fon\w*|tel|tfn|mobil\w*|phone\w*|pnr"
    r"|person ?(?:nummer|nr)|för ?namn\w*|efter ?namn\w*|namn på \w+|kontakt(?:person|uppgift)\w*"
    r"|anmälare\w*|uppgiftslämnare\w*|requestor name|user ?name|first name|last name|full ?name"
    r"|reg ?(?:nr|nummer)|registreringsnummer|hyresgäst\w*|målsägande\w*|misstänkt namn)\b"
)

# A label is compared in its normal form; the first pattern that a column meets
# decides how sure the guess is.
WORDS: Final[dict[Target, tuple[str, ...]]] = {
    Target.DATE: (
        r"(?:händelse|brotts|inträff\w*|incident|larm) ?(?:datum|date|tid(?:punkt)?)(?: ?start)?",
        r"(?:datum|date|startdatum|date start|incident date start|datetime utc|datetime)",
        r"(?:datum (?:och|o|&) tid|datum tid|när|tidpunkt|inträffade?|inträffad)",
        r"(?:datum från|från datum|date single|dag|day)",
        r"(?:skapad|skapat|skapades|created|created at|requested datetime|confirmed)",
        r"(?:anmäld|anmälningsdatum|registrerad|inkom(?:men)?|rapportdatum|rapporterad|reported)",
        r"(?:vecka|v|week|månad|month|period)",
    ),
    Target.TIME: (r"(?:klockslag|tid|kl|time|larmtid|starttid|tid från|från kl|klockan)",),
    Target.DATE_TO: (r"(?:date end|incident date end|datum till|till datum|slutdatum|t o m)",),
    Target.TIME_TO: (r"(?:sluttid|tid till|till kl|time end)",),
    Target.POSITION: (r"(?:koordinat(?:er)?|position|gps|latlong?|lat ?long?|geo ?position)",),
    Target.NORTH: (
        r"(?:nord|north|northing|latitude?|lat|n|sweref99tm n|n koordinat|koordinat n)"
        r"(?: sweref.*)?",
        r"(?:x|x koordinat)(?: rt ?90.*)?",  # the surveyors' x points north
    ),
    Target.EAST: (
        r"(?:öst|east|easting|longitude?|long?|lng|e|ö|sweref99tm e|e koordinat|koordinat e)"
        r"(?: sweref.*)?",
        r"(?:y|y koordinat)(?: rt ?90.*)?",
    ),
    Target.SOURCE_ID: (
        r"(?:ärende|händelse|rapport|report|case|crime|incident|service request|larm|fel)"
        r" ?(?:nr|nummer|id|number)",
        r"(?:id|uid|löp ?(?:nr|nummer)|dnr|diarienummer|nr|nummer|referens|guid)",
    ),
    Target.PLACE: (
        r"(?:plats|platsnamn|location|place|händelseplats|brottsplats|var)",
        r"(?:bostadsområde|område|stadsdel|ort|fastighet|objekt|skola|enhet)",
        r"(?:adress|address|gata|gatuadress|street|lokal|valdistrikt|distrikt|lsoa name)",
    ),
    Target.CATEGORY: (
        r"(?:kategori|category|huvudkategori|service name|ämnesområde)",
        r"(?:typ av (?:störning|händelse|ärende|brott)|(?:händelse|ärende|brotts?|larm) ?typ)",
        r"(?:crime type|offense type|category assignment|brott|typ|type|område|orsak)",
    ),
    Target.DESCRIPTION: (
        r"(?:beskrivning|händelsebeskrivning|description|detail|fritext|vad hände|vad)",
        r"(?:händelse|text|kommentar\w*|notering\w*|anteckning\w*|rubrik|title|titel)",
    ),
    Target.COUNT: (r"(?:antal|count|number of|antal (?:händelser|ärenden|störningar|larm))",),
}

COMPILED: Final = {
    target: tuple(re.compile(word) for word in words) for target, words in WORDS.items()
}


def header_rank(label: str, target: Target) -> int | None:
    """How surely ``label``, in normal form, names ``target``: 0 is surest, None is not at all."""
    for rank, pattern in enumerate(COMPILED.get(target, ())):
        if pattern.fullmatch(label):
            return rank
    return None
