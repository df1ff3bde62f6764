"""Words that may be a home.

A name and a number (`Ekgatan 4`, `Kajutan 19`, `Hällsjö 2:14`), a flat or a plot and its sign
(`lgh 1203`, `tomt 23`), a number before its street (`10D på Ankaret`), and dwellings without a
number (`torpet Lillängen`, `Per-Ers i Östbyn`, `gula stugan bakom macken`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from samsyn.domain.privacy.guard.known_things import known_at
from samsyn.domain.privacy.guard.lexicon import is_ordinary
from samsyn.domain.privacy.guard.marks import CAPITAL, DIGIT, mark, mark_written
from samsyn.domain.privacy.guard.namebook import PLACE, lists_of
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.streets import FLAT, SEPARATE, is_street
from samsyn.domain.privacy.guard.wordlists import alternatives, words

_CAP: Final = r"[A-ZÅÄÖÉ][^\W\d_]*(?:[-’'][^\W\d_]+)*"
_WORD: Final = r"(?!(?:nr|no|nummer)\b)[^\W\d_]+(?:[-’'][^\W\d_]+)*\.?"
_NUMERAL: Final = (
    r"(?:(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio)(?:en|ett|två|tre|fyra|fem|sex|sju"
    r"|åtta|nio)?|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton"
    r"|sjutton|arton|nitton)"
)
# `5-1001` is a house and a flat by its four figures.
_NUMBER: Final = (
    r"(?P<number>\d{1,3}:\d{1,4}|\d{1,3}-1[0-7]\d\d(?!\d)"
    r"|\d{1,4}(?: ?[A-Ha-h](?![\w])|[A-Ha-h](?!\w))?)"
)
_END: Final = (
    r"(?::?s(?!\w))?(?!\w|[.,:/]\d|[-–]\w| ?(?:kr|st|cm|km|%|cyl|liter|min|tim|grader|meter|kg"
    r"|gr?am|år|kvm|m2|tkr|ungdom\w*|person\w*|elev\w*|barn|bilar|killar|tjejer|pojkar|flickor"
    r"|procent|gånger|fall|ärenden)\b)"
)
# `Västra Storgatan 5`, `Bleckslagar Olas gränd 13`, `kungsg. 12`
_NAMED: Final = re.compile(
    rf"(?<![\w-])(?P<name>(?:{_CAP} ){{0,3}}{_WORD})(?P<gap>,?\s{{1,2}}|-|)"
    rf"(?:(?:nr|no|nummer)\b[.:]? {{0,2}})?{_NUMBER}{_END}"
)
# `Ekgatan, port 4`
_ENTRANCE: Final = re.compile(
    rf"(?<![\w-])(?P<name>(?:{_CAP} ){{0,2}}{_WORD}),? (?:port|uppgång|uppg\.?|trapphus|hus)"
    r" (?P<number>\d{1,2}|[A-H])(?!\w)"
)
_SAID: Final = re.compile(
    rf"(?P<name>[^\W\d_]{{4,}}) (?P<number>{_NUMERAL})"
    r"(?: [a-d])?(?!\w)",
    re.IGNORECASE,
)
_FLAT: Final = re.compile(
    rf"(?<![\w-])(?P<name>{alternatives('flat_words')})\.?"
    r" (?:nr\.? ?|nummer |plats )?(?P<number>[A-Z]?\d{1,4}[A-Za-z]?|[A-H])(?![\w:]|[-–.,]\d)",
    re.IGNORECASE,
)
_TURNED: Final = re.compile(
    rf"(?<![\w-])(?:(?:nr|nummer|port|hus|huset|uppgång) )?(?P<number>\d{{1,4}} ?[A-Ha-h]?"
    rf"|{_NUMERAL} ?[a-d]?|(?<=[tg] )[A-H])(?::?an)? på"
    rf" (?P<name>(?:{_CAP} )?[^\W\d_]{{4,}})\b(?: \d{{1,3}})?"
)
_UNNUMBERED: Final = re.compile(
    rf"(?<![\w-])(?:(?:lilla|gamla|gula|röda|vita|gröna|stora|blå|rosa) )?"
    rf"(?P<name>[^\W\d_]*(?:{alternatives('dwelling_ends')}))"
    rf" (?P<where>(?:nr \d+ )?(?:(?:uppe|ute|nere|borta|längst (?:in|bort|ut|ner)) )?"
    rf"(?:(?:i|på|vid|bakom|bredvid|intill|mitt emot|mittemot|närmast|ovanför|nedanför|efter|med)"
    rf" (?:{_WORD} ){{0,3}}?)?(?-i:{_CAP})(?: (?-i:{_CAP}))?"
    r"|(?:bakom|bredvid|mitt emot|mittemot|närmast|ovanför|nedanför|längst \w+ på)"
    r" [^\W\d_]{2,}(?:en|et|an|rn|ln))(?![^\W\d_])",
    re.IGNORECASE,
)
# `Per-Ers i Östbyn`, `Västergården i Hökmossen`, `Nedre Bäcktorp`
_FARM: Final = re.compile(
    r"(?<![\w-])(?P<name>(?:(?:Norra|Södra|Västra|Östra|Övre|Nedre|Lilla|Stora|Gamla|Nya|Mellan) )?"
    rf"{_CAP})"
    rf"(?P<where> (?:(?:uppe|ute|nere|borta) )?i {_CAP})?(?![\w-])"
)
_ESTATES: Final = re.compile(rf"{_CAP} (?:gård|by|säteri|torp)(?: {_NUMBER})?(?![\w-])")
_DIRECTED: Final = re.compile(
    rf"(?:Norra|Södra|Västra|Östra|Övre|Nedre|Lilla|Gamla|Nya|Mellan) (?P<name>{_CAP})(?![\w-]| \d)"
)
_FARMS: Final = tuple(sorted(words("farm_endings")))
_TAIL: Final = re.compile(
    r"(?:,? (?:(?:en|ett|två|tre|fyra|fem|\d) ?(?:trappor?|tr|upp)\b"
    r"(?: (?:till )?(?:höger|vänster|upp))?"
    r"|(?:första|andra|tredje|fjärde|femte|översta|nedersta|botten)\s?(?:våningen|våning|vån|trappan)"
    r"|(?:till )?(?:höger|vänster)(?: sida)?|dörren \w+ \w+|n\.?b\b\.?|gårdshuset|plan \d))+",
    re.IGNORECASE,
)
# Where in a town a flat or a plot is: `rum 12 på Almgården`, `tomt 23 i Äppelhagen`
_WHERE: Final = re.compile(
    rf"(?:,? (?:på|i|vid|längst in på) (?:{_CAP}(?: {_CAP})?"
    r"|[^\W\d_]+(?:boendet|boende|hemmet|gården|s|ängen|vägen|gatan)(?: [^\W\d_]+)?)"
    rf"|,? {_CAP}(?: {_CAP})? \d{{1,3}}(?: ?[A-Ha-h](?!\w))?|, avd {_CAP}|, {_CAP}(?=[.,]|$))"
    r"(?: \d{1,3})?"
)


class Dwelling(NamedTuple):
    """A candidate: its form, where it stands, its name's last word and its number as written."""

    form: str
    start: int
    end: int
    name: str
    number: str


