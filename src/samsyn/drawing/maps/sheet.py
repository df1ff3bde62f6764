"""The map sheet: areas and their names, over what explains them."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from samsyn.drawing import svg
from samsyn.drawing.charts.chart import Chart
from samsyn.drawing.maps import foot, labels, land
from samsyn.drawing.maps.areas import Area, AreaMap
from samsyn.drawing.maps.labels import Lettered, Placed
from samsyn.drawing.maps.projection import Frame, fit, path, read, simplify
from samsyn.drawing.svg import element, paint
from samsyn.drawing.texts import clean

_TOLERANCE = 0.6
_FOOT = 34.0


@dataclass(frozen=True)
class Layout:
    """The map in the units of the drawing, with every name placed."""

    frame: Frame
    shapes: tuple[tuple[Area, BaseGeometry], ...]
    inside: tuple[Placed, ...]
    lettered: tuple[Lettered, ...]


def lay_out(drawn: AreaMap) -> Layout:
    """Fit the map to its width; names that find no room become letters."""
    world = [read(area.geometry) for area in drawn.areas]
    outline = [read(drawn.outline)] if drawn.outline else []
    frame = fit([*world, *outline], drawn.width - 2 * foot.MARGIN)
    shapes = simplify([frame.place(geometry) for geometry in world], _TOLERANCE)
    pairs = tuple(zip(drawn.areas, shapes, strict=True))
    placed = [(pair, labels.place(*pair)) for pair in pairs if pair[0].named]
    outside = [pair for pair, place in placed if place is None]
    inside = tuple(place for _, place in placed if place)
    # a letter's disc may reach into the margin
    sheet = box(1, 1, frame.width - 1, frame.height - 1)
    lettered = labels.letters(outside, inside, shapely.union_all(shapes), sheet)
    return Layout(frame, pairs, inside, tuple(lettered))


def _shape(area: Area, geometry: BaseGeometry) -> ET.Element:
    made = element("path", d=path(geometry), class_="c-area", stroke_width="1.5")
    made.append(element("title", area.name))
    frame = "alarm" if area.marked else "axis"
    if area.marked:
        made.set("stroke-width", "3")
    if area.is_shown:
        return paint(made, f"step-{area.step}", frame)
    made.set("fill", f"url(#{area.state})")
    return paint(made, stroke=frame)


def _linked(area: Area, made: ET.Element) -> ET.Element:
    if area.href is None:
        return made
    link = element("a", href=clean(area.href), tabindex="0")
    link.set("aria-label", clean(area.name))
    link.append(made)
    return link


def _name(placed: Placed) -> Iterator[ET.Element]:
    step = f"step-{placed.area.step}"
    role, halo = (f"on-{step}", step) if placed.area.is_shown else ("ink", "missing")
    top = placed.y - labels.LINE * len(placed.lines) / 2 + 0.72 * labels.LINE
    for place, line in enumerate(placed.lines):
        weight = "600" if line == placed.area.value else "400"
        style = {"text-anchor": "middle", "font-weight": weight}
        # A halo lifts the name from patterns and from the lines of its neighbours.
        style |= {"stroke-width": "4", "stroke-linejoin": "round", "paint-order": "stroke"}
        made = foot.text(line, placed.x, top + place * labels.LINE, role, **style)
        yield paint(made, stroke=halo)


def _lettered(one: Lettered) -> Iterator[ET.Element]:
    if one.is_beside:
        x, y = f"{one.marks.x:.1f}", f"{one.marks.y:.1f}"
        ends = {"x1": x, "y1": y, "x2": f"{one.x:.1f}", "y2": f"{one.y:.1f}"}
        yield paint(element("line", **ends), stroke="ink-soft")
        yield paint(element("circle", cx=x, cy=y, r="3"), "ink", "surface")
    yield from foot.badge(one.letter, one.x, one.y)


def _map(drawn: AreaMap, layout: Layout) -> Iterator[ET.Element]:
    if drawn.outline:
        ground = path(layout.frame.place(read(drawn.outline)))
        under = element("path", d=ground, stroke_width="1.8", stroke_linejoin="round")
        yield paint(under, "missing", "ink-soft")
        if drawn.land:
            yield from land.under(drawn.land, layout.frame, read(drawn.outline))
        yield from _borders(drawn, layout.frame, read(drawn.outline))
    # framed areas last, so that no neighbour is drawn over the frame
    for area, geometry in sorted(layout.shapes, key=lambda pair: pair[0].marked):
        yield _linked(area, _shape(area, geometry))
    if drawn.land and not drawn.outline:
        whole = shapely.union_all([read(area.geometry) for area in drawn.areas])
        signs = element("g", pointer_events="none")
        signs.set("aria-hidden", "true")
        signs.extend([*land.over(drawn.land, layout.frame, whole)])
        yield signs
    names = element("g", pointer_events="none")
    names.set("aria-hidden", "true")
    for placed in layout.inside:
        names.extend([*_name(placed)])
    for one in layout.lettered:
        names.extend([*_lettered(one)])
    yield names


def _borders(drawn: AreaMap, frame: Frame, within: BaseGeometry) -> Iterator[ET.Element]:
    for border in drawn.borders:
        inside = read(border).intersection(within)
        if inside.area:
            line = element("path", d=path(frame.place(inside)), fill="none", stroke_width="0.8")
            yield paint(line, stroke="axis")


def _root(width: float, height: float) -> ET.Element:
    size = {"width": f"{width:g}", "height": f"{height:.0f}"}
    return element("svg", viewBox=f"0 0 {width:g} {height:.0f}", class_="c-map", **size)


def area_map(drawn: AreaMap) -> Chart:
    """Draw the map.

    Raises ValueError when an area has no polygon.
    """
    layout = lay_out(drawn)
    bottom = layout.frame.height + 2 * foot.MARGIN
    key, end = foot.key(layout.lettered, bottom + 4, drawn.width)
    legend, end = foot.legend(drawn, end)
    root = _root(drawn.width, end + _FOOT)
    ground = element("g", transform=f"translate({foot.MARGIN:g},{foot.MARGIN:g})")
    ground.extend([*_map(drawn, layout)])
    root.append(ground)
    root.extend([*key, *legend, *foot.scale_and_north(layout.frame, end)])
    description = drawn.description or drawn.describe()
    name = svg.key_of(drawn.title, ET.tostring(root, encoding="unicode"))
    svg.add_patterns(root, name)
    svg.head(root, name, drawn.title, description)
    if any(area.href for area in drawn.areas):
        root.set("role", "group")  # an image would hide its links
    written = ET.tostring(root, encoding="unicode")
    return Chart(written, clean(drawn.title), clean(description), drawn.table())
