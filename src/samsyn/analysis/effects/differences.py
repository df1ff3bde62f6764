"""Difference in differences: did the treated areas change more than the others?

log mean = unit + period + effect x treated x after + log exposure (two-way fixed
effects, Poisson), with errors by cluster where there are units enough and by
randomisation where there are few. Units that start at different times are taken one
start at a time against those that never start: two-way fixed effects alone would
compare the late with the early (Goodman-Bacon, J Econometrics 225, 2021).
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, ndtri, stdtr, stdtrit

from samsyn.analysis.errors import InvalidInputError, NotEstimableError, TooFewError
from samsyn.analysis.poisson_regression import Regression, clustered, fit_poisson
from samsyn.analysis.rates.exact import checked_level

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CLUSTERS_EACH = 8
"""Units in each arm from which errors by cluster are trusted."""
MOST_CHOICES = 10_000
"""Choices of treated units that are all tried; beyond it a sample is drawn."""
GRID = np.arange(-4.0, 4.02, 0.02)
"""Log effects, about the estimate, tried against the randomisation."""
LEAD_BLOCKS = 4


@dataclass(frozen=True)
class DifferenceInDifferences:
    """How much more the treated units changed.

    ``ratio``, ``low``, ``high``: rate of the treated after the start over what the
    others' change lets expect; by randomisation the limits may be 0 or infinite when
    the units are too few to bound the effect. ``log_effect`` with ``se_quasi``
    (dispersion at least 1) and ``se_cluster``. ``p``: two-sided, for no effect.
    ``pretrend_p``: chance of arms so different before the start when they moved
    alike; NaN with fewer than four periods before. ``by_randomisation``: how ``p``
    and the limits were made. ``choices``: of treated units that were compared.
    """

    ratio: float
    low: float
    high: float
    log_effect: float
    se_quasi: float
    se_cluster: float
    dispersion: float
    p: float
    pretrend_p: float
    by_randomisation: bool
    choices: int


@dataclass(frozen=True)
class _Panel:
    """Checked input: counts and exposure (units, periods), treated (units,)."""

    y: Floats
    exposure: Floats
    treated: Flags
    start: int

    @property
    def after(self) -> Flags:
        return np.arange(self.y.shape[1]) >= self.start


def difference_in_differences(
    counts: ArrayLike,
    treated: ArrayLike,
    start: int,
    *,
    rng: np.random.Generator,
    exposure: ArrayLike = 1.0,
    level: float = 0.95,
) -> DifferenceInDifferences:
    """The effect in the treated units from period ``start`` on.

    ``counts``: (units, periods), complete. ``treated``: (units,) True for treated.
    ``exposure`` broadcasts to the counts. With 8 units or more in each arm the
    larger of the errors by cluster (HC1) and of quasi-Poisson is used, with
    t on units - 2 degrees of freedom; with fewer the effect is compared with that of
    every other choice of treated units, and the limits hold every effect that this
    does not reject.

    Raises TooFewError without two units, one in each arm, and a period before and
    after; NotEstimableError when an arm has no events before or after.
    """
    panel = _panel(counts, treated, start, exposure)
    checked_level(level)
    fit = _two_way(panel, _interaction(panel))
    effect = float(fit.coefficients[0, -1])
    variances = _variances(panel, fit)
    few = min(panel.treated.sum(), (~panel.treated).sum()) < CLUSTERS_EACH
    if few:
        low, high, p, choices = _randomised(panel, level, rng)
    else:
        low, high, p = _wald(effect, max(variances), len(panel.y) - 2, level)
        choices = 0
    se_quasi, se_cluster = (float(np.sqrt(v)) for v in variances)
    return DifferenceInDifferences(
        ratio=float(np.exp(effect)),
        low=low,
        high=high,
        log_effect=effect,
        se_quasi=se_quasi,
        se_cluster=se_cluster,
        dispersion=float(fit.dispersion[0]),
        p=p,
        pretrend_p=_pretrend_p(panel),
        by_randomisation=bool(few),
        choices=choices,
    )


def by_start(
    counts: ArrayLike,
    starts: ArrayLike,
    *,
    rng: np.random.Generator,
    exposure: ArrayLike = 1.0,
    level: float = 0.95,
) -> dict[int, DifferenceInDifferences]:
    """One comparison for each start, always against the units that never start.

    ``starts``: (units,) index of the first treated period, -1 for never. Group-time
    effects with the never treated as comparison (Callaway & Sant'Anna, J Econometrics
    225, 2021), pooled over the periods after each start.
    """
    y, first = np.asarray(counts, np.float64), np.asarray(starts, np.int64)
    if y.ndim != 2 or first.shape != y.shape[:1]:
        raise InvalidInputError("Give counts as (units, periods) and one start a unit.")
    people = np.broadcast_to(np.asarray(exposure, np.float64), y.shape)
    results = {}
    for start in np.unique(first[first >= 0]).tolist():
        kept = (first == start) | (first < 0)
        results[start] = difference_in_differences(
            y[kept], first[kept] == start, start, rng=rng, exposure=people[kept], level=level
        )
    return results


def _panel(counts: ArrayLike, treated: ArrayLike, start: int, exposure: ArrayLike) -> _Panel:
    y, chosen = np.array(counts, np.float64), np.array(treated, np.bool_)
    if y.ndim != 2 or chosen.shape != y.shape[:1]:
        raise InvalidInputError("Give counts as (units, periods) and one flag a unit.")
    if not (np.isfinite(y).all() and (y >= 0).all()):
        raise InvalidInputError("Leave out units or periods without complete counts.")
    people = np.array(np.broadcast_to(np.asarray(exposure, np.float64), y.shape))
    if not (people > 0).all():
        raise InvalidInputError("Give an exposure above 0 for every unit and period.")
    if not (0 < start < y.shape[1] and chosen.any() and not chosen.all() and y.shape[1] > 2):
        raise TooFewError("A comparison needs a unit in each arm and periods before and after.")
    panel = _Panel(y, people, chosen, start)
    parts = [y[np.ix_(arm, when)].sum() for arm in (chosen, ~chosen) for when in _halves(panel)]
    if min(parts) == 0:
        raise NotEstimableError(
            "An arm has no events before or after the start; compare the four totals instead."
        )
    return panel


def _halves(panel: _Panel) -> tuple[Flags, Flags]:
    return ~panel.after, panel.after


def _interaction(panel: _Panel) -> Floats:
    """(units x periods, 1): treated and after."""
    return np.outer(panel.treated, panel.after).astype(np.float64).reshape(-1, 1)


def _two_way(panel: _Panel, extra: Floats) -> Regression:
    """The fit with unit and period effects; ``extra`` holds the last columns.

    Units and periods without events say nothing about the effect and have no finite
    effect of their own: they are left out.
    """
    units, periods = panel.y.shape
    unit, period = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    some = (panel.y.sum(axis=1)[unit] > 0) & (panel.y.sum(axis=0)[period] > 0)
    columns = [unit[:, None] == np.flatnonzero(panel.y.sum(axis=1) > 0)]
    columns += [period[:, None] == np.flatnonzero(panel.y.sum(axis=0) > 0)[1:]]
    design = np.column_stack([*columns, extra]).astype(np.float64)[some]
    y, people = panel.y.reshape(-1)[some], panel.exposure.reshape(-1)[some]
    if len(y) <= design.shape[1]:
        raise TooFewError("There are fewer counts than the comparison has unknowns.")
    return fit_poisson(y[None], design, np.log(people))


def _variances(panel: _Panel, fit: Regression) -> tuple[float, float]:
    """Of the effect: quasi-Poisson's and by cluster."""
    unit = np.repeat(np.arange(panel.y.shape[0]), panel.y.shape[1])
    kept = (panel.y.sum(axis=1) > 0)[unit] & np.tile(panel.y.sum(axis=0) > 0, len(panel.y))
    quasi = max(1.0, float(fit.dispersion[0])) * fit.inverse_information[0, -1, -1]
    return float(quasi), float(clustered(fit, unit[kept])[0, -1, -1])


