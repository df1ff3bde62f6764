"""Organisations: the list, a new one, a change, an end."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.domain.organisations.actions.organisations import (
    close_organisation,
    create_organisation,
    edit_organisation,
)
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.queries import all_organisations
from samsyn.foundation import clock
from samsyn.web.answers import sent, show_form
from samsyn.web.differences import replaced
from samsyn.web.gate import needs
from samsyn.web.organisations.forms import ChangedOrganisation, LastDay, NewOrganisation
from samsyn.web.organisations.pages import carried_out
from samsyn.web.request import ScopedRequest


@require_safe
@needs(Act.ADMINISTER)
def organisations(request: ScopedRequest) -> HttpResponse:
    """All organisations, the closed ones last."""
    context = {"organisations": all_organisations(request.scope), "today": clock.today()}
    return render(request, "organisations/organisations.html", context)


@needs(Act.ADMINISTER)
def new(request: ScopedRequest) -> HttpResponse:
    """Add an organisation."""
    form = NewOrganisation(sent(request))
    done = _("Verksamheten är tillagd.")
    if carried_out(
        request, form, lambda: create_organisation(by=request.scope, **form.cleaned_data), done
    ):
        return redirect("organisations", request.municipality.code)
    return show_form(request, "organisations/organisation_form.html", form, organisation=None)


@needs(Act.ADMINISTER)
def edit(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Change an organisation; what was typed stays when somebody else was quicker."""
    row = _row(request, uid)
    form = ChangedOrganisation.of(row, sent(request))
    done = _("Ändringen är sparad.")
    if carried_out(
        request,
        form,
        lambda: edit_organisation(by=request.scope, organisation=row, **form.cleaned_data),
        done,
    ):
        return redirect("organisations", request.municipality.code)
    changed = replaced(form, row, lambda: ChangedOrganisation.of(row, None))
    return show_form(
        request,
        "organisations/organisation_form.html",
        form,
        organisation=row,
        differences=changed,
    )


@needs(Act.ADMINISTER)
def close(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Let an organisation end."""
    row = _row(request, uid)
    form = LastDay(sent(request))
    done = _("Verksamheten är avslutad.")
    if carried_out(
        request,
        form,
        lambda: close_organisation(by=request.scope, organisation=row, **form.cleaned_data),
        done,
    ):
        return redirect("organisations", request.municipality.code)
    return show_form(request, "organisations/organisation_close.html", form, organisation=row)


def _row(request: ScopedRequest, uid: UUID) -> Organisation:
    row: Organisation = get_object_or_404(Organisation.objects.visible_to(request.scope), uid=uid)
    return row
