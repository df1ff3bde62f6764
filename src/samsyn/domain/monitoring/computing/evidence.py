"""What "Varför?" shows of a series: its weeks, what they were compared with, what else moved."""

from typing import Any

import numpy as np

from samsyn.analysis.early_warning import Footing
from samsyn.analysis.early_warning.baselines import DAYS_A_YEAR
from samsyn.analysis.early_warning.weeks import reference_weeks
from samsyn.domain.monitoring.computing.findings import day, plain
from samsyn.domain.monitoring.computing.material import Flags, Ints
from samsyn.domain.monitoring.computing.watch import Watch
from samsyn.domain.monitoring.enums import WeekState

SHOWN_WEEKS = 52
HALF_WIDTH = 3
YEARS = 5
MOVING_P = 0.05
MOST_MOVING = 6
SETTLING = 26
"""The weeks just before are left out of the comparison, so that a rise is not its own past."""


def evidence_of(
    watch: Watch, series: int, columns: Ints, peak: int, preliminary: Flags
) -> dict[str, Any]:
    """Plain values: ``weeks``, ``compared``, ``others``, ``status``, ``dispersion``, ``trend``."""
    alarms = watch.alarms
    found: dict[str, Any] = plain(
        {
            "weeks": _weeks(watch, series, columns, preliminary),
            "compared": _compared(watch, series, int(alarms.weeks[peak])),
            "others": _others(watch, series, peak),
            "status": Footing(int(alarms.status[series, peak])).name,
            "dispersion": alarms.dispersion[series, peak],
            "trend": bool(alarms.trend[series, peak]),
            "share": watch.table.exposure[series, alarms.weeks[peak]],
        }
    )
    return found


def _weeks(watch: Watch, series: int, columns: Ints, preliminary: Flags) -> list[dict[str, object]]:
    """The latest weeks in order; those that were followed have a band."""
    last = watch.mondays.size
    marked = set(watch.alarms.weeks[columns].tolist())
    shown = range(max(0, last - SHOWN_WEEKS), last)
    return [_week(watch, series, n, n in marked, bool(preliminary[n])) for n in shown]


def _week(
    watch: Watch, series: int, week: int, marked: bool, preliminary: bool
) -> dict[str, object]:
    count = watch.table.counts[series, week]
    missing = not np.isfinite(count)
    state = WeekState.PRELIMINARY if preliminary else WeekState.KNOWN
    found: dict[str, object] = {
        "monday": day(watch.mondays[week]),
        "count": None if missing else int(count),
        "state": WeekState.MISSING if missing else state,
        "marked": marked,
    }
    column = week - watch.first
    if column >= 0 and np.isfinite(watch.alarms.expected[series, column]):
        bands = (watch.low_80, watch.high_80, watch.low_95, watch.high_95)
        found["expected"] = watch.alarms.expected[series, column]
        found["bands"] = [band[series, column] for band in bands]
    return found


def _compared(watch: Watch, series: int, week: int) -> list[dict[str, object]]:
    """The same season of earlier years, week by week, where it was observed."""
    if watch.alarms.status[series, week - watch.first] == Footing.RECENT_ONLY:
        weeks = list(range(max(0, week - 12), week))
    else:
        centres = reference_weeks(watch.mondays, week, YEARS, "dates")
        weeks = [
            n
            for centre in reversed(centres[: _whole_years(watch, series, week)])
            for n in range(centre - HALF_WIDTH, centre + HALF_WIDTH + 1)
            if n < week - SETTLING
        ]
    counts = watch.table.counts[series]
    return [
        {"monday": day(watch.mondays[n]), "count": int(counts[n])}
        for n in weeks
        if np.isfinite(counts[n])
    ]


def _whole_years(watch: Watch, series: int, week: int) -> int:
    """Years whose season the series' history holds, as the early warning counts them."""
    first = int(np.argmax(np.isfinite(watch.table.counts[series])))
    return max(int((week - first - SETTLING - HALF_WIDTH) * 7 / DAYS_A_YEAR), 0)


def _others(watch: Watch, series: int, peak: int) -> list[dict[str, object]]:
    """Other series that moved in the same week, the least likely first."""
    alarms, own = watch.alarms, watch.table.keys[series]
    p = alarms.p[:, peak]
    moving = [n for n in np.flatnonzero(p <= MOVING_P) if n != series]
    moving.sort(key=lambda n: (p[n], n))
    return [
        {
            "level": watch.table.keys[n].level,
            "area": watch.table.keys[n].area,
            "category": watch.table.keys[n].category,
            "district": watch.table.keys[n].district,
            "observed": int(alarms.observed[n, peak]),
            "expected": alarms.expected[n, peak],
            "within": own.overlaps(watch.table.keys[n]),
        }
        for n in moving[:MOST_MOVING]
    ]
