"""The land of the demo's maps, of our own making: streets, houses, water, wood and a railway where
the demo's places lie. None of it is surveyed, and every map says so."""

import math
import random
from collections.abc import Iterator
from itertools import pairwise

import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from samsyn.demo.town import Town
from samsyn.domain.places.actions.backgrounds import Street, Tiles, streets_in
from samsyn.drawing.maps.tiles import tiles

Drawn = tuple[str, str, BaseGeometry]
Metres = tuple[float, float]
_SEED = 1982
_MIDDLE = (15.81, 59.998)
_DEGREE_NORTH, _DEGREE_EAST = 111_300.0, 55_700.0  # metres, at 60° north
_BLOCK = (150.0, 95.0)
_HOUSE = (18.0, 11.0)
_NAMES = (
    "Hammar", "Smeds", "Bruks", "Kvarn", "Ängs", "Björk", "Skol", "Station", "Älv", "Strand",
    "Gruv", "Mejeri", "Gjutar", "Lind", "Rönn", "Tall", "Berg", "Dal", "Park", "Norr", "Söder",
    "Väster", "Öster", "Kyrk", "Lärk", "Ek", "Hagtorns", "Malm", "Slagg", "Kol",
)  # fmt: skip
_KINDS = ("gatan", "vägen", "gränd", "stigen")
# a part of town: how wide and high it is built, in blocks, and how its streets are turned
_PARTS = {
    "Kolarbyn": (6, 7, 12.0), "Centrum": (6, 5, -4.0), "Risbron": (7, 6, 6.0),
    "Västanfors": (6, 6, -10.0), "Per Ols": (7, 6, 14.0), "Meling": (5, 6, 20.0),
    "Åvestbo-Västervåla": (2, 2, 3.0),
}  # fmt: skip
_RIVER = ((-2300, 6800), (-500, 4600), (-150, 2300), (250, 900), (-250, -600), (150, -1700),
          (-700, -3400), (-300, -5600), (-1500, -8800))  # fmt: skip
_RAILWAY = ((-2600, 7200), (-1250, 2600), (-780, 700), (-800, -600), (-350, -2000), (900, -4700),
            (4200, -8800))  # fmt: skip
_LARGE = {
    "Riksvägen": ((-7200, 900), (-2300, 260), (-780, 200), (300, -120), (1100, 40), (2300, 260),
                  (4600, -1100), (7600, -3300)),
    "Bruksvägen": ((-1100, 6600), (-1150, 2300), (-800, 260), (-450, -1100), (-300, -2100),
                   (-900, -4200)),
    "Västervålavägen": ((-300, -2100), (1400, -3200), (3900, -5400), (6700, -7000)),
}  # fmt: skip
_WATERS = {
    "Kvarnsjön": ((-150, 2500), 620, 1150), "Nedre sjön": ((-650, -4100), 900, 750),
    "Skogstjärnen": ((4300, 2900), 430, 300), "Åvestbosjön": ((7400, -6300), 1100, 600),
}  # fmt: skip
_WOODS = (((-4300, 2600), 2300, 2700), ((3900, 3900), 2600, 1700), ((4700, -3400), 1700, 1500),
          ((-3700, -3300), 2000, 2300), ((1700, -6300), 1700, 1200),
          ((7600, -700), 1900, 2000))  # fmt: skip


def land(plan: Town) -> tuple[Tiles, list[Street]]:
    """The tiles of the demo's land, and its streets; the same each time."""
    drawn = [(kind, name, _in_degrees(shape)) for kind, name, shape in _drawn(plan)]
    return tiles(drawn), streets_in(drawn)


def _in_degrees(shape: BaseGeometry) -> BaseGeometry:
    east, north = 1 / _DEGREE_EAST, 1 / _DEGREE_NORTH
    found: BaseGeometry = affinity.affine_transform(shape, [east, 0, 0, north, *_MIDDLE])
    return found


def _in_metres(lon: float, lat: float) -> Metres:
    return (lon - _MIDDLE[0]) * _DEGREE_EAST, (lat - _MIDDLE[1]) * _DEGREE_NORTH


