"""Displacement and diffusion: did the problem move next door, or did the calm spread?

Areas: the treated one, a buffer around it (one or two rings, at most 500 m, without
measures of its own), and controls. Two measures are always given together, because
the first has no standard error of its own: the weighted displacement quotient (Bowers
& Johnson, J Quant Criminol 19, 2003) and the weighted displacement difference (Wheeler
& Ratcliffe, Crime Science 7:11, 2018). The same sums serve for other partitions than
places: times of day, kinds of event, methods.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from samsyn.analysis.errors import InvalidInputError
from samsyn.analysis.rates.exact import checked_level

Floats = NDArray[np.float64]

SMALL = 20
"""Counts below this make the normal interval too regular: it is simulated instead."""
DRAWS = 4000


@dataclass(frozen=True)
class BeforeAfter:
    """Events in an area before and after, and its size (any unit shared by all)."""

    before: float
    after: float
    area: float = 1.0


@dataclass(frozen=True)
class Difference:
    """A change in events per unit of time and area: estimate, standard error, limits."""

    estimate: float
    se: float
    low: float
    high: float


@dataclass(frozen=True)
class Quotient:
    """The weighted displacement quotient.

    ``success``: change of treated over control, below 0 for a fall. ``buffer``: the
    same for the buffer. ``quotient``: buffer over success; above 0 the calm spread,
    0 to -1 displacement smaller than the gain, below -1 displacement ate it. NaN
    without success. ``low``, ``high``: bootstrap limits, infinite where ``success``
    may be none. ``net``: events prevented in treated and buffer together, against
    the control's change (total net effect).
    """

    success: float
    buffer: float
    quotient: float
    low: float
    high: float
    net: float


@dataclass(frozen=True)
class Displacement:
    """Local change, change in the buffer, and both together.

    ``displaced`` and ``quotient`` are None without a buffer; ``total`` is then the
    local difference. ``quotient`` is None too when the control lacks events before or
    after.
    """

    local: Difference
    displaced: Difference | None
    total: Difference
    quotient: Quotient | None


def displacement(
    treated: BeforeAfter,
    control: BeforeAfter,
    buffer: BeforeAfter | None = None,
    buffer_control: BeforeAfter | None = None,
    *,
    rng: np.random.Generator,
    time: tuple[float, float] = (1.0, 1.0),
    dispersion: float = 1.0,
    level: float = 0.95,
) -> Displacement:
    """WDD with its interval, and WDQ where it means something.

    ``time``: lengths of the periods before and after. ``buffer_control``: the
    buffer's own control, else ``control`` serves the quotient and the difference is
    taken without one. ``dispersion``: variance over mean of the counts. Where a
    count is below 20 the limits come from 4,000 simulated counts.

    Raises InvalidInputError for negative counts, areas or times not above 0 or a
    dispersion below 1.
    """
    areas = [treated, control, *(a for a in (buffer, buffer_control) if a is not None)]
    _check(areas, time, dispersion)
    noise = _Noise(rng, time, dispersion, checked_level(level))
    local = _difference([treated], [control], noise)
    if buffer is None:
        return Displacement(local, None, local, None)
    against = [] if buffer_control is None else [buffer_control]
    displaced = _difference([buffer], against, noise)
    total = _difference([treated, buffer], [control, *against], noise)
    return Displacement(local, displaced, total, _quotient(treated, buffer, control, noise))


@dataclass(frozen=True)
class _Noise:
    """How the counts vary."""

    rng: np.random.Generator
    time: tuple[float, float]
    dispersion: float
    level: float

    @property
    def tails(self) -> list[float]:
        return [(1 - self.level) / 2, (1 + self.level) / 2]

    def draw(self, count: float) -> Floats:
        """(DRAWS,) counts with the same mean and the dispersion; 0 varies as a half."""
        mean: float | Floats = max(count, 0.5)
        if self.dispersion > 1:
            mean = self.rng.gamma(mean / (self.dispersion - 1), self.dispersion - 1, DRAWS)
        return self.rng.poisson(mean, DRAWS).astype(np.float64)


def _check(areas: list[BeforeAfter], time: tuple[float, float], dispersion: float) -> None:
    counts = [n for area in areas for n in (area.before, area.after)]
    sizes = [*time, *(area.area for area in areas)]
    if min(counts) < 0 or min(sizes) <= 0 or dispersion < 1:
        raise InvalidInputError("Give counts from 0, areas and times above 0, dispersion from 1.")


def _difference(plus: list[BeforeAfter], minus: list[BeforeAfter], noise: _Noise) -> Difference:
    """Sum of the changes per unit of time and area, the controls' taken away."""
    signed = [(1.0, a) for a in plus] + [(-1.0, a) for a in minus]
    before, after = noise.time
    estimate = sum(s * (a.after / after - a.before / before) / a.area for s, a in signed)
    variance = sum((a.after / after**2 + a.before / before**2) / a.area**2 for _, a in signed)
    se = float(np.sqrt(variance * noise.dispersion))
    if min(n for _, a in signed for n in (a.before, a.after)) >= SMALL:
        low, high = (estimate + float(ndtri(tail)) * se for tail in noise.tails)
    else:
        draws = np.zeros(DRAWS)
        for sign, a in signed:
            change = noise.draw(a.after) / after - noise.draw(a.before) / before
            draws += sign * change / a.area
        low, high = np.quantile(draws, noise.tails).tolist()
    return Difference(estimate, se, low, high)


def _quotient(
    treated: BeforeAfter, buffer: BeforeAfter, control: BeforeAfter, noise: _Noise
) -> Quotient | None:
    """None without control events: the quotient divides by them."""
    if not (control.before and control.after):
        return None
    success = treated.after / control.after - treated.before / control.before
    spread = buffer.after / control.after - buffer.before / control.before
    change = control.after / control.before
    net = (treated.before + buffer.before) * change - treated.after - buffer.after
    if success >= 0:
        return Quotient(success, spread, np.nan, np.nan, np.nan, net)
    low, high = _quotient_limits(treated, buffer, control, noise)
    return Quotient(success, spread, spread / success, low, high, net)


def _quotient_limits(
    treated: BeforeAfter, buffer: BeforeAfter, control: BeforeAfter, noise: _Noise
) -> tuple[float, float]:
    """Bootstrap limits; unbounded when the success itself may be none."""
    before, after = (np.maximum(noise.draw(n), 0.5) for n in (control.before, control.after))
    success = noise.draw(treated.after) / after - noise.draw(treated.before) / before
    spread = noise.draw(buffer.after) / after - noise.draw(buffer.before) / before
    if np.quantile(success, noise.tails[1]) >= 0:
        return -np.inf, np.inf
    fell = success < 0
    low, high = np.quantile(spread[fell] / success[fell], noise.tails)
    return float(low), float(high)
