"""Checked input: what was counted, with what exposure, from when."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.early_warning.weeks import Dates, step_of
from samsyn.analysis.errors import InvalidInputError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class History:
    """Counts (series, weeks), NaN where missing; exposure likewise, 1 where unknown.

    ``starts`` (weeks,) are the Mondays, ``step`` the days between them, and ``first``
    (series,) the index of each series' first observed week (weeks, if there is none).
    """

    counts: Floats
    exposure: Floats
    starts: Dates
    step: int
    first: NDArray[np.int64]

    @classmethod
    def of(cls, counts: ArrayLike, starts: Dates, exposure: ArrayLike | None) -> "History":
        """Copies of the arguments, checked; a NaN exposure makes its week missing.

        Raises InvalidInputError for shapes that do not fit, negative or fractional
        counts, exposures that are not positive, and dates that are not evenly spaced.
        """
        values = np.array(counts, np.float64)
        if values.ndim != 2 or values.shape[1] != len(starts):
            raise InvalidInputError(
                f"Give counts as (series, weeks) with {len(starts)} weeks, not {values.shape}."
            )
        if not np.all(_is_count(values) | np.isnan(values)):
            raise InvalidInputError("Give counts as whole numbers from 0, NaN where missing.")
        weights = _exposure(values, exposure)
        values[np.isnan(weights)] = np.nan
        observed = np.isfinite(values)
        first = np.where(observed.any(axis=1), observed.argmax(axis=1), values.shape[1])
        weights = np.where(np.isnan(weights), 1.0, weights)
        return cls(values, weights, starts, step_of(starts), first)

    def cells(self, series: NDArray[np.intp], weeks: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Counts and exposures of some series in some weeks: (series, weeks) each."""
        if series.size == len(self.counts):  # plans list series in order
            return self.counts.take(weeks, axis=1), self.exposure.take(weeks, axis=1)
        chosen = np.ix_(series, weeks)
        return self.counts[chosen], self.exposure[chosen]


def _is_count(values: Floats) -> NDArray[np.bool_]:
    """Which are whole numbers from 0; infinity and NaN are none."""
    whole: NDArray[np.bool_] = (values == np.floor(values)) & (values >= 0.0) & (values < np.inf)
    return whole


def _exposure(counts: Floats, exposure: ArrayLike | None) -> Floats:
    if exposure is None:
        return np.ones_like(counts)
    values = np.array(np.broadcast_to(np.asarray(exposure, np.float64), counts.shape))
    if np.any(values <= 0.0) or np.any(np.isinf(values)):
        raise InvalidInputError("Give exposures above 0, NaN where the week cannot be compared.")
    return values
