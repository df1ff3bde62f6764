"""The reviewer's queue and verdicts."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.observations.actions.reviewing import pass_on, release_text, return_to_reporter
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.listing import to_review
from samsyn.domain.observations.rules import may_read_text, may_review
from samsyn.domain.organisations.enums import Act
from samsyn.web.answers import attempt, press, show_form
from samsyn.web.gate import needs
from samsyn.web.inputs import number_in
from samsyn.web.observations.facts import Fact, words_to_review
from samsyn.web.observations.forms import PassOnForm, ReturnForm
from samsyn.web.observations.views import log_held
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Task


def unreviewed(request: ScopedRequest) -> Iterator[Task]:
    """The reports that wait for this reviewer."""
    if count := len(_queue(request)):
        yield Task(
            _("Rapporter att granska"), reverse("review", args=[request.municipality.code]), count
        )


def _queue(request: ScopedRequest) -> list[Observation]:
    return [row for row in to_review(request.scope) if may_review(request.scope, row)]


@require_safe
@needs(Act.REVIEW)
def waiting(request: ScopedRequest) -> HttpResponse:
    """What waits, the oldest first."""
    rows = _queue(request)
    log_held(request, rows)
    lines = [_line(request, row) for row in rows]
    return render(request, "observations/review.html", {"lines": lines})


@dataclass(frozen=True)
class QueuedReport:
    """A report in the queue, as its reviewer sees it."""

    report: Observation
    own: bool
    readable: bool
    words: list[Fact]
    form: ReturnForm


def _line(request: ScopedRequest, row: Observation) -> QueuedReport:
    reporter = getattr(row, "reporter", None)
    readable = may_read_text(request.scope, row)
    return QueuedReport(
        report=row,
        own=reporter is not None and reporter.user_id == request.scope.user_id,
        readable=readable,
        words=list(words_to_review(row)) if readable else [],
        form=ReturnForm(initial={"version": row.version}, auto_id=f"{row.pk}_%s"),
    )


@require_POST
@needs(Act.REVIEW)
def approve(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Let a report into the shared picture."""
    row = _row(request, uid)
    form = PassOnForm(request.POST)
    form.is_valid()
    press(
        request,
        lambda: pass_on(
            by=request.scope,
            row=row,
            version=form.cleaned_data.get("version") or 0,
            own_work=form.cleaned_data["own"],
            release=form.cleaned_data["release"],
        ),
        _("%s är släppt vidare.") % row.reference,
    )
    return redirect("review", request.municipality.code)


@require_POST
@needs(Act.REVIEW)
def send_back(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Return a report to its reporter with a sentence."""
    row = _row(request, uid)
    form = ReturnForm(request.POST)
    done = attempt(
        request, form, lambda: return_to_reporter(by=request.scope, row=row, **form.cleaned_data)
    )
    if done is None:
        return show_form(request, "observations/return.html", form, report=row)
    messages.success(request, _("%s är återlämnad till rapportören.") % row.reference)
    return redirect("review", request.municipality.code)


@require_POST
@needs(Act.REVIEW)
def publish_text(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """The police make their text readable."""
    row = _row(request, uid)
    version = number_in(request.POST, "version")
    press(
        request,
        lambda: release_text(by=request.scope, row=row, version=version),
        _("Texten är släppt till EST-gruppen."),
    )
    return redirect("report_one", request.municipality.code, uid)


def _row(request: ScopedRequest, uid: UUID) -> Observation:
    row: Observation = get_object_or_404(Observation.objects.visible_to(request.scope), uid=uid)
    return row
