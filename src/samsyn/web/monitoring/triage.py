"""What is done with a deviation: one address an act."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.domain.monitoring.actions import triage
from samsyn.domain.monitoring.enums import Word
from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.organisations.enums import Act
from samsyn.web.answers import attempt, press
from samsyn.web.gate import needs
from samsyn.web.monitoring.forms import DismissForm, LinkForm, StepForm, VerdictForm
from samsyn.web.monitoring.views import found, page
from samsyn.web.request import ScopedRequest


@require_POST
@needs(Act.TRIAGE)
def note(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """It has been seen and is followed."""
    row, version = found(request, uid), _version(request)
    done = _("Avvikelsen är noterad.")
    return _do(
        request, row, lambda: triage.acknowledge(by=request.scope, row=row, version=version), done
    )


@require_POST
@needs(Act.TRIAGE)
def reopen(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Take up what was dismissed."""
    row, version = found(request, uid), _version(request)
    done = _("Avvikelsen står på listan igen.")
    return _do(
        request, row, lambda: triage.take_up(by=request.scope, row=row, version=version), done
    )


@require_POST
@needs(Act.TRIAGE)
def verdict(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Say what it turned out to be."""
    row, form = found(request, uid), VerdictForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Välj ett av de tre orden."))
        return redirect("deviation", request.municipality.code, uid)
    word = Word(form.cleaned_data["word"])
    done = _("Tack. Svaret räknas in i hur ofta avvikelserna stämmer.")
    return _do(request, row, lambda: triage.judge(by=request.scope, row=row, word=word), done)


@require_POST
@needs(Act.TRIAGE)
def tie(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Tie it to a problem or a matter."""
    row, form = found(request, uid), LinkForm(request.POST, auto_id="link_%s")
    tied = attempt(
        request, form, lambda: triage.link(by=request.scope, row=row, **form.cleaned_data)
    )
    if tied is None:
        return page(request, row, link=form)
    messages.success(request, _("Avvikelsen är kopplad."))
    return redirect("deviation", request.municipality.code, uid)


@require_POST
@needs(Act.TRIAGE)
def set_aside(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Dismiss it with a reason."""
    row, form = found(request, uid), DismissForm(request.POST, auto_id="dismiss_%s")
    dismissed = attempt(
        request, form, lambda: triage.dismiss(by=request.scope, row=row, **form.cleaned_data)
    )
    if dismissed is None:
        return page(request, row, dismiss=form)
    messages.success(request, _("Avvikelsen är avskriven. Den kommer tillbaka bara om den växer."))
    return redirect("deviations", request.municipality.code)


def _version(request: ScopedRequest) -> int:
    form = StepForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0


def _do(
    request: ScopedRequest, row: Deviation, act: Callable[[], object], done: str
) -> HttpResponse:
    press(request, act, done)
    return redirect("deviation", request.municipality.code, row.uid)