def _wald(effect: float, variance: float, spare: int, level: float) -> tuple[float, float, float]:
    se = variance**0.5
    reach = float(stdtrit(spare, (1 + level) / 2)) * se
    p = 2 * float(stdtr(spare, -abs(effect) / se))
    return float(np.exp(effect - reach)), float(np.exp(effect + reach)), p


def _choices(panel: _Panel, rng: np.random.Generator) -> tuple[Flags, bool]:
    """(choices, units) ways to choose the treated, the true one first; and whether all."""
    units, treated = len(panel.y), int(panel.treated.sum())
    if comb(units, treated) <= MOST_CHOICES:
        chosen = np.array(list(combinations(range(units), treated)))
        flags = np.zeros((len(chosen), units), np.bool_)
        np.put_along_axis(flags, chosen, values=True, axis=1)
        others = flags[(flags != panel.treated).any(axis=1)]
        return np.vstack([panel.treated, others]), True
    order = rng.permuted(np.tile(panel.treated, (MOST_CHOICES - 1, 1)), axis=1)
    return np.vstack([panel.treated, order]), False


def _randomised(
    panel: _Panel, level: float, rng: np.random.Generator
) -> tuple[float, float, float, int]:
    """Limits and p from all other choices of treated units (Fisher's randomisation).

    The statistic is the log ratio of the arms' pooled ratios of after to before; with
    constant exposure it is the two-way estimate itself. An effect is tried by taking
    it out of the treated units' counts after the start.
    """
    flags, _ = _choices(panel, rng)
    before, after = (panel.y[:, when].sum(axis=1) for when in _halves(panel))
    people = [panel.exposure[:, when].sum(axis=1) for when in _halves(panel)]
    odds = _log_odds(flags, people[1]) - _log_odds(flags, people[0])
    still = _log_odds(flags, before)

    def p_of(effect: float) -> float:
        adjusted = np.where(panel.treated, after * np.exp(-effect), after)
        statistic = np.abs(_log_odds(flags, adjusted) - still - odds)
        return float(np.mean(statistic >= statistic[0] - 1e-9))

    centre = float((_log_odds(flags[:1], after) - still[:1] - odds[:1])[0])
    grid = centre + GRID
    kept = grid[[p_of(effect) > 1 - level for effect in grid.tolist()]]
    low = -np.inf if kept[0] == grid[0] else kept[0] - (GRID[1] - GRID[0])
    high = np.inf if kept[-1] == grid[-1] else kept[-1] + (GRID[1] - GRID[0])
    return float(np.exp(low)), float(np.exp(high)), p_of(0.0), len(flags)


