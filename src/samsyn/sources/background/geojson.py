"""GeoJSON as a background: lines, points and areas, sorted as they are read."""

from __future__ import annotations

import json
from typing import Any, Final

import shapely

from samsyn.sources.background.kinds import COLUMNS, Sorter, name_of
from samsyn.sources.background.model import Budget, RawLayer, array_of
from samsyn.sources.errors import UnreadableFileError
from samsyn.sources.geography.geojson import attribute_text, system_declared

_DAMAGED: Final = "Filen är inte hel GeoJSON. Hämta den på nytt och försök igen."


def read_geojson(data: bytes, stem: str, budget: Budget) -> list[RawLayer]:
    """The one layer of a FeatureCollection or Feature; ``stem`` names one without a name.

    Raises SourceError.
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
        if not isinstance(document, dict):
            raise UnreadableFileError(_DAMAGED)
        return [_layer(document, stem, budget)]
    except (ValueError, RecursionError):
        raise UnreadableFileError(_DAMAGED) from None


def _layer(document: dict[str, Any], stem: str, budget: Budget) -> RawLayer:
    named = document.get("name")
    name = named if isinstance(named, str) and named.strip() else stem
    members = document.get("features")
    found = members if isinstance(members, list) else [document]
    budget.take_features(len(found))
    layer, sorter = RawLayer(name, system_declared(document)), Sorter(f"{name} {stem}")
    texts: list[str] = []
    for member in found:
        if not isinstance(member, dict):
            layer.broken += 1
            continue
        attributes = _attributes(member.get("properties"))
        kind = sorter.kind(attributes)
        if kind is None:
            layer.passed[sorter.called(attributes)] += 1
            continue
        layer.kinds.append(kind)
        layer.names.append(name_of(attributes))
        texts.append(json.dumps(member.get("geometry")))
    layer.keep(array_of(shapely.from_geojson(texts, on_invalid="ignore") if texts else ()))
    budget.take_points(layer.shapes)
    return layer


def _attributes(properties: Any) -> dict[str, str]:
    if not isinstance(properties, dict):
        return {}
    return {
        lowered: attribute_text(value)
        for key, value in properties.items()
        if (lowered := key.lower()) in COLUMNS
        and value is not None
        and not isinstance(value, dict | list)
    }
