"""Heat grid: how counts gather over two short scales, such as weekday and part of day.

Every cell carries its number, so the colour only helps the eye. What is hot is
framed and bold; hot is a finding of its own and not the darkest step.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from samsyn.drawing.charts.chart import WIDTH, Chart, Spec, draw
from samsyn.drawing.palette import STEPS, variable
from samsyn.drawing.state import STATE_TEXT, UNSHOWN, ValueState
from samsyn.drawing.table import Cell, CellKind, Column, Table
from samsyn.drawing.texts import number

_SMALLEST_TOP = 5
"""The darkest step is never reached by fewer than this."""
_ROW_HEIGHT = 34
_SIGNS = {ValueState.MISSING: "–", ValueState.WITHHELD: "·"}


@dataclass(frozen=True)
class HeatCell:
    """One count; `hot` when the analysis found clearly more than usual here."""

    value: int | None = None
    state: ValueState = ValueState.KNOWN
    hot: bool = False

    def __post_init__(self) -> None:
        if (self.value is None) != (self.state in UNSHOWN):
            raise ValueError("A known cell has a value; a missing or withheld one has none.")


@dataclass(frozen=True)
class HeatGrid:
    """Cells by row and column, in the order given.

    Raises ValueError when the cells do not fill rows × columns or a label recurs.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[HeatCell, ...], ...]
    unit: str = "rapporter"
    hot_label: str = "Fler än vanligt här"
    row_heading: str = "Tid"
    description: str = ""
    width: int = WIDTH

    def __post_init__(self) -> None:
        if len(self.cells) != len(self.rows) or any(
            len(row) != len(self.columns) for row in self.cells
        ):
            raise ValueError("The grid needs one cell for each row and column.")
        for labels in (self.rows, self.columns):
            if len(set(labels)) < len(labels):
                raise ValueError("Each row and each column needs a name of its own.")

    def named(self) -> Iterator[tuple[str, str, HeatCell]]:
        """Row, column and cell, row by row."""
        for row, cells in zip(self.rows, self.cells, strict=True):
            for column, cell in zip(self.columns, cells, strict=True):
                yield row, column, cell

    @property
    def top(self) -> int:
        """The count of the darkest step."""
        return max([_SMALLEST_TOP, *(cell.value or 0 for _, _, cell in self.named())])


def linear_step(value: float, top: float) -> int:
    """Which of the steps 0–5 a value between 0 and `top` falls in; only nothing is 0."""
    return min(len(STEPS) - 1, max(0, ceil((len(STEPS) - 1) * value / top)))


def _values(grid: HeatGrid) -> Iterator[Spec]:
    for row, column, cell in grid.named():
        step = STEPS[linear_step(cell.value or 0, grid.top)]
        unshown = cell.state in UNSHOWN
        yield {
            "row": row,
            "column": column,
            "fill": f"url(#{cell.state})" if unshown else variable(step),
            "ink": variable("ink-soft" if unshown else f"on-{step}"),
            "text": _SIGNS.get(cell.state, number(cell.value or 0)),
            "hot": grid.hot_label if cell.hot else None,
        }


def _as_is(field: str) -> Spec:
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def _frame(grid: HeatGrid) -> Spec:
    scale = {"domain": [grid.hot_label], "range": [variable("alarm")]}
    key = {"symbolFillColor": "transparent", "symbolStrokeWidth": 2.5, "offset": 12}
    stroke = {"field": "hot", "type": "nominal", "scale": scale, "legend": key}
    return {
        "transform": [{"filter": "datum.hot !== null"}],
        "mark": {"type": "rect", "fill": None, "strokeWidth": 2.5},
        "encoding": {"stroke": stroke},
    }


def specification(grid: HeatGrid) -> Spec:
    """The Vega-Lite specification."""
    rows = list(_values(grid))
    axis = {"title": None, "domain": False, "grid": False}
    across = {"labelAngle": 0, "orient": "top"}
    cells: Spec = {
        "mark": {"type": "rect", "stroke": variable("surface"), "strokeWidth": 2},
        "encoding": {"fill": _as_is("fill")},
    }
    weight = {"expr": "datum.hot === null ? 400 : 600"}
    texts = {
        "mark": {"type": "text", "fontSize": 13, "fontWeight": weight},
        "encoding": {"text": {"field": "text"}, "fill": _as_is("ink")},
    }
    hot = any(row["hot"] for row in rows)
    return {
        "width": grid.width,
        "height": _ROW_HEIGHT * len(grid.rows),
        "data": {"values": rows},
        "encoding": {
            "x": {"field": "column", "type": "ordinal", "sort": None, "axis": axis | across},
            "y": {"field": "row", "type": "ordinal", "sort": None, "axis": axis},
        },
        "layer": [cells, *([_frame(grid)] if hot else []), texts],
    }


def _cell(cell: HeatCell) -> Cell:
    return cell.value if cell.value is not None else STATE_TEXT[cell.state]


def table(grid: HeatGrid) -> Table:
    """The counts in figures."""
    columns = (
        Column(grid.row_heading),
        *(Column(label, CellKind.NUMBER) for label in grid.columns),
    )
    pairs = zip(grid.rows, grid.cells, strict=True)
    return Table(grid.title, columns, tuple((row, *map(_cell, cells)) for row, cells in pairs))


def _time(column: str, row: str) -> str:
    """Two headings as they stand within a sentence: "fredag kväll 18–24"."""
    return " ".join(heading[:1].lower() + heading[1:] for heading in (column, row))


def describe(grid: HeatGrid) -> str:
    """What the grid shows, in sentences."""
    known = [(cell.value or 0, row, column) for row, column, cell in grid.named()]
    hot = [_time(column, row) for row, column, cell in grid.named() if cell.hot]
    total = sum(value for value, _, _ in known)
    if not total:
        return f"Inga {grid.unit}."
    value, row, column = max(known, key=lambda entry: entry[0])
    most = f"Flest {_time(column, row)}: {number(value)} av {number(total)} {grid.unit}."
    return f"{most} {grid.hot_label}: {', '.join(hot)}." if hot else most


def heat_grid(grid: HeatGrid) -> Chart:
    """Draw the grid."""
    return draw(specification(grid), grid.title, grid.description or describe(grid), table(grid))
