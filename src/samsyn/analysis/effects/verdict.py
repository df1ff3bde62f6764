"""Did it work? One of three answers, and "cannot tell" is one of them.

A fall counts as the intervention's only when nothing simpler explains it: chance
(with the dispersion that the counts show), the change everywhere else, luck running
out at a place chosen because it was high, fewer reports of as many events, or the same
events next door. Each of these is a condition of its own, so that the chance of a
false "worked" is never above that of the least certain one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from samsyn.analysis.effects.differences import RatioOfRatios, ratio_of_ratios
from samsyn.analysis.errors import InvalidInputError
from samsyn.analysis.rates.exact import checked_level

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST_EVENTS = 10
"""Events before, and expected after, below which no answer is given."""
BLOCKS = (1, 3)
"""Periods summed when the dispersion is taken: slow swings show in longer blocks."""
SHORTEST = 6
"""Periods of baseline, outside those that the place was chosen by, below which none is given."""
GOAL = 0.3
"""Reduction (a share of 1) that matters, when none was set beforehand."""


class Answer(StrEnum):
    """What came of it."""

    WORKED = "worked"
    DID_NOT = "did_not"
    CANNOT_TELL = "cannot_tell"


class Reason(StrEnum):
    """Why the answer is not another one, or what it leaves open."""

    TOO_FEW = "too_few_events"
    NO_BASELINE = "baseline_too_short"
    DIVERGED = "areas_diverged_before_the_start"
    WIDE = "interval_too_wide"
    REPORTING = "depends_on_how_reporting_counts"
    MOVED = "the_fall_may_have_moved_next_door"
    BELOW_GOAL = "fell_less_than_the_goal"
    REPORTING_UNKNOWN = "reporting_effort_not_known"
    BUFFER_UNKNOWN = "surroundings_not_known"


class Interval(Protocol):
    """A ratio with limits, from whatever method."""

    @property
    def ratio(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


@dataclass(frozen=True)
class Evidence:
    """What an evaluation rests on; series are (periods,), complete, of one length.

    ``treated``, ``control``: events in the area and in the areas it is compared with
    (together). ``start``: index of the first period with the intervention.
    ``buffer``: events in the surroundings. ``chosen_by``: (first, end) indices of the
    periods whose high counts made the place be chosen, left out of the baseline; None
    when it was not chosen for being high. ``effort``, ``control_effort``: reporting
    effort (active reporters, say) in treated area with surroundings, and in the
    control; both or neither. ``washout``: periods from the start that are left out.
    """

    treated: ArrayLike
    control: ArrayLike
    start: int
    buffer: ArrayLike | None = None
    chosen_by: tuple[int, int] | None = None
    effort: ArrayLike | None = None
    control_effort: ArrayLike | None = None
    washout: int = 0


@dataclass(frozen=True)
class Evaluation:
    """The answer with what it rests on.

    ``direct``: change in the treated area over that in the control; ``net``: the same
    for treated area and surroundings together, None without them. Each is first as
    counted and then, where the effort is known, per unit of reporting effort: if
    more effort brings somewhat more reports, the truth lies between the two.
    ``dispersion``: variance over mean that the intervals allow for.
    """

    answer: Answer
    reasons: tuple[Reason, ...]
    direct: tuple[RatioOfRatios, ...]
    net: tuple[RatioOfRatios, ...] | None
    dispersion: float


def judge(
    direct: Sequence[Interval],
    net: Sequence[Interval] | None = None,
    *,
    goal: float = GOAL,
    treated_share: float = 1.0,
) -> tuple[Answer, tuple[Reason, ...]]:
    """The answer that intervals of ratios allow.

    Worked: every interval, direct and net, lies below 1. Did not: every interval of
    the net effect (of the direct one where the surroundings are unknown) excludes
    that the treated area's events fell by ``goal`` (a share of 1). Everything else
    cannot be told. ``treated_share``: of the events that ``net`` is about, the share
    that the treated area had before.
    """
    if not (0 < goal < 1 and 0 < treated_share <= 1):
        raise InvalidInputError("Give goal and share as shares between 0 and 1.")
    whole = direct if net is None else net
    if all(effect.high < 1 for effect in [*direct, *whole]):
        small = any(effect.ratio > 1 - goal for effect in direct)
        return Answer.WORKED, (Reason.BELOW_GOAL,) if small else ()
    least = goal if net is None else goal * treated_share
    if all(effect.low > 1 - least for effect in whole):
        fell = all(effect.high < 1 for effect in direct)
        return Answer.DID_NOT, (Reason.MOVED,) if fell else ()
    return Answer.CANNOT_TELL, _doubts(direct)


def _doubts(direct: Sequence[Interval]) -> tuple[Reason, ...]:
    below = [effect.high < 1 for effect in direct]
    if all(below):
        return (Reason.MOVED,)
    return (Reason.REPORTING,) if any(below) else (Reason.WIDE,)


def evaluate(evidence: Evidence, *, goal: float = GOAL, level: float = 0.95) -> Evaluation:
    """Compare the change in the treated area with that elsewhere, and judge it.

    The log ratio of ratios has the dispersion of the baseline (the larger of that of
    single periods and of blocks of three, at least 1) and t limits on its degrees of
    freedom. No answer is given with fewer than 10 events before or expected after, with
    fewer than 6 periods of baseline outside those that the place was chosen by, or when
    the areas diverged between the baseline's halves.

    Raises InvalidInputError when the series do not fit together.
    """
    series = _Series(evidence, checked_level(level))
    caveats = series.caveats()
    if obstacle := series.obstacle():
        return Evaluation(Answer.CANNOT_TELL, (obstacle, *caveats), (), None, np.nan)
    direct = series.compare(series.treated)
    together = series.treated if series.buffer is None else series.treated + series.buffer
    net = None if series.buffer is None else series.compare(together)
    share = float(series.treated[series.before].sum() / together[series.before].sum())
    answer, reasons = judge(direct, net, goal=goal, treated_share=share)
    if series.diverged():
        answer, reasons = Answer.CANNOT_TELL, (Reason.DIVERGED,)
    return Evaluation(answer, (*reasons, *caveats), direct, net, series.dispersion)


class _Series:
    """The evidence as checked arrays, and the comparisons between them."""

    def __init__(self, evidence: Evidence, level: float) -> None:
        self.treated = _counts(evidence.treated)
        periods = len(self.treated)
        self.control = _counts(evidence.control, periods)
        self.buffer = None if evidence.buffer is None else _counts(evidence.buffer, periods)
        if (evidence.effort is None) != (evidence.control_effort is None):
            raise InvalidInputError("Give reporting effort for both areas or for neither.")
        even = (np.ones(periods), np.ones(periods))
        self.efforts = [even]
        if evidence.effort is not None and evidence.control_effort is not None:
            both = _counts(evidence.effort, periods), _counts(evidence.control_effort, periods)
            self.efforts.append(both)
        self.before, self.after = _halves(evidence, periods)
        self.level = level
        self.dispersion, self.spare = self._noise()

    def caveats(self) -> tuple[Reason, ...]:
        """What the answer leaves open."""
        unknown = (Reason.REPORTING_UNKNOWN,) if len(self.efforts) == 1 else ()
        return unknown if self.buffer is not None else (*unknown, Reason.BUFFER_UNKNOWN)

    def obstacle(self) -> Reason | None:
        """Why no comparison is worth making, if so."""
        if self.before.sum() < SHORTEST:
            return Reason.NO_BASELINE
        before, control = self.treated[self.before].sum(), self.control[self.before].sum()
        change = self.control[self.after].sum() / max(control, 1.0)
        if min(before, control, before * change, self.control[self.after].sum()) < FEWEST_EVENTS:
            return Reason.TOO_FEW
        return None

    def _rows(self) -> list[Floats]:
        rows = [self.treated, self.control]
        return rows if self.buffer is None else [*rows, self.buffer]

    def _noise(self) -> tuple[float, float]:
        """Dispersion of the baseline, and the degrees of freedom of its estimate."""
        found = [_dispersion(np.array(self._rows())[:, self.before], block) for block in BLOCKS]
        return max(found)

    def compare(self, counts: Floats) -> tuple[RatioOfRatios, ...]:
        """Change of ``counts`` over that of the control, for each view of the effort."""
        return tuple(
            self._ratio(counts, self.before, self.after, effort) for effort in self.efforts
        )

    def diverged(self) -> bool:
        """Whether the areas already moved apart within the baseline."""
        where = np.flatnonzero(self.before)
        early, late = np.zeros_like(self.before), np.zeros_like(self.before)
        early[where[: len(where) // 2]] = late[where[len(where) // 2 :]] = True
        found = [self._ratio(self.treated, early, late, effort) for effort in self.efforts]
        return all(effect.low > 1 or effect.high < 1 for effect in found)

    def _ratio(
        self, counts: Floats, before: Flags, after: Flags, effort: tuple[Floats, Floats]
    ) -> RatioOfRatios:
        sums = [
            float(row[when].sum()) for row in (counts, self.control) for when in (before, after)
        ]
        people = [float(row[when].sum()) for row in effort for when in (before, after)]
        # The t distribution's level that the normal's limits reach.
        reach = float(stdtrit(self.spare, (1 + self.level) / 2))
        normal = ratio_of_ratios(
            (sums[0], sums[1]),
            (sums[2], sums[3]),
            exposure=(people[0], people[1], people[2], people[3]),
            dispersion=self.dispersion,
            level=self.level,
        )
        low, high = (normal.ratio * np.exp(sign * reach * normal.se) for sign in (-1, 1))
        return RatioOfRatios(normal.ratio, float(low), float(high), normal.se)


def _counts(values: ArrayLike, periods: int | None = None) -> Floats:
    series = np.array(values, np.float64)
    if series.ndim != 1 or (periods is not None and len(series) != periods):
        raise InvalidInputError("Give every series as one value a period, of one length.")
    if not (np.isfinite(series).all() and (series >= 0).all()):
        raise InvalidInputError("Leave out periods in which a series is missing.")
    return series


def _halves(evidence: Evidence, periods: int) -> tuple[Flags, Flags]:
    """Periods of the baseline, and those that count after the start."""
    t = np.arange(periods)
    after = t >= evidence.start + evidence.washout
    before = t < evidence.start
    if evidence.chosen_by is not None:
        first, end = evidence.chosen_by
        before &= ~((t >= first) & (t < end))
    if evidence.start < 1 or not after.any():
        raise InvalidInputError("Give a start with periods before and after it.")
    return before, after


def _dispersion(rows: Floats, block: int) -> tuple[float, float]:
    """Pearson's dispersion about area x time margins in blocks, and its freedom."""
    whole = rows.shape[1] // block * block
    sums = rows[:, rows.shape[1] - whole :].reshape(len(rows), -1, block).sum(axis=2)
    sums = sums[:, sums.sum(axis=0) > 0]
    spare = (len(rows) - 1) * (sums.shape[1] - 1)
    if spare < 1:
        return 1.0, 1.0
    expected = sums.sum(axis=1)[:, None] * sums.sum(axis=0) / max(sums.sum(), 1.0)
    chi2 = ((sums - expected) ** 2 / np.where(expected > 0, expected, 1.0)).sum()
    return max(1.0, float(chi2) / spare), float(spare)
