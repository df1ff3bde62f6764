"""Rates of small counts: how sure, how different, how much of it chance.

Exact intervals and ratios for two areas or two periods.
"""

from samsyn.analysis.rates.exact import (
    RateInterval,
    RateRatio,
    binomial_p,
    byar_interval,
    exact_interval,
    rate_ratio,
)

__all__ = [
    "RateInterval",
    "RateRatio",
    "binomial_p",
    "byar_interval",
    "exact_interval",
    "rate_ratio",
]
