"""The reports that a deviation rests on, for lists and files of reports."""

from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.monitoring.wording import title
from samsyn.domain.observations.queries.selecting import Thing
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.ids import as_uid


def linked_reports(scope: Scope, uid: str) -> Thing | None:
    """Of the deviation with a uid, if one may read it; near repeats name no reports."""
    if not scope.may(Act.WATCH) or as_uid(uid) is None:
        return None
    rows = Deviation.objects.visible_to(scope).select_related("area", "category", "district")
    found = rows.filter(uid=uid).first()
    if found is None or "reports" not in found.evidence:
        return None
    return Thing(title(found), tuple(found.evidence["reports"]))
