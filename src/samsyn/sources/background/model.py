"""What a background is drawn of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from samsyn.sources.errors import LimitExceededError

Bounds = tuple[float, float, float, float]  # west, south, east, north in WGS84
Shapes = NDArray[np.object_]  # shapely geometries


class DrawnKind(StrEnum):
    """What an object is drawn as; names are points, streams, roads, paths and rails lines."""

    WATER = "water"
    STREAM = "stream"
    WOOD = "wood"
    GREEN = "green"  # parks
    BUILDING = "building"
    ROAD_LARGE = "road_large"
    ROAD = "road"
    PATH = "path"
    RAIL = "rail"
    NAME_AREA = "name_area"
    NAME_WATER = "name_water"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One object: its geometry is well-known binary in WGS84, longitude first."""

    kind: DrawnKind
    name: str
    wkb: bytes


@dataclass(frozen=True, slots=True)
class Background:
    """What was read: the objects, how many of each kind, and Swedish sentences of the rest."""

    features: list[Drawn]
    used: dict[str, int]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class BackgroundLimits:
    """How much a file of map data may hold."""

    bytes: int = 200_000_000
    unpacked_bytes: int = 600_000_000
    features: int = 500_000
    points: int = 5_000_000


@dataclass(slots=True)
class RawLayer:
    """The objects of a layer that have a kind, in the coordinates of the file.

    ``system`` is an EPSG number, or None when the file names none. ``passed`` says how
    many were passed over, by what the file calls them; ``broken`` how many had no
    geometry that could be read.
    """

    name: str
    system: int | None
    kinds: list[DrawnKind] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    shapes: Shapes = field(default_factory=lambda: np.empty(0, dtype=object))
    passed: Counter[str] = field(default_factory=Counter)
    broken: int = 0

    def keep(self, shapes: Shapes) -> None:
        """Takes the geometries of ``kinds`` and ``names``, without the missing and broken ones."""
        there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        there &= shapely.get_type_id(shapes) <= _LAST_PLAIN
        points, owners = shapely.get_coordinates(shapes, return_index=True)
        there[owners[~np.isfinite(points).all(axis=1)]] = False
        self.broken += int((~there).sum())
        self.choose(shapes, there)

    def choose(self, shapes: Shapes, chosen: NDArray[np.bool_]) -> None:
        """Keeps what is ``chosen``, a truth for each of ``shapes``."""
        self.kinds = [kind for kind, one in zip(self.kinds, chosen, strict=True) if one]
        self.names = [name for name, one in zip(self.names, chosen, strict=True) if one]
        self.shapes = shapes[chosen]


_LAST_PLAIN: Final = 7  # GeometryCollection; curves have higher numbers


def array_of(shapes: Iterable[BaseGeometry | None]) -> Shapes:
    """The geometries as an array, which numpy must not look into."""
    found: list[Any] = list(shapes)
    array: Shapes = np.empty(len(found), dtype=object)
    array[:] = found
    return array


@dataclass(slots=True)
class Budget:
    """How many objects and points are left to read of a file."""

    limits: BackgroundLimits
    features: int = 0
    points: int = 0

    def take_features(self, count: int) -> None:
        """Raises LimitExceededError when the file holds too many."""
        self.features += count
        if self.features > self.limits.features:
            raise LimitExceededError(
                f"Filen har fler än {self.limits.features} objekt. Klipp den till kommunen eller "
                "dela upp den."
            )

    def take_points(self, shapes: Shapes) -> None:
        """Raises LimitExceededError when the geometries together have too many points."""
        self.points += int(shapely.get_num_coordinates(shapes).sum())
        if self.points > self.limits.points:
            raise LimitExceededError(
                f"Filen har fler än {self.limits.points // 1_000_000} miljoner punkter. Klipp den "
                "till kommunen eller dela upp den."
            )
