"""Labelled texts made at random from grammars, for the guard: who is meant is known by how
they were made. Names, numbers and addresses are invented; telephone numbers lie in the series
that PTS keeps for fiction, personal numbers in Skatteverket's test numbers (serial 980-999).
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

FIRST = [
    "Lovisa",
    "Melker",
    "Hamza",
    "Aisha",
    "Tindra",
    "Gunnar",
    "Kerstin",
    "Petra",
    "Jesper",
    "Mehmet",
    "Zlata",
    "Yusuf",
    "Viggo",
]
LAST = [
    "Grenholt",
    "Ekfjärd",
    "Sjövade",
    "Tallmark",
    "Stenrose",
    "Vintermo",
    "Kivimäki",
    "Petrovic",
    "Haddad",
    "Berglöv",
]
NICKNAMES = ["Jompa", "Stekarn", "Snabben", "Räven", "Kobran", "Tjocken"]
STREETS = [
    "Lingonstigen",
    "Harsyrevägen",
    "Mossvägen",
    "Klövergatan",
    "Tallbacksvägen",
    "Rönngränd",
]
FARMS = ["Norrgården", "Hällsjö", "Björklunda", "Talltorp", "Aspnäs", "Nybygget"]
PLACES = ["biblioteket", "torget", "simhallen", "busstationen", "lekparken", "återvinningen"]
DEEDS = ["slog", "hotade", "sparkade", "spottade på", "jagade", "skrek åt"]
VICTIMS = ["en elev", "personalen", "en äldre man", "vakten", "två flickor"]
SHOPS = [
    "Restaurang {first}",
    "{last}s Bygg AB",
    "{first}s Salong",
    "Hotell {first}",
    "Kiosken {first}",
]
THINGS = ["Stormen {first}", "Maskoten {first}", "Statyn {first}", "Trygghetsbilen {first}"]
SERVICES = ["snap", "insta", "tiktok", "discord", "telegram", "Snapchat", "Instagram"]
CLEAN = (
    "Klotter på {place}, sanerat samma dag.",
    "{shop} har fått en ruta krossad.",
    "{thing} nämndes i rapporten om {place}.",
    "Klass {year}B och klass {year}C grälade vid {place}.",
    "Busskuren vid {street} {number} är krossad.",
    "Larm {date}-00{number} vid {place}, inget fynd.",
    "Ett tiotal ungdomar, cirka {age} år, samlades vid {place}.",
    "Rektorn och personalen vid {place} är informerade.",
    "Elskåp {number}{number} vid {place} saknar lucka.",
)


@dataclass(frozen=True)
class Sentence:
    """A text, and the stretches of it that must be stopped: (start, end, kind)."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def clean_sentence(random: Random) -> Sentence:
    """A text that names nobody, full of what looks like names and numbers."""
    filled = {
        "place": random.choice(PLACES),
        "street": random.choice(STREETS),
        "shop": random.choice(SHOPS).format(first=random.choice(FIRST), last=random.choice(LAST)),
        "thing": random.choice(THINGS).format(first=random.choice(FIRST)),
        "number": random.randint(11, 89),
        "year": random.randint(4, 9),
        "age": random.randint(12, 19),
        "date": f"2026{random.randint(1, 12):02}{random.randint(1, 28):02}",
    }
    return Sentence(random.choice(CLEAN).format(**filled), ())


def personal_sentence(random: Random, kind: str) -> Sentence:
    """A text with one thing of the kind in it."""
    before, words, after = _MAKERS[kind](random)
    start = len(before)
    return Sentence(f"{before}{words}{after}", ((start, start + len(words), kind),))


Parts = tuple[str, str, str]


def _name(random: Random) -> Parts:
    first, last, nick = random.choice(FIRST), random.choice(LAST), random.choice(NICKNAMES)
    deed, victim, place = random.choice(DEEDS), random.choice(VICTIMS), random.choice(PLACES)
    forms: list[Parts] = [
        ("", f"{first} {last}", f" {deed} {victim} vid {place}."),
        ("Det var ", first, f" som {deed} {victim}."),
        ("En kille som kallas ", nick, f" stod vid {place}."),
        ("Enligt vakten var det ", f"{first} {last[0]}.", f" som {deed} {victim}."),
        ("Bror till ", first, f" {deed} {victim}."),
        ("såg ", f"{first.lower()} {last.lower()}", f" vid {place}"),
        ("Familjen ", last, f" klagar på buller från {place}."),
        ("", f"{last}, {first}", f", {deed} {victim}."),
        ("Kund ", last, f" {deed} {victim}."),
        ("Elev i 8B, ", first, f", {deed} {victim}."),
        (f"Larmet gick vid {place}. Mvh ", f"{first} {last}", ""),
    ]
    return random.choice(forms)


