"""Charts: one frozen dataclass in, one accessible drawing out.

    weekly_bars       what came each week, what is usual, what stands out
    heat_grid         when it happens
    district_dots     districts beside the whole, with what is uncertain
    effect_whiskers   what measures did
    small_multiples   one line for each area

Every `Chart` has an SVG that a theme can repaint, a title, a description and a
table with the same figures. `warm_up` starts the engine before the first page.
"""

from samsyn.drawing.charts.chart import Chart, warm_up
from samsyn.drawing.charts.heat import HeatCell, HeatGrid, heat_grid, linear_step
from samsyn.drawing.charts.intervals import (
    DistrictDots,
    DistrictRow,
    EffectRow,
    EffectWhiskers,
    district_dots,
    effect_whiskers,
)
from samsyn.drawing.charts.multiples import Panel, SmallMultiples, small_multiples
from samsyn.drawing.charts.weekly import Expected, Week, WeeklyBars, weekly_bars

__all__ = [
    "Chart",
    "DistrictDots",
    "DistrictRow",
    "EffectRow",
    "EffectWhiskers",
    "Expected",
    "HeatCell",
    "HeatGrid",
    "Panel",
    "SmallMultiples",
    "Week",
    "WeeklyBars",
    "district_dots",
    "effect_whiskers",
    "heat_grid",
    "linear_step",
    "small_multiples",
    "warm_up",
    "weekly_bars",
]
