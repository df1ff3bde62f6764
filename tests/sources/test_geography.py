"""Borders out of files: three formats, several reference systems, broken and hostile ones."""

from __future__ import annotations

import copy
import json
import struct

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from samsyn.sources.child import read_in_child
from samsyn.sources.errors import (
    LimitExceededError,
    SourceError,
    UnreadableFileError,
    UnsafeFileError,
)
from samsyn.sources.geography import LayerLimits, read_layer
from tests.sources.files import BESIDE, archive, beside

SEVEN = [
    ("19820101", "Kolarbyn"),
    ("19820102", "Centrum"),
    ("19820103", "Risbron"),
    ("19820104", "Västanfors"),
    ("19820106", "Per Ols"),
    ("19820108", "Meling"),
    ("19820207", "Åvestbo-Västervåla"),
]
UPPER_LEFT = (15.80, 59.99)


def square(west, south, size=0.01):
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def collection(*features, crs=None):
    members = [
        {"type": "Feature", "properties": properties,
         "geometry": {"type": "Polygon", "coordinates": rings}}
        for properties, rings in features
    ]  # fmt: skip
    document = {"type": "FeatureCollection", "features": members}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document).encode()


def geometry(feature):
    return shapely.from_geojson(json.dumps(feature.geometry))


LEFT = ({"kod": "A", "namn": "Väster"}, [square(15.80, 59.99)])
RIGHT = ({"kod": "B", "namn": "Öster"}, [square(15.81, 59.99)])


# --- the real districts ------------------------------------------------------


def zipped_shape():
    folder = BESIDE / "geo" / "shp"
    if not folder.exists():
        pytest.skip("the real Shape files are not beside this checkout")
    return archive({path.name: path.read_bytes() for path in folder.iterdir()})


def real_files():
    return {
        "geojson": beside("geo/valdistrikt_1982_fagersta.geojson"),
        "2022": beside("geo/valdistrikt_1982_fagersta_2022attr_epsg3006.json"),
        "2026": beside("geo/valdistrikt_1982_fagersta_2026attr_epsg3006.geojson"),
        "gml": beside("geo/valdistrikt_1982.gml"),
        "shape": zipped_shape(),
    }


@pytest.mark.reference
def test_all_five_files_give_the_same_seven_districts():
    layers = {name: read_layer(data, name) for name, data in real_files().items()}
    truth = [geometry(feature) for feature in layers["geojson"].features]
    for layer in layers.values():
        assert [(feature.code, feature.name) for feature in layer.features] == SEVEN
        assert layer.notes == ()
        for feature, expected in zip(layer.features, truth, strict=True):
            off = geometry(feature).symmetric_difference(expected).area
            assert off / expected.area < 1e-4


@pytest.mark.reference
def test_the_child_gives_the_same():
    for name, data in real_files().items():
        assert read_in_child(read_layer, data, name) == read_layer(data, name)


@pytest.mark.reference
def test_the_municipalities_keep_their_leading_zeros():
    layer = read_layer(beside("geo/kommun_2024_wgs84.geojson"), "kommuner")
    assert len(layer.features) == 290
    assert layer.features[0].code == "0114"
    assert ("1982", "Fagersta") in {(feature.code, feature.name) for feature in layer.features}


# --- GeoJSON -----------------------------------------------------------------


def test_a_plain_layer():
    layer = read_layer(collection(LEFT, RIGHT), "prov.geojson")
    assert [(feature.code, feature.name) for feature in layer.features] == [
        ("A", "Väster"),
        ("B", "Öster"),
    ]
    assert layer.features[0].properties == {"kod": "A", "namn": "Väster"}
    assert geometry(layer.features[0]).bounds == pytest.approx((15.80, 59.99, 15.81, 60.0))
    assert shapely.is_ccw(geometry(layer.features[0]).exterior)
    assert layer.notes == ()


@pytest.mark.parametrize(
    ("code", "name"),
    [("Lkfv", "Vdnamn"), ("LKFV", "VDNAMN"), ("VD", "VD_NAMN"), ("kod", "namn"),
     ("Valdistriktskod", "Valdistriktsnamn"), ("desokod", "namn"), ("regsokod", "regsonamn")],
)  # fmt: skip
def test_attribute_names_of_each_election(code, name):
    data = collection(({code: "19820101", name: "Kolarbyn"}, [square(15.8, 59.99)]))
    feature = read_layer(data, "x").features[0]
    assert (feature.code, feature.name) == ("19820101", "Kolarbyn")


