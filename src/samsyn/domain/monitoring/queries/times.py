"""Hot times: weekday by part of day, and which cells hold clearly more than the rest explains."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from samsyn.analysis.early_warning import adjust
from samsyn.analysis.early_warning.distribution import tail
from samsyn.domain.observations.queries import counts
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.clock import HOURED_PARTS

DAYS = 7
HOT_Q = 0.05
FEWEST = 60
"""Reports with a known time below which no time is said to stand out."""
FEWEST_IN_CELL = 5


@dataclass(frozen=True)
class HotTimes:
    """Counts (parts of day x weekdays) as tuples, which of them are hot, and how many
    reports have no known time. ``enough`` says whether any could be hot."""

    counts: tuple[tuple[int, ...], ...]
    hot: tuple[tuple[bool, ...], ...]
    unknown: int
    enough: bool

    @property
    def total(self) -> int:
        """Reports with a known time."""
        return sum(map(sum, self.counts))


def hot_times(scope: Scope, first: date, last: date, without: frozenset[int]) -> HotTimes:
    """Of the shared reports from day to day, some categories left out."""
    return judged(counts.hours(scope, first, last, without=without))


def judged(found: Mapping[tuple[int, str], int]) -> HotTimes:
    """Reports by (weekday, part of day), each cell beside what its weekday and its part say.

    Hot: at least five, and with an expected share of false ones of at most 0.05 over all
    cells more than row sum x column sum / total (Poisson).
    """
    table = np.array(
        [[found.get((day, part), 0) for day in range(DAYS)] for part in HOURED_PARTS], np.float64
    )
    total = table.sum()
    enough = total >= FEWEST
    hot = np.zeros(table.shape, np.bool_)
    if enough:
        mean = np.maximum(np.outer(table.sum(axis=1), table.sum(axis=0)) / total, 1e-9)
        p = tail(table, mean, np.ones(table.shape))
        hot = (adjust(p.ravel()).reshape(p.shape) <= HOT_Q) & (table >= FEWEST_IN_CELL)
    known = int(total)
    return HotTimes(
        counts=tuple(tuple(int(n) for n in row) for row in table),
        hot=tuple(tuple(bool(one) for one in row) for row in hot),
        unknown=sum(found.values()) - known,
        enough=bool(enough),
    )
