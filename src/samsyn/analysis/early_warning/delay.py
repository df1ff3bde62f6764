"""Reporting delay: how much of the latest weeks has come in.

What happened in a week goes on being registered for weeks after. Without regard to
it the latest weeks always look calm.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

from samsyn.analysis.early_warning.distribution import smallest
from samsyn.analysis.early_warning.weeks import Dates, monday
from samsyn.analysis.errors import InvalidInputError, TooFewError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

COMPLETE = 0.95
"""Share reported from which a week is shown as complete."""
TOO_EARLY = 0.5
"""Share reported below which a week is not tested."""
FEWEST_EVENTS = 30
"""Events without which no delay distribution is estimated."""


@dataclass(frozen=True)
class Delay:
    """Share of events registered 0, 1, ... ``longest`` weeks after the week they occurred.

    ``share`` (longest + 1,) sums to 1; ``events`` is how many it rests on, and ``later``
    how many of those that occurred in the same weeks were registered later still.
    """

    share: Floats
    events: int
    later: int

    @property
    def reported(self) -> Floats:
        """F(d): the share registered within d weeks, (longest + 1,)."""
        total: Floats = np.minimum(np.cumsum(self.share), 1.0)
        return total

    def completeness(self, mondays: Dates, as_of: np.datetime64) -> "Completeness":
        """How much of each week is in, when registrations before the Monday ``as_of`` are.

        The week before ``as_of`` is 0 weeks old; weeks from ``as_of`` on have nothing.
        """
        age = (monday(as_of) - monday(mondays)).astype(np.int64) // 7 - 1
        known = np.append(self.reported, 1.0)
        share = np.where(age < 0, 0.0, known[np.clip(age, 0, known.size - 1)])
        return Completeness(share, share < COMPLETE, share < TOO_EARLY)


@dataclass(frozen=True)
class Completeness:
    """Arrays (weeks,): the share reported, and what follows from it.

    A ``preliminary`` week is tested on what is reported so far and shown as
    preliminary; a week that is ``too_early`` is not tested.
    """

    share: Floats
    preliminary: Flags
    too_early: Flags

    @property
    def exposure(self) -> Floats:
        """The share as ``farrington`` takes it: NaN where it is too early."""
        return np.where(self.too_early, np.nan, self.share)


def delay_distribution(
    occurred: Dates,
    registered: Dates,
    as_of: np.datetime64,
    *,
    longest: int = 8,
    weeks: int = 26,
) -> Delay:
    """Delays of the events of the latest ``weeks`` weeks that had ``longest`` weeks to come in.

    ``occurred`` and ``registered`` (events,) are days; registrations from the Monday of
    ``as_of`` on are left out. Only weeks old enough for every delay to have been seen
    count, so that short delays are not favoured.

    Raises InvalidInputError when an event is registered before it occurred, and
    TooFewError when fewer than 30 events remain: pool categories then.
    """
    if np.any(registered < occurred):
        raise InvalidInputError("Give events that are registered on the day they occur or later.")
    last = monday(as_of)
    weeks_ago = (last - monday(occurred)).astype(np.int64) // 7
    delay = (monday(registered) - monday(occurred)).astype(np.int64) // 7
    chosen = (weeks_ago > longest) & (weeks_ago <= longest + weeks) & (registered < last)
    within = delay[chosen & (delay <= longest)]
    if within.size < FEWEST_EVENTS:
        raise TooFewError(
            f"{within.size} events are too few for a delay distribution: pool categories "
            f"until there are {FEWEST_EVENTS}."
        )
    share = np.bincount(within, minlength=longest + 1) / within.size
    return Delay(share, int(within.size), int(np.count_nonzero(chosen) - within.size))


@dataclass(frozen=True)
class Nowcast:
    """Arrays: the count to expect when all is in, with the limits of its interval."""

    expected: Floats
    low: Floats
    high: Floats


def nowcast(reported: ArrayLike, share: ArrayLike, coverage: float = 0.95) -> Nowcast:
    """The final count, given what is reported and the share that usually is.

    What is still to come, given n reported and a share F, is negative binomial with
    size n + 1/2 and probability F (Jeffreys' prior for the rate). The error of F itself
    is not counted.

    Raises InvalidInputError unless every share is above 0 and at most 1.
    """
    n, f = np.broadcast_arrays(np.asarray(reported, np.float64), np.asarray(share, np.float64))
    if np.any(f <= 0.0) or np.any(f > 1.0):
        raise InvalidInputError("Give shares above 0 and at most 1.")

    def beyond(count: Floats, rows: NDArray[np.intp]) -> Floats:
        more = betainc(count + 1.0, n.ravel()[rows] + 0.5, 1.0 - f.ravel()[rows])
        return np.asarray(more, np.float64)

    tail = (1.0 - coverage) / 2.0
    start = np.ceil((n + 1.0) / f).ravel()
    low, high = (smallest(beyond, chance, start).reshape(n.shape) for chance in (1.0 - tail, tail))
    return Nowcast(n + (n + 0.5) * (1.0 - f) / f, n + low, n + high)