def test_codes_that_became_numbers_are_text_again():
    data = collection(({"kod": 19820101.0, "namn": None}, [square(15.8, 59.99)]))
    feature = read_layer(data, "x").features[0]
    assert (feature.code, feature.name) == ("19820101", "19820101")


def test_areas_without_names_are_numbered_and_that_is_said():
    layer = read_layer(collection(({}, LEFT[1]), ({}, RIGHT[1])), "x")
    assert [feature.code for feature in layer.features] == ["1", "2"]
    assert any("numrerats" in note for note in layer.notes)


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:EPSG::3006", "EPSG:3006",
                                 "http://www.opengis.net/def/crs/EPSG/0/3006", None])  # fmt: skip
@pytest.mark.parametrize("swap", [False, True])
def test_sweref_is_told_by_declaration_or_by_its_numbers_whichever_axis_comes_first(crs, swap):
    ring = [[544_000, 6_650_000], [545_000, 6_650_000], [545_000, 6_651_000], [544_000, 6_650_000]]
    ring = [point[::-1] for point in ring] if swap else ring
    feature = read_layer(collection(({"kod": "A"}, [ring]), crs=crs), "x").features[0]
    west, south, east, north = geometry(feature).bounds
    assert 15.7 < west < east < 15.9
    assert 59.9 < south < north < 60.0


def test_degrees_abroad_are_longitude_first():
    data = collection(
        ({"kod": "Leeds"}, [square(-1.55, 53.8)]), crs="urn:ogc:def:crs:OGC:1.3:CRS84"
    )
    assert geometry(read_layer(data, "x").features[0]).bounds[0] == pytest.approx(-1.55)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (collection(LEFT, crs="EPSG:3857"), "EPSG:3857 stöds inte"),
        (collection(({"kod": "A"}, [square(900, 900)])), "ligger inte i Sverige"),
        (collection(LEFT, crs="EPSG:3006"), "ligger inte i Sverige"),
        (b"{}", "inga ytor"),
        (b'{"type": "FeatureCollection", "features": []}', "inga ytor"),
        (b'{"features": [{"geometry": {"type": "Polygon", "coordinates": 3}}]}', "inte hel"),
        (
            b'{"features": [{"geometry": {"type": "Polygon", "coordinates": [[["a", 1]]]}}]}',
            "inte hel",
        ),
        (
            b'{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[1e999, 1]]]}}]}',
            "inte hel",
        ),
        (b'{"type": "Feature", ', "inte hel"),
        (b"{" + b'"a":[' * 100_000, "inte hel"),
        (b"hej", "varken GeoJSON"),
        (b"", "varken GeoJSON"),
        (b"\x00\x00\x27\x0a" + b"\x00" * 100, "zip-fil"),
        (b"PK\x03\x04 broken", "skadad"),
        (archive({"a.txt": "x"}), "saknar .shp"),
        (archive({"a.shp": "x"}), "saknar .dbf"),
        (archive({"a.shp": "x", "b.shp": "x"}), "flera Shape"),
        (archive({"a.shp": "x", "a.dbf": "x"}), "skadad"),
    ],
)
def test_what_cannot_be_used_says_what_to_do(data, words):
    with pytest.raises(UnreadableFileError, match=words) as caught:
        read_layer(data, "karta.json")
    assert caught.value.sentence.startswith("karta.json: ")


def test_points_and_lines_are_passed_over_and_that_is_said():
    document = json.loads(collection(LEFT))
    document["features"] += [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Point", "coordinates": [15, 59]},
        },
        {"type": "Feature", "properties": {}, "geometry": None},
        7,
    ]
    layer = read_layer(json.dumps(document).encode(), "x")
    assert len(layer.features) == 1
    assert "3 objekt" in layer.notes[0]


def test_parts_with_the_same_code_become_one_district():
    data = collection(LEFT, ({"kod": "A", "namn": "Väster"}, [square(15.85, 59.99)]))
    layer = read_layer(data, "x")
    assert len(layer.features) == 1
    assert layer.features[0].geometry["type"] == "MultiPolygon"
    assert any("slagits ihop" in note for note in layer.notes)


