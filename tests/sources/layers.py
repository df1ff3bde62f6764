"""Small layers of squares, for the tests of borders."""

from __future__ import annotations

import json

import shapely


def square(west, south, size=0.01):
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def geometry(feature):
    return shapely.from_geojson(json.dumps(feature.geometry))
