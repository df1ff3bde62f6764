"""What the pages of this room share: forms that were sent, and their answer."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from samsyn.domain.organisations.models import Municipality, Organisation
from samsyn.foundation.refusals import Refusal
from samsyn.web.answers import Answer, attempt, tell
from samsyn.web.request import ScopedRequest

VersionedRow = Municipality | Organisation


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, or None where the page was only asked for."""
    return request.POST if request.method == "POST" else None


def carried_out(
    request: HttpRequest, form: forms.Form, action: Callable[[], Answer], done: str
) -> Answer | None:
    """Run the action for a valid form; say that it is done, or leave the refusal on the form."""
    result = attempt(form, action) if form.is_valid() else None
    if result is not None:
        messages.success(request, done)
    return result


def say(request: ScopedRequest, action: Callable[[], object], done: str) -> None:
    """Run an action that a button asks for; say that it is done, or why not."""
    try:
        action()
    except Refusal as refusal:
        tell(request, refusal)
    else:
        messages.success(request, done)


@dataclass(frozen=True)
class Difference:
    """What was typed in a field, and what somebody else has saved there meanwhile."""

    label: str
    yours: str
    theirs: str


def differences(
    form: forms.Form, row: VersionedRow, fresh: Callable[[], forms.Form]
) -> list[Difference]:
    """Where a newer version is stored: what differs from it, and the form made to replace it.

    ``fresh`` makes the form of the row as it is stored.
    """
    if not form.is_bound:
        return []
    row.refresh_from_db()
    if form["version"].value() == str(row.version):
        return []
    form.data = {**dict(form.data.items()), "version": str(row.version)}
    stored = fresh()
    pairs = [
        (str(field.label), _said(field), _said(stored[field.name]))
        for field in form.visible_fields()
    ]
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def _said(field: forms.BoundField) -> str:
    value = field.value()
    if isinstance(field.field, forms.ChoiceField):
        return str(dict(field.field.choices).get(value, ""))  # type: ignore[arg-type]
    if isinstance(field.field, forms.BooleanField):
        return _("ja") if value else _("nej")
    return str(value or "–")


def show(request: HttpRequest, template: str, form: forms.Form, **context: object) -> HttpResponse:
    """The page with its form; 422 where it was sent and could not be taken."""
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)