def test_multipolygons_collections_and_heights():
    high = [[*point, 99.0] for point in square(15.8, 59.99)]
    several = {"type": "MultiPolygon", "coordinates": [[high], [square(15.9, 59.99)]]}
    mixed = {
        "type": "GeometryCollection",
        "geometries": [several, {"type": "Point", "coordinates": [1, 2]}],
    }
    for shape in (several, mixed):
        data = json.dumps(
            {"type": "Feature", "properties": {"kod": "A"}, "geometry": shape}
        ).encode()
        assert geometry(read_layer(data, "x").features[0]).area == pytest.approx(2e-4)


# --- repair and seams --------------------------------------------------------


def test_a_border_that_crosses_itself_is_mended_and_that_is_said():
    bow_tie = [[15.80, 59.99], [15.81, 60.00], [15.81, 59.99], [15.80, 60.00], [15.80, 59.99]]
    layer = read_layer(collection(({"kod": "A", "namn": "Fluga"}, [bow_tie])), "x")
    assert geometry(layer.features[0]).is_valid
    assert geometry(layer.features[0]).area == pytest.approx(5e-5)
    assert layer.notes == ("Gränsen för Fluga korsade sig själv och har lagats.",)


def test_an_area_without_extent_is_passed_over():
    flat = [[15.80, 59.99], [15.81, 59.99], [15.80, 59.99], [15.80, 59.99]]
    layer = read_layer(collection(LEFT, ({"kod": "B", "namn": "Streck"}, [flat])), "x")
    assert [feature.code for feature in layer.features] == ["A"]
    assert any("Streck har ingen yta" in note for note in layer.notes)


def test_overlaps_are_told_with_their_size():
    layer = read_layer(
        collection(LEFT, ({"kod": "C", "namn": "Snett"}, [square(15.805, 59.995)])), "x"
    )
    assert len(layer.notes) == 1
    # half a hundredth of a degree each way at 60° north: 557 m × 279 m
    assert layer.notes[0] == "Väster och Snett överlappar med 15,5 hektar."


def test_gaps_between_districts_and_holes_in_them_are_told():
    ring_of_eight = [
        ({"kod": f"{column}{row}"}, [square(15.8 + column / 100, 59.9 + row / 100)])
        for column in range(3) for row in range(3) if (column, row) != (1, 1)
    ]  # fmt: skip
    gap = read_layer(collection(*ring_of_eight), "x").notes
    assert len(gap) == 1
    assert "lucka mellan områdena" in gap[0]
    assert "59.915" in gap[0]
    holed = ({"kod": "A"}, [square(15.8, 59.9, 0.03), square(15.81, 59.91)[::-1]])
    assert "hål i områdena" in read_layer(collection(holed), "x").notes[0]


def test_neighbours_that_share_a_border_are_no_overlap():
    assert read_layer(collection(LEFT, RIGHT), "x").notes == ()


# --- Shape -------------------------------------------------------------------


def shp(*records, kind=5):
    """A .shp with one record per list of rings."""
    body = b""
    for number, rings in enumerate(records, 1):
        points = [point for ring in rings for point in ring]
        starts = [sum(len(ring) for ring in rings[:index]) for index in range(len(rings))]
        content = struct.pack("<i4d2i", kind, 0, 0, 0, 0, len(rings), len(points))
        content += struct.pack(f"<{len(starts)}i", *starts)
        content += b"".join(struct.pack("<2d", *point) for point in points)
        body += struct.pack(">2i", number, len(content) // 2) + content
    return struct.pack(">i", 9994) + b"\x00" * 96 + body


def dbf(columns, *rows, encoding="utf-8", deleted=()):
    """A .dbf of text columns {name: width}."""
    width = 1 + sum(columns.values())
    head = 32 + 32 * len(columns) + 1
    data = struct.pack("<B3xIHH20x", 3, len(rows), head, width)
    for name, size in columns.items():
        data += name.encode().ljust(11, b"\x00") + b"C" + b"\x00" * 4 + bytes([size]) + b"\x00" * 15
    data += b"\r"
    for number, row in enumerate(rows):
        data += b"*" if number in deleted else b" "
        for cell, size in zip(row, columns.values(), strict=True):
            data += cell.encode(encoding).ljust(size)[:size]
    return data


def clockwise(west, south, size=0.01):
    return square(west, south, size)[::-1]


COLUMNS = {"VD": 8, "VD_NAMN": 20}
WGS84_PRJ = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]]'


