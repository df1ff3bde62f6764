"""What was passed on takes effect when its ten minutes have gone.

The worker looks every some seconds (``queue.mender``): the time stands in the report itself, so
that a worker that dies, or is away for a day, loses nothing, and nothing is seen before its time.
"""

import logging

from django.utils import timezone

from samsyn.domain.observations.actions.reviewing import take_effect
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation.refusals import Refusal

log = logging.getLogger(__name__)


def let_pass() -> None:
    """Let into the shared picture, each in a transaction of its own, all whose time has come."""
    due = Observation.rows.filter(state=ReportState.PASSING, passes_at__lte=timezone.now())
    for row in due.order_by("municipality_id", "passes_at"):
        scope = system_scope(Municipality.objects.get(pk=row.municipality_id))
        try:
            take_effect(by=scope, row=row)
        except Refusal as error:
            # one that cannot go keeps no other waiting
            log.warning("not_passed_on", exc_info=error)