def _is_farm(lower: str) -> bool:
    """Whether an unknown word ends as the names of farms do."""
    return lower.endswith(_FARMS) and not (is_ordinary(lower) or lists_of(lower) & PLACE)


_FLAT_WORD: Final = mark(re.compile(rf"(?:{alternatives('flat_words')})$").match)
_DWELLING: Final = mark(re.compile(rf".*(?:{alternatives('dwelling_ends')})$").match)
_STREET: Final = mark(is_street)
_NUMERAL_WORD: Final = mark(re.compile(rf"{_NUMERAL}$").match)
_GLUED: Final = mark(lambda lower: lower[-1].isdigit() and is_street(lower.rstrip("0123456789")))
_SIGN: Final = re.compile(r"(?:nr|no)[.:-]?\d")
_FARM_WORD: Final = mark_written(lambda word: word[0].isupper() and _is_farm(word.lower()))
_GENITIVE: Final = mark(lambda lower: "-" in lower and lower.endswith("s"))
_LIKE_FARM: Final = mark_written(lambda word: word[0].isupper() and word.lower().endswith(_FARMS))
_ESTATE: Final = mark(frozenset({"gård", "by", "säteri", "torp"}).__contains__)
_DIRECTION: Final = mark_written(
    frozenset(
        {"Norra", "Södra", "Västra", "Östra", "Övre", "Nedre", "Lilla", "Gamla", "Nya", "Mellan"}
    ).__contains__
)
NEEDS: Final = (
    DIGIT | _FLAT_WORD | _DWELLING | _STREET | _NUMERAL_WORD | _FARM_WORD | _GENITIVE | _LIKE_FARM
    | _ESTATE | _DIRECTION
)  # fmt: skip
_IN_PLACE: Final = frozenset({"i", "uppe", "ute", "nere", "borta"})
_WATERS: Final = frozenset({"å", "sjö", "tjärn", "älv", "kanal", "bäck", "hamn", "kyrka", "skola"})
# Houses that are nobody's home by their first part: `parkeringshuset`, `bystugan`.
_PUBLIC_HOUSE: Final = re.compile(
    r"(?:parkerings|trapp|kyrko|by|lust|lek|fritids|växt|garage|förråds|klubb|skid|scout|hembygds|bad|sjuk|stads|råd"
    r"|kommun|polis|varu|folkets|ungdoms|kultur|service|miljö|sop|tvätt|kur|tings|domstols|brand"
    r"|förenings|frilufts|församlings|bygde|ord[ei]ns|skol|förskole|vård|äldre|magasins|maskin"
    r"|regements|spel|omklädnings|bastu|båt|sjö|grill|värme|raststuga|friskis|kyrk|mejeri|tull"
    r"|tåg|buss|hamn|material|verkstads|affärs|kontors|center|bibliotek)"
    r"(?:huset|stugan|gården|gårn|längan|villan)$"
)
_BARE_STREETS: Final = words("street_endings")
_SIGNS_OF_NUMBER: Final = frozenset({"nr", "no", "nummer"})
_BEFORE_TURNED: Final = _SIGNS_OF_NUMBER | {"port", "hus", "huset", "uppgång"}
_ADJECTIVES: Final = frozenset(
    ["lilla", "gamla", "gula", "röda", "vita", "gröna", "stora", "blå", "rosa"]
)
_BEFORE_NAMES: Final = words("titles") | words("kin") | {"familjen", "bröderna", "syskonen"}
_DIRECTIONS: Final = words("directions")
_COUNTED: Final = words("numbered")


