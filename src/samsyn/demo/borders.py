"""Borders of our own making: each point belongs to the nearest seed, within the outline."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPoint, mapping, shape

OUTLINE = Path(__file__).with_name("fagersta_outline.geojson")
# a degree of longitude is half as long as one of latitude at 60° north
SQUEEZE = 0.5


def outline() -> dict[str, Any]:
    """The municipality's outline (SCB, CC0) as a GeoJSON geometry."""
    collection = json.loads(OUTLINE.read_text(encoding="utf-8"))
    geometry: dict[str, Any] = collection["features"][0]["geometry"]
    return geometry


def illustrative(seeds: Sequence[tuple[float, float]]) -> list[Mapping[str, Any]]:
    """A polygon for each seed (longitude, latitude), in their order, as GeoJSON."""
    whole = _scaled(shape(outline()), SQUEEZE)
    points = [shapely.Point(lon * SQUEEZE, lat) for lon, lat in seeds]
    cells = shapely.voronoi_polygons(MultiPoint(points), extend_to=whole)
    found = []
    for point in points:
        cell = next(cell for cell in cells.geoms if cell.covers(point))
        area = _scaled(cell.intersection(whole), 1 / SQUEEZE)
        found.append(mapping(shapely.set_precision(area, 1e-6)))
    return found


def _scaled(geometry: shapely.Geometry, factor: float) -> shapely.Geometry:
    return shapely.transform(geometry, lambda points: points * [factor, 1.0])
