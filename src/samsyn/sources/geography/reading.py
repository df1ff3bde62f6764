"""From a file's bytes to a :class:`Layer` of districts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container
from pathlib import PurePath
from typing import Final

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from samsyn.sources.errors import LimitExceededError, SourceError, UnreadableFileError
from samsyn.sources.geography.geojson import read_geojson
from samsyn.sources.geography.gml import read_gml
from samsyn.sources.geography.model import Feature, Layer, LayerLimits, RawFeature, RawLayer
from samsyn.sources.geography.projecting import to_degrees
from samsyn.sources.geography.seams import seam_notes
from samsyn.sources.geography.shapefile import read_shape

# attribute names of Valmyndigheten's, SCB's and other known files, surest first
_CODES: Final = (
    "lkfv", "valdistriktskod", "vd", "desokod", "deso", "regsokod", "regso", "tatortskod",
    "kommun_kod", "kommunkod", "lan_kod", "lanskod", "kod", "code", "id", "objektidentitet",
)  # fmt: skip
_NAMES: Final = (
    "vdnamn", "valdistriktsnamn", "vd_namn", "regsonamn", "regso_namn", "tatort", "namn", "name",
    "kommunnamn", "kommun", "lansnamn", "lan", "benamning", "omrade",
)  # fmt: skip
_LONGEST_CODE: Final = 20
_PLAIN: Final = LayerLimits()


def read_layer(data: bytes, name: str, limits: LayerLimits = _PLAIN) -> Layer:
    """The districts in a GeoJSON, zipped Shape or GML file, told by its content.

    Borders come back in WGS84, repaired where they crossed themselves; overlaps
    and gaps between districts are reported as notes. Raises SourceError. Bytes
    from outside are read through :func:`samsyn.sources.child.read_in_child`.
    """
    try:
        raw = _read(data, limits)
        _check(raw, limits)
        return _finish(to_degrees(raw))
    except SourceError as error:
        raise type(error)(f"{PurePath(name).name or 'Filen'}: {error.sentence}") from None
    except ShapelyError:
        raise UnreadableFileError(
            f"{PurePath(name).name or 'Filen'}: Gränserna går inte att reda ut. Rita om dem eller "
            "välj en annan utgåva."
        ) from None


def _read(data: bytes, limits: LayerLimits) -> RawLayer:
    megabytes = limits.bytes // 1_000_000
    if len(data) > limits.bytes:
        raise LimitExceededError(f"Filen är större än {megabytes} MB. Dela upp den.")
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    if data[:4] == b"PK\x03\x04":
        return read_shape(data, limits)
    if start.startswith(b"{"):
        return read_geojson(data, limits)
    if start.startswith(b"<"):
        return read_gml(data, limits)
    if data[:4] == b"\x00\x00\x27\x0a":
        raise UnreadableFileError("Packa .shp, .dbf och .prj i en zip-fil och välj den.")
    raise UnreadableFileError("Filen är varken GeoJSON, zippad Shape eller GML. Välj en sådan fil.")


def _check(raw: RawLayer, limits: LayerLimits) -> None:
    points = sum(
        len(ring) for feature in raw.features for area in feature.polygons for ring in area
    )
    if points > limits.points:
        raise LimitExceededError("Gränserna är för detaljerade. Förenkla dem eller dela upp filen.")
    if not points:
        raise UnreadableFileError("Filen har inga ytor. Välj filen med distriktens gränser.")


def _finish(raw: RawLayer) -> Layer:
    notes = list(raw.notes)
    shapes: dict[str, BaseGeometry] = {}
    named: dict[str, tuple[str, RawFeature]] = {}
    numbered = merged = False
    for number, feature in enumerate(raw.features, start=1):
        code, name = _code_and_name(feature)
        shape = _shape(feature, name or code or str(number), notes)
        if shape.is_empty:
            notes.append(f"{name or code or number} har ingen yta och hoppades över.")
            continue
        numbered = numbered or not (code or name)
        if code and code in shapes:  # one district in several records
            shape, merged = shapely.union_all([shapes[code], shape]), True
        key = code or _free(name, number, shapes)
        shapes[key] = shape
        named.setdefault(key, (name or key, feature))
    if not shapes:
        raise UnreadableFileError("Filen har inga ytor. Välj filen med distriktens gränser.")
    names = {code: name for code, (name, _) in named.items()}
    notes += _naming_notes(names, numbered=numbered, merged=merged)
    notes += seam_notes([names[code] for code in shapes], list(shapes.values()))
    features = tuple(
        Feature(code, names[code], dict(named[code][1].properties), _geojson(shapes[code]))
        for code in sorted(shapes)
    )
    return Layer(features, tuple(notes))


def _code_and_name(feature: RawFeature) -> tuple[str, str]:
    """What the file says of an area; empty where it says nothing."""
    lowered = {key.lower(): value for key, value in feature.properties.items() if value}
    code = next((lowered[key] for key in _CODES if key in lowered), "")
    name = next((lowered[key] for key in _NAMES if key in lowered), "")
    return code, name


def _free(name: str, number: int, taken: Container[str]) -> str:
    """A code for an area that has none: its name while that is short and free, else its number."""
    return name if name and len(name) <= _LONGEST_CODE and name not in taken else str(number)


def _naming_notes(names: dict[str, str], *, numbered: bool, merged: bool) -> list[str]:
    notes = []
    if numbered:
        notes.append("Områden som saknar kod och namn i filen har numrerats.")
    if merged:
        notes.append("Områden med samma kod har slagits ihop.")
    twice = [name for name, count in Counter(names.values()).items() if count > 1]
    if twice:
        notes.append(f"Flera områden heter {', '.join(twice[:5])}. Ge dem egna namn om du kan.")
    return notes


def _shape(feature: RawFeature, name: str, notes: list[str]) -> BaseGeometry:
    """The area, made valid; parts that are lines or points after the repair are dropped."""
    areas = [
        shapely.Polygon(rings[0], [ring for ring in rings[1:] if len(ring) > 3])
        for rings in feature.polygons
        if rings and len(rings[0]) > 3
    ]
    shape = shapely.MultiPolygon(areas)
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
        notes.append(f"Gränsen för {name} korsade sig själv och har lagats.")
    return shapely.union_all([part for part in shapely.get_parts(shape) if part.area > 0])


def _geojson(shape: BaseGeometry) -> dict[str, object]:
    # exterior rings counter-clockwise, as RFC 7946 § 3.1.6 asks
    found: dict[str, object] = json.loads(shapely.to_geojson(shapely.orient_polygons(shape)))
    return found
