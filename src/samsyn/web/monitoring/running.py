"""Runs: their history, starting one, and how far it has come."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.monitoring.actions.ordering import order_run
from samsyn.domain.monitoring.queries import runs as queries
from samsyn.domain.organisations.enums import Act
from samsyn.web.answers import press
from samsyn.web.gate import needs
from samsyn.web.monitoring.views import run_context
from samsyn.web.request import ScopedRequest


@require_safe
@needs(Act.WATCH)
def history(request: ScopedRequest) -> HttpResponse:
    """The latest runs with what they found and how long they took."""
    context = {
        "rows": queries.history(request.scope),
        "may_triage": request.scope.may(Act.TRIAGE),
        **run_context(queries.status(request.scope)),
    }
    return render(request, "monitoring/runs.html", context)


@require_POST
@needs(Act.TRIAGE)
def start(request: ScopedRequest) -> HttpResponse:
    """Run now."""
    said = _("Analysen har startat. Den tar några sekunder.")
    press(request, lambda: order_run(by=request.scope), said)
    return redirect("runs", request.municipality.code)


@require_safe
@needs(Act.WATCH)
def progress(request: ScopedRequest) -> HttpResponse:
    """The progress bar alone; when the run is over, the whole page is fetched anew."""
    context = run_context(queries.status(request.scope))
    answer = render(request, "monitoring/progress.html", context)
    if context["runs"].open is None:  # type: ignore[attr-defined]
        answer["HX-Refresh"] = "true"
    return answer
