"""From longitude and latitude to the units of a drawing.

A local equirectangular projection: within a municipality, even a county, its
distortion is smaller than a line's width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, log10, radians

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from samsyn.drawing.maps.areas import GeoJSON

_TALLEST = 1.05
"""A map is at most this many times as tall as it is wide."""


def read(geometry: GeoJSON) -> BaseGeometry:
    """A polygon from GeoJSON, mended where its rings cross.

    Raises ValueError when there is no polygon in it.
    """
    mended = shapely.make_valid(shape(geometry))
    if mended.is_empty or mended.area == 0:
        raise ValueError("An area of a map needs a polygon with an extent.")
    return mended


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Length of a degree of longitude and of latitude on the WGS84 ellipsoid, in metres.

    The series of the NGA's length calculator (National Geospatial-Intelligence
    Agency, 2013).
    """
    angle = radians(latitude)
    across = 111_412.84 * cos(angle) - 93.5 * cos(3 * angle) + 0.118 * cos(5 * angle)
    up = 111_132.92 - 559.82 * cos(2 * angle) + 1.175 * cos(4 * angle)
    return across, up


@dataclass(frozen=True)
class Frame:
    """The rectangle of the drawing that the map fills, and its scale."""

    west: float
    north: float
    across: float
    up: float
    units_per_metre: float
    width: float
    height: float

    def place(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry of the world in the units of the drawing, y growing downward."""

        def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
            x = (points[:, 0] - self.west) * self.across
            y = (self.north - points[:, 1]) * self.up
            return np.column_stack((x, y)) * self.units_per_metre

        return shapely.transform(geometry, move)

    def bar(self) -> tuple[float, str]:
        """A round distance below a quarter of the map's width: units and words."""
        longest = self.width / 4 / self.units_per_metre
        decade = 10 ** int(log10(longest))
        metres = max(step * decade for step in (1, 2, 5) if step * decade <= longest)
        words = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
        return metres * self.units_per_metre, words


def fit(geometries: Sequence[BaseGeometry], width: float) -> Frame:
    """The frame in which all geometries fill `width`, or the height that allows."""
    west, south, east, north = shapely.total_bounds(geometries)
    across, up = metres_per_degree((south + north) / 2)
    wide, tall = (east - west) * across, (north - south) * up
    scale = min(width / wide, _TALLEST * width / tall)
    return Frame(west, north, across, up, scale, wide * scale, tall * scale)


def simplify(geometries: Sequence[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    """The geometries with fewer points, shared borders still shared."""
    return list(shapely.coverage_simplify(list(geometries), tolerance))


def path(geometry: BaseGeometry) -> str:
    """The `d` attribute of a polygon's rings, to a tenth of a unit."""
    rings = []
    for polygon in shapely.get_parts(shapely.get_parts(geometry)):
        if polygon.geom_type == "Polygon":
            rings += [polygon.exterior, *polygon.interiors]
    steps = (" ".join(f"{x:.1f},{y:.1f}" for x, y in ring.coords[:-1]) for ring in rings)
    return "".join(f"M{step}Z" for step in steps)
