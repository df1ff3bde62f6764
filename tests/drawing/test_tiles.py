"""Tiles of a background: read back they are what was drawn, within a pixel, and small."""

from __future__ import annotations

import gzip
import json
import math
import random

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import rotate, translate

from samsyn.drawing.maps import tiles as module
from samsyn.drawing.maps.tiles import BUFFER, EXTENT, tiles
from samsyn.sources.background import DrawnKind

HERE = (15.80, 59.99)
METRE = (1 / 55_800, 1 / 111_400)  # degrees, at 60° north
PIXEL = {10: 16, 12: 8, 14: 4}  # units


def at(east, north):
    """A point some metres from here."""
    return (HERE[0] + east * METRE[0], HERE[1] + north * METRE[1])


def circle(east, north, radius, points=60):
    turns = [2 * math.pi * i / points for i in range(points)]
    return shapely.Polygon(
        [at(east + radius * math.cos(t), north + radius * math.sin(t)) for t in turns]
    )


def units(shape, zoom):
    """A geometry in the units of a zoom, by the textbook's formula."""

    def point(x, y):
        radians = math.radians(y)
        down = (1 - math.log(math.tan(radians) + 1 / math.cos(radians)) / math.pi) / 2
        return (x + 180) / 360 * EXTENT * 2**zoom, down * EXTENT * 2**zoom

    return shapely.transform(shape, lambda all_: [point(*one) for one in all_])


