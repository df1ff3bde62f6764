"""Sentences to learn from: made by the grammar of grammar.txt, and known ones with other names.

Names are drawn of every kind (common, rare, foreign, words too, misspelt, nicknames), so that what
is learned is where names stand rather than which they are.
"""

from __future__ import annotations

import lzma
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from samsyn.domain.privacy.guard.facts import kind_of
from samsyn.domain.privacy.guard.lexicon import is_ordinary
from samsyn.domain.privacy.guard.namebook import (
    ANY_GIVEN,
    ANY_SURNAME,
    FAR_GIVEN,
    FAR_SURNAME,
    GIVEN,
    NORDIC_GIVEN,
    NORDIC_SURNAME,
    SURNAME,
    lists_of,
)
from samsyn.domain.privacy.guard.wordlists import TOWNS, words

HERE = Path(__file__).parent
BOOK = Path("src/samsyn/domain/privacy/guard/data/names.txt.xz")
_NAME = re.compile(
    r"\bN(?=$|[^\w]|s\b|skolan|gatan|sgatan|vägen|sparken|gymnasiet|sgården|gården|marknaden)"
)
_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"\[\[(.+?)\]\]")
_SMALL = frozenset({"von", "af", "al", "el", "de"})
# How people write the commonest words.
_TYPED = (
    ("och", "o å och"), ("med", "m me med"), ("jag", "ja jag"), ("någon", "nån ngn någon"),
    ("är", "e ä är"), ("de", "dom de"), ("det", "de dä det"), ("var", "va var"),
    ("till", "te till t"), ("hon", "ho hon"), ("han", "han n"),
)  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """A text, the places of the names in it, and those that are neither (other personal data)."""

    text: str
    names: tuple[tuple[int, int], ...]
    other: tuple[tuple[int, int], ...] = ()


# --- names of every kind ------------------------------------------------------


@cache
def parts(name: str) -> list[str]:
    """A list of words.toml."""
    entries = tomllib.loads((HERE / "words.toml").read_text("utf-8"))[name].split()
    return ["" if entry == "-" else entry.replace("_", " ") for entry in entries]


@cache
def _book() -> dict[int, list[str]]:
    """The names of each list; surnames only those that no given name is."""
    held: dict[int, list[str]] = {1 << place: [] for place in range(6)}
    lists = 0
    for line in lzma.decompress(BOOK.read_bytes()).decode().splitlines():
        if line.startswith("#"):
            lists = int(line[1:]) if line[2:3].isdigit() else lists
            continue
        for bit, names in held.items():
            if lists & bit and (bit & ANY_GIVEN or not lists & ANY_GIVEN):
                names.append(line.strip())
    return held


@cache
def _given(kind: str) -> list[str]:
    pool = _book()[GIVEN] if kind == "given" else _book()[GIVEN] + _book()[NORDIC_GIVEN]
    return [name for name in pool if kind_of(name) == kind]


def _misspelt(name: str, random: Random) -> str:
    cut, way = random.randrange(1, len(name)), random.random()
    if way < 0.35:
        return name[:cut] + name[cut - 1] + name[cut:]
    if way < 0.6:
        return name[:cut] + random.choice("aeiouyklmnrst") + name[cut + 1 :]
    if way < 0.8:
        return name[:cut] + name[cut + 1 :]
    return name[:cut] + random.choice(["z", "ck", "x", "is", "an", "e"])


def given_name(random: Random) -> str:
    """A given name or a nickname, in small letters."""
    way, book = random.random(), _book()
    if way < 0.25:
        return random.choice(_given("given"))
    if way < 0.40:
        return random.choice(_given("wordname"))
    if way < 0.55:
        return random.choice(book[NORDIC_GIVEN])
    if way < 0.70:
        return random.choice(book[FAR_GIVEN])
    if way < 0.90:
        return _misspelt(random.choice(_given("given") + book[NORDIC_GIVEN]), random)
    return random.choice(sorted(words("nicknames")))


def surname(random: Random) -> str:
    """A surname, in small letters."""
    way, book = random.random(), _book()
    if way < 0.1:  # two words that make a name together: `Lindharpa`
        return random.choice(parts("surname_first")) + random.choice(parts("surname_last"))
    if way < 0.3:
        return random.choice(book[SURNAME])
    if way < 0.55:
        return random.choice(book[NORDIC_SURNAME])
    if way < 0.75:
        return random.choice(book[FAR_SURNAME])
    return _misspelt(random.choice(book[SURNAME] + book[NORDIC_SURNAME]), random)


