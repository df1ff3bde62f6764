"""What the guard says of a description while it is being written: nothing is kept or logged."""

from collections import deque
from time import monotonic

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.report import longest
from samsyn.domain.organisations.enums import Act
from samsyn.domain.privacy.rules import findings_in
from samsyn.web.answers import in_context
from samsyn.web.gate import needs
from samsyn.web.request import ScopedRequest

FIELD = "description"
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
@needs(Act.REPORT)
@require_POST
def check(request: ScopedRequest) -> HttpResponse:
    """The findings in a description, with what to write instead."""
    if asks_too_often(request.user.pk, monotonic()):
        return HttpResponse(status=429)
    text = request.POST.get(FIELD, "")[: longest(FIELD)]
    scope = request.scope
    # who writes for the police alone is told what will be said of the police's texts
    police = next(iter(scope.police), None) if scope.police >= scope.organisations.keys() else None
    findings = findings_in({FIELD: text}, reference(scope).words_of(police))
    shown = [in_context(found, text, _("Beskrivning")) for found in findings]
    return render(request, "observations/checked.html", {"form": {"findings": shown}})
