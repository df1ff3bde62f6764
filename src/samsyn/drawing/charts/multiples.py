"""Small multiples: one line for each area, on one scale, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from samsyn.drawing import fonts
from samsyn.drawing.charts.chart import WIDTH, Chart, Spec, draw
from samsyn.drawing.palette import variable
from samsyn.drawing.state import STATE_TEXT, ValueState
from samsyn.drawing.table import Cell, CellKind, Column, Table
from samsyn.drawing.texts import counted, week_label, week_name

_GAP = 26
_PANEL_WIDTH, _PANEL_HEIGHT = 180, 72
_NUMBER_ROOM = 34
"""Pixels right of a line for its last number."""
_SMALLEST_TOP = 4


@dataclass(frozen=True)
class Panel:
    """One area: a value for each week, None where it is not known.

    `reference` is what the line is read against, such as the year before.
    """

    label: str
    values: tuple[float | None, ...]
    reference: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class SmallMultiples:
    """Panels over the same weeks (their Mondays, in order).

    `cumulative` adds the values up from the first week; an unknown week is a gap
    in the line and adds nothing. Raises ValueError when a panel does not have one
    value for each week, or a label recurs.
    """

    title: str
    mondays: tuple[date, ...]
    panels: tuple[Panel, ...]
    cumulative: bool = False
    value_label: str = "I år"
    reference_label: str = "Föregående år"
    unit: str = "rapporter"
    description: str = ""
    width: int = WIDTH

    def __post_init__(self) -> None:
        if len({panel.label for panel in self.panels}) < len(self.panels):
            raise ValueError("Each panel needs a name of its own.")
        for panel in self.panels:
            lengths = {len(panel.values), len(panel.reference) or len(panel.values)}
            if lengths != {len(self.mondays)}:
                raise ValueError(f"{panel.label} needs one value for each week.")

    def line(self, values: tuple[float | None, ...]) -> list[float | None]:
        """The values as drawn: as they are, or added up."""
        if not self.cumulative:
            return list(values)
        sums = accumulate(value or 0 for value in values)
        return [None if raw is None else total for raw, total in zip(values, sums, strict=True)]

    @property
    def columns(self) -> int:
        """How many panels stand side by side."""
        longest = max((fonts.width(panel.label, 14) for panel in self.panels), default=0)
        slot = max(_PANEL_WIDTH, longest) + _GAP
        return max(1, min(len(self.panels), int((self.width + _GAP) // slot)))


def _rows(multiples: SmallMultiples) -> Iterator[Spec]:
    for panel in multiples.panels:
        values = multiples.line(panel.values)
        reference = multiples.line(panel.reference) or [None] * len(values)
        known = [place for place, value in enumerate(values) if value is not None]
        for place, day in enumerate(multiples.mondays):
            yield {
                "panel": panel.label,
                "day": day.isoformat(),
                "value": values[place],
                "reference": reference[place],
                "first": place == 0,
                "last": bool(known) and place == known[-1],
                "lone": _is_lone(values, place),
            }


def _is_lone(values: list[float | None], place: int) -> bool:
    """Whether a value has a gap on both sides, where a line would not show it."""
    around = values[max(0, place - 1) : place] + values[place + 1 : place + 2]
    return values[place] is not None and all(value is None for value in around)


def _lines(multiples: SmallMultiples) -> list[Spec]:
    names = [multiples.value_label, multiples.reference_label]
    compared = any(panel.reference for panel in multiples.panels)
    key = {"symbolType": "stroke", "symbolStrokeWidth": 2, "symbolSize": 260} if compared else None
    ranges = {"stroke": [variable("primary"), variable("axis")], "strokeDash": [[1, 0], [3, 3]]}
    lines = (("reference", names[1], 1.5), ("value", names[0], 2))
    return [
        {
            "mark": {"type": "line", "strokeWidth": width},
            "encoding": {
                "y": {"field": field, "type": "quantitative"},
                **{
                    channel: {
                        "datum": name,
                        "scale": {"domain": names, "range": ends},
                        "legend": key,
                    }
                    for channel, ends in ranges.items()
                },
            },
        }
        for field, name, width in lines[0 if compared else 1 :]
    ]


def _at(test: str, mark: Spec, **encoding: Spec) -> Spec:
    return {
        "transform": [{"filter": test}],
        "mark": mark,
        "encoding": {"y": {"field": "value", "type": "quantitative"}, **encoding},
    }


def _marks() -> list[Spec]:
    """The name of the area, a dot where a line ends or stands alone, the last number."""
    ink = {"type": "text", "align": "left", "fontWeight": 600, "color": variable("ink")}
    dot = {"type": "point", "filled": True, "size": 36, "opacity": 1, "color": variable("primary")}
    name = _at("datum.first", {**ink, "fontSize": 13, "x": 0}, text={"field": "panel"})
    name["encoding"]["y"] = {"value": -14}
    latest = {"field": "value", "type": "quantitative", "format": ",~f"}
    return [
        name,
        _at("datum.last || datum.lone", dot),
        _at("datum.last", {**ink, "dx": 7}, text=latest),
    ]


def _panel(multiples: SmallMultiples, rows: list[Spec]) -> Spec:
    tallest = max((row[key] or 0 for row in rows for key in ("value", "reference")), default=0)
    days = {day.isoformat(): week_label(day) for day in multiples.mondays}
    ends = [*days][:: max(1, len(days) - 1)]
    axis = {"title": None, "values": ends, "labelExpr": f"({days})[datum.value]", "labelAngle": 0}
    scale = {"domain": [0, 1.1 * max(_SMALLEST_TOP, tallest)], "nice": False}
    ticks = {"title": None, "tickCount": 3, "format": ",d", "tickMinStep": 1}
    layers = [*_lines(multiples), *_marks()]
    layers[0]["encoding"]["y"] |= {"scale": scale, "axis": ticks}
    points = {"domain": list(days), "type": "point", "padding": 0}
    taken = multiples.columns * (_GAP + _NUMBER_ROOM)
    return {
        "width": max(80, (multiples.width - taken) / multiples.columns),
        "height": _PANEL_HEIGHT,
        "encoding": {"x": {"field": "day", "type": "ordinal", "scale": points, "axis": axis}},
        "layer": layers,
    }


def specification(multiples: SmallMultiples) -> Spec:
    """The Vega-Lite specification."""
    rows = list(_rows(multiples))
    names = [panel.label for panel in multiples.panels]
    return {
        "autosize": {"type": "pad"},
        "bounds": "flush",
        "data": {"values": rows},
        "facet": {
            "field": "panel",
            "type": "nominal",
            "sort": names,
            "header": {"labelExpr": "''", "title": None},
        },
        "columns": multiples.columns,
        "spacing": {"row": 58, "column": _GAP + _NUMBER_ROOM},
        "spec": _panel(multiples, rows),
    }


def _cells(values: list[float | None]) -> list[Cell]:
    return [STATE_TEXT[ValueState.MISSING] if value is None else value for value in values]


def _series(multiples: SmallMultiples) -> Iterator[tuple[str, list[Cell]]]:
    for panel in multiples.panels:
        yield panel.label, _cells(multiples.line(panel.values))
        if panel.reference:
            label = f"{panel.label}, {multiples.reference_label.lower()}"
            yield label, _cells(multiples.line(panel.reference))


def table(multiples: SmallMultiples) -> Table:
    """Weeks as rows, areas as columns."""
    series = list(_series(multiples))
    columns = (Column("Vecka"), *(Column(label, CellKind.NUMBER) for label, _ in series))
    weeks = [week_name(day) for day in multiples.mondays]
    rows = zip(weeks, *(cells for _, cells in series), strict=True)
    return Table(multiples.title, columns, tuple(rows))


def describe(multiples: SmallMultiples) -> str:
    """The latest value of each area, in sentences."""
    words = "sammanlagt" if multiples.cumulative else "senast"
    parts = []
    for panel in multiples.panels:
        known = [value for value in multiples.line(panel.values) if value is not None]
        latest = counted(known[-1], multiples.unit) if known else STATE_TEXT[ValueState.MISSING]
        parts.append(f"{panel.label}, {words}: {latest}.")
    return " ".join(parts)


def small_multiples(multiples: SmallMultiples) -> Chart:
    """Draw the panels."""
    return draw(
        specification(multiples),
        multiples.title,
        multiples.description or describe(multiples),
        table(multiples),
    )
