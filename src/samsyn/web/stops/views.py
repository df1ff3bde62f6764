"""Reporting a stop, and judging those that were reported."""

import json
from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.organisations.enums import Act
from samsyn.domain.stops import queries
from samsyn.domain.stops.actions import judge, read_text, take_back, take_out
from samsyn.domain.stops.enums import StopState, TakeOutPurpose
from samsyn.domain.stops.models import StoppedText
from samsyn.domain.stops.rules import goes_at
from samsyn.domain.stops.wording import KINDS
from samsyn.foundation import clock
from samsyn.foundation.refusals import Refusal
from samsyn.web import stopping
from samsyn.web.answers import attempt, found, log, press, sent, show_form, tell
from samsyn.web.gate import member, needs
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Task
from samsyn.web.stops.forms import Shown, TakeOutForm, VerdictForm


def to_judge(request: ScopedRequest) -> Iterator[Task]:
    """Stops that were reported and wait for a verdict."""
    if count := queries.awaited(request.scope):
        url = reverse("stops", args=[request.municipality.code])
        yield Task(_("Stopp att bedöma"), url, count)


@never_cache
@member
@require_POST
def wrong(request: ScopedRequest) -> HttpResponse:
    """Say that a stop is false: a sentence in place of the button, or the start page."""
    part = bool(request.htmx)  # type: ignore[attr-defined]
    try:
        reported = stopping.report(request, request.scope)
    except Refusal as refusal:
        if not part:
            tell(request, refusal)
            return redirect("start", request.municipality.code)
        log(request, refusal)
        return render(request, "stops/reported.html", {"said": refusal.sentence, "row": None})
    if not part:
        messages.success(request, reported.said)
        return redirect("start", request.municipality.code)
    context = {"said": reported.said, "row": reported.row}
    return render(request, "stops/reported.html", context)


@require_safe
@member
def stops(request: ScopedRequest) -> HttpResponse:
    """Those that are kept, for others than the officer the own: when, where, what kind; no text."""
    form = Shown(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = [
        row
        for row in queries.stopped_texts(request.scope)
        if (not chosen.get("kind") or row.kind == chosen["kind"])
        and (not chosen.get("state") or row.state == chosen["state"])
        and (not chosen.get("month") or _is_of(row, chosen["month"]))
    ]
    context = {
        "rows": [(row, KINDS.get(row.kind, row.kind), goes_at(row)) for row in rows],
        "some": any(chosen.values()),
        "may_judge": request.scope.may(Act.JUDGE_STOPS),
    }
    return render(request, "stops/list.html", context)


def _is_of(row: StoppedText, month: object) -> bool:
    return clock.local_day(row.created_at).replace(day=1) == month


@never_cache
@require_safe
@member
def stop(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """One text, for its writer and the data protection officer; the officer's reading is logged."""
    row = read_text(by=request.scope, row=_row(request, uid))
    whole = [(row.text[: row.start], row.stopped, row.text[row.end :])]
    may_judge = request.scope.may(Act.JUDGE_STOPS)
    context = {
        "row": row,
        "kind": KINDS.get(row.kind, row.kind),
        "whole": whole,
        "goes": goes_at(row),
        "own": row.writer_id == request.scope.user_id,
        "may_judge": may_judge,
        "allow": _allow(request, row) if may_judge else "",
    }
    return render(request, "stops/one.html", context)


def _allow(request: ScopedRequest, row: StoppedText) -> str:
    """Where a word that was falsely stopped as a name may be put on the list of allowed words."""
    one_word = row.kind in ("name", "handle") and len(row.stopped.split()) == 1
    if row.state != StopState.FALSE or not one_word:
        return ""
    return reverse("guard_word_new", args=[request.municipality.code])


@require_POST
@needs(Act.JUDGE_STOPS)
def verdict(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Right, false, or undone."""
    row, form = _row(request, uid), VerdictForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Välj rätt stopp eller fel stopp."))
        return redirect("stop", request.municipality.code, uid)
    said = StopState(form.cleaned_data["verdict"])
    press(request, lambda: judge(by=request.scope, row=row, verdict=said), _told(said))
    return redirect("stop", request.municipality.code, uid)


def _told(verdict: StopState) -> str:
    if verdict == StopState.AWAITED:
        return _("Bedömningen är ångrad.")
    return _("Bedömt som %s. Texten tas bort inom ett dygn.") % verdict.label


@require_POST
@member
def withdraw(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """The writer takes it back."""
    row = _row(request, uid)
    done = press(request, lambda: _gone(request, row), _("Tillbakataget. Texten är borttagen."))
    if done:
        return redirect("start", request.municipality.code)
    return redirect("stop", request.municipality.code, uid)


def _gone(request: ScopedRequest, row: StoppedText) -> bool:
    take_back(by=request.scope, row=row)
    return True


@never_cache
@needs(Act.JUDGE_STOPS)
def labelled(request: ScopedRequest) -> HttpResponse:
    """The judged texts as a file, once it is said what for."""
    form = TakeOutForm(sent(request))
    rows = attempt(request, form, lambda: _taken(request, form))
    if rows is None:
        return show_form(request, "stops/take_out.html", form)
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    answer = HttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    name = f"stopp-{request.municipality.code}-{clock.today()}.jsonl"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _taken(request: ScopedRequest, form: TakeOutForm) -> list[dict[str, object]]:
    data = form.cleaned_data
    purpose = TakeOutPurpose(data["purpose"])
    return take_out(by=request.scope, purpose=purpose, reviewed=data["reviewed"])


def _row(request: ScopedRequest, uid: UUID) -> StoppedText:
    return found(lambda: queries.one(request.scope, uid))
