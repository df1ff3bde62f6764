"""What the pages of this room share: forms that were sent, and their answer."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from samsyn.domain.organisations.models import AccessRequest
from samsyn.domain.organisations.wording import wanted
from samsyn.web.answers import Answer, attempt, press
from samsyn.web.request import ScopedRequest


def carried_out(
    request: HttpRequest, form: forms.Form, action: Callable[[], Answer], done: str
) -> Answer | None:
    """Run the action for a valid form; say that it is done, or leave the refusal on the form."""
    result = attempt(request, form, action)
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
    press(request, action, lambda result: asked(result) or done)
