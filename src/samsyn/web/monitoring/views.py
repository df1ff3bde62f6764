"""The list of deviations and one deviation."""

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.domain.monitoring import wording
from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.monitoring.queries import deviations as queries
from samsyn.domain.monitoring.queries import in_no_week
from samsyn.domain.monitoring.queries.runs import RunStatus, status
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import clock
from samsyn.web.gate import needs
from samsyn.web.monitoring import cards, charts
from samsyn.web.monitoring.forms import DismissForm, LinkForm, StateForm
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Task
from samsyn.web.situations.links import Links


def untouched(request: ScopedRequest) -> Iterator[Task]:
    """The deviations that nobody has taken a stand on."""
    rows, more = queries.for_meeting(request.scope)
    if rows:
        url = reverse("deviations", args=[request.municipality.code])
        yield Task(_("Avvikelser att ta ställning till"), url, len(rows) + more)


@require_safe
@needs(Act.WATCH)
def deviations(request: ScopedRequest) -> HttpResponse:
    """At most five for the next meeting, with what to think of them."""
    scope = request.scope
    rows, more = queries.for_meeting(scope)
    runs = status(scope, results=True)
    context = {
        "cards": [cards.card(scope, row) for row in rows],
        "more": more,
        "may_triage": scope.may(Act.TRIAGE),
        **run_context(runs),
        **_told(scope, runs),
        **_in_no_week(request, in_no_week.in_the_series(scope, clock.today())),
    }
    return render(request, "monitoring/list.html", context)


def _in_no_week(request: ScopedRequest, found: in_no_week.InNoWeek | None) -> dict[str, object]:
    """How many reports no week has, and the address of their list."""
    if found is None:
        return {}
    return {"in_no_week": found.reports, "in_no_week_list": Links(request).to(found.which)}


def run_context(runs: RunStatus) -> dict[str, object]:
    """What the head of each page says of the runs."""
    going_on = runs.open
    return {"runs": runs, "step": wording.step(going_on.step) if going_on else ""}


def _told(scope: Scope, runs: RunStatus) -> dict[str, object]:
    """The sentences that stand on every list: false ones, what is too small, how it went."""
    results = runs.results
    rate = queries.hit_rate(scope)
    unknown = ("RARE", "NO_BASELINE", "TOO_SHORT")
    few = [one for one in (results or {}).get("series", []) if one[-1] in unknown]
    done = runs.done
    return {
        "false_says": wording.expected_false(done.tested, done.expected_false) if done else "",
        "too_few_says": wording.too_few(len(few), results["rare"]) if results else "",
        "hit_says": wording.hit_rate(rate.true, rate.chance, rate.reporting),
        "hit": rate,
    }


@require_safe
@needs(Act.WATCH)
def every(request: ScopedRequest) -> HttpResponse:
    """All deviations in a table."""
    form = StateForm(request.GET)
    rows = queries.every(request.scope, form.wanted())
    context = {
        "form": form,
        "cards": [cards.card(request.scope, row) for row in rows],
        "filtered": bool(request.GET.get("state")),
        **run_context(status(request.scope)),
    }
    return render(request, "monitoring/all.html", context)


@require_safe
@needs(Act.WATCH)
def one(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """One deviation: why, what else it could be, and what to do with it."""
    return page(request, found(request, uid))


def found(request: ScopedRequest, uid: UUID) -> Deviation:
    """The deviation in the address, or 404."""
    try:
        return queries.one(request.scope, uid)
    except Deviation.DoesNotExist as error:
        raise Http404 from error


def page(
    request: ScopedRequest,
    row: Deviation,
    link: LinkForm | None = None,
    dismiss: DismissForm | None = None,
) -> HttpResponse:
    """The page of a deviation, with the form that was refused, if one was."""
    initial, known = {"version": row.version}, reference(request.scope)
    context = {
        "card": cards.card(request.scope, row),
        "why": cards.why(row, known),
        "doubts": cards.doubts(row),
        "compared": cards.compared_weeks(row),
        "chart": charts.weekly(row),
        "reports": Links(request).to(cards.evidence(row)),
        "days": wording.days_of(row.first_week, row.last_week),
        "verdicts": cards.VERDICTS,
        "may_triage": request.scope.may(Act.TRIAGE),
        "link_form": link or LinkForm(initial=initial, auto_id="link_%s"),
        "dismiss_form": dismiss or DismissForm(initial=initial, auto_id="dismiss_%s"),
        **_in_no_week(request, in_no_week.beside(request.scope, known, row)),
        "refused": "link" if link else "dismiss" if dismiss else "",
    }
    answer = 422 if link or dismiss else 200
    return render(request, "monitoring/one.html", context, status=answer)
