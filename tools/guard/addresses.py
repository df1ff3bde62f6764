"""Sentences about homes and about public places, made by the grammar of grammar_homes.txt."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

from tools.guard.sentences import Sentence, read_grammar, surname

_FIRST = (
    "björk tall gran rönn lärk sten sol lingon hallon blåbärs smultron mejeri smed skol kyrk kvarn bruks"
    " järnvägs stations industri park ring stor kungs drottning prästgårds klocka bage snickar målar"
    " timmer kolar hammar hytt gruv myr mos äng sjö strand hamn berg ås dal skogs vall hag trädgårds"
    " fabriks nytorgs vasa sture lapp kråk skat svan trast sparv göktyte ugg hjort älg räv mård ekorr"
    " bäver fisk gädd abborr syren ros liljekonvalje vallmo klöver kamomill hassel oxel ask alm lind ek"
).split()
_LAST = (
    "gatan vägen stigen gränd gränden backen slingan rundan ringen allén torget plan kroken svängen"
    " vången bågen stråket leden terrassen brinken höjden tået lyckan hagen ängen dalen åsen båge trappor"
    " kullen liden viken udden parken promenaden kajen gärdet tegen"
).split()
_SHORT = ("g", "g.", "v", "v.", "gt", "vg", "gr", "st", "b.")
_BLOCKS = (
    "kajutan ankaret harsyran sädesärlan vitsippan getporsen pilgrimen sadelmakaren gesällen herdinnan"
    " hyacinten svalan bofinken linden eken kompassen fyren snickaren smeden bagaren mjölnaren"
    " skomakaren guldsmeden sotaren stenhuggaren kopparslagaren gjutaren väpnaren riddaren kungsörnen"
    " tjädern orren duvan lärkan taltrasten blåsippan gullvivan liljan rosen ljungen linnean vallmon"
    " prästkragen åkern fallet hammaren städet kvarnstenen spinnrocken vävstolen båtsmannen styrmannen"
    " lotsen kaptenen matrosen oxeln rönnen hasseln granen tallen björken pilen almen asken mullvaden"
    " igelkotten rådjuret hjorten älgen bävern uttern lodjuret vargen björnen räven haren"
).split()
_FARM_FIRST = (
    "norr söder väster öster nor lill stor ny gammel mellan över ned kvarn hamm berg sten skog sjö"
    " myr björk tall gran ek lind hagg råg hav korn kal mörk ljus fager sol lang bred små hög djup"
).split()
_FARM_LAST = (
    "torp torpet gården gård bo bol boda by byn sjö näs hult hyttan mossen moren backa berga vreten"
    " sta arp ryd röd måla bygget lund lunda ängen dal tjärn fors stugan vik viken ås åsen äng"
).split()
_PERSONS = "per-ers anders-jons olars nisses jan-ers pers-jans lasse-pers backen-olles erik-jons".split()
_ADJECTIVES = ("", "", "lilla ", "gamla ", "gula ", "röda ", "vita ", "stora ", "övre ", "nedre ")
_DWELLINGS = (
    "torpet gården stugan huset villan backstugan lillstugan fiskarstugan kronotorpet soldattorpet"
    " sommarstugan bostället mangårdsbyggnaden gårdshuset drängstugan kvarnen prästgården statarlängan"
    " skogvaktarbostället banvaktarstugan smedjan hörnhuset radhuset parhuset"
).split()
_BESIDE = (
    "bakom macken", "mitt emot kyrkan", "närmast badplatsen", "bredvid affären", "vid sågen",
    "längst in på {street}", "vid vägskälet", "ovanför bruket", "på udden", "vid slussen",
    "sista före bommen", "efter bron", "bakom grustaget", "i skogsbrynet", "nere vid ån",
    "med gröna takpannor", "med trasig veranda", "med flaggstång", "med tornet",
)  # fmt: skip
_TAILS = (
    " lgh {n4}", ", lgh {n4}", " {n1} tr", ", {n1} tr", " {n1} tr höger", ", vån {n1}", " uppg {letter}",
    ", uppgång {letter}", " nb", " bv", ", tredje våningen", ", översta våningen", ", en trappa upp",
    ", dörren till vänster", " port {n1}", ", gårdshuset", " lägenhet {n4}", ", två upp",
)  # fmt: skip
_ONES = "ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton".split()
_TENS = "tjugo trettio fyrtio femtio".split()
_PLACE = re.compile(r"\b[AFGP](?=$|[^\w]|gatan|vägen|stigen|bo\b|by\b)")


@cache
def _lists() -> dict[str, list[str]]:
    return read_grammar(Path(__file__).parent / "grammar_homes.txt")


def _street(random: Random) -> str:
    way, first = random.random(), random.choice(_FIRST)
    if way < 0.55:
        name = first + random.choice(_LAST)
    elif way < 0.72:
        name = first + random.choice(_SHORT)
    elif way < 0.8:
        name = f"{random.choice(('norra', 'södra', 'västra', 'östra', 'lilla', 'stora', 'övre'))} "
        name += first + random.choice(_LAST)
    elif way < 0.9:
        name = f"{surname(random)}s {random.choice(('gränd', 'väg', 'gata', 'backe', 'allé', 'plats'))}"
    else:
        name = f"{random.choice(_BLOCKS)}s {random.choice(('väg', 'gränd', 'plats', 'stig', 'ring'))}"
    return name[0].upper() + name[1:]


def _number(random: Random) -> str:
    way = random.random()
    if way < 0.55:
        return str(random.randrange(1, 70))
    if way < 0.8:
        space = random.choice(("", " "))
        return f"{random.randrange(1, 60)}{space}{random.choice('ABCDEabc')}"
    if way < 0.86:
        return random.choice(_ONES)
    if way < 0.9:
        return random.choice(_TENS) + random.choice(("", *_ONES[:9]))
    return str(random.randrange(100, 400))


def _tail(random: Random) -> str:
    if random.random() < 0.7:
        return ""
    return random.choice(_TAILS).format(
        n4=random.choice((1001, 1102, 1203, 1304, 902, 1401)),
        n1=random.randrange(1, 5),
        letter=random.choice("ABCDE"),
    )


def _farm(random: Random) -> str:
    name = random.choice(_FARM_FIRST) + random.choice(_FARM_LAST)
    return random.choice(("", "", "", "Norra ", "Lilla ", "Nedre ")) + name.capitalize()


def address(random: Random) -> str:
    """A street, a block or a farm with its number."""
    way = random.random()
    if way < 0.6:
        return f"{_street(random)} {random.choice(('', '', '', 'nr '))}{_number(random)}{_tail(random)}"
    if way < 0.8:
        return f"{random.choice(_BLOCKS).capitalize()} {random.randrange(1, 48)}{_tail(random)}"
    if way < 0.9:
        return f"{_farm(random)} {random.randrange(1, 250)}"
    return f"{_farm(random)} {random.randrange(1, 9)}:{random.randrange(1, 90)}"


def _flat(random: Random) -> str:
    word = random.choice(
        ("lgh", "lägenhet", "lägenhet nr", "rum", "dörr", "tomt", "kolonilott", "stuga", "husvagn nr",
         "husvagn på plats", "radhus", "plats", "korridorrum", "uppgång C lgh", "kolonistuga", "bryggplats")
    )  # fmt: skip
    number = random.choice(("1203", "1102", "12", "37", "214", "5", "3B", "41", "C18", "B19", "0902"))
    where = random.choice(
        ("", "", f" på {random.choice(_BLOCKS).capitalize()}", f", {_street(random)} {random.randrange(1, 40)}",
         f" på {_street(random)}", f" på {_farm(random)}", " på gruppboendet", " på campingen")
    )  # fmt: skip
    return f"{word} {number}{where}"


def _house(random: Random) -> str:
    way, dwelling = random.random(), random.choice(_DWELLINGS)
    if way < 0.3:
        return f"{dwelling} {_farm(random)}"
    if way < 0.5:
        return f"{_farm(random)} i {_farm(random).split()[-1]}"
    if way < 0.62:
        return f"{random.choice(_PERSONS).title()} i {_farm(random).split()[-1]}"
    if way < 0.75:
        return _farm(random)
    beside = random.choice(_BESIDE).format(street=_street(random))
    return f"{random.choice(_ADJECTIVES)}{dwelling} {beside} i {_farm(random).split()[-1]}".strip()


def made_of_homes(kind: str, random: Random) -> Sentence:
    """A sentence of ``kind`` (home, public); the addresses of [home] stand as its names."""
    template = random.choice(_lists()[kind])
    while match := re.search(r"\{(\w+)\}", template):
        template = (
            template[: match.start()] + random.choice(_lists()[match[1]]) + template[match.end() :]
        )
    written, done, spans = "", 0, []
    for match in _PLACE.finditer(template):
        written += template[done : match.start()]
        made = _made(match[0], kind, random)
        if kind == "home":
            spans.append((len(written), len(written) + len(made)))
        written += made
        done = match.end()
    text = written + template[done:]
    text = text[0].upper() + text[1:] if random.random() < 0.7 else text
    if random.random() < 0.15:
        text = text.lower()
    return Sentence(text + random.choice(("", ".")), tuple(spans))


def _made(letter: str, kind: str, random: Random) -> str:
    if letter == "A":
        found = address(random)
        # in public places mostly a street and a number
        return found if kind == "home" or random.random() < 0.2 else f"{_street(random)} {_number(random)}"
    if letter == "F":
        return _flat(random)
    if letter == "G":
        return _house(random) if kind == "home" else _farm(random)
    return random.choice(_FIRST).capitalize()
