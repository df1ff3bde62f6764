"""Backgrounds of maps as small tiles of numbers, which the browser draws.

A tile is JSON in UTF-8, an object of kinds. Coordinates are whole numbers, 0 to 4096
from the tile's north-west corner, and up to 64 outside it so that no seam shows; a run
of them is flat, `[x, y, dx, dy, …]`: the first point, then steps. In it

- water, wood, green and building are lists of areas, each a list of rings, outer first,
  without the closing point;
- stream, path and rail are lists of lines;
- road_large and road are lists of `[name, [line, …]]`, the name empty where there is none;
- name_area and name_water are lists of `[name, x, y]`.

Tiles are those of the web (Web Mercator, `z/x/y`), at three zooms alone: the one for 10 is
drawn at 8–11, that for 12 at 12–13, that for 14 from 14.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Tile = tuple[int, int, int]  # zoom, column from the west, row from the north
Shapes = NDArray[np.object_]  # shapely geometries

EXTENT: Final = 4096
BUFFER: Final = 64
AREAS: Final = ("water", "wood", "green", "building")
LINES: Final = ("stream", "path", "rail", "road_large", "road")
ROADS: Final = ("road_large", "road")
NAMES: Final = ("name_area", "name_water")

_FROM_ZOOM: Final = {
    **dict.fromkeys(("building", "path"), 14),
    **dict.fromkeys(("road", "stream", "green"), 12),
    **dict.fromkeys(("road_large", "water", "wood", "rail", *NAMES), 10),
}
# units of a tile that count as a pixel: a tile is 256 of 16 units at its own zoom, and is drawn
# larger above it, most of all the last one
_PIXEL: Final = {10: 16.0, 12: 8.0, 14: 4.0}
_SMALLEST_AREA: Final = 4.0  # square pixels
_SHORTEST_LINE: Final = 2.0  # pixels
_FARTHEST_NORTH: Final = 85.05  # degrees: beyond it the web's maps have no tiles


def tiles(drawn: Iterable[tuple[str, str, BaseGeometry]]) -> dict[Tile, bytes]:
    """The tiles of a background, by zoom, column and row; those with nothing in them are left out.

    ``drawn`` are kinds, names (may be empty) and valid geometries in WGS84, longitude
    first: areas, lines or points as the kind asks. The same input gives the same bytes.
    Raises ValueError for a kind that is not known.
    """
    groups: dict[tuple[str, str], list[BaseGeometry]] = defaultdict(list)
    for kind, name, shape in drawn:
        if kind not in _FROM_ZOOM:
            raise ValueError(f"{kind!r} is no kind that is drawn.")
        # only roads and names keep their names, so that the rest can be joined
        groups[kind, name if kind in ROADS or kind in NAMES else ""].append(shape)
    content: dict[Tile, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for kind, name in sorted(groups):
        shapes = _world(groups[kind, name], join=kind in LINES)
        for zoom in _PIXEL:
            if zoom >= _FROM_ZOOM[kind]:
                for tile, feature in _features(kind, name, shapes, zoom):
                    content[tile][kind].append(feature)
    return {tile: _written(content[tile]) for tile in sorted(content)}


def _written(kinds: dict[str, list[Any]]) -> bytes:
    return json.dumps(kinds, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _world(shapes: list[BaseGeometry], *, join: bool) -> Shapes:
    """The parts of the geometries on a square of the world, 0 to 1, y growing downward."""
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    parts: Shapes = shapely.get_parts(shapely.get_parts(array))
    if join:
        parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
        merged = shapely.line_merge(shapely.multilinestrings(parts))
        parts = shapely.get_parts(shapely.normalize(merged))
    found: Shapes = shapely.transform(shapely.force_2d(parts), _mercator)
    return found


def _mercator(points: NDArray[np.float64]) -> NDArray[np.float64]:
    latitude = np.radians(np.clip(points[:, 1], -_FARTHEST_NORTH, _FARTHEST_NORTH))
    down = 0.5 - np.arcsinh(np.tan(latitude)) / (2 * np.pi)
    return np.column_stack((points[:, 0] / 360 + 0.5, down))


def _features(kind: str, name: str, shapes: Shapes, zoom: int) -> Iterator[tuple[Tile, Any]]:
    """What a group of geometries puts into the tiles of a zoom."""
    scaled: Shapes = shapely.transform(shapes, lambda points: points * (EXTENT * 2**zoom))
    if kind in NAMES:
        yield from _points(name, scaled, zoom)
        return
    pixel = _PIXEL[zoom]
    simple = shapely.simplify(scaled, pixel / 2)
    encode = _encoded_areas if kind in AREAS else _encoded_lines
    for (column, row), pieces in _cut(_large_enough(kind, simple, pixel)).items():
        tile, corner = (zoom, column, row), np.array((column * EXTENT, row * EXTENT))
        runs: list[Any] = encode(pieces, corner, pixel)
        if kind in ROADS:
            runs = [[name, runs]] if runs else []
        for run in runs:
            yield tile, run


def _points(name: str, points: Shapes, zoom: int) -> Iterator[tuple[Tile, Any]]:
    """A name once a tile, though several files or parts write it there."""
    seen: set[Tile] = set()
    for x, y in np.floor(shapely.get_coordinates(points)).astype(int).tolist():
        tile = (zoom, x // EXTENT, y // EXTENT)
        if tile not in seen:
            seen.add(tile)
            yield tile, [name, x % EXTENT, y % EXTENT]


def _large_enough(kind: str, shapes: Shapes, pixel: float) -> Shapes:
    if kind in AREAS:
        large: Shapes = shapes[shapely.area(shapes) >= _SMALLEST_AREA * pixel**2]
    else:
        large = shapes[shapely.length(shapes) >= _SHORTEST_LINE * pixel]
    return large


# --- cutting -----------------------------------------------------------------


def _cut(shapes: Shapes) -> dict[tuple[int, int], list[BaseGeometry]]:
    """The pieces of the geometries by column and row of tile, buffers included."""
    found: dict[tuple[int, int], list[BaseGeometry]] = defaultdict(list)
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    first = np.floor((bounds[:, :2] - BUFFER) / EXTENT).astype(int)
    last = np.floor((bounds[:, 2:] + BUFFER) / EXTENT).astype(int)
    for shape, (west, north), (east, south) in zip(
        shapes, first.tolist(), last.tolist(), strict=True
    ):
        if west == east and north == south:
            found[west, north].append(shape)
        else:
            for tile, piece in _quartered(shape, west, north, east, south):
                found[tile].append(piece)
    return found


def _quartered(
    shape: BaseGeometry, west: int, north: int, east: int, south: int
) -> Iterator[tuple[tuple[int, int], BaseGeometry]]:
    """Cuts a geometry in halves until each is a tile's, so that a forest is not cut whole for
    each of its thousand tiles."""
    piece = _clipped(
        shape,
        west * EXTENT - BUFFER,
        north * EXTENT - BUFFER,
        (east + 1) * EXTENT + BUFFER,
        (south + 1) * EXTENT + BUFFER,
    )
    if piece.is_empty:
        return
    if west == east and north == south:
        yield (west, north), piece
    elif east - west >= south - north:
        middle = (west + east) // 2
        yield from _quartered(piece, west, north, middle, south)
        yield from _quartered(piece, middle + 1, north, east, south)
    else:
        middle = (north + south) // 2
        yield from _quartered(piece, west, north, east, middle)
        yield from _quartered(piece, west, middle + 1, east, south)


def _clipped(shape: BaseGeometry, west: int, north: int, east: int, south: int) -> BaseGeometry:
    try:
        return shapely.clip_by_rect(shape, west, north, east, south)
    except shapely.errors.GEOSException:  # a border that crosses itself
        return shapely.intersection(
            shapely.make_valid(shape), shapely.box(west, north, east, south)
        )


# --- numbers -----------------------------------------------------------------


def _encoded_areas(
    pieces: list[BaseGeometry], corner: NDArray[np.int64], pixel: float
) -> list[list[list[int]]]:
    """Each area as its rings; what is too small to see is left out, holes too."""
    polygons = _parts(pieces, shapely.GeometryType.POLYGON)
    smallest = _SMALLEST_AREA * pixel**2
    polygons = polygons[shapely.area(polygons) >= smallest]
    rings, owners = shapely.get_rings(polygons, return_index=True)
    sizes = shapely.area(shapely.polygons(rings))
    runs = _runs(rings, corner, closed=True)
    areas: list[list[list[int]]] = [[] for _ in polygons]
    for run, owner, size in zip(runs, owners.tolist(), sizes.tolist(), strict=True):
        whole = areas[owner]
        if len(run) >= 6 and size >= smallest:
            whole.append(run)
    return [rings for rings in areas if rings]


def _encoded_lines(
    pieces: list[BaseGeometry], corner: NDArray[np.int64], pixel: float
) -> list[list[int]]:
    lines = _parts(pieces, shapely.GeometryType.LINESTRING)
    lines = lines[shapely.length(lines) >= _SHORTEST_LINE * pixel / 2]
    return [run for run in _runs(lines, corner, closed=False) if len(run) >= 4]


def _parts(pieces: list[BaseGeometry], kind: shapely.GeometryType) -> Shapes:
    array = np.empty(len(pieces), dtype=object)
    array[:] = pieces
    parts: Shapes = shapely.get_parts(shapely.get_parts(array))
    found: Shapes = parts[shapely.get_type_id(parts) == kind]
    return found


def _runs(lines: Shapes, corner: NDArray[np.int64], *, closed: bool) -> list[list[int]]:
    """First point and steps of each line, whole numbers from a tile's corner, none of them 0, 0."""
    if not len(lines):
        return []
    points, owners = shapely.get_coordinates(lines, return_index=True)
    whole = np.rint(points - corner).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=0)
    begins = np.diff(owners, prepend=-1) != 0
    steps[begins] = whole[begins]
    kept = begins | (steps != 0).any(axis=1)
    flat, ends = steps[kept].ravel().tolist(), np.cumsum(np.bincount(owners[kept]))
    places = [0, *(2 * ends).tolist()]
    runs = [flat[begin:end] for begin, end in pairwise(places)]
    return [run[:-2] for run in runs] if closed else runs
