""" "Inget att rapportera": for whom and for which weeks, said by one tap and undone by another."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.domain.observations.actions.reporting import report_nothing, withdraw_nil_report
from samsyn.domain.observations.models import NilReport
from samsyn.domain.observations.queries.counts import happened_between
from samsyn.domain.observations.queries.own import nil_reports
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.report import ended_fortnight
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Organisation
from samsyn.foundation import clock, formats
from samsyn.foundation.refusals import Refusal
from samsyn.web.answers import press, tell
from samsyn.web.gate import needs
from samsyn.web.inputs import number_in
from samsyn.web.request import ScopedRequest


@dataclass(frozen=True)
class EndedFortnight:
    """An organisation's last two weeks that have ended, and that nothing was said to have
    happened in them, where it was."""

    organisation: Organisation
    weeks: str
    said: NilReport | None


def ended_by_organisation(request: ScopedRequest) -> list[EndedFortnight]:
    """The person's own organisations."""
    first, last = ended_fortnight(clock.today())
    said = nil_reports(request.scope, first, last)
    weeks = f"{first.isocalendar().week}–{last.isocalendar().week}"
    known = reference(request.scope).organisations
    own = sorted((known[key] for key in request.scope.organisations if key in known), key=_in_order)
    return [EndedFortnight(one, weeks, said.get(one.pk)) for one in own]


def _in_order(one: Organisation) -> tuple[str, str]:
    return formats.swedish_order(one.name)


@require_POST
@needs(Act.REPORT)
def say(request: ScopedRequest) -> HttpResponse:
    """Say that an organisation had nothing to report in the fortnight that has ended."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.scope), pk=_organisation(request)
    )
    first, last = ended_fortnight(clock.today())
    try:
        row = report_nothing(
            by=request.scope, organisation=organisation, period_from=first, period_to=last
        )
    except Refusal as refusal:
        tell(request, refusal)
        return redirect("report", request.municipality.code)
    n = happened_between(request.scope, organisation, first, last)
    context = {"row": row, "organisation": organisation, "reported": n}
    return render(request, "observations/nothing.html", context)


def _organisation(request: ScopedRequest) -> int:
    if request.POST.get("organisation"):
        return number_in(request.POST, "organisation")
    return next(iter(request.scope.organisations), 0)


@require_POST
@needs(Act.REPORT)
def undo(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Take the nil report back."""
    rows = NilReport.objects.visible_to(request.scope).select_related("organisation")
    row = get_object_or_404(rows, uid=uid, withdrawn_at=None)
    said = _("Ångrat. Organisationen räknas inte som rapporterad.")
    press(request, lambda: withdraw_nil_report(by=request.scope, row=row), said)
    return redirect("report", request.municipality.code)
