"""Reports by the thousand as an import writes them: rows, districts, counts."""

from collections.abc import Iterable
from dataclasses import replace

from samsyn.domain.observations.actions import store
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.report import NewReport
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.tenancy import Scope


def bring_in(
    scope: Scope, reports: Iterable[NewReport], state: ReportState = ReportState.PASSED_ON
) -> int:
    """Write the reports of a municipality; how many there were."""
    version = Municipality.objects.get(pk=scope.municipality_id).reference_version
    scope = replace(scope, reference_version=version)
    known = reference(scope)
    given = list(reports)
    rows = []
    for new in given:
        row = Observation(municipality_id=scope.municipality_id, state=state)
        store.fill(row, new, known)
        rows.append(row)
    named = {n: new.district_id for n, new in enumerate(given) if new.district_id}
    found = store.districts_for(scope, rows, named)
    for row, districts in zip(rows, found, strict=True):
        row.district_id = store.primary_district(known, districts)
    store.add_many(rows, found)
    return len(rows)
