"""Reporting effort: how much of a change is more reporting, and how much more events.

A count of reports is events x the share of them that somebody reports. The second
factor is seen where "nothing to report" is an answer: a unit that answers in a week
(with reports or with a nil report) was there to see; one that is silent was not, or
had nothing to tell. The model is Poisson with an effect of each unit and one of each
period or week, fitted to the weeks that a unit answered,

    reports of unit u in week w ~ answered(u, w) x yield(u) x events(w),

so that events are compared within each unit, and who answers is the reporting.
Sources: matched comparison of rates in Breslow & Day 1987 (IARC 82, ch. 3); additive
split of a change by logarithms in Ang 2005 (Energy Policy 33:867).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from samsyn.analysis.errors import InvalidInputError, NotEstimableError, TooFewError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST_REPORTS = 5
"""Reports needed in each period from units that answered in both."""
ROUNDS = 500
SMALLEST_CHANGE = 1e-12
"""Relative change at which the yields have settled."""


@dataclass(frozen=True)
class Part:
    """A factor of a change: its logarithm with standard error, and the reports it makes.

    ``reports`` is the same part in reports a week. Parts add up in both.
    """

    log_ratio: float
    error: float
    reports: float

    @property
    def ratio(self) -> float:
        """After / before; 1 is no change."""
        return float(np.exp(self.log_ratio))

    def interval(self, coverage: float = 0.95) -> tuple[float, float]:
        """Limits of the ratio."""
        reach = float(ndtri(0.5 + coverage / 2.0)) * self.error
        return float(np.exp(self.log_ratio - reach)), float(np.exp(self.log_ratio + reach))


@dataclass(frozen=True)
class Decomposition:
    """A change in reports a week and its parts.

    ``total`` = ``events`` + ``reporting``, and ``reporting`` = ``regularity`` (units that
    answered in both periods answer oftener) + ``newcomers`` (units that answered in one
    period only: those that came less those that left), in logarithms and in reports.
    ``dispersion`` is the variance / mean of weekly reports that the errors allow for.
    """

    total: Part
    events: Part
    reporting: Part
    regularity: Part
    newcomers: Part
    dispersion: float


@dataclass(frozen=True)
class Answering:
    """Who answered in a period, means over its weeks.

    ``active`` units with reports and ``nil`` with a nil report a week, ``coverage`` the
    share of all units (that ever answered in either period) that did one or the other.
    """

    active: float
    nil: float
    coverage: float


@dataclass(frozen=True)
class ReportingEffort:
    """A change in reports, split in two ways that hold the truth between them.

    ``answered`` takes silence as not reporting, ``calm`` as having had nothing to report
    from a unit's first answer to its last. Where nil reports are routine the first is
    right; where nobody sends them a unit seems to report oftener when there is more to
    report, and the second is nearer. ``before`` and ``after`` say who answered.
    """

    answered: Decomposition
    calm: Decomposition
    before: Answering
    after: Answering


def reporting_effort(
    reports: ArrayLike, before: ArrayLike, after: ArrayLike, *, staff: ArrayLike | None = None
) -> ReportingEffort:
    """Split the change from the weeks ``before`` to the weeks ``after``.

    ``reports`` (units, weeks) are counts, 0 for a nil report and NaN for silence; a unit
    is an organisation, a team or a reporter. ``before`` and ``after`` are indices of
    weeks; choose them in the same season. ``staff`` (units, weeks), if given, is how
    many were there to report, and counts as effort.

    Raises InvalidInputError for arguments that cannot be what was meant, and TooFewError
    when units that answered in both periods sent fewer than 5 reports in either.
    """
    panel = _panel(reports, staff)
    first, second = (_weeks(part, panel.reports.shape[1]) for part in (before, after))
    if np.intersect1d(first, second).size:
        raise InvalidInputError("Give periods that share no week.")
    parts = panel.take(first), panel.take(second)
    known = int(np.count_nonzero(parts[0].units | parts[1].units))
    calm = panel.calm()
    return ReportingEffort(
        answered=_decomposition(*parts),
        calm=_decomposition(calm.take(first), calm.take(second)),
        before=_answering(parts[0], known),
        after=_answering(parts[1], known),
    )


def reporting_exposure(reports: ArrayLike, *, staff: ArrayLike | None = None) -> Floats:
    """Reports to expect in each week from those who answered, at even events: (weeks,).

    ``reports`` and ``staff`` as for ``reporting_effort``. The mean over the weeks is 1; a
    week in which nobody answered is NaN. It is an exposure for expected counts, as
    ``early_warning.farrington`` takes it. For rare categories give the reports of all
    categories together: what is sought is who answers.

    Raises InvalidInputError for arguments that cannot be what was meant, TooFewError when
    there are fewer than 5 reports, and NotEstimableError when no unit links the weeks.
    """
    panel = _panel(reports, staff)
    panel = panel.of_units(panel.total(1) > 0.0)
    if panel.total().item() < FEWEST_REPORTS:
        raise TooFewError(f"Reporting effort needs {FEWEST_REPORTS} reports or more.")
    if not _linked(panel.answered):
        raise NotEstimableError(
            "No unit answers on both sides of a change of units: choose weeks that overlap."
        )
    exposure = panel.effort.T @ _yields(panel)
    exposure[exposure <= 0.0] = np.nan
    return exposure / np.nanmean(exposure)


@dataclass(frozen=True)
class _Panel:
    """Reports (0 where silent), whether answered, and effort (0 where silent): (units, weeks)."""

    reports: Floats
    answered: Flags
    effort: Floats

    def take(self, weeks: NDArray[np.int64]) -> "_Panel":
        return _Panel(self.reports[:, weeks], self.answered[:, weeks], self.effort[:, weeks])

    def of_units(self, units: Flags) -> "_Panel":
        return _Panel(self.reports[units], self.answered[units], self.effort[units])

    @property
    def units(self) -> Flags:
        """The units that answered at all."""
        return np.asarray(self.answered.any(axis=1))

    def total(self, axis: int | None = None) -> Floats:
        return np.asarray(self.reports.sum(axis=axis))

    def calm(self) -> "_Panel":
        """Silence between a unit's first and last answer taken as nothing to report."""
        begun = np.logical_or.accumulate(self.answered, axis=1)
        going_on = np.logical_or.accumulate(self.answered[:, ::-1], axis=1)[:, ::-1]
        present = begun & going_on
        count = np.maximum(self.answered.sum(axis=1), 1)
        usual = self.effort.sum(axis=1) / count
        effort = np.where(self.answered, self.effort, usual[:, np.newaxis] * present)
        return _Panel(self.reports, present, effort)


