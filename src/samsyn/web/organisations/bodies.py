"""Bodies and their seats."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.domain.organisations.actions.bodies import (
    add_seat,
    close_body,
    close_seat,
    create_body,
)
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Body, Seat
from samsyn.domain.organisations.queries import bodies_in_force, seat_nodes, seats_over_time
from samsyn.foundation import clock
from samsyn.web.answers import sent, show_form
from samsyn.web.gate import needs
from samsyn.web.organisations.forms import LastDay, NewBody, NewSeat
from samsyn.web.organisations.pages import carried_out
from samsyn.web.request import ScopedRequest


@require_safe
@needs(Act.ADMINISTER)
def bodies(request: ScopedRequest) -> HttpResponse:
    """The bodies of today."""
    context = {"bodies": bodies_in_force(request.scope)}
    return render(request, "organisations/bodies.html", context)


@needs(Act.ADMINISTER)
def new(request: ScopedRequest) -> HttpResponse:
    """Add a body."""
    form = NewBody(sent(request))
    made = carried_out(
        request,
        form,
        lambda: create_body(by=request.scope, **form.cleaned_data),
        _("Organet är tillagt."),
    )
    if made:
        return redirect("body", request.municipality.code, made.uid)
    return show_form(request, "organisations/body_form.html", form)


@require_safe
@needs(Act.ADMINISTER)
def body(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """A body's seats today, and those that were or will be."""
    row = _body(request, uid)
    seats, today = seats_over_time(request.scope, row), clock.today()
    current = [one for one in seats if one.valid_from <= today <= (one.valid_to or today)]
    context = {
        "body": row,
        "seats": seat_nodes(reversed(current), row),
        "others": [one for one in seats if one not in current],
        "today": today,
    }
    return render(request, "organisations/body.html", context)


@needs(Act.ADMINISTER)
def close(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Let a body end with its seats."""
    row = _body(request, uid)
    form = LastDay(sent(request))
    done = _("Organet är avslutat.")
    if carried_out(
        request, form, lambda: close_body(by=request.scope, body=row, **form.cleaned_data), done
    ):
        return redirect("bodies", request.municipality.code)
    return show_form(request, "organisations/body_close.html", form, body=row)


@needs(Act.ADMINISTER)
def new_seat(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Seat somebody in a body."""
    row = _body(request, uid)
    form = NewSeat(sent(request), scope=request.scope)
    done = _("Platsen är tillagd.")
    if carried_out(
        request, form, lambda: add_seat(by=request.scope, body=row, **form.cleaned_data), done
    ):
        return redirect("body", request.municipality.code, row.uid)
    return show_form(request, "organisations/seat_form.html", form, body=row, ordinary=None)


@needs(Act.ADMINISTER)
def new_deputy(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Seat somebody's deputy."""
    seat = _seat(request, uid)
    first = {"organisation": seat.organisation.uid, "title": _("ersättare")}
    form = NewSeat(sent(request), scope=request.scope, initial=first)
    done = _("Ersättaren är tillagd.")
    if carried_out(
        request,
        form,
        lambda: add_seat(by=request.scope, body=seat.body, deputy_for=seat, **form.cleaned_data),
        done,
    ):
        return redirect("body", request.municipality.code, seat.body.uid)
    return show_form(request, "organisations/seat_form.html", form, body=seat.body, ordinary=seat)


@needs(Act.ADMINISTER)
def end_seat(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Let a seat's time end."""
    seat = _seat(request, uid)
    form = LastDay(sent(request))
    done = _("Platsen är avslutad.")
    if carried_out(
        request, form, lambda: close_seat(by=request.scope, seat=seat, **form.cleaned_data), done
    ):
        return redirect("body", request.municipality.code, seat.body.uid)
    return show_form(request, "organisations/seat_close.html", form, seat=seat)


def _body(request: ScopedRequest, uid: UUID) -> Body:
    row: Body = get_object_or_404(Body.objects.visible_to(request.scope), uid=uid)
    return row


def _seat(request: ScopedRequest, uid: UUID) -> Seat:
    rows = Seat.objects.visible_to(request.scope)
    row: Seat = get_object_or_404(rows.select_related("body", "organisation", "holder"), uid=uid)
    return row
