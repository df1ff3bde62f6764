"""Weekly bars: what came, what is usual, what stands out, what is not known.

A missing week is a marked gap, never a zero. A preliminary week is grey and
hatched. Bands hold what 80 and 95 weeks of a hundred hold; the alarm is a diamond
above its bar with the number, so that it is seen without colour.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial

from samsyn.drawing.charts import legend
from samsyn.drawing.charts.chart import WIDTH, Chart, Spec, draw
from samsyn.drawing.charts.legend import Item
from samsyn.drawing.palette import SERIES, variable
from samsyn.drawing.state import STATE_TEXT, UNSHOWN, ValueState
from samsyn.drawing.table import Cell, CellKind, Column, Table
from samsyn.drawing.texts import counted, span, week_label, week_name

BAND_95 = Item("Vanligt 95 veckor av 100", variable("band-95"))
BAND_80 = Item("Vanligt 80 veckor av 100", variable("band-80"))
PRELIMINARY = Item("Preliminär", "url(#preliminary)")
MISSING = Item("Uppgift saknas", "url(#missing)")
WITHHELD = Item("För litet för att visa", "url(#withheld)")
ALARM = Item("Avviker", variable("alarm"))
_RESERVED = {item.label for item in (BAND_95, BAND_80, PRELIMINARY, MISSING, WITHHELD, ALARM)}

_LABEL_STEP = 37
"""Pixels that a week's label needs on the axis."""
_SMALLEST_TOP = 4
"""The axis reaches at least this far, so that two reports do not look like a flood."""


@dataclass(frozen=True)
class Expected:
    """What is usual: the middle, and the bands of 80 and 95 weeks in a hundred."""

    middle: float
    low_80: float
    high_80: float
    low_95: float
    high_95: float


@dataclass(frozen=True)
class Week:
    """One ISO week from its Monday. `counts` has one number for each area.

    Missing and withheld weeks have no counts.
    """

    monday: date
    counts: tuple[int, ...] = ()
    state: ValueState = ValueState.KNOWN
    expected: Expected | None = None
    alarm: bool = False

    @property
    def total(self) -> int | None:
        """The sum over the areas; None where it is missing or withheld."""
        return None if self.state in UNSHOWN else sum(self.counts)


@dataclass(frozen=True)
class WeeklyBars:
    """Weeks in any order, drawn by date. More than one area gives stacked bars.

    Raises ValueError for a day that is not a Monday, a week given twice, counts
    that do not match the areas, or more areas than there are series (6).
    """

    title: str
    weeks: tuple[Week, ...]
    areas: tuple[str, ...] = ("Antal",)
    unit: str = "rapporter"
    description: str = ""
    width: int = WIDTH
    height: int = 220

    def __post_init__(self) -> None:
        if not 1 <= len(self.areas) <= len(SERIES):
            raise ValueError(f"Between 1 and {len(SERIES)} areas can be told apart in one chart.")
        if len(set(self.areas)) < len(self.areas) or _RESERVED & set(self.areas):
            raise ValueError("Each area needs a name of its own.")
        if len({week.monday for week in self.weeks}) < len(self.weeks):
            raise ValueError("A week is given twice.")
        for week in self.weeks:
            self._check(week)

    def _check(self, week: Week) -> None:
        if week.monday.weekday():
            raise ValueError(f"{week.monday} is not a Monday.")
        if week.total is not None and len(week.counts) != len(self.areas):
            raise ValueError(f"{week_name(week.monday)} needs one count for each area.")

    @property
    def in_order(self) -> tuple[Week, ...]:
        """The weeks by date."""
        return tuple(sorted(self.weeks, key=lambda week: week.monday))

    @property
    def is_stacked(self) -> bool:
        """Whether there are several areas."""
        return len(self.areas) > 1

    @property
    def top(self) -> float:
        """Where the count axis ends, with room for an alarm above the tallest bar."""
        bands = [week.expected.high_95 for week in self.weeks if week.expected]
        tallest = max([_SMALLEST_TOP, *bands, *(week.total or 0 for week in self.weeks)])
        return tallest * (1.18 if any(week.alarm for week in self.weeks) else 1.0)

    def having(self, state: ValueState) -> list[Week]:
        """The weeks in a state, by date."""
        return [week for week in self.in_order if week.state is state]


