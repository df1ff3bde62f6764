"""Maps and their parts, for the tests of maps."""

import xml.etree.ElementTree as ET

import shapely
from shapely.geometry import box

from samsyn.drawing import fonts
from samsyn.drawing.maps import AreaMap, LegendStep
from samsyn.drawing.maps import labels as labels_module
from tests.drawing.samples import (
    area,
    nodes,
)

LEGEND = (LegendStep(0, "0"), LegendStep(1, "1–5"), LegendStep(2, "6–10"))


THREE = AreaMap("Rapporter", (area(0), area(1), area(2)), LEGEND, "Antal")


def areas_of(svg: str) -> list[ET.Element]:
    return [node for node in nodes(svg, "path") if "c-area" in node.get("class", "")]


def text_box(x: float, y: float, words: str, *, centred: bool) -> shapely.Polygon:
    """What a text covers, a little less than its line."""
    wide = fonts.width(words, labels_module.SIZE)
    left = x - wide / 2 if centred else x
    return box(left, y - 9, left + wide, y + 2)


def names_of(svg: str) -> ET.Element:
    return next(node for node in nodes(svg, "g") if node.get("aria-hidden") == "true")


def name_boxes(svg: str) -> list[shapely.Polygon]:
    """The boxes of all names, values and letters in the map itself."""
    return [
        text_box(
            float(node.attrib["x"]),
            float(node.attrib["y"]),
            node.text or "",
            centred=node.get("text-anchor") == "middle",
        )
        for node in names_of(svg)
        if node.tag.endswith("text")
    ]


def leaders(svg: str) -> list[shapely.LineString]:
    """The lines from small areas to their letters, as far as the letter's disc."""
    ends = [
        [(float(node.attrib[f"x{end}"]), float(node.attrib[f"y{end}"])) for end in (1, 2)]
        for node in names_of(svg)
        if node.tag.endswith("line")
    ]
    discs = [shapely.Point(end).buffer(labels_module.BADGE) for _, end in ends]
    lines = [shapely.LineString(pair) for pair in ends]
    return [line.difference(disc) for line, disc in zip(lines, discs, strict=True)]


def check_no_names_meet(svg: str) -> None:
    boxes = name_boxes(svg)
    assert not any(line.intersects(name) for line in leaders(svg) for name in boxes)
    tree = shapely.STRtree(boxes)
    for one, other in zip(*tree.query(boxes, predicate="intersects"), strict=True):
        assert one == other or boxes[one].intersection(boxes[other]).area == 0
