"""What becomes of Vega's SVG, and what every drawing is built of."""

import threading
import xml.etree.ElementTree as ET

import pytest

from samsyn.drawing import svg
from samsyn.drawing.charts import warm_up
from samsyn.drawing.charts.chart import Chart, draw
from samsyn.drawing.palette import ROLES
from samsyn.drawing.table import Column, Table
from tests.drawing.samples import check_page_svg, classes, nodes

EMPTY = Table("x", (Column("a"),), ())


def finished(body: str) -> str:
    return svg.finish(f'<svg xmlns="{svg.NAMESPACE}">{body}</svg>', "k", "Titel", "Beskrivning")


def test_a_role_becomes_a_class_and_a_colour() -> None:
    made = finished('<rect fill="var(--c-alarm)" stroke="var(--c-grid)"/>')
    rect = nodes(made, "rect")[0]
    assert rect.get("fill") == ROLES["alarm"].light
    assert rect.get("stroke") == ROLES["grid"].light
    assert rect.get("class") == "c-fill-alarm c-stroke-grid"


def test_styles_and_foreign_classes_are_dropped() -> None:
    made = finished('<text class="mark" style="cursor:pointer" aria-label="axis">x</text>')
    text = nodes(made, "text")[0]
    assert text.attrib == {}
    assert text.text == "x"


def test_the_font_has_a_fallback() -> None:
    made = finished('<text font-family="Inter">x</text>')
    assert nodes(made, "text")[0].get("font-family") == "Inter, sans-serif"


def test_what_nobody_sees_is_left_out() -> None:
    made = finished(
        '<g><path d="M0,0h1" display="none" fill="var(--c-ink)"/><path d="" fill="none"/></g>'
        '<text/><path d="M0,0h1v1"/><path d="M0,0h1" stroke="var(--c-ink)"/>'
    )
    assert len(nodes(made, "path")) == 1
    assert not nodes(made, "g")
    assert not nodes(made, "text")


def test_numbers_are_as_long_as_a_screen_is_fine() -> None:
    made = finished('<path d="M1.23456789,-0.123456 2.5" fill="var(--c-ink)" opacity="1"/>')
    path = nodes(made, "path")[0]
    assert path.get("d") == "M1.23,-0.12 2.5"
    assert "opacity" not in path.attrib


def test_patterns_are_defined_once_under_ids_of_the_drawing() -> None:
    made = finished('<rect fill="url(#missing)"/><rect fill="url(#missing)"/>')
    assert [node.get("id") for node in nodes(made, "pattern")] == ["k-missing"]
    assert {node.get("fill") for node in nodes(made, "rect")[1:]} == {"url(#k-missing)"}
    check_page_svg(made)


@pytest.mark.parametrize("name", svg.PATTERNS)
def test_every_pattern_can_be_drawn_and_repainted(name: str) -> None:
    tile = svg.pattern(name, "p")
    painted = [node.get("class") for node in tile]
    assert painted
    assert all(painted)


def test_a_pattern_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        finished('<rect fill="url(#polkadots)"/>')


def test_the_title_and_the_description_come_first_and_are_referred_to() -> None:
    root = ET.fromstring(finished("<rect/>"))
    assert (root[0].text, root[1].text) == ("Titel", "Beskrivning")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == root[0].get("id") == "k-t"
    assert root.get("aria-describedby") == root[1].get("id") == "k-d"


def test_keys_differ_when_contents_do() -> None:
    keys = {svg.key_of("a", "b"), svg.key_of("ab"), svg.key_of("b", "a"), svg.key_of("a", "\ud800")}
    assert len(keys) == 4
    assert all(key[0].isalpha() and key.isalnum() for key in keys)


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_png_has_the_size_asked_for(scale: int) -> None:
    picture = svg.to_png(f'<svg xmlns="{svg.NAMESPACE}" width="30" height="20"/>', scale)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(picture[16:20], "big") == 30 * scale
    assert int.from_bytes(picture[20:24], "big") == 20 * scale


def test_a_specification_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="conversion failed"):
        draw({"data": {"values": []}, "mark": {"type": "nonsense"}}, "x", "", EMPTY)


def test_nothing_is_fetched() -> None:
    spec = {"data": {"url": "http://127.0.0.1:1/x.json"}, "mark": "bar"}
    with pytest.raises(ValueError, match="not allowed"):
        draw(spec, "x", "", EMPTY)


def test_warming_up_draws_nothing_that_stays() -> None:
    warm_up()
    warm_up()


def test_charts_may_be_drawn_in_several_threads() -> None:
    made: list[Chart] = []

    def one(number: int) -> None:
        spec = {
            "data": {"values": [{"n": number}]},
            "mark": "bar",
            "encoding": {"x": {"field": "n"}},
        }
        made.append(draw(spec, str(number), "", EMPTY))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(chart.title for chart in made) == list("012345")
    assert all("c-chart" in classes(chart.svg) for chart in made)
