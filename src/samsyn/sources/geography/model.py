"""Districts as they come out of a file, in WGS84."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Point = tuple[float, float]  # x before y: easting and northing, or longitude and latitude
Ring = list[Point]
Polygon = list[Ring]  # the outer border first, then holes


@dataclass(frozen=True, slots=True)
class LayerLimits:
    """How much a border file may hold."""

    bytes: int = 50_000_000
    unpacked_bytes: int = 150_000_000
    features: int = 20_000
    points: int = 3_000_000


@dataclass(frozen=True, slots=True)
class RawFeature:
    """One area in the coordinates of its file."""

    properties: Mapping[str, str]
    polygons: list[Polygon]


@dataclass(frozen=True, slots=True)
class RawLayer:
    """The areas of a file, the reference system it declares, and what was passed over.

    ``system`` is an EPSG number, or None when the file names none.
    """

    features: list[RawFeature]
    system: int | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Feature:
    """One district: its code (always text), name, all attributes, and border.

    ``geometry`` is a GeoJSON Polygon or MultiPolygon in WGS84, longitude first.
    """

    code: str
    name: str
    properties: Mapping[str, str]
    geometry: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """Districts in the order of their codes; ``notes`` are Swedish sentences for the importer."""

    features: tuple[Feature, ...]
    notes: tuple[str, ...] = ()
