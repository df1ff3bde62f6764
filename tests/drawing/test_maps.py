"""Maps: placed as the world is, named without collisions, open to those who do not see."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box, mapping

from samsyn.drawing import fonts
from samsyn.drawing.maps import Area, AreaMap, LegendStep, area_map, projection
from samsyn.drawing.state import ValueState
from tests.drawing.map_parts import (
    LEGEND,
    THREE,
    areas_of,
    check_no_names_meet,
)
from tests.drawing.samples import (
    HOSTILE,
    area,
    check_page_svg,
    check_painted_by_role,
    classes,
    nodes,
    square,
    texts,
)

DISTRICTS = Path(__file__).parents[3] / "shared/data/geo/valdistrikt_1982_fagersta.geojson"


def bounds(path: ET.Element) -> tuple[float, float, float, float]:
    """The extent of a path written with absolute points."""
    points = np.array(re.findall(r"(-?[\d.]+),(-?[\d.]+)", path.get("d", "")), dtype=float)
    return (*points.min(axis=0), *points.max(axis=0))


def test_areas_lie_as_in_the_world() -> None:
    north = Area("n", "Norr", square(15.5, 60.1, 0.1), "1")
    south = Area("s", "Syd", square(15.5, 60.0, 0.1), "2")
    east = Area("e", "Öst", square(15.6, 60.0, 0.1), "3")
    drawn = [bounds(path) for path in areas_of(area_map(AreaMap("x", (north, south, east))).svg)]
    assert drawn[0][3] == pytest.approx(drawn[1][1], abs=0.2)  # north ends where south begins
    assert drawn[1][2] == pytest.approx(drawn[2][0], abs=0.2)  # south ends where east begins


def test_a_degree_east_is_shorter_than_a_degree_north() -> None:
    west, north, east, south = bounds(areas_of(area_map(AreaMap("x", (area(0),))).svg)[0])
    # At 60 degrees, half as long: cos 60 with the ellipsoid's flattening.
    assert (east - west) / (south - north) == pytest.approx(0.5009, abs=0.01)


@pytest.mark.parametrize(
    ("latitude", "across", "up"),
    [
        # Length of one degree on WGS84, in metres (NIMA 1996, DMA TM 8358.2; to the metre).
        (0, 111_320, 110_574),
        (45, 78_847, 111_132),
        (60, 55_800, 111_412),
    ],
)
def test_degrees_have_their_length(latitude: float, across: float, up: float) -> None:
    found = projection.metres_per_degree(latitude)
    assert found == pytest.approx((across, up), abs=8)


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    frame = projection.fit([box(15.5, 60.0, 15.9, 60.2)], 600)
    length, words = frame.bar()
    metres = int(words.split()[0]) * (1000 if words.endswith("km") else 1)
    assert length / frame.units_per_metre == pytest.approx(metres)
    assert length <= 150
    assert words in ("1 km", "2 km", "5 km")


@given(st.floats(0.0005, 5), st.floats(55, 69))
def test_the_scale_bar_is_round_and_fits_any_map(size: float, south: float) -> None:
    frame = projection.fit([box(15, south, 15 + size, south + size)], 400)
    length, words = frame.bar()
    assert 0 < length <= frame.width / 4
    assert words.split()[0].rstrip("0") in ("1", "2", "5")


def test_a_tall_country_does_not_make_a_tall_map() -> None:
    frame = projection.fit([box(15, 55, 16, 69)], 400)
    assert frame.height == pytest.approx(420)
    assert frame.width < 400


def test_each_area_has_a_title_with_its_value() -> None:
    svg = area_map(THREE).svg
    titles = [path[0].text for path in areas_of(svg)]
    assert titles == ["Område 0: 0", "Område 1: 1", "Område 2: 2"]
    check_page_svg(svg)
    check_painted_by_role(svg)


def test_values_stand_in_the_map_and_in_the_table() -> None:
    chart = area_map(THREE)
    assert {"Område 0", "Område 1", "0", "1", "2"} <= set(texts(chart.svg))
    assert chart.table.rows == (("Område 0", "0"), ("Område 1", "1"), ("Område 2", "2"))
    assert chart.description == "Karta. Område 0: 0. Område 1: 1. Område 2: 2."


def test_a_map_without_links_is_an_image_and_takes_no_focus() -> None:
    svg = area_map(THREE).svg
    assert ET.fromstring(svg).get("role") == "img"
    assert "tabindex" not in svg


def test_linked_areas_are_reached_by_keyboard_and_named() -> None:
    linked = replace(THREE, areas=(area(0, href="/1982/distrikt/1"), area(1)))
    svg = area_map(linked).svg
    links = nodes(svg, "a")
    assert [link.attrib["href"] for link in links] == ["/1982/distrikt/1"]
    assert links[0].get("tabindex") == "0"
    assert links[0].get("aria-label") == "Område 0: 0"
    assert ET.fromstring(svg).get("role") == "group"
    assert len(areas_of(svg)) == 2


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "//other.example/", " /x", "JAVASCRIPT:x"]
)
def test_a_link_leads_to_a_page_only(href: str) -> None:
    with pytest.raises(ValueError, match="A link begins"):
        area(0, href=href)


@pytest.mark.parametrize("href", ["/a", "?b=1", "#c", "https://example.org/", "http://x"])
def test_ordinary_links_pass(href: str) -> None:
    assert area(0, href=href).href == href


@pytest.mark.parametrize(
    ("state", "words"),
    [(ValueState.WITHHELD, "för litet för att visa"), (ValueState.MISSING, "uppgift saknas")],
)
def test_an_unshown_area_has_a_pattern_and_words_but_no_value(
    state: ValueState, words: str
) -> None:
    hidden = area(7, size=0.1, state=state, value="7777", step=5)
    chart = area_map(AreaMap("x", (hidden,), LEGEND))
    assert areas_of(chart.svg)[0].get("fill", "").endswith(f"-{state})")
    assert "7777" not in chart.svg
    assert "7777" not in chart.description
    assert chart.table.rows == (("Område 7", words),)
    assert words.capitalize() in texts(chart.svg)


def test_a_preliminary_area_says_so() -> None:
    assert area(1, state=ValueState.PRELIMINARY).name == "Område 1: 1 (preliminär)"


def test_the_legend_explains_the_steps() -> None:
    shown = texts(area_map(THREE).svg)
    assert {"Antal", "1–5", "6–10"} <= set(shown)
    assert "För litet för att visa" not in shown


def test_a_long_legend_keeps_within_the_width() -> None:
    long = tuple(LegendStep(n, f"{'mycket ' * 5}{n}") for n in range(6))
    chart = area_map(replace(THREE, legend=long, width=340))
    for node in nodes(chart.svg, "text"):
        if "mycket" in (node.text or ""):
            assert float(node.attrib["x"]) + fonts.width(node.text or "", 12.5) <= 345


def test_the_outline_lies_under_the_areas() -> None:
    chart = area_map(replace(THREE, outline=square(15.4, 59.9, 0.6)))
    drawn = nodes(chart.svg, "path")
    ground = next(n for n, path in enumerate(drawn) if "c-fill-missing" in path.get("class", ""))
    first = next(n for n, path in enumerate(drawn) if "c-area" in path.get("class", ""))
    assert ground < first


def test_holes_and_parts_are_kept() -> None:
    donut = box(15, 60, 15.4, 60.2).difference(box(15.1, 60.05, 15.2, 60.1))
    both = donut.union(box(15.5, 60, 15.6, 60.1))
    drawn = areas_of(area_map(AreaMap("x", (Area("a", "A", mapping(both)),))).svg)[0]
    assert drawn.get("d", "").count("M") == 3


def test_a_crossing_ring_is_mended() -> None:
    bow = [[15, 60], [15.2, 60.2], [15.2, 60], [15, 60.2], [15, 60]]
    chart = area_map(AreaMap("x", (Area("a", "A", {"type": "Polygon", "coordinates": [bow]}),)))
    assert areas_of(chart.svg)[0].get("d")


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [15, 60]},
        {"type": "Polygon", "coordinates": []},
        {"type": "LineString", "coordinates": [[15, 60], [16, 61]]},
    ],
)
def test_what_has_no_extent_is_refused(geometry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="polygon with an extent"):
        area_map(AreaMap("x", (Area("a", "A", geometry),)))


def test_a_map_needs_areas_with_ids_of_their_own() -> None:
    with pytest.raises(ValueError, match="at least one area"):
        AreaMap("x", ())
    with pytest.raises(ValueError, match="id of its own"):
        AreaMap("x", (area(1), area(1)))
    with pytest.raises(ValueError, match="between 0 and 5"):
        area(1, step=6)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_names_are_shown_as_they_are(hostile: str) -> None:
    made = AreaMap(
        hostile,
        (Area(hostile, hostile, square(15, 60, 0.3), hostile, href=f"/?q={hostile}"),),
        (LegendStep(1, hostile),),
        hostile,
    )
    chart = area_map(made)
    check_page_svg(chart.svg)
    assert nodes(chart.svg, "title")[0].text == chart.title
    assert nodes(chart.svg, "a")[0].attrib["href"].startswith("/?q=")


def test_the_same_map_gives_the_same_bytes() -> None:
    assert area_map(THREE).svg == area_map(THREE).svg


@pytest.mark.reference
@pytest.mark.skipif(not DISTRICTS.exists(), reason="the reference data lies beside the checkout")
def test_the_districts_of_a_real_municipality() -> None:
    features = json.loads(DISTRICTS.read_text("utf-8"))["features"]
    made = tuple(
        Area(f["properties"]["kod"], f["properties"]["namn"], f["geometry"], str(n), n % 6)
        for n, f in enumerate(features)
    )
    chart = area_map(AreaMap("Valdistrikt", made, LEGEND))
    shown = " ".join(texts(chart.svg))
    for item in made:
        assert item.label in shown
    check_no_names_meet(chart.svg)
    check_page_svg(chart.svg)
    assert len(chart.svg) < 25_000
    assert "c-map" in classes(chart.svg)


def test_an_area_that_is_not_named_is_drawn_and_told_in_the_table() -> None:
    quiet = replace(THREE, areas=(area(0), replace(area(1), named=False), area(2)))
    drawn = area_map(quiet)
    assert len(areas_of(drawn.svg)) == 3
    assert area(1).label not in [text for text in texts(drawn.svg) if ":" not in text]
    assert len(drawn.table.rows) == 3


def test_a_marked_area_is_framed_last_and_explained() -> None:
    drawn = area_map(replace(THREE, areas=(replace(area(0), marked=True), area(1), area(2))))
    *others, framed = areas_of(drawn.svg)
    assert "c-stroke-alarm" in framed.get("class", "")
    assert not any("c-stroke-alarm" in one.get("class", "") for one in others)
    assert "Sticker ut" in texts(drawn.svg)
    check_painted_by_role(drawn.svg)


def test_borders_are_drawn_within_the_outline_beneath_the_areas() -> None:
    ground = square(15.5, 60.0, 0.2)
    crossing, away = square(15.6, 60.1, 0.4), square(20.0, 65.0, 0.1)
    made = AreaMap("Rutor", (area(0),), outline=ground, borders=(crossing, away))
    paths = nodes(area_map(made).svg, "path")
    outline, border, cell, *_rest = paths
    assert border.get("fill") == "none"
    assert "c-area" in cell.get("class", "")
    west, north, east, south = bounds(outline)
    left, top, right, bottom = bounds(border)  # its half, cut at the outline
    assert (top, right) == (pytest.approx(north, abs=0.2), pytest.approx(east, abs=0.2))
    assert left == pytest.approx((west + east) / 2, abs=0.5)
    assert bottom == pytest.approx((north + south) / 2, abs=0.5)
