"""The land that maps are drawn on: from the municipality's own files to tiles that are kept."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely

from samsyn.domain.audit.actions import record
from samsyn.domain.organisations import reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.queries.guard_words import own_words
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.domain.places.models import Background, BackgroundTile
from samsyn.domain.privacy.rules import check_label
from samsyn.drawing.maps.tiles import tiles
from samsyn.foundation.refusals import Mistaken
from samsyn.foundation.rows import check_fits
from samsyn.sources.background import READING, Drawn, read_background
from samsyn.sources.child import read_within
from samsyn.sources.errors import SourceError

Bounds = tuple[float, float, float, float]
Tiles = Mapping[tuple[int, int, int], bytes]
_AROUND = 0.05
"""Degrees of land that are kept around the municipality: five kilometres to the north, three to
the east."""


@dataclass(frozen=True)
class DrawnLand:
    """What files of map data come to: tiles, how many objects of each kind, and sentences."""

    tiles: Tiles
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
    drawn = ((str(one.kind), one.name, shapely.from_wkb(one.wkb)) for one in objects)
    return DrawnLand(tiles(drawn), used, notes)


@action()
def store_background(
    *, by: Scope, land: Tiles, attribution: str = "", illustrative: bool = False
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
