"""Names told by what they own: `Sjövades son`, `Ekfjärds moped`."""

from __future__ import annotations

from typing import Final

from samsyn.domain.privacy.guard.given import base_of
from samsyn.domain.privacy.guard.reading import Reading
from samsyn.domain.privacy.guard.things import BELONGINGS, SOMEBODY
from samsyn.domain.privacy.guard.wordlists import FIRST_NAMES, LAST_NAMES, WORD_NAMES, words

_KIN: Final = words("kin")
_KIN_ADJECTIVES: Final = words("kin_adjectives")
_WORD_GENITIVES: Final = words("word_genitives")
# Ends of definite and plural nouns in the genitive, and of adjectives in -lös.
_ORDINARY_GENITIVES: Final = ("ens", "ets", "ans", "nas", "ers", "ars", "ors", "ss", "is", "lös")


def before_kin(reading: Reading, index: int) -> tuple[int, int] | None:
    """The owner in `Sjövades son`, `grenholts grabb`, `Ekfjärds moped`.

    A role (`ägarens son`) is no name, and belongings need the owner's capital.
    """
    owner = index - 2 if reading.lower(index - 1) in _KIN_ADJECTIVES else index - 1
    if owner < 0 or owner in reading.known or not reading.touching(owner + 1):
        return None
    if reading.lowers[index] in BELONGINGS and reading.capital(index):
        return None  # `Josefinas Trädgård` is a firm
    lower = reading.lowers[owner]
    if not _may_own(lower):
        return None
    kin = reading.lowers[index] in _KIN
    if lower.endswith(_ORDINARY_GENITIVES) or not (kin or reading.capital(owner)):
        known = base_of(lower, FIRST_NAMES | LAST_NAMES)
        return (owner, owner + 1) if known and known not in WORD_NAMES else None
    return owner, owner + 1


def _may_own(lower: str) -> bool:
    """Whether the word could be a name in the genitive."""
    if len(lower) < 5 or lower[-1] != "s":
        return False
    return lower not in _WORD_GENITIVES and lower[:-1] not in SOMEBODY
