"""Values that the drawing tests share, and how they read an SVG."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from samsyn.drawing.charts import Expected, Week, WeeklyBars
from samsyn.drawing.maps import Area
from samsyn.drawing.svg import NAMESPACE
from samsyn.drawing.table import CellKind, Column, Table
from samsyn.drawing.texts import clean

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
MONDAY = date(2026, 8, 31)

# Texts that end a quote, a tag, a template or a formula, or that no file expects.
HOSTILE = (
    "</text><script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "&amp; &#60; ]]> <!--",
    "#let x = 1; #panic() *a* _b_ $c$ @d <e> `f` \\n",
    "{{ settings.SECRET_KEY }} {% now %}",
    "=cmd|'/c calc'!A1",
    "datum.value + 1; ${alert(1)}",
    "Å\u0308ngström é ﬁ 한 ع 😀 \u202egnidaer",
    "a\u0000b\u0007c\ud800d\ufffe",
    "  två  blanksteg\toch\ttab ",
)
# Those of them that every format can carry character by character.
CARRIED = HOSTILE[:7]


def mondays(count: int, first: date = MONDAY) -> tuple[date, ...]:
    """So many Mondays in a row."""
    return tuple(first + timedelta(weeks=week) for week in range(count))


USUAL = Expected(middle=2, low_80=1, high_80=4, low_95=0, high_95=5)


def weeks(*counts: int, expected: Expected | None = USUAL) -> tuple[Week, ...]:
    """Known weeks with one area."""
    days = mondays(len(counts))
    return tuple(Week(d, (n,), expected=expected) for d, n in zip(days, counts, strict=True))


def bars(*counts: int, **rest: object) -> WeeklyBars:
    """A weekly chart of known weeks."""
    return WeeklyBars("Rapporter per vecka", weeks(*counts), **rest)  # type: ignore[arg-type]


def square(west: float, south: float, size: float) -> dict[str, object]:
    """A GeoJSON square with its south-west corner at a position, `size` degrees wide."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def area(number: int, size: float = 0.1, **rest: object) -> Area:
    """One square of a row of squares, from west to east."""
    values: dict[str, object] = {"value": str(number), "step": number % 6} | rest
    geometry = square(15.5 + number * size, 60.0, size)
    return Area(f"a{number}", f"Område {number}", geometry, **values)  # type: ignore[arg-type]


TABLE = Table(
    "Rapporter per område",
    (
        Column("Område"),
        Column("Antal", CellKind.NUMBER),
        Column("Per 1 000", CellKind.NUMBER, 1),
        Column("Anmärkning"),
    ),
    (
        ("Centrum", 1234, 5.25, ""),
        ("Risbron", 0, -2.0, None),
        ("Västanfors", "uppgift saknas", None, "avviker"),
    ),
)


def nodes(svg: str, tag: str) -> list[ET.Element]:
    """All elements of a kind."""
    return list(ET.fromstring(svg).iter(f"{{{NAMESPACE}}}{tag}"))


def texts(svg: str) -> list[str]:
    """All texts shown, in document order."""
    return ["".join(node.itertext()) for node in nodes(svg, "text")]


def classes(svg: str) -> set[str]:
    """All class names."""
    return {name for node in ET.fromstring(svg).iter() for name in node.get("class", "").split()}


def attributes(svg: str) -> Iterator[tuple[str, str]]:
    """All attributes of all elements."""
    for node in ET.fromstring(svg).iter():
        yield from node.attrib.items()


def check_page_svg(svg: str) -> None:
    """What every drawing on a page must hold: a name, no styles, scripts or loose ids."""
    root = ET.fromstring(svg)
    tags = {node.tag.removeprefix(f"{{{NAMESPACE}}}") for node in root.iter()}
    assert not tags & {"style", "script", "image", "foreignObject", "iframe", "use"}
    names = {name for name, _ in attributes(svg)}
    assert "style" not in names
    assert not {name for name in names if name.startswith("on")}
    ids = [value for name, value in attributes(svg) if name == "id"]
    assert len(ids) == len(set(ids))
    for reference in ("aria-labelledby", "aria-describedby"):
        assert root.attrib[reference] in ids
    for name, value in attributes(svg):
        if value.startswith("url("):
            assert value[5:-1] in ids, name
    assert root[0].tag.endswith("title")
    assert root[1].tag.endswith("desc")


def check_painted_by_role(svg: str) -> None:
    """Every colour has its class, so that a dark page leaves nothing black on black."""
    for node in ET.fromstring(svg).iter():
        for attribute in ("fill", "stroke"):
            colour = node.get(attribute, "none")
            if colour.startswith("#"):
                assert f"c-{attribute}-" in node.get("class", ""), ET.tostring(node)
            else:
                assert colour.startswith("url(#") or colour in ("none", "transparent"), colour


def check_shown(svg: str, *words: str) -> None:
    """Each text stands in the drawing as it was given, but for blanks, which SVG joins."""
    shown = {" ".join(text.split()) for text in texts(svg)}
    for text in words:
        assert " ".join(clean(text).split()) in shown, text
