"""A stop in a file that was read in: only counted, since what was taken out is kept nowhere but in
the file itself, till its own term."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.domain.intake.models import Problem
from samsyn.domain.intake.rules import may_see_rows
from samsyn.domain.organisations.enums import Act
from samsyn.domain.privacy.rules import kind_called
from samsyn.domain.stops.actions import report_stop
from samsyn.domain.stops.enums import WritePath
from samsyn.domain.stops.rules import Stop
from samsyn.foundation.refusals import NotAllowed, NotNow
from samsyn.web.answers import found, press
from samsyn.web.gate import needs
from samsyn.web.request import ScopedRequest

TOLD = "cells_reported"
"""Where the session keeps which cells a person has reported."""


@require_POST
@needs(Act.IMPORT)
def wrong(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Say that what was taken out of a cell was taken out by mistake."""
    rows = Problem.objects.visible_to(request.scope).select_related("batch__source")
    problem: Problem = found(lambda: rows.get(uid=uid))
    press(
        request,
        lambda: _count(request, problem),
        _(
            "Tack. Stoppet är räknat som anmält. Texten sparas inte: den står i filen till dess "
            "frist."
        ),
    )
    return redirect("batch", request.municipality.code, problem.batch.uid)


def _count(request: ScopedRequest, problem: Problem) -> bool:
    if not may_see_rows(request.scope, problem.batch):
        raise NotAllowed("Du får inte läsa filens rader.")
    told: list[str] = request.session.get(TOLD, [])
    if str(problem.uid) in told:
        raise NotNow("Du har redan anmält det här stoppet.")
    kind = kind_called(problem.sentence)
    if kind is None:
        raise NotNow("Det här är inget som spärren har tagit bort.")
    stop = Stop(
        path=WritePath.FILE,
        field=problem.column[:60],
        text="",
        spans=((0, 1, kind.value, "must_flag"),),
        chosen=0,
        organisation_id=problem.batch.source.organisation_id,
        typed=True,
    )
    report_stop(by=request.scope, stop=stop, days=0)
    request.session[TOLD] = [*told, str(problem.uid)]
    return True
