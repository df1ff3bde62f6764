"""Where names stand: inside their areas where they fit, else a letter that the key explains.

No name meets another, and no line crosses one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from string import ascii_uppercase

import shapely
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from samsyn.drawing import fonts
from samsyn.drawing.maps.areas import Area

SIZE = 12.5
LINE = 16.0
BADGE = 8.5
"""Radius of the disc that a letter stands on."""
_BOLD = 1.07
"""How much wider the semibold cut runs."""
_MARGIN = 3.0
_DOT = 3.0
_REACHES = (20.0, 28.0, 38.0)
_TURNS = 12
"""How far from a small area its letter may stand, and in how many directions."""


@dataclass(frozen=True)
class Placed:
    """An area's text, line by line, centred on a point of the drawing."""

    area: Area
    lines: tuple[str, ...]
    x: float
    y: float

    @property
    def room(self) -> BaseGeometry:
        """What the text covers, with a margin."""
        wide = max(fonts.width(line, SIZE) * _BOLD for line in self.lines) / 2 + _MARGIN
        tall = LINE * len(self.lines) / 2 + _MARGIN
        return box(self.x - wide, self.y - tall, self.x + wide, self.y + tall)


@dataclass(frozen=True)
class Lettered:
    """An area that a letter stands for: where the letter is, and the point that it marks."""

    area: Area
    letter: str
    x: float
    y: float
    marks: Point

    @property
    def is_beside(self) -> bool:
        """Whether the letter stands outside, with a line to its area."""
        return (self.x, self.y) != (self.marks.x, self.marks.y)

    @property
    def text(self) -> str:
        """Name and value as the key says them."""
        shown = self.area.is_shown and self.area.value
        return f"{self.area.label}: {self.area.value}" if shown else self.area.label


def _texts(area: Area) -> Iterator[tuple[str, ...]]:
    """The name in one line and then word by word, each with the value below."""
    value = (area.value,) if area.is_shown and area.value else ()
    yield (area.label, *value)
    words = [word for word in re.split(r"(?<=-)|\s+", area.label) if word]
    if len(words) > 1:
        yield (*words, *value)


def _largest_part(geometry: BaseGeometry) -> BaseGeometry:
    return max(shapely.get_parts(geometry), key=lambda part: part.area)


def _middles(geometry: BaseGeometry) -> tuple[Point, ...]:
    """Points to try, from the roomiest: deepest inside, on the middle line, at the centroid."""
    part = _largest_part(geometry)
    return deepest_point(part), part.representative_point(), part.centroid


def deepest_point(part: BaseGeometry) -> Point:
    """The point farthest from every border: the centre of the largest circle within."""
    return Point(shapely.maximum_inscribed_circle(part, tolerance=0.5).coords[0])


def place(area: Area, geometry: BaseGeometry) -> Placed | None:
    """The area's text inside it, or None where it does not fit."""
    middles = _middles(geometry)
    tried = (Placed(area, text, at.x, at.y) for text in _texts(area) for at in middles)
    return next((placed for placed in tried if geometry.contains(placed.room)), None)


@dataclass(frozen=True)
class _Spot:
    """A small area, the point in it to mark and whether a letter has room in it."""

    area: Area
    point: Point
    is_roomy: bool

    def around(self) -> Iterator[Point]:
        """Where the letter may stand: in the area if it has room, else near it."""
        if self.is_roomy:
            yield self.point
        for reach in _REACHES:
            for turn in range(_TURNS):
                angle = 2 * pi * turn / _TURNS
                yield Point(self.point.x + reach * cos(angle), self.point.y + reach * sin(angle))


def _spot(area: Area, geometry: BaseGeometry) -> _Spot:
    point = deepest_point(_largest_part(geometry))
    return _Spot(area, point, geometry.contains(point.buffer(BADGE + 1)))


def letters(
    outside: Sequence[tuple[Area, BaseGeometry]],
    placed: Sequence[Placed],
    ground: BaseGeometry,
    sheet: BaseGeometry,
) -> list[Lettered]:
    """The areas that letters stand for, from north to south.

    A letter that stands beside its area is on the ``sheet``, and off the ``ground`` that
    areas cover where there is such a place. Only as many as there are letters and free
    spots; the largest go first, and the rest keep their title and their row in the table.
    """
    chosen = sorted(outside, key=lambda pair: pair[1].area, reverse=True)[: len(ascii_uppercase)]
    spots = sorted((_spot(*pair) for pair in chosen), key=lambda spot: not spot.is_roomy)
    found: list[tuple[_Spot, Point]] = []
    taken = shapely.union_all([one.room for one in placed])
    for spot in spots:
        dots = [one.point.buffer(_DOT) for one in spots if one is not spot]
        closed = shapely.union_all([taken, *dots])
        at = _free(spot, sheet.difference(ground.buffer(BADGE)), closed)
        at = at or _free(spot, sheet, closed)
        if at is not None:
            found.append((spot, at))
            taken = taken.union(_covered(spot, at))
    found.sort(key=lambda pair: (pair[1].y, pair[1].x))
    return [
        Lettered(spot.area, letter, at.x, at.y, spot.point)
        for letter, (spot, at) in zip(ascii_uppercase, found, strict=False)
    ]


def _free(spot: _Spot, sheet: BaseGeometry, taken: BaseGeometry) -> Point | None:
    shapely.prepare(taken)
    tried = (at for at in spot.around() if at == spot.point or sheet.contains(at))
    return next((at for at in tried if not taken.intersects(_covered(spot, at))), None)


def _covered(spot: _Spot, at: Point) -> BaseGeometry:
    return LineString([at, spot.point]).union(at.buffer(BADGE + 1))
