"""What a word by itself may be a sign of, worked out once for each word and kept.

A detector says which marks it needs, and is run only on texts with such a word: most texts
pass most detectors by. Texts repeat their words, so a word's marks are mostly looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from samsyn.domain.privacy.guard.kept import kept

_TESTS: Final[list[Callable[[str, str], object]]] = []


def mark(test: Callable[[str], object]) -> int:
    """A mark of the words that pass the test, which is given them in lower case."""
    return _add(lambda _, lower: test(lower))


def mark_written(test: Callable[[str], object]) -> int:
    """A mark of the words that pass the test, which is given them as they are written."""
    return _add(lambda word, _: test(word))


def mark_matching(pattern: str) -> int:
    """A mark of the words in which the pattern is found, whatever the case."""
    return mark_written(re.compile(pattern, re.IGNORECASE).search)


def _add(test: Callable[[str, str], object]) -> int:
    _TESTS.append(test)
    return 1 << len(_TESTS) - 1


@kept
def marks_of(word: str) -> int:
    """Every mark of the word, as bits."""
    lower = word.lower()
    return sum(1 << place for place, test in enumerate(_TESTS) if test(word, lower))


CAPITAL: Final = mark_written(lambda word: word[0].isupper())
RAISED: Final = mark_written(lambda word: word != word.lower())  # a capital anywhere
UPPER: Final = mark_written(str.isupper)
DIGIT: Final = mark_matching(r"\d")
# Not of a word: a sign that tells of an address on the net or of somebody quoted.
SIGNED: Final = mark(lambda _: False)
HASHED: Final = mark(lambda _: False)
SIGNS: Final = re.compile(r"[@/(\[{\"”“»]")
