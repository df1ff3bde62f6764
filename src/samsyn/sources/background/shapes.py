"""Zipped Shape as a background: several .shp in one archive; points, lines and areas.

Written from ESRI's Shapefile Technical Description (July 1998). Heights and measures
stand after the points of a record and are not read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from zipfile import ZipFile

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from samsyn.sources.background.kinds import COLUMNS, Sorter, name_of
from samsyn.sources.background.model import Budget, RawLayer, array_of
from samsyn.sources.errors import UnreadableFileError
from samsyn.sources.geography.shapefile import encoding_declared, system_named, table_rows

_DAMAGED: Final = "Shape-filen är skadad. Hämta den på nytt och försök igen."
_NOTHING: Final = 0
_POINTS: Final = {1, 11, 21}  # plain, with heights, with measures
_LINES: Final = {3, 13, 23}
_AREAS: Final = {5, 15, 25}
_MANY: Final = {8, 18, 28}

_NumberPairs = NDArray[np.float64]


def read_shapes(archive: ZipFile, budget: Budget) -> list[RawLayer]:
    """The layers of an archive, in the order of their names; raises SourceError."""
    return [_layer(archive, parts, budget) for parts in _sets(archive)]


def _sets(archive: ZipFile) -> Iterator[dict[str, str]]:
    """Suffix → member, for each .shp."""
    sets: dict[str, dict[str, str]] = {}
    for name in archive.namelist():
        path = PurePosixPath(name)
        if "__MACOSX" not in name and path.suffix:
            sets.setdefault(str(path.with_suffix("")).lower(), {})[path.suffix.lower()] = name
    for stem in sorted(sets):
        if ".shp" in sets[stem]:
            yield sets[stem]


def _layer(archive: ZipFile, parts: dict[str, str], budget: Budget) -> RawLayer:
    name = PurePosixPath(parts[".shp"]).stem
    layer = RawLayer(name, system_named(_text(archive, parts.get(".prj"))))
    try:
        shapes = archive.read(parts[".shp"])
        places = list(_places(shapes))
        budget.take_features(len(places))
        rows = _rows(archive, parts, len(places))
        chosen = list(_sorted(layer, places, rows))
        layer.keep(array_of(_shape(shapes[start:end]) for start, end in chosen))
    except (struct.error, IndexError, ValueError, OverflowError):
        raise UnreadableFileError(_DAMAGED) from None
    budget.take_points(layer.shapes)
    return layer


def _text(archive: ZipFile, name: str | None) -> str:
    return archive.read(name)[:10_000].decode("latin-1") if name else ""


def _rows(archive: ZipFile, parts: dict[str, str], count: int) -> list[dict[str, str] | None]:
    """The attributes of each object by their names in small letters; None for a deleted one."""
    if ".dbf" not in parts:
        return [{} for _ in range(count)]
    encoding = encoding_declared(_text(archive, parts.get(".cpg")))
    rows = table_rows(archive.read(parts[".dbf"]), encoding, COLUMNS)
    if len(rows) != count:
        raise UnreadableFileError(_DAMAGED)
    return [row and {key.lower(): value for key, value in row.items()} for row in rows]


def _sorted(
    layer: RawLayer, places: list[tuple[int, int]], rows: list[dict[str, str] | None]
) -> Iterator[tuple[int, int]]:
    """The places of the records that have a kind, which the layer is told."""
    sorter = Sorter(layer.name)
    for place, row in zip(places, rows, strict=True):
        if row is None:
            continue
        kind = sorter.kind(row)
        if kind is None:
            layer.passed[sorter.called(row)] += 1
            continue
        layer.kinds.append(kind)
        layer.names.append(name_of(row))
        yield place


def _places(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the content of each record begins and ends."""
    if struct.unpack_from(">i", data, 0)[0] != 9994:
        raise UnreadableFileError(_DAMAGED)
    place = 100
    while place + 8 <= len(data):
        words = struct.unpack_from(">i", data, place + 4)[0]
        start, end = place + 8, place + 8 + 2 * words
        if words < 2 or end > len(data):
            raise UnreadableFileError(_DAMAGED)
        yield start, end
        place = end


def _shape(record: bytes) -> BaseGeometry | None:
    kind = struct.unpack_from("<i", record, 0)[0]
    if kind in _POINTS:
        return shapely.Point(struct.unpack_from("<2d", record, 4))
    if kind in _MANY:
        (count,) = struct.unpack_from("<i", record, 36)
        return shapely.MultiPoint(_pairs(record, 40, count))
    if kind not in _LINES | _AREAS:
        return None  # a null shape, or a surface of triangles
    parts, count = struct.unpack_from("<2i", record, 36)
    if parts < 1:
        return None
    starts = np.frombuffer(record, dtype="<i4", count=parts, offset=44)
    if starts[0] < 0 or (np.diff(starts) < 0).any():  # parts that overlap could grow without end
        raise ValueError("parts that are not one after the other")
    points = _pairs(record, 44 + 4 * parts, count)
    pieces = [one for one in np.split(points, starts[1:]) if np.isfinite(one).all()]
    if kind in _LINES:
        return shapely.MultiLineString([piece for piece in pieces if len(piece) > 1])
    return _assembled([shapely.LinearRing(piece) for piece in pieces if len(piece) > 3])


def _pairs(record: bytes, place: int, count: int) -> _NumberPairs:
    """``count`` points from a place in a record; raises ValueError when they are not there."""
    if count < 0:
        raise ValueError("fewer points than none")
    flat = np.frombuffer(record, dtype="<f8", count=2 * count, offset=place)
    return flat.reshape(-1, 2)


def _assembled(rings: list[BaseGeometry]) -> BaseGeometry | None:
    """Areas with their holes; shells run clockwise in this format."""
    if not rings:
        return None
    left = shapely.is_ccw(array_of(rings))
    shells = [ring for ring, turned in zip(rings, left, strict=True) if not turned]
    holes = [ring for ring, turned in zip(rings, left, strict=True) if turned]
    if not shells:  # a writer that turned its shells the wrong way
        shells, holes = holes, []
    if len(shells) == 1:
        return shapely.Polygon(shells[0], holes)
    areas = shapely.polygons(array_of(shells))
    inside: list[list[BaseGeometry]] = [[] for _ in shells]
    order = np.argsort(shapely.area(areas))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    firsts = shapely.get_point(array_of(holes), 0) if holes else []
    owner: dict[int, int] = {}
    for hole, area in shapely.STRtree(areas).query(firsts, predicate="intersects").T.tolist():
        # the smallest shell around a hole is its own
        if hole not in owner or rank[area] < rank[owner[hole]]:
            owner[hole] = area
    for hole, area in owner.items():
        inside[area].append(holes[hole])
    return shapely.MultiPolygon(
        [shapely.Polygon(shell, cut) for shell, cut in zip(shells, inside, strict=True)]
    )
