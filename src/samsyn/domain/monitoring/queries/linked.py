"""The reports that a deviation rests on, for lists and files of reports."""

from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.monitoring.wording import title
from samsyn.domain.observations.queries.selecting import Thing
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.ids import as_uid
from samsyn.foundation.refusals import Mistaken


def linked_reports(scope: Scope, uid: str) -> Thing | None:
    """Of the deviation with a uid, for whoever may read deviations; near repeats name no reports.

    Raises Mistaken where there is none of that uid.
    """
    if not scope.may(Act.WATCH):
        return None
    rows = Deviation.objects.visible_to(scope).select_related("area", "category", "district")
    key = as_uid(uid)
    found = rows.filter(uid=key).first() if key else None
    if found is None:
        raise Mistaken("Länken gäller en avvikelse som inte finns. Välj på nytt.", "deviation")
    if "reports" not in found.evidence:
        return None
    return Thing(title(found), tuple(found.evidence["reports"]))
