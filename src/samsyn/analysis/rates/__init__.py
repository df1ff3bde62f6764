"""Rates of small counts: how sure, how different, how much of it chance.

Exact intervals and ratios for two areas or two periods; shrinkage and funnel limits
for many areas at once.
"""

from samsyn.analysis.rates.exact import (
    RateInterval,
    RateRatio,
    binomial_p,
    byar_interval,
    exact_interval,
    rate_ratio,
)
from samsyn.analysis.rates.funnel import (
    Funnel,
    dispersed_interval,
    funnel,
    overdispersion,
    poisson_quantile,
    tail_chance,
)
from samsyn.analysis.rates.shrinkage import (
    GammaPoisson,
    GammaPrior,
    ShrunkRates,
    empirical_bayes,
    gamma_poisson,
    gamma_prior,
    local_empirical_bayes,
    share_interval,
    standardised_rates,
    wilson,
)

__all__ = [
    "Funnel",
    "GammaPoisson",
    "GammaPrior",
    "RateInterval",
    "RateRatio",
    "ShrunkRates",
    "binomial_p",
    "byar_interval",
    "dispersed_interval",
    "empirical_bayes",
    "exact_interval",
    "funnel",
    "gamma_poisson",
    "gamma_prior",
    "local_empirical_bayes",
    "overdispersion",
    "poisson_quantile",
    "rate_ratio",
    "share_interval",
    "standardised_rates",
    "tail_chance",
    "wilson",
]
