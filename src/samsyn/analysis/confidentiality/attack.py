"""What a reader can work out: the least and most that a suppressed cell can be.

The reader knows the published cells, that counts are not negative, and that parts
sum to totals; linear programmes give the sharpest bounds (Fischetti & Salazar,
Management Science 47, 2001).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from samsyn.analysis.confidentiality.table import Flags, FrequencyTable
from samsyn.analysis.errors import InvalidInputError

Floats = NDArray[np.float64]

EXACT = 1e-6
"""Width below which a cell counts as known."""
UNBOUNDED = 3
"""Status of a programme without a bound."""


@dataclass(frozen=True)
class Audit:
    """What the published cells give away.

    ``low``, ``high``: (cells,) bounds of each count; both the count itself where it
    is published, ``high`` infinite where nothing bounds it. ``recoverable``: (cells,)
    suppressed and yet known.
    """

    low: Floats
    high: Floats
    recoverable: Flags


def audit(table: FrequencyTable, suppressed: ArrayLike) -> Audit:
    """Bounds of every suppressed cell of the table.

    ``suppressed``: (cells,) True where the count is not published. Counts are taken
    as real numbers: for tables of three and more dimensions the true bounds of whole
    numbers can be a little narrower.

    Raises InvalidInputError unless there is one flag a cell.
    """
    hidden = np.asarray(suppressed, np.bool_)
    if hidden.shape != table.counts.shape:
        raise InvalidInputError("Give one flag a cell of the table, margins included.")
    low, high = (table.counts.astype(np.float64) for _ in range(2))
    for cells in components(table, hidden):
        reader = Reader(table, cells)
        for position, cell in enumerate(cells.tolist()):
            low[cell], high[cell] = reader.least(position), reader.most(position)
    return Audit(low, high, hidden & (high - low < EXACT))


def components(table: FrequencyTable, hidden: Flags) -> list[NDArray[np.int64]]:
    """Groups of suppressed cells that some chain of sums connects."""
    from scipy.sparse.csgraph import connected_components

    cells = np.flatnonzero(hidden)
    part = abs(table.relations[:, cells])
    _, label = connected_components(part.T @ part, directed=False)
    order = np.argsort(label, kind="stable")
    return [g for g in np.split(cells[order], np.cumsum(np.bincount(label))[:-1]) if len(g)]


class Reader:
    """Bounds within one group of suppressed cells.

    Every solution found is a table that the reader cannot rule out; the extremes met
    so far answer many questions without another programme. Should the solver ever fail, the
    bounds stay where they are, which makes the audit stricter, never laxer.
    """

    def __init__(self, table: FrequencyTable, cells: NDArray[np.int64]) -> None:
        kept = abs(table.relations[:, cells]).sum(axis=1) > 0
        self._sums = sparse.csr_array(table.relations[kept][:, cells])
        self._truth = table.counts[cells].astype(np.float64)
        self._known = self._sums @ self._truth
        self.seen_low, self.seen_high = self._truth.copy(), self._truth.copy()

    def least(self, position: int) -> float:
        """The least that the cell at ``position`` of the group can be."""
        if self.seen_low[position] > 0:
            self._solve(position, 1.0)
        return float(self.seen_low[position])

    def most(self, position: int) -> float:
        """The most that it can be; infinite when nothing bounds it."""
        self._solve(position, -1.0)
        return float(self.seen_high[position])

    def _solve(self, position: int, sign: float) -> None:
        from scipy.optimize import LinearConstraint, milp

        cost = np.zeros(len(self._truth))
        cost[position] = sign
        # Without integer variables this is a linear programme, at less overhead.
        found = milp(cost, constraints=LinearConstraint(self._sums, self._known, self._known))
        if found.status == UNBOUNDED:
            self.seen_high[position] = np.inf
        elif found.x is not None:
            self.seen_low = np.minimum(self.seen_low, np.maximum(found.x, 0.0))
            self.seen_high = np.maximum(self.seen_high, found.x)
