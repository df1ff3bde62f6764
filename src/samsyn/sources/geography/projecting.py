"""From a file's coordinates to WGS84, told by what it declares and checked by its numbers."""

from __future__ import annotations

from typing import Final

from samsyn.sources.errors import UnreadableFileError
from samsyn.sources.geography.model import Point, RawLayer
from samsyn.sources.values.coordinates import (
    SWEDISH_BOUNDS,
    ReferenceSystem,
    to_wgs84,
)

_BY_NUMBER: Final = {
    3006: ReferenceSystem.SWEREF99_TM,
    3021: ReferenceSystem.RT90,
    4326: ReferenceSystem.WGS84,
    4619: ReferenceSystem.WGS84,  # SWEREF 99 in degrees: within a metre
}

Box = tuple[float, float, float, float]


def to_degrees(layer: RawLayer) -> RawLayer:
    """The layer with longitude and latitude; raises UnreadableFileError when they cannot be told.

    In Sweden the ranges of north and east don't overlap, so the order of the
    axes is read off the numbers; elsewhere degrees are taken as longitude first.
    """
    points = [point for feature in layer.features for area in feature.polygons
              for ring in area for point in ring]  # fmt: skip
    system, swapped = recognise(_box(points), layer.system)
    for feature in layer.features:
        for area in feature.polygons:
            for ring in area:
                ring[:] = [_degrees(point, system, swapped) for point in ring]
    return layer


def _box(points: list[Point]) -> Box:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def recognise(
    box: Box, declared: int | None, what: str = "Gränserna"
) -> tuple[ReferenceSystem, bool]:
    """The reference system, and whether the first number of a pair is the northern one.

    ``box`` is least and greatest of the first and second numbers; ``what`` opens the
    sentence of the UnreadableFileError that is raised when neither can be told.
    """
    if declared is not None and declared not in _BY_NUMBER:
        raise UnreadableFileError(
            f"Koordinatsystemet EPSG:{declared} stöds inte. Exportera filen i SWEREF 99 TM."
        )
    wanted = _BY_NUMBER.get(declared or 0)
    for system, (north, east) in SWEDISH_BOUNDS.items():
        if wanted not in (None, system):
            continue
        if _inside(box, east, north):
            return system, False
        if _inside(box, north, east):
            return system, True
    if wanted in (None, ReferenceSystem.WGS84) and _inside(box, (-180, 180), (-90, 90)):
        return ReferenceSystem.WGS84, False
    raise UnreadableFileError(
        f"{what} ligger inte i Sverige i filens koordinatsystem. Exportera i SWEREF 99 TM."
    )


def _inside(box: Box, first: tuple[float, float], second: tuple[float, float]) -> bool:
    return first[0] <= box[0] and box[2] <= first[1] and second[0] <= box[1] and box[3] <= second[1]


def _degrees(point: Point, system: ReferenceSystem, swapped: bool) -> Point:
    east, north = (point[1], point[0]) if swapped else point
    position = to_wgs84(system, north, east)
    return (position.longitude, position.latitude)