def dwellings(reading: Reading) -> Iterator[Dwelling]:
    """Every candidate of the text, of overlapping ones all; none of a local place's name."""
    for index in [place for place, marks in enumerate(reading.marks) if marks & NEEDS]:
        if not reading.known or index not in reading.known:
            yield from _found(reading, index)


def _found(reading: Reading, index: int) -> Iterator[Dwelling]:
    """The candidates of which the word tells."""
    marks = reading.marks[index]
    if marks & (DIGIT | _NUMERAL_WORD):
        yield from _at_number(reading, index)
    if marks & _STREET and (match := _match(reading, _ENTRANCE, index)):
        yield Dwelling("entrance", *match.span(), reading.lowers[index], match["number"])
    if marks & _FLAT_WORD and (match := _match(reading, _FLAT, index)):
        yield Dwelling("flat", *match.span(), match["name"].lower(), match["number"])
    if marks & _DWELLING:
        yield from _house(reading, index)
    if marks & (_FARM_WORD | _GENITIVE) or (
        marks & _LIKE_FARM and reading.lower(index + 1) in _IN_PLACE
    ):
        yield from _farm(reading, index)
    if marks & _ESTATE:
        yield from _estate(reading, index)
    if marks & _DIRECTION:
        yield from _directed(reading, index)


def _match(reading: Reading, pattern: re.Pattern[str], index: int) -> re.Match[str] | None:
    return pattern.match(reading.text, reading.start(index))


def _at_number(reading: Reading, index: int) -> Iterator[Dwelling]:
    ordinal = reading.lower(index + 1) == "an" and reading.lower(index + 2) == "på"  # `54:an på`
    lettered = len(reading.lower(index + 1)) == 1 and reading.lower(index + 2) == "på"
    if lettered or ordinal or reading.lower(index + 1) == "på":
        yield from _turned(reading, index)
    name = index - 1
    if name > 0 and reading.lowers[name] in _SIGNS_OF_NUMBER:
        name -= 1
    if reading.marks[index] & DIGIT:
        glued = not reading.texts[index][0].isdigit()  # `Ekgatan12`
        if glued and not _SIGN.match(reading.lowers[index]):
            name = index
        if name >= 0 and reading.marks[name] & (CAPITAL | _STREET | _GLUED):
            yield from _named(reading, name)
    elif name >= 0 and reading.marks[name] & (CAPITAL | _STREET):
        match = _match(reading, _SAID, name)
        if match:
            form = "said_street" if reading.marks[name] & _STREET else "said"
            yield Dwelling(form, *match.span(), reading.lowers[name], "word")


def _turned(reading: Reading, index: int) -> Iterator[Dwelling]:
    first = index - 1 if reading.lower(index - 1) in _BEFORE_TURNED else index
    match = _match(reading, _TURNED, first)
    if match is None:
        return
    number = match["number"] if match["number"][0].isdigit() else "word"
    *before, last = match["name"].split()
    if _may_be_turned(last):
        yield Dwelling("turned", *match.span(), last.lower(), number)
    elif before:  # `10D på Ankaret bråkar`
        end = match.start("name") + len(before[0])
        yield Dwelling("turned", match.start(), end, before[0].lower(), number)


def _may_be_turned(name: str) -> bool:
    """Whether a number before the word may be a house there: not `fem på torget`."""
    return name[0].isupper() or (is_street(name) and name not in _BARE_STREETS)


