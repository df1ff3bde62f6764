"""Zipped Shape: the polygons of a .shp with the attributes of its .dbf.

Written from ESRI's Shapefile Technical Description (July 1998) and the dBASE
III table layout. Only what holds areas is read: types 5, 15 and 25.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Container, Iterator
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Final
from zipfile import ZipFile

from samsyn.sources.archives import open_zip
from samsyn.sources.errors import LimitExceededError, UnreadableFileError
from samsyn.sources.geography.model import LayerLimits, Point, Polygon, RawFeature, RawLayer, Ring

_POLYGONS: Final = {5, 15, 25}  # plain, with heights, with measures
_NOTHING: Final = 0
_DAMAGED: Final = "Shape-filen är skadad. Hämta den på nytt och försök igen."
_NO_AREAS: Final = "Shape-filen håller inte ytor. Välj filen med distriktens gränser."


def read_shape(data: bytes, limits: LayerLimits) -> RawLayer:
    """The areas in a zip of .shp and .dbf, with .prj and .cpg where present; may raise."""
    with open_zip(data, limits.unpacked_bytes) as archive:
        parts = _parts(archive)
        shapes, table = archive.read(parts[".shp"]), archive.read(parts[".dbf"])
        projection = _text(archive, parts.get(".prj"))
        encoding = encoding_declared(_text(archive, parts.get(".cpg")))
    try:
        polygons = list(_records(shapes))
        rows = table_rows(table, encoding)
    except (struct.error, IndexError, ValueError, OverflowError):
        raise UnreadableFileError(_DAMAGED) from None
    if len(polygons) > limits.features:
        raise LimitExceededError(f"Filen har fler än {limits.features} områden. Dela upp den.")
    if len(polygons) != len(rows):
        raise UnreadableFileError(_DAMAGED)
    pairs = [(row, shape) for row, shape in zip(rows, polygons, strict=True) if row is not None]
    features = [RawFeature(row, shape) for row, shape in pairs if shape]
    return RawLayer(features, system_named(projection))


def _parts(archive: ZipFile) -> dict[str, str]:
    """Suffix → member, for the one shape in the archive."""
    names = [name for name in archive.namelist() if "__MACOSX" not in name]
    shapes = [PurePosixPath(name) for name in names if name.lower().endswith(".shp")]
    if not shapes:
        raise UnreadableFileError("Zip-filen saknar .shp. Packa .shp, .dbf och .prj tillsammans.")
    if len(shapes) > 1:
        raise UnreadableFileError("Zip-filen har flera Shape-filer. Packa en i taget.")
    stem = str(shapes[0].with_suffix("")).lower()
    parts = {
        PurePosixPath(name).suffix.lower(): name
        for name in names
        if str(PurePosixPath(name).with_suffix("")).lower() == stem
    }
    if ".dbf" not in parts:
        raise UnreadableFileError("Zip-filen saknar .dbf. Packa .shp, .dbf och .prj tillsammans.")
    return parts


def _text(archive: ZipFile, name: str | None) -> str:
    return archive.read(name)[:10_000].decode("latin-1") if name else ""


def system_named(projection: str) -> int | None:
    """The EPSG number of the well-known text of a .prj, or None where it is not known."""
    named = re.sub(r"[\s_]+", "", projection).upper()
    if "SWEREF99TM" in named:
        return 3006
    if "RT902.5GON" in named or "RT9025GON" in named:
        return 3021
    if named.startswith("GEOGCS") and ("WGS1984" in named or "SWEREF99" in named):
        return 4326
    return None


def encoding_declared(declared: str) -> str | None:
    """Python's name of what a .cpg says; None where it says nothing."""
    name = re.sub(r"[^a-z0-9]", "", declared.lower())
    if not name:
        return None
    if "utf8" in name or name == "65001":
        return "utf-8"
    return "latin-1" if "8859" in name else "cp1252"


# --- .shp --------------------------------------------------------------------


