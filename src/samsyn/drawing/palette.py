"""The colours of charts and maps, by role.

A drawing carries the light colour as a presentation attribute and the role as a
class (`c-fill-alarm`, `c-stroke-grid`). Without a style sheet it is complete, on
paper and in a document; on a page `stylesheet()` lets the theme repaint it,
with no inline style, so a content security policy without `unsafe-inline` holds.

The six series keep at least 0.08 apart in OKLab with full colour vision and with
protanopia, deuteranopia and tritanopia (Machado, Oliveira and Fernandes 2009,
doi:10.1109/TVCG.2009.113, severity 1), and 3:1 against the surface (WCAG 2.2,
1.4.11). The alarm has a colour of its own: no step of "much" is ever "bad".
"""

from collections.abc import Iterator
from typing import NamedTuple


class Shade(NamedTuple):
    """One role's colour on a light and on a dark surface, as #RRGGBB."""

    light: str
    dark: str


ROLES: dict[str, Shade] = {
    "surface": Shade("#FFFFFF", "#182830"),
    "ink": Shade("#1B262C", "#F1F5F7"),
    "ink-soft": Shade("#4E5B63", "#B4C1C9"),
    "grid": Shade("#DCE2E6", "#34474F"),
    "axis": Shade("#8A979F", "#7C8E98"),
    "primary": Shade("#1F5F84", "#6FB2DA"),
    "preliminary": Shade("#A4AFB6", "#6A7C86"),
    "missing": Shade("#F1F3F5", "#20323B"),
    "band-95": Shade("#E1EAEF", "#22363F"),
    "band-80": Shade("#C4D6E0", "#30495A"),
    "expected": Shade("#5F7480", "#9DB2BE"),
    "alarm": Shade("#A3004F", "#FF8FB8"),
    "series-1": Shade("#265F84", "#327FB0"),
    "series-2": Shade("#CD7E00", "#D8AF7D"),
    "series-3": Shade("#7E6EA1", "#B18AE6"),
    "series-4": Shade("#902400", "#B25753"),
    "series-5": Shade("#4F9684", "#A0E8D2"),
    "series-6": Shade("#3E4750", "#B0B9C5"),
    "step-0": Shade("#F6F8F9", "#1D2E37"),
    "step-1": Shade("#DCE8EF", "#233D4C"),
    "step-2": Shade("#B3CEDD", "#2F5368"),
    "step-3": Shade("#7FADC6", "#3D6C89"),
    "step-4": Shade("#37739A", "#83B6D3"),
    "step-5": Shade("#174C70", "#BFE0F2"),
    "land-water": Shade("#D3E2E8", "#1B3C4B"),
    "land-wood": Shade("#E6ECE2", "#1C2A26"),
    "land-road_large": Shade("#B3AB97", "#6B7074"),
    "land-rail": Shade("#8A979F", "#7C8E98"),
    "on-step-0": Shade("#1B262C", "#F1F5F7"),
    "on-step-1": Shade("#1B262C", "#F1F5F7"),
    "on-step-2": Shade("#1B262C", "#F1F5F7"),
    "on-step-3": Shade("#1B262C", "#FFFFFF"),
    "on-step-4": Shade("#FFFFFF", "#10191E"),
    "on-step-5": Shade("#FFFFFF", "#10191E"),
}

SERIES = tuple(f"series-{number}" for number in range(1, 7))
STEPS = tuple(f"step-{number}" for number in range(6))

# Under forced colours the user's own palette wins; what remains is ink and line.
_FORCED = {"surface": "Canvas", "ink": "CanvasText", "ink-soft": "CanvasText", "axis": "CanvasText"}


def variable(role: str) -> str:
    """The CSS variable of a role; a chart specification names colours so.

    Raises KeyError for a role that is not in the palette.
    """
    ROLES[role]
    return f"var(--c-{role})"


def _painted(theme: str) -> dict[str, str]:
    return {role: getattr(shade, theme) for role, shade in ROLES.items()}


def _rule(selector: str, colours: dict[str, str], media: str = "") -> Iterator[str]:
    """One rule, a declaration a line: a changed colour is one changed line."""
    step = "  " if media else ""
    if media:
        yield f"@media {media} {{"
    yield f"{step}{selector} {{"
    for role, colour in colours.items():
        yield f"{step}  --c-{role}: {colour};"
    yield f"{step}}}"
    if media:
        yield "}"


def _rules() -> Iterator[str]:
    light, dark = _painted("light"), _painted("dark")
    yield from _rule(":root", light)
    yield from _rule('[data-color-scheme="dark"]', dark)
    yield from _rule('[data-color-scheme="auto"]', dark, "(prefers-color-scheme: dark)")
    every = ':root, [data-color-scheme="auto"], [data-color-scheme="dark"]'
    yield from _rule(every, light, "print")
    yield from _rule(":root, [data-color-scheme]", _FORCED, "(forced-colors: active)")
    for role in ROLES:
        yield f".c-fill-{role}{{fill:var(--c-{role})}}"
        yield f".c-stroke-{role}{{stroke:var(--c-{role})}}"
    yield ".c-chart,.c-map{display:block;max-width:100%;height:auto}"
    yield ".c-chart text,.c-map text{font-family:inherit}"
    yield ".c-map a:focus-visible .c-area{stroke:var(--c-ink);stroke-width:4}"
    yield ".c-map a:hover .c-area{stroke:var(--c-ink);stroke-width:2.5}"


def stylesheet() -> str:
    """The style sheet that a page needs for charts and maps.

    It paints light by default, dark below `data-color-scheme="dark"` (or "auto"
    when the system asks for it), light again on paper.
    """
    return "\n".join(_rules()) + "\n"
