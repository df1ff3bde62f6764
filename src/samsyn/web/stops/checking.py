"""What the guard says of a text while it is being written: nothing is kept or logged."""

from collections import deque
from time import monotonic

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samsyn.domain.observations.reference import reference
from samsyn.domain.operations.queries import terms_of
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.privacy.rules import findings_in
from samsyn.web import stopping
from samsyn.web.gate import member
from samsyn.web.inputs import number_in
from samsyn.web.request import ScopedRequest

# the longest that a page takes
MOST_SIGNS = 4_000
# a page asks once a writer pauses; more than this in a minute is no writer
MOST_A_MINUTE = 90
_asked: dict[int, deque[float]] = {}
MOST_REMEMBERED = 1_000


def asks_too_often(person: int, now: float) -> bool:
    """Whether a person has asked this process more than ``MOST_A_MINUTE`` times in a minute."""
    if len(_asked) > MOST_REMEMBERED:
        _asked.clear()
    times = _asked.setdefault(person, deque())
    while times and times[0] < now - 60:
        times.popleft()
    if len(times) >= MOST_A_MINUTE:
        return True
    times.append(now)
    return False


@never_cache
@member
@require_POST
def check(request: ScopedRequest) -> HttpResponse:
    """The findings in a text, with what to write instead."""
    if asks_too_often(request.user.pk, monotonic()):
        return HttpResponse(status=429)
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()[:MOST_SIGNS]
    scope, sent = request.scope, request.POST
    key = number_in(sent, "organisation") or _own_police(scope)
    name = sent.get("field", "")[:60] or "text"
    found = findings_in({name: text}, reference(scope).words_of(key))
    if not found:
        return HttpResponse()
    path = stopping.path_at(sent.get("address", ""))
    where = stopping.written(scope, path, key, typed=True)
    form = {
        "findings": stopping.shown(
            scope, where, {name: text}, found, {}, {name: sent.get("id", "")}
        ),
        "of_police": where.police,
        "stopped_days": terms_of(scope).stopped_days if any(one.must_flag for one in found) else 0,
    }
    return render(request, "stops/checked.html", {"form": form})


def _own_police(scope: Scope) -> int | None:
    """Who writes for the police alone is told what will be said of the police's texts."""
    return next(iter(scope.police), None) if scope.police >= scope.organisations.keys() else None
