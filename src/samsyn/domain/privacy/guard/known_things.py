"""Names that are well known to be of an artist, a figure, a make, a shop: nobody in a report."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Final

from samsyn.domain.privacy.guard.reading import Reading

_Phrase = tuple[tuple[str, ...], str]


def _read() -> tuple[dict[str, list[_Phrase]], dict[str, str]]:
    """Names of several words by their first, and names of one; each with its list."""
    path = resources.files(__package__).joinpath("data", "things.toml")
    phrases: dict[str, list[_Phrase]] = {}
    singles: dict[str, str] = {}
    for kind, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for entry in entries.split():
            words = tuple(_bare(entry).split("_"))
            if len(words) > 1:
                phrases.setdefault(words[0], []).append((words, kind))
            else:
                singles.setdefault(words[0], kind)
    return phrases, singles


def _bare(lower: str) -> str:
    if lower.isalpha():
        return lower
    return lower.replace("'", "").replace("’", "")


_PHRASES, _SINGLES = _read()
SINGLES: Final = frozenset(_SINGLES)
OPENINGS: Final = frozenset(_PHRASES)
# What a second word begins with, since the last of a name may have an ending.
SECONDS: Final = frozenset(phrase[1][:3] for phrases in _PHRASES.values() for phrase, _ in phrases)


def known_at(reading: Reading, index: int) -> tuple[str, int]:
    """The list that holds the name that begins with this word, and where it ends; the longest."""
    word = _bare(reading.lowers[index])
    best, end = "", 0
    following = reading.lower(index + 1)[:2]
    for phrase, kind in _PHRASES.get(word, ()):
        stop = index + len(phrase)
        if (
            phrase[1].startswith(following)
            and stop > max(end, index)
            and _is_phrase(reading, index, phrase)
        ):
            best, end = f"several:{kind}", stop
    if end:
        return best, end
    first, _, last = reading.texts[index].partition("-")
    made = _bare(first.lower()) if last[:1].islower() else word  # `Cobain-affischer`
    for base in (word, word.removesuffix("s"), made):
        if base in _SINGLES:
            return f"one:{_SINGLES[base]}", index + 1
    return "", 0


def _is_phrase(reading: Reading, index: int, phrase: tuple[str, ...]) -> bool:
    words = [_bare(word) for word in reading.lowers[index : index + len(phrase)]]
    if len(words) != len(phrase) or words[:-1] != list(phrase[:-1]):
        return False
    last = words[-1]
    return phrase[-1] in (last, last.removesuffix("s"), last.partition("-")[0])
