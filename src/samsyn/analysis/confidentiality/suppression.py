"""Complementary suppression: which further cells must go so that the sums tell nothing.

The least costly set is found by an integer programme whose constraints are learnt
from the reader's own linear programmes: each sensitive cell that a trial set leaves
exposed gives an inequality that every safe set must meet (Fischetti & Salazar,
Management Science 47, 2001). Large tables are protected one sensitive cell at a time
by the cheapest change that hides it (Kelly, Golden & Assad, Networks 22, 1992).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from samsyn.analysis.confidentiality.attack import Audit, Reader, audit, components
from samsyn.analysis.confidentiality.rules import Rules, primary
from samsyn.analysis.confidentiality.table import Flags, FrequencyTable
from samsyn.analysis.errors import InvalidInputError, TooFewError

Floats = NDArray[np.float64]

EXACT_UP_TO = 400
"""Inner cells up to which the cheapest set is looked for."""
ROUNDS = 25
"""Integer programmes solved before the rest is hidden cell by cell."""
ROUGH = 0.02
"""Distance from the least cost that is good enough while inequalities are learnt."""
NODES = 200
"""Branches that one of them may search: a limit in time would not be repeatable."""
LEAST_COST = 0.1
"""Cost of suppressing an empty cell, so that none goes without need."""
SLACK = 1e-6


@dataclass(frozen=True)
class Suppression:
    """A table made safe, with the proof.

    ``suppressed``, ``sensitive``: (cells,) in the table's order; ``sensitive`` are
    those that the rules name, the rest of ``suppressed`` protects them. ``audit``: the
    bounds that a reader has. ``protected``: every sensitive cell keeps its interval.
    ``cost``: of the set. ``cheapest``: proved to be the least costly.
    """

    suppressed: Flags
    sensitive: Flags
    audit: Audit
    protected: bool
    cost: float
    cheapest: bool


def suppress(
    table: FrequencyTable,
    rules: Rules | None = None,
    *,
    published: ArrayLike | None = None,
    largest_contributor: ArrayLike | None = None,
    exact: bool | None = None,
) -> Suppression:
    """Suppress sensitive counts and as little else as keeps them unknown.

    ``published``: (cells,) True for cells already known to readers, which cannot be
    suppressed. ``largest_contributor``: as for ``rules.primary``. ``exact``: look for
    the cheapest set; by default up to 400 inner cells.

    Raises TooFewError when no set protects the sensitive cells: merge areas,
    categories or periods, and try again.
    """
    chosen = rules or Rules()
    sensitive = primary(table, chosen, largest_contributor)
    fixed = np.zeros(len(sensitive), np.bool_)
    if published is not None:
        fixed = np.asarray(published, np.bool_)
    if fixed.shape != sensitive.shape or (fixed & sensitive).any():
        raise InvalidInputError("Sensitive cells must not be listed as published already.")
    problem = _Problem(table, chosen, sensitive, fixed)
    small = int((table.depth == 0).sum()) <= EXACT_UP_TO
    if exact if exact is not None else small:
        hidden, cheapest = _cheapest(problem)
    else:
        hidden, cheapest = _cell_by_cell(problem, sensitive), False
    proof = audit(table, hidden)
    # A cell that a reader can work out protects nothing: it may as well be shown.
    hidden = hidden & ~(proof.recoverable & ~sensitive)
    return Suppression(
        suppressed=hidden,
        sensitive=sensitive,
        audit=proof,
        protected=bool((problem.is_hidden(proof.low, proof.high) | ~sensitive).all()),
        cost=float(problem.cost[hidden].sum()),
        cheapest=cheapest,
    )


class _Problem:
    """What both ways of choosing need."""

    def __init__(self, table: FrequencyTable, rules: Rules, sensitive: Flags, fixed: Flags) -> None:
        self.table, self.rules, self.sensitive, self.fixed = table, rules, sensitive, fixed
        self.n = table.counts.astype(np.float64)
        self.cost = LEAST_COST + np.log1p(self.n) + rules.total_penalty * table.depth
        self.sums: Floats = table.relations.toarray()
        # No cell needs to move further than the widest interval that is asked for.
        self.most = float(max(rules.width, rules.reach))
        self.down = np.minimum(self.n, self.most)
        self.up = np.full(len(self.n), self.most)

    def is_hidden(self, low: Floats, high: Floats) -> Flags:
        """(cells,) whether an interval is as wide and high as the rules ask."""
        wide = high - low >= self.rules.width - SLACK
        return np.asarray(wide & (high >= self.rules.reach - SLACK))

    def rise_needed(self, cell: int) -> float:
        """How far the reader must think that the cell may exceed its count."""
        return max(0.0, self.rules.reach - float(self.n[cell]))

    def exposed(self, hidden: Flags) -> list[int]:
        """Sensitive cells that ``hidden`` does not protect."""
        found: list[int] = []
        for cells in components(self.table, hidden):
            reader = Reader(self.table, cells)
            for position in np.flatnonzero(self.sensitive[cells]).tolist():
                # Solutions found for one cell often settle others: ask those first.
                if not self._settled(reader, position):
                    reader.most(position)
                if not self._settled(reader, position):
                    reader.least(position)
                if not self._settled(reader, position):
                    found.append(int(cells[position]))
        return found

    def _settled(self, reader: Reader, position: int) -> bool:
        low, high = reader.seen_low[position], reader.seen_high[position]
        return bool(self.is_hidden(np.asarray(low), np.asarray(high)))


def _cheapest(problem: _Problem) -> tuple[Flags, bool]:
    """The least costly safe set, and whether it is proved to be that.

    Inequalities are learnt from nearly cheapest sets first, which are found quicker.
    """
    cuts = _first_cuts(problem)
    hidden, gap = problem.sensitive, ROUGH
    for _ in range(ROUNDS):
        hidden, proved = _master(problem, cuts, gap)
        exposed = problem.exposed(hidden)
        if not exposed and gap == 0:
            return hidden, proved
        gap = gap if exposed else 0.0
        cuts += [cut for cell in exposed for cut in _cuts(problem, hidden, cell)]
    return _cell_by_cell(problem, hidden), False


Cut = tuple[Floats, float]
"""Weights (cells,) and the least that they must sum to over the suppressed cells."""


def _clipped(weights: Floats, needed: float) -> Cut:
    """The inequality, no weight above what is needed: as strict, and tighter."""
    return np.minimum(weights, needed), needed


def _first_cuts(problem: _Problem) -> list[Cut]:
    """What each single sum asks of every sensitive cell in it."""
    cuts: list[Cut] = []
    for cell in np.flatnonzero(problem.sensitive).tolist():
        for row in problem.sums[problem.sums[:, cell] != 0]:
            others = row * np.sign(row[cell])
            others[cell] = 0.0
            # When the cell rises, cells of its sign fall and cells of the other rise.
            fall = np.where(others > 0, problem.down, np.where(others < 0, problem.up, 0.0))
            both = np.where(others != 0, problem.down + problem.up, 0.0)
            cuts.append(_clipped(both, float(problem.rules.width)))
            if problem.rise_needed(cell) > 0:
                cuts.append(_clipped(fall, problem.rise_needed(cell)))
    return cuts


def _master(problem: _Problem, cuts: list[Cut], gap: float) -> tuple[Flags, bool]:
    """The least costly set that meets every inequality so far."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    sensitive, fixed = problem.sensitive, problem.fixed
    constraints = []
    if cuts:
        weights, needed = np.array([w for w, _ in cuts]), np.array([b for _, b in cuts])
        constraints = [LinearConstraint(weights, needed - SLACK, np.inf)]
    found = milp(
        problem.cost,
        constraints=constraints,
        integrality=np.ones(len(sensitive), np.int64),
        bounds=Bounds(sensitive.astype(np.float64), 1.0 - fixed),
        options={"node_limit": NODES, "mip_rel_gap": gap},
    )
    return _solution(found.x) > 0.5, found.status == 0


