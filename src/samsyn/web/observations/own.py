"""A person's own reports: thanks for one, undoing it, and what has come of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.observations.actions.undoing import undo_report
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries import listing
from samsyn.domain.observations.queries.own import own_reports
from samsyn.domain.observations.rules import UNDO_WITHIN, may_read_text, may_undo
from samsyn.domain.observations.values.words import passed_over
from samsyn.domain.observations.wording import shortened
from samsyn.domain.organisations.enums import Act
from samsyn.domain.situations.reading import Outcome, outcomes
from samsyn.domain.situations.values.periods import Period
from samsyn.foundation import formats
from samsyn.web.answers import found, press
from samsyn.web.gate import needs
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Panel, Task

OWN_SHOWN = 5
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class OwnReport:
    """One of the own reports, what has come of it in words, and its text where it may be read."""

    row: Observation
    said: str
    text: str


def returned(request: ScopedRequest) -> Iterator[Task]:
    """The own reports that a reviewer has asked to have mended."""
    for row in listing.to_mend(request.scope):
        url = reverse("report_edit", args=[request.municipality.code, row.uid])
        label = _("Rätta %s, som granskaren har lämnat tillbaka") % row.reference
        yield Task(label, url, note=row.category.name)


def latest(request: ScopedRequest) -> Panel | None:
    """What came of the reports that a person has handed in."""
    rows = listing.latest_own(request.scope, OWN_SHOWN)
    if not rows:
        return None
    return Panel(_("Dina senaste rapporter"), "observations/own.html", {"rows": rows}, wide=True)


@require_safe
@needs(Act.REPORT)
def mine(request: ScopedRequest) -> HttpResponse:
    """The own reports, the latest first, and what has come of each."""
    asked = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    page = own_reports(request.scope, asked)
    told = outcomes(request.scope, page.rows)
    rows = [
        OwnReport(
            row,
            _said(row, told.get(row.pk)),
            shortened(row.description) if may_read_text(request.scope, row) else "",
        )
        for row in page.rows
    ]
    context = {"rows": rows, "more": page.more, "asked": asked, "passed_over": passed_over(asked)}
    return render(request, "observations/mine.html", context)


def _said(row: Observation, outcome: Outcome | None) -> str:
    """What has come of a report."""
    if row.state != ReportState.PASSED_ON:
        return {
            ReportState.SUBMITTED: _("Väntar på granskning."),
            ReportState.PASSING: _("Godkänd. Andra ser den om några minuter."),
            ReportState.RETURNED: _("Granskaren ber dig ändra något."),
            ReportState.WITHDRAWN: _("Återtagen. Räknas inte."),
        }[ReportState(row.state)]
    if outcome is None:
        return _("Godkänd, bara för den egna organisationen. Inte med i lägesbilden.")
    if outcome.within:
        return _("Med i lägesbilden för %s.") % _periods(outcome.within)
    if outcome.too_late_for:
        return _("Släppt vidare, men efter att lägesbilden för %s fastställdes.") % _periods(
            outcome.too_late_for
        )
    if outcome.too_short:
        return _("Släppt vidare. Gäller längre tid än lägesbilden för %s och räknas inte där.") % (
            _periods(outcome.too_short)
        )
    return _("Släppt vidare. Ingen lägesbild för den dagen är fastställd än.")


def _periods(periods: Iterable[Period]) -> str:
    return formats.listing([formats.period(one.first, one.last) for one in periods])


@require_safe
@needs(Act.REPORT)
def reported(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Thanks, and one more about the same place and day."""
    row = found(lambda: listing.one(request.scope, uid))
    reporter = getattr(row, "reporter", None)
    undoable = may_undo(request.scope, row, reporter.user_id if reporter else None, timezone.now())
    until = row.created_at + UNDO_WITHIN if undoable else None
    return render(request, "observations/reported.html", {"report": row, "undo_until": until})


@require_POST
@needs(Act.REPORT)
def undo(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Take back what was just sent, wholly."""
    row = get_object_or_404(Observation.objects.visible_to(request.scope), uid=uid)
    said = _("Ångrat. %s är borta och räknas ingenstans.") % row.reference
    if press(request, lambda: undo_report(by=request.scope, row=row), said):
        return redirect("report", request.municipality.code)
    return redirect("report_one", request.municipality.code, uid)
