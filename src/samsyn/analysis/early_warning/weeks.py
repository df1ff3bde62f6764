"""The calendar of early warning: weeks by their Mondays, and which weeks compare.

A week is its Monday, never a pair (year, number), so week 53 needs no special case.
Longer periods (the fortnights of a meeting calendar) are handled alike: what is
asked is only that the dates are evenly spaced.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.errors import InvalidInputError

Dates = NDArray[np.datetime64]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Baseline:
    """Which weeks a tested week is compared with.

    ``rows`` (n,) are the indices of the weeks, season by season; ``level`` (n,) their
    season, 0 to ``levels`` - 1, none empty, of which the last is the season of the
    tested week; ``time`` (n,) their distance to it in weeks (negative).
    """

    rows: Integers
    level: Integers
    time: Floats
    levels: int

    def now(self) -> Integers:
        """The rows of the tested week's own season."""
        rows: Integers = self.rows[self.level == self.levels - 1]
        return rows


def step_of(starts: Dates) -> int:
    """Days between consecutive starts.

    Raises InvalidInputError unless there are two or more, evenly spaced and rising.
    """
    days = starts.astype("datetime64[D]").astype(np.int64)
    steps = np.unique(np.diff(days))
    if steps.size != 1 or steps[0] <= 0:
        raise InvalidInputError("Give at least two week starts, evenly spaced and rising.")
    return int(steps[0])


def monday(days: Dates | np.datetime64) -> Dates:
    """The Monday of the week of each day."""
    # the epoch, 1 January 1970, was a Thursday; NumPy counts weeks from it
    number = np.asarray(days).astype("datetime64[D]").astype(np.int64)
    return ((number + 3) // 7 * 7 - 3).astype("datetime64[D]")


def week_indices(at: ArrayLike, count: int) -> Integers:
    """The indices of the weeks to test.

    Raises InvalidInputError unless they are a flat list of indices below ``count``.
    """
    weeks = np.array(at, np.int64)
    if weeks.ndim != 1 or np.any(weeks < 0) or np.any(weeks >= count):
        raise InvalidInputError(f"Give the tested weeks as indices from 0 to {count - 1}.")
    return weeks


def years_before(day: np.datetime64, years: int) -> np.datetime64:
    """The same day of the year ``years`` earlier; 29 February gives 1 March."""
    month = day.astype("datetime64[M]")
    shifted = month - np.timedelta64(12 * years, "M")
    moved: np.datetime64 = np.datetime64(shifted, "D") + (day - month.astype("datetime64[D]"))
    return moved


def reference_weeks(
    starts: Dates, week: int, years: int, reference: Literal["dates", "index"]
) -> list[int]:
    """Indices of the weeks one, two, ... years before ``week``, nearest first.

    By dates: the period start nearest to the same date, the earlier of two equally
    near. By index: whole years of 52 weeks (or as many periods as fill 364 days).
    An index may be negative, when the history does not reach back.
    """
    step = step_of(starts)
    if reference == "index":
        return [week - i * (364 // step) for i in range(1, years + 1)]
    first, day = starts[0].astype("datetime64[D]"), starts[week].astype("datetime64[D]")
    days = [int((years_before(day, i) - first).astype(np.int64)) for i in range(1, years + 1)]
    return [-((step - 2 * d) // (2 * step)) for d in days]


def seasonal(
    week: int, references: list[int], half_width: int, periods: int, excluded: int
) -> Baseline:
    """The reference design of Noufaily et al. (2013), in ``periods`` seasons.

    The windows of ``half_width`` weeks on either side of each reference week form
    the present season. The weeks between two windows are split into ``periods`` - 1
    blocks, equal but for a remainder that goes one each to the first blocks. With
    one period only the windows are used. The ``excluded`` weeks before ``week`` are
    left out.
    """
    level = np.full(week, -1, np.int64)
    for newer, older in zip([week, *references], references, strict=False):
        level[older - half_width : older + half_width + 1] = periods - 1
        between = slice(older + half_width + 1, newer - half_width)
        if periods > 1:
            level[between] = _blocks(level[between].size, periods - 1)
    return _baseline(week, level[: max(week - excluded, 0)], periods - 1)


def _baseline(week: int, level: Integers, now: int) -> Baseline:
    """The weeks whose ``level`` is not negative, sorted by it and numbered without gaps.

    None when no week of the season ``now`` is left.
    """
    if not np.any(level == now):
        level = level[:0]
    rows = np.argsort(level, kind="stable")[np.count_nonzero(level < 0) :]
    names, numbered = np.unique(level[rows], return_inverse=True)
    return Baseline(rows, numbered, (rows - week).astype(np.float64), names.size)


def _blocks(weeks: int, blocks: int) -> Integers:
    """Block numbers 0, 1, ... of ``weeks`` weeks in ``blocks`` blocks of equal length."""
    length, remainder = divmod(weeks, blocks)
    return np.repeat(np.arange(blocks), [length + (i < remainder) for i in range(blocks)])


def flat(week: int, first: int, excluded: int) -> Baseline:
    """Every week from ``first`` on as one level, without season."""
    level = np.where(np.arange(max(week - excluded, 0)) >= first, 0, -1)
    return _baseline(week, level, 0)


def fortnights(mondays: Dates, meeting: np.datetime64) -> Dates:
    """Mondays that open the fortnights between meetings, for ``in_periods``.

    ``meeting`` is any one meeting day; the week it falls in closes a fortnight, so
    that the group meets with two whole weeks behind it or the second one under way.
    Only fortnights that lie wholly within ``mondays`` are given.
    """
    step_of(mondays)
    weeks = mondays.astype("datetime64[D]").astype(np.int64)
    closing = int(meeting.astype("datetime64[D]").astype(np.int64))
    opens = (closing - weeks) // 7 % 2 == 1
    opens[-1] = False
    starts: Dates = mondays[opens]
    return starts


def in_periods(
    counts: Floats, mondays: Dates, starts: Dates, *, weeks: int = 2
) -> tuple[Floats, Floats]:
    """Weekly counts (series, weeks) summed to periods of ``weeks`` weeks.

    Returns the sums and the observed weeks in each, both (series, periods). A period
    of which no week is observed is NaN; one with a part of its weeks sums that part,
    and its observed weeks are the exposure to give along with it.

    Raises InvalidInputError when a start is not one of ``mondays`` or its period
    ends after them.
    """
    first = np.searchsorted(mondays, starts)
    if np.any(first + weeks > mondays.size) or np.any(mondays[first] != starts):
        raise InvalidInputError("Let every period begin on one of the Mondays and end within them.")
    parts = counts[:, first[:, np.newaxis] + np.arange(weeks)]
    observed = np.isfinite(parts).sum(axis=2).astype(np.float64)
    return np.where(observed > 0, np.nansum(parts, axis=2), np.nan), observed
