"""Many series at once: how many of the notices may be false.

Sources: Simes 1986 (Biometrika 73:751); Benjamini & Bogomolov 2014 (J R Stat Soc B
76:297) for families in levels. A single family is ``false_discovery.adjust``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.errors import InvalidInputError
from samsyn.analysis.false_discovery import adjust

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Discoveries:
    """What families in levels let through.

    ``adjusted`` (tests,) is at or below ``level`` where a test is ``selected``; it is 1
    in families that were not opened and NaN where nothing was tested. ``opened``
    (tests,) says whether the test's innermost family was.
    """

    level: float
    adjusted: Floats
    selected: Flags
    opened: Flags


def by_families(p: ArrayLike, families: Sequence[ArrayLike], level: float = 0.10) -> Discoveries:
    """Benjamini-Hochberg from the whole inwards: municipality, district, category.

    ``p`` (tests,), best mid-p-values, since those of small counts are too large;
    ``families`` one label per test for each level, outermost first. A family is
    represented by Simes' p-value of its tests. Families are selected by BH at the
    level their parent was given, and hand on that level times the share selected, so
    that the expected share of false ones, averaged over the opened families, is at
    most ``level``.

    Give every test that was made: leaving out those with small counts because they
    are small would understate what remains.

    Raises InvalidInputError for p-values outside 0 to 1 or labels of another length.
    """
    values = np.array(p, np.float64)
    labels = [np.asarray(family) for family in families]
    if values.ndim != 1 or any(label.shape != values.shape for label in labels):
        raise InvalidInputError("Give one p-value and one label per level for each test.")
    adjusted = np.where(np.isnan(values), np.nan, 1.0)
    opened = np.zeros(values.shape, np.bool_)
    for rows, given in _opened(values, labels, np.flatnonzero(np.isfinite(values)), level):
        adjusted[rows] = np.minimum(adjust(values[rows]) * (level / given), 1.0)
        opened[rows] = True
    return Discoveries(level, adjusted, adjusted <= level, opened)


def _opened(
    p: Floats, labels: Sequence[NDArray[np.generic]], rows: Rows, level: float
) -> list[tuple[Rows, float]]:
    """Innermost families that are selected, with the level each was given."""
    if not labels or not rows.size:
        return [(rows, level)] if rows.size else []
    names = labels[0][rows]
    children = [rows[names == name] for name in np.unique(names)]
    simes = adjust([adjust(p[child]).min() for child in children])
    chosen = [child for child, value in zip(children, simes, strict=True) if value <= level]
    handed_on = level * len(chosen) / len(children)
    return [found for child in chosen for found in _opened(p, labels[1:], child, handed_on)]
