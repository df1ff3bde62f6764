"""GML 2, 3.1 and 3.2: the areas of a feature collection.

A document type declaration is refused where it stands, before anything in it
is read; so there are no entities to expand and nothing outside to fetch.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from samsyn.sources.errors import LimitExceededError, UnreadableFileError, UnsafeFileError
from samsyn.sources.geography.geojson import epsg_number
from samsyn.sources.geography.model import LayerLimits, Polygon, RawFeature, RawLayer, Ring

_DAMAGED: Final = "Filen är inte hel GML. Hämta den på nytt och försök igen."
_MEMBERS: Final = {"featureMember", "featureMembers", "member"}
_OUTER: Final = {"exterior", "outerBoundaryIs"}
_INNER: Final = {"interior", "innerBoundaryIs"}
_DEEPEST: Final = 60


def read_gml(data: bytes, limits: LayerLimits) -> RawLayer:
    """The areas of a GML file; raises SourceError.

    Coordinates are handed on in the order they stand; which of them is north is
    told by their size, since writers disagree on `EPSG:3006` without `urn:`.
    """
    root = _parse(data)
    members = [element for member in _members(root) for element in member]
    if len(members) > limits.features:
        raise LimitExceededError(f"Filen har fler än {limits.features} områden. Dela upp den.")
    features = [feature for element in members if (feature := _feature(element))]
    return RawLayer(features, _system(root))


def _parse(data: bytes) -> Element:
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnsafeFileError("GML-filen är för djupt nästlad och läses inte.")
        local = {_local(key): value for key, value in attributes.items()}
        builder.start(_local(name), local)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(name))

    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, AssertionError, ValueError, LookupError):
        raise UnreadableFileError(_DAMAGED) from None


def _refuse_doctype(*declared: object) -> None:
    del declared
    raise UnsafeFileError("Filen har en dokumenttypsdeklaration och läses inte. Ta bort den.")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _members(root: Element) -> Iterator[Element]:
    return (element for element in root if element.tag in _MEMBERS)


def _system(root: Element) -> int | None:
    for element in root.iter():
        name = element.get("srsName")
        if name:
            return epsg_number(name)
    return None


def _feature(element: Element) -> RawFeature | None:
    polygons = [
        polygon
        for area in element.iter()
        if area.tag in {"Polygon", "PolygonPatch", "Rectangle"} and (polygon := _polygon(area))
    ]
    properties = {
        child.tag: (child.text or "").strip()
        for child in element
        if not len(child) and (child.text or "").strip()
    }
    return RawFeature(properties, polygons) if polygons else None


def _polygon(area: Element) -> Polygon:
    outer = [_ring(part) for part in area if part.tag in _OUTER]
    inner = [_ring(part) for part in area if part.tag in _INNER]
    return [*outer[:1], *inner] if outer else []


def _ring(border: Element) -> Ring:
    ring: Ring = []
    for element in border.iter():
        if element.tag == "posList":
            width = 3 if element.get("srsDimension") == "3" else 2
            ring.extend(_pairs((element.text or "").split(), width))
        elif element.tag == "pos":
            ring.extend(_pairs((element.text or "").split()[:2], 2))
        elif element.tag == "coordinates":  # GML 2: x,y x,y
            words = (element.text or "").split()
            ring.extend(pair for word in words for pair in _pairs(word.split(",")[:2], 2))
    return ring


def _pairs(words: list[str], width: int) -> list[tuple[float, float]]:
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        raise UnreadableFileError(_DAMAGED) from None
    if not all(map(math.isfinite, numbers)) or len(numbers) % width:
        raise UnreadableFileError(_DAMAGED)
    return list(zip(numbers[::width], numbers[1::width], strict=True))
