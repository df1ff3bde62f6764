"""The one way from a button or a form to an action, and back with its refusal.

``press`` for a button, ``attempt`` and ``show_form`` for a form, ``found`` for what the address
names. Nothing that was typed is lost, and what the person may not do is logged.

A form whose text may hold personal data gets ``findings``, and ``doubtful``: whether the
writer may keep the text after reading it again. A stop is reported as false by its button in any
such form; the form then comes back with what was typed.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from samsyn.domain.operations.queries import terms_of
from samsyn.domain.organisations.actions.access import is_entry, record_refusal
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.privacy.rules import PersonalDataError
from samsyn.domain.stops.actions import count_stops
from samsyn.foundation.refusals import Mistaken, Refusal
from samsyn.web import stopping
from samsyn.web.request import ScopedRequest, address_for_the_log

Answer = TypeVar("Answer")
SWEDISH = "sv"
"""Marks a sentence that is Swedish whatever language the page is in: a refusal's."""


def tell(request: ScopedRequest, refusal: Refusal) -> None:
    """Say a refusal on the next page; what the person may not do is logged too."""
    log(request, refusal)
    messages.error(request, refusal.sentence, extra_tags=SWEDISH)


def log(request: HttpRequest, refusal: Refusal) -> None:
    """Log a refusal of what the person may not do, or of access; other bad timing is none."""
    scope = getattr(request, "scope", None)
    if scope is not None and is_entry(refusal):
        record_refusal(scope, address_for_the_log(cast(ScopedRequest, request)))


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, or None where the page was only asked for."""
    return request.POST if request.method == "POST" else None


def sent_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[bytes]] | None:
    """The files that were sent, or None where the page was only asked for."""
    return request.FILES if request.method == "POST" else None


def found(get: Callable[[], Answer]) -> Answer:
    """What the address names, or 404 where it is not there for this person."""
    try:
        return get()
    except ObjectDoesNotExist as error:
        raise Http404 from error


def press(
    request: ScopedRequest, action: Callable[[], Answer], said: str | Callable[[Answer], str]
) -> bool:
    """Run the action that a button asks for; say on the next page that it is done, or why not."""
    try:
        made = action()
    except Refusal as refusal:
        tell(request, refusal)
        return False
    messages.success(request, said(made) if callable(said) else said)
    return True


def show_form(
    request: HttpRequest, template: str, form: forms.Form, **context: object
) -> HttpResponse:
    """The page with its form; 422 where it was sent and could not be taken."""
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)


def attempt(request: HttpRequest, form: forms.Form, action: Callable[[], Answer]) -> Answer | None:
    """What the action gives for a valid form; else None, with its refusal on the form's field.

    What the person may not do is logged.
    """
    if stopping.WRONG in request.POST and hasattr(request, "scope"):
        _say_false(request, form)
        return None
    if not form.is_valid():
        return None
    try:
        return action()
    except PersonalDataError as refusal:
        _show_findings(request, form, refusal)
    except Mistaken as refusal:
        form.add_error(_field(form, refusal.field), as_error(refusal))
    except Refusal as refusal:
        log(request, refusal)
        form.add_error(None, as_error(refusal))
    return None


def _show_findings(request: HttpRequest, form: Any, refusal: PersonalDataError) -> None:
    """Put what was found on the form, and count the stops: what was refused keeps nothing else."""
    form.doubtful = not any(found.must_flag for found in refusal.findings)
    form.add_error(_field(form, refusal.field), as_error(refusal))
    scope: Scope = request.scope  # type: ignore[attr-defined]
    match = request.resolver_match
    path = stopping.path_of(match.url_name if match else None)
    where = stopping.written(scope, path, form.cleaned_data.get("organisation"))
    form.findings = stopping.shown(
        scope, where, refusal.texts, refusal.findings, _labels(form), _ids(form)
    )
    form.stopped_days, form.of_police = terms_of(scope).stopped_days, where.police
    kinds = Counter(found.kind.value for found in refusal.findings if found.must_flag)
    if kinds:
        count_stops(scope, path, kinds)


def _say_false(request: HttpRequest, form: Any) -> None:
    """Report the stop whose button was pressed; the form comes back as it was, and is not sent."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    form.is_valid()
    try:
        reported = stopping.report(request, scope)
    except Refusal as refusal:
        log(request, refusal)
        form.add_error(None, as_error(refusal))
        return
    messages.success(request, reported.said)
    form.findings = stopping.still_found(scope, reported.stop, _labels(form), _ids(form))
    form.doubtful, form.of_police = False, reported.stop.police
    form.stopped_days = reported.days
    unsaved = _field(form, reported.stop.field)
    form.add_error(
        unsaved, _("Det du skrev är inte sparat än. Skriv om texten och skicka den igen.")
    )


def _labels(form: forms.Form) -> dict[str, object]:
    return {name: field.label for name, field in form.fields.items()}


def _ids(form: forms.Form) -> dict[str, str]:
    return {field.name: field.id_for_label for field in form}


def as_error(refusal: Refusal) -> forms.ValidationError:
    """A refusal on a field, marked as Swedish."""
    return forms.ValidationError(refusal.sentence, code=SWEDISH)


def _field(form: forms.Form, name: str) -> str | None:
    aliases: dict[str, str] = getattr(form, "refusal_fields", {})
    name = aliases.get(name, name)
    return name if name in form.fields else None
