"""SVG that is accessible, that a theme can repaint and that a strict CSP lets through.

Charts come from Vega with colours named `var(--c-role)` and patterns named
`url(#pattern)`. Here each becomes a class and a presentation attribute; titles and
descriptions get in, styles and what nobody sees get out.
"""

import hashlib
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

import vl_convert

from samsyn.drawing import fonts
from samsyn.drawing.palette import ROLES
from samsyn.drawing.texts import clean

FONTS = f"{fonts.FAMILY}, sans-serif"
NAMESPACE = "http://www.w3.org/2000/svg"
ET.register_namespace("", NAMESPACE)

vl_convert.register_font_directory(str(fonts.DIRECTORY))

_ROLE = re.compile(r"var\(--c-([a-z0-9-]+)\)")
_PATTERN = re.compile(r"url\(#([a-z0-9-]+)\)")
_LONG = re.compile(r"-?\d+\.\d{3,}")
# `class` is Vega's own naming; `style` would be blocked by the page's policy.
_DROPPED = (
    *("class", "style", "pointer-events", "aria-hidden", "stroke-miterlimit"),
    *("role", "aria-roledescription", "aria-label"),  # the drawing is one image
)


@dataclass(frozen=True)
class Pattern:
    """A tile of 8 × 8 units: a base colour, and lines or dots over it.

    Patterns part the series where colour does not: on a grey printer, and for
    those who see colours otherwise.
    """

    base: str
    marks: str = ""
    ink: str = "surface"
    weight: float = 1.0
    opacity: float = 0.6


_RISING, _FALLING = "M-2,2L2,-2M0,8L8,0M6,10L10,6", "M-2,6L2,10M0,0L8,8M6,-2L10,2"
_DOTS = "M1,2h1.6M5,6h1.6"
PATTERNS = {
    "series-1": Pattern("series-1"),
    "series-2": Pattern("series-2", _RISING),
    "series-3": Pattern("series-3", _DOTS, weight=1.6),
    "series-4": Pattern("series-4", _FALLING),
    "series-5": Pattern("series-5", "M0,2h8M0,6h8"),
    "series-6": Pattern("series-6", "M4,0v8M0,4h8", opacity=0.4),
    "preliminary": Pattern("preliminary", _RISING, weight=2, opacity=1),
    "preliminary-over": Pattern("", _RISING, weight=2, opacity=1),
    "missing": Pattern("missing", _FALLING, "grid", opacity=1),
    "withheld": Pattern("missing", _DOTS, "axis", weight=1.6, opacity=1),
}


def element(tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    """An SVG element; `stroke_width` stands for `stroke-width`, `class_` for `class`."""
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    made = ET.Element(f"{{{NAMESPACE}}}{tag}", names)
    made.text = clean(text) if text is not None else None
    return made


def paint(target: ET.Element, fill: str | None = None, stroke: str | None = None) -> ET.Element:
    """Give an element the colours of roles: a class for the theme, hex without one."""
    classes = [target.get("class", "")]
    for attribute, role in (("fill", fill), ("stroke", stroke)):
        if role:
            target.set(attribute, ROLES[role].light)
            classes.append(f"c-{attribute}-{role}")
    if names := " ".join(filter(None, classes)):
        target.set("class", names)
    return target


def pattern(name: str, identifier: str) -> ET.Element:
    """The definition of one of PATTERNS under an id."""
    made = PATTERNS[name]
    tile = element("pattern", id=identifier, width="8", height="8", patternUnits="userSpaceOnUse")
    if made.base:
        tile.append(paint(element("rect", width="8", height="8"), made.base))
    if made.marks:
        lines = element("path", d=made.marks, fill="none", stroke_width=str(made.weight))
        lines.set("stroke-opacity", str(made.opacity))
        tile.append(paint(lines, stroke=made.ink))
    return tile


def key_of(*parts: str) -> str:
    """A short name that differs when the content does, for ids within a page."""
    return "c" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:10]


def head(root: ET.Element, key: str, title: str, description: str) -> None:
    """Make the drawing one image with a name and a description."""
    root.set("role", "img")
    root.set("aria-labelledby", f"{key}-t")
    root.set("aria-describedby", f"{key}-d")
    root.insert(0, element("title", title, id=f"{key}-t"))
    root.insert(1, element("desc", description, id=f"{key}-d"))


def add_patterns(root: ET.Element, key: str) -> None:
    """Define every pattern that `url(#name)` asks for, under ids of this drawing."""
    used: set[str] = set()
    for node in root.iter():
        match = _PATTERN.fullmatch(node.get("fill", ""))
        if match:
            used.add(match[1])
            node.set("fill", f"url(#{key}-{match[1]})")
    if used:
        definitions = element("defs")
        definitions.extend([pattern(name, f"{key}-{name}") for name in sorted(used)])
        root.insert(0, definitions)


def _tidy(node: ET.Element) -> None:
    for name in _DROPPED:
        node.attrib.pop(name, None)
    if node.get("opacity") == "1":
        del node.attrib["opacity"]
    if "font-family" in node.attrib:
        node.set("font-family", FONTS)
    for name, value in node.attrib.items():
        node.set(name, _LONG.sub(lambda found: f"{float(found[0]):.2f}", value))
    roles = {name: _ROLE.fullmatch(node.get(name, "")) for name in ("fill", "stroke")}
    paint(node, *(match[1] if match else None for match in roles.values()))


def _is_unseen(node: ET.Element) -> bool:
    if node.get("display") == "none":
        return True
    kind = node.tag.removeprefix(f"{{{NAMESPACE}}}")
    if kind in ("g", "text"):
        return not len(node) and not node.text
    unpainted = not {"fill", "stroke"} & node.attrib.keys()
    return kind == "path" and (not node.get("d") or unpainted)


def _prune(node: ET.Element) -> None:
    for child in list(node):
        _prune(child)
        if _is_unseen(child):
            node.remove(child)


def finish(vega_svg: str, key: str, title: str, description: str) -> str:
    """Turn Vega's SVG into the page's: accessible, themable, without styles."""
    root = ET.fromstring(vega_svg)  # noqa: S314 - written by vl-convert, one call ago
    _prune(root)
    for node in root.iter():
        _tidy(node)
    add_patterns(root, key)
    head(root, key, clean(title), clean(description))
    root.set("class", "c-chart")
    return ET.tostring(root, encoding="unicode")


def to_png(svg: str, scale: float = 2.0) -> bytes:
    """The drawing as PNG, `scale` pixels to each unit, on a transparent ground."""
    return bytes(vl_convert.svg_to_png(svg, scale=scale))
