"""Words as tables write them, made comparable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

_JOINERS: Final = re.compile(r"[\s\-–—_/.,:;()\u00a0]+")
_PLAIN: Final = str.maketrans("åäöéèüáàøæ", "aaoeeuaaoa")


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """``text`` without regard to case, dashes, punctuation and doubled spaces."""
    return _JOINERS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """The normal form without rings and dots: what a system without them makes of a word."""
    return normal(text).translate(_PLAIN)


def lookup_of(names: Mapping[str, str] | Iterable[str]) -> dict[str, str]:
    """Normal form → name, for a mapping of written forms or for the names themselves."""
    pairs = names.items() if isinstance(names, Mapping) else ((name, name) for name in names)
    return {normal(written): name for written, name in pairs}


def settled_case(text: str) -> str:
    """``text`` in ordinary case where it was all capitals: `PER OLS` → `Per Ols`.

    Short ones are left, since they may be abbreviations (`E18`, `ICA`, `BRÅ`).
    """
    if len(text) < 4 or not text.isupper():
        return text
    return re.sub(r"\w+", lambda word: word[0].capitalize(), text)
