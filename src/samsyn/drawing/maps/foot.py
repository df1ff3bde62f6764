"""What stands below a map: the key to its letters, the legend, the scale and north."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator

from samsyn.drawing import fonts, svg
from samsyn.drawing.maps.areas import AreaMap
from samsyn.drawing.maps.labels import BADGE, SIZE, Lettered
from samsyn.drawing.maps.projection import Frame
from samsyn.drawing.state import STATE_TEXT, UNSHOWN
from samsyn.drawing.svg import element, paint

MARGIN = 8.0
_SWATCH, _ROW = 14.0, 24.0
_FRAMED = "framed"

Sign = Callable[[float, float], Iterator[ET.Element]]
"""Draws what stands before an entry's words, from its upper left corner."""


def text(words: str, x: float, y: float, role: str, **attributes: str) -> ET.Element:
    """A text of the map."""
    made = element("text", words, x=f"{x:.1f}", y=f"{y:.1f}", font_family=svg.FONTS)
    made.attrib.update({"font-size": str(SIZE), **attributes})
    return paint(made, role)


def badge(letter: str, x: float, y: float) -> Iterator[ET.Element]:
    """A letter on its disc."""
    disc = element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=str(BADGE))
    yield paint(disc, "surface", "ink-soft")
    style = {"text-anchor": "middle", "font-weight": "600"}
    yield text(letter, x, y + 4.5, "ink", **style)


def _swatch(fill: str) -> Sign:
    def draw(x: float, y: float) -> Iterator[ET.Element]:
        size = str(_SWATCH)
        made = element("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=size, height=size, rx="2")
        if fill.startswith("url"):
            made.set("fill", fill)
            yield paint(made, stroke="axis")
        elif fill == _FRAMED:
            made.set("stroke-width", "2.5")
            yield paint(made, "surface", "alarm")
        else:
            yield paint(made, fill, "axis")

    return draw


def _letter(lettered: Lettered) -> Sign:
    return lambda x, y: badge(lettered.letter, x + BADGE, y + _SWATCH / 2)


def _flow(
    entries: Iterator[tuple[Sign, str]], top: float, width: float
) -> tuple[list[ET.Element], float]:
    """Entries side by side, row by row, and where they end."""
    made: list[ET.Element] = []
    x, y = MARGIN, top
    for sign, words in entries:
        wide = 2 * BADGE + 6 + fonts.width(words, SIZE)
        if x > MARGIN and x + wide > width:
            x, y = MARGIN, y + _ROW
        made += [*sign(x, y), text(words, x + 2 * BADGE + 5, y + 11, "ink")]
        x += wide + 14
    return made, y + (_ROW if made else 0)


def key(lettered: tuple[Lettered, ...], top: float, width: float) -> tuple[list[ET.Element], float]:
    """What each letter stands for."""
    return _flow(((_letter(one), one.text) for one in lettered), top, width)


def _swatches(drawn: AreaMap) -> Iterator[tuple[Sign, str]]:
    for entry in drawn.legend:
        yield _swatch(f"step-{entry.step}"), entry.label
    for state in sorted({area.state for area in drawn.areas} & UNSHOWN):
        yield _swatch(f"url(#{state})"), STATE_TEXT[state].capitalize()
    if any(area.marked for area in drawn.areas):
        yield _swatch(_FRAMED), drawn.marked_label


def legend(drawn: AreaMap, top: float) -> tuple[list[ET.Element], float]:
    """What the colours, patterns and frames mean, under the title, and where it ends."""
    if not drawn.legend_title:
        return _flow(_swatches(drawn), top, drawn.width)
    title = text(drawn.legend_title, MARGIN, top + 11, "ink-soft")
    made, end = _flow(_swatches(drawn), top + _ROW - 4, drawn.width)
    return [title, *made], end


def scale_and_north(frame: Frame, top: float) -> Iterator[ET.Element]:
    """How long a distance is, and that north is up."""
    length, words = frame.bar()
    y = top + 12
    bar = f"M{MARGIN},{y - 4}v8M{MARGIN},{y}h{length:.1f}m0,-4v8"
    yield paint(element("path", d=bar, fill="none", stroke_width="1.2"), stroke="ink-soft")
    yield text(words, MARGIN + length + 8, y + 4, "ink-soft")
    x = MARGIN + length + 24 + fonts.width(words, SIZE)
    arrow = f"M{x + 5:.1f},{y - 8}l5,14l-5,-3.5l-5,3.5Z"
    yield paint(element("path", d=arrow), "ink-soft")
    yield text("N", x + 14, y + 4, "ink-soft")
