"""Handing in a report, and what follows at once."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.observations.actions.reporting import (
    KeyReusedError,
    NewCount,
    edit,
    record_count,
    report,
    report_nothing,
    withdraw,
    withdraw_nil_report,
)
from samsyn.domain.observations.actions.store import stored_report
from samsyn.domain.observations.enums import Precision, ReportState
from samsyn.domain.observations.models import CountRecord, NilReport, Observation
from samsyn.domain.observations.queries import listing
from samsyn.domain.observations.queries.counts import happened_between
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import check_may_edit, may_read_text
from samsyn.domain.observations.values.report import due_fortnight
from samsyn.domain.observations.wording import is_span, when
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Organisation
from samsyn.foundation import clock, formats
from samsyn.foundation.refusals import Refusal
from samsyn.web.answers import attempt, found, press, sent, show_form, tell
from samsyn.web.differences import Difference
from samsyn.web.gate import needs
from samsyn.web.inputs import number_in
from samsyn.web.observations.count_form import CountForm
from samsyn.web.observations.differences import differences
from samsyn.web.observations.forms import ReportForm, initial_of
from samsyn.web.observations.outlines import outlines
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Panel, Task

OWN_SHOWN = 5


def returned(request: ScopedRequest) -> Iterator[Task]:
    """The own reports that a reviewer has asked to have mended."""
    for row in listing.to_mend(request.scope):
        url = reverse("report_edit", args=[request.municipality.code, row.uid])
        label = _("Rätta %s, som granskaren har lämnat tillbaka") % row.reference
        yield Task(label, url, note=row.category.name)


def own(request: ScopedRequest) -> Panel | None:
    """What came of the reports that a person has handed in."""
    rows = listing.latest_own(request.scope, OWN_SHOWN)
    if not rows:
        return None
    return Panel(_("Dina senaste rapporter"), "observations/own.html", {"rows": rows}, wide=True)


@needs(Act.REPORT)
def new(request: ScopedRequest) -> HttpResponse:
    """The form; sent, it becomes a report."""
    form = _form(request, initial=_kept(request))
    row = attempt(request, form, lambda: _hand_in(request, form))
    if row is not None:
        return redirect("reported", request.municipality.code, row.uid)
    return _page(request, form, {"fortnight": formats.period(*due_fortnight(clock.today()))})


def _hand_in(request: ScopedRequest, form: ReportForm) -> Observation:
    try:
        return report(
            by=request.scope,
            new=form.new_report(),
            key=form.cleaned_data["key"],
            warnings_accepted=form.cleaned_data["accept"],
        )
    except KeyReusedError:
        form.take_new_key()
        raise


@require_safe
@needs(Act.REPORT)
def reported(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Thanks, and one more about the same place and day."""
    row = found(lambda: listing.one(request.scope, uid))
    return render(request, "observations/reported.html", {"report": row})


