"""Requests for access: what waits for an answer, and the answers."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.organisations.actions.requests import (
    confirm_request,
    refuse_request,
    withdraw_request,
)
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import AccessRequest
from samsyn.domain.organisations.queries import access as queries
from samsyn.domain.organisations.queries.access import (
    Deciders,
    may_object,
    requests_seen_by,
    unproved,
)
from samsyn.domain.organisations.rules.giving import operator_may_from
from samsyn.domain.organisations.wording import decided, period, wanted
from samsyn.web.gate import member
from samsyn.web.organisations import letters
from samsyn.web.organisations.pages import say
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Task


def to_answer(request: ScopedRequest) -> Iterator[Task]:
    """Access that waits for this person's answer, or that would, had the mailbox answered."""
    if queries.must_prove(request.scope):
        yield Task(_("Visa att din brevlåda är din egen"), reverse("account_reset_password"))
    if count := len(queries.to_answer(request.scope)):
        url = reverse("access_requests", args=[request.municipality.code])
        yield Task(_("Behörigheter att ta ställning till"), url, count)


@require_safe
@member
def requests(request: ScopedRequest) -> HttpResponse:
    """What waits, for whom, and what was decided of late."""
    waiting, done = requests_seen_by(request.scope)
    deciders, strange = Deciders(request.scope), unproved(waiting)
    context = {
        "waiting": [_shown(request, one, deciders, unproved=one.pk in strange) for one in waiting],
        "must_prove": queries.must_prove(request.scope),
        "decided": [{"row": one, "what": wanted(one), "state": decided(one)} for one in done],
    }
    return render(request, "organisations/access.html", context)


def _shown(
    request: ScopedRequest, row: AccessRequest, deciders: Deciders, *, unproved: bool
) -> dict[str, object]:
    scope = request.scope
    noticed = row.noticed_at
    may_confirm = deciders.include(scope, row)
    return {
        "row": row,
        "what": wanted(row),
        "period": period(row),
        "deciders": deciders.of(row),
        "operator_from": operator_may_from(noticed, request.municipality.created_at)
        if noticed
        else None,
        "unproved": unproved,
        "may_confirm": may_confirm and not unproved,
        "may_refuse": may_confirm or may_object(scope, row),
        "may_withdraw": row.asked_by_id == scope.user_id or scope.may(Act.ADMINISTER),
    }


@require_POST
@member
def confirm(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Say yes; who gets a way in by it gets a letter."""
    row = _row(request, uid)
    root = request.build_absolute_uri("/")
    return _answered(
        request,
        lambda: letters.confirm(
            request.scope,
            request.municipality,
            lambda: confirm_request(by=request.scope, request=row),
            root=root,
        ),
        _("Bekräftat. Båda sidor får besked."),
    )


@require_POST
@member
def refuse(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Say no."""
    row = _row(request, uid)
    return _answered(
        request,
        lambda: refuse_request(by=request.scope, request=row),
        _("Nekat. Den som begärde det får besked."),
    )


@require_POST
@member
def withdraw(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Take a request back."""
    row = _row(request, uid)
    return _answered(
        request,
        lambda: withdraw_request(by=request.scope, request=row),
        _("Begäran är återtagen."),
    )


def _answered(request: ScopedRequest, action: Callable[[], object], done: str) -> HttpResponse:
    say(request, action, done)
    return redirect("access_requests", request.municipality.code)


def _row(request: ScopedRequest, uid: UUID) -> AccessRequest:
    seen, done = requests_seen_by(request.scope)
    keys = [one.pk for one in (*seen, *done)]
    rows = AccessRequest.objects.visible_to(request.scope).filter(pk__in=keys)
    row: AccessRequest = get_object_or_404(rows, uid=uid)
    return row
