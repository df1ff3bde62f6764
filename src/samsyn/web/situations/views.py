"""The list of pictures, a new one, one picture, and its files."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.report import due_fortnight
from samsyn.domain.organisations.enums import Act
from samsyn.domain.situations import queries
from samsyn.domain.situations.actions import create_draft
from samsyn.domain.situations.documents import PICTURE
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.values.periods import Period, suggested
from samsyn.foundation import clock
from samsyn.web import answers
from samsyn.web.answers import attempt, sent, show_form
from samsyn.web.gate import needs
from samsyn.web.publishing.sending import send_document
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Panel, Task
from samsyn.web.situations.forms import NewPictureForm
from samsyn.web.situations.page import page_of


def found(request: ScopedRequest, uid: UUID) -> SituationPicture:
    """The picture in the address, or 404."""
    return answers.found(lambda: queries.one(request.scope, uid))


def unfinished(request: ScopedRequest) -> Iterator[Task]:
    """The drafts, and how much of each is judged."""
    whole = 1 + len(reference(request.scope).areas)
    for row in queries.drafts(request.scope):
        url = reverse("picture", args=[request.municipality.code, row.picture.uid])
        note = _("Utkast: %(judged)s av %(whole)s bedömda") % {
            "judged": row.assessed,
            "whole": whole,
        }
        yield Task(row.picture.title, url, note=note)


def latest(request: ScopedRequest) -> Panel | None:
    """The picture that holds: the latest settled one."""
    row = queries.latest(request.scope)
    if row is None:
        return None
    return Panel(_("Senaste lägesbilden"), "situations/latest.html", {"row": row})


def standing(request: ScopedRequest) -> Panel:
    """How the fortnight stands that the next picture is of."""
    now = queries.standing(request.scope, Period(*due_fortnight(clock.today())))
    return Panel(_("Inför nästa lägesbild"), "situations/standing.html", {"now": now})


@require_safe
@needs(Act.READ_SETTLED)
def pictures(request: ScopedRequest) -> HttpResponse:
    """Every picture one may read, the latest period first."""
    context = {
        "rows": queries.pictures(request.scope),
        "to_judge": 1 + len(reference(request.scope).areas),
        "may_draft": request.scope.may(Act.DRAFT),
    }
    return render(request, "situations/list.html", context)


@needs(Act.DRAFT)
def new(request: ScopedRequest) -> HttpResponse:
    """Choose the days; the draft is made at once, or the one that is there already shown."""
    form = NewPictureForm(
        sent(request), suggestions=suggested(clock.today()), initial={"which": "0"}
    )
    there = None
    if form.is_valid():
        period, title = form.period(), form.cleaned_data["title"]
        made = attempt(
            request, form, lambda: create_draft(by=request.scope, period=period, title=title)
        )
        if made is not None:
            return redirect("picture", request.municipality.code, made.uid)
        there = queries.draft_of(request.scope, period)
    return show_form(request, "situations/new.html", form, there=there)


@require_safe
@needs(Act.READ_SETTLED)
def one(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """A picture: a draft to work on, or a settled one to read."""
    page = page_of(request, found(request, uid))
    return render(request, "situations/picture.html", {"page": page, "links": page.links})


@require_safe
@needs(Act.READ_SETTLED)
def file(request: ScopedRequest, uid: UUID, audience: str, kind: str) -> HttpResponse:
    """A picture's PDF or Word file: as it was kept, or of the draft as it stands."""
    return send_document(request, PICTURE, uid, audience, kind)
