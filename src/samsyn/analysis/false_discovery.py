"""How many of the findings may be false.

Sources: Holm 1979 (Scand J Stat 6:65); Benjamini & Hochberg 1995 (J R Stat Soc B
57:289); Benjamini & Yekutieli 2001 (Ann Stat 29:1165).
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.errors import InvalidInputError

Floats = NDArray[np.float64]
Method = Literal["BH", "BY", "Holm"]


def adjust(p: ArrayLike, method: Method = "BH") -> Floats:
    """Adjusted p-values of the tests along the first axis; NaN is no test and stays.

    ``"BH"`` and ``"BY"`` bound the expected share of false ones among those at or
    below a level (BY under any dependence), ``"Holm"`` the chance of any false one.

    Raises InvalidInputError for values outside 0 to 1.
    """
    values = np.array(p, np.float64)
    if np.any((values < 0.0) | (values > 1.0)):
        raise InvalidInputError("Give p-values between 0 and 1, NaN where nothing was tested.")
    order = np.argsort(values, axis=0)  # NaN last
    tests = np.sum(np.isfinite(values), axis=0)
    rank = np.arange(1, len(values) + 1).reshape(-1, *[1] * (values.ndim - 1))
    ascending = np.take_along_axis(values, order, axis=0)
    adjusted = np.empty_like(values)
    np.put_along_axis(adjusted, order, _stepped(ascending, rank, tests, method), axis=0)
    return adjusted


def _stepped(
    ascending: Floats, rank: NDArray[np.int64], tests: NDArray[np.intp], method: Method
) -> Floats:
    """Adjusted values of sorted p-values, kept monotone and at most 1."""
    if method == "Holm":
        stepped: Floats = np.maximum.accumulate(ascending * (tests - rank + 1.0), axis=0)
    else:
        ratio = ascending * tests / rank
        if method == "BY":
            ratio = ratio * np.sum(np.where(rank <= tests, 1.0 / rank, 0.0), axis=0)
        stepped = np.fmin.accumulate(ratio[::-1], axis=0)[::-1]
    return np.where(np.isnan(ascending), np.nan, np.minimum(stepped, 1.0))
