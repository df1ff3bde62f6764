"""How much of a rise is more reporting: who answered now, and in the season before."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from samsyn.analysis.effort import Decomposition, reporting_effort
from samsyn.analysis.errors import AnalysisError
from samsyn.domain.monitoring.computing.findings import Finding, plain
from samsyn.domain.monitoring.computing.material import Floats, Ints, Material
from samsyn.domain.monitoring.enums import DeviationKind

FEWEST_WEEKS = 4
"""Latest weeks that the share of reporting is taken over, at least."""


def panel(material: Material, categories: Ints) -> Floats:
    """Reports (organisations, weeks) of some categories, NaN where nothing was heard.

    Only the organisations that ever report them.
    """
    week, category, organisation, n = material.town.T
    chosen = np.isin(category, categories)
    counted = np.zeros(material.signs.shape)
    np.add.at(counted, (organisation[chosen], week[chosen]), n[chosen])
    ever = counted.any(axis=1)
    return np.where(material.signs | (counted > 0), counted, np.nan)[ever]


def with_effort(found: Finding, material: Material) -> Finding:
    """A finding with what of its change is more reporting, where that can be told."""
    if found.kind not in (DeviationKind.RISE, DeviationKind.SLOW_RISE):
        return found
    before = [_index(material, date.fromisoformat(one["monday"]))
              for one in found.evidence["compared"]]  # fmt: skip
    last = _index(material, found.last_week)
    first = min(_index(material, found.first_week), last - FEWEST_WEEKS + 1)
    after = np.arange(max(first, 0), last + 1)
    effort = _effort(panel(material, _members(material, found)), np.array(before, int), after)
    return replace(found, evidence={**found.evidence, "effort": effort})


def _index(material: Material, monday: date) -> int:
    return int((np.datetime64(monday, "D") - material.mondays[0]).astype(int)) // 7


def _members(material: Material, found: Finding) -> Ints:
    facts = material.categories
    return np.array(
        [
            n
            for n, one in enumerate(facts)
            if found.key.area in ("", one.area) and found.key.category in ("", one.key)
        ]
    )


def _effort(reports: Floats, before: Ints, after: Ints) -> dict[str, Any] | None:
    """Ratios with limits as both readings of silence have them; None where too little is known."""
    try:
        found = reporting_effort(reports, np.setdiff1d(before, after), after)
    except AnalysisError:
        return None
    told: dict[str, Any] = plain(
        {
            "answered": _parts(found.answered),
            "calm": _parts(found.calm),
            "active": [found.before.active, found.after.active],
            "coverage": [found.before.coverage, found.after.coverage],
        }
    )
    return told


def _parts(one: Decomposition) -> dict[str, object]:
    return {
        "total": one.total.ratio,
        "events": [one.events.ratio, *one.events.interval()],
        "reporting": [one.reporting.ratio, *one.reporting.interval()],
    }
