"""The organisation picture of a day, and the municipality's settings."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.domain.organisations.actions.municipalities import change_settings
from samsyn.domain.organisations.enums import Act, OrganisationKind
from samsyn.domain.organisations.queries import organisation_chart
from samsyn.foundation import clock
from samsyn.web.answers import sent, show_form
from samsyn.web.differences import replaced
from samsyn.web.gate import member, needs
from samsyn.web.organisations.forms import Settings
from samsyn.web.organisations.pages import carried_out
from samsyn.web.request import ScopedRequest


@require_safe
@member
def overview(request: ScopedRequest) -> HttpResponse:
    """Bodies, seats and deputies as they are, were or will be."""
    day = _day(request.GET.get("dag", ""))
    context = {
        "chart": organisation_chart(request.scope, day),
        "is_today": day == clock.today(),
        "kinds": OrganisationKind,
        "may_administer": request.scope.may(Act.ADMINISTER),
    }
    return render(request, "organisations/overview.html", context)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


@needs(Act.ADMINISTER)
def settings(request: ScopedRequest) -> HttpResponse:
    """What EST is called here."""
    form = Settings.of(request.municipality, sent(request))
    done = _("Inställningarna är sparade.")
    if carried_out(
        request, form, lambda: change_settings(by=request.scope, **form.cleaned_data), done
    ):
        return redirect("organisation", request.municipality.code)
    row = request.municipality
    changed = replaced(form, row, lambda: Settings.of(row, None))
    context = {"differences": changed, "may_redact": request.scope.may(Act.REDACT)}
    return show_form(request, "organisations/settings.html", form, **context)
