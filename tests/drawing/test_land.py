"""The land under maps of paper: what tiles hold comes back where it lay, and is drawn."""

import re

import pytest
import shapely

from samsyn.drawing.maps import Area, AreaMap, area_map, land_in
from samsyn.drawing.maps.land import ZOOM
from samsyn.drawing.maps.tiles import tiles

LAKE = shapely.box(15.80, 59.99, 15.83, 60.01)
ROAD = shapely.LineString([(15.72, 59.98), (15.78, 60.0), (15.88, 60.02)])
ISLAND = shapely.Polygon(LAKE.exterior, [shapely.box(15.81, 59.995, 15.82, 60.005).exterior])
EXTENT = shapely.box(15.7, 59.95, 15.9, 60.05)
SQUARE = {"type": "Polygon", "coordinates": [list(EXTENT.exterior.coords)]}
METRE = 1 / 55_000  # degrees, to the east


def land_of(*drawn):
    found = tiles(drawn)
    kept = [(tile, content.decode()) for tile, content in found.items() if tile[0] == ZOOM]
    return land_in(kept, "abc")


def test_an_area_over_many_tiles_is_one_again():
    found = land_of(("water", "", ISLAND)).shapes["water"]
    assert found.symmetric_difference(ISLAND).area < 0.01 * ISLAND.area


def test_a_road_lies_where_it_lay():
    found = land_of(("road_large", "Riksvägen", ROAD)).shapes["road_large"]
    assert found.hausdorff_distance(ROAD) < 30 * METRE


def drawn(**more):
    area = Area("1", "Centrum", SQUARE, "3", 1)
    return area_map(AreaMap("Karta", (area,), **more)).svg


@pytest.mark.parametrize("ground", [{}, {"outline": SQUARE}])
def test_water_and_roads_are_drawn_once(ground):
    land = land_of(("water", "", LAKE), ("road_large", "", ROAD))
    svg = drawn(land=land, **ground)
    assert len(re.findall("c-fill-land-water", svg)) == 1
    assert len(re.findall("c-stroke-land-road_large", svg)) == 1
    assert "land-" not in drawn(**ground)


def test_what_lies_outside_the_map_is_not_drawn():
    far = shapely.box(16.5, 59.5, 16.6, 59.6)
    assert "land-water" not in drawn(land=land_of(("water", "", far)))


def test_the_same_land_is_told_by_its_digest():
    one = land_of(("water", "", LAKE))
    assert one == land_in([], "abc")
    assert "shapes" not in repr(one)
