"""From a file's bytes to a :class:`Background`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath, PurePosixPath
from typing import Final

import shapely
from shapely.errors import ShapelyError

from samsyn.sources.archives import open_zip
from samsyn.sources.background.clipping import clip, fit
from samsyn.sources.background.geojson import read_geojson
from samsyn.sources.background.geopackage import read_geopackage
from samsyn.sources.background.kinds import tidy
from samsyn.sources.background.model import (
    Background,
    BackgroundLimits,
    Bounds,
    Budget,
    Drawn,
    DrawnKind,
    RawLayer,
)
from samsyn.sources.background.projecting import to_degrees
from samsyn.sources.background.shapes import read_shapes
from samsyn.sources.child import ChildLimits
from samsyn.sources.errors import LimitExceededError, SourceError, UnreadableFileError

READING: Final = ChildLimits(memory=1_000_000_000, cpu_seconds=120, seconds=180.0)
"""What a child may use to read a background: half a million objects take longer than a table."""

_PLAIN: Final = BackgroundLimits()
_MOST_WORDS: Final = 5
_MOST_NOTES: Final = 40
_UNREADABLE: Final = "Filen är varken GeoPackage, zippad Shape eller GeoJSON. Välj en sådan fil."
_UNKNOWN: Final = (
    "Inget i filen känns igen som vatten, skog, byggnader, vägar, järnvägar eller namn. "
    "Ge lagren sådana namn och försök igen."
)
_ELSEWHERE: Final = "Inget i filen ligger inom kartan. Välj en fil som täcker kommunen."


def read_background(
    data: bytes, name: str, bounds: Bounds, limits: BackgroundLimits = _PLAIN
) -> Background:
    """What a GeoPackage, zipped Shape or GeoJSON file, told by its content, shows within bounds.

    ``name`` is the file's, and tells the kind of a layer without a name of its own.
    ``bounds`` are west, south, east and north in WGS84; objects are cut at them.
    Raises SourceError. Bytes from outside are read through
    :func:`samsyn.sources.child.read_within` with the limits ``READING``.
    """
    try:
        return _finish(_read(data, PurePath(name).stem, limits), bounds)
    except SourceError as error:
        raise type(error)(f"{PurePath(name).name or 'Filen'}: {error.sentence}") from None
    except ShapelyError:
        raise UnreadableFileError(
            f"{PurePath(name).name or 'Filen'}: Kartobjekten går inte att reda ut. Välj en annan "
            "utgåva av filen."
        ) from None


def _read(data: bytes, stem: str, limits: BackgroundLimits) -> list[RawLayer]:
    if len(data) > limits.bytes:
        megabytes = limits.bytes // 1_000_000
        raise LimitExceededError(
            f"Filen är större än {megabytes} MB. Klipp den till kommunen eller dela upp den."
        )
    budget = Budget(limits)
    if data[:4] == b"PK\x03\x04":
        return _unpacked(data, budget)
    if data[:4] == b"\x00\x00\x27\x0a":
        raise UnreadableFileError("Packa .shp, .dbf och .prj i en zip-fil och välj den.")
    found = _plain(data, stem, budget)
    if found is None:
        raise UnreadableFileError(_UNREADABLE)
    return found


def _plain(data: bytes, stem: str, budget: Budget) -> list[RawLayer] | None:
    if data.startswith(b"SQLite format 3\x00"):
        return read_geopackage(data, budget)
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return read_geojson(data, stem, budget)
    return None


def _unpacked(data: bytes, budget: Budget) -> list[RawLayer]:
    """The Shape files of an archive, and a GeoPackage or GeoJSON that was sent packed."""
    with open_zip(data, budget.limits.unpacked_bytes) as archive:
        found = read_shapes(archive, budget)
        for member in sorted(archive.namelist()):
            path = PurePosixPath(member)
            if path.suffix.lower() in (".gpkg", ".geojson", ".json") and "__MACOSX" not in member:
                found += _plain(archive.read(member), path.stem, budget) or []
    if not found:
        raise UnreadableFileError(
            "Zip-filen har varken .shp, .gpkg eller .geojson. "
            "Packa .shp, .dbf och .prj tillsammans."
        )
    return found


def _finish(layers: list[RawLayer], bounds: Bounds) -> Background:
    outside, recognised = 0, False
    for layer in layers:
        recognised = recognised or bool(layer.kinds)
        layer.shapes = to_degrees(layer)
        fit(layer)
        outside += clip(layer, bounds)
    if not recognised:
        raise UnreadableFileError(_UNKNOWN)
    notes = [note for layer in layers for note in _notes(layer)]
    if len(notes) > _MOST_NOTES:
        left = len(notes) - _MOST_NOTES
        notes[_MOST_NOTES:] = [f"Så är det också med delar av fler lager ({left} till)."]
    if outside:
        notes.append(f"{_number(outside)} objekt ligger utanför kartan och ritas inte.")
    features = [feature for layer in layers for feature in _drawn(layer)]
    if not features:
        raise UnreadableFileError(_ELSEWHERE if outside else _UNKNOWN)
    features += _waters(layers)
    used = Counter(feature.kind.value for feature in features)
    return Background(features, {kind.value: used[kind] for kind in DrawnKind if used[kind]}, notes)


def _drawn(layer: RawLayer) -> Iterable[Drawn]:
    binaries = shapely.to_wkb(layer.shapes, byte_order=1).tolist()
    return map(Drawn, layer.kinds, layer.names, binaries)


def _waters(layers: list[RawLayer]) -> Iterable[Drawn]:
    """Names of the waters that have one, where no layer of names has written it."""
    written = {
        name
        for layer in layers
        for kind, name in zip(layer.kinds, layer.names, strict=True)
        if kind is DrawnKind.NAME_WATER
    }
    for layer in layers:
        for kind, name, shape in zip(layer.kinds, layer.names, layer.shapes, strict=True):
            if kind is DrawnKind.WATER and name and name not in written:
                written.add(name)
                point = shapely.point_on_surface(shape)
                yield Drawn(DrawnKind.NAME_WATER, name, shapely.to_wkb(point, byte_order=1))


def _notes(layer: RawLayer) -> Iterable[str]:
    passed, name = layer.passed.total(), tidy(layer.name)
    words = sorted(word for word in layer.passed if word)
    if passed and not words and not layer.kinds:
        yield f"Lagret ”{name}” känns inte igen: {_number(passed)} objekt ritas inte."
    elif passed:
        shown = ", ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")
        why = f" ({shown})" if shown else ""
        yield f"Lagret ”{name}”: {_number(passed)} objekt ritas inte{why}."
    if layer.broken:
        yield (
            f"Lagret ”{name}”: {_number(layer.broken)} objekt har en form som inte går att läsa "
            "och ritas inte."
        )


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u00a0")