def _persons_name(random: Random) -> str:
    way, first = random.random(), given_name(random)
    initial = random.choice("abcdefghijklmnoprstw")
    for share, name in (
        (0.52, lambda: first),
        (0.80, lambda: f"{first} {surname(random)}"),
        (0.88, lambda: surname(random)),
        (0.91, lambda: f"{first}-{given_name(random)}"),
        (0.94, lambda: f"{first} {initial}"),
        (0.96, lambda: f"{initial}. {surname(random)}"),
        (0.98, lambda: f"{first} {random.choice(sorted(_SMALL))} {surname(random)}"),
    ):
        if way < share:
            return name()
    return f"{first} {given_name(random)} {surname(random)}"


def _things_name(random: Random) -> str:
    way, book = random.random(), _book()
    near = _given("given") + _given("wordname") + book[NORDIC_GIVEN][:800]
    syllables = [random.choice(parts("syllables")) for _ in range(random.choice((2, 2, 3)))]
    for share, names in (
        (0.40, near),
        (0.58, book[SURNAME] + book[NORDIC_SURNAME]),
        (0.72, ["".join([*syllables, random.choice(parts("ends"))])]),
        (0.82, parts("of_places")),
        (0.90, sorted(TOWNS)),
        (0.96, book[FAR_GIVEN]),
    ):
        if way < share:
            return random.choice(names)
    return f"{random.choice(_given('given'))} {random.choice(book[SURNAME])}"


def _written(name: str) -> str:
    raised = re.sub(r"(^|[ -])([^\W\d_])", lambda match: match[1] + match[2].upper(), name)
    return " ".join(word.lower() if word.lower() in _SMALL else word for word in raised.split(" "))


# --- the grammar --------------------------------------------------------------


@cache
def _grammar() -> dict[str, list[str]]:
    return read_grammar(HERE / "grammar.txt")


def read_grammar(path: Path) -> dict[str, list[str]]:
    """The lists of a grammar, by name."""
    lists: dict[str, list[str]] = {}
    current: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            current = lists.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            current.append(line)
    return lists


def _expanded(template: str, random: Random) -> str:
    while match := re.search(r"\{(\w+)\}", template):
        chosen = random.choice(_grammar()[match[1]])
        template = template[: match.start()] + chosen + template[match.end() :]
    return template


def _filled(kind: str, random: Random) -> Sentence:
    """A template with names in it."""
    template = _expanded(random.choice(_grammar()[kind]), random)
    written, done, names = "", 0, []
    for match in _NAME.finditer(template):
        written += template[done : match.start()]
        name = _written(_persons_name(random) if kind == "person" else _things_name(random))
        if kind == "person":
            names.append((len(written), len(written) + len(name)))
        written += name
        genitive = template[match.end() : match.end() + 1] == "s" and name[-1] in "sxz"
        done = match.end() + genitive
    return Sentence(written + template[done:], tuple(names))


def _moved(names: tuple[tuple[int, int], ...], start: int, by: int) -> tuple[tuple[int, int], ...]:
    return tuple((a + by, b + by) if a >= start else (a, b) for a, b in names)


def _typed(one: Sentence, random: Random) -> Sentence:
    """As people type: each of the commonest words written otherwise once."""
    text, names = one.text, one.names
    for word, ways in _TYPED:
        if random.random() > 0.35:
            continue
        for match in re.finditer(rf"\b{word}\b", text):
            if not any(a <= match.start() < b for a, b in names):
                way = random.choice(ways.split())
                text = text[: match.start()] + way + text[match.end() :]
                names = _moved(names, match.start(), len(way) - len(word))
                break
    return Sentence(text, names)


