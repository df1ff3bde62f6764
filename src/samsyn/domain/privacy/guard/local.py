"""The words of one municipality: names of its places, and its own lists of words.

A word on the stop list stops a text. A word on the allow list is, alone, nobody's name or
account; all else is found as ever: numbers, addresses, names of more words than one, and what may
single somebody out, which the writer is asked about and may keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from samsyn.domain.privacy.guard.findings import Kind, Span
from samsyn.domain.privacy.guard.reading import Reading

_WORD: Final = re.compile(r"[^\W_]+(?:[-’'._][^\W_]+)*")
_FREED: Final = frozenset({Kind.NAME, Kind.HANDLE})
_APART: Final = re.compile(r"\w|[.!?;](?=\s)")
_NO_WORDS: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Words:
    """``places`` are names of places; ``stopped`` and ``allowed`` the lists, in lower case."""

    places: frozenset[str] = _NO_WORDS
    stopped: frozenset[str] = _NO_WORDS
    allowed: frozenset[str] = _NO_WORDS


NO_WORDS: Final = Words()


def find_stopped(reading: Reading, stopped: frozenset[str]) -> Iterator[Span]:
    """Words of the stop list, in any case and in the genitive."""
    phrases = _phrases(stopped)
    lengths = sorted({len(phrase) for phrase in phrases})
    for first in range(len(reading.lowers)):
        for length in lengths:
            words = reading.lowers[first : first + length]
            if tuple(words) in phrases or (*words[:-1], _bare(words[-1])) in phrases:
                end = min(first + length, len(reading.lowers))
                yield Span(reading.start(first), reading.end(end - 1), Kind.STOPPED_WORD)


@lru_cache(maxsize=64)
def _phrases(words: frozenset[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(_WORD.findall(word)) for word in words) - {()}


def _bare(lower: str) -> str:
    return lower.removesuffix("s")


def not_freed(text: str, found: list[Span], allowed: frozenset[str]) -> list[Span]:
    """What the allow list leaves of what was found."""
    names = [span for span in found if span.kind is Kind.NAME]
    return [span for span in found if not _is_freed(text, span, names, allowed)]


def _is_freed(text: str, span: Span, names: list[Span], allowed: frozenset[str]) -> bool:
    words = _WORD.findall(text[span.start : span.end].lower())
    if span.kind not in _FREED or len(words) != 1:
        return False
    free = words[0] in allowed or _bare(words[0]) in allowed
    return free and not any(_is_beside(text, span, other) for other in names)


def _is_beside(text: str, one: Span, other: Span) -> bool:
    """Whether the two make a whole name: no word and no end of a sentence stands between them.
    `Lindh, Anna`, `Anna/Lindh`, one on each line."""
    first, last = sorted((one, other))
    return first.end < last.start and not _APART.search(text, first.end, last.start)
