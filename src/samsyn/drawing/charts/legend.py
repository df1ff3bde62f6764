"""A legend for marks of several layers: one colour scale with named items."""

from collections.abc import Sequence
from typing import NamedTuple

from samsyn.drawing import fonts
from samsyn.drawing.charts.chart import Spec

_SYMBOL = 32
"""Room in pixels that a symbol and the gap to the next entry take."""


class Item(NamedTuple):
    """What the legend calls a mark, and its paint: `var(--c-role)` or `url(#pattern)`."""

    label: str
    paint: str


def _row_width(labels: Sequence[str], columns: int) -> float:
    widths = [fonts.width(label, 12) + _SYMBOL for label in labels]
    return sum(max(widths[place::columns]) for place in range(columns))


def columns(labels: Sequence[str], width: float) -> int:
    """How many columns of labels fit side by side in `width` pixels; at least one."""
    fitting = (n for n in range(len(labels), 1, -1) if _row_width(labels, n) <= width)
    return next(fitting, 1)


def colour(items: Sequence[Item], width: float, **channel: object) -> Spec:
    """The colour channel over the items, with the legend laid out within `width`.

    Further keys say what is encoded: `field="item"` or `datum="Vanligt"`.
    """
    labels = [item.label for item in items]
    return {
        **channel,
        "type": "nominal",
        "scale": {"domain": labels, "range": [item.paint for item in items]},
        "legend": {"columns": columns(labels, width)} if len(items) > 1 else None,
    }
