"""Regression of counts with a log link, a whole batch of series at once.

All series share one design; Poisson by Newton's method, negative binomial with the
size found by maximum likelihood, and the three covariances that evaluations quote:
quasi-Poisson, heteroscedasticity-consistent (HC1) and Newey-West.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import polygamma, psi, xlogy

from samsyn.analysis.errors import InvalidInputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ROUNDS = 60
"""Newton steps before a fit is given up."""
SMALLEST_STEP = 1e-9
"""Largest change of a log mean in a step that counts as converged; the next is its square."""
SIZE_CHANGE = 1e-7
"""Relative change of the negative binomial's size that counts as converged."""
LARGEST_STEP = 3.0
"""Change of a log mean that one step may make, so that a bad start does not run away."""
SMALLEST_MEAN = 1e-10
"""Floor of a fitted mean: a level without events has no finite logarithm."""
NO_INFORMATION = 1e-13
"""Relative ridge under which a direction without information still has an inverse."""


@dataclass(frozen=True)
class Regression:
    """A fit of each series.

    ``coefficients``: (series, terms), on the log scale. ``mean``: (series, periods),
    fitted. ``residual``: (series, periods), the score's residual: counts - mean,
    over 1 + mean/size for the negative binomial; 0 where the count is missing.
    ``inverse_information``: (series, terms, terms), the covariance for a dispersion
    of 1. ``observed``: (series,) periods with a count. ``dispersion``: (series,)
    Pearson's, not floored. ``deviance``: (series,) Poisson. ``size``: (series,), of
    the negative binomial; infinite for Poisson. ``converged``: (series,).
    ``design``: (periods, terms) as given.
    """

    coefficients: Floats
    mean: Floats
    residual: Floats
    inverse_information: Floats
    observed: Floats
    dispersion: Floats
    deviance: Floats
    size: Floats
    converged: Flags
    design: Floats

    @property
    def spare(self) -> Floats:
        """(series,) observed periods less terms: the residual degrees of freedom."""
        return np.asarray(self.observed - self.design.shape[1])


def fit_poisson(counts: ArrayLike, design: ArrayLike, log_exposure: ArrayLike = 0.0) -> Regression:
    """Maximum likelihood of log mean = design x coefficients + log exposure.

    ``counts``: (series, periods), NaN for missing. ``design``: (periods, terms).
    ``log_exposure`` broadcasts to the counts. A series for which no finite estimate
    exists (separation) comes back with ``converged`` False.

    Raises InvalidInputError when shapes disagree, counts are negative or fewer
    periods than terms are given.
    """
    y, x, offset = _checked(counts, design, log_exposure)
    size = np.full(len(y), np.inf)
    beta, converged = _climb(y, x, offset, size)
    return _summarise(y, x, offset, size, beta, converged)


def fit_negative_binomial(
    counts: ArrayLike, design: ArrayLike, log_exposure: ArrayLike = 0.0
) -> Regression:
    """The same with variance mean + mean^2/size, size by maximum likelihood.

    Coefficients and size are orthogonal in the information, so that fitting them in
    turn converges quickly (Lawless, Can J Stat 15, 1987). Where the counts vary no
    more than Poisson's the size is infinite and the fit is Poisson's.
    """
    y, x, offset = _checked(counts, design, log_exposure)
    size = np.full(len(y), np.inf)
    beta, converged = _climb(y, x, offset, size)
    left = np.flatnonzero(_overdispersed(y, _mean(x, offset, beta)))
    size[left] = _moment_size(y[left], _mean(x, offset[left], beta[left]))
    for _ in range(ROUNDS):
        before = size[left]
        size[left] = _next_size(y[left], _mean(x, offset[left], beta[left]), before)
        beta[left], converged[left] = _climb(y[left], x, offset[left], size[left], beta[left])
        left = left[np.abs(size[left] / before - 1) > SIZE_CHANGE]
        if not len(left):
            break
    return _summarise(y, x, offset, size, beta, converged)


