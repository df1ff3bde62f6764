"""Where names stand: inside their areas where they fit, else in a column beside.

No two names meet: one that stands in an area keeps within it, and those in the
column have a line each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from samsyn.drawing import fonts
from samsyn.drawing.maps.areas import Area

SIZE = 12.5
LINE = 16.0
COLUMN_LINE = 19.0
_BOLD = 1.07
"""How much wider the semibold cut runs."""
_MARGIN = 3.0


@dataclass(frozen=True)
class Placed:
    """An area's text, line by line, centred on a point of the drawing."""

    area: Area
    lines: tuple[str, ...]
    x: float
    y: float


@dataclass(frozen=True)
class Callout:
    """An area named in the column: the point it points at and its height there."""

    area: Area
    text: str
    x: float
    y: float
    text_y: float


def _lines(area: Area) -> tuple[str, ...]:
    return (area.label, area.value) if area.is_shown and area.value else (area.label,)


def _largest_part(geometry: BaseGeometry) -> BaseGeometry:
    return max(shapely.get_parts(geometry), key=lambda part: part.area)


def _middles(geometry: BaseGeometry) -> Iterator[Point]:
    """Points to try, from the roomiest: deepest inside, on the middle line, at the centroid."""
    part = _largest_part(geometry)
    yield deepest_point(part)
    yield part.representative_point()
    yield part.centroid


def deepest_point(part: BaseGeometry) -> Point:
    """The point farthest from every border: the centre of the largest circle within."""
    return Point(shapely.maximum_inscribed_circle(part, tolerance=0.5).coords[0])


def place(area: Area, geometry: BaseGeometry) -> Placed | None:
    """The area's text inside it, or None where it does not fit."""
    lines = _lines(area)
    wide = max(fonts.width(line, SIZE) * _BOLD for line in lines) / 2 + _MARGIN
    tall = LINE * len(lines) / 2 + _MARGIN
    for middle in _middles(geometry):
        if geometry.contains(
            box(middle.x - wide, middle.y - tall, middle.x + wide, middle.y + tall)
        ):
            return Placed(area, lines, middle.x, middle.y)
    return None


def _spread(heights: Sequence[float], bottom: float) -> list[float]:
    """The heights moved apart to one line each, as little as needed, above `bottom`."""
    spread: list[float] = []
    for height in heights:
        spread.append(max(height, spread[-1] + COLUMN_LINE) if spread else max(height, LINE))
    limit = bottom
    for place_ in reversed(range(len(spread))):
        spread[place_] = min(spread[place_], limit)
        limit = spread[place_] - COLUMN_LINE
    return spread


def callout_text(area: Area) -> str:
    """Name and value on one line."""
    return f"{area.label}: {area.value}" if area.is_shown and area.value else area.label


def column(outside: Sequence[tuple[Area, BaseGeometry]], height: float) -> list[Callout]:
    """The areas whose names stand beside the map, from north to south.

    Only as many as there are lines; the largest go first, and the rest keep their
    title and their row in the table.
    """
    room = max(1, int(height // COLUMN_LINE))
    chosen = sorted(outside, key=lambda pair: pair[1].area, reverse=True)[:room]
    points = [(area, deepest_point(_largest_part(geometry))) for area, geometry in chosen]
    points.sort(key=lambda pair: pair[1].y)
    heights = _spread([point.y for _, point in points], height - 4)
    return [
        Callout(area, callout_text(area), point.x, point.y, text_y)
        for (area, point), text_y in zip(points, heights, strict=True)
    ]
