"""Which counts may not be told: the rules, in figures that a municipality can set."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.confidentiality.table import Flags, FrequencyTable
from samsyn.analysis.errors import InvalidInputError

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Rules:
    """When a count is sensitive, and how little may then be known of it.

    ``smallest`` to ``largest``: counts that are sensitive. ``reach``: what a reader must
    still think possible at the top of the interval; ``width``: how wide it must be.
    ``group_disclosure``: where all events of a sum stand in one cell, its zeros are
    sensitive too, since they tell everything about the group. ``dominance``: share
    of a cell that one contributor (an address) may not reach in cells of 5 and more.
    ``total_penalty``: extra cost of suppressing a total, per dimension summed over.
    """

    smallest: int = 1
    largest: int = 4
    reach: int = 5
    width: int = 5
    group_disclosure: bool = True
    dominance: float = 0.8
    total_penalty: float = 3.0

    def __post_init__(self) -> None:
        if not (1 <= self.smallest <= self.largest < self.reach and self.width > 0):
            raise InvalidInputError("Give 1 <= smallest <= largest < reach, and a width above 0.")
        if not 0 < self.dominance <= 1:
            raise InvalidInputError("Give dominance as a share above 0, at most 1.")


def primary(
    table: FrequencyTable, rules: Rules, largest_contributor: ArrayLike | None = None
) -> Flags:
    """(cells,) which counts are sensitive by themselves.

    ``largest_contributor``: (cells,) events of the cell that come from one address;
    None leaves dominance out.
    """
    n = table.counts
    flags = (n >= rules.smallest) & (n <= rules.largest)
    if rules.group_disclosure:
        flags |= _told_by_group(table, rules.largest)
    if largest_contributor is not None:
        part = np.asarray(largest_contributor, np.float64)
        if part.shape != n.shape or (part > n).any() or (part < 0).any():
            raise InvalidInputError("Give one contribution a cell, from 0 to its count.")
        flags |= (n > rules.largest) & (part >= rules.dominance * n)
    return np.asarray(flags)


def _told_by_group(table: FrequencyTable, largest: int) -> Flags:
    """Zeros of the sums whose events, more than are sensitive, all stand in one cell."""
    flags = np.zeros(len(table.counts), np.bool_)
    sums = table.relations
    for row in range(sums.shape[0]):
        line = slice(sums.indptr[row], sums.indptr[row + 1])
        parts = sums.indices[line][sums.data[line] > 0]
        some = table.counts[parts] > 0
        if np.count_nonzero(some) == 1 and table.counts[parts].sum() > largest:
            flags[parts[~some]] = True
    return flags


FEWEST_PEOPLE = 500
FEWEST_IN_RATIO = 30


def large_enough(population: ArrayLike, least: int = FEWEST_PEOPLE) -> Flags:
    """(areas,) which areas may be published at all: merge the others with a neighbour."""
    return np.asarray(np.asarray(population, np.float64) >= least)


def ratio_may_be_shown(numerator_sensitive: ArrayLike, denominator: ArrayLike) -> Flags:
    """Whether a share or rate may be told: no sensitive numerator, 30 in the denominator."""
    sensitive = np.asarray(numerator_sensitive, np.bool_)
    return np.asarray(~sensitive & (np.asarray(denominator, np.float64) >= FEWEST_IN_RATIO))