def test_shapes_with_holes_in_the_right_shell():
    outer, far, hole = clockwise(15.8, 59.9, 0.03), clockwise(15.9, 59.9), square(15.81, 59.91)
    data = archive(
        {"d.shp": shp([outer, far, hole]), "d.dbf": dbf(COLUMNS, ("1", "Å")), "d.prj": WGS84_PRJ}
    )
    feature = read_layer(data, "x").features[0]
    assert feature.name == "Å"
    assert geometry(feature).area == pytest.approx(9e-4 + 1e-4 - 1e-4)


@pytest.mark.parametrize(
    ("cpg", "encoding"), [("UTF-8", "utf-8"), ("ISO-8859-1", "latin-1"), ("ANSI 1252", "cp1252"),
                          ("", "utf-8"), ("", "cp1252")]
)  # fmt: skip
def test_the_tables_encoding(cpg, encoding):
    parts = {
        "d.shp": shp([clockwise(15.8, 59.9)]),
        "d.dbf": dbf(COLUMNS, ("1", "Åvestbo"), encoding=encoding),
    }
    assert read_layer(archive({**parts, "d.cpg": cpg}), "x").features[0].name == "Åvestbo"


def test_deleted_rows_and_folders_and_capitals():
    parts = {
        "karta/D.SHP": shp([clockwise(15.8, 59.9)], [clockwise(15.9, 59.9)]),
        "karta/D.DBF": dbf(COLUMNS, ("1", "Kvar"), ("2", "Borta"), deleted=(1,)),
        "__MACOSX/karta/._D.SHP": "x",
    }
    assert [feature.name for feature in read_layer(archive(parts), "x").features] == ["Kvar"]


def test_shells_turned_the_wrong_way_are_taken_as_shells():
    parts = {"d.shp": shp([square(15.8, 59.9)]), "d.dbf": dbf(COLUMNS, ("1", "A"))}
    assert geometry(read_layer(archive(parts), "x").features[0]).area == pytest.approx(1e-4)


@pytest.mark.parametrize(
    "parts",
    [
        {"d.shp": shp([clockwise(15.8, 59.9)], kind=3), "d.dbf": dbf(COLUMNS, ("1", "A"))},
        {"d.shp": shp([clockwise(15.8, 59.9)]), "d.dbf": dbf(COLUMNS)},
        {"d.shp": shp([clockwise(15.8, 59.9)])[:-9], "d.dbf": dbf(COLUMNS, ("1", "A"))},
        {"d.shp": shp([clockwise(float("nan"), 59.9)]), "d.dbf": dbf(COLUMNS, ("1", "A"))},
        {"d.shp": b"x" * 200, "d.dbf": dbf(COLUMNS, ("1", "A"))},
        {"d.shp": shp([clockwise(15.8, 59.9)]), "d.dbf": dbf(COLUMNS, ("1", "A"))[:-9]},
    ],
)
def test_broken_shapes(parts):
    with pytest.raises(UnreadableFileError):
        read_layer(archive(parts), "x")


@given(st.data())
def test_any_damage_to_a_shape_gives_a_layer_or_our_own_error(data):
    parts = {"d.shp": shp([clockwise(15.8, 59.9)]), "d.dbf": dbf(COLUMNS, ("1", "A"))}
    name = data.draw(st.sampled_from(sorted(parts)))
    broken = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        layer = read_layer(archive({**parts, name: bytes(broken)}), "x")
    except SourceError:
        return
    assert len(layer.features) == 1


# --- GML ---------------------------------------------------------------------