def made(kind: str, random: Random) -> Sentence:
    """A sentence of ``kind`` (person, thing, ordinary), often with another beside it."""
    one = _filled(kind, random)
    small, large = random.random() < 0.25, random.random() < 0.03
    if one.text[0].islower() and not small:
        one = Sentence(one.text[0].upper() + one.text[1:], one.names)
    if random.random() < 0.3:
        one = _typed(one, random)
    way = random.random()
    if way < 0.35:
        before = _expanded(random.choice(_grammar()["ordinary"]), random)
        before = before[0].upper() + before[1:] + random.choice([". ", ". ", "! ", ", ", " "])
        one = Sentence(before + one.text, _moved(one.names, 0, len(before)))
    elif way < 0.7:
        after = _expanded(random.choice(_grammar()["ordinary"] + _grammar()["fulltext"]), random)
        raised = f". {after[0].upper()}{after[1:]}"
        one = Sentence(
            one.text + random.choice([raised, raised, f", {after}", f" {after}"]), one.names
        )
    text = one.text + (random.choice("...!") if random.random() < 0.6 else "")
    return Sentence(text.lower() if small else text.upper() if large else text, one.names)


# --- known sentences, with other names ----------------------------------------


def marked_sentences() -> Iterator[Sentence]:
    """Those of texts.txt, where names stand in double brackets."""
    for line in (HERE / "texts.txt").read_text("utf-8").splitlines():
        written, done, names = "", 0, []
        for match in _MARKED.finditer(line):
            written += line[done : match.start()]
            names.append((len(written), len(written) + len(match[1])))
            written += match[1]
            done = match.end()
        if line and not line.startswith("#"):
            yield Sentence(written + line[done:], tuple(names))


def renamed(one: Sentence, random: Random) -> Sentence | None:
    """The sentence with other persons' names; None where it has none."""
    if not one.names:
        return None
    spans = sorted([(*span, True) for span in one.names] + [(*span, False) for span in one.other])
    written, done, names, other = "", 0, [], []
    for start, end, named in spans:
        if start < done:
            return None
        written += one.text[done:start]
        said = one.text[start:end]
        begin = len(written)
        written += _with_other_words(said, random) if named else said
        (names if named else other).append((begin, len(written)))
        done = end
    return Sentence(written + one.text[done:], tuple(names), tuple(other))


def _with_other_words(name: str, random: Random) -> str:
    written = list(_WORD.finditer(name))
    out, done = "", 0
    for place, match in enumerate(written):
        out += name[done : match.start()]
        lists = lists_of(match[0].lower())
        family = lists & ANY_SURNAME and not lists & (GIVEN | NORDIC_GIVEN)
        first = place == 0 and not (len(written) == 1 and family)
        other = given_name(random) if first else surname(random)
        out += match[0] if len(match[0]) < 3 else _like(other, match[0])
        done = match.end()
    return out + name[done:]


def _like(name: str, other: str) -> str:
    if other.isupper() and len(other) > 1:
        return name.upper()
    return name.capitalize() if other[0].isupper() else name


def with_other_things(one: Sentence, random: Random) -> Sentence | None:
    """A sentence that names nobody, its things bearing other names; None where none does."""
    written, done = "", 0
    for match in _WORD.finditer(one.text) if not one.names else ():
        lower = match[0].lower()
        named = match[0][0].isupper() and match.start() > 0 and len(lower) > 2
        if named and lists_of(lower) & GIVEN and not is_ordinary(lower):
            written += one.text[done : match.start()] + _like(given_name(random), match[0])
            done = match.end()
    return Sentence(written + one.text[done:], (), one.other) if done else None


def made_of_people(kind: str, random: Random) -> Sentence:
    """A sentence of grammar_people.txt; what leaves one person stands as its names."""
    lists = _people()
    template = random.choice(lists[kind])
    while match := re.search(r"\{(\w+)\}", template):
        chosen = random.choice(lists[match[1]])
        genitive = template[match.end() : match.end() + 2] in {"s ", "s]", "s,"}
        if genitive and " i " in chosen:
            chosen = chosen.partition(" i ")[0]
        template = template[: match.start()] + chosen + template[match.end() :]
    match = _MARKED.search(template)
    text, spans = template, ()
    if match:
        text = template[: match.start()] + match[1] + template[match.end() :]
        spans = ((match.start(), match.start() + len(match[1])),)
    if random.random() < 0.7:
        text = text[0].upper() + text[1:]
    one = Sentence(text + random.choice(("", ".", ".")), spans)
    return _typed(one, random) if random.random() < 0.2 else one


@cache
def _people() -> dict[str, list[str]]:
    return read_grammar(HERE / "grammar_people.txt")
