"""One drawing of each kind, of invented numbers, made as the pages make theirs."""

from datetime import date, timedelta

from samsyn.domain.situations.rendering.figures import drawn
from samsyn.drawing.charts import (
    Chart,
    DistrictDots,
    DistrictRow,
    Expected,
    HeatCell,
    HeatGrid,
    Panel,
    SmallMultiples,
    Week,
    WeeklyBars,
    district_dots,
    heat_grid,
    small_multiples,
    weekly_bars,
)
from samsyn.drawing.maps import Area, AreaMap, LegendStep, area_map
from samsyn.drawing.state import ValueState
from samsyn.foundation.formats import WEEKDAYS

_WEEKS = tuple(date(2026, 9, 7) + timedelta(weeks=n) for n in range(12))
_USUAL = Expected(6, 4, 8, 3, 9)
_STATES = {4: ValueState.MISSING, 7: ValueState.WITHHELD, 11: ValueState.PRELIMINARY}
_DISTRICTS = (
    ("Väst", 15.70, 60.00, 0.06, 12, 3),
    ("Norra Bruket", 15.76, 60.03, 0.03, 5, 2),
    ("Torget", 15.76, 60.02, 0.01, 17, 5),
    ("Öst", 15.79, 59.99, 0.07, 0, 0),
)


def weeks() -> Chart:
    """Weeks that are usual, stand out, are missing, withheld and preliminary."""
    counts = (5, 6, 7, 4, 0, 8, 3, 0, 6, 13, 5, 4)
    made = (
        Week(
            monday,
            () if _STATES.get(n) in (ValueState.MISSING, ValueState.WITHHELD) else (count,),
            _STATES.get(n, ValueState.KNOWN),
            _USUAL,
            alarm=count > _USUAL.high_95,
        )
        for n, (monday, count) in enumerate(zip(_WEEKS, counts, strict=True))
    )
    return drawn(weekly_bars, WeeklyBars("Rapporter per vecka", tuple(made)))


def areas() -> Chart:
    """Areas over the same weeks, beside the year before."""
    before = (4, 5, 3, 6, 2, 4, 5, 3, 4, 6, 5, 4)
    panels = (
        Panel("Ordningsstörning och otrygghet", (5, 6, 7, 4, 5, 8, 3, 4, 6, 12, 5, 4), before),
        Panel("Hot och våld", (0, 1, 0, None, 1, 0, 2, 0, 1, 0, 0, 1), before[::-1]),
    )
    return drawn(small_multiples, SmallMultiples("Rapporter per vecka och område", _WEEKS, panels))


def times() -> Chart:
    """Weekdays by part of day, with one time that stands out and one withheld."""
    cells = [[HeatCell((2 * r + c) % 7) for c in range(7)] for r in range(4)]
    cells[-1][4] = HeatCell(14, hot=True)
    cells[0][0] = HeatCell(state=ValueState.WITHHELD)
    days = tuple(day.capitalize() for day in WEEKDAYS)
    names = ("Natt 00–06", "Förmiddag 06–12", "Eftermiddag 12–18", "Kväll 18–24")
    grid = HeatGrid("När det händer", names, days, tuple(map(tuple, cells)))
    return drawn(heat_grid, grid)


def districts() -> Chart:
    """Areas that hold their names, small ones with letters, and one withheld."""
    made = tuple(
        Area(name, name, _square(west, south, size), str(n), step, marked=n == 17)
        for name, west, south, size, n, step in _DISTRICTS
    )
    hidden = Area("Syd", "Syd", _square(15.74, 59.96, 0.05), state=ValueState.WITHHELD)
    steps = (LegendStep(0, "0"), LegendStep(2, "1–8"), LegendStep(3, "9–16"), LegendStep(5, "17–"))
    shown = AreaMap("Rapporter per distrikt", (*made, hidden), steps, "Antal rapporter")
    return drawn(area_map, shown)


def rates() -> Chart:
    """Districts with their uncertainty beside the municipality's mean."""
    rows = (
        DistrictRow("Väst", 14, None, 9, 20),
        DistrictRow("Torget", 31, None, 24, 39),
        DistrictRow("Syd", state=ValueState.WITHHELD),
    )
    return drawn(district_dots, DistrictDots("Rapporter per distrikt", rows, mean=18))


def _square(west: float, south: float, size: float) -> dict[str, object]:
    east, north = west + size, south + size / 2
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
