"""Whole arrays of coordinates to WGS84: three million points in seconds.

The same Gauss–Krüger formulas as :func:`samsyn.sources.values.coordinates.to_wgs84`
reckons a point with (Lantmäteriet, "Gauss conformal projection, Krüger's formulas");
they agree within a centimetre.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from samsyn.sources.background.model import RawLayer, Shapes
from samsyn.sources.geography.projecting import recognise
from samsyn.sources.values.coordinates import ReferenceSystem

Points = NDArray[np.float64]  # one row a point: x before y

_AXIS: Final = 6_378_137.0  # GRS 80
_FLATTENING: Final = 1 / 298.257222101
_FARTHEST: Final = 2e7  # metres; a ring must stay closed, which one with infinite points is not
_SAME: Final = {5845: 3006, 5846: 3006}  # SWEREF 99 TM with a system of heights


@dataclass(frozen=True, slots=True)
class _Grid:
    """Central meridian in degrees, scale, and what is added to northing and easting in metres."""

    meridian: float
    scale: float
    north: float
    east: float


_GRIDS: Final = {
    ReferenceSystem.SWEREF99_TM: _Grid(15.0, 0.9996, 0.0, 500_000.0),
    # fitted to GRS 80, so that no change of datum is needed
    ReferenceSystem.RT90: _Grid(15 + 48 / 60 + 22.624306 / 3600, 1.00000561024, -667.711,
                                1_500_064.274),
}  # fmt: skip


def to_degrees(layer: RawLayer) -> Shapes:
    """The layer's geometries in two dimensions, longitude and latitude.

    The order of the axes is told by the middle of all points, so that a stray one
    does not decide. Raises UnreadableFileError when the system is not one we read.
    """
    flat: Shapes = shapely.force_2d(layer.shapes)
    if not len(flat):
        return flat
    x, y = np.median(shapely.get_coordinates(flat), axis=0).tolist()
    declared = _SAME.get(layer.system or 0, layer.system)
    system, swapped = recognise((x, y, x, y), declared, f"Lagret ”{layer.name}”")

    def turn(moved: Points) -> Points:
        ordered = np.clip(moved[:, ::-1] if swapped else moved, -_FARTHEST, _FARTHEST)
        return ordered if system is ReferenceSystem.WGS84 else degrees(system, ordered)

    turned: Shapes = shapely.transform(flat, turn)
    return turned


def degrees(system: ReferenceSystem, points: Points) -> Points:
    """Longitude and latitude of eastings and northings in metres.

    ``system`` is SWEREF 99 TM or RT 90. What lies far outside the grid comes out anywhere.
    """
    grid, f = _GRIDS[system], _FLATTENING
    n = f / (2 - f)
    radius = grid.scale * _AXIS / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    deltas = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
        n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
        17 * n**3 / 480 - 37 * n**4 / 840,
        4397 * n**4 / 161280,
    )
    with np.errstate(all="ignore"):
        north = (points[:, 1] - grid.north) / radius
        east = (points[:, 0] - grid.east) / radius
        xi, eta = north.copy(), east.copy()
        for step, delta in zip((2, 4, 6, 8), deltas, strict=True):
            xi -= delta * np.sin(step * north) * np.cosh(step * east)
            eta -= delta * np.cos(step * north) * np.sinh(step * east)
        conformal = np.arcsin(np.sin(xi) / np.cosh(eta))
        longitude = np.radians(grid.meridian) + np.arctan(np.sinh(eta) / np.cos(xi))
        found: Points = np.degrees(np.column_stack((longitude, _geodetic(conformal))))
    return found


def _geodetic(conformal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Geodetic latitude of a conformal one, in radians."""
    e2 = _FLATTENING * (2 - _FLATTENING)
    sine = np.sin(conformal)
    square = sine * sine
    terms = (
        e2 + e2**2 + e2**3 + e2**4,
        -(7 * e2**2 + 17 * e2**3 + 30 * e2**4) / 6,
        (224 * e2**3 + 889 * e2**4) / 120,
        -(4279 * e2**4) / 1260,
    )
    series = terms[0] + square * (terms[1] + square * (terms[2] + square * terms[3]))
    found: NDArray[np.float64] = conformal + sine * np.cos(conformal) * series
    return found
