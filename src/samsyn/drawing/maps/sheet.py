"""The map sheet: areas, names, legend, scale and north."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from samsyn.drawing import fonts, svg
from samsyn.drawing.charts.chart import Chart
from samsyn.drawing.maps import labels
from samsyn.drawing.maps.areas import Area, AreaMap
from samsyn.drawing.maps.labels import Callout, Placed
from samsyn.drawing.maps.projection import Frame, fit, path, read, simplify
from samsyn.drawing.state import STATE_TEXT, UNSHOWN
from samsyn.drawing.svg import element, paint
from samsyn.drawing.texts import clean

_MARGIN = 8.0
_GUTTER = 18.0
_TOLERANCE = 0.6
_SWATCH, _LEGEND_LINE = 14.0, 24.0
_FOOT = 34.0
_FRAMED = "framed"


@dataclass(frozen=True)
class Layout:
    """The map in the units of the drawing, with every name placed."""

    frame: Frame
    shapes: tuple[tuple[Area, BaseGeometry], ...]
    inside: tuple[Placed, ...]
    beside: tuple[Callout, ...]


def _lay_out(drawn: AreaMap, world: list[BaseGeometry], width: float) -> Layout:
    outline = [read(drawn.outline)] if drawn.outline else []
    frame = fit([*world, *outline], width)
    shapes = simplify([frame.place(geometry) for geometry in world], _TOLERANCE)
    pairs = tuple(zip(drawn.areas, shapes, strict=True))
    placed = [(pair, labels.place(*pair)) for pair in pairs if pair[0].named]
    outside = [pair for pair, place in placed if place is None]
    inside = tuple(place for _, place in placed if place)
    return Layout(frame, pairs, inside, tuple(labels.column(outside, frame.height)))


def _column_width(layout: Layout) -> float:
    texts = [fonts.width(callout.text, labels.SIZE) * 1.07 for callout in layout.beside]
    return max(texts) + _GUTTER if texts else 0.0


def lay_out(drawn: AreaMap) -> Layout:
    """Fit the map to its width, leaving a column for names that find no room."""
    world = [read(area.geometry) for area in drawn.areas]
    width = drawn.width - 2 * _MARGIN
    layout = _lay_out(drawn, world, width)
    # A narrower map pushes more names out, so the column may need to grow once.
    for _ in range(2):
        if layout.beside:
            layout = _lay_out(drawn, world, width - min(_column_width(layout), width / 2))
    return layout


def _text(words: str, x: float, y: float, role: str, **attributes: str) -> ET.Element:
    made = element("text", words, x=f"{x:.1f}", y=f"{y:.1f}", font_family=svg.FONTS)
    made.attrib.update({"font-size": str(labels.SIZE), **attributes})
    return paint(made, role)


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
        weight = "600" if place else "400"
        style = {"text-anchor": "middle", "font-weight": weight}
        # A halo lifts the name from patterns and from the lines of its neighbours.
        style |= {"stroke-width": "4", "stroke-linejoin": "round", "paint-order": "stroke"}
        made = _text(line, placed.x, top + place * labels.LINE, role, **style)
        yield paint(made, stroke=halo)


def _callout(callout: Callout, right: float) -> Iterator[ET.Element]:
    y = callout.text_y
    points = f"{callout.x:.1f},{callout.y:.1f} {right - 6:.1f},{y:.1f} {right:.1f},{y:.1f}"
    yield paint(element("polyline", points=points, fill="none"), stroke="ink-soft")
    dot = element("circle", cx=f"{callout.x:.1f}", cy=f"{callout.y:.1f}", r="3")
    yield paint(dot, "ink", "surface")
    yield _text(callout.text, right + 4, y + 4, "ink")


def _swatches(drawn: AreaMap) -> Iterator[tuple[str, str]]:
    """Legend entries: what paints the swatch, and its words."""
    for entry in drawn.legend:
        yield f"step-{entry.step}", entry.label
    for state in sorted({area.state for area in drawn.areas} & UNSHOWN):
        yield f"url(#{state})", STATE_TEXT[state].capitalize()
    if any(area.marked for area in drawn.areas):
        yield _FRAMED, drawn.marked_label


def _swatch(fill: str, x: float, y: float) -> ET.Element:
    size = str(_SWATCH)
    made = element("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=size, height=size, rx="2")
    if fill.startswith("url"):
        made.set("fill", fill)
        return paint(made, stroke="axis")
    if fill == _FRAMED:
        made.set("stroke-width", "2.5")
        return paint(made, "surface", "alarm")
    return paint(made, fill, "axis")


def _legend(drawn: AreaMap, top: float) -> tuple[list[ET.Element], float]:
    """The legend below `top`, row by row, and where it ends."""
    made: list[ET.Element] = []
    x, y = _MARGIN, top
    if drawn.legend_title:
        made.append(_text(drawn.legend_title, x, y + 11, "ink-soft"))
        y += _LEGEND_LINE - 4
    for fill, words in _swatches(drawn):
        wide = _SWATCH + 6 + fonts.width(words, labels.SIZE) + 16
        if x > _MARGIN and x + wide > drawn.width:
            x, y = _MARGIN, y + _LEGEND_LINE
        made += [_swatch(fill, x, y), _text(words, x + _SWATCH + 6, y + 11, "ink")]
        x += wide
    return made, y + (_LEGEND_LINE if made else 0)


def _scale_and_north(frame: Frame, top: float) -> Iterator[ET.Element]:
    length, words = frame.bar()
    y = top + 12
    bar = f"M{_MARGIN},{y - 4}v8M{_MARGIN},{y}h{length:.1f}m0,-4v8"
    yield paint(element("path", d=bar, fill="none", stroke_width="1.2"), stroke="ink-soft")
    yield _text(words, _MARGIN + length + 8, y + 4, "ink-soft")
    x = _MARGIN + length + 24 + fonts.width(words, labels.SIZE)
    arrow = f"M{x + 5:.1f},{y - 8}l5,14l-5,-3.5l-5,3.5Z"
    yield paint(element("path", d=arrow), "ink-soft")
    yield _text("N", x + 14, y + 4, "ink-soft")


def _map(drawn: AreaMap, layout: Layout) -> Iterator[ET.Element]:
    if drawn.outline:
        ground = path(layout.frame.place(read(drawn.outline)))
        under = element("path", d=ground, stroke_width="1.8", stroke_linejoin="round")
        yield paint(under, "missing", "ink-soft")
        yield from _borders(drawn, layout.frame, read(drawn.outline))
    # framed areas last, so that no neighbour is drawn over the frame
    for area, geometry in sorted(layout.shapes, key=lambda pair: pair[0].marked):
        yield _linked(area, _shape(area, geometry))
    names = element("g", pointer_events="none")
    names.set("aria-hidden", "true")
    for callout in layout.beside:
        names.extend([*_callout(callout, layout.frame.width + 8)])
    for placed in layout.inside:
        names.extend([*_name(placed)])
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
    bottom = layout.frame.height + 2 * _MARGIN
    legend, end = _legend(drawn, bottom + 4)
    root = _root(drawn.width, end + _FOOT)
    ground = element("g", transform=f"translate({_MARGIN:g},{_MARGIN:g})")
    ground.extend([*_map(drawn, layout)])
    root.append(ground)
    root.extend(legend)
    root.extend([*_scale_and_north(layout.frame, end)])
    description = drawn.description or drawn.describe()
    key = svg.key_of(drawn.title, ET.tostring(root, encoding="unicode"))
    svg.add_patterns(root, key)
    svg.head(root, key, drawn.title, description)
    if any(area.href for area in drawn.areas):
        root.set("role", "group")  # an image would hide its links
    written = ET.tostring(root, encoding="unicode")
    return Chart(written, clean(drawn.title), clean(description), drawn.table())
