"""The pages of one's own account that the login library does not have, or has otherwise."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.domain.organisations.actions.links import accept_invitation, invitation_of
from samsyn.web.accounts.forms import PasswordForm
from samsyn.web.answers import attempt, sent, show_form
from samsyn.web.gate import public, signed_in


@public
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password, and be let in to log in with it."""
    found = invitation_of(token)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    form = PasswordForm(sent(request), user=found.user)
    if attempt(
        request,
        form,
        lambda: accept_invitation(token=token, password=form.cleaned_data["password"]),
    ):
        logout(request)
        messages.success(request, _("Lösenordet är valt. Logga in med det."))
        return redirect("account_login")
    return show_form(request, "accounts/invitation.html", form, invitation=found)


@require_safe
@signed_in
def recovery_codes(request: Any) -> HttpResponse:
    """The recovery codes that have not been used."""
    context = {"unused_codes": _unused_codes(request)}
    return render(request, "mfa/recovery_codes/index.html", context)


@require_safe
@signed_in
def recovery_codes_file(request: Any) -> HttpResponse:
    """The same as a text file to print or keep."""
    lines = [_("Reservkoder för Samsyn"), "", *_unused_codes(request), ""]
    return HttpResponse(
        "\r\n".join(lines),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="samsyn-reservkoder.txt"'},
    )


def _unused_codes(request: Any) -> list[str]:
    # the library's own page writes when it is read
    kept = Authenticator.objects.filter(
        user=request.user, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    if kept is None:
        raise Http404
    codes: list[str] = kept.wrap().get_unused_codes()
    return codes
