"""What columns are called in Swedish and English sheets, the surest words first.

Collected from exports that are documented or were met: case systems, housing
companies, rescue services, FixaMinGata, Open311, police open data.
"""

from __future__ import annotations

import re
from typing import Final

from samsyn.sources.mapping.model import Target
from samsyn.sources.values import DatePrecision
from samsyn.sources.words import normal

# Judged before anything else: a person's data must never slip in as a place or a text.
PERSONAL: Final = re.compile(
    r"^(?:namn|name|personuppgift\w*|född|födelse\w*|fyra sista|ålder|kön|anmält av)$"
    r"|\b(?:e ?(?:post|mail)\w*|mail\w*|tele?fon\w*|tel|tfn|mobil\w*|phone\w*|pnr"
    r"|person ?(?:nummer|nr)|för ?namn\w*|efter ?namn\w*|namn på \w+|kontakt(?:person|uppgift)\w*"
    r"|anmälare\w*|uppgiftslämnare\w*|requestor name|user ?name|first name|last name|full ?name"
    r"|reg ?(?:nr|nummer)|registreringsnummer|hyresgäst\w*|målsägande\w*|misstänkt namn)\b"
)

# A label is compared in its normal form; the first pattern that a column meets
# decides how sure the guess is.
WORDS: Final[dict[Target, tuple[str, ...]]] = {
    Target.DATE: (
        r"(?:händelse|brotts|inträff\w*|incident|larm|upptäckt|skade|tillbuds"
        r"|observations|rond) ?(?:datum|date|dag|tid(?:punkt)?)"
        r"(?: ?start)?",
        r"(?:tid ur rubriken|datum|date|startdatum|date start|incident date start|datetime utc"
        r"|datetime)",
        r"(?:datum (?:och|o|&) (?:kl )?tid|datum tid|när(?: hände det)?|tidpunkt|inträffade?"
        r"|inträffad|hände)",
        r"(?:datum från|från datum|från dag|från|fr o m|start|date single|dag|day|datum \w+)",
        r"(?:skapad\w*|skapat|skapades|created|created at|created date|requested datetime"
        r"|confirmed|timestamp)",
        r"(?:anmäld|anmälningsdatum|registrerad|registreringsdatum|inkom(?:men)?|inkom datum"
        r"|rapportdatum|rapporterad|reported)",
        r"(?:vecka|veckor|v|vnr|vecko ?(?:nr|nummer)|week|månad|mån|month|period|år ?månad"
        r"|år (?:och )?(?:vecka|månad))",
        r"\w*datum(?: \w+)?",
    ),
    Target.TIME: (
        r"(?:klockslag|tid|kl|time|larmtid|starttid|tid från|från kl|från tid|klockan"
        r"|tid på (?:dygnet|dagen)|del av dygnet|tidpunkt|när på dygnet|tid kl|start|början|från)",
        r"(?:tim|timme|hour|h)",
    ),
    Target.DATE_TO: (
        r"(?:date end|incident date end|datum till|till datum|till dag|slutdatum|t o m|till|slut"
        r"|stopp)",
    ),
    Target.TIME_TO: (r"(?:sluttid|tid till|till tid|till kl|time end|slut|stopp|till)",),
    Target.YEAR: (r"(?:år|year|årtal)",),
    Target.POSITION: (
        r"(?:koordinat(?:er)?|position|gps\w*|latlong?|lat ?lo?ng?|latitud longitud|geo ?position"
        r"|punkt|karta)(?: wgs ?84| sweref\w*.*)?",
    ),
    Target.NORTH: (
        r"(?:nord|north|northing|latitude?|lat|n|sweref99tm n|n koordinat|koordinat n|nordlig)"
        r"(?: (?:sweref|wgs|rt ?90).*)?",
        r"(?:x|x koordinat|xkoord\w*)(?: (?:sweref|rt ?90).*)?",  # the surveyors' x points north
    ),
    Target.EAST: (
        r"(?:öst|east|easting|longitude?|long?|lng|e|ö|sweref99tm e|e koordinat|koordinat e"
        r"|östlig)(?: (?:sweref|wgs|rt ?90).*)?",
        r"(?:y|y koordinat|ykoord\w*)(?: (?:sweref|rt ?90).*)?",
    ),
    Target.SOURCE_ID: (
        r"(?:ärende|händelse|rapport|report|case|crime|incident|service request|larm|fel|uppdrags"
        r"|skade|felanmälnings|avvikelse|arbetsorder)"
        r" ?(?:nr|nummer|id|number|no)",
        r"(?:id|uid|rapport|löp ?(?:nr|nummer)|dnr|diarienummer|nr|nummer|referens|guid|ärende id)",
        # words that may be of other things too: the values have to be codes
        r"(?:ärende|händelse|larm|anmälan|felanmälan|beteckning|ärendebeteckning"
        r"|k ?nummer|k ?nr|diarie|ref)",
    ),
    Target.STATUS: (
        r"(?:status|(?:ärende|händelse|larm|uppdrags|rapport|anmälnings) ?status|statuskod)",
        r"(?:tillstånd|state|läge|resultat|avslut(?:ad|ning|sorsak|skod)?|utfall|åtgärdsstatus)",
    ),
    Target.PLACE: (
        r"(?:plats|platsnamn|location|place|händelseplats|brottsplats|var(?: hände det)?)",
        r"(?:bostadsområde|område|stadsdel|ort|fastighet|objekt|skola|enhet|närmare(?: plats)?)",
        r"(?:adress|address|gata|gatuadress|street|lokal|valdistrikt|distrikt|lsoa name"
        r"|platsbeskrivning|del av kommunen|torg|park)",
    ),
    Target.CATEGORY: (
        r"(?:kategori|category|huvudkategori|service name|ämnesområde)",
        r"(?:typ av (?:störning|händelse|ärende|brott)|(?:händelse|ärende|brotts?|larm) ?typ"
        r"|händelsekategori|brottskategori|brottsrubricering|rubricering|vad (?:det )?gäller)",
        r"(?:crime type|offense type|category assignment|brott|typ|type|område|orsak|slag|art"
        r"|händelse|vad|vad har hänt|vad hände|ärende)",
    ),
    Target.DESCRIPTION: (
        r"(?:beskrivning|händelsebeskrivning|kort beskrivning|description|detail|fritext|vad hände"
        r"|vad har hänt|vad|händelseförlopp)",
        r"(?:händelse|text|kommentar\w*|notering\w*|anteckning\w*|anmärkning\w*|rubrik|title|titel"
        r"|notes?|comments?|remarks?"
        r"|övrig(?:t|a upplysningar)|information|info)",
        r"(?:\w+s )?(?:\w*beskrivning|\w*kommentar\w*|\w*notering\w*|\w*anteckning\w*)"
        r"(?: \w+){0,3}",
    ),
    Target.COUNT: (
        r"(?:antal|count|n|number of|hur många|antal (?:st|händelser|ärenden|störningar|larm"
        r"|anmälningar|anmälda(?: brott)?|rapporter|incidenter|fall|brott|tillfällen|fel|insatser"
        r"|uppdrag|utryckningar))",
        r"(?:ant|st|stycken|mängd|frekvens|hur många ?\?|anmälda brott|händelser|incidenter|larm"
        r"|insatser|(?:summa|sum) (?:av|för|of) (?:antal|count)\b.*"
        r"|(?:antal|count) (?:av|of) \w+.*)",
        r"(?:antal|hur många) [^\W\d]\w*",  # of what, a person has to say
    ),
}

