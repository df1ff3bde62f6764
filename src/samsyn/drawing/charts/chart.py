"""From a Vega-Lite specification to a drawing with a twin table."""

import json
from dataclasses import dataclass
from typing import Any

import vl_convert

from samsyn.drawing import fonts, svg
from samsyn.drawing.palette import variable
from samsyn.drawing.table import Table
from samsyn.drawing.texts import clean

Spec = dict[str, Any]
"""A Vega-Lite specification: JSON, so its values are of any kind."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
WIDTH = 640
"""Width in CSS pixels of a chart on a page; 340 suits a phone."""

_DAYS = ("söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag")
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
NUMBERS = {
    "decimal": ",",
    "thousands": "\N{NO-BREAK SPACE}",
    "grouping": [3],
    "currency": ["", "\N{NO-BREAK SPACE}kr"],
    "minus": "\N{MINUS SIGN}",
}
DATES = {
    "dateTime": "%A den %-d %B %Y %H.%M",
    "date": "%Y-%m-%d",
    "time": "%H.%M",
    "periods": ["fm", "em"],
    "days": _DAYS,
    "shortDays": [day[:3] for day in _DAYS],
    "months": _MONTHS,
    "shortMonths": [month[:3] for month in _MONTHS],
}


@dataclass(frozen=True)
class Chart:
    """A drawing, what it is called, what it shows in words, and in figures."""

    svg: str
    title: str
    description: str
    table: Table


def _axis() -> Spec:
    return {
        "domainColor": variable("axis"),
        "gridColor": variable("grid"),
        "labelColor": variable("ink-soft"),
        "labelFontSize": 12,
        "labelLimit": 0,
        "labelPadding": 6,
        "ticks": False,
        "titleColor": variable("ink-soft"),
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }


def _legend() -> Spec:
    return {
        "labelColor": variable("ink"),
        "labelFontSize": 12,
        "labelLimit": 0,
        "offset": 26,
        "orient": "top",
        "rowPadding": 5,
        "symbolSize": 130,
        "symbolStrokeWidth": 0,
        "symbolType": "square",
        "title": None,
    }


def config() -> Spec:
    """The look all charts share."""
    return {
        "aria": False,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "axis": _axis(),
        "axisX": {"grid": False},
        "axisY": {"domain": False, "tickCount": 5},
        "background": None,
        "font": fonts.FAMILY,
        "legend": _legend(),
        "padding": 4,
        "text": {"fontSize": 12, "fill": variable("ink")},
        "view": {"stroke": None},
    }


def _cleaned(value: Any) -> Any:
    """The specification with every text fit for XML."""
    if isinstance(value, dict):
        return {name: _cleaned(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(inner) for inner in value]
    return clean(value) if isinstance(value, str) else value


def _to_svg(source: str) -> str:
    return vl_convert.vegalite_to_svg(
        source,
        config=config(),
        format_locale=NUMBERS,
        time_format_locale=DATES,
        allowed_base_urls=[],
    )


def draw(spec: Spec, title: str, description: str, table: Table) -> Chart:
    """Draw a specification; its texts are data and never read as expressions.

    Raises ValueError when Vega-Lite refuses the specification.
    """
    source = json.dumps({"$schema": SCHEMA, **_cleaned(spec)}, ensure_ascii=False)
    drawn = svg.finish(_to_svg(source), svg.key_of(title, source), title, description)
    return Chart(drawn, clean(title), clean(description), table)


def warm_up() -> None:
    """Start the drawing engine, which takes up to a second the first time."""
    _to_svg(json.dumps({"$schema": SCHEMA, "data": {"values": [{}]}, "mark": "bar"}))
