"""Settling a picture, and throwing a draft away: a page that says what follows, then the act."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samsyn.domain.organisations.enums import Act
from samsyn.domain.publishing.actions import publish
from samsyn.domain.situations.actions import delete_draft
from samsyn.domain.situations.documents import PICTURE
from samsyn.web.answers import press
from samsyn.web.gate import needs
from samsyn.web.inputs import number_in
from samsyn.web.request import ScopedRequest
from samsyn.web.situations.page import page_of
from samsyn.web.situations.views import found


@needs(Act.SETTLE)
def settle(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """What is missing and what follows; sent, the picture is frozen as it was shown here."""
    picture = found(request, uid)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        done = press(
            request,
            lambda: publish(by=request.scope, subject=PICTURE, row=picture, seen=seen),
            _("Lägesbilden är fastställd och ändras inte mer."),
        )
        return redirect("picture" if done else "picture_settle", request.municipality.code, uid)
    if picture.settled_at is not None:
        return redirect("picture", request.municipality.code, uid)
    page = page_of(request, picture)
    return render(request, "situations/settle.html", {"page": page, "links": page.links})


@needs(Act.DRAFT)
def delete(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Ask, then throw the draft away."""
    picture = found(request, uid)
    if request.method == "POST":
        version = number_in(request.POST, "version")
        done = press(
            request,
            lambda: delete_draft(by=request.scope, picture=picture, version=version),
            _("Utkastet är borttaget. Rapporterna finns kvar."),
        )
        if done:
            return redirect("pictures", request.municipality.code)
        return redirect("picture", request.municipality.code, uid)
    if picture.settled_at is not None:
        return redirect("picture", request.municipality.code, uid)
    return render(request, "situations/delete.html", {"picture": picture})
