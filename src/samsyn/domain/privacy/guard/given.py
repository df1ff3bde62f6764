"""First names, single, double and in the genitive."""

from __future__ import annotations

from typing import Final

from samsyn.domain.privacy.guard.things import FIRM_WORDS, THING_BEFORE, is_place
from samsyn.domain.privacy.guard.wordlists import FIRST_NAMES, THING_NAMES, WORD_NAMES, words

SURE_FIRST: Final = FIRST_NAMES - WORD_NAMES - THING_NAMES
_NO_NAME: Final = words("no_person") | THING_BEFORE
_TOWN_ENDINGS: Final = tuple(sorted(words("town_endings")))
# They look like the genitive of a name.
_WORDS_IN_S: Final = words("words_in_s")


def base_of(lower: str, names: frozenset[str]) -> str | None:
    """The name in ``lower``, also in the genitive; None when it is none."""
    if lower in names:
        return lower
    if lower.endswith("s") and lower[:-1] in names and lower not in _WORDS_IN_S:
        return lower[:-1]
    return None


def first_name(word: str) -> str | None:
    """The first name that a word is, single or double."""
    return base_of(word.lower(), FIRST_NAMES) or (double_name(word) if "-" in word else None)


def double_name(word: str) -> str | None:
    """The name in `Bengt-Åke`, `anna-lenas`; None when the word is no double first name.

    Capitals in both parts make up for a part that is unknown, or a word too.
    """
    first, _, second = word.lower().partition("-")
    known = base_of(second, FIRST_NAMES)
    if first in SURE_FIRST and known in SURE_FIRST:
        return f"{first}-{known}"
    if not all(len(part) > 1 and part.istitle() for part in word.split("-")):
        return None
    if first in FIRST_NAMES and known:
        return f"{first}-{known}"
    half_known = first in SURE_FIRST or (
        known in SURE_FIRST and not first.endswith(_TOWN_ENDINGS)  # `Söderby-Karl` is a parish
    )
    if second not in FIRST_NAMES and second.endswith(("arna", "orna", "erna", "dagen")):
        return None  # `Karl-Oskarsdagarna`
    return f"{first}-{second}" if half_known and _may_be_given(first, second) else None


def _may_be_given(*parts: str) -> bool:
    """Whether none of the parts says that a place or a firm bears the name."""
    things = _NO_NAME | FIRM_WORDS
    return all(part.isalpha() and part not in things and not is_place(part) for part in parts)