def hc1(fit: Regression) -> Floats:
    """(series, terms, terms) sandwich covariance with n/(n - p), White's HC1.

    As R's ``sandwich::vcovHC(type = "HC1")`` (Zeileis, J Stat Softw 11(10), 2004).
    """
    return _sandwich(fit, _outer(fit.design, fit.residual**2))


def newey_west(fit: Regression, lag: int) -> Floats:
    """(series, terms, terms) covariance that allows for correlation up to ``lag``.

    Bartlett weights 1 - l/(lag + 1) and the factor n/(n - p), without prewhitening:
    R's ``sandwich::NeweyWest(lag, prewhite = FALSE, adjust = TRUE)`` (Newey & West,
    Econometrica 55, 1987). Missing periods contribute nothing.
    """
    middle = _outer(fit.design, fit.residual**2)
    scores = fit.residual[:, :, None] * fit.design
    for step in range(1, lag + 1):
        shifted = np.matmul(scores[:, step:].swapaxes(1, 2), scores[:, :-step])
        middle += (1 - step / (lag + 1)) * (shifted + shifted.swapaxes(1, 2))
    return _sandwich(fit, middle)


def newey_west_lag(periods: int) -> int:
    """Newey and West's rule of thumb, floor(4 (n/100)^(2/9))."""
    return int(4 * (periods / 100) ** (2 / 9))


def clustered(fit: Regression, cluster: ArrayLike) -> Floats:
    """(series, terms, terms) covariance from scores summed by cluster, with HC1's factor.

    ``cluster``: (periods,) labels. The factor is G/(G - 1) x (n - 1)/(n - p), as R's
    ``sandwich::vcovCL(type = "HC1")``.
    """
    labels, index = np.unique(np.asarray(cluster), return_inverse=True)
    member = (index == np.arange(len(labels))[:, None]).astype(np.float64)
    scores = np.matmul(member, fit.residual[:, :, None] * fit.design)
    middle = np.matmul(scores.swapaxes(1, 2), scores)
    groups = len(labels) / (len(labels) - 1)
    # _sandwich gives n/(n - p); this makes it (n - 1)/(n - p).
    rows = (fit.observed - 1) / fit.observed
    return _sandwich(fit, middle) * (groups * rows)[:, None, None]