POSITIONS = "59.90 15.80 59.90 15.81 59.91 15.81 59.90 15.80"
EAST_FIRST = "15.80E59.90 15.81E59.90 15.81E59.91 15.80E59.90"
PLAIN_GML = """<?xml version="1.0"?>
<f:FeatureCollection xmlns:f="http://example.org/f" xmlns:gml="http://www.opengis.net/gml/3.2">
 <gml:featureMember><f:d>
  <f:g>{}</f:g><f:Lkfv>19820101</f:Lkfv><f:Vdnamn>Å</f:Vdnamn>
 </f:d></gml:featureMember>
</f:FeatureCollection>"""
RING = "<gml:LinearRing>{}</gml:LinearRing>"
POLYGON = "<gml:Polygon {}><gml:exterior>" + RING + "</gml:exterior></gml:Polygon>"
GML_FORMS = {
    "3.2": POLYGON.format("", f"<gml:posList>{POSITIONS}</gml:posList>"),
    "east first": POLYGON.format("", f"<gml:posList>{EAST_FIRST.replace('E', ' ')}</gml:posList>"),
    "pos": POLYGON.format("", "".join(f"<gml:pos>{pair}</gml:pos>" for pair in
                                     ("59.90 15.80", "59.90 15.81", "59.91 15.81", "59.90 15.80"))),
    "heights": POLYGON.format("", '<gml:posList srsDimension="3">59.90 15.80 1 59.90 15.81 1 '
                                  "59.91 15.81 1 59.90 15.80 1</gml:posList>"),
    "2": "<gml:Polygon><gml:outerBoundaryIs>"
    + RING.format(f"<gml:coordinates>{EAST_FIRST.replace('E', ',')}</gml:coordinates>")
    + "</gml:outerBoundaryIs></gml:Polygon>",
    "surface": "<gml:MultiSurface><gml:surfaceMember><gml:Surface><gml:patches><gml:PolygonPatch>"
    "<gml:exterior>" + RING.format(f"<gml:posList>{POSITIONS}</gml:posList>") + "</gml:exterior>"
    "</gml:PolygonPatch></gml:patches></gml:Surface></gml:surfaceMember></gml:MultiSurface>",
}  # fmt: skip


@pytest.mark.parametrize("form", GML_FORMS)
def test_gml_in_all_its_forms(form):
    layer = read_layer(PLAIN_GML.format(GML_FORMS[form]).encode(), "x")
    assert [(feature.code, feature.name) for feature in layer.features] == [("19820101", "Å")]
    assert geometry(layer.features[0]).bounds == pytest.approx((15.80, 59.90, 15.81, 59.91))


ATTACKS = {
    "laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    "outside": '<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]>',
    "dtd": '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_doctype_is_refused_before_it_does_anything(attack):
    root = "<f:FeatureCollection"
    text = PLAIN_GML.format(GML_FORMS["3.2"]).replace(root, ATTACKS[attack] + root)
    with pytest.raises(UnsafeFileError, match="dokumenttyp"):
        read_layer(text.encode(), "x")


def test_a_tower_of_elements_is_refused():
    with pytest.raises(UnsafeFileError, match="nästlad"):
        read_layer(b"<a>" * 200_000, "x")


@pytest.mark.parametrize(
    "text",
    ["<a", "<a/>", "<a><b></a>",
     PLAIN_GML.format(POLYGON.format("", "<gml:posList>1 2 3</gml:posList>")),
     PLAIN_GML.format(POLYGON.format("", "<gml:posList>a b</gml:posList>")),
     PLAIN_GML.format(POLYGON.format("", "<gml:posList>nan nan</gml:posList>")),
     '<?xml version="1.0" encoding="utf-99"?><a/>'],
)  # fmt: skip
def test_broken_gml(text):
    with pytest.raises(UnreadableFileError):
        read_layer(text.encode(), "x")


# --- limits and properties ---------------------------------------------------


@pytest.mark.parametrize(
    "limits", [LayerLimits(bytes=10), LayerLimits(features=1), LayerLimits(points=5)]
)
def test_limits(limits):
    with pytest.raises(LimitExceededError):
        read_layer(collection(LEFT, RIGHT), "x", limits)


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"{", b"<", b'{"features":[', b"<a>", b"PK\x03\x04"]),
)
def test_any_bytes_give_our_own_error(data, start):
    with pytest.raises(SourceError):
        read_layer(start + data, "x")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["features", "geometry", "coordinates", "properties", "type"]))
def test_any_json_in_any_place_gives_a_layer_or_our_own_error(value, place):
    document = copy.deepcopy(json.loads(collection(LEFT)))
    feature = document["features"][0]
    for holder in (document, feature, feature["geometry"]):
        if place in holder:
            holder[place] = value
    try:
        layer = read_layer(json.dumps(document).encode(), "x")
    except SourceError as error:
        assert error.sentence.endswith(".")
    else:
        assert layer.features


@given(st.floats(11.2, 20.0), st.floats(56.0, 68.0), st.floats(0.001, 0.3))
def test_a_layer_written_and_read_is_the_same(west, south, size):
    layer = read_layer(collection(({"kod": "A", "namn": "B"}, [square(west, south, size)])), "x")
    again = json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": dict(feature.properties), "geometry": feature.geometry}
        for feature in layer.features]})  # fmt: skip
    assert read_layer(again.encode(), "x") == layer
