"""The land that maps are drawn on: from the municipality's own files to tiles that are kept."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from samsyn.domain.audit.actions import record
from samsyn.domain.organisations import reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.queries.guard_words import own_words
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.domain.places.models import Background, BackgroundTile
from samsyn.domain.privacy.rules import check_label
from samsyn.drawing.maps.tiles import ROADS, tiles
from samsyn.foundation.refusals import Mistaken
from samsyn.foundation.rows import check_fits
from samsyn.sources.background import READING, Drawn, read_background
from samsyn.sources.child import read_within
from samsyn.sources.errors import SourceError

Bounds = tuple[float, float, float, float]
Street = tuple[str, float, float]
"""A name, and the latitude and longitude of its midst."""
Drawing = tuple[str, str, BaseGeometry]
"""A kind, a name, and where, in WGS84."""
Tiles = Mapping[tuple[int, int, int], bytes]
_AROUND = 0.05
"""Degrees of land that are kept around the municipality: five kilometres to the north, three to
the east."""


@dataclass(frozen=True)
class DrawnLand:
    """What files of map data come to: tiles, how many objects of each kind, and sentences."""

    tiles: Tiles
    streets: Sequence[Street]
    used: Mapping[str, int]
    notes: Sequence[str]


def land_in(files: Iterable[tuple[str, bytes]], bounds: Bounds) -> DrawnLand:
    """The land in files of map data, each with its name, around ``bounds``: west, south, east and
    north in degrees."""
    west, south, east, north = bounds
    around = west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND
    objects: list[Drawn] = []
    used: dict[str, int] = {}
    notes: list[str] = []
    for name, data in files:
        try:
            found = read_within(READING, read_background, data, name, around)
        except SourceError as error:
            raise Mistaken(error.sentence, "file") from error
        objects += found.features
        notes += found.notes
        for kind, count in found.used.items():
            used[kind] = used.get(kind, 0) + count
    drawn = [(str(one.kind), one.name, shapely.from_wkb(one.wkb)) for one in objects]
    return DrawnLand(tiles(drawn), streets_in(drawn), used, notes)


def streets_in(drawn: Iterable[Drawing]) -> list[Street]:
    """The streets by name, each with the midst of its longest part."""
    longest: dict[str, BaseGeometry] = {}
    for kind, name, shape in drawn:
        if name and kind in ROADS:
            for part in shapely.get_parts(shape):
                if name not in longest or part.length > longest[name].length:
                    longest[name] = part
    middles = ((name, one.interpolate(0.5, normalized=True)) for name, one in longest.items())
    return sorted((name, round(at.y, 6), round(at.x, 6)) for name, at in middles)


@action()
def store_background(
    *,
    by: Scope,
    land: Tiles,
    streets: Sequence[Street] = (),
    attribution: str = "",
    illustrative: bool = False,
) -> Background:
    """Keep the tiles that maps are drawn on, in place of those before."""
    by.check(Act.ADMINISTER)
    if not land:
        raise Mistaken("Filerna har inget att rita i kommunen. Välj andra filer.", "file")
    check_fits(Background, attribution=attribution)
    check_label("attribution", attribution, own_words(by))
    BackgroundTile.objects.visible_to(by).all().delete()
    Background.objects.visible_to(by).all().delete()
    kept = Background.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        digest=_digest(land),
        attribution=attribution,
        illustrative=illustrative,
        streets=[list(one) for one in streets],
    )
    BackgroundTile.objects.visible_to(by).bulk_create(
        (
            BackgroundTile(
                municipality_id=by.municipality_id,
                background=kept,
                zoom=zoom,
                x=x,
                y=y,
                content=content.decode(),
            )
            for (zoom, x, y), content in sorted(land.items())
        ),
        batch_size=200,
    )
    reference.moved(by.municipality_id)
    record(by, "places.background_stored", kept, plain={"tiles": len(land)})
    return kept


def _digest(land: Tiles) -> str:
    found = hashlib.sha256()
    for place, content in sorted(land.items()):
        found.update(repr(place).encode())
        found.update(content)
    return found.hexdigest()[:32]
