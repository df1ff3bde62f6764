"""How words are compared, and what a layer must be."""

import unicodedata
from collections.abc import Sequence
from typing import Protocol

from samsyn.foundation.refusals import Mistaken


class Feature(Protocol):
    """An area of a file that is being read."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


def folded(word: str) -> str:
    """A name as it is looked up: composed, lower case, single spaces, no hyphen quarrels."""
    text = unicodedata.normalize("NFC", word).casefold().replace("–", "-")
    return " ".join(text.replace("-", " ").split())


def check_position(latitude: float, longitude: float) -> None:
    """A position in WGS84 degrees lies on the earth."""
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise Mistaken("Positionen finns inte. Markera platsen igen.", "place")


def check_features(features: Sequence[Feature]) -> None:
    """A layer has areas, and each its own code."""
    if not features:
        raise Mistaken("Filen innehåller inga områden. Välj en fil med polygoner.", "file")
    codes = [feature.code for feature in features]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise Mistaken(
            f"Koden {twice[0]} finns flera gånger. Varje område behöver en egen.", "file"
        )
