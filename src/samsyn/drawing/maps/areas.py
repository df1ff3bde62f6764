"""What a map is made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry

from samsyn.drawing.palette import STEPS
from samsyn.drawing.state import STATE_TEXT, UNSHOWN, ValueState
from samsyn.drawing.table import CellKind, Column, Table

GeoJSON = Mapping[str, Any]
"""A GeoJSON geometry (RFC 7946) in WGS84, longitude before latitude."""

WIDTH = 320
"""Width in units of a map, no wider than a phone's card: its text is read there as it is drawn."""

# A link leads within the site or to a web page; never `javascript:` or `data:`.
_LINK = re.compile(r"(https?://|/(?!/)|[?#])")


@dataclass(frozen=True)
class Area:
    """One polygon: its name, what to write in it and which step (0–5) paints it.

    Missing and withheld areas need neither value nor step: a pattern and words say
    what they are. An area that is not `named` has its name as a title and in the table
    alone; a `marked` one stands out and is framed. Raises ValueError for a step
    outside 0–5 or a link that leads elsewhere than to a page.
    """

    id: str
    label: str
    geometry: GeoJSON
    value: str = ""
    step: int = 0
    state: ValueState = ValueState.KNOWN
    href: str | None = None
    named: bool = True
    marked: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.step < len(STEPS):
            raise ValueError(f"A step lies between 0 and {len(STEPS) - 1}, not {self.step}.")
        if self.href is not None and not _LINK.match(self.href):
            raise ValueError("A link begins with /, ?, #, http:// or https://.")

    @property
    def is_shown(self) -> bool:
        """Whether there is a value to write."""
        return self.state not in UNSHOWN

    @property
    def value_text(self) -> str:
        """The value, or in words why there is none."""
        return self.value if self.is_shown else STATE_TEXT[self.state]

    @property
    def name(self) -> str:
        """What the area is called aloud: its label and its value."""
        remark = f" ({STATE_TEXT[self.state]})" if self.state is ValueState.PRELIMINARY else ""
        return f"{self.label}: {self.value_text}{remark}"


@dataclass(frozen=True)
class Land:
    """What is drawn of a background, by kind, in WGS84; two of one ``digest`` are the same."""

    digest: str
    shapes: Mapping[str, BaseGeometry] = field(repr=False, compare=False)


@dataclass(frozen=True)
class LegendStep:
    """What a step stands for, such as "6–10"."""

    step: int
    label: str


@dataclass(frozen=True)
class AreaMap:
    """Areas in any order, over the outline of the whole; ``borders`` are drawn within the
    outline, beneath the areas, to find one's way by, and so is the ``land``; where there is no
    outline it is drawn over the areas.

    Raises ValueError without areas or when an id recurs.
    """

    title: str
    areas: tuple[Area, ...]
    legend: tuple[LegendStep, ...] = ()
    legend_title: str = ""
    outline: GeoJSON | None = None
    borders: tuple[GeoJSON, ...] = ()
    land: Land | None = None
    marked_label: str = "Sticker ut"
    area_heading: str = "Område"
    value_heading: str = "Antal"
    description: str = ""
    width: int = WIDTH

    def __post_init__(self) -> None:
        if not self.areas:
            raise ValueError("A map needs at least one area.")
        if len({area.id for area in self.areas}) < len(self.areas):
            raise ValueError("Each area needs an id of its own.")

    def describe(self) -> str:
        """What the map shows, area by area."""
        return f"Karta. {'. '.join(area.name for area in self.areas)}."

    def table(self) -> Table:
        """The areas in figures."""
        columns = (Column(self.area_heading), Column(self.value_heading, CellKind.NUMBER))
        return Table(
            self.title, columns, tuple((area.label, area.value_text) for area in self.areas)
        )
