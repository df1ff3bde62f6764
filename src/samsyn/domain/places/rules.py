"""How words are compared, and what a layer must be."""

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from math import cos, hypot, radians
from typing import Protocol

from samsyn.domain.privacy.guard import NO_WORDS, Kind, Severity, Span, Words, inspect
from samsyn.domain.privacy.rules import PersonalDataError, check_label, check_line, finding_of
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken
from samsyn.foundation.writing import note_guard

EARLIEST = date(1900, 1, 1)
LONGEST_AHEAD = timedelta(days=10 * 366)
EARTH_RADIUS = 6_371_000.0
# how far outside the municipality's outline a position may lie, in degrees: about 10 km
MARGIN_DEGREES = 0.1
LONGEST_CODE, LONGEST_NAME, LONGEST_ALIAS = 20, 80, 120


Bounds = tuple[float, float, float, float]
"""West, south, east and north in degrees."""


class Feature(Protocol):
    """An area of a file that is being read."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def population_note(self) -> str: ...


def folded(word: str) -> str:
    """A name as it is looked up: composed, lower case, single spaces, no hyphen quarrels."""
    text = unicodedata.normalize("NFC", word).casefold().replace("–", "-")
    return " ".join(text.replace("-", " ").split())


def distance(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Metres between two positions (WGS84 degrees) not far apart, on a sphere."""
    across = radians(to_longitude - longitude) * cos(radians(latitude + to_latitude) / 2)
    return EARTH_RADIUS * hypot(radians(to_latitude - latitude), across)


def check_position(latitude: float, longitude: float) -> None:
    """A position in WGS84 degrees lies on the earth."""
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise Mistaken("Positionen finns inte. Markera platsen igen.", "place")


def lies_near(bounds: Bounds, latitude: float, longitude: float) -> bool:
    """Whether a position lies in a municipality's bounds, or not far outside."""
    west, south, east, north = bounds
    return (
        west - MARGIN_DEGREES <= longitude <= east + MARGIN_DEGREES
        and south - MARGIN_DEGREES <= latitude <= north + MARGIN_DEGREES
    )


def check_names(
    names: Sequence[str],
    field: str,
    *,
    words: Words = NO_WORDS,
    official: bool = False,
) -> None:
    """Refuse names that hold personal data, or a person's whole name.

    What is a place's name here is not taken for a person's in reports, so that a person's
    name among them would open every report to it. Official names may be anybody's: Fagersta
    has an electoral district called Per Ols.
    """
    note_guard()
    for name in names:
        found = [
            finding_of(field, name, span)
            for span in inspect(name, words).spans
            if span.severity is Severity.MUST_FLAG and not _is_allowed(name, span, official)
        ]
        if found:
            raise PersonalDataError(found, {field: name}, f"{name}: {found[0].sentence}")


def _is_allowed(name: str, span: Span, official: bool) -> bool:
    return span.kind is Kind.NAME and (official or _is_a_places(name, span))


def _is_a_places(name: str, span: Span) -> bool:
    """Whether a single name has a word beside it that it names: `Melings garage`."""
    alone = not (name[: span.start] + name[span.end :]).strip()
    return not alone and " " not in name[span.start : span.end]


def check_valid_from(day: date) -> None:
    """Refuse borders from before there were any, or from long after now."""
    if not EARLIEST <= day <= clock.today() + LONGEST_AHEAD:
        raise Mistaken(
            f"Ange en dag mellan {EARLIEST.year} och tio år framåt i tiden.", "valid_from"
        )


def check_features(features: Sequence[Feature]) -> None:
    """A layer has areas, and each its own code and a name that fits."""
    if not features:
        raise Mistaken("Filen innehåller inga områden. Välj en fil med polygoner.", "file")
    for feature in features:
        if len(feature.code) > LONGEST_CODE or len(feature.name) > LONGEST_NAME:
            raise Mistaken(
                f"{feature.name[:30]}: koden får ha högst {LONGEST_CODE} tecken och namnet "
                f"{LONGEST_NAME}.",
                "file",
            )
    check_names([feature.name for feature in features], "file", official=True)
    for feature in features:
        for text in (feature.code, feature.name, feature.population_note):
            check_line("file", text)
        check_label("file", feature.code)
        check_label("file", feature.population_note)
    codes = [feature.code for feature in features]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise Mistaken(
            f"Koden {twice[0]} finns flera gånger. Varje område behöver en egen.", "file"
        )
