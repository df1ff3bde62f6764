"""How far a home reaches: its stairs and door, its town, the house beside which it is told.

A home that is found is grown to the whole of what tells it, so that what is masked leaves nobody's
door behind: `en trappa upp, vänster sida, Ekgatan 4, ingång från gården`. It finds no home itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from samsyn.domain.privacy.guard.wordlists import TOWNS

_CAP: Final = r"[A-ZÅÄÖÉ][^\W\d_]*(?:[-’'][^\W\d_]+)*"
_STOP: Final = r"(?=\s?[,.;:!?)]|\s[-–]|\s*$)"
_ORDINAL: Final = (
    r"(?:första|andra|tredje|fjärde|femte|sjätte|sjunde|översta|nedersta|nedre|sista"
    r"|\d{1,2}:?[ae]?)"
)
_COUNT: Final = r"(?:\d|en|ett|två|tre|fyra|fem|sex|sju)"
_SIDE: Final = r"(?:(?:till |t\.? ?)?(?:höger|vänster|h|v)\.?(?: (?:sida|dörr))?)(?!\w)"
_STAIRS: Final = (
    rf"(?:{_COUNT} ?(?:trapp(?:a|or)|tr)\b\.?(?: (?:upp|ner))?(?:,? {_SIDE})?"
    rf"|{_ORDINAL} (?:våningen|vån|botten|trappan)\b\.?(?:,? {_SIDE})?|tr(?:appa)? \d\b"
    r"|högst upp|längst (?:upp|ner))"
)
# Nouns that are a part of a house, and those that are houses.
_PART: Final = (
    r"[^\W\d_]*(?:våning(?:en)?|källaren?|källarplan(?:et)?|vind(?:en)|lägenhet(?:en)?|flygeln?"
    r"|gathuset|gårdshuset|lillstugan|pannrummet|bottenplan(?:et)?|personalbostaden|gatuplan"
    r"|källarlokalen|vindslokalen|souterräng(?:en)?)"
)
_DOOR: Final = (
    r"[^\W\d_]*(?:port(?:en)?|dörr(?:en)?|ingång(?:en)?|entrén?|uppgång(?:en)?|gaveln?|klockan"
    r"|fönster|fönstret|balkong(?:en)?|altan(?:en)?|gård(?:en)?|huset|stugan|vagnen|baracken)"
)
_BESIDE: Final = (
    r"(?: (?:längst (?:in|bort|upp|ner|till \w+)|rakt \w+|när man \w+ in"
    rf"|(?:till|på|mot|från|åt|vid|efter|före|bakom|med|utan|om|i|ut) (?:\w+ (?=\w+{_STOP}))?\w+))"
)
_HOUSE: Final = (
    r"[^\W\d_]*(?:hus|huset|stugan|torpet|villan|gården|längan|porten|lägenheten|våningen|rummet"
    r"|rum|förråd|förrådet|källare|vind|etta|tvåa|trea|fyra|lägenhet|stuga|villa|torp|garaget|bostaden"
    r"|källaren|vinden|ettan|tvåan|trean|fyran|femman|trailern|husvagnen|båten|tältet)"
)
# `med gröna takpannor`, `mitt emot kyrkan`, `närmast macken`, `längst in`
_LYING: Final = (
    r"(?: (?:längst (?:in|bort|ner|upp)|till (?:höger|vänster)|rakt \w+"
    r"|(?:med|utan|vid|bakom|framför|ovanför|ovanpå|nedanför|under|bredvid|(?:mitt|snett) ?emot"
    r"|mittemot|intill|närmast|efter|före|mot|från|i|på)(?: [^\W\d_]+){1,2}))"
)
# Words that no clause has which only says where something is.
_VERBS: Final = (
    r"(?:är|var|har|hade|blev|blir|står|stod|ligger|låg|sitter|satt|bor|bodde|kom|gick|slog|såg|fick"
    r"|får|sprang|hörs|hörde|finns|fanns|går|luktar|brinner|brann|skriker|öppnar|saknar|säljer|säger"
    r"|[^\W\d_]+(?:ades|ade|dde|tes|des|ats|its))"
)
_TELLS: Final = (
    rf"(?!(?:{_VERBS}|som|där|och|o|men|när|då|enligt|jag|vi|hon|han|hen|ingen|någon|nån|inga"
    r"|klockan|kl|av|dom|de|ville|vill|inte|troligen|tills|tänt|medan|syns|skjuter|uppbru\w+|kross\w+"
    r"|hustrun|tant\w*|gubb\w*|mannen|kvinnan|kill\w*|tjej\w*|[^\W\d_]+(?:aren|gästen|ägande))\b)"
)
_PARTS: Final = (
    r"(?:hus|stug|villa|port|dörr|lägenhet|lgh|gård|vån|trapp|hiss|rum|vind|källar|botten|balkong"
    r"|fönst|gavel|garage|brevlåd|entré|ingång|uppg|korridor|loft|klock|höger|vänster|läng"
    r"|mitt ?emot|bakom|ovanför|nedanför|bredvid|intill)"
)
_CLAUSE_END: Final = rf"(?=\s?[,.;:!?)]|\s*$| (?:klockan|kl|där|som|och|när|enligt|{_VERBS})\b)"
# A clause that says where, with no verb in it: `, det sista huset innan skogen`
_CLAUSES: Final = (
    rf", (?=[^,.;:()]*{_PARTS})(?!\w+ {_VERBS}\b)(?:{_TELLS}\w+:?\w* ?){{1,7}}(?<! ){_CLAUSE_END}"
    r"| (?:bakom|bredvid|intill|mitt ?emot|snett|strax|längst|högst|sista|första|andra|tredje"
    rf"|översta|nedersta)(?!\w)(?: {_TELLS}[^\W\d_]+){{1,5}}{_CLAUSE_END}"
)
_INSTITUTION: Final = (
    r"[^\W\d_]*(?:hus|huset|boende|boendet|hem|hemmet|gården|området|camping|campingen|koloni"
    r"|kolonin|fritidsby|stugby|härbärget)"
)
# What may stand before a home, the separator with it.
_BEFORE: Final = re.compile(
    rf"(?<![\w-])(?:{_STAIRS},? (?:(?:på|i|vid) )?(?:{_HOUSE} )?"
    rf"|{_HOUSE}(?: (?:uppställd|parkerad|belägen))?{_LYING}{{0,3}}"
    r"(?:,| på| i| vid|,? (?:mitt|snett) ?emot| bakom| bredvid) "
    rf"|{_DOOR}{_LYING}{{1,2}}, "
    r"|(?:plan|våning|vån) \d (?:i|på) |(?:[Hh]us|[Pp]ort|[Tt]rapphus|[Uu]ppgång) [\dA-H]{1,2},? "
    r"(?:(?:på|i) )?|balkongen på "
    r"|\d(?: ?\d){3}(?: ?[A-Z])?#? (?:till|(?:i|på) porten(?: på|,)?) "
    rf"|(?:kv|kvarteret|fast|fastigheten)\b\.? (?:{_CAP}, )?|c/o |\d rok,? (?:\d+ kvm,? )?"
    r"|(?:objekt|kontrakt)[a-zåäö]* [\d-]+,? |\d{4}, )\Z"
)
_DIRECTION: Final = re.compile(
    r"(?<![\w-])(?:(?:Norra|Södra|Västra|Östra|Övre|Nedre|Lilla|Stora|Gamla|Nya|Yttre|Inre)"
    r"|(?:NORRA|SÖDRA|VÄSTRA|ÖSTRA|ÖVRE|NEDRE|LILLA|STORA|GAMLA|NYA)"
    r"|[NSVÖ]\.?|Villa|Torpet|Gården|Stugan) \Z"
)
_ARTICLE: Final = re.compile(
    r"(?<![\w-])(?:en |ett "
    r"|(?:det|den) (?:(?:lilla|stora|gamla|gula|röda|vita|gröna|blå|rosa|bruna|grå"
    r"|första|andra|sista|näst) )?|(?:lilla|stora|gamla|gula|röda|vita|gröna|blå|bruna|grå|första"
    r"|andra|tredje|sista) )\Z",
    re.IGNORECASE,
)
_WITHIN: Final = re.compile(
    r"(?<![\w-])(?:(?:avd(?:elning(?:en)?)?|plan|hus|våning|korridor|enhet|flygel)\b\.? \w{1,12},? "
    rf"|(?:[Pp]å )?{_INSTITUTION}(?: {_CAP}){{0,2}},? "
    rf"|{_CAP}s (?:servicehus|äldreboende|vårdboende|trygghetsboende|gård),? "
    rf"|(?<=[a-zåäö] ){_CAP},? |(?<=, ){_CAP},? )\Z"
)
_OF_ROOM: Final = re.compile(
    r"(?:rum|lägenhet|lgh|stuga|plats|radhus|dörr|hus|avd|tomt|lott|vagn)\b\.?", re.IGNORECASE
)
_TOWN_BEFORE: Final = re.compile(rf"(?<![\w-])(?P<town>{_CAP}),? \Z")
# What may follow one.
_AFTER: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r":(?:an|ans|e)\b(?: (?:våningen|vån))?",
        rf"(?:, | och | o | samt |/)\d{{1,3}}(?: ?[A-Ha-h])?(?:(?:, | och | o )\d{{1,3}})*\b"
        rf"{_STOP}",
        # `, 3:e våningen`, `, dörr 3`, `, 4 tr mitten`, `3 tr ö g`, `, kod 1357#`
        rf",? (?:{_STAIRS})",
        r",? (?:plan|vån(?:ing(?:en)?)?|dörr(?:en)?|lgh|lägenhet|läg|rum|uppg(?:ång(?:en)?)?|port"
        r"|ing(?:ång)?|entré|trapphus|trapp|hus|avd|fack|tr)\.? ?(?:nr )?(?:\d{1,4}|[A-H])(?!\w)"
        r"(?:[-–]?\d+)?",
        r",? (?:port)?kod(?:en)? (?:är )?\d{3,6}(?: ?[A-Z](?!\w))?#?",
        rf"(?:,| –| \()? ?(?:rakt fram|mitten|mittendörren|vänster dörr|{_SIDE}"
        r"|t\.? ?[hvm]\b\.?|[ön]\.? ?[gb]\b\.?|t[hv]\b\.?|nedre botten|källarplan)(?!\w)\)?",
        r"#",
        # `, vindsvåningen`, ` ingång från gården`, `, första dörren till vänster`
        rf"(?:,| –)? (?:i )?(?:{_ORDINAL} |(?:östra|västra|norra|södra) )?{_PART}(?!\w){_BESIDE}?"
        rf"(?={_STOP}|\s)",
        rf"(?:,| –) (?:{_ORDINAL} )?{_DOOR}(?!\w)(?:{_BESIDE}{{1,3}}|{_STOP})",
        r" ingång (?:från|via|mot) \w+",
        rf"(?<=tr) (?:ner|ned|upp)\b|{_CLAUSES}",
        rf"(?:(?<=våningen)|(?<=huset)|(?<=höger)|(?<=vänster)|(?<=porten)|(?<=dörren)|(?<=trappan)){_BESIDE}"
        rf"{_CLAUSE_END}",
        # `, det med trasig veranda`
        r", (?:det|den|en|ett|[a-zåäö]+(?:et|en|an))(?: \w+)? (?:med|utan) \w+"
        rf"(?: \w+(?={_STOP}|\s))?",
        # `, 774 30 Avesta`, ` i Fagersta`
        rf",? \d{{3}} ?\d\d {_CAP}",
        rf" (?:i|vid|mot|bortom|utanför) {_CAP}(?: (?:by|gård|koloni|camping|fritidsby|kommun))?"
        r"(?![\w-])",
        r"(?<=[a-zåäö]) \d{1,3}(?: ?[A-Ha-h])?(?=[,.;:]|$)",
        rf"/{_CAP}|, {_CAP}(?: {_CAP})?{_STOP}",
        # the rest of what another pattern cut: `Dammsjöns koloni`, `vänster dörr`, `4 tr mitten`
        rf"(?<=s) {_INSTITUTION}(?!\w)|(?<=nster|höger) dörr(?:en)?\b| (?:\d:an|tr)\b",
        r" ?\((?=[^()]*(?:hus|vån|tr\b|trapp|port|dörr|lgh|lägenhet|gård|ingång|stug|höger"
        r"|vänster|nyckel|kod|ringklock))"
        r"[^()]{3,40}\)",
    )
)
# A room, a plot and a berth lie in something: `plats 6 i gamla grustaget`
_PLOT_IN: Final = re.compile(
    rf"(?: (?:uppe|nere|ute|längst \w+))? (?:i|på|vid) (?:{_CAP}|(?:gamla |nya )?[^\W\d_]+(?:en|et"
    rf"|an|rn|ln|s))(?: (?:koloni|camping|fritidsby|by|gård|stugby))?(?![\w-])"
    rf"|,? {_CAP}s {_INSTITUTION}(?![\w-])"
    rf"|,? {_CAP}(?: (?:äldreboende|servicehus|vårdboende|koloni|camping|gård|by))?{_STOP}"
)
# `torpet Lillängen vid avtagsvägen`
_LIES: Final = re.compile(rf"{_LYING}(?<=en|et|an|rn|ln)(?![\w-])")
_JOINS: Final = re.compile(r"\s?[,/–-]?\s?(?:(?:på|i|vid|till|hos|o|och|är)\s)?\Z")
_LETTER: Final = re.compile(r"[^\W\d_]+")
_WINDOW: Final = 70  # characters before a home in which it may begin
_STEPS: Final = 5


def whole_homes(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The homes, each grown to all that tells it, and those that follow upon each other made one.

    Spans are starts and ends (not included) in ``text``; they come in order, without overlaps.
    """
    held: tuple[int, int] | None = None
    for start, end in sorted((_grown_left(text, a, b), _grown_right(text, a, b)) for a, b in spans):
        if held and (start <= held[1] or _JOINS.match(text[held[1] : start])):
            held = (held[0], max(end, held[1]))
            continue
        if held:
            yield held
        held = (start, end)
    if held:
        yield held