def _panel(reports: ArrayLike, staff: ArrayLike | None) -> _Panel:
    values = np.array(reports, np.float64)
    if values.ndim != 2 or np.any(values < 0.0) or np.any(np.isinf(values)):
        raise InvalidInputError("Give reports as (units, weeks) from 0, NaN for silence.")
    answered = np.isfinite(values)
    people = np.ones_like(values) if staff is None else np.asarray(staff, np.float64)
    if people.shape != values.shape or not np.all(people[answered] > 0.0):
        raise InvalidInputError("Give staff above 0 for every unit and week that answered.")
    return _Panel(np.where(answered, values, 0.0), answered, np.where(answered, people, 0.0))


def _weeks(indices: ArrayLike, count: int) -> NDArray[np.int64]:
    weeks = np.unique(np.array(indices, np.int64))
    if not weeks.size or weeks[0] < 0 or weeks[-1] >= count:
        raise InvalidInputError(f"Give weeks as indices from 0 to {count - 1}.")
    return weeks


def _answering(panel: _Panel, known: int) -> Answering:
    active = (panel.reports > 0.0).sum() / panel.reports.shape[1]
    answering = panel.answered.sum() / panel.reports.shape[1]
    return Answering(float(active), float(answering - active), float(answering / known))


def _decomposition(before: _Panel, after: _Panel) -> Decomposition:
    """Events from the units that answered in both periods; what remains is reporting."""
    both = before.units & after.units
    matched = [part.of_units(both) for part in (before, after)]
    sent = [float(part.total()) for part in matched]
    if min(sent) < FEWEST_REPORTS:
        raise TooFewError(
            f"Units that answered in both periods sent {sent[0]:.0f} and {sent[1]:.0f} reports; "
            f"{FEWEST_REPORTS} in each are the least."
        )
    events, information = _matched_ratio(*matched)
    dispersion = _dispersion(before, after, events)
    sizes = [float(part.total()) for part in (before, after)]
    weeks = [part.reports.shape[1] for part in (before, after)]
    total = float(np.log(sizes[1] / sizes[0] * weeks[0] / weeks[1]))
    known = float(np.log(sent[1] / sent[0] * weeks[0] / weeks[1]))
    each_all, each_known = (1.0 / n[0] + 1.0 / n[1] for n in (sizes, sent))
    a_log = _logarithmic_mean(sizes[0] / weeks[0], sizes[1] / weeks[1])

    def part(log_ratio: float, variance: float) -> Part:
        error = float(np.sqrt(dispersion * max(variance, 0.0)))
        return Part(log_ratio, error, a_log * log_ratio)

    return Decomposition(
        total=part(total, each_all),
        events=part(events, 1.0 / information),
        reporting=part(total - events, 1.0 / information - each_all),
        regularity=part(known - events, 1.0 / information - each_known),
        newcomers=part(total - known, each_known - each_all),
        dispersion=dispersion,
    )


