"""Synthetic control: a weighted mix of other areas stands in for the one treated.

Weights are non-negative and sum to one, so that the stand-in never extrapolates
(Abadie & Gardeazabal, Am Econ Rev 93, 2003; Abadie, Diamond & Hainmueller, J Am Stat
Assoc 105, 2010).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.errors import InvalidInputError, NotEstimableError, TooFewError

Floats = NDArray[np.float64]

FEWEST_PERIODS = 24
FEWEST_DONORS = 8
WORST_FIT = 0.5
"""Root mean square of the misfit before the start, in standard deviations, that is refused."""
RIDGE = 1e-6
"""Preference for even weights, in units of the treated area's variance before."""


@dataclass(frozen=True)
class SyntheticControl:
    """The treated area beside its stand-in.

    ``weights``: (donors,). ``synthetic``, ``gap``: (periods,) the stand-in, and treated
    less stand-in, in the unit of the input. ``att``: mean gap from the start on.
    ``rmspe_before``, ``rmspe_after``: root mean square of the gap. ``placebo``:
    (donors,) their after-to-before ratios of it when each plays the treated.
    ``p``: rank of the treated area's ratio among all, (1 + those as large)/(donors + 1).
    """

    weights: Floats
    synthetic: Floats
    gap: Floats
    att: float
    rmspe_before: float
    rmspe_after: float
    placebo: Floats
    p: float


def simplex_weights(target: ArrayLike, donors: ArrayLike, ridge: float = 0.0) -> Floats:
    """(donors,) weights w >= 0 with sum 1 that minimise |target - donors w|^2 + ridge |w|^2.

    ``target``: (rows,), ``donors``: (rows, donors). As the weights sum to 1 the misfit
    is D w with D = donors - target, and the best mix is the point of D's convex hull
    nearest to zero. Scaling a non-negative u freely in |D u|^2 + (sum u - 1)^2 leaves
    |D w|^2/(1 + |D w|^2) for w = u/sum u, which is smallest for the same w: an exact
    answer by non-negative least squares.
    """
    # Imported here: it takes longer than all else that the effects need.
    from scipy.optimize import nnls

    y, x = np.asarray(target, np.float64), np.asarray(donors, np.float64)
    if x.ndim != 2 or y.shape != x.shape[:1] or not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise InvalidInputError("Give target as (rows,) and donors as (rows, donors), complete.")
    misfit = np.vstack([x - y[:, None], np.sqrt(ridge) * np.eye(x.shape[1])])
    scale = max(float(np.linalg.norm(misfit, axis=0).min()), 1e-300)
    system = np.vstack([misfit / scale, np.ones(x.shape[1])])
    weights, _ = nnls(system, np.concatenate([np.zeros(len(misfit)), [1.0]]))
    return np.asarray(weights / weights.sum(), np.float64)


def predictor_weights(
    target: ArrayLike, donors: ArrayLike, outcome: ArrayLike, donor_outcomes: ArrayLike
) -> Floats:
    """(donors,) weights from predictors, each predictor weighing what helps the outcome.

    ``target``: (predictors,), ``donors``: (predictors, donors), brought to unit
    variance here. The predictors' own weights are searched, from equal ones, so that
    the mix imitates ``outcome`` (periods,) by ``donor_outcomes`` (periods, donors) best
    (Powell's method on their logarithms). The problem can have several optima
    (Becker & Kloessner, Econometrics and Statistics 5, 2018); this finds one near
    equal weights. Prefer ``simplex_weights`` on the outcome where it is long enough.
    """
    from scipy.optimize import minimize

    y, paths = np.asarray(outcome, np.float64), np.asarray(donor_outcomes, np.float64)
    table = np.column_stack([np.asarray(target, np.float64), np.asarray(donors, np.float64)])
    table = table / table.std(axis=1, ddof=1)[:, None]

    def mix(logs: Floats) -> Floats:
        root = np.exp(np.clip(logs - logs.max(), -25.0, 0.0) / 2)[:, None]
        return simplex_weights(root[:, 0] * table[:, 0], root * table[:, 1:])

    def loss(logs: Floats) -> float:
        return float(np.mean((y - paths @ mix(logs)) ** 2))

    found = minimize(loss, np.zeros(len(table)), method="Powell", options={"maxiter": 1000})
    return mix(np.asarray(found.x, np.float64))


def synthetic_control(
    treated: ArrayLike, donors: ArrayLike, start: int, *, block: int = 1, ridge: float = RIDGE
) -> SyntheticControl:
    """Compare the treated area with its stand-in from period ``start`` on.

    ``treated``: (periods,) and ``donors``: (periods, donors), rates or counts of one
    unit; leave out areas next door and areas treated elsewhere. ``block``: periods
    whose means the weights are fitted on (3 turns small monthly counts into
    quarters). The p-value is the placebo rank: with 8 donors it cannot be below 1/9.

    Raises TooFewError below 24 periods before the start or 8 donors, and
    NotEstimableError when no mix comes within half a standard deviation of the
    treated area before the start.
    """
    y, x = np.asarray(treated, np.float64), np.asarray(donors, np.float64)
    _check(y, x, start)
    weights = _fitted(y, x, start, block, ridge)
    gap = y - x @ weights
    before, after = _misfit(gap[:start]), _misfit(gap[start:])
    if _misfit(_blocked(gap[:start], block)) > WORST_FIT * _blocked(y[:start], block).std():
        raise NotEstimableError(
            "No mix of the other areas imitates this one; compare it with one area instead."
        )
    placebo = np.array([_placebo(x, j, start, block, ridge) for j in range(x.shape[1])])
    ratio = after / max(before, 1e-300)
    return SyntheticControl(
        weights=weights,
        synthetic=x @ weights,
        gap=gap,
        att=float(gap[start:].mean()),
        rmspe_before=before,
        rmspe_after=after,
        placebo=placebo,
        p=float((1 + (placebo >= ratio).sum()) / (len(placebo) + 1)),
    )


def _check(y: Floats, x: Floats, start: int) -> None:
    if x.ndim != 2 or y.shape != x.shape[:1] or not 0 < start < len(y):
        raise InvalidInputError("Give treated as (periods,), donors as (periods, donors).")
    if start < FEWEST_PERIODS or x.shape[1] < FEWEST_DONORS:
        raise TooFewError(
            f"A stand-in needs {FEWEST_PERIODS} periods before the start and {FEWEST_DONORS} "
            "other areas; compare with one area instead."
        )


def _blocked(values: Floats, block: int) -> Floats:
    """Means of whole blocks, counted back from the end."""
    whole = len(values) // block * block
    kept = values[len(values) - whole :]
    return np.asarray(kept.reshape(-1, block, *values.shape[1:]).mean(axis=1))


def _fitted(y: Floats, x: Floats, start: int, block: int, ridge: float) -> Floats:
    path, others = _blocked(y[:start], block), _blocked(x[:start], block)
    return simplex_weights(path, others, ridge * float(path.var()) * len(path))


def _misfit(gap: Floats) -> float:
    return float(np.sqrt(np.mean(gap**2)))


def _placebo(x: Floats, j: int, start: int, block: int, ridge: float) -> float:
    """Ratio of misfit after to before when donor ``j`` plays the treated."""
    others = np.delete(x, j, axis=1)
    gap = x[:, j] - others @ _fitted(x[:, j], others, start, block, ridge)
    return _misfit(gap[start:]) / max(_misfit(gap[:start]), 1e-300)
