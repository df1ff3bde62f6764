"""Which of the municipality's categories a source's own word most likely means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from samsyn.sources.mapping.words import lookup_of, normal

# What sources write → words to look for among the category's own, best first.
_KINDRED: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("anti social", ("störande", "ordningsstörning")),
    ("public order", ("störande", "ordningsstörning")),
    ("störande", ("störande", "ordningsstörning")),
    ("samlas", ("störande", "otrygg")),
    ("criminal damage", ("skadegörelse",)),
    ("vandal", ("skadegörelse",)),
    ("graffiti", ("klotter",)),
    ("klotter", ("klotter",)),
    ("sanering", ("klotter",)),
    ("skräp", ("nedskräpning",)),
    ("litter", ("nedskräpning",)),
    ("belysning", ("belysning",)),
    ("light", ("belysning",)),
    ("lampa", ("belysning",)),
    ("arson", ("anlagd brand",)),
    ("anlagd", ("anlagd brand",)),
    ("bilbrand", ("anlagd brand",)),
    ("burglary", ("inbrott", "stöld")),
    ("inbrott", ("inbrott", "stöld")),
    ("robbery", ("rån",)),
    ("theft", ("stöld",)),
    ("shoplifting", ("stöld",)),
    ("vehicle crime", ("stöld",)),
    ("tillgrepp", ("stöld",)),
    ("snatteri", ("stöld",)),
    ("violen", ("misshandel", "våld")),
    ("sexual", ("sexuell",)),
    ("assault", ("misshandel", "våld")),
    ("bråk", ("misshandel", "bråk")),
    ("slagsmål", ("misshandel", "bråk")),
    ("weapon", ("vapen",)),
    ("kniv", ("vapen",)),
    ("narkotika", ("langning", "narkotika", "missbruk")),
    ("langning", ("langning",)),
    ("drug", ("langning", "narkotika", "missbruk")),
    ("fyrverkeri", ("fyrverkeri",)),
    ("smällare", ("fyrverkeri",)),
    ("buskör", ("buskörning",)),
    ("a traktor", ("buskörning",)),
    ("epa", ("buskörning",)),
    ("fortkör", ("fortkörning",)),
    ("hastighet", ("fortkörning",)),
    ("obehörig", ("otrygg",)),
    ("trygg", ("otrygg",)),
    ("hot", ("hot",)),
    ("other", ("annat", "övrigt")),
    ("övrig", ("annat", "övrigt")),
    ("annat", ("annat", "övrigt")),
)

Categories = Mapping[str, tuple[str, ...]]


def suggest_categories(values: Iterable[str], categories: Categories) -> dict[str, str]:
    """Value → key, for the values that can be told; the others are left to a person."""
    exact = lookup_of({word: key for key, words in categories.items() for word in (key, *words)})
    found = {value: exact.get(normal(value)) or _nearest(value, categories) for value in values}
    return {value: key for value, key in found.items() if key}


def _nearest(value: str, categories: Categories) -> str | None:
    return _by_whole_words(value, categories) or _by_kinship(value, categories)


def _content(text: str) -> list[str]:
    return [word for word in normal(text).split() if len(word) > 3]


def _by_whole_words(value: str, categories: Categories) -> str | None:
    """The category all of whose words are in the value, or the other way round.

    Of several the one named first in the value: `Klotter och skadegörelse` is klotter.
    """
    written = _content(value)
    hits = []
    for key, names in categories.items():
        for name in names:
            label = _content(name)
            if label and written and (set(label) <= set(written) or set(written) <= set(label)):
                place = min(written.index(word) for word in label if word in written)
                hits.append((place, -len(label), key))
    return min(hits)[2] if hits else None


def _by_kinship(value: str, categories: Categories) -> str | None:
    padded = f" {normal(value)}"
    for needle, wanted in _KINDRED:
        if f" {needle}" not in padded:
            continue
        for word in wanted:
            for key, names in categories.items():
                if any(word in normal(name) for name in (key, *names)):
                    return key
    return None
