"""Names in a map: none meets another, and what has no room is explained beside it."""

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import mapping, shape

from samsyn.drawing.maps import Area, AreaMap, area_map
from samsyn.drawing.maps import labels as labels_module
from samsyn.drawing.maps.sheet import lay_out
from tests.drawing.map_parts import THREE, areas_of, check_no_names_meet, name_boxes, text_box
from tests.drawing.samples import (
    area,
    nodes,
    square,
    texts,
)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.floats(15, 15.6), st.floats(60, 60.3), st.floats(0.005, 0.12)),
        min_size=1,
        max_size=25,
    ),
    st.sampled_from([340, 640]),
)
def test_names_never_meet(squares: list[tuple[float, float, float]], width: int) -> None:
    taken = shapely.Polygon()
    made: list[Area] = []
    for number, (west, south, size) in enumerate(squares):
        free = shape(square(west, south, size)).difference(taken)
        if free.area > 1e-6:
            taken = taken.union(free)
            made.append(Area(f"a{number}", f"Distrikt {number}", mapping(free), str(number)))
    check_no_names_meet(area_map(AreaMap("x", tuple(made), width=width)).svg)


def test_a_name_too_wide_for_its_area_is_a_letter_that_the_key_explains() -> None:
    small = Area("s", "Ett mycket långt distriktsnamn", square(15.5, 60.0, 0.05), "12")
    large = Area("l", "Stort", square(15.55, 60.0, 0.3), "3")
    drawn = AreaMap("x", (small, large))
    layout = lay_out(drawn)
    assert [placed.area.id for placed in layout.inside] == ["l"]
    assert [(one.letter, one.area.id) for one in layout.lettered] == [("A", "s")]
    assert texts(area_map(drawn).svg).count("A") == 2
    assert "Ett mycket långt distriktsnamn: 12" in texts(area_map(drawn).svg)


def test_a_name_of_several_words_may_stand_word_by_word() -> None:
    made = Area("a", "Mellersta Storbyn", square(15.5, 60.0, 0.15), "12")
    far = Area("b", "Bort", square(15.9, 60.0, 0.1), "1")
    inside = {placed.area.id: placed for placed in lay_out(AreaMap("x", (made, far))).inside}
    assert inside["a"].lines == ("Mellersta", "Storbyn", "12")
    bold = [
        node.text
        for node in nodes(area_map(AreaMap("x", (made, far))).svg, "text")
        if node.get("font-weight") == "600"
    ]
    assert bold == ["12", "1"]


def test_letters_follow_each_other_from_north_to_south() -> None:
    small = tuple(
        Area(f"{n}", f"Ett långt namn {n}", square(15.5, 60 + n / 20, 0.03)) for n in range(4)
    )
    layout = lay_out(AreaMap("x", small, outline=square(15.4, 59.95, 0.3)))
    found = [(one.letter, one.area.id) for one in layout.lettered]
    assert found == [("A", "3"), ("B", "2"), ("C", "1"), ("D", "0")]


def test_an_area_smaller_than_its_letter_has_it_beside_with_a_line() -> None:
    tiny = Area("t", "Torget", square(15.5, 60.1, 0.002), "5")
    drawn = AreaMap("x", (tiny,), outline=square(15.3, 60.0, 0.4))
    assert [one.is_beside for one in lay_out(drawn).lettered] == [True]
    assert len(nodes(area_map(drawn).svg, "line")) == 1


def test_a_map_is_drawn_no_wider_than_a_phone_shows_it() -> None:
    # A card on a phone of 360 pixels is 286 wide within; eleven pixels can be read.
    assert 286 / THREE.width * labels_module.SIZE >= 11


def test_names_inside_stay_inside() -> None:
    layout = lay_out(THREE)
    shapes = {area.id: geometry for area, geometry in layout.shapes}
    for placed in layout.inside:
        for line in placed.lines:
            words = text_box(placed.x, placed.y, line, centred=True)
            assert shapes[placed.area.id].buffer(1).contains(words.centroid)


def test_more_names_than_lines_are_left_to_the_table() -> None:
    many = tuple(area(n, size=0.004) for n in range(120))
    chart = area_map(AreaMap("x", many, width=500))
    assert len(chart.table.rows) == 120
    assert len(areas_of(chart.svg)) == 120
    assert 0 < len(name_boxes(chart.svg)) <= 26
    check_no_names_meet(chart.svg)
