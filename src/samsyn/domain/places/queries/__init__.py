"""Reads of districts and places."""

from collections import defaultdict

from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.models import BackgroundTile, DistrictLayer, Place, PlaceAlias


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


def places_with_aliases(scope: Scope) -> list[tuple[Place, list[str]]]:
    """The named places by name, each with what else it is called."""
    names: dict[int, list[str]] = defaultdict(list)
    for alias in PlaceAlias.objects.visible_to(scope).order_by("name"):
        names[alias.place_id].append(alias.name)
    places = Place.objects.visible_to(scope).order_by("name")
    return [(place, names[place.pk]) for place in places]
