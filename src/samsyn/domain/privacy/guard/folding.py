"""Writes a text the plainest way before it is read, and remembers where each character stood.

What looks the same is made the same: no-break and thin spaces, the many hyphens, full-width
and foreign digits, letters with a loose accent. What is not seen at all (zero width, soft
hyphens, marks of direction) goes. An ordinary Swedish text passes as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from samsyn.domain.privacy.guard.findings import Span

# Whatever an ordinary text is not made of. The en dash stays, since between words it ends
# a clause, as a hyphen does not; the patterns that look for hyphens take it too.
_UNUSUAL: Final = re.compile(r"[^\t\n\r -~åäöÅÄÖéÉüÜèàáóíæøÆØßçñëïôêâ–’‘”“»«…•·°§´½€£]")
# The em dash and its like part clauses as well.
_LONG_DASHES: Final = frozenset("—―⸺⸻")
_MINUSES: Final = frozenset("−⁻₋˗⁃➖")
_BLANK: Final = "\u2800"  # in braille
# Letters by category, yet nothing is seen of them.
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
_MARKS: Final = frozenset({"Mn", "Me"})
_UNSEEN: Final = frozenset({"Cf", "Cc"})
_LINE_ENDS: Final = frozenset({"Zl", "Zp", "Cc"})
# Unseen characters that may have been put where a space should stand.
_GAP: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0]"
)


class Folded:
    """A text written plainly; ``starts`` is where each character stood, None when as before."""

    __slots__ = ("starts", "text")

    def __init__(self, text: str, starts: list[int] | None = None) -> None:
        self.text = text
        self.starts = starts

    def unfold(self, spans: list[Span]) -> list[Span]:
        """The spans where they stand in the text as it was written."""
        starts = self.starts
        if starts is None:
            return spans
        # One character may have become several: at least that one is covered.
        return [
            Span(
                starts[span.start],
                max(starts[span.end], starts[span.end - 1] + 1),
                span.kind,
                span.severity,
            )
            for span in spans
        ]


def readings_of(text: str) -> tuple[Folded, ...]:
    """The text written plainly; twice where unseen characters may stand for spaces or nothing."""
    if _UNUSUAL.search(text) is None:
        return (Folded(text),)
    folded = _fold(text)
    spaced = _GAP.sub(" ", text)
    return (folded,) if spaced == text else (folded, _fold(spaced))


def _fold(text: str) -> Folded:
    written: list[str] = []
    starts: list[int] = []
    done = 0
    for match in _UNUSUAL.finditer(text):
        place = match.start()
        written.extend(text[done:place])
        starts.extend(range(done, place))
        done = place + 1
        if unicodedata.category(match[0]) in _MARKS:
            _accent(written, match[0])
        else:
            plain = _plain(match[0])
            written.extend(plain)
            starts.extend([place] * len(plain))
    written.extend(text[done:])
    starts.extend(range(done, len(text) + 1))
    return Folded("".join(written), starts)


def _accent(written: list[str], mark: str) -> None:
    """Put a loose accent on the letter before it; what makes no letter is left out."""
    if written:
        joined = unicodedata.normalize("NFC", written[-1] + mark)
        if len(joined) == 1:
            written[-1] = joined


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """How a character is written plainly; empty when it is not seen."""
    category = unicodedata.category(character)
    if character.isspace() or character == _BLANK:
        return "\n" if category in _LINE_ENDS else " "
    if category in _UNSEEN or character in _FILLERS:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character in _MINUSES:
        return "–" if character in _LONG_DASHES else "-"
    return unicodedata.normalize("NFKC", character)
