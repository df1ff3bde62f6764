"""The way in: to the municipality, to one's own work there, and into another's place."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from samsyn.domain.organisations.actions.access import record_acting
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.queries import municipalities_of
from samsyn.web.gate import acting_key, member, signed_in
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Panel, Task, panels, tasks


@require_safe
@signed_in
def entrance(request: ScopedRequest) -> HttpResponse:
    """On to the only municipality, or a choice among several."""
    municipalities = municipalities_of(request.user)
    if len(municipalities) == 1:
        return redirect("start", municipalities[0].code)
    return render(request, "home/entrance.html", {"municipalities": municipalities})


@require_safe
@member
def start(request: ScopedRequest) -> HttpResponse:
    """What waits for this person, and how it stands."""
    context = {
        "tasks": list(_waiting(request)),
        "panels": list(_shown(request)),
        "may_report": request.scope.may(Act.REPORT),
        "may_administer": request.scope.may(Act.ADMINISTER),
    }
    return render(request, "home/start.html", context)


def _waiting(request: ScopedRequest) -> Iterator[Task]:
    """All that waits for a person."""
    for one in tasks():
        if not one.acts or one.acts & request.scope.acts:
            yield from one.ask(request)


def _shown(request: ScopedRequest) -> Iterator[Panel]:
    """All panels for a person."""
    for one in panels():
        panel = one.show(request) if request.scope.may(one.act) else None
        if panel is not None:
            yield panel


@member
def acting(request: ScopedRequest) -> HttpResponse:
    """Choose in whose place to act; the log will say so."""
    if request.method == "POST":
        chosen = request.POST.get("person", "")
        if chosen == "" or chosen in request.principals:
            request.session[acting_key(request.municipality.code)] = chosen
            record_acting(request.scope, chosen)
        return redirect("start", request.municipality.code)
    return render(request, "home/acting.html", {"principals": request.principals})
