"""Points in the plane: what every method on places asks of them first.

Coordinates are SWEREF 99 TM metres (EPSG:3006), given as two arrays of one length.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.errors import InvalidInputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

DISTANCE_DECIMALS = 6
"""Distances that agree to a micrometre are the same distance (a ring on a grid)."""


@dataclass(frozen=True)
class Cells:
    """The distinct locations of a set of events.

    ``x``, ``y``: (cells,) metres, in ascending (x, y) order. ``of_event``: (events,)
    index of each event's cell. ``counts``: (cells,) events in each.
    """

    x: Floats
    y: Floats
    of_event: Ints
    counts: Ints


def points(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Checked copies of the coordinates, (n,) metres each.

    Raises InvalidInputError when they differ in length, are not one-dimensional or
    hold a value that is not finite.
    """
    px, py = np.array(x, np.float64), np.array(y, np.float64)
    if px.ndim != 1 or px.shape != py.shape:
        raise InvalidInputError("Give x and y as two one-dimensional arrays of equal length.")
    if not (np.isfinite(px).all() and np.isfinite(py).all()):
        raise InvalidInputError("Leave out events without a position before the analysis.")
    return px, py


def whole_numbers(values: ArrayLike, length: int, name: str) -> Ints:
    """``values`` as (length,) integers; InvalidInputError when they are not whole."""
    given = np.asarray(values)
    if given.shape != (length,):
        raise InvalidInputError(f"Give {name} as one value an event ({length} in all).")
    whole = given.astype(np.int64)
    if given.dtype.kind not in "iub" and not np.array_equal(whole, given):
        raise InvalidInputError(f"Give {name} as whole numbers.")
    return whole


def snap(x: ArrayLike, y: ArrayLike, size: float) -> tuple[Floats, Floats]:
    """Centres of the square cells (side ``size`` metres) that hold the points.

    Cells are half open, [k size, (k+1) size), so that a point lies in one only.
    Snapping to 100 or 200 m is what the methods on places work on: it protects the
    address and says no more than the report knew.
    """
    if not size > 0:
        raise InvalidInputError("Give the side of a cell in metres, above 0.")
    px, py = points(x, y)
    return (np.floor(px / size) + 0.5) * size, (np.floor(py / size) + 0.5) * size


def cells(x: ArrayLike, y: ArrayLike) -> Cells:
    """The distinct locations of the events, and which event lies in which."""
    px, py = points(x, y)
    order = np.lexsort((py, px))
    sx, sy = px[order], py[order]
    first = np.ones(len(px), np.bool_)
    first[1:] = (np.diff(sx) != 0) | (np.diff(sy) != 0)
    of_event = np.empty(len(px), np.int64)
    of_event[order] = np.cumsum(first) - 1
    return Cells(sx[first], sy[first], of_event, np.bincount(of_event))


def precise_enough(precision: ArrayLike, limit: float = 500.0) -> Flags:
    """Which events are placed to within ``limit`` metres; unknown (NaN) is not.

    The rest are left out of every method on places and counted in its caption.
    """
    metres: Floats = np.asarray(precision, np.float64)
    return metres <= limit


@dataclass(frozen=True)
class PileUps:
    """Points that hold suspiciously many events: a geocoder's default, a station.

    ``x``, ``y``: (found,) metres. ``counts``: (found,) events, descending.
    ``expected``: events at an occupied point on average.
    """

    x: Floats
    y: Floats
    counts: Ints
    expected: float


def pile_ups(x: ArrayLike, y: ArrayLike, *, factor: float = 20.0, least: int = 20) -> PileUps:
    """Points with at least ``least`` events and over ``factor`` times the average point.

    Run it on coordinates as recorded, before ``snap``. A square where much happens
    and a police station that stands for "somewhere in town" look alike here: the
    list is for a person to judge.
    """
    found = cells(x, y)
    expected = float(found.counts.mean()) if len(found.counts) else 0.0
    many = np.flatnonzero((found.counts >= least) & (found.counts > factor * expected))
    many = many[np.argsort(-found.counts[many], kind="stable")]
    return PileUps(found.x[many], found.y[many], found.counts[many], expected)
