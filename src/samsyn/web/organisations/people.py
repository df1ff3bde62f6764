"""People, what they may do, and how they get in."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.organisations.actions import people as actions
from samsyn.domain.organisations.actions.invitations import (
    invite_again,
    invite_deputy,
    invite_person,
)
from samsyn.domain.organisations.actions.requests import Invited
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Membership, User
from samsyn.domain.organisations.queries import (
    belongs_elsewhere,
    deputies_of,
    invited_not_in,
    people_of,
    people_page,
    person_with_roles,
)
from samsyn.domain.organisations.rules import may_be_invited_again
from samsyn.foundation.ids import as_uid
from samsyn.web.answers import attempt, sent, show_form
from samsyn.web.gate import needs
from samsyn.web.organisations import letters
from samsyn.web.organisations.forms import EndOfRole, Invitation, NewDeputy, NewRole, WhoIsAsked
from samsyn.web.organisations.pages import asked, carried_out, say
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Task

# where the session keeps a fresh link until it has been shown once
_LINK = "invitation_link"


def not_yet_in(request: ScopedRequest) -> Iterator[Task]:
    """The invited who have not chosen a password."""
    if count := invited_not_in(request.scope):
        url = reverse("people", args=[request.municipality.code])
        yield Task(_("Inbjudna som inte har kommit in än"), f"{url}?inbjudna=1", count)


@require_safe
@needs(Act.ADMINISTER)
def people(request: ScopedRequest) -> HttpResponse:
    """The municipality's people, searched and by page."""
    search = request.GET.get("sok", "").strip()[:80]
    invited = request.GET.get("inbjudna") == "1"
    page = people_page(
        request.scope,
        search=search,
        after=as_uid(request.GET.get("efter", "")),
        invited_only=invited,
    )
    context = {"page": page, "search": search, "invited": invited}
    return render(request, "organisations/people.html", context)


