"""Shrinking the rates of small areas towards what they have in common.

A district with three events has a rate that is mostly chance. Empirical Bayes weighs
each district's own rate against the municipality's (or its neighbours') by how much
its count can carry.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from samsyn.analysis.errors import InvalidInputError, TooFewError
from samsyn.analysis.poisson_regression import fit_negative_binomial
from samsyn.analysis.rates.exact import checked_counts, checked_exposure, checked_level

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_AREAS = 8
"""Below this the spread between areas cannot be estimated: show mean and intervals."""
RANK_DRAWS = 4000


@dataclass(frozen=True)
class ShrunkRates:
    """Empirical Bayes estimates.

    ``raw``, ``shrunk``: (areas,) events per unit of exposure. ``weight``: (areas,)
    share of the area's own rate in its estimate. ``mean``, ``between``: (areas,) the
    level shrunk towards and the variance between areas about it; 0 says that nothing
    shows a real difference and every ``weight`` is 0.
    """

    raw: Floats
    shrunk: Floats
    weight: Floats
    mean: Floats
    between: Floats


def empirical_bayes(counts: ArrayLike, exposure: ArrayLike) -> ShrunkRates:
    """Marshall's global estimate: towards the rate of all areas together.

    With b = sum n/sum x, s2 = sum x (r - b)^2/sum x and a = max(0, s2 - b m/sum x) for m
    areas, r' = b + (r - b) a/(a + b/x) (Marshall, Applied Statistics 40, 1991).
    ``counts``, ``exposure``: (areas,).

    Raises TooFewError below 8 areas and without any event.
    """
    n, x = _areas(counts, exposure)
    raw, mean = n / x, n.sum() / x.sum()
    spread = (x * (raw - mean) ** 2).sum() / x.sum()
    between = max(0.0, spread - mean / x.mean())
    return _shrink(raw, x, np.full(len(n), mean), np.full(len(n), between))


def standardised_rates(counts: ArrayLike, exposure: ArrayLike) -> Floats:
    """(areas,) rates in standard deviations from the common rate, for Moran's I.

    (r - b)/sqrt(a + b/x) with a and b of ``empirical_bayes``: raw rates of small areas
    vary more than those of large ones, which looks like, or hides, clustering
    (Assuncao & Reis, Stat Med 18, 1999).
    """
    n, x = _areas(counts, exposure)
    whole = empirical_bayes(n, x)
    return np.asarray((whole.raw - whole.mean) / np.sqrt(whole.between + whole.mean / x))


def local_empirical_bayes(
    counts: ArrayLike,
    exposure: ArrayLike,
    pairs: ArrayLike,
    *,
    centre: bool = True,
) -> ShrunkRates:
    """Marshall's local estimate: towards the area with its neighbours.

    ``pairs``: (pairs, 2) indices i, j: j is a neighbour of i, both directions listed.
    Each area belongs to its own neighbourhood. With ``centre`` the spread is taken
    about the mean of the neighbourhood (GeoDa's form); without, each neighbour's is
    taken about the mean of its own (the default of R's ``spdep::EBlocal``), which
    mixes neighbourhoods and is there for comparison.
    """
    n, x = _areas(counts, exposure)
    i, j = _with_self(pairs, len(n))

    def gathered(values: Floats) -> Floats:
        return np.bincount(i, values, len(n)).astype(np.float64)

    events, people, members = gathered(n[j]), gathered(x[j]), gathered(np.ones(len(j)))
    mean, raw = events / people, n / x
    about = mean[i] if centre else mean[j]
    spread = gathered(x[j] * (raw[j] - about) ** 2) / people
    between = np.maximum(0.0, spread - mean / (people / members))
    return _shrink(raw, x, mean, between)


@dataclass(frozen=True)
class GammaPoisson:
    """Posterior rates when areas' rates come from one gamma distribution.

    All (areas,): ``mean`` with ``low``, ``high`` (95 %) and ``inner_low``,
    ``inner_high`` (80 %), in events per unit of exposure; ``above``, the probability
    that the rate exceeds that of all areas together; ``rank_low``, ``rank_high``, the
    95 % interval of the rank (1 is the highest rate). ``overall``: events per unit
    of exposure in all areas. ``shape``: of the gamma distribution; infinite when
    nothing shows a real difference between the areas, and then every area has the
    common rate and any rank.
    """

    mean: Floats
    low: Floats
    high: Floats
    inner_low: Floats
    inner_high: Floats
    above: Floats
    rank_low: Ints
    rank_high: Ints
    overall: float
    shape: float


@dataclass(frozen=True)
class GammaPrior:
    """How rates vary between areas: gamma with this ``shape`` and ``mean``.

    An infinite shape says that nothing shows a real difference.
    """

    shape: float
    mean: float

    def posterior_mean(self, count: float, exposure: float) -> float:
        """The rate of an area after its count."""
        if np.isinf(self.shape):
            return self.mean
        return (self.shape + count) / (self.shape / self.mean + exposure)


def gamma_prior(counts: ArrayLike, exposure: ArrayLike) -> GammaPrior:
    """The gamma distribution of the areas' rates, by maximum likelihood.

    The counts are negative binomial when the rates are gamma. Raises TooFewError
    below 8 areas and without any event.
    """
    n, x = _areas(counts, exposure)
    fit = fit_negative_binomial(n[None], np.ones((len(n), 1)), np.log(x))
    return GammaPrior(float(fit.size[0]), float(np.exp(fit.coefficients[0, 0])))


def gamma_poisson(
    counts: ArrayLike, exposure: ArrayLike, *, rng: np.random.Generator
) -> GammaPoisson:
    """Empirical Bayes with intervals: n ~ Poisson(x rate), rate ~ gamma.

    The gamma's shape a and mean are found by maximum likelihood (the counts are then
    negative binomial), and each rate is gamma(a + n, a/mean + x) after its count
    (Clayton & Kaldor, Biometrics 43, 1987). The interval of ranks comes from 4,000
    draws. The uncertainty of the gamma itself is left out, so that intervals are a
    little short with few areas.

    Raises TooFewError below 8 areas and without any event.
    """
    n, x = _areas(counts, exposure)
    prior, overall = gamma_prior(n, x), float(n.sum() / x.sum())
    if np.isinf(prior.shape):
        return _even(n, x, overall)
    after, rate = prior.shape + n, prior.shape / prior.mean + x
    low, inner_low, inner_high, high = (
        special.gammaincinv(after, q) / rate for q in (0.025, 0.1, 0.9, 0.975)
    )
    ranks = _ranks(rng.gamma(after, 1 / rate, (RANK_DRAWS, len(n))))
    return GammaPoisson(
        mean=after / rate,
        low=low,
        high=high,
        inner_low=inner_low,
        inner_high=inner_high,
        above=special.gammaincc(after, rate * overall),
        rank_low=np.quantile(ranks, 0.025, axis=0, method="lower").astype(np.int64),
        rank_high=np.quantile(ranks, 0.975, axis=0, method="higher").astype(np.int64),
        overall=overall,
        shape=prior.shape,
    )


def _areas(counts: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    """Counts and exposure, (areas,) each."""
    n = checked_counts(counts, "counts")
    x = np.broadcast_to(checked_exposure(exposure, "exposure"), n.shape)
    if n.ndim != 1:
        raise InvalidInputError("Give one count an area.")
    if len(n) < FEWEST_AREAS or n.sum() == 0:
        raise TooFewError(
            f"Shrinkage needs {FEWEST_AREAS} areas and some event; show the municipality's "
            "rate and each area's exact interval instead."
        )
    return n, x


def _with_self(pairs: ArrayLike, areas: int) -> tuple[Ints, Ints]:
    """Neighbour pairs with every area added to its own neighbourhood."""
    given = np.asarray(pairs, np.int64).reshape(-1, 2)
    if len(given) and not (given.min() >= 0 and given.max() < areas):
        raise InvalidInputError("Give neighbours as indices of the areas, from 0.")
    own = np.arange(areas)
    others = given[given[:, 0] != given[:, 1]]
    return np.concatenate([others[:, 0], own]), np.concatenate([others[:, 1], own])


def _shrink(raw: Floats, exposure: Floats, mean: Floats, between: Floats) -> ShrunkRates:
    # Without events near by, mean and spread are 0: nothing to weigh.
    chance = np.where(mean > 0, mean / exposure, 1.0)
    weight = between / (between + chance)
    return ShrunkRates(raw, mean + (raw - mean) * weight, weight, mean, between)


def _ranks(draws: Floats) -> Ints:
    """(draws, areas) rank of each area in each draw, 1 for the highest."""
    order = np.argsort(-draws, axis=1)
    ranks: Ints = np.empty(draws.shape, np.int64)
    np.put_along_axis(ranks, order, np.arange(1, draws.shape[1] + 1)[None], axis=1)
    return ranks


def _even(n: Floats, x: Floats, overall: float) -> GammaPoisson:
    """Every area has the common rate, as uncertain as all events together make it."""
    areas, total = len(n), n.sum() + 0.5

    def everywhere(value: float) -> Floats:
        return np.full(areas, value)

    low, inner_low, inner_high, high = (
        everywhere(special.gammaincinv(total, q) / x.sum()) for q in (0.025, 0.1, 0.9, 0.975)
    )
    return GammaPoisson(
        mean=everywhere(overall),
        low=low,
        high=high,
        inner_low=inner_low,
        inner_high=inner_high,
        above=everywhere(0.5),
        rank_low=np.ones(areas, np.int64),
        rank_high=np.full(areas, areas),
        overall=overall,
        shape=np.inf,
    )


def share_interval(successes: ArrayLike, answers: ArrayLike, level: float = 0.95) -> Floats:
    """(..., 3) share with Wilson's interval, for survey answers; NaN below 30 answers.

    Wilson, J Am Stat Assoc 22 (1927). Fewer than 30 answers say too little and may
    show who answered.
    """
    limits = wilson(successes, answers, level)
    k, n = np.broadcast_arrays(np.asarray(successes, float), np.asarray(answers, float))
    shown = np.concatenate([(k / n)[..., None], limits], axis=-1)
    return np.where((n >= 30)[..., None], shown, np.nan)


def wilson(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> Floats:
    """(..., 2) the limits of a share by Wilson, J Am Stat Assoc 22 (1927).

    R: ``prop.test(successes, trials, correct = FALSE)$conf.int``. Raises InvalidInputError for
    more successes than trials, and for no trials.
    """
    k, n = checked_counts(successes, "successes"), checked_exposure(trials, "trials")
    if (k > n).any():
        raise InvalidInputError("Give no more successes than trials.")
    z = special.ndtri((1 + checked_level(level)) / 2)
    share = k / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    limits: Floats = np.clip(np.stack([middle - reach, middle + reach], axis=-1), 0, 1)
    return limits
