"""Reports that no week has: in none of the early warning's series (decision 33)."""

from dataclasses import dataclass
from datetime import date, timedelta

from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.observations.enums import HAPPENED, Longer
from samsyn.domain.observations.queries.counts import Long, long_ones
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.clock import monday

WEEKS_SHOWN = 52
ALL_LAYERS = 0


@dataclass(frozen=True)
class InNoWeek:
    """How many they are, never none, and which."""

    reports: int
    which: Selection


def in_the_series(scope: Scope, today: date) -> InNoWeek | None:
    """Of the last year's whole weeks; None where there are none."""
    end = monday(today)
    first, last = end - timedelta(weeks=WEEKS_SHOWN), end - timedelta(days=1)
    return _told(long_ones(scope, first, last), _which(first, last))


def beside(scope: Scope, known: Reference, row: Deviation) -> InNoWeek | None:
    """Of the weeks, the categories and the district that a deviation's chart shows."""
    weeks = row.evidence.get("weeks", ())
    if not weeks:
        return None
    first = date.fromisoformat(str(weeks[0]["monday"]))
    last = date.fromisoformat(str(weeks[-1]["monday"])) + timedelta(days=6)
    layer = row.district.layer_id if row.district else ALL_LAYERS
    found = [
        one
        for one in long_ones(scope, first, last, layer)
        if _is_of(known, row, one.category_id) and row.district_id in (None, one.district)
    ]
    narrowed = {
        "area": row.area.key if row.area else "",
        "category": row.category.key if row.category else "",
        "district": row.district.code if row.district else "",
    }
    return _told(found, _which(first, last, **narrowed))


def _is_of(known: Reference, row: Deviation, category: int) -> bool:
    if row.category_id:
        return row.category_id == category
    return row.area_id in (None, known.categories[category].area_id)


def _which(first: date, last: date, **narrowed: str) -> Selection:
    return Selection.passed_on(first, last, kind=HAPPENED, longer=Longer.ANY.value, **narrowed)


def _told(found: list[Long], which: Selection) -> InNoWeek | None:
    reports = sum(one.reports for one in found)
    return InNoWeek(reports, which) if reports else None
