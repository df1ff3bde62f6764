"""Words that end as the names of streets do, and what follows an address: stairs, flats."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from samsyn.domain.privacy.guard.lexicon import is_ordinary
from samsyn.domain.privacy.guard.wordlists import words

SEPARATE: Final = words("separate_streets")
_LONG: Final = tuple(
    sorted(words("street_endings") | {end for end in words("more_street_endings") if len(end) > 3})
)
_SHORT: Final = tuple(sorted(end for end in words("more_street_endings") if len(end) < 4))
FLAT: Final = re.compile(
    r"(?:[\s,]{1,3}(?:(?:\d|en|två|tre|fyra)\s?tr(?:appor|\.)?(?=\W|$)"
    r"(?:\s(?:till\s)?(?:höger|vänster|n\.?b\.?|ned|upp|ö\.?g\.?|mitten))?"
    r"|(?:lgh|lägenhet|läg)\.?\s?(?:nr\.?\s?)?\d{1,4}"
    r"|vån(?:ing(?:en)?)?\.?\s?\d(?:\s[tn][vhb](?!\w))?"
    r"|(?:uppg(?:ång(?:en)?)?\.?|trapphus)\s?[A-Ha-h\d](?!\w)|[bn]\.?[vb]\.?(?!\w)|1[0-9]\d\d(?!\d)"
    r"|port(?:en)?\s[A-Ha-h\d](?!\w)|c/o\s\w+"
    r"|\d{3}\s?\d\d\s[A-ZÅÄÖ]\w+))+",
    re.IGNORECASE,
)


@lru_cache(maxsize=5_000)
def is_street(lower: str) -> bool:
    """Whether the word, in lower case, ends like a street's name: `ekgatan`, `tallbacksv`."""
    if lower in SEPARATE or lower.endswith(_LONG):
        return True
    return lower.endswith(_SHORT) and len(lower) > 3 and not is_ordinary(lower)
