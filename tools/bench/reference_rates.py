"""Rates against R: exact intervals and ratios (poisson.test, epitools), EB (spdep)."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.hot_spots_global import morans_i
from samsyn.analysis.hot_spots_neighbours import Neighbours
from samsyn.analysis.rates import (
    byar_interval,
    empirical_bayes,
    exact_interval,
    local_empirical_bayes,
    rate_ratio,
    standardised_rates,
    tail_chance,
)
from tools.bench.comparison import (
    Comparison,
    Outcome,
    judge,
    numbers,
    read_columns,
    relative_difference,
)

Floats = NDArray[np.float64]

INTERVALS = "poisson_rate_ci.csv"
RATIOS = "poisson_rate_ratio_exact.csv"
AREAS = "sids_localG_EB.csv"
NEIGHBOURS = "sids_queen_neighbours.csv"
PARAMETERS = "sids_params.csv"


def columns(directory: Path, name: str) -> dict[str, Floats]:
    """Columns of a file of numbers."""
    return {key: numbers(texts) for key, texts in read_columns(directory / name).items()}


def worst(pairs: list[tuple[Floats, Floats]]) -> float:
    """The largest relative difference over several columns."""
    return max(float(np.max(relative_difference(ours, theirs))) for ours, theirs in pairs)


def intervals(directory: Path) -> Outcome:
    """Rates, Garwood's and Byar's limits.

    epitools finds Garwood's limits by a root search that stops 1e-4 events short, so
    that these two columns are compared absolutely, on the rate.
    """
    c = columns(directory, INTERVALS)
    exact, byar = exact_interval(c["x"], c["pt"]), byar_interval(c["x"], c["pt"])
    closed = worst([(exact.rate, c["rate"]), (byar.low, c["byar_l"]), (byar.high, c["byar_u"])])
    search = np.abs(np.array([exact.low - c["exact_l"], exact.high - c["exact_u"]])).max()
    largest = max(closed, float(search))
    return judge(len(c["x"]), largest, 1e-7, f"exact limits absolute, {search:.1e}")


def ratios(directory: Path) -> Outcome:
    """R's poisson.test of two samples."""
    c = columns(directory, RATIOS)
    ours = rate_ratio(c["x1"], c["t1"], c["x2"], c["t2"])
    pairs = [(ours.ratio, c["rr"]), (ours.low, c["l"]), (ours.high, c["u"]), (ours.p, c["p"])]
    return judge(len(c["x1"]), worst(pairs), 1e-7)


def shrinkage(directory: Path) -> Outcome:
    """Global and local empirical Bayes, Choynowski's chances."""
    c, pairs = columns(directory, AREAS), columns(directory, NEIGHBOURS)
    neighbours = np.column_stack([pairs["i"], pairs["j"]]).astype(np.int64) - 1
    whole = empirical_bayes(c["n"], c["x"])
    local = local_empirical_bayes(c["n"], c["x"], neighbours, centre=False)
    compared = [
        (whole.raw, c["raw"]),
        (whole.shrunk, c["EB_global"]),
        (local.shrunk, c["EB_local"]),
        (tail_chance(c["n"], c["x"]), c["choynowski_p"]),
    ]
    return judge(len(c["n"]), worst(compared), 1e-9, "EB and Choynowski columns")


def parameters(directory: Path) -> Outcome:
    """Level and variance of the global estimate, Moran's I of the standardised rates."""
    c = columns(directory, AREAS)
    table = read_columns(directory / PARAMETERS)
    known = dict(zip(table["stat"], numbers(table["value"]), strict=True))
    whole, pairs = empirical_bayes(c["n"], c["x"]), columns(directory, NEIGHBOURS)
    one, other = (pairs[name].astype(np.int64) - 1 for name in ("i", "j"))
    near = Neighbours.from_pairs(one, other, len(c["n"]))
    clustering = morans_i(standardised_rates(c["n"], c["x"]), near)
    ours = np.array([whole.between[0], whole.mean[0], clustering.value])
    theirs = np.array([known[name] for name in ("EBest_a", "EBest_b", "EBI_moran")])
    return judge(3, relative_difference(ours, theirs), 1e-9)


COMPARISONS: tuple[Comparison, ...] = (
    Comparison(INTERVALS, (INTERVALS,), "1e-7", intervals),
    Comparison(RATIOS, (RATIOS,), "1e-7", ratios),
    Comparison(f"{AREAS} (EB)", (AREAS, NEIGHBOURS), "1e-9", shrinkage),
    Comparison(PARAMETERS, (PARAMETERS, AREAS, NEIGHBOURS), "1e-9", parameters),
)
