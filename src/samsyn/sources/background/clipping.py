"""The part of a layer that lies within bounds, as geometries that fit what they are drawn as."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from samsyn.sources.background.model import Bounds, DrawnKind, RawLayer, Shapes

_POINT, _LINE, _AREA = 0, 1, 2
_DIMENSION: Final = {
    **dict.fromkeys((DrawnKind.NAME_AREA, DrawnKind.NAME_WATER), _POINT),
    **dict.fromkeys(
        (DrawnKind.STREAM, DrawnKind.ROAD_LARGE, DrawnKind.ROAD, DrawnKind.PATH, DrawnKind.RAIL),
        _LINE,
    ),
    **dict.fromkeys((DrawnKind.WATER, DrawnKind.WOOD, DrawnKind.GREEN, DrawnKind.BUILDING), _AREA),
}
_INSTEAD: Final = {
    (DrawnKind.WATER, _LINE): DrawnKind.STREAM,
    (DrawnKind.STREAM, _AREA): DrawnKind.WATER,
}
_CALLED: Final = ("punkter", "linjer", "ytor")
_COLLECTION: Final = 7


def fit(layer: RawLayer) -> None:
    """Gives each object of a layer the form its kind is drawn in; what has another is passed over.

    Water as a line is a stream and the other way round; a name stands at one point.
    """
    dimensions = shapely.get_dimensions(layer.shapes).tolist()
    layer.kinds = [
        _INSTEAD.get((kind, dimension), kind)
        for kind, dimension in zip(layer.kinds, dimensions, strict=True)
    ]
    wanted = [_DIMENSION[kind] for kind in layer.kinds]
    fits = np.array([one in (0, have) for one, have in zip(wanted, dimensions, strict=True)], bool)
    layer.passed.update(_CALLED[dimensions[index]] for index in np.flatnonzero(~fits))
    layer.choose(layer.shapes, fits)
    points = np.array([_DIMENSION[kind] == _POINT for kind in layer.kinds], bool)
    layer.shapes[points] = shapely.point_on_surface(layer.shapes[points])


def clip(layer: RawLayer, bounds: Bounds) -> int:
    """Cuts a layer of longitudes and latitudes; how many objects lie outside and are gone."""
    shapes = layer.shapes
    west, south, east, north = shapely.bounds(shapes).T.reshape(4, -1)
    near = (west <= bounds[2]) & (east >= bounds[0]) & (south <= bounds[3]) & (north >= bounds[1])
    whole = (west >= bounds[0]) & (east <= bounds[2]) & (south >= bounds[1]) & (north <= bounds[3])
    dimensions = np.array([_DIMENSION[kind] for kind in layer.kinds], dtype=np.int64)
    _mend(shapes, near & (dimensions == _AREA))
    cut = near & ~whole
    shapes[cut] = shapely.intersection(shapes[cut], shapely.box(*bounds))
    for index in np.flatnonzero(near):
        if shapely.get_type_id(shapes[index]) == _COLLECTION:
            shapes[index] = _only(shapes[index], int(dimensions[index]))
    left = near & ~shapely.is_empty(shapes) & (shapely.get_dimensions(shapes) == dimensions)
    layer.choose(shapes, left)
    return int((~left).sum())


def _mend(shapes: Shapes, areas: NDArray[np.bool_]) -> None:
    """Makes areas valid whose borders cross themselves, since others cannot be cut."""
    crossed = np.flatnonzero(areas)[~shapely.is_valid(shapes[areas])]
    shapes[crossed] = shapely.make_valid(shapes[crossed])


def _only(shape: BaseGeometry, dimension: int) -> BaseGeometry:
    """The parts of a collection that have a dimension, as one geometry."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == dimension])