def _logarithmic_mean(one: float, other: float) -> float:
    """What a difference is of the difference of logarithms."""
    return one if one == other else float((one - other) / np.log(one / other))


def _matched_ratio(before: _Panel, after: _Panel) -> tuple[float, float]:
    """Log ratio of reports per effort within units, and its information.

    Conditional on a unit's reports in both periods, those after are binomial; the
    maximum is found by Newton's steps on a concave function.
    """
    effort = before.effort.sum(axis=1), after.effort.sum(axis=1)
    reports = before.total(1) + after.total(1)
    wanted = float(after.total())
    log_ratio = float(np.log(wanted / float(before.total())))
    information = 1.0
    for _ in range(ROUNDS):
        share = effort[1] / (effort[1] + effort[0] * np.exp(-log_ratio))
        information = float(np.sum(reports * share * (1.0 - share)))
        step = (wanted - float(np.sum(reports * share))) / information
        log_ratio += float(np.clip(step, -1.0, 1.0))
        if abs(step) < SMALLEST_CHANGE:
            break
    return log_ratio, information


def _dispersion(before: _Panel, after: _Panel, log_ratio: float) -> float:
    """Pearson's statistic of the weekly reports of each unit, at least 1."""
    ratio = np.exp(log_ratio)
    effort = before.effort.sum(axis=1) + after.effort.sum(axis=1) * ratio
    total = before.total(1) + after.total(1)
    yields = np.divide(total, effort, out=np.zeros_like(total), where=effort > 0.0)
    squares, cells = 0.0, 0
    for part, level in ((before, 1.0), (after, ratio)):
        means = part.effort * yields[:, np.newaxis] * level
        seen = means > 0.0
        squares += float(np.sum((part.reports[seen] - means[seen]) ** 2 / means[seen]))
        cells += int(seen.sum())
    return max(1.0, squares / max(cells - int((total > 0.0).sum()) - 1, 1))


def _linked(answered: Flags) -> bool:
    """Whether units and the weeks they answer in hang together."""
    units = np.zeros(len(answered), np.bool_)
    units[0] = True
    while True:
        weeks = answered[units].any(axis=0)
        reached: Flags = np.asarray(answered[:, weeks].any(axis=1))
        if np.array_equal(reached, units):
            return bool(units.all())
        units = reached


def _yields(panel: _Panel) -> Floats:
    """Reports per effort of each unit at even events, by turns with the weeks' events."""
    events = np.ones(panel.reports.shape[1])
    by_unit, by_week = panel.total(1), panel.total(0)
    yields: Floats = by_unit / panel.effort.sum(axis=1)
    for _ in range(ROUNDS):
        last, expected = yields, panel.effort.T @ yields
        events = np.divide(by_week, expected, out=np.ones_like(events), where=expected > 0.0)
        yields = by_unit / (panel.effort @ events)
        yields = yields * (last.sum() / yields.sum())
        if np.max(np.abs(yields / last - 1.0)) < SMALLEST_CHANGE:
            break
    return yields
