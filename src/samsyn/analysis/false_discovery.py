"""How many of the findings are expected to be false."""

import numpy as np
from numpy.typing import ArrayLike

from samsyn.analysis.coordinates import Floats


def q_values(p: ArrayLike) -> Floats:
    """Benjamini-Hochberg adjusted p-values, in the shape of ``p``; NaN is not a test.

    Rejecting all q <= .05 keeps the expected share of false findings at 5 % or less
    for independent or positively dependent tests. Benjamini, Hochberg (1995), Journal
    of the Royal Statistical Society B 57: 289-300.
    """
    values = np.array(p, np.float64)
    tested = values[~np.isnan(values)]
    order = np.argsort(-tested)
    rank = np.arange(len(tested), 0, -1)
    stepped = np.minimum.accumulate(tested[order] * len(tested) / rank)
    tested[order] = np.minimum(stepped, 1.0)
    values[~np.isnan(values)] = tested
    return values
