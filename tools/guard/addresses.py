"""Sentences about homes and about public places, made by the grammar of grammar_homes.txt."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random

from tools.guard.sentences import Sentence, parts, read_grammar, surname

_PLACE = re.compile(r"\b[AFGP](?=$|[^\w]|gatan|vägen|stigen|bo\b|by\b)")


@cache
def _lists() -> dict[str, list[str]]:
    return read_grammar(Path(__file__).parent / "grammar_homes.txt")


def _one(random: Random, name: str) -> str:
    """One of a list of words.toml."""
    return random.choice(parts(name))


def _street(random: Random) -> str:
    way, first = random.random(), _one(random, "street_first")
    if way < 0.55:
        name = first + _one(random, "street_last")
    elif way < 0.72:
        name = first + _one(random, "street_short")
    elif way < 0.8:
        name = f"{_one(random, 'directions')} {first}{_one(random, 'street_last')}"
    elif way < 0.9:
        name = f"{surname(random)}s {_one(random, 'separate_streets')}"
    else:
        name = f"{_one(random, 'blocks')}s {_one(random, 'separate_streets')}"
    return name[0].upper() + name[1:]


def _number(random: Random) -> str:
    way = random.random()
    if way < 0.55:
        return str(random.randrange(1, 70))
    if way < 0.8:
        space = random.choice(("", " "))
        return f"{random.randrange(1, 60)}{space}{random.choice('ABCDEabc')}"
    if way < 0.86:
        return random.choice(parts("ones"))
    if way < 0.9:
        return random.choice(parts("tens")) + random.choice(("", *parts("ones")[:9]))
    return str(random.randrange(100, 400))


def _tail(random: Random) -> str:
    if random.random() < 0.7:
        return ""
    return random.choice(parts("tails")).format(
        n4=random.choice((1001, 1102, 1203, 1304, 902, 1401)),
        n1=random.randrange(1, 5),
        letter=random.choice("ABCDE"),
    )


def _farm(random: Random) -> str:
    name = random.choice(parts("farm_first")) + random.choice(parts("farm_last"))
    return random.choice(("", "", "", "Norra ", "Lilla ", "Nedre ")) + name.capitalize()


def address(random: Random) -> str:
    """A street, a block or a farm with its number."""
    way = random.random()
    if way < 0.6:
        sign = random.choice(("", "", "", "nr "))
        return f"{_street(random)} {sign}{_number(random)}{_tail(random)}"
    if way < 0.8:
        return f"{_one(random, 'blocks').capitalize()} {random.randrange(1, 48)}{_tail(random)}"
    if way < 0.9:
        return f"{_farm(random)} {random.randrange(1, 250)}"
    return f"{_farm(random)} {random.randrange(1, 9)}:{random.randrange(1, 90)}"


def _flat(random: Random) -> str:
    where = random.choice(
        (
            "",
            "",
            f" på {_one(random, 'blocks').capitalize()}",
            f", {_street(random)} {random.randrange(1, 40)}",
            f" på {_street(random)}",
            f" på {_farm(random)}",
            " på gruppboendet",
            " på campingen",
        )
    )
    return f"{_one(random, 'flats')} {_one(random, 'flat_numbers')}{where}"


def _house(random: Random) -> str:
    way, dwelling = random.random(), random.choice(parts("dwellings"))
    if way < 0.3:
        return f"{dwelling} {_farm(random)}"
    if way < 0.5:
        return f"{_farm(random)} i {_farm(random).split()[-1]}"
    if way < 0.62:
        return f"{random.choice(parts('farms_of_persons')).title()} i {_farm(random).split()[-1]}"
    if way < 0.75:
        return _farm(random)
    beside = _one(random, "beside").format(street=_street(random))
    village = _farm(random).split()[-1]
    return f"{_one(random, 'of_dwellings')}{dwelling} {beside} i {village}"


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
        if kind == "home" or random.random() < 0.2:
            return found
        return f"{_street(random)} {_number(random)}"
    if letter == "F":
        return _flat(random)
    if letter == "G":
        return _house(random) if kind == "home" else _farm(random)
    return random.choice(parts("street_first")).capitalize()
