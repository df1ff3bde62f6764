"""What the caller chooses, and what comes back."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.early_warning.distribution import quantile
from samsyn.analysis.errors import InvalidInputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_MEAN = 0.05
"""Events a week: no smaller mean is believed, however empty the baseline is."""

Threshold = Literal["nbPlugin", "delta", "muan", "predictive"]


@dataclass(frozen=True)
class FarringtonSettings:
    """The choices of the flexible Farrington method (Noufaily et al. 2013).

    ``years_back`` reference years, windows of ``half_width`` weeks on either side,
    ``periods`` seasons, the ``past_excluded`` latest weeks left out of the baseline,
    past counts with an Anscombe residual beyond ``reweight_above`` weighted down.

    ``alpha`` is the chance of a false notice per series and week. ``threshold`` says
    how the bound is found: ``"nbPlugin"`` from the negative binomial with the fitted
    mean, ``"muan"`` with the upper 1 - ``alpha`` bound of the mean, ``"delta"`` by
    the 2/3 power of the counts, ``"predictive"`` from the negative binomial mixed
    over the error of the fitted mean.

    ``gate`` = (events, weeks): no alarm unless that many events were seen in the
    latest weeks. ``reference`` weeks are found by ``"dates"`` or as whole years of
    52 weeks by ``"index"``. ``mode`` ``"r_compat"`` reproduces R surveillance's
    ``farringtonFlexible`` and ``"r_compat_1996"`` its older ``farrington`` (with one
    period, ``reweight_above`` 1, ``"delta"`` and half its two-sided alpha);
    ``"product"`` is what the product uses.

    Raises InvalidInputError for a choice out of range.
    """

    years_back: int = 5
    half_width: int = 3
    periods: int = 10
    past_excluded: int = 26
    reweight_above: float = 2.58
    alpha: float = 0.01
    threshold: Threshold = "nbPlugin"
    trend: Literal["when_significant", "always", "never"] = "when_significant"
    gate: tuple[int, int] = (5, 4)
    reference: Literal["dates", "index"] = "dates"
    mode: Literal["product", "r_compat", "r_compat_1996"] = "product"

    def __post_init__(self) -> None:
        if min(self.years_back, self.half_width, self.periods, self.gate[1]) < 1:
            raise InvalidInputError("Give years, half width, periods and gate weeks from 1.")
        if self.past_excluded < 0 or self.gate[0] < 0:
            raise InvalidInputError("Give excluded weeks and gate events as 0 or more.")
        if not 0.0 < self.alpha < 0.5:
            raise InvalidInputError(f"Give alpha between 0 and 0.5, not {self.alpha}.")
        if not self.reweight_above > 0.0:
            raise InvalidInputError(f"Give reweight_above above 0, not {self.reweight_above}.")


class Footing(IntEnum):
    """What an answer for a series and a week rests on."""

    FULL = 0
    """Season over three reference years or more."""
    REDUCED = 1
    """One or two reference years: the same season, no trend."""
    SEASONLESS = 2
    """Too many weeks of the season are missing: all weeks alike, no trend."""
    RECENT_ONLY = 3
    """Less than a year: the last twelve weeks without alarm."""
    RARE = 4
    """No event in the season and next to none expected: an alarm takes three events."""
    NO_BASELINE = 5
    """Too few observed weeks to compare with: no test."""
    TOO_SHORT = 6
    """Less than half a year of history: no test, description only."""
    MISSING = 7
    """The week itself is not observed: no test."""


@dataclass(frozen=True)
class Alarms:
    """Early warning for each series and tested week; arrays are (series, tested weeks).

    ``weeks`` and ``mondays`` (tested weeks,) say which weeks. ``observed`` is the
    count, ``expected`` its mean (events a week), ``dispersion`` variance / mean,
    ``error`` the standard error of log expected, ``upper`` the largest count that is
    not beyond the bound, ``score`` (observed - expected) / (upper - expected), above 1
    beyond the bound. ``p`` = P(Y >= observed), ``mid_p`` the same with half of
    P(Y = observed), ``p_low`` = P(Y <= observed): a decrease, never an alarm, since
    it may be reports that stopped. ``gate`` is True where the volume permits an alarm,
    ``alarm`` where the count is beyond the bound as well. ``trend`` says whether a
    slope was used and ``slope`` its size per week on the log scale. ``status`` holds
    ``Footing`` codes. Without a baseline every figure is NaN; of a missing week the
    expected mean and the bound are known all the same. ``alarm`` is False in both.
    """

    weeks: NDArray[np.int64]
    mondays: NDArray[np.datetime64]
    alpha: float
    observed: Floats
    expected: Floats
    dispersion: Floats
    error: Floats
    upper: Floats
    score: Floats
    p: Floats
    mid_p: Floats
    p_low: Floats
    gate: Flags
    alarm: Flags
    trend: Flags
    slope: Floats
    status: NDArray[np.int8]

    @property
    def tested(self) -> Flags:
        """Where there was something to compare with and volume enough for an alarm."""
        return self.gate & np.isfinite(self.p)

    @property
    def expected_false(self) -> Floats:
        """False notices to expect in each tested week if nothing has changed: at most this."""
        expected: Floats = self.alpha * np.sum(self.tested, axis=0)
        return expected

    def band(self, coverage: float) -> tuple[Floats, Floats]:
        """Lowest and highest usual count: what lies beyond either has (1 - coverage) / 2."""
        beyond = (1.0 - coverage) / 2.0
        return (
            quantile(1.0 - beyond, self.expected, self.dispersion),
            quantile(beyond, self.expected, self.dispersion),
        )
