"""The map of cells: how many reports in each square of 200 m or more, by whose eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from samsyn.analysis.coordinates import Floats, cells, snap
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.enums import DeviationKind
from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.monitoring.reading import PRECISE_ENOUGH_M, degrees, sweref
from samsyn.domain.monitoring.rules import FEWEST_SHOWN_OUTSIDE
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.values.kinds import happened
from samsyn.domain.observations.values.lasting import within
from samsyn.domain.observations.visibility import in_shared_picture
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope

SIZES = tuple(RunSettings().cell * 2**n for n in range(6))
"""Sides in metres: never finer than the first, coarser where there would be too many."""
MOST_CELLS = 400
FEWEST_FOR_HEAT = RunSettings().heat_events
Corner = tuple[float, float]


@dataclass(frozen=True)
class CellCount:
    """A square cell by its centre (SWEREF 99 TM) and ring (longitude, latitude).

    ``reports`` is None where there are too few for the reader. ``marked`` are uids of
    clusters and hot spots that hold the cell.
    """

    x: float
    y: float
    ring: tuple[Corner, ...]
    reports: int | None
    marked: tuple[str, ...]


@dataclass(frozen=True)
class CellMap:
    """Cells of ``size`` metres from north to south, how many reports they hold, and how many
    have no place or one too coarse. ``withheld`` cells hold too few for the reader."""

    size: int
    cells: tuple[CellCount, ...]
    placed: int
    left_out: int
    withheld: int

    @property
    def enough(self) -> bool:
        """Whether the volume carries a painted map."""
        return self.placed >= FEWEST_FOR_HEAT


def cell_map(
    scope: Scope,
    first: date,
    last: date,
    categories: frozenset[int],
    spots: Sequence[Deviation],
    *,
    working_group: bool,
) -> CellMap:
    """Reports by cell from day to day. Outside the working group cells of fewer than five
    say that they are withheld, and no more."""
    scope.check(Act.WATCH)
    rows = Observation.objects.within(scope.municipality_id).filter(
        in_shared_picture(),
        happened(),
        within(first, last),
        discovered=False,
        category__in=categories,
    )
    found = list(rows.order_by().values_list("latitude", "longitude", "position_precision_m"))
    at = [
        sweref(latitude, longitude)
        for latitude, longitude, metres in found
        if latitude is not None and (metres or 0) <= PRECISE_ENOUGH_M
    ]
    size, counted = _counted(at)
    marks = _marks(spots, size)
    least = 1 if working_group else FEWEST_SHOWN_OUTSIDE
    shown = tuple(
        _cell(centre, size, n if n >= least else None, marks.get(centre, ()))
        for centre, n in sorted(counted.items(), key=lambda one: (-one[0][1], one[0][0]))
    )
    withheld = sum(1 for one in shown if one.reports is None)
    return CellMap(size, shown, len(at), len(found) - len(at), withheld)


def _counted(points: Sequence[Corner]) -> tuple[int, dict[Corner, int]]:
    """Points by cell, in the finest cells that are not too many."""
    table = _table(points)
    for size in SIZES:
        held = cells(*snap(table[:, 0], table[:, 1], size))
        if len(held.counts) <= MOST_CELLS:
            break
    centres = zip(held.x.tolist(), held.y.tolist(), strict=True)
    return size, dict(zip(centres, held.counts.tolist(), strict=True))


def _centres(points: Sequence[Corner], size: int) -> list[Corner]:
    table = _table(points)
    x, y = snap(table[:, 0], table[:, 1], size)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _table(points: Sequence[Corner]) -> Floats:
    return np.array(points, np.float64).reshape(len(points), 2)


def _marks(spots: Sequence[Deviation], size: int) -> dict[Corner, tuple[str, ...]]:
    found: dict[Corner, tuple[str, ...]] = {}
    for one in spots:
        for centre in set(_centres([tuple(cell) for cell in one.evidence["cells"]], size)):
            found[centre] = (*found.get(centre, ()), str(one.uid))
    return found


def _cell(centre: Corner, size: int, reports: int | None, marked: tuple[str, ...]) -> CellCount:
    (x, y), half = centre, size / 2
    corners = ((-half, -half), (half, -half), (half, half), (-half, half), (-half, -half))
    ring = tuple(degrees(x + east, y + north) for east, north in corners)
    return CellCount(x, y, ring, reports, marked)


def on_the_map(rows: Sequence[Deviation]) -> list[Deviation]:
    """The deviations that have cells."""
    return [one for one in rows if one.kind in (DeviationKind.CLUSTER, DeviationKind.HOT_SPOT)]
