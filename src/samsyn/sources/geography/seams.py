"""Where districts overlap or leave gaps between them."""

from __future__ import annotations

import math
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

_METRES_PER_DEGREE: Final = 111_320.0  # of latitude; good to half a per cent in Sweden
# Borders that were simplified one by one lie some metres apart; larger seams are told.
_TOLD_FROM: Final = 1_000.0  # square metres
_MOST_TOLD: Final = 10
_GRID: Final = 1e-6  # degrees


def seam_notes(names: list[str], areas: list[BaseGeometry]) -> list[str]:
    """Swedish sentences on overlaps and enclosed gaps of 1,000 m² and more."""
    latitude = math.radians(areas[0].centroid.y)
    square = _METRES_PER_DEGREE**2 * math.cos(latitude)
    found = [*_overlaps(names, areas, square), *_gaps(areas, square)]
    return [sentence for _, sentence in sorted(found, reverse=True)[:_MOST_TOLD]]


def _overlaps(
    names: list[str], areas: list[BaseGeometry], square: float
) -> list[tuple[float, str]]:
    tree = shapely.STRtree(areas)
    found = []
    for first, second in zip(*tree.query(areas, predicate="intersects"), strict=True):
        if first < second:
            size = shapely.intersection(areas[first], areas[second]).area * square
            if size >= _TOLD_FROM:
                sentence = f"{names[first]} och {names[second]} överlappar med {_hectares(size)}."
                found.append((size, sentence))
    return found


def _gaps(areas: list[BaseGeometry], square: float) -> list[tuple[float, str]]:
    found = []
    # on a grid of about a decimetre: rounding must not open a gap towards the outside
    whole = shapely.union_all(areas, grid_size=_GRID)
    own_holes = shapely.union_all([shapely.Polygon(hole) for shape in areas
                                   for hole in _holes(shape)])  # fmt: skip
    for hole in _holes(whole):
        gap = shapely.Polygon(hole)
        size = gap.area * square
        if size >= _TOLD_FROM:
            where = gap.representative_point()
            kind = "ett hål i" if own_holes.contains(where) else "en lucka mellan"
            sentence = f"Det finns {kind} områdena på {_hectares(size)}"
            found.append((size, f"{sentence} vid {where.y:.4f}, {where.x:.4f}."))
    return found


def _holes(shape: BaseGeometry) -> list[BaseGeometry]:
    return [ring for part in shapely.get_parts(shape) for ring in part.interiors]


def _hectares(square_metres: float) -> str:
    return f"{square_metres / 10_000:.1f} hektar".replace(".", ",", 1)
