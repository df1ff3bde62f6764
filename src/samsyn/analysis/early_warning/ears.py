"""EARS C1, C2 and C3: a week against the few weeks before it.

Source: Hutwagner et al. 2003 (J Urban Health 80:i89), with a floor under the standard
deviation. Only for series too new for ``farrington``: it knows no season, and its
normal bound alarms several times as often as its alpha says on small counts.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from samsyn.analysis.early_warning.history import History
from samsyn.analysis.early_warning.weeks import Dates, week_indices
from samsyn.analysis.errors import InvalidInputError

Floats = NDArray[np.float64]

ALPHA = {"C1": 0.001, "C2": 0.001, "C3": 0.025}
"""Customary chances of a false alarm."""
GAP = {"C1": 0, "C2": 2, "C3": 2}
"""Weeks between the baseline and the tested week."""
FEWEST_OBSERVED = 5 / 7
"""Share of the baseline that must be observed."""


@dataclass(frozen=True)
class EarsSettings:
    """Which chart, ``baseline`` weeks, its ``alpha`` (customary if None), and the floor
    ``smallest_sd`` (events) under the standard deviation.

    In ``mode`` ``"r_compat"`` C3 is that of R surveillance's ``earsC``, whose bound lies
    about the count of the week instead of the mean, and never below 0.

    Raises InvalidInputError for a baseline under two weeks, a floor that is not above 0
    (``r_compat`` allows 0), or an alpha outside 0 to 0.5.
    """

    chart: Literal["C1", "C2", "C3"] = "C2"
    baseline: int = 7
    alpha: float | None = None
    smallest_sd: float = 0.5
    mode: Literal["product", "r_compat"] = "product"

    def __post_init__(self) -> None:
        if self.baseline < 2:
            raise InvalidInputError("Give a baseline of two weeks or more.")
        if not (self.smallest_sd > 0.0 or self.mode == "r_compat"):
            raise InvalidInputError("Give a floor above 0 under the standard deviation.")
        if not 0.0 < self.chance < 0.5:
            raise InvalidInputError(f"Give alpha between 0 and 0.5, not {self.alpha}.")

    @property
    def chance(self) -> float:
        """Alpha, or what is customary for the chart."""
        return ALPHA[self.chart] if self.alpha is None else self.alpha


@dataclass(frozen=True)
class EarsAlarms:
    """Arrays (series, tested weeks): count, mean of the baseline, bound, and alarm.

    ``weeks`` and ``mondays`` (tested weeks,) say which weeks. A week that is missing
    or has less than five sevenths of its baseline observed has no bound (NaN) and no
    alarm.
    """

    weeks: NDArray[np.int64]
    mondays: NDArray[np.datetime64]
    observed: Floats
    expected: Floats
    upper: Floats
    alarm: NDArray[np.bool_]


def ears(
    counts: ArrayLike,
    mondays: Dates,
    at: ArrayLike,
    *,
    settings: EarsSettings | None = None,
) -> EarsAlarms:
    """Compare the weeks ``at`` with the weeks just before them.

    ``counts`` (series, weeks), NaN for a missing week. C1 takes the weeks just before,
    C2 leaves two weeks between, C3 adds up what C2 exceeded by in three weeks.

    Raises InvalidInputError for arguments that cannot be what was meant.
    """
    settings = EarsSettings() if settings is None else settings
    weeks = week_indices(at, len(mondays))
    first, after = _needed(weeks, settings)
    recent = History.of(counts, mondays, None).counts[:, first:after]
    mean, sd = _moments(recent, settings)
    upper = mean - sd * ndtri(settings.chance)
    if settings.chart == "C3":
        upper = _third(upper, recent, mean, sd, r_compat=settings.mode == "r_compat")
    observed, mean, upper = (values[:, weeks - first] for values in (recent, mean, upper))
    return EarsAlarms(weeks, mondays[weeks], observed, mean, upper, alarm=observed > upper)


def _needed(weeks: NDArray[np.int64], settings: EarsSettings) -> tuple[int, int]:
    """The first week that bears on the tested ones, and the week after the last."""
    if not weeks.size:
        return 0, 0
    added_up = 2 if settings.chart == "C3" else 0
    reach = settings.baseline + GAP[settings.chart] + added_up
    return max(int(weeks.min()) - reach, 0), int(weeks.max()) + 1


def _third(second: Floats, counts: Floats, mean: Floats, sd: Floats, *, r_compat: bool) -> Floats:
    """The bound of C3: that of C2 less what C2 exceeded by in the two weeks before."""
    with np.errstate(divide="ignore", invalid="ignore"):  # r_compat has no floor under sd
        excess = np.maximum((counts - mean) / sd - 1.0, 0.0)
        if not r_compat:
            excess = np.nan_to_num(excess)
        padded = np.concatenate([np.zeros((len(counts), 2)), excess], axis=1)
        bound: Floats = second - sd * (padded[:, 1:-1] + padded[:, :-2])
    return np.maximum(bound + counts - mean, 0.0) if r_compat else bound


def _moments(counts: Floats, settings: EarsSettings) -> tuple[Floats, Floats]:
    """Mean and standard deviation of every week's baseline, NaN where too little is known."""
    length, gap = settings.baseline, GAP[settings.chart]
    observed = np.isfinite(counts)
    values = np.where(observed, counts, 0.0)
    known, total, squares = (
        _sums(part, length, gap) for part in (observed.astype(np.float64), values, values**2)
    )
    known[known < max(FEWEST_OBSERVED * length, 2.0)] = np.nan
    variance = (known * squares - total**2) / (known * (known - 1.0))
    return total / known, np.maximum(np.sqrt(variance), settings.smallest_sd)


def _sums(values: Floats, length: int, gap: int) -> Floats:
    """Sums over the ``length`` weeks that end ``gap`` weeks before each week; 0 before those."""
    running = np.cumsum(values, axis=1)
    running = np.concatenate([np.zeros((len(values), length + gap + 1)), running], axis=1)
    weeks = values.shape[1]
    return running[:, length : length + weeks] - running[:, :weeks]