def _drawn(plan: Town) -> Iterator[Drawn]:
    dice = random.Random(_SEED)  # noqa: S311 - no secret
    river = shapely.LineString(_RIVER)
    lakes = {name: _blob(dice, *size) for name, size in _WATERS.items()}
    water = shapely.union_all([_bent(river).buffer(55), *lakes.values()])
    yield "water", "Ån", water
    for name, lake in lakes.items():
        yield "name_water", name, shapely.Point(lake.centroid.coords[0])
    railway = _bent(shapely.LineString(_RAILWAY))
    yield "rail", "", railway
    large = {name: _bent(shapely.LineString(line)) for name, line in _LARGE.items()}
    for name, road in large.items():
        yield "road_large", name, road
    places = [_in_metres(lon, lat) for lon, lat, _ in plan.places.values()]
    kept_free = shapely.union_all(
        [water.buffer(25), railway.buffer(30), *(road.buffer(18) for road in large.values())]
    )
    streets = iter(_street_names(dice))
    built: list[BaseGeometry] = []
    for district in plan.facts["district"]:
        name, middle = district["name"], _in_metres(*district["seed"])
        town = _part(dice, middle, *_PARTS[name], streets, kept_free)
        yield "name_area", name, shapely.Point(middle[0], middle[1] - 150)
        for kind, street, shape in town:
            if kind == "road":
                built.append(shape)
            yield kind, street, shape
    for place in places:  # what has a name stands in a house of its own
        yield "building", "", _house(place, (46.0, 24.0), dice.uniform(-15, 15))
    town_area = shapely.union_all([street.buffer(160) for street in built])
    for size in _WOODS:
        wood = _blob(dice, *size).difference(town_area).difference(water)
        yield "wood", "", wood


def _street_names(dice: random.Random) -> list[str]:
    names = [f"{first}{last}" for first in _NAMES for last in _KINDS]
    dice.shuffle(names)
    return names


def _bent(line: BaseGeometry) -> BaseGeometry:
    """The line with its corners rounded, by Chaikin's cutting of them."""
    points = list(line.coords)
    for _ in range(3):
        cut = [points[0]]
        for (x1, y1), (x2, y2) in pairwise(points):
            cut += [(0.75 * x1 + 0.25 * x2, 0.75 * y1 + 0.25 * y2),
                    (0.25 * x1 + 0.75 * x2, 0.25 * y1 + 0.75 * y2)]  # fmt: skip
        points = [*cut, points[-1]]
    return shapely.LineString(points)


def _blob(dice: random.Random, middle: Metres, wide: float, high: float) -> BaseGeometry:
    """An uneven round of about that size."""
    around = []
    for n in range(14):
        angle, far = math.tau * n / 14, dice.uniform(0.75, 1.15)
        around.append(
            (middle[0] + far * wide * math.cos(angle), middle[1] + far * high * math.sin(angle))
        )
    ring = _bent(shapely.LineString([*around, around[0]]))
    return shapely.make_valid(shapely.Polygon(ring.coords))


def _part(
    dice: random.Random,
    middle: Metres,
    wide: int,
    high: int,
    turned: float,
    names: Iterator[str],
    free: BaseGeometry,
) -> Iterator[Drawn]:
    """The streets and houses of a part of town: blocks, some of them a park or left open."""
    width, height = _BLOCK
    left, low = -wide * width / 2, -high * height / 2

    def placed(shape: BaseGeometry) -> BaseGeometry:
        there = affinity.rotate(shape, turned, origin=(0, 0))
        found: BaseGeometry = affinity.translate(there, *middle)
        return found

    for n in range(wide + 1):
        x, out = left + n * width, dice.uniform(0, height)
        line = placed(shapely.LineString([(x, low - out), (x, -low + dice.uniform(0, height))]))
        yield "road", next(names, ""), line.difference(free.buffer(-12))
    for n in range(high + 1):
        y = low + n * height
        line = placed(shapely.LineString([(left - dice.uniform(0, width), y), (-left, y)]))
        yield "road", next(names, ""), line.difference(free.buffer(-12))
    for column in range(wide):
        for row in range(high):
            corner = left + column * width, low + row * height
            if dice.random() < 0.08:
                park = shapely.box(corner[0] + 12, corner[1] + 10, corner[0] + width - 12,
                                   corner[1] + height - 10)  # fmt: skip
                yield "green", "", placed(park).difference(free)
                continue
            for house in _houses(dice, corner):
                if not (there := placed(house)).intersects(free):
                    yield "building", "", there


def _houses(dice: random.Random, corner: Metres) -> Iterator[BaseGeometry]:
    """Two rows of houses along a block, or one long one of flats."""
    width, height = _BLOCK
    if dice.random() < 0.22:
        for y in (26.0, height - 26.0):
            yield _house((corner[0] + width / 2, corner[1] + y), (width - 50, 13.0), 0.0)
        return
    for y in (24.0, height - 24.0):
        for n in range(4):
            if dice.random() < 0.9:
                x = corner[0] + 26 + n * 33 + dice.uniform(-4, 4)
                size = _HOUSE[0] * dice.uniform(0.8, 1.3), _HOUSE[1] * dice.uniform(0.8, 1.2)
                yield _house((x, corner[1] + y + dice.uniform(-4, 4)), size, 0.0)


def _house(middle: Metres, size: Metres, turned: float) -> BaseGeometry:
    (x, y), (wide, high) = middle, size
    box = shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    found: BaseGeometry = affinity.rotate(box, turned)
    return found