def _records(data: bytes) -> Iterator[list[Polygon]]:
    """The polygons of each record, empty for a null shape."""
    if struct.unpack_from(">i", data, 0)[0] != 9994:
        raise UnreadableFileError(_DAMAGED)
    place = 100
    while place + 8 <= len(data):
        words = struct.unpack_from(">i", data, place + 4)[0]
        start, end = place + 8, place + 8 + 2 * words
        if words < 2 or end > len(data):
            raise UnreadableFileError(_DAMAGED)
        yield _shape(data[start:end])
        place = end


def _shape(record: bytes) -> list[Polygon]:
    kind = struct.unpack_from("<i", record, 0)[0]
    if kind == _NOTHING:
        return []
    if kind not in _POLYGONS:
        raise UnreadableFileError(_NO_AREAS)
    parts, points = struct.unpack_from("<2i", record, 36)
    if parts < 1 or points < 4 or 44 + 4 * parts + 16 * points > len(record):
        raise UnreadableFileError(_DAMAGED)
    starts = [*struct.unpack_from(f"<{parts}i", record, 44), points]
    flat = struct.unpack_from(f"<{2 * points}d", record, 44 + 4 * parts)
    if not all(map(math.isfinite, flat)):
        raise UnreadableFileError(_DAMAGED)
    line = list(zip(flat[::2], flat[1::2], strict=True))
    return _assembled([line[a:b] for a, b in pairwise(starts) if b - a > 3])


def _assembled(rings: list[Ring]) -> list[Polygon]:
    """Holes put into the shells around them; shells run clockwise in this format."""
    polygons = [[ring] for ring in rings if _signed_area(ring) <= 0]
    for hole in (ring for ring in rings if _signed_area(ring) > 0):
        around = [polygon for polygon in polygons if _holds(polygon[0], hole[0])]
        if around:
            min(around, key=lambda polygon: abs(_signed_area(polygon[0]))).append(hole)
        else:
            polygons.append([hole])  # a writer that turned its shells the wrong way
    return polygons


def _signed_area(ring: Ring) -> float:
    """Positive counter-clockwise (the shoelace formula)."""
    steps = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in steps) / 2


def _holds(ring: Ring, point: Point) -> bool:
    """Whether a ray from the point crosses the ring an odd number of times."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


# --- .dbf --------------------------------------------------------------------


def table_rows(
    data: bytes, encoding: str | None, wanted: Container[str] | None = None
) -> list[dict[str, str] | None]:
    """The records of a .dbf as texts; None where the table marks one as deleted.

    With ``wanted`` only columns whose names in small letters are in it. Raises
    UnreadableFileError, struct.error, IndexError or ValueError on a damaged table.
    """
    count, head, width = struct.unpack_from("<IHH", data, 4)
    fields = [
        field for field in _fields(data, head) if wanted is None or field[0].lower() in wanted
    ]
    rows: list[dict[str, str] | None] = []
    for number in range(count):
        record = data[head + number * width : head + (number + 1) * width]
        if len(record) < width or not width:
            raise UnreadableFileError(_DAMAGED)
        deleted = record[:1] == b"*"
        rows.append(None if deleted else _row(record, fields, encoding))
    return rows


def _fields(data: bytes, head: int) -> Iterator[tuple[str, int, int]]:
    """Name, first byte in a record and length of each column."""
    place, start = 32, 1
    while place + 32 <= head and data[place] != 0x0D:
        name = data[place : place + 11].split(b"\x00")[0].decode("latin-1")
        length = data[place + 16]
        yield name, start, length
        place, start = place + 32, start + length


def _row(record: bytes, fields: list[tuple[str, int, int]], encoding: str | None) -> dict[str, str]:
    texts = {}
    for name, start, length in fields:
        raw = record[start : start + length].strip(b" \x00")
        texts[name] = _decoded(raw, encoding)
    return texts


def _decoded(raw: bytes, encoding: str | None) -> str:
    for candidate in (encoding or "utf-8", "cp1252"):
        try:
            return raw.decode(candidate)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
