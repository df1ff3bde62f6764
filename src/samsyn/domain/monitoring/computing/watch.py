"""Early warning over all series: what is expected of the latest weeks, and what exceeds it."""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.early_warning import (
    Alarms,
    FarringtonSettings,
    Footing,
    by_families,
    farrington,
)
from samsyn.domain.monitoring.computing.material import Dates, Floats, Ints
from samsyn.domain.monitoring.computing.series import SeriesTable
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.rules import LIKELY_Q


@dataclass(frozen=True)
class Watch:
    """Series and what is expected of the latest ``followed`` weeks.

    ``alarms`` has a column a followed week; ``low_80`` … ``high_95`` (series, followed) bound
    the usual counts. ``q`` (series, followed) is NaN outside the ``recent`` weeks; ``clear``
    says where the stricter level holds as well.
    """

    table: SeriesTable
    mondays: Dates
    alarms: Alarms
    low_80: Floats
    high_80: Floats
    low_95: Floats
    high_95: Floats
    q: Floats
    recent: int

    @property
    def first(self) -> int:
        """The index among all weeks of the first followed one."""
        return int(self.alarms.weeks[0])

    @property
    def judged(self) -> Ints:
        """Columns of the weeks in which rises are looked for."""
        weeks = self.alarms.weeks.size
        return np.arange(max(weeks - self.recent, 0), weeks)

    @property
    def expected_false(self) -> float:
        """False notices to expect in a week, at most: the mean of the judged weeks."""
        return float(self.alarms.expected_false[self.judged].mean())

    @property
    def tested(self) -> int:
        """Series with something to compare the last week with."""
        return int(np.isfinite(self.alarms.p[:, -1]).sum())

    @property
    def too_few(self) -> int:
        """Series that are watched but hold too little to be told apart from chance."""
        unknown = (Footing.RARE, Footing.NO_BASELINE, Footing.TOO_SHORT)
        return int(np.isin(self.alarms.status[:, -1], unknown).sum())


def watch(table: SeriesTable, mondays: Dates, settings: RunSettings) -> Watch:
    """Judge the latest weeks of every series.

    Raises InvalidInputError when there are fewer than two weeks.
    """
    followed = min(settings.followed, mondays.size)
    alarms = farrington(
        table.counts,
        mondays,
        np.arange(mondays.size - followed, mondays.size),
        settings=FarringtonSettings(
            alpha=settings.alpha, years_back=settings.years_back, threshold="predictive"
        ),
        exposure=table.exposure,
        pooled=table.pooled,
        serious=table.serious,
        engine="numpy",
    )
    inner, outer = alarms.band(0.80), alarms.band(0.95)
    q = _adjusted(table, alarms, settings.recent)
    return Watch(table, mondays, alarms, *inner, *outer, q, settings.recent)


def families(table: SeriesTable) -> tuple[list[str], list[str]]:
    """Where each series is (the town or a district), and its area there."""
    return [key.district for key in table.keys], [key.area for key in table.keys]


def _adjusted(table: SeriesTable, alarms: Alarms, recent: int) -> Floats:
    q = np.full(alarms.p.shape, np.nan)
    for column in range(max(alarms.p.shape[1] - recent, 0), alarms.p.shape[1]):
        p = np.clip(alarms.mid_p[:, column], 0.0, 1.0)
        q[:, column] = by_families(p, families(table), LIKELY_Q).adjusted
    return q
