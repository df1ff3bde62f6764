"""Words that somebody looks for in reports: their stems, which stand within longer words too.

A text is found that holds each stem somewhere. So *klotter* finds *klottrat* and *nedklottrad*,
and compounds, which Swedish writes as one word, need no list of their own.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from snowballstemmer import stemmer

from samsyn.foundation.refusals import Mistaken

MOST_SIGNS: Final = 80
SHORTEST: Final = 3
"""Letters: what is shorter stands in nearly every text, and in no index."""
_QUOTED_OR_NOT = re.compile(r'"([^"]*)"|([^\s"]+)')
# a longer one without its letter may be a telephone's or a person's
_NUMBER = re.compile(r"[Rr]([0-9]{1,15})|([0-9]{1,7})")
# nouns in the definite, which the Swedish rules of Snowball leave as they are: skolan, gänget
_DEFINITE = re.compile(r"(?<=\w{4})(?:an|et|en)$")
_swedish = stemmer("swedish")


def report_number(text: str) -> int | None:
    """The number of the report that the words are, as in R12 or 12; None where they are words."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found[1] or found[2]) if found else None


def stems(text: str) -> tuple[str, ...]:
    """What a report's texts must hold, in lower case: a stem for each word, and what stands
    within quotation marks as it stands. Raises Mistaken where nothing is left to look for.

    Words of one or two letters are passed over.
    """
    if len(text) > MOST_SIGNS:
        raise Mistaken(f"Sök på högst {MOST_SIGNS} tecken.", "words")
    kept = tuple(dict.fromkeys(one for one in _parts(text) if len(one) >= SHORTEST))
    if not kept:
        raise Mistaken(f"Sök på ett ord med minst {SHORTEST} bokstäver.", "words")
    return kept


def passed_over(text: str) -> tuple[str, ...]:
    """The words of one or two letters, which are not looked for; none where a number is."""
    if report_number(text) is not None:
        return ()
    return tuple(dict.fromkeys(one for one in _parts(text) if 0 < len(one) < SHORTEST))


def _parts(text: str) -> Iterator[str]:
    # a ring or dots that come after their letter: so letters stand in what is copied from a PDF
    for quoted, word in _QUOTED_OR_NOT.findall(unicodedata.normalize("NFC", text)):
        yield quoted.strip().lower() if quoted else _stem(word.strip(".,;:!?()").lower())


def _stem(word: str) -> str:
    stem = str(_swedish.stemWord(word))
    if stem == word:
        stem = _DEFINITE.sub("", word)
    return stem if len(stem) >= SHORTEST else word
