"""Names by the form they are written in: signed, labelled, quoted, as initials, surname first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samsyn.domain.privacy.guard.detecting import detector
from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.lexicon import is_form, is_ordinary
from samsyn.domain.privacy.guard.marks import SIGNED, mark, mark_written
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.things import is_place, is_somebody
from samsyn.domain.privacy.guard.wordlists import (
    FIRST_NAMES,
    FOREIGN_FIRST_NAMES,
    LAST_NAMES,
    THING_NAMES,
    TOWNS,
    WORD_NAMES,
    alternatives,
    words,
)

_SURE_FIRST: Final = FIRST_NAMES - WORD_NAMES - THING_NAMES
_SHAPES: Final = tuple(sorted(words("surname_shapes")))
_CLASSES: Final = words("classes")
_PERSON_NOUNS: Final = (
    words("person_nouns") | words("titles") | words("roles") | words("persons") | words("kin")
)
_NO_NAMES: Final = words("no_names") | words("no_person") | words("firm_words") | TOWNS
_DEEDS: Final = words("deeds_of_persons") | words("person_verbs")
_FIRSTS: Final = FIRST_NAMES | FOREIGN_FIRST_NAMES
_CAP: Final = r"[A-ZÅÄÖÉ][^\W\d_]+(?:-[A-ZÅÄÖÉ][^\W\d_]+)?"
_NAME: Final = rf"{_CAP}(?: (?:[A-ZÅÄÖ]\.?(?!\w)|{_CAP})){{0,2}}"
_FAREWELL: Final = re.compile(
    rf"(?:^|[\s,.!])(?:(?:{alternatives('farewells')}),?(?: från)?[\s,/]{{1,3}}|/ ?)"
    rf"(?P<name>{_NAME})[\s.!]*$",
    re.IGNORECASE | re.MULTILINE,
)
_LABELLED: Final = re.compile(
    rf"(?:^|[\s(])(?:{alternatives('labels')})\.?\s?:\s?"
    rf"(?P<names>{_NAME}(?:(?:, ?| och | samt | & |/){_NAME}){{0,8}})"
)
_LABELS_UPPER: Final = re.compile(_LABELLED.pattern, re.IGNORECASE)
_ONE: Final = re.compile(_NAME)
_INITIALS: Final = re.compile(r"(?<![\w.])[A-ZÅÄÖ]\.[ -]?[A-ZÅÄÖ]\.?(?![\w.])")
_JOINED_INITIALS: Final = re.compile(rf"(?<![\w.-])[A-ZÅÄÖ]-[A-ZÅÄÖ]\.? (?P<last>{_CAP})")
_NO_INITIALS: Final = frozenset({"P.S.", "P.S", "U.S.", "O.S.", "E.U.", "S.O.S", "F.D.", "T.V."})
_QUOTED: Final = re.compile(r"[\"”“»](?P<name>[^\W_]{2,20}(?: [^\W_]{2,20})?)[\"”“«»]")
_QUOTES: Final = frozenset('"”“»')
_QUOTED_BY: Final = words("quoted_by")
_QUOTED_DOES: Final = _DEEDS | {"fixar", "har", "kör", "styr", "brukar", "bestämmer", "ordnar"}
_SURNAME_FIRST: Final = re.compile(rf"(?P<last>{_CAP}), (?P<first>{_CAP})(?![-\w])")
_SURNAME_INITIAL: Final = re.compile(rf"(?P<last>{_CAP}), [A-ZÅÄÖ]\.(?![A-ZÅÄÖ])")
_PARTICLES: Final = re.compile(
    rf"\b(?:[Vv]an de[rn]|[Vv]an|[Vv]on|[Aa]bu|[Bb]in|[Ii]bn|[Aa]f|[Dd]e la) (?P<last>{_CAP})"
)
_ADDRESSED: Final = re.compile(
    rf"\b(?:[Ff]r|[Hh]r|[Oo]rdf|[Dd]r|[Ss]ekr|[Kk]ass|[Vv]aktm)\. (?P<name>{_NAME})"
)
_SHORT: Final = 3  # letters of a unit, a body or the like
_FORMS_OF_ADDRESS: Final = frozenset({"fr", "hr", "ordf", "dr", "sekr", "kass", "vaktm"})
_CARE_OF: Final = re.compile(rf"\b[Cc]/[Oo] (?P<name>{_NAME})")
_FAREWELL_SIGN: Final = re.compile(r"[Mm][Vv][Hh]|[Hh]äls|[Vv]h\b|[Kk]ram|/ ?[A-ZÅÄÖ]|[Tt]ack på")


_LABEL_WORDS: Final = frozenset(word for entry in words("labels") for word in entry.split("_"))
_FAREWELL_WORD: Final = mark_written(
    re.compile(r"[Mm][Vv][Hh]|[Hh]äls|[Vv]h|[Kk]ram|[Tt]ack$").search
)
_LABEL: Final = mark(_LABEL_WORDS.__contains__)
_INITIAL: Final = mark_written(re.compile(r"(?:^|[-’'])[A-ZÅÄÖ](?:\.|$)").search)
_ADDRESS: Final = mark(_FORMS_OF_ADDRESS.__contains__)
_FIRST: Final = mark(_SURE_FIRST.__contains__)
_PAIRED: Final = mark_written(re.compile(r"[A-ZÅÄÖ]-[A-ZÅÄÖ]$").search)
_PARTICLE: Final = mark(words("surname_particles").__contains__)


@detector(SIGNED | _FAREWELL_WORD | _LABEL | _INITIAL | _ADDRESS | _FIRST | _PAIRED | _PARTICLE)
def find_written_names(reading: Reading) -> Iterator[Span]:
    """Names that the form alone tells; ordinary words, places and firms are none."""
    text, marked = reading.text, reading.marked
    if marked & (_FAREWELL_WORD | SIGNED) and _FAREWELL_SIGN.search(text):
        yield from _farewells(reading)
    if marked & _LABEL and ":" in text:
        yield from _labelled(reading)
    if marked & _INITIAL:
        yield from _initials(reading)
    if marked & _ADDRESS:
        yield from _addressed(text, _ADDRESSED)
    if marked & SIGNED and "/" in text:
        yield from _addressed(text, _CARE_OF)
    if marked & (_INITIAL | _FIRST) and ", " in text:
        yield from _surname_first(reading)
    if marked & _PAIRED:
        yield from _joined_initials(text)
    if marked & SIGNED:
        yield from _quoted(reading)
    if marked & _PARTICLE:
        yield from _with_particles(text)


def _is_person_noun(lower: str) -> bool:
    return lower in _PERSON_NOUNS or is_somebody(lower)


def _is_surname_shaped(lower: str) -> bool:
    """`tallmark`, `sundfors`, `petkovic`: ends like a surname and is not itself a word."""
    return len(lower) > 4 and lower.endswith(_SHAPES) and not is_form(lower)


def _in_class(following: list[str]) -> bool:
    """`i 9B`, `från 8a`, `i nian`, `i årskurs 7`."""
    if len(following) < 2 or following[0] not in {"i", "från"}:
        return False
    second = following[1]
    numbered = len(second) == 2 and second[0].isdigit() and second[1].isalpha()
    return numbered or second in _CLASSES or second in {"klass", "årskurs", "åk"}


def _person(name: str) -> bool:
    """Whether every word could be a person's name, and the first is no ordinary word."""
    lowers = name.lower().replace(".", "").split()
    if any(lower in _NO_NAMES or is_place(lower) for lower in lowers):
        return False
    first = lowers[0]
    return first in _FIRSTS or not is_ordinary(first) or _is_surname_shaped(first)