def _solution(found: Floats | None) -> Floats:
    if found is None:
        raise TooFewError(
            "The small counts cannot be hidden; merge areas, categories or periods first."
        )
    return found


def _cuts(problem: _Problem, hidden: Flags, cell: int) -> list[Cut]:
    """Inequalities that every set that protects ``cell`` meets; ``hidden`` fails one."""
    rise, fall = (_shadow_price(problem, hidden, cell, sign) for sign in (1.0, -1.0))
    return [
        _clipped(rise, problem.rise_needed(cell)),
        _clipped(rise + fall, float(problem.rules.width)),
    ]


def _shadow_price(problem: _Problem, hidden: Flags, cell: int, sign: float) -> Floats:
    """(cells,) what suppressing each cell is worth to the movement of ``cell``.

    By duality the distance that the cell can move is at most the sum of the prices of
    the suppressed cells, whichever set that is, and for ``hidden`` just that.
    """
    from scipy.optimize import linprog

    cost = np.zeros(len(problem.n))
    cost[cell] = -sign
    low, high = -problem.down * hidden, problem.up * hidden
    still = np.zeros(len(problem.sums))
    limits = list(zip(low.tolist(), high.tolist(), strict=True))
    found = linprog(cost, A_eq=problem.sums, b_eq=still, bounds=limits, method="highs")
    price = cost - problem.sums.T @ found.eqlin.marginals
    return np.asarray(np.maximum(price, 0) * problem.down + np.maximum(-price, 0) * problem.up)


def _cell_by_cell(problem: _Problem, hidden: Flags) -> Flags:
    """Add, for each exposed cell in turn, the cheapest cells that hide it."""
    hidden = hidden.copy()
    for cell in problem.exposed(hidden):
        hidden |= _cheapest_change(problem, hidden, cell)
    return hidden


def _cheapest_change(problem: _Problem, hidden: Flags, cell: int) -> Flags:
    """The cells that move in the cheapest change of the table that lifts ``cell`` enough."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    lift = max(problem.rise_needed(cell), float(problem.rules.width))
    price = np.where(hidden, 1e-4, problem.cost)
    free = ~problem.fixed
    # Rise and fall of each cell as two variables, both from 0; the cell itself rises.
    low, high = np.zeros(2 * len(free)), np.concatenate([problem.up * free, problem.down * free])
    low[cell], high[cell], high[len(free) + cell] = lift, max(lift, high[cell]), 0.0
    sums = problem.table.relations
    both = sparse.hstack([sums, -sums])
    found = milp(
        np.concatenate([price, price]),
        constraints=LinearConstraint(both, 0.0, 0.0),
        bounds=Bounds(low, high),
    )
    rise, fall = np.split(_solution(found.x), 2)
    return np.asarray((rise > SLACK) | (fall > SLACK))
