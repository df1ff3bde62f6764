"""Names and the words that tell a name from a place, a firm or an ordinary word."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import Final


def _read(file: str) -> str:
    return resources.files(__package__).joinpath("data", file).read_text(encoding="utf-8")


def _names(file: str) -> frozenset[str]:
    lines = (line.strip() for line in _read(file).splitlines())
    return frozenset(line.lower() for line in lines if line and not line.startswith("#"))


_WORDS: Final[dict[str, str]] = {
    **tomllib.loads(_read("words.toml")),
    **tomllib.loads(_read("contexts.toml")),
}


def words(name: str) -> frozenset[str]:
    """The list called ``name`` in data/words.toml or data/contexts.toml."""
    return frozenset(_WORDS[name].split())


def phrases(name: str) -> frozenset[tuple[str, ...]]:
    """The list called ``name``, each entry as its words."""
    return frozenset(tuple(entry.split("_")) for entry in words(name))


def alternatives(name: str) -> str:
    """The list as alternatives of a regular expression, longest first; `_` is a space."""
    ranked = sorted(words(name), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word.replace("_", " ")) for word in ranked)


FIRST_NAMES: Final = _names("first_names.txt")
LAST_NAMES: Final = _names("last_names.txt")
FOREIGN_FIRST_NAMES: Final = _names("foreign_first_names.txt")
FOREIGN_LAST_NAMES: Final = _names("foreign_last_names.txt")
TOWNS: Final = _names("towns.txt")
# Their meanings stand beside the words.
WORD_NAMES: Final = words("word_names")
THING_NAMES: Final = words("thing_names")
WORD_SURNAMES: Final = words("word_surnames")