_WEEK: Final = re.compile(r"(?:år (?:och )?)?(?:vecka|veckor|v|vnr|vecko ?(?:nr|nummer)|week)")
_MONTH: Final = re.compile(r"(?:år ?(?:och )?)?(?:månad|mån|month)")


def unit_of(label: str) -> DatePrecision | None:
    """What bare numbers under a heading count, where it says so: weeks or months."""
    word = normal(label)
    if _WEEK.fullmatch(word):
        return DatePrecision.WEEK
    return DatePrecision.MONTH if _MONTH.fullmatch(word) else None


COMPILED: Final = {
    target: tuple(re.compile(word) for word in words) for target, words in WORDS.items()
}


# what a row tells beside what happened: who was there, how long it took, what it cost
_OF_OTHER_THINGS: Final = re.compile(
    r"(?:antal|hur många) (?:\w+ ){0,2}"
    r"(?:\w*personer|person|\w*elever|ungdomar|barn|vuxna|män|kvinnor"
    r"|pojkar|flickor|killar|tjejer|\w*fordon|\w*bilar|mopeder|cyklar|\w*räddare|brandmän|poliser"
    r"|\w*vakter|väktare|ordningsvakter|patruller|enheter|skadade|döda|vittnen|inblandade|inringare"
    r"|närvarande|deltagare|besök\w*|gäster|boende|lägenheter|hushåll|invånare|anställda|personal"
    r"|misstänkta|målsägande|drabbade|minuter|min|timmar|tim|dagar|dygn|veckor|kronor|kr|liter|kg"
    r"|säckar|meter|m|m2|kvm|samtal|bilder|foton|bilagor)"
)


def counts_other_things(label: str) -> bool:
    """Whether a heading says how many there were of something that is no event: `Antal elever`."""
    return _OF_OTHER_THINGS.fullmatch(normal(label)) is not None


def header_rank(label: str, target: Target) -> int | None:
    """How surely ``label``, in normal form, names ``target``: 0 is surest, None is not at all."""
    if target is Target.COUNT and counts_other_things(label):
        return None
    for rank, pattern in enumerate(COMPILED.get(target, ())):
        if pattern.fullmatch(label):
            return rank
    return None
