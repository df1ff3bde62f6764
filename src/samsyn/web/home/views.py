"""The way in: to the municipality, and to one's own work there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from samsyn.domain.organisations.queries import municipalities_of
from samsyn.web.gate import member, public, signed_in
from samsyn.web.request import ScopedRequest


@signed_in
def entrance(request: ScopedRequest) -> HttpResponse:
    """On to the only municipality, or a choice among several."""
    municipalities = municipalities_of(request.user)
    if len(municipalities) == 1:
        return redirect("start", municipalities[0].code)
    return render(request, "home/entrance.html", {"municipalities": municipalities})


@member
def start(request: ScopedRequest) -> HttpResponse:
    """What waits for this person."""
    return render(request, "home/start.html", {})


@public
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "components.html", {})