@require_safe
@needs(Act.ADMINISTER)
def person(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """One person: the way in, roles, deputies."""
    row = person_with_roles(request.scope, _person(request, uid))
    context = {
        "row": row,
        "person": row.user,
        "ended": [one for one in row.memberships if one not in row.current],
        "deputies": deputies_of(request.scope, row.user),
        "may_be_invited_again": may_be_invited_again(row.user),
        "is_self": row.user.pk == request.scope.user_id,
        "belongs_here": not belongs_elsewhere(row.user, request.municipality.pk),
        "link": _fresh_link(request, row.user),
    }
    return render(request, "organisations/person.html", context)


@needs(Act.ADMINISTER)
def invite(request: ScopedRequest) -> HttpResponse:
    """Ask somebody in, with roles."""
    form = Invitation(sent(request), scope=request.scope)
    return _ask(
        request,
        form,
        lambda: invite_person(by=request.scope, **form.cleaned_data),
        {"ordinary": None},
    )


@needs(Act.ADMINISTER)
def invite_to_stand_in(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Ask somebody in as another's deputy."""
    membership = _membership(request, uid)
    form = WhoIsAsked(sent(request))
    return _ask(
        request,
        form,
        lambda: invite_deputy(by=request.scope, membership=membership, **form.cleaned_data),
        {"ordinary": membership},
    )


def _ask(
    request: ScopedRequest,
    form: forms.Form,
    action: Callable[[], Invited],
    context: dict[str, Any],
) -> HttpResponse:
    invited = attempt(request, form, lambda: _send(request, action))
    if invited and invited.person:
        return redirect("person", request.municipality.code, invited.person.uid)
    if invited:
        return redirect("access_requests", request.municipality.code)
    return show_form(request, "organisations/invite.html", form, **context)


def _send(request: ScopedRequest, action: Callable[[], Invited]) -> Invited:
    root = request.build_absolute_uri("/")
    invited, link = letters.invite(request.scope, request.municipality, action, root=root)
    if link and invited.person:
        request.session[_LINK] = {"person": str(invited.person.uid), "link": link}
    if invited.person:
        messages.success(request, _("Ett brev är på väg till %s.") % invited.person.email)
    if said := asked(*invited.requests):
        messages.success(request, said)
    return invited


def _fresh_link(request: ScopedRequest, row: User) -> str:
    kept = request.session.get(_LINK, {})
    if kept.get("person") != str(row.uid):
        return ""
    del request.session[_LINK]
    return str(kept["link"])


@require_POST
@needs(Act.ADMINISTER)
def send_again(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Make a new link; the former stops working."""
    row = _person(request, uid)
    _send(request, lambda: invite_again(by=request.scope, person=row))
    return redirect("person", request.municipality.code, uid)


@require_POST
@needs(Act.ADMINISTER)
def deactivate(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Shut an account."""
    row = _person(request, uid)
    done = _("Kontot är avstängt, och personen är utloggad överallt.")
    say(request, lambda: actions.deactivate_person(by=request.scope, person=row), done)
    return redirect("person", request.municipality.code, uid)


@require_POST
@needs(Act.ADMINISTER)
def reactivate(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Open a shut account."""
    row = _person(request, uid)
    done = _("Kontot är öppet igen.")
    say(request, lambda: actions.reactivate_person(by=request.scope, person=row), done)
    return redirect("person", request.municipality.code, uid)


@require_POST
@needs(Act.ADMINISTER)
def reset_second_factor(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Forget a lost phone."""
    row = _person(request, uid)
    done = _("Tvåstegsinloggningen är nollställd. Personen ställer in den på nytt.")
    say(request, lambda: actions.reset_second_factor(by=request.scope, person=row), done)
    return redirect("person", request.municipality.code, uid)


@needs(Act.ADMINISTER)
def new_role(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Give a person a role."""
    row = _person(request, uid)
    form = NewRole(sent(request), scope=request.scope)
    done = _("Rollen är given.")
    if carried_out(
        request,
        form,
        lambda: actions.add_membership(by=request.scope, person=row, **form.cleaned_data),
        done,
    ):
        return _to(request, row)
    return show_form(request, "organisations/role_form.html", form, person=row)


@needs(Act.ADMINISTER)
def end_role(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Take a role away."""
    membership = _membership(request, uid)
    form = EndOfRole(sent(request))
    done = _("Rollen är avslutad.")
    if carried_out(
        request,
        form,
        lambda: actions.end_membership(
            by=request.scope, membership=membership, **form.cleaned_data
        ),
        done,
    ):
        return _to(request, membership.user)
    return show_form(request, "organisations/role_end.html", form, membership=membership)


@needs(Act.ADMINISTER)
def new_deputy(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Appoint one of the municipality's people to stand in."""
    membership = _membership(request, uid)
    form = NewDeputy(sent(request), scope=request.scope, ordinary=membership.user)
    done = _("Ersättaren är utsedd.")
    if carried_out(
        request,
        form,
        lambda: actions.appoint_deputy(
            by=request.scope, membership=membership, **form.cleaned_data
        ),
        done,
    ):
        return _to(request, membership.user)
    return show_form(request, "organisations/deputy_form.html", form, membership=membership)


def _to(request: ScopedRequest, row: User) -> HttpResponse:
    """To the person's page; who changed the own roles stays logged in here."""
    epoch = request.user.session_epoch
    request.user.refresh_from_db(fields=["session_epoch"])
    if request.user.session_epoch != epoch:
        update_session_auth_hash(request, request.user)
    return redirect("person", request.municipality.code, row.uid)


def _person(request: ScopedRequest, uid: UUID) -> User:
    row: User = get_object_or_404(people_of(request.scope), uid=uid)
    return row


def _membership(request: ScopedRequest, uid: UUID) -> Membership:
    rows = Membership.objects.visible_to(request.scope)
    row: Membership = get_object_or_404(rows.select_related("user", "organisation"), uid=uid)
    return row
