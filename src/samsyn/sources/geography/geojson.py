"""GeoJSON, also with the `crs` member that RFC 7946 removed and Swedish files keep."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final

from samsyn.sources.errors import LimitExceededError, UnreadableFileError
from samsyn.sources.geography.model import LayerLimits, Polygon, RawFeature, RawLayer, Ring

_EPSG: Final = re.compile(r"(?:EPSG|epsg)(?::|::|/0/|/)(?::)?(\d{4,5})\b")
_DAMAGED: Final = "Filen är inte hel GeoJSON. Hämta den på nytt och försök igen."


def read_geojson(data: bytes, limits: LayerLimits) -> RawLayer:
    """The polygons of a FeatureCollection or Feature; raises SourceError."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableFileError(_DAMAGED) from None
    if not isinstance(document, dict):
        raise UnreadableFileError(_DAMAGED)
    members = document.get("features")
    found = members if isinstance(members, list) else [document]
    if len(found) > limits.features:
        raise LimitExceededError(f"Filen har fler än {limits.features} områden. Dela upp den.")
    features = [feature for member in found if (feature := _feature(member))]
    other = len(found) - len(features)
    notes = [f"{other} objekt är inte ytor och hoppades över."] if other else []
    return RawLayer(features, system_declared(document), notes)


def system_declared(document: dict[str, Any]) -> int | None:
    """The EPSG number in a document's `crs`, or None."""
    declared = json.dumps(document.get("crs", ""))
    if "CRS84" in declared:
        return 4326
    return epsg_number(declared)


def epsg_number(text: str) -> int | None:
    """The EPSG number in a name such as `urn:ogc:def:crs:EPSG::3006`."""
    match = _EPSG.search(text)
    return int(match[1]) if match else None


def _feature(member: Any) -> RawFeature | None:
    if not isinstance(member, dict):
        return None
    geometry = member.get("geometry", member)
    polygons = list(_polygons(geometry)) if isinstance(geometry, dict) else []
    properties = member.get("properties")
    texts = {
        str(key): attribute_text(value)
        for key, value in (properties.items() if isinstance(properties, dict) else ())
        if value is not None and not isinstance(value, dict | list)
    }
    return RawFeature(texts, polygons) if polygons else None


def attribute_text(value: Any) -> str:
    """An attribute as text; codes that a program made numbers lose their `.0`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def _polygons(geometry: dict[str, Any]) -> Iterator[Polygon]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        yield _polygon(coordinates)
    elif kind == "MultiPolygon" and isinstance(coordinates, list):
        yield from (_polygon(part) for part in coordinates)
    elif kind == "GeometryCollection" and isinstance(geometry.get("geometries"), list):
        for part in geometry["geometries"]:
            if isinstance(part, dict) and part.get("type") in {"Polygon", "MultiPolygon"}:
                yield from _polygons(part)


def _polygon(rings: Any) -> Polygon:
    try:
        return [_ring(ring) for ring in rings]
    except (TypeError, ValueError, LookupError, OverflowError):
        raise UnreadableFileError(_DAMAGED) from None


def _ring(points: Any) -> Ring:
    ring = [(float(point[0]), float(point[1])) for point in points]
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in ring):
        raise ValueError("a coordinate that is no number")
    return ring
