"""Borders out of files: three formats, several reference systems, broken and hostile ones."""

from __future__ import annotations

import copy
import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from samsyn.sources.child import read_in_child
from samsyn.sources.errors import (
    LimitExceededError,
    SourceError,
    UnreadableFileError,
)
from samsyn.sources.geography import LayerLimits, read_layer
from tests.sources.files import BESIDE, archive, beside, sample
from tests.sources.layers import geometry, square

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


def test_numbers_are_codes_like_any_other():
    layer = read_layer(sample("cases/numbered_districts.geojson"), "x")
    named = [(one.code, one.name) for one in layer.features]
    assert named == [("1", "Väst"), ("2", "Öst"), ("3", "Ö-mitten")]
    assert not any("numrerats" in note for note in layer.notes)


def test_two_areas_of_one_name_without_a_code_are_two():
    layer = read_layer(collection(({"namn": "Byn"}, LEFT[1]), ({"namn": "Byn"}, RIGHT[1])), "x")
    assert [(one.code, one.name) for one in layer.features] == [("2", "Byn"), ("Byn", "Byn")]
    assert any("Flera områden heter Byn" in note for note in layer.notes)


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
