"""What a reviewer does with one report: each act leads on to the next one."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.domain.observations.actions.linking import link, unlink
from samsyn.domain.observations.actions.reporting import edit
from samsyn.domain.observations.actions.reviewing import (
    pass_at_once,
    pass_on,
    recall,
    release_text,
    return_to_reporter,
    take_back,
)
from samsyn.domain.observations.actions.store import stored_report
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries import listing
from samsyn.domain.observations.queries.access import readers_of, readings_of
from samsyn.domain.observations.queries.verdicts import judged_by_now
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import may_judge, may_recall
from samsyn.domain.organisations.enums import Act
from samsyn.foundation import formats
from samsyn.foundation.ids import as_uid
from samsyn.foundation.refusals import NotAllowed
from samsyn.web.answers import attempt, press, sent, show_form
from samsyn.web.gate import needs
from samsyn.web.inputs import number_in
from samsyn.web.observations.forms import PassOnForm, ReturnForm, initial_of
from samsyn.web.observations.review_forms import RecallForm, correct_form
from samsyn.web.observations.review_screen import gone, screen
from samsyn.web.observations.undoing import forget_undo, offer_undo
from samsyn.web.request import ScopedRequest

ViewOfUid = Callable[[ScopedRequest, UUID], HttpResponse]


def of_report(view: Callable[[ScopedRequest, Observation], HttpResponse]) -> ViewOfUid:
    """A view of the report that the address names; of one out of sight, who has taken care of it
    is told instead."""

    @wraps(view)
    def found(request: ScopedRequest, uid: UUID) -> HttpResponse:
        row = _row(request, uid)
        return gone(request, uid) if row is None else view(request, row)

    return found


@require_POST
@needs(Act.REVIEW)
@of_report
def approve(request: ScopedRequest, row: Observation) -> HttpResponse:
    """Pass a report on: in ten minutes, or at once."""
    form = PassOnForm(request.POST)
    form.is_valid()
    at_once = "now" in request.POST

    def act() -> Observation:
        return pass_on(
            by=request.scope,
            row=row,
            version=form.cleaned_data.get("version") or 0,
            own_work=form.cleaned_data["own"],
            release=form.cleaned_data["release"],
            soon=not at_once,
        )

    return _pressed(request, row, act, _let, undo="" if at_once else "pass")


def _let(row: Observation) -> str:
    if row.passes_at is None:
        return _("%s är släppt vidare.") % row.reference
    at = formats.clock(row.passes_at)
    return _("%(report)s släpps vidare kl. %(at)s. Till dess kan den tas tillbaka.") % {
        "report": row.reference,
        "at": at,
    }


@require_POST
@needs(Act.REVIEW)
@of_report
def let_now(request: ScopedRequest, row: Observation) -> HttpResponse:
    """Let what is on its way take effect at once."""
    version = number_in(request.POST, "version")
    return _pressed(
        request,
        row,
        lambda: pass_at_once(by=request.scope, row=row, version=version),
        lambda made: _("%s är släppt vidare.") % made.reference,
    )


@require_POST
@needs(Act.REVIEW)
@of_report
def bring_back(request: ScopedRequest, row: Observation) -> HttpResponse:
    """Take back what is on its way: it is opened again."""
    version = number_in(request.POST, "version")
    done = press(
        request,
        lambda: take_back(by=request.scope, row=row, version=version),
        _("%s är tagen tillbaka och väntar på granskning.") % row.reference,
    )
    if done:
        forget_undo(request)
    return _to(request, row.uid if done else None)


@require_POST
@needs(Act.REVIEW)
@of_report
def send_back(request: ScopedRequest, row: Observation) -> HttpResponse:
    """Return a report to its reporter with a sentence."""
    form = ReturnForm(request.POST, auto_id=f"{row.pk}_%s")
    done = attempt(
        request, form, lambda: return_to_reporter(by=request.scope, row=row, **form.cleaned_data)
    )
    if done is None:
        return _again(request, row.uid, return_form=form)
    offer_undo(request, "return", [(done, None)])
    messages.success(request, _("%s är återlämnad till rapportören.") % row.reference)
    return _onward(request)


@require_POST
@needs(Act.REVIEW)
@of_report
def correct(request: ScopedRequest, row: Observation) -> HttpResponse:
    """Mend words, place, category and who may read; the reporter's words are kept."""
    form = correct_form(
        request.POST, reference(request.scope), row, initial_of(row, stored_report(row))
    )
    done = attempt(
        request,
        form,
        lambda: edit(
            by=request.scope,
            row=row,
            new=form.mended(stored_report(row)),
            version=form.cleaned_data["version"],
            warnings_accepted=form.cleaned_data["accept"],
        ),
    )
    if done is None:
        return _again(request, row.uid, correct=form)
    messages.success(
        request, _("%s är rättad. Rapportörens ord är kvar som tidigare version.") % row.reference
    )
    return _to(request, row.uid)