@needs(Act.REPORT)
def change(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Mend a report; if somebody else has, all that differs is shown before it is saved."""
    row = get_object_or_404(_with_reporter(request), uid=uid)
    reporter = getattr(row, "reporter", None)
    if request.method != "POST" or not may_read_text(request.scope, row):
        check_may_edit(request.scope, row, reporter.user_id if reporter else None)
    form = _form(request, initial=initial_of(row, stored_report(row)))
    form.keep(row)
    if request.method == "POST" and form.is_valid():
        was_returned = row.state == ReportState.RETURNED
        _save(request, row, form)
        if not form.errors:
            messages.success(request, _saved(was_returned))
            return redirect("report_one", request.municipality.code, uid)
    more = {"report": row, "theirs": _theirs(request, row, form), "note": _note(request, row)}
    return _page(request, form, {**more, "span": _span(row)})


def _span(row: Observation) -> str:
    """The time in words, where the form can only show where it begins."""
    precision = Precision(row.precision)
    longer = is_span(row.occurred_from, row.occurred_to, precision)
    return when(row) if longer or precision in (Precision.WEEK, Precision.MONTH) else ""


def _note(request: ScopedRequest, row: Observation) -> str:
    """What the reviewer asked for, while the report waits to be mended by who may read it."""
    if row.state != ReportState.RETURNED or not may_read_text(request.scope, row):
        return ""
    last = row.reviews.visible_to(request.scope).order_by("id").last()
    return last.note if last else ""


def _with_reporter(request: ScopedRequest) -> QuerySet[Observation]:
    return Observation.objects.visible_to(request.scope).select_related(
        "reporter", "organisation", "category", "place", "district"
    )


def _saved(was_returned: bool) -> str:
    if was_returned:
        return _("Ändringen är sparad. Rapporten väntar nu på ny granskning.")
    return _("Ändringen är sparad.")


def _save(request: ScopedRequest, row: Observation, form: ReportForm) -> None:
    """Save, or leave the refusal on the form."""
    attempt(
        request,
        form,
        lambda: edit(
            by=request.scope,
            row=row,
            new=form.mended(stored_report(row)),
            version=number_in(request.POST, "version"),
            warnings_accepted=form.cleaned_data["accept"],
        ),
    )


def _theirs(request: ScopedRequest, row: Observation, form: ReportForm) -> list[Difference]:
    """What another has changed while the form was open, before it may be saved over."""
    if request.method != "POST":
        return []
    row.refresh_from_db()
    if row.version == number_in(request.POST, "version") or not may_read_text(request.scope, row):
        return []
    form.initial = initial_of(row, stored_report(row))
    form.keep(row)
    return list(differences(form))


@require_POST
@needs(Act.REPORT)
def take_back(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Withdraw a report."""
    row = get_object_or_404(Observation.objects.visible_to(request.scope), uid=uid)
    version = number_in(request.POST, "version")
    press(
        request,
        lambda: withdraw(by=request.scope, row=row, version=version),
        _("Rapporten är återtagen och räknas inte längre."),
    )
    return redirect("report_one", request.municipality.code, uid)


@require_POST
@needs(Act.REPORT)
def nothing(request: ScopedRequest) -> HttpResponse:
    """Say "inget att rapportera" for the current fortnight: one tap."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.scope), pk=_organisation(request)
    )
    first, last = due_fortnight(clock.today())
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
def undo_nothing(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Take the nil report back."""
    rows = NilReport.objects.visible_to(request.scope).select_related("organisation")
    row = get_object_or_404(rows, uid=uid, withdrawn_at=None)
    said = _("Ångrat. Organisationen räknas inte som rapporterad.")
    press(request, lambda: withdraw_nil_report(by=request.scope, row=row), said)
    return redirect("report", request.municipality.code)


@needs(Act.REPORT)
def count(request: ScopedRequest) -> HttpResponse:
    """A statistikuppgift."""
    form = CountForm(sent(request), scope=request.scope, known=reference(request.scope))
    if attempt(request, form, lambda: _record(request, form)) is not None:
        messages.success(request, _("Uppgiften är sparad."))
        return redirect("report_count", request.municipality.code)
    return show_form(request, "observations/count.html", form)


def _record(request: ScopedRequest, form: CountForm) -> CountRecord:
    return record_count(by=request.scope, new=_new_count(form))


def _new_count(form: CountForm) -> NewCount:
    values = dict(form.cleaned_data)
    keys = {f"{name}_id": values.pop(name) for name in ("organisation", "category", "district")}
    return NewCount(**keys, **values)


def _form(request: ScopedRequest, initial: dict[str, Any]) -> ReportForm:
    return ReportForm(
        sent(request),
        scope=request.scope,
        known=reference(request.scope),
        initial=initial,
    )


def _kept(request: ScopedRequest) -> dict[str, Any]:
    """Place and day of the report just handed in, for one more about the same."""
    wanted = ("where", "day", "part")
    return {name: request.GET[name] for name in wanted if name in request.GET}


def _page(request: ScopedRequest, form: ReportForm, more: dict[str, object]) -> HttpResponse:
    context = {"form": form, "outlines": outlines(request.scope), **more}
    return render(request, "observations/form.html", context, status=422 if form.errors else 200)
