"""The drawings of this room, from what was stored or counted.

A drawing and its words are Swedish whoever looks: half of them are names and the drawing's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import override

from samsyn.domain.monitoring import wording
from samsyn.domain.monitoring.computing.material import NamedPlace, nearest
from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.monitoring.queries.cells import CellCount, CellMap
from samsyn.domain.monitoring.queries.districts import DistrictComparison
from samsyn.domain.monitoring.queries.times import HotTimes
from samsyn.domain.monitoring.reading import degrees
from samsyn.domain.situations.rendering.figures import drawn
from samsyn.drawing.charts import (
    Chart,
    DistrictDots,
    DistrictRow,
    Expected,
    HeatCell,
    HeatGrid,
    Week,
    WeeklyBars,
    district_dots,
    heat_grid,
    linear_step,
    weekly_bars,
)
from samsyn.drawing.charts.heat import describe
from samsyn.drawing.maps import Area, AreaMap, Land, LegendStep, area_map
from samsyn.drawing.state import ValueState
from samsyn.foundation.clock import HOURED_PARTS
from samsyn.foundation.formats import WEEKDAYS, number

STATES = {
    "known": ValueState.KNOWN,
    "preliminary": ValueState.PRELIMINARY,
    "missing": ValueState.MISSING,
}
STEPS = 5
SMALLEST_TOP = 5
LABELLED = 6
"""Cells of a map that carry their name; the others have it as a title and in the table."""
NARROW = 310
"""Units of the drawing that a phone shows instead, with fewer weeks; its text stays readable."""
WIDE_MAP = 640
WEEKS_ON_A_PHONE = 20
MARGIN_CELLS = 4
"""Cells of ground round the outermost cells of a map."""


@dataclass(frozen=True)
class ChartPair:
    """The same drawing for a page and for a phone."""

    wide: Chart
    narrow: Chart


@override("sv")
def weekly(row: Deviation) -> ChartPair | None:
    """A year of weeks with what is usual; None for what was not counted by week."""
    weeks = tuple(_week(one) for one in row.evidence.get("weeks", ()))
    if not weeks:
        return None
    bars = WeeklyBars(
        title=f"{wording.title(row)} per vecka",
        weeks=weeks,
        areas=("Rapporter",),
    )
    narrow = replace(bars, weeks=weeks[-WEEKS_ON_A_PHONE:], width=NARROW)
    return ChartPair(drawn(weekly_bars, bars), drawn(weekly_bars, narrow))


def _week(one: dict[str, object]) -> Week:
    bands = one.get("bands")
    expected = None
    if isinstance(bands, list):
        low_80, high_80, low_95, high_95 = bands
        expected = Expected(float(str(one["expected"])), low_80, high_80, low_95, high_95)
    missing = one["count"] is None
    return Week(
        monday=date.fromisoformat(str(one["monday"])),
        counts=() if missing else (int(str(one["count"])),),
        state=STATES[str(one["state"])],
        expected=expected,
        alarm=bool(one["marked"]) and not missing,
    )


@override("sv")
def times(found: HotTimes, what: str) -> ChartPair:
    """Weekday by part of day."""
    cells = tuple(
        tuple(HeatCell(n, hot=hot) for n, hot in zip(counts, marks, strict=True))
        for counts, marks in zip(found.counts, found.hot, strict=True)
    )
    grid = HeatGrid(
        title=f"{what} efter veckodag och tid på dygnet",
        rows=tuple(str(part.label).capitalize() for part in HOURED_PARTS),
        columns=tuple(day[:3].capitalize() for day in WEEKDAYS),
        cells=cells,
        hot_label="Fler än veckodagen och tiden förklarar",
    )
    parts = tuple(str(part.label) for part in HOURED_PARTS)
    spoken = replace(grid, rows=parts, columns=WEEKDAYS)
    grid = replace(grid, description=describe(spoken))
    short = tuple(day[:2].capitalize() for day in WEEKDAYS)
    narrow = replace(grid, columns=short, width=NARROW)
    return ChartPair(drawn(heat_grid, grid), drawn(heat_grid, narrow))


def dots(found: DistrictComparison, what: str) -> ChartPair | None:
    """Districts beside the municipality; None where no rate can be had."""
    if found.mean is None:
        return None
    rows = tuple(
        DistrictRow(one.name, one.raw, one.shrunk, one.low, one.high)
        if one.raw is not None
        else DistrictRow(one.name, state=ValueState.WITHHELD)
        for one in found.rows
    )
    who = wording.people(found.of)
    made = DistrictDots(
        title=f"{what} per område",
        rows=rows,
        mean=found.mean,
        unit=f"per 1\u00a0000 {who}",
        description=wording.districts(found.mean, who, _beside(rows, found.mean)),
    )
    return ChartPair(drawn(district_dots, made), drawn(district_dots, replace(made, width=NARROW)))


def _beside(rows: Sequence[DistrictRow], mean: float) -> tuple[list[str], list[str]]:
    """Districts whose whole interval lies above the mean, and below it."""
    above = [one.label for one in rows if one.low is not None and one.low > mean]
    below = [one.label for one in rows if one.high is not None and one.high < mean]
    return above, below


@override("sv")
def cells(
    found: CellMap,
    what: str,
    places: Sequence[NamedPlace],
    borders: Sequence[dict[str, object]] = (),
    land: Land | None = None,
) -> ChartPair | None:
    """Painted cells over some borders and the land; None where there are none, or too few events
    to paint."""
    if not found.cells or not found.enough:
        return None
    top = max([SMALLEST_TOP, *(one.reports or 0 for one in found.cells)])
    busiest = sorted((one.reports or 0 for one in found.cells), reverse=True)[:LABELLED]
    names = [
        nearest(places, [(one.x, one.y)]) or f"Ruta {n}" for n, one in enumerate(found.cells, 1)
    ]
    made = AreaMap(
        title=f"{what} i rutor om {number(found.size)} m",
        areas=tuple(
            _cell(str(n), name, one, top, busiest[-1])
            for n, (name, one) in enumerate(zip(names, found.cells, strict=True))
        ),
        legend=tuple(_legend(top)),
        legend_title="Antal rapporter",
        outline=_ground(found),
        borders=tuple(borders),
        land=land,
        area_heading="Ruta, efter närmaste plats",
        description=_says(found),
    )
    return ChartPair(drawn(area_map, replace(made, width=WIDE_MAP)), drawn(area_map, made))


def _cell(key: str, name: str, one: CellCount, top: int, least: int) -> Area:
    ring = {"type": "Polygon", "coordinates": [[list(corner) for corner in one.ring]]}
    marked = bool(one.marked)
    if one.reports is None:
        return Area(key, name, ring, state=ValueState.WITHHELD, named=False, marked=marked)
    step = linear_step(one.reports, top)
    named = marked or one.reports >= max(least, 2)
    return Area(key, name, ring, number(one.reports), step, named=named, marked=marked)


def _ground(found: CellMap) -> dict[str, object]:
    """The rectangle that the cells lie in, with a margin."""
    pad = MARGIN_CELLS * found.size
    xs, ys = [one.x for one in found.cells], [one.y for one in found.cells]
    west, south = degrees(min(xs) - pad, min(ys) - pad)
    east, north = degrees(max(xs) + pad, max(ys) + pad)
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}


def _legend(top: int) -> Sequence[LegendStep]:
    found, low = [], 1
    for step in range(1, STEPS + 1):
        high = top * step // STEPS
        found.append(LegendStep(step, wording.span(low, high)))
        low = high + 1
    return found


def _says(found: CellMap) -> str:
    shown = [one.reports for one in found.cells if one.reports is not None]
    if not shown:
        return "Ingen ruta har så många rapporter att den kan visas."
    n, cells_, most = (number(value) for value in (sum(shown), len(shown), max(shown)))
    return f"{n} rapporter i {cells_} rutor. Flest i en ruta: {most}."
