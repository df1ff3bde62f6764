"""What maps on pages are drawn of: borders, land, named places, and the page's own points."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import ngettext

from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.listing import by_keys
from samsyn.domain.observations.queries.placing import AtPlace, placed
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.observations.rules import may_read_text
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.observations.wording import what, when_short
from samsyn.domain.places.models import Place
from samsyn.foundation import formats
from samsyn.web.request import ScopedRequest

SHOWS_MAP = "karta"
ANY = UUID(int=0)
_OF_A_PAGE = ("at", "page")
_FEWEST = 3
_OF_TOWN = 0.1
"""The share of the named places that lie outside the first view on each of its sides."""


def map_of(request: ScopedRequest, points: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """What the map elements ask for. ``points`` have ``latlng``, and ``name``, ``count``, ``told``
    and ``url`` where there are many, ``doubt`` in metres where one is not sharp."""
    code, known = request.municipality.code, reference(request.scope)
    found: dict[str, Any] = {
        "places": reverse("map_places", args=[code]),
        "facts": {"borders": borders(known), "view": _view(known), "points": list(points)},
    }
    land = known.background
    if land is not None:
        # the browser puts zoom, column and row where the zeros are
        found["tiles"] = reverse("map_tile", args=[code, land.digest, 0, 0, 0]).removesuffix(
            "0/0/0/"
        )
        found["attribution"] = land.attribution
        found["illustrative"] = land.illustrative
    return found


def list_map(request: ScopedRequest, selection: Selection) -> dict[str, Any]:
    """The map beside a list: how many of its reports there are at each named place, with a link to
    them; a point for each that has a position and no named place; and how many it does not show."""
    found, known = placed(request.scope, selection), reference(request.scope)
    points = [
        _place_point(request, known.places[key], at)
        for key, at in found.at_places.items()
        if key in known.places
    ]
    # a position says more than the name of a place: where the text is held, so is it
    rows = by_keys(request.scope, found.alone)
    shown = [row for row in rows if may_read_text(request.scope, row)]
    pattern = reverse("report_one", args=[request.municipality.code, ANY])
    points += [
        {
            "latlng": [row.latitude, row.longitude],
            "name": what(row),
            "told": when_short(row),
            "url": pattern.replace(str(ANY), str(row.uid)),
        }
        for row in shown
    ]
    more = found.more_alone + len(found.alone) - len(shown)
    return {**map_of(request, points), "nowhere": found.nowhere, "more": more}


def _place_point(request: ScopedRequest, place: Place, at: AtPlace) -> dict[str, Any]:
    kept = {key: one for key, one in request.GET.items() if one and key not in _OF_A_PAGE}
    query = urlencode({**kept, "place": str(place.uid)})
    reports = ngettext("%s rapport", "%s rapporter", at.reports) % formats.number(at.reports)
    events = ngettext("%s händelse", "%s händelser", at.events) % formats.number(at.events)
    return {
        "latlng": [place.latitude, place.longitude],
        "name": place.name,
        "count": at.reports,
        "told": f"{reports}, {events}",
        "url": f"{reverse('reports', args=[request.municipality.code])}?{query}",
    }


def point_of(known: Reference, row: Observation) -> dict[str, Any] | None:
    """Where a report was, as a map's point: as sharp as its position is known, else its named
    place; None where it has neither."""
    if row.latitude is not None and row.longitude is not None:
        position = [row.latitude, row.longitude]
        return {"latlng": position, "doubt": row.position_precision_m}
    place = known.places.get(row.place_id or 0)
    return {"latlng": [place.latitude, place.longitude]} if place else None


def borders(known: Reference) -> dict[str, Any]:
    """The borders of the primary layer, or of the municipality, as a GeoJSON FeatureCollection."""
    features = [_feature(one.name, one.geometry) for one in known.primary_districts]
    if not features and known.outline:
        features = [_feature("", known.outline)]
    return {"type": "FeatureCollection", "features": features}


def _feature(name: str, geometry: dict[str, object]) -> dict[str, object]:
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def _view(known: Reference) -> list[list[float]] | None:
    """South-west and north-east of where most named places lie; None where there are too few."""
    places = list(known.places.values())
    if len(places) < _FEWEST:
        return None
    edges = [_edges([one.latitude for one in places]), _edges([one.longitude for one in places])]
    return [[low for low, _ in edges], [high for _, high in edges]]


def _edges(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    out = int(_OF_TOWN * len(ordered))
    return ordered[out], ordered[-1 - out]
