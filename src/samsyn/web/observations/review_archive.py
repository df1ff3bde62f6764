"""A reviewer's own archive."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samsyn.domain.observations.queries.archive import own_verdicts
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.words import passed_over
from samsyn.domain.organisations.enums import Act
from samsyn.web.gate import needs
from samsyn.web.observations.review_forms import ArchiveForm
from samsyn.web.request import ScopedRequest


@require_safe
@needs(Act.REVIEW)
def archive(request: ScopedRequest) -> HttpResponse:
    """What the person has passed on, returned and drawn back, newest first."""
    form = ArchiveForm(request.GET, known=reference(request.scope))
    if not form.is_valid():
        return render(request, "observations/archive.html", {"form": form}, status=422)
    given = request.GET.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 18 else 0
    data = form.cleaned_data
    page = own_verdicts(request.scope, data["q"], data["day"], before)
    told = {name: value for name, value in data.items() if value}
    older = urlencode(told | {"before": page.before}) if page.before else ""
    context = {
        "form": form,
        "verdicts": page.rows,
        "older": older,
        "filtered": bool(told),
        "passed_over": passed_over(data["q"]),
    }
    return render(request, "observations/archive.html", context)