def _span(match: re.Match[str], group: str) -> Span:
    return Span(match.start(group), match.end(group), Kind.NAME)


def _farewells(reading: Reading) -> Iterator[Span]:
    for match in _FAREWELL.finditer(reading.text):
        name = match["name"]
        if name[0].isupper() and name[1].islower() and _person(name) and not _known(reading, match):
            yield _span(match, "name")


def _known(reading: Reading, match: re.Match[str]) -> bool:
    """Whether the words are a local place's."""
    start, end = match.span("name")
    return any(start <= reading.start(index) < end for index in reading.known)


def _labelled(reading: Reading) -> Iterator[Span]:
    for match in _LABELS_UPPER.finditer(reading.text):
        for one in _ONE.finditer(match["names"]):
            written = one[0]
            if written[0].isupper() and _person(written):
                start = match.start("names") + one.start()
                yield Span(start, start + len(written), Kind.NAME)


def _addressed(text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    for match in pattern.finditer(text):
        name = match["name"]
        made = text[match.end() : match.end() + 1] == "-"  # `Dr. Oetker-pizzor`
        short = name.isupper() and len(name) <= _SHORT  # `fr. LC`
        if not (made or short or is_place(name.split()[-1].lower())):
            yield _span(match, "name")


def _initials(reading: Reading) -> Iterator[Span]:
    """`K.E. i nian`, `elev A.H.`, `(N.K., 15 år)`."""
    for match in _INITIALS.finditer(reading.text):
        if match[0].upper() in _NO_INITIALS:
            continue
        before, after = reading.sentence(*match.span())
        last, following = before.split()[-2:], re.findall(r"\w+", after)[:3]
        noun = any(_is_person_noun(word.strip("(,")) for word in last)
        acts = bool(following) and following[0] in _DEEDS
        aged = following[1:2] == ["år"]
        if noun or acts or aged or _in_class(following):
            yield Span(match.start(), match.end(), Kind.NAME)


def _joined_initials(text: str) -> Iterator[Span]:
    """`P-O Lundvall`."""
    for match in _JOINED_INITIALS.finditer(text):
        if _person(match["last"]):
            yield Span(*match.span(), Kind.NAME)


def _quoted(reading: Reading) -> Iterator[Span]:
    """`en "Storis"`, `"Snabben" fixar`."""
    for match in _QUOTED.finditer(reading.text):
        before, after = reading.sentence(*match.span())
        led_up = before.split()[-1:]
        follows = re.findall(r"\w+", after)[:1]
        by = bool(led_up) and led_up[0] in _QUOTED_BY
        med = led_up == ["med"] and bool({"signerar", "signerat", "taggar"} & reading.bag)
        does = bool(follows) and follows[0] in _QUOTED_DOES and match["name"][0].isupper()
        plain = match["name"].islower() and is_ordinary(match["name"])
        if (by or med or does) and not plain:
            yield _span(match, "name")


def _surname_first(reading: Reading) -> Iterator[Span]:
    """`Ek, Kim`, `Westling, H.`; not `På torget, Kim` nor the second of a list of places."""
    if "." in reading.text:
        for match in _SURNAME_INITIAL.finditer(reading.text):
            if _person(match["last"]):
                yield Span(*match.span(), Kind.NAME)
    if not reading.marked & _FIRST:
        return
    for match in _SURNAME_FIRST.finditer(reading.text):
        last, first = match["last"].lower(), match["first"].lower()
        twice = last in _SURE_FIRST and last not in LAST_NAMES  # `Ida, Ove och Lage`
        if first not in _SURE_FIRST or twice or last in _NO_NAMES or is_place(last):
            continue
        if last in LAST_NAMES or not is_ordinary(last) or _is_surname_shaped(last):
            yield Span(match.start("last"), match.end("first"), Kind.NAME)


def _with_particles(text: str) -> Iterator[Span]:
    for match in _PARTICLES.finditer(text):
        last = match["last"].lower()
        if last not in _NO_NAMES and not is_place(last):
            yield Span(match.start(), match.end(), Kind.NAME)
