"""Where words stood in a text, without the words: so that they can be masked again in a copy of
the text that still has them."""

import hashlib
import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from samsyn.domain.privacy.rules import TOMBSTONE
from samsyn.domain.redactions.values.passages import Stretch, merged

Finder = Callable[[str], list[Stretch]]
Written = tuple[str, list[Stretch]]
"""What a stored text says, and of each sign where it is written there (nowhere: (-1, -1))."""
NOWHERE: Stretch = (-1, -1)
MARKS = ("", TOMBSTONE, "…")
"""What stands for a stretch: nothing where it goes on after another, a tombstone, or, where that
has no room, one sign: words do not go unseen."""
_TEXT = r'"(?:[^"\\]|\\.)*"'
_FLAT = rf"\{{(?:{_TEXT}|[^{{}}\"])*\}}"
_NESTED = rf"\{{(?:{_TEXT}|[^{{}}\"]|{_FLAT})*\}}"
# what a section is built of: the reports it rests on, days, keys, colours
_BUILT_OF = (
    rf'"evidence":(?:{_NESTED}|\[(?:{_NESTED}|[^\]{{"])*\])|"is":"date(?:time)?","value":{_TEXT}'
    rf'|"(?:is|key|kind|colour|trend|direction)":{_TEXT}'
)
_STRING = re.compile(rf'{_BUILT_OF}|"(?P<says>(?:[^"\\]|\\.)*)"(?P<key>:?)')
_PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[0-9a-fA-F]{4}"
_ESCAPE = re.compile(rf"(?:{_PAIR}|\\u[0-9a-fA-F]{{4}}|\\.|.)", re.DOTALL)
_WORDS_OF_SVG = re.compile(r">([^<]+)<|\s(?:aria-label|aria-description|title)=\"([^\"]*)\"")
_ENTITY = re.compile(r"(?:&#?\w+;|.)", re.DOTALL)


@dataclass(frozen=True)
class Leaf:
    """A text in a row: its ``path`` (column, then keys of its JSON), its length, the stretches
    that were masked (start, length, and what stands for it: one of ``MARKS``), and a digest of
    what stands around them, which says nothing of what they were."""

    path: tuple[str, ...]
    total: int
    cuts: tuple[tuple[int, int, int], ...]
    around: str

    @property
    def places(self) -> int:
        """How many stretches were masked."""
        return len(self.cuts)

    def told(self) -> list[Any]:
        """As JSON."""
        return [list(self.path), self.total, [list(one) for one in self.cuts], self.around]

    @classmethod
    def from_told(cls, told: list[Any]) -> "Leaf":
        """What ``told`` says."""
        path, total, cuts, around = told
        return cls(tuple(path), total, tuple((a, b, c) for a, b, c in cuts), around)

    def fits(self, text: str) -> bool:
        """Whether a text is the one that was masked: as long, and the same around the words."""
        return len(text) == self.total and around(text, self.cuts) == self.around

    def masked(self, text: str) -> str:
        """The text with its words masked."""
        for start, length, put in reversed(self.cuts):
            text = f"{text[:start]}{MARKS[put]}{text[start + length :]}"
        return text


def around(text: str, cuts: tuple[tuple[int, int, int], ...]) -> str:
    """SHA-256 of what stands around some stretches of a text, each piece with its length."""
    digest, at = hashlib.sha256(), 0
    for start, length, _put in (*cuts, (len(text), 0, 0)):
        piece = text[at:start].encode("utf-8", "surrogatepass")
        digest.update(f"{len(piece)}:".encode() + piece)
        at = start + length
    return digest.hexdigest()


def as_written(text: str) -> Written:
    """A text that says what is written."""
    return text, [(n, n + 1) for n in range(len(text))]


def in_json(text: str) -> Written:
    """The strings of a JSON text, each on a line: what stood on two lines in a text may be two
    sentences of a frozen section. Keys of objects, and what a section is built of, are none."""
    return _written(
        (found["says"], found.start("says"), _ESCAPE, _meaning, "\n")
        for found in _STRING.finditer(text)
        if found["says"] is not None and not found["key"]
    )


def _meaning(part: str) -> str:
    return str(json.loads(f'"{part}"'))


def in_svg(text: str) -> Written:
    """The words of a drawing, those of elements that follow each other with a space between: a
    long text is broken into several. Attributes that say something are kept apart; others, which
    draw, are no words."""
    return _written(
        (found.group(n), found.start(n), _ENTITY, html.unescape, "\n" if n == 1 else "\0")
        for n in (1, 2)
        for found in _WORDS_OF_SVG.finditer(text)
        if found.group(n) is not None
    )


def _written(parts: Iterator[Any]) -> Written:
    says: list[str] = []
    places: list[Stretch] = []
    for raw, begins, units, meaning, apart in parts:
        for unit in units.finditer(raw):
            for sign in meaning(unit.group()):
                says.append(sign)
                places.append((begins + unit.start(), begins + unit.end()))
        says.append(apart)
        places.append(NOWHERE)
    return "".join(says), places


def leaf_of(
    path: tuple[str, ...], text: str, find: Finder, read: Callable[[str], Written] = as_written
) -> Leaf | None:
    """What there is to mask in a stored text; None where there is nothing."""
    says, places = read(text)
    cuts = [cut for stretch in find(says) for cut in _cuts(places, stretch)]
    if not cuts:
        return None
    kept = tuple(sorted(cuts))
    return Leaf(path, len(text), kept, around(text, kept))


def _cuts(places: list[Stretch], stretch: Stretch) -> Iterator[tuple[int, int, int]]:
    """A stretch of what is said where it is written: in pieces, of which the first gets the
    tombstone."""
    pieces = merged(one for one in places[slice(*stretch)] if one != NOWHERE)
    for n, (start, end) in enumerate(pieces):
        yield start, end - start, int(n == 0)


def fitted(leaf: Leaf, longest: int | None) -> Leaf:
    """The same, with as many tombstones as there is room for: a short word is shorter than one."""
    cuts = list(leaf.cuts)
    over = 0 if longest is None else leaf.total + sum(map(_more, cuts)) - longest
    for n in reversed(range(len(cuts))):
        start, length, put = cuts[n]
        if over > 0 and put:
            cuts[n] = (start, length, 2)
            over += _more(cuts[n]) - _more((start, length, put))
    return replace(leaf, cuts=tuple(cuts))


def _more(cut: tuple[int, int, int]) -> int:
    _start, length, put = cut
    return len(MARKS[put]) - length


def texts_in(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in a value of JSON, with its path; the keys of objects too. A path goes by
    number, in an object by the order of its keys: a key may be somebody's words."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for n, one in enumerate(value):
            yield from texts_in(one, (*path, str(n)))
    elif isinstance(value, dict):
        for n, key in enumerate(sorted(value)):
            yield (*path, str(n), KEY), key
            yield from texts_in(value[key], (*path, str(n)))


KEY = "key"
"""Ends the path of what is itself a key."""


def with_texts(value: Any, path: tuple[str, ...], new: dict[tuple[str, ...], str]) -> Any:
    """The value with other texts at some paths."""
    if isinstance(value, str):
        return new.get(path, value)
    if isinstance(value, list):
        return [with_texts(one, (*path, str(n)), new) for n, one in enumerate(value)]
    if isinstance(value, dict):
        made: dict[str, Any] = {}
        for n, key in enumerate(sorted(value)):
            called = new.get((*path, str(n), KEY), key)
            while called in made:  # two keys that differed in what was masked alone
                called += "+"
            made[called] = with_texts(value[key], (*path, str(n)), new)
        return made
    return value
