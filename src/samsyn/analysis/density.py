"""Heat: a smooth surface of events, for the eye only.

Diggle (1985), "A kernel method for smoothing point process data", Applied Statistics
34: 138-147. A heat map shows where events were reported; it tests nothing (Gi* and the
scan do) and predicts nothing.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.ndimage import convolve

from samsyn.analysis.coordinates import Flags, Floats, Ints, points
from samsyn.analysis.errors import InvalidInputError

Kernel = Literal["gaussian", "quartic"]
SQUARE_METRES_PER_KM2 = 1e6
FOUR_WEEKS = 28


@dataclass(frozen=True)
class Grid:
    """Square cells of side ``cell`` metres from the corner (``left``, ``bottom``).

    Row 0 is the southernmost, column 0 the westernmost.
    """

    left: float
    bottom: float
    cell: float
    rows: int
    columns: int

    def __post_init__(self) -> None:
        """Refuse a grid without cells."""
        if not self.cell > 0 or min(self.rows, self.columns) < 1:
            raise InvalidInputError("Give cells with a side above 0 m, one row and column or more.")

    @property
    def x(self) -> Floats:
        """Centres of the columns, (columns,) metres."""
        return _centres(self.left, self.cell, self.columns)

    @property
    def y(self) -> Floats:
        """Centres of the rows, (rows,) metres."""
        return _centres(self.bottom, self.cell, self.rows)

    def cells_of(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """Row and column of each point, possibly outside; a point on a border goes to the even."""
        row = np.rint((y - self.bottom) / self.cell - 0.5).astype(np.int64)
        return row, np.rint((x - self.left) / self.cell - 0.5).astype(np.int64)


def _centres(start: float, cell: float, n: int) -> Floats:
    return start + cell * (np.arange(n, dtype=np.float64) + 0.5)


@dataclass(frozen=True)
class KdeSettings:
    """How events are smoothed.

    ``bandwidth`` metres: the radius at which a quartic kernel ends, or a Gaussian's
    standard deviation; 200-400 m suits a town. ``edge``: make up for the share of each
    kernel that falls outside the inhabited cells (uniform correction). ``least``
    events, under which a cell is not for publication.
    """

    bandwidth: float = 300.0
    kernel: Kernel = "quartic"
    edge: bool = True
    least: int = 5


@dataclass(frozen=True)
class Density:
    """Events per km² and four weeks, all (rows, columns) of ``grid``.

    ``per_km2``: NaN where nobody lives. ``counts``: events in each cell. ``few``: cells
    with under ``least`` events, which only the working group may see. ``left_out``:
    events outside the grid or the inhabited area, for the caption.
    """

    grid: Grid
    per_km2: Floats
    counts: Ints
    few: Flags
    left_out: int

    def for_publication(self) -> Floats:
        """The surface with NaN in cells of few events."""
        return np.where(self.few, np.nan, self.per_km2)


def kde(
    x: ArrayLike,
    y: ArrayLike,
    *,
    grid: Grid,
    settings: KdeSettings | None = None,
    days: float = FOUR_WEEKS,
    inhabited: ArrayLike | None = None,
) -> Density:
    """Kernel density of events on a grid.

    ``x``, ``y``: (events,) SWEREF 99 TM metres. ``days`` the events span.
    ``inhabited``: (rows, columns) flags of the cells that count.
    Raises InvalidInputError for a mask of another shape or a bandwidth under one cell.
    """
    chosen = settings or KdeSettings()
    if not chosen.bandwidth >= grid.cell or not days > 0:
        raise InvalidInputError("Give a bandwidth of at least one cell and days above 0.")
    shape = (grid.rows, grid.columns)
    lived_in = np.ones(shape, np.bool_) if inhabited is None else np.array(inhabited, np.bool_)
    if lived_in.shape != shape:
        raise InvalidInputError(f"Give the inhabited cells as {shape[0]} rows, {shape[1]} columns.")
    counts, left_out = _counts(*points(x, y), grid, lived_in)
    smooth = _gaussian if chosen.kernel == "gaussian" else _quartic
    surface = smooth(counts.astype(np.float64), grid, chosen.bandwidth)
    if chosen.edge:
        inside = smooth(lived_in.astype(np.float64), grid, chosen.bandwidth)
        np.divide(surface, inside, out=surface, where=lived_in)
    per_metre = surface / grid.cell**2 * FOUR_WEEKS / days
    per_km2 = np.where(lived_in, per_metre * SQUARE_METRES_PER_KM2, np.nan)
    return Density(grid, per_km2, counts, counts < chosen.least, left_out)


def _counts(x: Floats, y: Floats, grid: Grid, lived_in: Flags) -> tuple[Ints, int]:
    """Events in each cell that counts, and how many lie elsewhere."""
    row, column = grid.cells_of(x, y)
    on = (row >= 0) & (row < grid.rows) & (column >= 0) & (column < grid.columns)
    on[on] = lived_in[row[on], column[on]]
    counts = np.zeros(lived_in.shape, np.int64)
    np.add.at(counts, (row[on], column[on]), 1)
    return counts, len(x) - int(on.sum())


def _gaussian(values: Floats, grid: Grid, bandwidth: float) -> Floats:
    """Each cell's value spread by a Gaussian, east-west and north-south in turn."""

    def weights(n: int) -> Floats:
        apart = np.subtract.outer(np.arange(n), np.arange(n)) * grid.cell / bandwidth
        spread: Floats = np.exp(-0.5 * apart**2) * grid.cell / (bandwidth * np.sqrt(2 * np.pi))
        return spread

    smooth: Floats = weights(grid.rows) @ values @ weights(grid.columns)
    return smooth


def _quartic(values: Floats, grid: Grid, bandwidth: float) -> Floats:
    """Each cell's value spread by (1 - (d / bandwidth)^2)^2, weights adding up to 1."""
    reach = int(bandwidth // grid.cell)
    along = (np.arange(-reach, reach + 1) * grid.cell / bandwidth) ** 2
    weights = np.maximum(1 - np.add.outer(along, along), 0) ** 2
    smooth: Floats = convolve(values, weights / weights.sum(), mode="constant")
    return smooth