def unrolled(run, tile):
    """The points of a flat run, in the units of its zoom."""
    x, y = tile[1] * EXTENT, tile[2] * EXTENT
    points = []
    for dx, dy in zip(run[::2], run[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def window(tile, buffer=0):
    x, y = tile[1] * EXTENT, tile[2] * EXTENT
    return shapely.box(x - buffer, y - buffer, x + EXTENT + buffer, y + EXTENT + buffer)


def content(found, zoom, kind):
    return [
        (tile, feature)
        for tile, data in found.items()
        if tile[0] == zoom
        for feature in json.loads(data).get(kind, [])
    ]


def area(found, zoom, kind):
    """The areas of a kind, put together of what each tile shows of them."""
    return shapely.union_all(
        [
            shapely.Polygon(unrolled(rings[0], tile), [unrolled(ring, tile) for ring in rings[1:]])
            .buffer(0)
            .intersection(window(tile))
            for tile, rings in content(found, zoom, kind)
        ]
    )


def off(one, other):
    """How far apart two areas lie, at most."""
    return shapely.hausdorff_distance(one.boundary, other.boundary, densify=0.05)


@pytest.mark.parametrize("zoom", [10, 12, 14])
def test_a_lake_over_several_tiles_comes_back_whole(zoom):
    lake = circle(0, 0, 3000).difference(circle(300, 400, 900))
    found = tiles([("water", "Aspen", lake)])
    assert zoom == 10 or len(content(found, zoom, "water")) > 1
    drawn, truth = area(found, zoom, "water"), units(lake, zoom)
    assert off(drawn, truth) < PIXEL[zoom]
    assert drawn.symmetric_difference(truth).area / truth.area < 0.02


@given(st.floats(-4000, 4000), st.floats(-4000, 4000), st.floats(60, 3000), st.integers(4, 40))
def test_any_circle_comes_back_within_a_pixel(east, north, radius, points):
    wood = circle(east, north, radius, points)
    found = tiles([("wood", "", wood)])
    assert off(area(found, 14, "wood"), units(wood, 14)) < PIXEL[14]
    for tile, data in found.items():
        for rings in json.loads(data)["wood"]:
            assert window(tile, BUFFER).covers(shapely.LineString(unrolled(rings[0], tile)))


def test_a_tile_within_a_forest_is_all_forest():
    found = tiles([("wood", "", circle(0, 0, 12_000))])
    filled = [
        rings
        for tile, rings in content(found, 14, "wood")
        if shapely.Polygon(unrolled(rings[0], tile)).area == (EXTENT + 2 * BUFFER) ** 2
    ]
    assert len(filled) > 50
    assert all(len(rings) == 1 and len(rings[0]) == 8 for rings in filled)


def test_parts_of_a_street_are_joined_and_carry_its_name():
    parts = [shapely.LineString([at(i * 50, i % 3), at(i * 50 + 50, (i + 1) % 3)])
             for i in range(12)]  # fmt: skip
    random.Random(1).shuffle(parts)
    side = shapely.LineString([at(0, 40), at(300, 40)])
    found = tiles([*(("road", "Storgatan", part) for part in parts), ("road", "", side)])
    streets = content(found, 14, "road")
    ends = [shapely.LineString(unrolled(line, tile)) for tile, (name, lines) in streets
            if name == "Storgatan" for line in lines]  # fmt: skip
    assert len(ends) == len({tile for tile, (name, _) in streets if name == "Storgatan"})
    truth = units(shapely.union_all(parts), 14)
    drawn = shapely.union_all(ends)
    assert shapely.hausdorff_distance(drawn, truth) < PIXEL[14]
    assert {name for _, (name, _) in streets} == {"", "Storgatan"}


def test_names_stand_in_one_tile_and_once_there():
    points = [("name_area", "Ås", shapely.Point(at(x, 0))) for x in (0, 1, 4000)]
    found = tiles(points)
    assert len(content(found, 14, "name_area")) == 2
    tile, (name, x, y) = content(found, 10, "name_area")[0]
    truth = units(shapely.Point(at(0, 0)), 10)
    assert name == "Ås"
    assert (tile[1] * EXTENT + x, tile[2] * EXTENT + y) == pytest.approx((truth.x, truth.y), abs=1)


def test_each_kind_stands_at_its_zooms():
    line, house = shapely.LineString([at(0, 0), at(900, 0)]), circle(0, 0, 800)
    shape = {**dict.fromkeys(module.AREAS, house), **dict.fromkeys(module.LINES, line),
             **dict.fromkeys(module.NAMES, shapely.Point(HERE))}  # fmt: skip
    found = tiles([(kind, "x", shape[kind]) for kind in shape])
    shown = {
        zoom: {kind for tile, data in found.items() if tile[0] == zoom for kind in json.loads(data)}
        for zoom in PIXEL
    }
    assert shown[14] == set(DrawnKind)
    assert shown[12] == set(DrawnKind) - {"building", "path"}
    assert shown[10] == {"road_large", "water", "wood", "rail", "name_area", "name_water"}


def test_what_is_too_small_to_see_is_left_out():
    pond, drive = circle(0, 0, 1), shapely.LineString([at(0, 0), at(1, 0)])
    cut = circle(0, 0, 100).difference(circle(0, 0, 1))
    found = tiles([("water", "", pond), ("road", "", drive), ("wood", "", cut)])
    assert not content(found, 14, "water")
    assert not content(found, 14, "road")
    assert all(len(rings) == 1 for _, rings in content(found, 14, "wood"))


def test_nothing_gives_nothing_and_an_unknown_kind_is_refused():
    assert tiles([]) == {}
    assert tiles([("water", "", shapely.Polygon()), ("road", "", shapely.Point(HERE))]) == {}
    with pytest.raises(ValueError, match="volcano"):
        tiles([("volcano", "", shapely.Point(HERE))])


def town(houses=2000, streets=800):
    """A town of about 60 km²."""
    chance = random.Random(7)

    def somewhere():
        return chance.gauss(0, 1300), chance.gauss(0, 1300)

    for _ in range(houses):
        east, north = somewhere()
        wide, deep = chance.uniform(8, 30), chance.uniform(8, 15)
        corners = [(0, 0), (wide, 0), (wide, deep), (wide / 2, deep), (wide / 2, 20), (0, 20)]
        house = rotate(shapely.Polygon(corners), chance.uniform(0, 90))
        yield (
            "building",
            "",
            shapely.transform(
                translate(house, east, north), lambda points: [at(*point) for point in points]
            ),
        )
    for number in range(streets):
        east, north = somewhere()
        course, points = chance.uniform(0, 6), []
        for _ in range(chance.randint(6, 25)):
            points.append(at(east, north))
            course += chance.gauss(0, 0.2)
            east, north = east + 25 * math.cos(course), north + 25 * math.sin(course)
        kind = "road" if number % 10 else "road_large"
        yield kind, f"Gatunamn {number}", shapely.LineString(points)
    for _ in range(300):
        wood = circle(chance.uniform(-3900, 3900), chance.uniform(-3900, 3900),
                      chance.uniform(30, 400), 80)  # fmt: skip
        yield "wood", "", wood


def test_a_town_is_small_and_the_same_every_time():
    first = tiles(town())
    assert first == tiles(town())
    assert list(first) == sorted(first)
    for zoom in PIXEL:
        sizes = sorted(len(gzip.compress(data)) for tile, data in first.items() if tile[0] == zoom)
        assert sum(sizes[-12:]) < 150_000
