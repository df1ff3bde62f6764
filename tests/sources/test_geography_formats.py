"""Shape and GML: the two older forms in which borders come."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.sources.errors import (
    SourceError,
    UnreadableFileError,
    UnsafeFileError,
)
from samsyn.sources.geography import read_layer
from tests.sources.files import archive
from tests.sources.layers import geometry, square


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