def _grown_left(text: str, start: int, end: int) -> int:
    room = _OF_ROOM.match(text, start) is not None or text[start].isdigit()
    for _ in range(_STEPS):
        window = text[max(0, start - _WINDOW) : start]
        length = _length_before(window, text[start], room)
        if not length:
            return start
        start -= length
    return start


def _length_before(window: str, first: str, room: bool) -> int:
    """How many characters just before belong to a home that begins with ``first``."""
    patterns = [_BEFORE]
    if first.isupper():
        patterns.append(_DIRECTION)
    if first.islower():
        patterns.append(_ARTICLE)
    if room:
        patterns.append(_WITHIN)
    for pattern in patterns:
        if match := pattern.search(window):
            return len(match[0])
    match = _TOWN_BEFORE.search(window) if first.isupper() else None
    return len(match[0]) if match and match["town"].lower() in TOWNS else 0


def _grown_right(text: str, start: int, end: int) -> int:
    if end < len(text) and text[end - 1].isalpha() and (match := _LETTER.match(text, end)):
        end = match.end()  # never half a word
    plot, house = _OF_ROOM.match(text, start) is not None, text[start].islower()
    for _ in range(_STEPS):
        after = _end_after(text, end, plot, house)
        if after <= end:
            return end
        end = after
    return end


def _end_after(text: str, end: int, plot: bool, house: bool) -> int:
    """Where what follows and belongs to the home ends; ``end`` where nothing does."""
    for pattern in _AFTER:
        if match := pattern.match(text, end):
            return match.end()
    for pattern in (_PLOT_IN,) if plot else (_LIES,) if house else ():
        if match := pattern.match(text, end):
            return match.end()
    return end
