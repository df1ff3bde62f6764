"""The page of components: what the house builds its pages of."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.web.gate import public
from samsyn.web.showcase import drawings, forms


@require_safe
@public
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build Samsyn; no page of a municipality's."""
    if settings.PRODUCTION:
        raise Http404
    context = {
        "form": forms.blank(),
        "example_map": {"facts": forms.BORDERS},
        "wrong_form": forms.wrong(),
        "drop_form": forms.Drop(auto_id="slapp_%s"),
        "wrong_drop": forms.Drop({}, auto_id="slapp_fel_%s"),
        "charts": [drawings.areas(), drawings.times(), drawings.rates()],
        "weeks": drawings.weeks(),
        "districts": drawings.districts(),
        "crumbs": [
            {"label": _("Organisation"), "url": "#"},
            {"label": _("Verksamheter"), "url": "#"},
            {"label": _("Lägg till"), "url": ""},
        ],
    }
    return render(request, "components.html", context)
