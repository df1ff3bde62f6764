"""Who was reporting when: a zero is a zero only where somebody would have told.

An organisation covers the categories it has ever reported. It is taken to be reporting
from its first sign of life (a report, or "nothing to report") to its last, except in
silences far longer than its habit.
"""

from dataclasses import dataclass

import numpy as np

from samsyn.domain.monitoring.computing.material import Flags, Floats, Ints, Material

LONGEST_SILENCE = 4
"""Weeks between two signs that are never a silence: two meetings."""
TIMES_THE_HABIT = 3
"""Silences longer than so many of an organisation's median gap are silences."""
FEWEST_WEEKS = 8
"""Weeks of reporting before the latest that a source's usual rate can be taken from."""


def reporting_weeks(signs: Flags) -> Flags:
    """Weeks (organisations, weeks) in which each organisation was reporting.

    ``signs``: weeks with a report or a nil report.
    """
    found = np.zeros_like(signs)
    for row, given in zip(found, signs, strict=True):
        weeks = np.flatnonzero(given)
        if weeks.size:
            _fill(row, weeks)
    return found


def _fill(row: Flags, weeks: Ints) -> None:
    gaps = np.diff(weeks)
    habit = float(np.median(gaps)) if gaps.size else 1.0
    longest = max(LONGEST_SILENCE, TIMES_THE_HABIT * habit)
    for week, after in zip(weeks, [*weeks[1:], row.size], strict=True):
        end = after if after - week <= longest else week + 1
        row[week:end] = True


@dataclass(frozen=True)
class Coverage:
    """``reporting`` (organisations, weeks), and ``rates`` (organisations, categories): what
    each usually reports a week."""

    reporting: Flags
    rates: Floats

    @classmethod
    def of(cls, material: Material, recent: int) -> "Coverage":
        """From the material; the ``recent`` weeks, which are judged, do not form the habit."""
        reporting = reporting_weeks(material.signs)
        earlier = np.arange(material.mondays.size) < material.mondays.size - recent
        shape = (len(material.organisations), len(material.categories))
        before, ever = np.zeros(shape), np.zeros(shape)
        week, category, organisation, n = material.town.T
        np.add.at(ever, (organisation, category), n)
        early = earlier[week]
        np.add.at(before, (organisation[early], category[early]), n[early])
        weeks, all_weeks = (reporting & earlier).sum(axis=1), reporting.sum(axis=1)
        settled = (weeks >= FEWEST_WEEKS)[:, np.newaxis]
        rates = np.where(
            settled,
            before / np.maximum(weeks, 1)[:, np.newaxis],
            ever / np.maximum(all_weeks, 1)[:, np.newaxis],
        )
        return cls(reporting, rates)

    def share(self, categories: Ints) -> Floats:
        """Share (weeks,) of the categories' usual reporting that was there; 0 where nobody is."""
        rates = self.rates[:, categories].sum(axis=1)
        total = rates.sum()
        if total == 0:
            return np.zeros(self.reporting.shape[1])
        # a sum in fixed order: a matrix product may differ in its last bit between machines
        share: Floats = np.sum(rates[:, np.newaxis] * self.reporting, axis=0) / total
        return share

    def covering(self, categories: Ints) -> Ints:
        """Indices of the organisations that report any of the categories."""
        return np.flatnonzero(self.rates[:, categories].sum(axis=1) > 0)