def _log_odds(flags: Flags, values: Floats) -> Floats:
    """(choices,) log of the chosen units' total over the others'; zeros count a half."""
    chosen = flags @ values
    rest = values.sum() - chosen
    return np.asarray(np.log(np.where(chosen > 0, chosen, 0.5) / np.where(rest > 0, rest, 0.5)))


def _pretrend_p(panel: _Panel) -> float:
    """Joint test that the arms moved alike in four blocks of the time before."""
    if panel.start < LEAD_BLOCKS:
        return float("nan")
    before = _Panel(
        panel.y[:, : panel.start], panel.exposure[:, : panel.start], panel.treated, panel.start
    )
    block = np.arange(panel.start) * LEAD_BLOCKS // panel.start
    leads = (block[:, None] == np.arange(1, LEAD_BLOCKS)).astype(np.float64)
    extra = np.kron(panel.treated[:, None].astype(np.float64), leads)
    try:
        fit = _two_way(before, extra)
    except TooFewError:
        return float("nan")
    b, spread = fit.coefficients[0, 1 - LEAD_BLOCKS :], fit.inverse_information[0]
    spread = spread[1 - LEAD_BLOCKS :, 1 - LEAD_BLOCKS :] * max(1.0, float(fit.dispersion[0]))
    return float(chdtrc(LEAD_BLOCKS - 1, b @ np.linalg.solve(spread, b)))


@dataclass(frozen=True)
class RatioOfRatios:
    """Change in one area over the change in another, with its limits.

    ``ratio``, ``low``, ``high`` and ``se`` of the log.
    """

    ratio: float
    low: float
    high: float
    se: float


def ratio_of_ratios(
    treated: tuple[float, float],
    control: tuple[float, float],
    *,
    exposure: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0),
    dispersion: float = 1.0,
    level: float = 0.95,
) -> RatioOfRatios:
    """One treated and one control area: (after/before) over (after/before).

    ``treated``, ``control``: events before and after. ``exposure``: of treated before
    and after, then of control before and after. The log ratio has variance dispersion
    x the sum of 1/n; where a count is 0 a half is added to all four (Haldane's
    correction).
    """
    n = np.array([*treated, *control], np.float64)
    x = np.array(exposure, np.float64)
    if (n < 0).any() or not (x > 0).all() or dispersion < 1:
        raise InvalidInputError("Give counts from 0, exposures above 0, a dispersion from 1.")
    n = n + 0.5 * (n == 0).any()
    log_ratio = float(np.log(n / x) @ np.array([-1, 1, 1, -1]))
    se = float(np.sqrt(dispersion * (1 / n).sum()))
    reach = float(ndtri((1 + checked_level(level)) / 2)) * se
    return RatioOfRatios(
        float(np.exp(log_ratio)),
        float(np.exp(log_ratio - reach)),
        float(np.exp(log_ratio + reach)),
        se,
    )


def pearson_dispersion(counts: ArrayLike) -> float:
    """Dispersion of counts (units, periods) about unit x period margins, at least 1.

    Taken from the time before the start: what all units share (season, a rise in
    reporting everywhere) does not count as noise.
    """
    y = np.asarray(counts, np.float64)
    if y.ndim != 2 or min(y.shape) < 2:
        raise TooFewError("Dispersion needs two units and two periods.")
    total = y.sum()
    expected = y.sum(axis=1)[:, None] * y.sum(axis=0) / max(total, 1.0)
    rows, columns = (y.sum(axis=1) > 0).sum(), (y.sum(axis=0) > 0).sum()
    spare = (rows - 1) * (columns - 1)
    if spare <= 0:
        return 1.0
    chi2 = ((y - expected) ** 2 / np.where(expected > 0, expected, 1.0)).sum()
    return max(1.0, float(chi2 / spare))