def _home(random: Random) -> Parts:
    street, farm, number = random.choice(STREETS), random.choice(FARMS), random.randint(1, 89)
    forms: list[Parts] = [
        ("Han bor på ", f"{street} {number}", "."),
        ("Fest hos familjen på ", f"{street} {number} {random.choice('ABC')}", " hela natten."),
        ("Störning från lägenheten på ", f"{street} {number}, {random.randint(1, 4)} tr", "."),
        ("Hon bor i ", f"{farm} {number}", " med sin mamma."),
        ("Familjen på gården ", f"{farm} {number}", " har haft inbrott."),
        ("Portkoden är ", f"{random.randint(1000, 9999)}", " till huset där hon bor."),
        ("Det luktar rök från ", f"{street[:3]}g. {number}", ", säger grannen."),
    ]
    return random.choice(forms)


def _phone(random: Random) -> Parts:
    last = random.randint(5, 99)
    number = f"070174{random.choice(['06', '06'])}{last:02}"
    spaced = (
        f"{number[:3]}{random.choice(['-', ' ', '/', '.'])}{number[3:6]} {number[6:8]} {number[8:]}"
    )
    forms: list[Parts] = [
        ("Ring ", spaced, " efter fem."),
        ("Numret ", number, " stod på lappen."),
        ("sms från ", f"+46 70 {number[3:6]} {number[6:8]} {number[8:]}", " med hot"),
        ("", number.replace("0", "O", 1), " klottrat på väggen"),
    ]
    return random.choice(forms)


def _personal_number(random: Random) -> Parts:
    date = f"{random.randint(60, 99)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    nine = f"{date}{random.randint(980, 999)}"
    number = nine + _luhn(nine)
    written = f"{number[:6]}{random.choice(['-', '', ' '])}{number[6:]}"
    forms: list[Parts] = [
        ("Mannen uppgav ", f"{number[:6]}-{number[6:]}", " för vakten."),
        ("pnr ", written, " enligt kvittot"),
        ("Legitimation med ", f"19{number[:6]}-{number[6:]}", " hittad."),
    ]
    return random.choice(forms)


def _luhn(digits: str) -> str:
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(digits))
    return str(-total % 10)


def _plate(random: Random) -> Parts:
    letters = "".join(random.choice("ABCDEFGHJKLMNOPRSTUWXYZ") for _ in range(3))
    plate = (
        f"{letters}{random.choice([' ', '', '-'])}{random.randint(10, 99)}"
        f"{random.choice('1234567ABCDEF')}"
    )
    forms: list[Parts] = [
        ("Bilen med skylt ", plate, " stod kvar."),
        ("En röd Volvo, reg ", plate, ", körde fort."),
    ]
    return random.choice(forms)


def _handle(random: Random) -> Parts:
    name = f"{random.choice(NICKNAMES).lower()}{random.choice(['_', '.'])}{random.randint(10, 99)}"
    service = random.choice(SERVICES)
    forms: list[Parts] = [
        (f"{service}: ", name, " hotar elever"),
        (f"På {service} heter hen ", name, "."),
        ("Filmen las upp av ", f"@{name}", "."),
    ]
    return random.choice(forms)


def _identifier(random: Random) -> Parts:
    digits = "4" + "".join(str(random.randint(0, 9)) for _ in range(14))
    card = digits + _luhn(digits)
    forms: list[Parts] = [
        ("Ett kort, ", f"{card[:4]} {card[4:8]} {card[8:12]} {card[12:]}", ", låg på golvet."),
        ("Hotet kom från ip ", f"203.0.113.{random.randint(1, 254)}", "."),
        ("Passnummer ", f"{random.randint(10_000_000, 99_999_999)}", " på kopian."),
        ("LMA-kort ", f"{random.randint(10_000_000, 99_999_999)}", " hittat."),
    ]
    return random.choice(forms)


_MAKERS = {
    "NAME": _name,
    "ADDR": _home,
    "PHONE": _phone,
    "PNR": _personal_number,
    "PLATE": _plate,
    "HANDLE": _handle,
    "ID": _identifier,
}
KINDS = tuple(_MAKERS)
