"""Which of the municipality's categories a source's own word is the name of, or another name for.

Nothing is guessed by a word within a word: `Klotter och skadegörelse` is two categories, and a
person decides. A category that may only be counted, or whose small numbers are kept within the
group, is found by its own whole name alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from samsyn.sources.mapping.model import Known
from samsyn.sources.words import lookup_of, normal, plain

# other names for the same thing, by the name that a category may have
_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "skadegörelse": ("vandalisering", "vandalism", "åverkan", "förstörelse", "criminal damage",
                     "skadegörelse övrigt"),
    "klotter": ("graffiti", "klottring", "nedklottring", "tag", "tags", "taggar",
                "klotter och graffiti", "klotter graffiti", "graffiti klotter", "klottersanering"),
    "nedskräpning": ("skräp", "skräpigt", "littering", "dumpat skräp", "skräpdumpning"),
    "anlagd brand": ("anlagda bränder", "mordbrand", "arson"),
    "störande samling": ("störande samlingar", "störande folksamling", "störande ungdomssamling"),
    "buskörning": ("buskörningar",),
    "fortkörning": ("hastighetsöverträdelse", "hastighetsöverträdelser", "speeding",
                    "för hög hastighet", "höga hastigheter"),
    "bristande belysning": ("belysning", "trasig belysning", "släckt belysning", "dålig belysning",
                            "trasig gatlampa", "trasiga gatlampor", "belysningsfel"),
    "fyrverkeri": ("fyrverkerier", "smällare", "fyrverkerier och smällare", "fireworks"),
    "otrygg plats": ("otrygghet", "otryggt", "otrygg miljö", "otrygga platser"),
    "stöld": ("stölder", "tillgrepp", "snatteri", "theft", "shoplifting"),
    "inbrott": ("inbrottsstöld", "inbrottsförsök", "burglary"),
    "ofredande": ("ofredanden",),
    "bedrägeri mot äldre": ("äldrebedrägeri", "äldrebedrägerier", "bedrägerier mot äldre"),
    "annat": ("other", "övriga", "annan händelse", "övrig händelse"),
}  # fmt: skip
_OR: Final = re.compile(r"\s+eller\s+|\s*/\s*", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\s*\([^)]*\)")
_ENDINGS: Final = (
    "arnas", "ernas", "ornas", "arna", "erna", "orna", "ande", "ar", "er", "or", "en", "et", "na",
    "a", "e", "n", "s",
)  # fmt: skip
_SHORTEST_STEM: Final = 4


class Match(NamedTuple):
    """The key of a category, and whether the word is its very name."""

    key: str
    by_name: bool


class CategoryWords:
    """Finds the category of a word, or of words from coarse to fine."""

    def __init__(self, known: Known, listed: Mapping[str, str]) -> None:
        self._listed = lookup_of(listed)
        self._names = _names(known)
        self._others = _other_words(known, self._names)
        self._found: dict[tuple[str, ...], Match | None] = {}

    def find(self, written: Sequence[str]) -> Match | None:
        """The category of a row's words; what a person has listed goes first, the finest of it."""
        words = tuple(written)
        if words not in self._found:
            self._found[words] = self._find(words)
        return self._found[words]

    def _find(self, words: tuple[str, ...]) -> Match | None:
        joined = [" ".join(words[:length]) for length in range(len(words), 0, -1)]
        for text in joined:
            key = self._listed.get(normal(text))
            if key:
                return Match(key, by_name=True)
        for text in (*reversed(words), *joined) if len(words) > 1 else words:
            match = self._known(text)
            if match:
                return match
        return None

    def _known(self, text: str) -> Match | None:
        word = normal(text)
        if word in self._names:
            return Match(self._names[word], by_name=True)
        key = self._others.get(plain(text)) or self._others.get(_stem(text))
        return Match(key, by_name=False) if key else None


def suggest_categories(values: Iterable[str], known: Known) -> dict[str, str]:
    """Value → key, for the values that are a category's very name; the other words that are
    known are found when rows are read, and said."""
    words = CategoryWords(known, {})
    found = {value: words.find([value]) for value in values}
    return {value: match.key for value, match in found.items() if match and match.by_name}


def _names(known: Known) -> dict[str, str]:
    """Normal name → key. An area gives way to a category of the same name."""
    ordered = sorted(known.categories.items(), key=lambda pair: pair[0] in known.areas)
    names: dict[str, str] = {}
    for number in (0, 1):  # a name goes before its translation
        for key, words in ordered:
            for word in words[:1] if number == 0 else words[1:]:
                if normal(word):
                    names.setdefault(normal(word), key)
    return names


def _other_words(known: Known, names: Mapping[str, str]) -> dict[str, str]:
    """What else may lead to a category, each in plain letters; what could mean two is left out."""
    found: dict[str, set[str]] = {}
    for key, words in known.categories.items():
        if key in known.guarded:
            continue
        for word in words:
            for form in _forms(word):
                found.setdefault(form, set()).add(key)
        found.setdefault(plain(key), set()).add(key)
    taken = {plain(name): key for name, key in names.items()}
    return {
        form: next(iter(keys))
        for form, keys in found.items()
        if len(keys) == 1 and taken.get(form, next(iter(keys))) in keys
    }


def _forms(name: str) -> set[str]:
    """The other forms of a category's name: without a bracket, each of two joined by `eller`,
    synonyms, stems."""
    bare = _BRACKETS.sub("", name)
    alternatives = {bare, *_OR.split(bare)}
    synonyms = {word for part in alternatives for word in _SYNONYMS.get(normal(part), ())}
    written = {name, *alternatives, *synonyms}
    return {plain(word) for word in written} | {_stem(word) for word in written}


def _stem(text: str) -> str:
    """``text`` in plain letters with the endings of its words taken off."""
    return " ".join(map(_without_ending, plain(text).split()))


def _without_ending(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
