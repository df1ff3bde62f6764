"""From an action's refusal to the form that caused it: nothing that was typed is lost.

A form whose text may hold personal data gets ``findings``, and ``doubtful``: whether the
writer may keep the text after reading it again.
"""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from samsyn.domain.organisations.actions.access import record_refusal
from samsyn.domain.privacy.rules import Finding, PersonalDataError
from samsyn.foundation.refusals import Mistaken, NotAllowed, Refusal
from samsyn.web.request import ScopedRequest

Answer = TypeVar("Answer")
SWEDISH = "sv"
"""Marks a sentence that is Swedish whatever language the page is in: a refusal's."""


def tell(request: ScopedRequest, refusal: Refusal) -> None:
    """Say a refusal on the next page; what the person may not do is logged too."""
    log(request, refusal)
    messages.error(request, refusal.sentence, extra_tags=SWEDISH)


def log(request: HttpRequest, refusal: Refusal) -> None:
    """Log a refusal of what the person may not do; mistakes and bad timing are none."""
    scope = getattr(request, "scope", None)
    if scope is not None and isinstance(refusal, NotAllowed):
        record_refusal(scope, request.path)


def attempt(request: HttpRequest, form: forms.Form, action: Callable[[], Answer]) -> Answer | None:
    """What the action gives, or None with its refusal on the form's field.

    What the person may not do is logged.
    """
    try:
        return action()
    except PersonalDataError as refusal:
        form.findings = [_in_context(form, found) for found in refusal.findings]  # type: ignore[attr-defined]
        form.doubtful = not any(found.must_flag for found in refusal.findings)  # type: ignore[attr-defined]
        form.add_error(_field(form, refusal.field), as_error(refusal))
    except Mistaken as refusal:
        form.add_error(_field(form, refusal.field), as_error(refusal))
    except Refusal as refusal:
        log(request, refusal)
        form.add_error(None, as_error(refusal))
    return None


def as_error(refusal: Refusal) -> forms.ValidationError:
    """A refusal on a field, marked as Swedish."""
    return forms.ValidationError(refusal.sentence, code=SWEDISH)


def _field(form: forms.Form, name: str) -> str | None:
    aliases: dict[str, str] = getattr(form, "refusal_fields", {})
    name = aliases.get(name, name)
    return name if name in form.fields else None


def _in_context(form: forms.Form, found: Finding) -> dict[str, object]:
    label = form.fields[found.field].label if found.field in form.fields else ""
    return in_context(found, str(form.cleaned_data.get(found.field, "")), label or "")


def in_context(found: Finding, text: str, label: object) -> dict[str, object]:
    """A finding with the words around it, so that the writer sees which they are."""
    return {
        "label": label,
        "before": text[max(0, found.start - 30) : found.start],
        "text": found.text,
        "after": text[found.end : found.end + 30],
        "sentence": found.sentence,
        "suggestion": found.suggestion,
        "must": found.must_flag,
    }
