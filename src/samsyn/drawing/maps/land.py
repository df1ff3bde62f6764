"""The land on maps of paper: water, wood, large roads and railways, from a background's tiles."""

import json
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import atan, degrees, pi, sinh

import shapely
from shapely.geometry.base import BaseGeometry

from samsyn.drawing.maps.areas import Land
from samsyn.drawing.maps.projection import Frame, path
from samsyn.drawing.maps.tiles import EXTENT, Tile
from samsyn.drawing.svg import element, paint

ZOOM = 12
"""The tiles whose detail suits a drawing of a hand's breadth."""
_AREAS = ("wood", "water")
_LINES = ("road_large", "rail")
_WIDTHS = {"road_large": "1.4", "rail": "0.9"}
_TOLERANCE = 0.4  # units of the drawing
Point = tuple[float, float]


def land_in(tiles: Iterable[tuple[Tile, str]], digest: str) -> Land:
    """The land of a background's tiles at ``ZOOM``, as they are kept."""
    found: dict[str, list[BaseGeometry]] = defaultdict(list)
    for tile, content in tiles:
        kinds = json.loads(content)
        for kind in _AREAS:
            for rings in kinds.get(kind, ()):
                outer, *holes = ([*_points(ring, tile)] for ring in rings)
                found[kind].append(shapely.make_valid(shapely.Polygon(outer, holes)))
        for kind in _LINES:
            for line in kinds.get(kind, ()):
                runs = line[1] if kind == "road_large" else [line]
                found[kind] += [shapely.LineString([*_points(run, tile)]) for run in runs]
    return Land(digest, {kind: shapely.union_all(shapes) for kind, shapes in found.items()})


def _points(flat: list[int], tile: Tile) -> Iterator[Point]:
    """Longitude and latitude of a run of steps."""
    zoom, column, row = tile
    side, x, y = 2**zoom, 0, 0
    for at in range(0, len(flat), 2):
        x, y = x + flat[at], y + flat[at + 1]
        east, south = (column + x / EXTENT) / side, (row + y / EXTENT) / side
        yield 360 * east - 180, degrees(atan(sinh(pi * (1 - 2 * south))))


def under(land: Land, frame: Frame, within: BaseGeometry) -> Iterator[ET.Element]:
    """The land as the ground of a map, inside what the map shows."""
    for kind in _AREAS:
        for shape in _placed(land, kind, frame, within):
            yield paint(element("path", d=path(shape)), f"land-{kind}")
    yield from _lines(land, frame, within, "0.9")


def over(land: Land, frame: Frame, within: BaseGeometry) -> Iterator[ET.Element]:
    """The land as thin signs over painted areas, to find one's way by."""
    for shape in _placed(land, "water", frame, within):
        yield paint(element("path", d=path(shape), fill_opacity="0.55"), "land-water")
    yield from _lines(land, frame, within, "0.5")


def _lines(land: Land, frame: Frame, within: BaseGeometry, seen: str) -> Iterator[ET.Element]:
    for kind in _LINES:
        for shape in _placed(land, kind, frame, within):
            style = {"fill": "none", "stroke_width": _WIDTHS[kind], "stroke_opacity": seen}
            yield paint(element("path", d=_run(shape), **style), stroke=f"land-{kind}")


def _placed(land: Land, kind: str, frame: Frame, within: BaseGeometry) -> Iterator[BaseGeometry]:
    if kind not in land.shapes:
        return
    shape = shapely.simplify(frame.place(land.shapes[kind].intersection(within)), _TOLERANCE)
    if not shape.is_empty:
        yield shape


def _run(shape: BaseGeometry) -> str:
    parts = (part for part in shapely.get_parts(shape) if part.geom_type == "LineString")
    steps = (" ".join(f"{x:.1f},{y:.1f}" for x, y in part.coords) for part in parts)
    return "".join(f"M{step}" for step in steps)
