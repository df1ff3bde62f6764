"""Who has said what of a report, for those who review it."""

from uuid import UUID

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation, Review
from samsyn.domain.observations.visibility import to_judge
from samsyn.domain.organisations.tenancy import Scope


def last_verdict(scope: Scope, row: Observation) -> Review | None:
    """The latest verdict on a report with its reviewer, if it is the person's to judge such."""
    mine = Observation.objects.within(scope.municipality_id).filter(to_judge(scope))
    rows = Review.objects.visible_to(scope).filter(observation__in=mine.filter(pk=row.pk))
    return rows.select_related("reviewer", "observation").order_by("-id").first()


def judged_by_now(scope: Scope, uid: UUID) -> Review | None:
    """The latest verdict on a report that waited for review and does so no longer, if it was the
    person's to judge; None where there is none, or it waits."""
    rows = Observation.objects.within(scope.municipality_id).filter(to_judge(scope), uid=uid)
    row = rows.exclude(state=ReportState.SUBMITTED).first()
    return last_verdict(scope, row) if row else None
