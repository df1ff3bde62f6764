"""The lists themselves: renamed, paused, taken up again, removed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.domain.intake.actions import change_source, pause_source, remove_source, resume_source
from samsyn.domain.intake.models import Source
from samsyn.domain.organisations.enums import Act
from samsyn.web.answers import attempt, press, sent, show_form
from samsyn.web.gate import needs
from samsyn.web.intake.forms import ListForm
from samsyn.web.request import ScopedRequest


@needs(Act.IMPORT)
def change(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """A list's name and how its rows are taken."""
    source = _source(request, uid)
    form = ListForm(sent(request), source=source)

    def act() -> Source:
        data = form.cleaned_data
        return change_source(
            by=request.scope,
            source=source,
            name=data["name"],
            needs_review=data["needs_review"],
            version=data["version"],
        )

    if attempt(request, form, act) is not None:
        return redirect("batches", request.municipality.code)
    return show_form(request, "intake/change.html", form, source=source)


@require_POST
@needs(Act.IMPORT)
def pause(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Pause a list, or take it up again."""
    source = _source(request, uid)
    if source.paused_at is None:
        press(
            request,
            lambda: pause_source(by=request.scope, source=source),
            _("Listan är pausad och väntas inte."),
        )
    else:
        press(
            request,
            lambda: resume_source(by=request.scope, source=source),
            _("Listan är igång igen."),
        )
    return redirect("batches", request.municipality.code)


@require_POST
@needs(Act.IMPORT)
def remove(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Remove a list; what it has brought stays."""
    source = _source(request, uid)
    press(
        request,
        lambda: remove_source(by=request.scope, source=source),
        _("Listan är borttagen. Det den har fört in står kvar."),
    )
    return redirect("batches", request.municipality.code)


def _source(request: ScopedRequest, uid: UUID) -> Source:
    rows = Source.objects.visible_to(request.scope).filter(removed_at__isnull=True)
    found: Source = get_object_or_404(rows, uid=uid)
    return found