def _checked(
    counts: ArrayLike, design: ArrayLike, log_exposure: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Copies of counts (series, periods), design and offset (series, periods)."""
    y, x = np.array(counts, np.float64), np.array(design, np.float64)
    if y.ndim != 2 or x.ndim != 2 or y.shape[1] != x.shape[0]:
        raise InvalidInputError("Give counts as (series, periods), design as (periods, terms).")
    if not (np.isfinite(x).all() and (np.isnan(y) | ((y >= 0) & np.isfinite(y))).all()):
        raise InvalidInputError("Give counts from 0 up (NaN for missing) and a finite design.")
    if x.shape[0] <= x.shape[1]:
        raise InvalidInputError("Give more periods than the model has terms.")
    offset = np.array(np.broadcast_to(np.asarray(log_exposure, np.float64), y.shape))
    if not np.isfinite(offset).all():
        raise InvalidInputError("Give an exposure above 0 for every period.")
    return y, x, offset


def _mean(x: Floats, offset: Floats, beta: Floats) -> Floats:
    out: Floats = np.maximum(np.exp(beta @ x.T + offset), SMALLEST_MEAN)
    return out


def _outer(x: Floats, weights: Floats) -> Floats:
    """(series, terms, terms) X'WX for weights (series, periods)."""
    out: Floats = np.matmul(x.T * weights[:, None, :], x)
    return out


def _ridged(information: Floats) -> Floats:
    """The information with a trace of a ridge, so that every series has an inverse."""
    scale = np.trace(information, axis1=1, axis2=2) * NO_INFORMATION
    out: Floats = information + scale[:, None, None] * np.eye(information.shape[1])
    return out


def _residual(y: Floats, mean: Floats, size: Floats) -> Floats:
    out: Floats = np.where(np.isnan(y), 0.0, y - mean) / (1 + mean / size[:, None])
    return out


def _weight(y: Floats, mean: Floats, size: Floats) -> Floats:
    out: Floats = np.where(np.isnan(y), 0.0, mean) / (1 + mean / size[:, None])
    return out


def _first_guess(y: Floats, x: Floats, offset: Floats) -> Floats:
    """Weighted least squares on the log counts, each count raised by 0.1."""
    raised: Floats = np.where(np.isnan(y), 0.0, y + 0.1)
    log_rate = np.log(np.where(raised > 0, raised, 1.0)) - offset
    information = _ridged(_outer(x, raised))
    target = (raised * log_rate) @ x
    return np.asarray(np.linalg.solve(information, target[:, :, None])[:, :, 0], np.float64)


def _climb(
    y: Floats, x: Floats, offset: Floats, size: Floats, start: Floats | None = None
) -> tuple[Floats, Flags]:
    """Newton's method on the coefficients; which series converged."""
    beta = _first_guess(y, x, offset) if start is None else start.copy()
    converged = np.zeros(len(y), np.bool_)
    for _ in range(ROUNDS):
        left = np.flatnonzero(~converged)
        if not len(left):
            break
        mean = _mean(x, offset[left], beta[left])
        information = _ridged(_outer(x, _weight(y[left], mean, size[left])))
        score = _residual(y[left], mean, size[left]) @ x
        step = np.linalg.solve(information, score[:, :, None])[:, :, 0]
        reach = np.abs(step @ x.T).max(axis=1)
        beta[left] += step * np.minimum(1, LARGEST_STEP / np.maximum(reach, 1e-300))[:, None]
        converged[left] = reach < SMALLEST_STEP
    return beta, converged


def _overdispersed(y: Floats, mean: Floats) -> Flags:
    """Whether the likelihood rises when the size falls from infinity."""
    out: Flags = np.nansum((y - mean) ** 2 - y, axis=1) > 0
    return out


def _moment_size(y: Floats, mean: Floats) -> Floats:
    """A first guess of the size, from the excess of variance over mean."""
    excess = np.nansum((y - mean) ** 2 - y, axis=1)
    out: Floats = np.nansum(np.where(np.isnan(y), 0.0, mean**2), axis=1) / excess
    return out


def _next_size(y: Floats, mean: Floats, size: Floats) -> Floats:
    """One guarded Newton step on the log of the size."""
    r, there = size[:, None], ~np.isnan(y)
    y = np.where(there, y, 0.0)
    total = r + mean
    slope = psi(y + r) - psi(r) + np.log(r / total) + 1 - (y + r) / total
    bend = polygamma(1, y + r) - polygamma(1, r) + 1 / r - 2 / total + (y + r) / total**2
    first = size * (slope * there).sum(axis=1)
    second = first + size**2 * (bend * there).sum(axis=1)
    # Where the likelihood is not yet concave, go uphill by a fixed amount.
    step = np.where(second < 0, -first / np.where(second < 0, second, -1.0), np.sign(first))
    out: Floats = size * np.exp(np.clip(step, -1.5, 1.5))
    return out


def _sandwich(fit: Regression, middle: Floats) -> Floats:
    factor = fit.observed / fit.spare
    bread = fit.inverse_information
    out: Floats = factor[:, None, None] * np.matmul(np.matmul(bread, middle), bread)
    return out


def _summarise(
    y: Floats, x: Floats, offset: Floats, size: Floats, beta: Floats, converged: Flags
) -> Regression:
    mean = _mean(x, offset, beta)
    observed = (~np.isnan(y)).sum(axis=1).astype(np.float64)
    spare = np.maximum(observed - x.shape[1], 1)
    information = _outer(x, _weight(y, mean, size))
    return Regression(
        coefficients=beta,
        mean=mean,
        residual=_residual(y, mean, size),
        inverse_information=np.asarray(np.linalg.inv(_ridged(information)), np.float64),
        observed=observed,
        dispersion=np.nansum((y - mean) ** 2 / mean, axis=1) / spare,
        deviance=2 * np.nansum(xlogy(y, y / mean) - (y - mean), axis=1),
        size=size,
        converged=converged,
        design=x,
    )
