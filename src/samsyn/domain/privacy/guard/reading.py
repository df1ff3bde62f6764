"""A text cut into words once, for all detectors."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache, reduce
from operator import or_
from typing import Final

from django.utils.functional import cached_property

from samsyn.domain.privacy.guard.marks import HASHED, SIGNED, SIGNS, UPPER, marks_of
from samsyn.domain.privacy.guard.wordlists import (
    FIRST_NAMES,
    LAST_NAMES,
    THING_NAMES,
    WORD_NAMES,
    WORD_SURNAMES,
)

# A word holds letters and digits, joined by single hyphens, apostrophes or points: `Al-Tariqi`,
# `9B`, `22.30`, `provkonto_fagel`.
_WORD: Final = re.compile(r"[^\W_]+(?:[-’'._][^\W_]+)*")
_SENTENCE_END: Final = re.compile(r"[.!?:;\n•–]\s|[\n•]|\s[-–→]\s")
# `filmen "Oskar och Josefin"`
_TITLED: Final = re.compile(
    r"(?:film|bok|låt|spel|pjäs|serie|program|konsert|tidning|kampanj|projekt|lek|utställning"
    r"|tema|show|album"
    r"|podd|app|musikal|saga|dokumentär|föreställning|affisch|turné)"
    r"\w{0,4} [\"”“»](?P<title>[^\"”“«»]{2,60})[\"”“«»]",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")


class Reading:
    """A text with its words.

    ``texts`` are the words as written, ``lowers`` in small letters, ``marks`` what each may
    be a sign of, and ``marked`` what any of them may; ``begins`` says which open a sentence.
    The rest is worked out when a detector first asks, which most texts never make it do.
    """

    def __init__(self, text: str, known_words: frozenset[str] = frozenset()) -> None:
        self.text = text
        self.texts: list[str] = _WORD.findall(text)
        self.lowers: list[str] = [word.lower() for word in self.texts]
        self.marks = list(map(marks_of, self.texts))
        signs = (SIGNED if SIGNS.search(text) else 0) | (HASHED if "#" in text else 0)
        self.marked = reduce(or_, self.marks, signs)
        self.begins: list[bool] = []
        self._starts: list[int] = []
        self._place()
        self._known_words = known_words

    def _place(self) -> None:
        """Find where each word begins, and whether it opens a sentence."""
        text, end, find = self.text, 0, self.text.find
        begins, placed, opened = self.begins, self._starts.append, self.begins.append
        for word in self.texts:  # nothing that could be taken for a word stands between them
            start = find(word, end)
            placed(start)
            if start == end + 1:
                opened(text[end] == "\n")
            else:
                opened(start != end and _ends_sentence(text[end:start]))
            end = start + len(word)
        if begins:
            begins[0] = True

    def marks_beside(self, index: int) -> tuple[int, int]:
        """The marks of the words before and after, 0 where there is none."""
        marks = self.marks
        after = marks[index + 1] if index + 1 < len(marks) else 0
        return marks[index - 1] if index else 0, after

    @cached_property
    def bag(self) -> frozenset[str]:
        """The words in lower case, each once."""
        return frozenset(self.lowers)

    @cached_property
    def digits(self) -> int:
        """How many digits there are."""
        return len(_DIGIT.findall(self.text))

    @cached_property
    def lowered(self) -> str:
        """The whole text in lower case, for cheap checks."""
        return self.text.lower()

    @cached_property
    def shouted(self) -> bool:
        """Whether most words are written in capitals, so that they tell nothing."""
        if not self.marked & UPPER:
            return False
        capitals = sum(1 for marks in self.marks if marks & UPPER)
        return capitals > 2 and capitals > 0.7 * len(self.texts)

    def capital(self, index: int) -> bool:
        """Whether a capital opens the word and tells something."""
        return self.texts[index][0].isupper() and not self.shouted

    def start(self, index: int) -> int:
        """Where the word begins."""
        return self._starts[index]

    def end(self, index: int) -> int:
        """Where the word ends (that character not included)."""
        return self._starts[index] + len(self.texts[index])

    def at(self, place: int) -> int:
        """Index of the word that holds the character at ``place``, or the next."""
        index = bisect_right(self._starts, place) - 1
        return index if index >= 0 and place < self.end(index) else index + 1

    @cached_property
    def known(self) -> frozenset[int]:
        """Indexes of the words that belong to a local place name."""
        if not self._known_words:
            return frozenset()
        phrases, openings, longest = _phrases(self._known_words)
        count = len(self.lowers)
        return frozenset(
            index
            for first, word in enumerate(self.lowers)
            if word in openings or word.removesuffix("s") in openings
            for length in range(1, min(longest, count - first) + 1)
            if _is_phrase(self.lowers[first : first + length], phrases)
            for index in range(first, first + length)
        )

    def between(self, index: int) -> str:
        """What stands between the word and the one before it."""
        return self.text[self.end(index - 1) : self._starts[index]]

    def begins_sentence(self, index: int) -> bool:
        """Whether the word opens the text or a sentence, so that its capital tells nothing."""
        return index == 0 or _ends_sentence(self.between(index))

    def touching(self, index: int) -> bool:
        """Whether only a space stands between the word and the one before it."""
        if not 0 < index < len(self.texts):
            return False
        end = self.end(index - 1)
        return self._starts[index] == end + 1 and self.text[end] in " \u00a0"

    @cached_property
    def _titles(self) -> list[tuple[int, int]]:
        return [match.span("title") for match in _TITLED.finditer(self.text)]

    def titled(self, index: int) -> bool:
        """Whether the word stands in the title of a film, a book, a game or the like."""
        if not self.marked & SIGNED:
            return False
        start = self.start(index)
        return any(begin <= start < end for begin, end in self._titles)

    def lower(self, index: int) -> str:
        """The word at ``index`` in lower case; empty outside the text."""
        return self.lowers[index] if 0 <= index < len(self.lowers) else ""

    def sentence(self, start: int, end: int) -> tuple[str, str]:
        """What the sentence says before ``start`` and after ``end``, in lower case."""
        begin = max(self.text.rfind(mark, 0, start) for mark in _ENDS) + 1
        stops = [place for mark in _ENDS if (place := self.text.find(mark, end)) >= 0]
        stop = min(stops, default=len(self.text))
        return self.text[begin:start].lower(), self.text[end:stop].lower()


@lru_cache(maxsize=1_000)
def _ends_sentence(between: str) -> bool:
    return between != " " and _SENTENCE_END.search(between + " ") is not None


_ENDS: Final = (". ", "! ", "? ", "\n")


def _is_phrase(words: list[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    phrase = tuple(words)
    bare = (*phrase[:-1], phrase[-1].removesuffix("s"))  # `Risbrons`
    return phrase in phrases or bare in phrases


def _is_full_name(phrase: tuple[str, ...]) -> bool:
    """Whether a place is called as a person is: such a word would hide whoever bears the name."""
    first, last = phrase[0], phrase[-1]
    surname = last in LAST_NAMES - WORD_SURNAMES or last.endswith("sson")
    return len(phrase) > 1 and surname and first in FIRST_NAMES - WORD_NAMES - THING_NAMES


@lru_cache(maxsize=64)
def _phrases(
    known_words: frozenset[str],
) -> tuple[frozenset[tuple[str, ...]], frozenset[str], int]:
    """The known names cut into words, their first words, and how many words the longest has."""
    phrases = frozenset(
        tuple(match[0].lower() for match in _WORD.finditer(name)) for name in known_words
    ) - {()}
    phrases = frozenset(phrase for phrase in phrases if not _is_full_name(phrase))
    openings = frozenset(phrase[0] for phrase in phrases)
    return phrases, openings, max(map(len, phrases), default=0)