def _named(reading: Reading, name: int) -> Iterator[Dwelling]:
    """`Ekgatan 4`, `Karl Johans gata 3`, `Kajutan 19`, `Hällsjö 2:14`."""
    first = name
    while reading.touching(first) and name - first < 3 and reading.marks[first - 1] & CAPITAL:
        first -= 1
    match = _match(reading, _NAMED, first)
    if match is None:
        return
    *before, last = match["name"].split()
    lower = last.lower().rstrip(".")
    if lower in _COUNTED and not (before and before[-1][-1] in "sxz"):
        return
    if lower in _CALLED or _is_clock(lower, match["number"]):
        return
    form = "property" if ":" in match["number"] else "street" if is_street(lower) else "block"
    if form == "block" and not _is_block(reading, last, match):
        return
    start = match.start()
    if form == "street" and lower not in SEPARATE:
        # the street is one word: what stands before may be a direction, or somebody's name
        directed = before and before[-1].lower() in _DIRECTIONS
        start += match["name"].rindex(before[-1] + " " if directed else last)
    yield Dwelling(form, start, match.end(), lower, match["number"])


def _is_block(reading: Reading, last: str, match: re.Match[str]) -> bool:
    """Whether a word and a number may be a house in a block: not `ASSA 565`, `Sedan 1987`,
    `Ring 114`."""
    number = match["number"]
    if not last[0].isupper() or match["gap"] != " ":
        return False
    year = len(number) == 4 and number[:2] in {"19", "20"}
    return not year and (reading.shouted or not last.isupper())


def _is_clock(name: str, number: str) -> bool:
    """Whether it is when and not where: `Hyttbacken 00:20`, `Kyrkskolan 22:15`."""
    if not _CLOCK.match(number):
        return False
    return name.endswith(_HOUSES_OF_ALL) or _NO_PLOT.match(number) is not None


_CLOCK: Final = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d$")
# A property's numbers begin with no nought.
_NO_PLOT: Final = re.compile(r"0|\d+:0")
_HOUSES_OF_ALL: Final = (
    "skolan", "huset", "hallen", "centralen", "stationen", "kyrkan", "gymnasiet", "badet", "torget",
    "parken", "biblioteket", "lokalen",
)  # fmt: skip
_CALLED: Final = frozenset({"ring", "ringde", "sos", "sedan", "since", "typ", "sms"})


def _house(reading: Reading, index: int) -> Iterator[Dwelling]:
    first = index - 1 if reading.lower(index - 1) in _ADJECTIVES else index
    match = _match(reading, _UNNUMBERED, first)
    if match and not _PUBLIC_HOUSE.match(match["name"].lower()):
        yield Dwelling("house", *match.span(), match["name"].lower(), match["where"].split()[0])


def _farm(reading: Reading, index: int) -> Iterator[Dwelling]:
    first = index - 1 if reading.lower(index - 1) in _DIRECTIONS else index
    if first < 0 or reading.lower(first - 1) in _BEFORE_NAMES:
        return
    match = _match(reading, _FARM, first) or _match(reading, _FARM, index)
    if match is None:
        return
    last = match["name"].split()[-1].lower()
    if match.end() < len(reading.text) and reading.text[match.end()] == "-":
        return  # `Tegnér-trädgården`
    known = known_at(reading, index)[0] or _PUBLIC_HOUSE.match(last)
    if known or reading.lower(index + 1) in _WATERS:
        return
    if _is_farm(last) or (match["where"] and (last.endswith(_FARMS) or "-" in last)):
        form = "farm_in" if match["where"] else "farm"
        yield Dwelling(form, *match.span(), last, "")


def _estate(reading: Reading, index: int) -> Iterator[Dwelling]:
    """`Oti gård`, `Höjens gård 1`, `Enstaga by 4`."""
    first = index - 1
    if first < 0 or not reading.touching(index) or not reading.marks[first] & CAPITAL:
        return
    match = _match(reading, _ESTATES, first)
    if match:
        number = match["number"] or ""
        yield Dwelling(
            f"estate_{reading.lowers[index]}", *match.span(), reading.lowers[first], number
        )


def _directed(reading: Reading, index: int) -> Iterator[Dwelling]:
    """`Västra Hyttan`, `Nedre Vretarna`."""
    match = _match(reading, _DIRECTED, index)
    last = match["name"].lower() if match else ""
    known = known_at(reading, index)[0]
    if match and not (known or is_street(last) or _is_farm(last) or lists_of(last) & PLACE):
        yield Dwelling("directed", *match.span(), last, "")


_JOINING: Final = frozenset(" ,\n\t\u00a0")


def whole_of(reading: Reading, one: Dwelling) -> tuple[int, int]:
    """The candidate with its flat, its stairs and where it is."""
    text, end = reading.text, one.end
    if text[end : end + 1] not in _JOINING:
        return one.start, end
    for pattern in (FLAT, _TAIL, *((_WHERE,) if one.form == "flat" else ()), _TAIL):
        match = pattern.match(text, end)
        if match:
            end = match.end()
    return one.start, end