def _labels(mondays: list[date], width: float) -> dict[str, list[str]]:
    every = max(1, -(-len(mondays) * _LABEL_STEP // int(width)))
    shown = mondays[::-1][::every][::-1]  # the latest week always has its label
    labels = {day.isoformat(): [""] for day in mondays}
    year = None
    for day in shown:
        labels[day.isoformat()] = [week_label(day)]
        if day.isocalendar().year != year:
            year = day.isocalendar().year
            labels[day.isoformat()].append(str(year))
    return labels


def week_axis(mondays: list[date], width: float) -> Spec:
    """The x channel: one step a week, by date, labelled "v. 40" with the year below."""
    labels = _labels(mondays, width)
    return {
        "field": "week",
        "type": "ordinal",
        "scale": {"domain": list(labels), "padding": 0},
        "axis": {"labelAngle": 0, "labelExpr": f"({labels})[datum.value]", "title": None},
    }


def _fills(bars: WeeklyBars) -> Iterator[Item]:
    if bars.is_stacked:
        for name, area in zip(SERIES, bars.areas, strict=False):
            yield Item(area, f"url(#{name})")
    else:
        yield Item(bars.areas[0], variable("primary"))


def _items(bars: WeeklyBars) -> list[Item]:
    """What the legend explains: only what the chart holds."""
    items = list(_fills(bars))
    if any(week.expected for week in bars.weeks):
        items += [BAND_80, BAND_95]
    states = {
        ValueState.PRELIMINARY: PRELIMINARY,
        ValueState.MISSING: MISSING,
        ValueState.WITHHELD: WITHHELD,
    }
    return items + [item for state, item in states.items() if bars.having(state)]


def _layer(rows: list[Spec], mark: Spec, **encoding: Spec) -> Spec:
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _quantity(field: str) -> Spec:
    return {"field": field, "type": "quantitative"}


def _gaps(bars: WeeklyBars) -> Iterator[Spec]:
    for state, item in ((ValueState.MISSING, MISSING), (ValueState.WITHHELD, WITHHELD)):
        rows = [{"week": week.monday.isoformat(), "top": bars.top} for week in bars.having(state)]
        if rows:
            mark = {"type": "bar", "width": {"band": 0.96}}
            yield _layer(rows, mark, y=_quantity("top"), color={"datum": item.label})


def _bands(bars: WeeklyBars) -> Iterator[Spec]:
    rows = [
        {"week": week.monday.isoformat(), **asdict(week.expected)}
        for week in bars.in_order
        if week.expected
    ]
    if not rows:
        return
    for item, level in ((BAND_95, "95"), (BAND_80, "80")):
        # A stroke of the same colour closes the seams between neighbours.
        full = {"type": "bar", "width": {"band": 1}, "stroke": item.paint, "strokeWidth": 1}
        low, high = {"field": f"low_{level}"}, _quantity(f"high_{level}")
        yield _layer(rows, full, y=high, y2=low, color={"datum": item.label})
    line = {"type": "tick", "width": {"band": 1}, "thickness": 1.5, "color": variable("expected")}
    yield _layer(rows, line, y=_quantity("middle"))


def _bar_rows(bars: WeeklyBars) -> Iterator[Spec]:
    for week in bars.in_order:
        if week.total is None:
            continue
        grey = week.state is ValueState.PRELIMINARY and not bars.is_stacked
        for order, (area, count) in enumerate(zip(bars.areas, week.counts, strict=True)):
            item = PRELIMINARY.label if grey else area
            yield {"week": week.monday.isoformat(), "count": count, "item": item, "order": order}


def _bars(bars: WeeklyBars) -> Iterator[Spec]:
    mark: Spec = {"type": "bar", "width": {"band": 0.66}}
    if bars.is_stacked:
        mark |= {"stroke": variable("surface"), "strokeWidth": 1}
    yield _layer(
        list(_bar_rows(bars)),
        mark,
        y={**_quantity("count"), "stack": "zero"},
        order={"field": "order"},
        color=legend.colour(_items(bars), bars.width, field="item"),
    )
    rows = [
        {"week": w.monday.isoformat(), "n": w.total} for w in bars.having(ValueState.PRELIMINARY)
    ]
    if rows and bars.is_stacked:
        over = {"type": "bar", "width": {"band": 0.66}, "fill": "url(#preliminary-over)"}
        yield _layer(rows, over, y=_quantity("n"))


def _alarms(bars: WeeklyBars) -> Iterator[Spec]:
    rows = [
        {"week": week.monday.isoformat(), "n": week.total, "mark": ALARM.label}
        for week in bars.in_order
        if week.alarm and week.total is not None
    ]
    if rows:
        point = {"type": "point", "filled": True, "size": 90, "yOffset": -10, "opacity": 1}
        scale = {"domain": [ALARM.label], "range": ["diamond"]}
        key = {"symbolFillColor": ALARM.paint, "symbolSize": 90}
        shape = {"field": "mark", "type": "nominal", "scale": scale, "legend": key}
        yield _layer(rows, {**point, "color": ALARM.paint}, y=_quantity("n"), shape=shape)
        text = {"type": "text", "dy": -25, "fontWeight": 600, "color": variable("ink")}
        yield _layer(rows, text, y=_quantity("n"), text={"field": "n"})


def specification(bars: WeeklyBars) -> Spec:
    """The Vega-Lite specification."""
    axis = {"format": ",d", "tickMinStep": 1, "title": bars.unit, **_FLAT_TITLE}
    y = {"scale": {"domain": [0, bars.top], "nice": False}, "axis": axis}
    mondays = [week.monday for week in bars.in_order]
    layers = [*_bands(bars), *_gaps(bars), *_bars(bars), *_alarms(bars)]
    layers[0]["encoding"]["y"] |= y
    return {
        "width": bars.width,
        "height": bars.height,
        "encoding": {"x": week_axis(mondays, bars.width - 40)},
        "layer": layers,
    }


# The unit stands above the axis, read without turning the head.
_FLAT_TITLE = {
    "titleAngle": 0,
    "titleAlign": "left",
    "titleAnchor": "end",
    "titleX": 0,
    "titleY": -10,
}


def _row(bars: WeeklyBars, week: Week) -> tuple[Cell, ...]:
    counts: tuple[Cell, ...] = week.counts if week.total is not None else (None,) * len(bars.areas)
    total = (week.total,) if bars.is_stacked else ()
    return (week_name(week.monday), *counts, *total)


def _usual(week: Week) -> str:
    return span(week.expected.low_95, week.expected.high_95) if week.expected else ""


def _remark(week: Week) -> str:
    return STATE_TEXT[week.state] or ("avviker" if week.alarm else "")


_OPTIONAL = {
    Column("Vanligt 95 veckor av 100", CellKind.NUMBER): _usual,
    Column("Anmärkning"): _remark,
}
"""Columns that a table has only when some week has something to say in them."""


def table(bars: WeeklyBars) -> Table:
    """The weeks in figures."""
    areas = tuple(Column(area, CellKind.NUMBER) for area in bars.areas)
    total = (Column("Totalt", CellKind.NUMBER),) if bars.is_stacked else ()
    said = {column: [say(week) for week in bars.in_order] for column, say in _OPTIONAL.items()}
    kept = {column: cells for column, cells in said.items() if any(cells)}
    rows = zip(map(partial(_row, bars), bars.in_order), *kept.values(), strict=True)
    columns = (Column("Vecka"), *areas, *total, *kept)
    return Table(bars.title, columns, tuple((*row, *cells) for row, *cells in rows))


def _latest(bars: WeeklyBars) -> str:
    known = [week for week in bars.in_order if week.total is not None]
    if not known:
        return "Inga uppgifter."
    week = known[-1]
    usual = week.expected
    words = f"{week_label(week.monday)}: {counted(week.total or 0, bars.unit)}"
    return words + (f", vanligt är {span(usual.low_95, usual.high_95)}." if usual else ".")


def describe(bars: WeeklyBars) -> str:
    """What the chart shows, in sentences, for those who do not see it."""
    if not bars.weeks:
        return "Inga veckor att visa."
    first, last = week_name(bars.in_order[0].monday), week_name(bars.in_order[-1].monday)
    lists = {
        "Avviker": [week for week in bars.in_order if week.alarm],
        **{item.label: bars.having(state) for state, item in _NAMED.items()},
    }
    named = (
        f"{label}: {', '.join(week_label(week.monday) for week in weeks)}."
        for label, weeks in lists.items()
        if weeks
    )
    return " ".join((f"Staplar per vecka, {first} till {last}.", _latest(bars), *named))


_NAMED = {
    ValueState.PRELIMINARY: PRELIMINARY,
    ValueState.MISSING: MISSING,
    ValueState.WITHHELD: WITHHELD,
}


def weekly_bars(bars: WeeklyBars) -> Chart:
    """Draw the weeks."""
    return draw(specification(bars), bars.title, bars.description or describe(bars), table(bars))
