"""What the pages of this room share: forms that were sent, and their answer."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from samsyn.domain.organisations.models import AccessRequest
from samsyn.domain.organisations.wording import wanted
from samsyn.foundation.refusals import Refusal
from samsyn.web.answers import Answer, attempt, tell
from samsyn.web.request import ScopedRequest


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, or None where the page was only asked for."""
    return request.POST if request.method == "POST" else None


def carried_out(
    request: HttpRequest, form: forms.Form, action: Callable[[], Answer], done: str
) -> Answer | None:
    """Run the action for a valid form; say that it is done, or leave the refusal on the form."""
    result = attempt(request, form, action) if form.is_valid() else None
    if result is not None:
        messages.success(request, asked(result) or done)
    return result


def asked(*results: object) -> str:
    """What is said where somebody else has to confirm it first; nothing where it is done."""
    rows = [one for one in results if isinstance(one, AccessRequest)]
    if not rows:
        return ""
    what = "; ".join(wanted(one) for one in rows)
    return _("Begärt, och väntar på bekräftelse: %s. Se Behörigheter.") % what


def say(request: ScopedRequest, action: Callable[[], object], done: str) -> None:
    """Run an action that a button asks for; say that it is done, or why not."""
    try:
        result = action()
    except Refusal as refusal:
        tell(request, refusal)
    else:
        messages.success(request, asked(result) or done)


def show(request: HttpRequest, template: str, form: forms.Form, **context: object) -> HttpResponse:
    """The page with its form; 422 where it was sent and could not be taken."""
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)
