"""Taking back what was sent by mistake: the report goes as wholly as it came."""

from django.utils import timezone

from samsyn.domain.audit.actions import record
from samsyn.domain.audit.models import Salt
from samsyn.domain.audit.queries import is_known_to_others
from samsyn.domain.observations.actions import store
from samsyn.domain.observations.models import Observation, ObservationReporter, Receipt
from samsyn.domain.observations.rules import check_may_undo
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action, locked
from samsyn.foundation.refusals import NotNow


@action()
def undo_report(*, by: Scope, row: Observation) -> None:
    """Remove a report that its reporter has sent within the last minutes, from all counts too.

    Refused once somebody else has a line in the log about it: that it was read where reading is
    logged (the police's held texts), reviewed, changed or masked. The log keeps that it came and
    went, and no longer anything by which its words could be proved.
    """
    row = locked(by, row)
    reporter = ObservationReporter.objects.of(row).first()
    check_may_undo(by, row, reporter.user_id if reporter else None, timezone.now())
    if is_known_to_others(by, str(row.uid)):
        raise NotNow("Någon har redan läst rapporten. Öppna den och välj Återta i stället.")
    store.uncounted(row).write()
    record(by, "observations.undone", row)
    Receipt.objects.visible_to(by).filter(answer=str(row.uid)).delete()
    Salt.objects.filter(subject=str(row.uid)).delete()
    row.delete()
