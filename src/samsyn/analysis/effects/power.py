"""What an evaluation can see, said before it starts.

Without a comparison area: the exact test of two Poisson rates given their total (as
``rates.rate_ratio``), by summation over every total that matters. With one: the log
ratio of ratios (as ``ratio_of_ratios``), whose variance is the sum of 1/n of the four
counts. Overdispersed counts are as informative as Poisson counts divided by the
dispersion.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrik, betainc, gammaln, ndtr, ndtri

from samsyn.analysis.errors import InvalidInputError, TooFewError

Floats = NDArray[np.float64]

MOST_EVENTS = 20_000
"""Expected events that are tried before the answer is "no number"."""
REACH = 9.0
"""Standard deviations of the total that the sum covers; what lies beyond is below 1e-15."""
HALVINGS = 30


@dataclass(frozen=True)
class Design:
    """A planned before-and-after comparison.

    ``expected_before``: events expected before the start (or in the control arm of a
    two-arm comparison). ``control_before``: the same in the comparison area; None
    without one. ``exposure_ratio``: length of the time after over that before.
    ``dispersion``: variance over mean. ``sides``: 1 tests for a change in the
    direction that is asked about only, 2 with alpha/2 on each side.
    """

    expected_before: float
    control_before: float | None = None
    exposure_ratio: float = 1.0
    dispersion: float = 1.0
    alpha: float = 0.05
    sides: Literal[1, 2] = 2

    def __post_init__(self) -> None:
        control = 1.0 if self.control_before is None else self.control_before
        positive = min(self.expected_before, control, self.exposure_ratio) > 0
        if not (positive and self.dispersion >= 1 and 0 < self.alpha < 0.5):
            raise InvalidInputError("Give numbers above 0, a dispersion from 1, alpha below 1/2.")

    @property
    def tail(self) -> float:
        """Chance of a false finding on one side."""
        return self.alpha / self.sides


def power(design: Design, ratio: float) -> float:
    """Chance that a change of the rate to ``ratio`` times itself is detected.

    Raises InvalidInputError unless ``ratio`` is above 0.
    """
    if not ratio > 0:
        raise InvalidInputError("Give the ratio above 0; a fall to nothing is nearly 0.")
    if design.control_before is not None:
        return _against_control(design, design.control_before, ratio)
    before = design.expected_before / design.dispersion
    after = before * design.exposure_ratio * ratio
    share = design.exposure_ratio / (1 + design.exposure_ratio)
    # A rise of the second count is a fall of the first, seen from the other side.
    fall = (before, after, share, design.tail)
    rise = (after, before, 1 - share, design.tail)
    if design.sides == 1:
        return _detected(*(rise if ratio > 1 else fall))
    return _detected(*fall) + _detected(*rise)


def minimum_detectable_reduction(design: Design, wanted: float = 0.8) -> float:
    """The smallest fall, as a share of 1, that is detected with probability ``wanted``.

    NaN when not even a fall to nothing would be.
    """

    def reached(reduction: float) -> bool:
        return power(design, max(1 - reduction, 1e-9)) >= wanted

    return _threshold(reached, 0.0, 1.0) if reached(1.0) else float("nan")


def events_needed(reduction: float, design: Design, wanted: float = 0.8) -> int:
    """Events before the start that make a fall of ``reduction`` (a share of 1) detectable.

    Of ``design`` everything holds but the counts; a comparison area keeps its size
    relative to the treated one. The power of an exact test rises in small steps: the
    answer holds to within such a step.

    Raises TooFewError when 20,000 would not do.
    """
    if not 0 < reduction < 1:
        raise InvalidInputError("Give the reduction as a share between 0 and 1.")
    control = design.control_before
    relative = None if control is None else control / design.expected_before

    def reached(events: float) -> bool:
        beside = None if relative is None else events * relative
        scaled = replace(design, expected_before=events, control_before=beside)
        return power(scaled, 1 - reduction) >= wanted

    if not reached(MOST_EVENTS):
        raise TooFewError("No number of events that a municipality has would show it.")
    return int(np.ceil(_threshold(reached, 1.0, MOST_EVENTS)))


def _against_control(design: Design, control: float, ratio: float) -> float:
    """Power of the ratio of ratios, in the normal limit."""
    before, time = design.expected_before, design.exposure_ratio
    counts = np.array([before, before * time * ratio, control, control * time])
    # No count is taken as less than the half that the estimate puts in for a zero.
    counts = np.maximum(counts, 0.5)
    se = np.sqrt(design.dispersion * (1 / counts).sum())
    limit, shift = ndtri(design.tail), np.log(ratio) / se
    if design.sides == 1:
        return float(ndtr(limit + abs(shift)))
    return float(ndtr(limit + shift) + ndtr(limit - shift))


def _detected(before: float, after: float, share: float, tail: float) -> float:
    """Chance that the count after is found too low, both counts being Poisson.

    Given the total N the count after is binomial; k is the largest count that the
    test calls too low, and the chances of at most k are summed over N.
    """
    mean = before + after
    spread = REACH * (np.sqrt(mean) + 1)
    total = np.arange(max(1, int(mean - spread)), int(mean + spread) + 1, dtype=np.float64)
    chance = np.exp(total * np.log(mean) - mean - gammaln(total + 1))
    critical = _critical(total, share, tail)
    found = np.where(critical >= 0, _at_most(critical, total, after / mean), 0.0)
    return float(chance @ found)


def _at_most(k: Floats, total: Floats, share: float) -> Floats:
    """P(binomial(total, share) <= k) for 0 <= k < total."""
    return np.asarray(betainc(total - k, np.maximum(k, 0) + 1, 1 - share))


def _critical(total: Floats, share: float, tail: float) -> Floats:
    """The largest k with P(binomial(total, share) <= k) <= tail; -1 where there is none."""
    k = np.clip(np.floor(np.nan_to_num(bdtrik(tail, total, share))) + 1, 0, total - 1)
    # The continuous inverse lies within one count of the answer.
    for _ in range(3):
        k = np.where((k >= 0) & (_at_most(k, total, share) > tail), k - 1, k)
    return np.asarray(k)


def _threshold(reached: Callable[[float], bool], low: float, high: float) -> float:
    """The least value between the two that reaches, by halving."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
