"""Reads of districts and places."""

from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.models import District, DistrictLayer, Place, PlaceAlias
from samsyn.domain.places.rules import folded
from samsyn.foundation import clock


def layers(scope: Scope) -> list[DistrictLayer]:
    """Every layer, the primary first."""
    return list(DistrictLayer.objects.visible_to(scope).order_by("-primary", "key", "-valid_from"))


def primary_layer(scope: Scope) -> DistrictLayer | None:
    """The layer that lists and pictures speak of, in force today."""
    today = clock.today()
    current = DistrictLayer.objects.visible_to(scope).filter(primary=True, valid_from__lte=today)
    return current.exclude(valid_to__lt=today).order_by("-valid_from").first()


def districts(scope: Scope, layer: DistrictLayer) -> list[District]:
    """A layer's districts by code."""
    return list(District.objects.visible_to(scope).filter(layer=layer).order_by("code"))


def places(scope: Scope) -> list[Place]:
    """The named places by name."""
    return list(Place.objects.visible_to(scope).order_by("name"))


def place_words(scope: Scope) -> dict[str, int]:
    """Each place's key by its folded names and aliases."""
    words = {folded(place.name): place.pk for place in Place.objects.visible_to(scope)}
    aliases = PlaceAlias.objects.visible_to(scope).values_list("folded", "place_id")
    return {**dict(aliases), **words}


def find_place(scope: Scope, word: str) -> Place | None:
    """The place known by a name or an alias."""
    key = place_words(scope).get(folded(word))
    return Place.objects.visible_to(scope).get(pk=key) if key else None
