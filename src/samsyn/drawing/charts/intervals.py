"""Dots with intervals: districts beside the municipality, and effects of measures.

The rows stand in the order given (districts by geography, never by size): a
ranking that the intervals do not carry is not drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.drawing.charts.chart import WIDTH, Chart, Spec, draw
from samsyn.drawing.palette import variable
from samsyn.drawing.state import STATE_TEXT, ValueState
from samsyn.drawing.table import Cell, CellKind, Column, Table
from samsyn.drawing.texts import number, span

SHRUNK, RAW, INTERVAL = "Utjämnat värde", "Uppmätt värde", "Osäkerhet, 95 %"
_ROW_HEIGHT, _TALL_ROW = 30, 62
_NARROW = 480
"""Below this width legends stack and names stand above their rows."""


@dataclass(frozen=True)
class DistrictRow:
    """A district's measured and shrunk value, with the 95 % interval of the latter.

    Where there are too few districts to shrink towards each other the interval is that of
    the measured value. A missing or withheld row has no numbers.
    """

    label: str
    raw: float | None = None
    shrunk: float | None = None
    low: float | None = None
    high: float | None = None
    state: ValueState = ValueState.KNOWN


@dataclass(frozen=True)
class DistrictDots:
    """Districts beside the municipality's mean, in `unit` (such as "per 1 000 invånare").

    Raises ValueError when a label recurs.
    """

    title: str
    rows: tuple[DistrictRow, ...]
    mean: float
    mean_label: str = "Hela kommunen"
    unit: str = "per 1\N{NO-BREAK SPACE}000 invånare"
    description: str = ""
    width: int = WIDTH

    def __post_init__(self) -> None:
        _check_labels(self.rows)


@dataclass(frozen=True)
class EffectRow:
    """What a measure did to one outcome: estimate, 95 % interval, verdict in words."""

    label: str
    estimate: float
    low: float
    high: float
    verdict: str


@dataclass(frozen=True)
class EffectWhiskers:
    """Effects beside the line of no change, in `unit`; below zero is fewer.

    Raises ValueError when a label recurs.
    """

    title: str
    rows: tuple[EffectRow, ...]
    unit: str = "rapporter färre eller fler"
    zero_label: str = "ingen förändring"
    description: str = ""
    width: int = WIDTH

    def __post_init__(self) -> None:
        _check_labels(self.rows)


def _check_labels(rows: Sequence[DistrictRow | EffectRow]) -> None:
    if len({row.label for row in rows}) < len(rows):
        raise ValueError("Each row needs a name of its own.")


def _x(field: str, unit: str = "", zero: bool = True) -> Spec:
    axis = {"title": unit, "grid": True, "format": ",~f", "tickCount": 6, "domain": False}
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"zero": zero, "nice": True},
        "axis": axis,
    }


def _y(labels: Sequence[str]) -> Spec:
    axis: Spec = {"title": None, "domain": False, "grid": False, "labelFontSize": 13}
    axis |= {"labelColor": variable("ink")}
    return {"field": "label", "type": "nominal", "scale": {"domain": list(labels)}, "axis": axis}


def _reference(value: float, label: str) -> list[Spec]:
    """A dashed line across all rows, named above."""
    data = {"values": [{"at": value, "name": label}]}
    x = {"field": "at", "type": "quantitative"}
    line = {"type": "rule", "stroke": variable("ink"), "strokeDash": [4, 3], "strokeWidth": 1.2}
    name = {"type": "text", "dy": -9, "y": 0, "color": variable("ink")}
    return [
        {"data": data, "mark": line, "encoding": {"x": x}},
        {"data": data, "mark": name, "encoding": {"x": x, "text": {"field": "name"}}},
    ]


def _whisker(unit: str) -> Spec:
    mark = {"type": "rule", "stroke": variable("expected"), "strokeWidth": 2.5}
    return {"mark": mark, "encoding": {"x": _x("low", unit), "x2": {"field": "high"}}}


_LOOKS = {
    SHRUNK: (variable("primary"), variable("primary"), "circle"),
    RAW: (variable("surface"), variable("primary"), "circle"),
    INTERVAL: (variable("expected"), variable("expected"), "stroke"),
}
"""Fill, stroke and shape of what the legend names."""


def _dot(field: str, name: str, names: Sequence[str], width: float) -> Spec:
    key = {"offset": 30, "columns": 3 if width >= _NARROW else 1, "symbolStrokeWidth": 2}
    looks = zip(*(_LOOKS[one] for one in names), strict=True)
    ranges = dict(zip(("fill", "stroke", "shape"), map(list, looks), strict=True))
    channels = {
        channel: {"datum": name, "scale": {"domain": [*names], "range": values}, "legend": key}
        for channel, values in ranges.items()
    }
    mark = {"type": "point", "strokeWidth": 2, "size": 80, "opacity": 1}
    return {"mark": mark, "encoding": {"x": _x(field), **channels}}


def _unshown(dots: DistrictDots) -> list[Spec]:
    rows = [
        {"label": row.label, "text": STATE_TEXT[row.state], "at": dots.mean}
        for row in dots.rows
        if row.low is None
    ]
    text = {"type": "text", "align": "left", "dx": 8, "color": variable("ink-soft")}
    x = {"field": "at", "type": "quantitative"}
    layer = {"mark": text, "encoding": {"x": x, "text": {"field": "text"}}}
    return [{"data": {"values": rows}, **layer}] if rows else []


def _frame(rows: Sequence[DistrictRow | EffectRow], values: list[Spec], width: int) -> Spec:
    return {
        "width": width,
        "height": _ROW_HEIGHT * len(rows),
        "data": {"values": values},
        "encoding": {"y": _y([row.label for row in rows])},
    }


def district_specification(dots: DistrictDots) -> Spec:
    """The Vega-Lite specification of a comparison of districts."""
    shown = [vars(row) for row in dots.rows if row.low is not None]
    shrunk = any(row.shrunk is not None for row in dots.rows)
    names = [SHRUNK, RAW, INTERVAL] if shrunk else [RAW, INTERVAL]
    layers = [
        _whisker(dots.unit),
        _dot("raw", RAW, names, dots.width),
        *([_dot("shrunk", SHRUNK, names, dots.width)] if shrunk else []),
        *_unshown(dots),
    ]
    lines = _reference(dots.mean, f"{dots.mean_label}: {number(dots.mean)}")
    frame = _frame(dots.rows, shown, dots.width)
    return _over(frame, lines, layers)


def _over(frame: Spec, lines: list[Spec], layers: list[Spec]) -> Spec:
    """Put layers that have rows over lines that cross all rows."""
    rows = {"encoding": frame.pop("encoding"), "data": frame.pop("data"), "layer": layers}
    return {**frame, "layer": [*lines, rows]}


def _beside(effects: EffectWhiskers, frame: Spec) -> list[Spec]:
    """The verdicts in a column of their own, right of the plot."""
    text = {"type": "text", "align": "left", "x": "width", "dx": 12, "color": variable("ink")}
    return [{"mark": text, "encoding": {"text": {"field": "verdict"}}}]


def _above(effects: EffectWhiskers, frame: Spec) -> list[Spec]:
    """Names and verdicts above their whiskers, where the plot needs the whole width."""
    frame["encoding"]["y"]["axis"] = None
    frame["height"] = _TALL_ROW * len(effects.rows)
    text = {"type": "text", "align": "left", "x": 0, "color": variable("ink")}
    name = {"mark": {**text, "dy": -28}, "encoding": {"text": {"field": "label"}}}
    verdict = {**text, "dy": -13, "fontWeight": 600}
    return [name, {"mark": verdict, "encoding": {"text": {"field": "verdict"}}}]


def effect_specification(effects: EffectWhiskers) -> Spec:
    """The Vega-Lite specification of effects."""
    dot = {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": variable("primary")}
    frame = _frame(effects.rows, [vars(row) for row in effects.rows], effects.width)
    verdicts = (_above if effects.width < _NARROW else _beside)(effects, frame)
    dots = {"mark": dot, "encoding": {"x": _x("estimate")}}
    layers = [_whisker(effects.unit), dots, *verdicts]
    return _over(frame, _reference(0, effects.zero_label), layers)


def _district_cells(row: DistrictRow) -> tuple[Cell, ...]:
    if row.low is None or row.high is None:
        return (row.label, None, None, None, STATE_TEXT[row.state])
    return (row.label, row.raw, row.shrunk, span(row.low, row.high), STATE_TEXT[row.state])


def district_table(dots: DistrictDots) -> Table:
    """Districts and the municipality in figures."""
    names = [f"{name} ({dots.unit})" for name in (RAW, SHRUNK)]
    columns = (
        Column("Distrikt"),
        *(Column(name, CellKind.NUMBER, 1) for name in names),
        Column(INTERVAL, CellKind.NUMBER),
        Column("Anmärkning"),
    )
    mean = (dots.mean_label, dots.mean, None, None, "")
    return Table(dots.title, columns, (*map(_district_cells, dots.rows), mean))


def effect_table(effects: EffectWhiskers) -> Table:
    """Effects in figures."""
    columns = (
        Column("Utfall"),
        Column(f"Skattning ({effects.unit})", CellKind.NUMBER, 1),
        Column(INTERVAL, CellKind.NUMBER),
        Column("Bedömning"),
    )
    rows = ((row.label, row.estimate, span(row.low, row.high), row.verdict) for row in effects.rows)
    return Table(effects.title, columns, tuple(rows))


def describe_districts(dots: DistrictDots) -> str:
    """Which districts lie clearly beside the mean, in sentences."""
    above = [row.label for row in dots.rows if row.low is not None and row.low > dots.mean]
    below = [row.label for row in dots.rows if row.high is not None and row.high < dots.mean]
    sides = ((above, "Tydligt över"), (below, "Tydligt under"))
    parts = [f"{words}: {', '.join(labels)}." for labels, words in sides if labels]
    whole = f"{dots.mean_label}: {number(dots.mean)} {dots.unit}."
    return " ".join([whole, *(parts or ["Inget distrikt skiljer sig tydligt från helheten."])])


def describe_effects(effects: EffectWhiskers) -> str:
    """Each effect as a sentence."""
    return " ".join(
        f"{row.label}: {row.verdict}, {number(row.estimate)} ({span(row.low, row.high)})."
        for row in effects.rows
    )


def district_dots(dots: DistrictDots) -> Chart:
    """Draw the districts."""
    description = dots.description or describe_districts(dots)
    return draw(district_specification(dots), dots.title, description, district_table(dots))


def effect_whiskers(effects: EffectWhiskers) -> Chart:
    """Draw the effects."""
    description = effects.description or describe_effects(effects)
    return draw(effect_specification(effects), effects.title, description, effect_table(effects))