@needs(Act.REVIEW)
@of_report
def draw_back(request: ScopedRequest, row: Observation) -> HttpResponse:
    """Who has had access to what was passed on; and, with a reason, out of the picture again."""
    if not may_judge(request.scope, row):
        raise NotAllowed("Rapporten granskas av den organisation som har skrivit den.")
    form = RecallForm(sent(request), initial={"version": row.version})
    done = attempt(request, form, lambda: _recall(request, row, form))
    if done is not None:
        messages.success(request, _("%s är dragen tillbaka.") % row.reference)
        return redirect("report_recall", request.municipality.code, row.uid)
    listing.named(request.scope, [row])
    return show_form(
        request,
        "observations/recall.html",
        form,
        report=row,
        may_recall=may_recall(request.scope, row),
        readers=readers_of(request.scope, row),
        readings=readings_of(request.scope, row),
        recalled=_recalled(request, row),
    )


def _recall(request: ScopedRequest, row: Observation, form: RecallForm) -> Observation:
    data = form.cleaned_data
    return recall(
        by=request.scope,
        row=row,
        version=data["version"],
        note=data["note"],
        mend=data["mend"] == "mend",
    )


def _recalled(request: ScopedRequest, row: Observation) -> str:
    """When and why a report that stands no longer in the picture was drawn back."""
    if row.state not in (ReportState.RETURNED, ReportState.WITHDRAWN):
        return ""
    last = row.reviews.visible_to(request.scope).order_by("-id").first()
    return f"{formats.moment(last.created_at)}: {last.note}" if last and last.note else ""


@require_POST
@needs(Act.REVIEW)
@of_report
def link_same(request: ScopedRequest, row: Observation) -> HttpResponse:
    """Say that another report tells of the same event."""
    return _same(request, row, link, _("%(one)s och %(other)s är länkade som samma händelse."))


@require_POST
@needs(Act.REVIEW)
@of_report
def unlink_same(request: ScopedRequest, row: Observation) -> HttpResponse:
    """Say that it does not."""
    return _same(request, row, unlink, _("%(one)s och %(other)s är inte längre länkade."))


def _same(
    request: ScopedRequest, row: Observation, act: Callable[..., None], said: str
) -> HttpResponse:
    other = _row(request, as_uid(request.POST.get("other", "")))
    if other is None:
        raise Http404
    press(
        request,
        lambda: act(by=request.scope, row=row, other=other),
        said % {"one": row.reference, "other": other.reference},
    )
    return _to(request, row.uid)


@require_POST
@needs(Act.REVIEW)
def publish_text(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """The police make their text readable."""
    row = get_object_or_404(Observation.objects.visible_to(request.scope), uid=uid)
    version = number_in(request.POST, "version")
    press(
        request,
        lambda: release_text(by=request.scope, row=row, version=version),
        _("Texten är släppt till EST-gruppen."),
    )
    return redirect("report_one", request.municipality.code, uid)


def _pressed(
    request: ScopedRequest,
    row: Observation,
    act: Callable[[], Observation],
    said: Callable[[Observation], str],
    undo: str = "",
) -> HttpResponse:
    """Run what a button asks for, offer to undo it, and go on; refused, the report stays open."""
    made: list[Observation] = []

    def run() -> Observation:
        made.append(act())
        return made[0]

    if not press(request, run, said):
        return _to(request, row.uid)
    if undo:
        offer_undo(request, undo, [(made[0], None)])
    return _onward(request)


def _again(request: ScopedRequest, uid: UUID, **bound: object) -> HttpResponse:
    """The screen with a form that was not taken; of a report that waits no more, who judged it."""
    review = judged_by_now(request.scope, uid)
    return gone(request, uid) if review else screen(request, uid, **bound)


def _onward(request: ScopedRequest) -> HttpResponse:
    """To the next report of the queue as it was narrowed."""
    return _to(request, as_uid(request.POST.get("then", "")))


def _to(request: ScopedRequest, uid: UUID | None) -> HttpResponse:
    code, query = request.municipality.code, request.GET.urlencode()
    address = reverse("review_one", args=[code, uid]) if uid else reverse("review", args=[code])
    return redirect(f"{address}?{query}" if query else address)


def _row(request: ScopedRequest, uid: UUID | None) -> Observation | None:
    if uid is None:
        return None
    rows = Observation.objects.visible_to(request.scope)
    found: Observation | None = rows.filter(uid=uid).first()
    return found
