"""Finding a passage in a text, however it was typed: the same words in capitals or not, in
composed or decomposed signs (Unicode NFC, NFD, NFKC), over a line break or several spaces."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import category, combining, normalize

_SPACES = re.compile(" {2,}")
Stretch = tuple[int, int]
"""Where something begins in a text and where it ends (not included), in signs."""


@dataclass(frozen=True)
class Folded:
    """A text as it is compared; ``places`` says of each sign where in the text it comes from."""

    text: str
    places: tuple[int, ...]


class _Parts(dict[int, str]):
    """What each sign is compared as, by its number."""

    def __missing__(self, number: int) -> str:
        parts = self[number] = _parts(chr(number))
        return parts


_PARTS = _Parts()


def folded(text: str) -> str:
    """The text of ``fold``, several times as fast."""
    return _SPACES.sub(" ", text.translate(_PARTS))


def fold(text: str) -> Folded:
    """Small, decomposed signs; a run of white space as one space, what nobody sees left out."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for part in _PARTS[ord(sign)]:
            if part == " " and signs and signs[-1] == " ":
                continue
            signs.append(part)
            places.append(place)
    return Folded("".join(signs), tuple(places))


def _parts(sign: str) -> str:
    if sign.isspace():
        return " "
    if category(sign) == "Cf":  # soft hyphen, zero width space
        return ""
    parts = normalize("NFKD", normalize("NFKD", sign).casefold())
    return " " if parts.isspace() else parts


def called(passage: str) -> str:
    """A passage as it is looked for."""
    return folded(passage).strip()


def length_of(passage: str) -> int:
    """How many signs a passage has as it is read: an Å is one, however it is typed."""
    return sum(not combining(sign) for sign in called(passage))


def find(text: str, passages: Iterable[str], *, whole: bool = False) -> list[Stretch]:
    """Where the passages stand, in order, those that touch or overlap as one; ``whole``: only
    where they are words of their own, or in the genitive."""
    says = folded(text)
    wanted = [one for one in {called(one) for one in passages} - {""} if one in says]
    if not wanted:
        return []
    whence = fold(text)
    found = sorted(
        (whence.places[start], _end(whence, end, len(text)))
        for passage in wanted
        for start, end in _occurrences(says, passage)
        if not whole or _is_whole(says, start, end)
    )
    return merged(found)


def _occurrences(text: str, passage: str) -> Iterable[Stretch]:
    start = text.find(passage)
    while start >= 0:
        end = start + len(passage)
        if end == len(text) or not combining(text[end]):  # else the last sign is another
            yield start, end
        start = text.find(passage, start + 1)


def _end(folded: Folded, end: int, length: int) -> int:
    """After the last sign that the stretch came from, with what nobody sees behind it."""
    last = folded.places[end - 1]
    return min(last + 1, length)


def _is_whole(text: str, start: int, end: int) -> bool:
    if start and _is_of_word(text[start - 1]):
        return False
    rest = text[end : end + 2]
    return not rest[:1].isalnum() or (rest[:1] == "s" and not any(map(_is_of_word, rest[1:])))


def _is_of_word(sign: str) -> bool:
    """Whether a folded sign is a part of a word: a letter, or the ring of one."""
    return sign.isalnum() or bool(combining(sign))


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches in order, those that touch or overlap as one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
