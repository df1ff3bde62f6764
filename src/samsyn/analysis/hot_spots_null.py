"""The sum of a cell's neighbours when the other cells' values are dealt out anew.

What chance gives a cell depends on the cell only through its number of neighbours:
the same draws serve all cells. A cell that was itself drawn among its neighbours is
put right one by one (the next cell drawn takes its place), so that each cell's p is
that of a conditional permutation of its own.
"""

from dataclasses import dataclass

import numpy as np

from samsyn.analysis.coordinates import Floats, Ints
from samsyn.analysis.hot_spots_neighbours import Neighbours

TIE = 1e-9
"""Sums closer than this share of the values' spread are equal, whatever their order."""


@dataclass(frozen=True)
class Tails:
    """How many draws reach each cell's sum, (cells,): ``above`` >= it, ``below`` <= it."""

    above: Ints
    below: Ints
    draws: int

    def p_above(self) -> Floats:
        """(1 + #) / (R + 1) for sums as large."""
        return (1 + self.above) / (self.draws + 1)

    def p_below(self) -> Floats:
        """(1 + #) / (R + 1) for sums as small."""
        return (1 + self.below) / (self.draws + 1)


def distinct_draws(cells: int, size: int, draws: int, rng: np.random.Generator) -> Ints:
    """(draws, size) cells in random order, none twice in a draw.

    Floyd's algorithm: Bentley, Floyd (1987), Communications of the ACM 30: 754-757.
    """
    drawn = np.empty((draws, size), np.int64)
    for at, largest in enumerate(range(cells - size, cells)):
        choice = rng.integers(0, largest + 1, draws)
        taken = (drawn[:, :at] == choice[:, None]).any(axis=1)
        drawn[:, at] = np.where(taken, largest, choice)
    return rng.permuted(drawn, axis=1)


def neighbour_sum_tails(
    values: Floats, neighbours: Neighbours, draws: int, rng: np.random.Generator
) -> Tails:
    """Compare each cell's neighbour sum with those of ``draws`` conditional permutations."""
    n, held = len(values), neighbours.counts
    observed = neighbours.sums(values)
    slack = TIE * float(np.std(values))
    drawn = distinct_draws(n, min(n, int(held.max()) + 1), draws, rng)
    sums = np.cumsum(values[drawn], axis=1)
    above = np.full(n, draws)
    below = np.full(n, draws)
    for k in np.unique(held[held > 0]):
        cells = np.flatnonzero(held == k)
        null = np.sort(sums[:, k - 1])
        above[cells] = draws - np.searchsorted(null, observed[cells] - slack)
        below[cells] = np.searchsorted(null, observed[cells] + slack, side="right")
        _put_right(above, below, _Own(values, observed, held, drawn, sums), int(k), slack)
    return Tails(above, below, draws)


@dataclass(frozen=True)
class _Own:
    """What is needed to find the cells that were drawn as their own neighbours."""

    values: Floats
    observed: Floats
    held: Ints
    drawn: Ints
    sums: Floats


def _put_right(above: Ints, below: Ints, own: _Own, k: int, slack: float) -> None:
    """Replace, in the counts, every draw that held the cell itself."""
    draw, position = np.nonzero(own.held[own.drawn[:, :k]] == k)
    cell = own.drawn[draw, position]
    wrong = own.sums[draw, k - 1]
    right = wrong - own.values[cell] + own.values[own.drawn[draw, k]]
    low, high = own.observed[cell] - slack, own.observed[cell] + slack
    np.add.at(above, cell, (right >= low).astype(np.int64) - (wrong >= low))
    np.add.at(below, cell, (right <= high).astype(np.int64) - (wrong <= high))
