"""Handing in a report, mending it and taking it back; a count."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.domain.observations.actions.reporting import (
    KeyReusedError,
    NewCount,
    edit,
    record_count,
    report,
    withdraw,
)
from samsyn.domain.observations.actions.store import stored_report
from samsyn.domain.observations.enums import Precision, ReportState, SaidTime
from samsyn.domain.observations.models import CountRecord, Observation
from samsyn.domain.observations.queries import listing
from samsyn.domain.observations.queries.own import recent_choices
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import check_may_edit, may_read_text
from samsyn.domain.observations.wording import is_span, when
from samsyn.domain.organisations.enums import Act
from samsyn.foundation.ids import as_uid
from samsyn.web.answers import attempt, found, press, sent, show_form
from samsyn.web.differences import Difference
from samsyn.web.gate import needs
from samsyn.web.inputs import number_in
from samsyn.web.observations.count_form import CountForm
from samsyn.web.observations.differences import differences
from samsyn.web.observations.forms import ReportForm, initial_of
from samsyn.web.observations.maps import map_of
from samsyn.web.observations.nothing import ended_by_organisation
from samsyn.web.request import ScopedRequest


@needs(Act.REPORT)
def new(request: ScopedRequest) -> HttpResponse:
    """The form; sent, it becomes a report."""
    form = _form(request, initial=_kept(request))
    row = attempt(request, form, lambda: _hand_in(request, form))
    if row is not None:
        return redirect("reported", request.municipality.code, row.uid)
    return _page(request, form, {"nothing": ended_by_organisation(request)})


def _hand_in(request: ScopedRequest, form: ReportForm) -> Observation:
    try:
        return report(
            by=request.scope,
            new=form.new_report(),
            key=form.cleaned_data["key"],
            told_as=form.told_as,
            warnings_accepted=form.cleaned_data["accept"],
            sure_of_day=form.is_sure_of_day,
        )
    except KeyReusedError:
        form.take_new_key()
        raise


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
            sure_of_day=form.is_sure_of_day,
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
        recent=partial(recent_choices, request.scope),
        initial=initial,
    )


def _kept(request: ScopedRequest) -> dict[str, Any]:
    """The place of a code on a wall (``plats``), or the place and the day of the report that was
    just sent (``samma``), for one more about the same."""
    place, like = (as_uid(request.GET.get(name, "")) for name in ("plats", "samma"))
    if like is not None:
        row = found(lambda: listing.one(request.scope, like))
        first = initial_of(row, stored_report(row))
        kept = {name: first[name] for name in ("where", "latitude", "longitude", "day")}
        return {**kept, "when": SaidTime.OTHER_DAY}
    there = (one for one in reference(request.scope).places.values() if one.uid == place)
    return next(({"where": f"place:{one.pk}"} for one in there), {})


def _page(request: ScopedRequest, form: ReportForm, more: dict[str, object]) -> HttpResponse:
    context = {"form": form, "map": map_of(request), **more}
    return render(request, "observations/form.html", context, status=422 if form.errors else 200)
