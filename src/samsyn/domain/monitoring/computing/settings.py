"""What a run is asked to do: stored with it, so that it can be done again."""

from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True)
class RunSettings:
    """The choices of a run; ``docs/methods/monitoring.md`` gives the reasons.

    ``alpha``: chance of a false notice per series and week. ``recent``: whole weeks, counted
    back, in which a rise is looked for. ``followed``: whole weeks over which a slow rise
    adds up. ``fewest_in_two_years``: reports below which a series is counted in a wider one
    alone. ``least_share``: share of the usual reporting below which a week is missing.
    ``weeks_between``: weeks between false alarms of one slow-rise series.

    Volumes below which a method on places says nothing: ``scan_events`` a year's and an
    area's events at least, ``knox_events`` of a category, ``hot_events`` and ``hot_cells``
    of all, ``places`` distinct cells. ``cell``: side of a cell in metres.
    """

    alpha: float = 0.01
    years_back: int = 5
    recent: int = 4
    followed: int = 26
    fewest_in_two_years: int = 5
    slow_mean: float = 0.5
    least_share: float = 0.2
    weeks_between: int = 104
    cell: int = 200
    years_of_places: int = 3
    scan_events: int = 100
    scan_weeks: int = 52
    knox_events: int = 100
    hot_events: int = 200
    hot_cells: int = 30
    places: int = 30
    heat_events: int = 100

    def to_json(self) -> dict[str, Any]:
        """Plain values by name."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Settings as stored; what is missing takes its present default."""
        return cls(**stored)
