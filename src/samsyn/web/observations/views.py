"""The list of reports and one report."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from samsyn.domain.audit.actions import record_read
from samsyn.domain.observations.enums import Release
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries import listing
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import may_edit, may_read_text, may_review
from samsyn.domain.organisations.enums import Act
from samsyn.web.gate import needs
from samsyn.web.observations.forms import FilterForm, ReturnForm
from samsyn.web.request import ScopedRequest


@needs(Act.READ_REPORTS)
def reports(request: ScopedRequest) -> HttpResponse:
    """The list, newest first, by cursor."""
    form = FilterForm(request.GET, known=reference(request.scope))
    cursor = listing.Cursor.parse(request.GET["at"]) if "at" in request.GET else None
    page = listing.page(request.scope, form.filters(), cursor)
    context = {
        "form": form,
        "lines": [(row, may_read_text(request.scope, row)) for row in page.rows],
        "newer": _link(request, page.newer),
        "older": _link(request, page.older),
        "query": _query(request, None),
        "may_export": request.scope.may(Act.EXPORT),
        "filtered": any(form.data.get(name) for name in form.fields),
    }
    return render(request, "observations/list.html", context)


@needs(Act.READ_REPORTS)
def one(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """One report with what has happened to it and what may be done."""
    try:
        row = listing.one(request.scope, uid)
    except Observation.DoesNotExist as error:
        raise Http404 from error
    reporter = getattr(row, "reporter", None)
    readable = may_read_text(request.scope, row)
    if row.release == Release.HELD and readable:
        record_read(request.scope, "observations.held_text_read", row)
    context = {
        "report": row,
        "readable": readable,
        "reviews": row.reviews.visible_to(request.scope).select_related("reviewer"),
        "own": reporter is not None and reporter.user_id == request.scope.user_id,
        "may_edit": may_edit(request.scope, row, reporter.user_id if reporter else None),
        "may_review": may_review(request.scope, row),
        "may_release": row.release == Release.HELD and row.organisation_id in request.scope.police,
        "return_form": ReturnForm(initial={"version": row.version}),
    }
    return render(request, "observations/one.html", context)


def _query(request: ScopedRequest, cursor: listing.Cursor | None) -> str:
    kept = {key: value for key, value in request.GET.items() if value and key != "at"}
    return urlencode({**kept, **({"at": str(cursor)} if cursor else {})})


def _link(request: ScopedRequest, cursor: listing.Cursor | None) -> str:
    if cursor is None:
        return ""
    return f"{reverse('reports', args=[request.municipality.code])}?{_query(request, cursor)}"
