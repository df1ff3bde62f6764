"""Which cells touch which: binary neighbours, each cell's listed without itself."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from samsyn.analysis.coordinates import Floats, Ints
from samsyn.analysis.errors import InvalidInputError

AROUND = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if (down, right) != (0, 0)]


@dataclass(frozen=True)
class Neighbours:
    """Neighbours of each cell, one list after the other.

    ``indices``: (links,) cells. ``first``: (cells + 1,) where each cell's list begins.
    """

    indices: Ints
    first: Ints

    @property
    def counts(self) -> Ints:
        """Neighbours of each cell, (cells,)."""
        return np.diff(self.first)

    @property
    def matrix(self) -> csr_array:
        """The (cells, cells) matrix of ones."""
        n = len(self.first) - 1
        return csr_array((np.ones(len(self.indices)), self.indices, self.first), shape=(n, n))

    def sums(self, values: Floats) -> Floats:
        """Sum of the neighbours' values, (cells,)."""
        total: Floats = self.matrix @ values
        return total

    @classmethod
    def from_pairs(cls, one: ArrayLike, other: ArrayLike, cells: int) -> Self:
        """From (links,) arrays of cell and neighbour, both counted from 0.

        A pair in one direction stays in one direction. Raises InvalidInputError for a
        cell that is its own neighbour, comes twice or does not exist.
        """
        a, b = np.asarray(one, np.int64), np.asarray(other, np.int64)
        if a.shape != b.shape or a.ndim != 1:
            raise InvalidInputError("Give cell and neighbour as two arrays of equal length.")
        known = np.concatenate((a, b))
        if np.any(known < 0) or np.any(known >= cells) or np.any(a == b):
            raise InvalidInputError(f"Give neighbours among cells 0 to {cells - 1}, not itself.")
        if len(np.unique(a * cells + b)) < len(a):
            raise InvalidInputError("Give each neighbour of a cell once.")
        order = np.lexsort((b, a))
        return cls(b[order], np.searchsorted(a[order], np.arange(cells + 1)))


def queen(row: ArrayLike, column: ArrayLike) -> Neighbours:
    """Neighbours by side or corner among cells of a square grid.

    ``row``, ``column``: (cells,) whole numbers; only cells that are given exist, so
    that water and forest can be left out. Raises InvalidInputError for a cell twice.
    """
    r, c = np.asarray(row, np.int64), np.asarray(column, np.int64)
    if r.shape != c.shape or r.ndim != 1:
        raise InvalidInputError("Give row and column as two arrays of equal length.")
    n = len(r)
    down, right = r - r.min(initial=0) + 1, c - c.min(initial=0) + 1
    board = np.full((down.max(initial=0) + 2, right.max(initial=0) + 2), -1)
    board[down, right] = np.arange(n)
    if np.count_nonzero(board >= 0) < n:
        raise InvalidInputError("Give each cell once.")
    around = np.stack([board[down + dr, right + dc] for dr, dc in AROUND], axis=1)
    there = around >= 0
    first = np.concatenate(([0], np.cumsum(there.sum(axis=1))))
    return Neighbours(around[there], first)
