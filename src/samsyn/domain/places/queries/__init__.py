"""Reads of districts and places."""

from collections import defaultdict

from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.models import BackgroundTile, DistrictLayer, Place, PlaceAlias
from samsyn.drawing.maps.land import ZOOM
from samsyn.drawing.maps.tiles import Tile


def layers(scope: Scope) -> list[DistrictLayer]:
    """Every layer, the primary first."""
    return list(
        DistrictLayer.objects.visible_to(scope)
        .filter(retired=False)
        .order_by("-primary", "key", "-valid_from")
    )


def tile(scope: Scope, digest: str, zoom: int, x: int, y: int) -> str | None:
    """The content of a tile of the background with ``digest``; None where it has none there."""
    found = BackgroundTile.objects.visible_to(scope).filter(
        background__digest=digest, zoom=zoom, x=x, y=y
    )
    return found.values_list("content", flat=True).first()


def tiles_of_paper(municipality_id: int, digest: str) -> list[tuple[Tile, str]]:
    """The tiles of a background from which maps of paper are drawn."""
    found = BackgroundTile.objects.within(municipality_id).filter(
        background__digest=digest, zoom=ZOOM
    )
    rows = found.order_by("x", "y").values_list("x", "y", "content")
    return [((ZOOM, x, y), content) for x, y, content in rows]


def places_with_aliases(scope: Scope) -> list[tuple[Place, list[str]]]:
    """The named places by name, each with what else it is called."""
    names: dict[int, list[str]] = defaultdict(list)
    for alias in PlaceAlias.objects.visible_to(scope).order_by("name"):
        names[alias.place_id].append(alias.name)
    places = Place.objects.visible_to(scope).order_by("name")
    return [(place, names[place.pk]) for place in places]
