"""A municipality's own map data: three formats, many names for the same, broken and hostile."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from samsyn.sources.background import BackgroundLimits, DrawnKind, read_background
from samsyn.sources.background.projecting import degrees
from samsyn.sources.child import read_in_child
from samsyn.sources.errors import (
    LimitExceededError,
    SourceError,
    UnreadableFileError,
    UnsafeFileError,
)
from samsyn.sources.values.coordinates import ReferenceSystem, to_wgs84
from tests.sources.files import archive
from tests.sources.maps import (
    BOUNDS,
    CORNER,
    CORNER_TM,
    blob,
    box,
    collection,
    geopackage,
    line,
    metres,
    shp,
)
from tests.sources.test_geography_formats import WGS84_PRJ, dbf

ROAD = (line(CORNER_TM, 100), "Landsväg", "Norbergsvägen")
LAKE = (box(CORNER_TM, 500), "Sjö")
FIELD = (box(CORNER_TM, 100), "Åker")
TOPOGRAPHY = {
    "vaglinje": (("objekttyp", "namn"), [ROAD, (line(CORNER_TM, 50), "Lokalgata liten", None)]),
    "mark": (("objekttyp",), [LAKE, FIELD, (box(CORNER_TM, 300), "Lövskog")]),
    "byggnad": (("objekttyp",), [(box(CORNER_TM, 20), "Bostad")]),
    "hojdkurva": (("hojd",), [(line(CORNER_TM), 120)] * 3),
}


def read(data, name="karta.gpkg", bounds=BOUNDS, **limits):
    return read_background(data, name, bounds, BackgroundLimits(**limits))


def shapes(background, kind):
    return [shapely.from_wkb(one.wkb) for one in background.features if one.kind == kind]


# --- kinds -------------------------------------------------------------------


def test_a_geopackage_of_lantmateriets_layers():
    found = read(geopackage(TOPOGRAPHY))
    assert found.used == {"water": 1, "wood": 1, "building": 1, "road_large": 1, "road": 1}
    assert [one.name for one in found.features if one.kind == DrawnKind.ROAD_LARGE] == [
        "Norbergsvägen"
    ]
    assert found.notes == [
        "Lagret ”hojdkurva” känns inte igen: 3 objekt ritas inte.",
        "Lagret ”mark”: 1 objekt ritas inte (Åker).",
    ]
    west, south, _, _ = shapes(found, DrawnKind.WATER)[0].bounds
    assert (west, south) == pytest.approx(CORNER, abs=2e-3)


def test_water_as_a_line_is_a_stream_and_a_named_lake_is_written():
    data = geopackage(
        {
            "vatten": (("namn",), [(line(CORNER_TM, 100), "Ån"), (box(CORNER_TM, 500), "Aspen")]),
            "byggnad": ((), [(shapely.Point(CORNER_TM),), (box(CORNER_TM, 9),)]),
            "ortnamn": (("namn",), [(box(CORNER_TM, 800), "Väst\u202evik\n")]),
        }
    )
    found = read(data)
    assert found.used == {
        "water": 1, "stream": 1, "building": 1, "name_area": 1, "name_water": 1,
    }  # fmt: skip
    assert [one.name for one in found.features if one.kind.startswith("name")] == [
        "Väst vik",
        "Aspen",
    ]
    assert shapes(found, DrawnKind.NAME_AREA)[0].geom_type == "Point"
    assert found.notes == ["Lagret ”byggnad”: 1 objekt ritas inte (punkter)."]


# --- coordinates -------------------------------------------------------------


@pytest.mark.parametrize("system", [ReferenceSystem.SWEREF99_TM, ReferenceSystem.RT90])
def test_arrays_are_turned_as_single_points_are(system):
    rng = np.random.default_rng(3)
    low, high = (260_000, 920_000) if system is ReferenceSystem.SWEREF99_TM else (1.2e6, 1.9e6)
    points = np.column_stack((rng.uniform(low, high, 2000), rng.uniform(6.1e6, 7.7e6, 2000)))
    for (x, y), (longitude, latitude) in zip(points, degrees(system, points), strict=True):
        one = to_wgs84(system, y, x)
        # a hundred-millionth of a degree is a millimetre; the other rounds to seven decimals
        assert abs(longitude - one.longitude) < 1e-7
        assert abs(latitude - one.latitude) < 0.9e-7


def test_the_same_place_in_every_system_and_order():
    swapped = shapely.transform(box(CORNER_TM, 100), lambda points: points[:, ::-1])
    lake = {"natural": "water"}
    files = [
        collection((lake, box(CORNER_TM, 100)), crs="urn:ogc:def:crs:EPSG::3006"),
        collection((lake, swapped), crs="urn:ogc:def:crs:EPSG::3006"),
        collection((lake, box(CORNER_TM, 100))),
        geopackage({"sjö": ((), [(box(CORNER_TM, 100),)])}, srs=5845),
        geopackage({"sjö": ((), [(box(CORNER_TM, 100),)])}, srs=100_000, code=3006),
    ]
    corners = {
        tuple(round(n, 7) for n in shapes(read(one), DrawnKind.WATER)[0].bounds) for one in files
    }
    assert len(corners) == 1
    degrees_file = collection((lake, box(CORNER, 0.001)), crs="urn:ogc:def:crs:OGC:1.3:CRS84")
    assert shapes(read(degrees_file), DrawnKind.WATER)[0].bounds[:2] == pytest.approx(CORNER)


def test_a_stray_point_does_not_decide_the_system():
    lakes = [(box(CORNER_TM, 100),)] * 3 + [(box((0, 0), 1),), (box((9e300, -9e300), 1e299),)]
    found = read(geopackage({"sjö": ((), lakes)}))
    assert found.used == {"water": 3}
    assert found.notes == ["2 objekt ligger utanför kartan och ritas inte."]


def test_another_system_is_refused():
    with pytest.raises(UnreadableFileError, match="EPSG:25833 stöds inte"):
        read(geopackage({"sjö": ((), [(box(CORNER_TM, 100),)])}, srs=25833))
    with pytest.raises(UnreadableFileError, match="Lagret ”sjö” ligger inte i Sverige"):
        read(geopackage({"sjö": ((), [(box((150_000, 6_600_000), 100),)])}))


# --- bounds ------------------------------------------------------------------


def test_what_crosses_the_bounds_is_cut_and_what_lies_outside_is_counted():
    west, south, east, _ = BOUNDS
    lake = shapely.box(west - 1, south - 1, west + 0.01, south + 0.01)
    road = shapely.LineString([(west - 1, south + 0.02), (east + 1, south + 0.02)])
    found = read(
        collection(
            ({"natural": "water"}, lake),
            ({"highway": "primary"}, road),
            ({"highway": "primary"}, line((west - 1, south))),
        )
    )
    assert shapes(found, DrawnKind.WATER)[0].bounds == pytest.approx(
        (west, south, west + 0.01, south + 0.01)
    )
    assert shapes(found, DrawnKind.ROAD_LARGE)[0].length == pytest.approx(east - west)
    assert found.notes == ["1 objekt ligger utanför kartan och ritas inte."]


def test_a_file_of_somewhere_else_or_of_nothing_known_is_refused():
    with pytest.raises(UnreadableFileError, match="ligger inom kartan"):
        read(collection(({"natural": "water"}, box((12.0, 57.0)))))
    with pytest.raises(UnreadableFileError, match="känns igen som vatten"):
        read(collection(({"a": "b"}, box(CORNER))), "okänd.geojson")
    with pytest.raises(UnreadableFileError, match="känns igen som vatten"):
        read(collection(), "sjöar.geojson")


@given(st.lists(st.tuples(st.floats(15.6, 16.0), st.floats(59.9, 60.1)), min_size=3, max_size=12))
def test_any_area_comes_out_valid_and_within_the_bounds(points):
    lake = shapely.Polygon(points)
    try:
        found = read(collection(({"natural": "water"}, lake)))
    except UnreadableFileError:
        return
    for shape in shapes(found, DrawnKind.WATER):
        assert shape.is_valid
        assert shapely.box(*BOUNDS).buffer(1e-9).covers(shape)


# --- Shape -------------------------------------------------------------------


def ring(corner, size=0.002):
    return list(shapely.box(corner[0], corner[1], corner[0] + size, corner[1] + size)
                .reverse().exterior.coords)  # fmt: skip


SHAPES = {
    "Data/Vägar.shp": shp(3, [list(line(CORNER).coords)]),
    "Data/Vägar.dbf": dbf({"GATUNAMN": 20}, ("Västmannavägen",)),
    "Data/Vägar.prj": WGS84_PRJ,
    "Data/vatten.shp": shp(15, [ring(CORNER), ring((15.801, 59.991), 0.0005)[::-1]]),
    "Data/orter.shp": shp(11, CORNER),
    "Data/orter.dbf": dbf({"NAMN": 20}, ("Fagersta",)),
    "Data/okant.shp": shp(1, CORNER, CORNER),
    "__MACOSX/Data/._vatten.shp": "x",
}


def test_several_shapes_in_one_archive_also_with_heights():
    found = read(archive(SHAPES), "karta.zip")
    assert found.used == {"water": 1, "road": 1, "name_area": 1}
    assert sorted(one.name for one in found.features) == ["", "Fagersta", "Västmannavägen"]
    area = shapes(found, DrawnKind.WATER)[0]
    assert area.area == pytest.approx(4e-6 - 0.25e-6)
    assert found.notes == ["Lagret ”okant” känns inte igen: 2 objekt ritas inte."]


def test_holes_go_into_the_smallest_shell_around_them():
    outer, island, hole = ring(CORNER, 0.01), ring((15.83, 59.99), 0.004), ring((15.831, 59.991))
    parts = {"sjö.shp": shp(5, [outer, island, hole[::-1]])}
    assert shapes(read(archive(parts), "z.zip"), DrawnKind.WATER)[0].area == pytest.approx(
        1e-4 + 16e-6 - 4e-6
    )


def test_a_geopackage_sent_packed():
    assert read(archive({"a/topografi.gpkg": geopackage(TOPOGRAPHY)}), "x.zip").used["water"] == 1


@given(st.data())
def test_any_damage_to_a_shape_gives_a_background_or_our_own_error(data):
    name = data.draw(st.sampled_from(["Data/Vägar.shp", "Data/Vägar.dbf", "Data/vatten.shp"]))
    broken = bytearray(SHAPES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(archive({**SHAPES, name: bytes(broken)}), "x.zip")
    except SourceError:
        return


# --- hostile -----------------------------------------------------------------


@given(st.data())
def test_any_damage_to_a_geopackage_gives_a_background_or_our_own_error(data):
    broken = bytearray(geopackage(TOPOGRAPHY))
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(16, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(broken))
    except SourceError:
        return


@given(st.binary(max_size=80))
def test_any_geometry_in_a_geopackage_is_read_or_counted(raw):
    lakes = [(box(CORNER_TM, 100),), (raw,), (blob(box(CORNER_TM, 9))[:8] + raw,)]
    assert read(geopackage({"sjö": ((), lakes)})).used["water"] >= 1


def test_broken_and_empty_geometries_are_counted():
    whole = blob(box(CORNER_TM, 100))
    circle = struct.pack("<BIIdddddd", 1, 8, 3, *CORNER_TM, *metres(CORNER_TM, 9), *CORNER_TM)
    lakes = [(whole,), (whole[:40],), (None,), ("text",), (b"GP\x00\x11",), (whole[:8] + circle,),
             (blob(shapely.Polygon()),), (blob(shapely.Point(float("nan"), 1)),)]  # fmt: skip
    found = read(geopackage({"sjö": ((), lakes)}))
    assert found.used == {"water": 1}
    assert found.notes == [
        "Lagret ”sjö”: 7 objekt har en form som inte går att läsa och ritas inte."
    ]


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, x'' "
HOSTILE = {
    "a view": ["DROP TABLE sjö", f"CREATE VIEW sjö AS {ENDLESS} AS geom FROM n"],
    "a view for the list of layers": [
        "DROP TABLE gpkg_geometry_columns",
        f"CREATE VIEW gpkg_geometry_columns AS {ENDLESS} AS table_name FROM n",
    ],
    "a virtual table": ["DROP TABLE sjö", "CREATE VIRTUAL TABLE sjö USING fts5(geom)"],
    "a column that reckons": [
        "ALTER TABLE sjö ADD COLUMN namn AS (hex(zeroblob(50000000))) VIRTUAL"
    ],
    "no list": ["DROP TABLE gpkg_geometry_columns"],
    "a column that is not there": ["UPDATE gpkg_geometry_columns SET column_name = 'g\"; --'"],
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_what_acts_in_a_database_is_not_let(attack):
    data = geopackage({"sjö": ((), [(box(CORNER_TM, 100),)])}, extra=HOSTILE[attack])
    with pytest.raises(UnreadableFileError):
        read(data)


def test_triggers_lie_still_and_odd_names_are_names():
    data = geopackage(
        {"sjö; DROP TABLE x; --": (("na\nmn", "namn"), [(box(CORNER_TM, 100), 1, "Å")])},
        extra=[
            'CREATE TRIGGER t AFTER INSERT ON "sjö; DROP TABLE x; --" BEGIN SELECT randomblob(9); '
            "END"
        ],
    )
    assert [one.name for one in read(data).features] == ["Å", "Å"]


def test_a_geopackage_left_with_its_log():
    data = bytearray(geopackage(TOPOGRAPHY))
    data[18:20] = b"\x02\x02"
    assert read(bytes(data)).used["water"] == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", UnreadableFileError),
        (b"%PDF-1.7", UnreadableFileError),
        (b"SQLite format 3\x00", UnreadableFileError),
        (geopackage(TOPOGRAPHY)[:9000], UnreadableFileError),
        (geopackage({}), UnreadableFileError),
        (shp(1, CORNER), UnreadableFileError),
        (b'{"type": "FeatureCollection", "features": [', UnreadableFileError),
        (b'{"features": [{"properties": {"natural": "water"}, "geometry": 7}, 8, {}]}',
         UnreadableFileError),
        (b'{"a":' * 100_000, UnreadableFileError),
        (archive({"x.txt": "x"}), UnreadableFileError),
        (archive(SHAPES)[:-60], UnreadableFileError),
        (archive({"sjö.shp": b"\x00" * 700_000_000}), UnsafeFileError),
    ],
)  # fmt: skip
def test_what_is_no_map_data_gets_a_sentence(data, error):
    with pytest.raises(error) as caught:
        read(data, "mapp/min fil")
    assert caught.value.sentence.startswith("min fil: ")
    assert caught.value.sentence.endswith(".")


def test_parts_that_overlap_do_not_grow():
    record = struct.pack("<i4d2i", 3, 0, 0, 0, 0, 4, 2) + struct.pack("<4i", 0, 2, 0, 2)
    record += struct.pack("<4d", *CORNER, *CORNER)
    head = struct.pack(">i", 9994) + b"\x00" * 96
    data = head + struct.pack(">2i", 1, len(record) // 2) + record
    with pytest.raises(UnreadableFileError, match="skadad"):
        read(archive({"väg.shp": data}), "x.zip")


@pytest.mark.parametrize("limit", ["bytes", "features", "points"])
def test_limits_are_told(limit):
    files = [
        geopackage({"sjö": ((), [(box(CORNER_TM, 100),)] * 3)}),
        archive({"sjö.shp": shp(5, *([ring(CORNER)] for _ in range(3)))}),
        collection(*[({"natural": "water"}, box(CORNER))] * 3),
    ]
    for data in files:
        with pytest.raises(LimitExceededError, match="dela upp den"):
            read(data, **{limit: 2})


def test_a_child_hands_back_the_same():
    data = geopackage(TOPOGRAPHY)
    assert read_in_child(read_background, data, "karta.gpkg", BOUNDS) == read(data)
