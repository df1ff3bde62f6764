"""Judging an area or the whole, and writing the picture's texts: each saved on its own."""

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samsyn.domain.observations.values.categories import Category
from samsyn.domain.organisations.enums import Act
from samsyn.domain.situations.actions import (
    StaleAssessmentError,
    StaleTextsError,
    assess,
    write_texts,
)
from samsyn.domain.situations.models import Assessment, SituationPicture
from samsyn.domain.situations.queries import area_of, assessments_of
from samsyn.domain.situations.rules import may_assess
from samsyn.domain.situations.sections.registry import OVERALL
from samsyn.web.answers import attempt
from samsyn.web.gate import needs
from samsyn.web.request import ScopedRequest
from samsyn.web.situations.forms import AssessmentForm, TextsForm
from samsyn.web.situations.page import WHOLE, Bound, Card, page_of
from samsyn.web.situations.views import found

Form = TypeVar("Form", AssessmentForm, TextsForm)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.ASSESS)
def area(request: ScopedRequest, uid: UUID, key: str) -> HttpResponse:
    """Judge an area."""
    picture, judged = found(request, uid), area_of(request.scope, key)
    if judged is None:
        raise Http404
    return _judge(request, picture, judged, key)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.ASSESS)
def overall(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Judge the whole."""
    return _judge(request, found(request, uid), None, OVERALL)


def _judge(
    request: ScopedRequest, picture: SituationPicture, judged: Category | None, key: str
) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, picture, key)
    form = AssessmentForm(request.POST, prefix=key or WHOLE)
    theirs = _assess(request, picture, judged, form) if form.is_valid() else None
    if not form.errors:
        return _judged(request, picture, key)
    if theirs is not None:
        form = _renewed(form, theirs.version)
    page = page_of(request, picture, bound=Bound(key, form, theirs))
    context = {"page": page, "links": page.links, "card": page.card(key)}
    return render(request, _template(request), context, status=422)


def _ask(request: ScopedRequest, picture: SituationPicture, key: str) -> HttpResponse:
    """The form: alone where the browser swaps it in, else on the page."""
    if not may_assess(request.scope, picture):
        return redirect("picture", request.municipality.code, picture.uid)
    if request.htmx:  # type: ignore[attr-defined]
        assessment = assessments_of(request.scope, picture).get(key)
        card = Card(key, None, AssessmentForm.of(assessment, key or WHOLE))
        context = {"card": card, "action": request.path}
        return render(request, "situations/form.html", context)
    page = page_of(request, picture, opened=key)
    context = {"page": page, "links": page.links}
    return render(request, "situations/picture.html", context)


def _assess(
    request: ScopedRequest,
    picture: SituationPicture,
    judged: Category | None,
    form: AssessmentForm,
) -> Assessment | None:
    """Save, or leave the refusal on the form; what somebody else has saved meanwhile."""
    theirs: list[Assessment] = []

    def save() -> None:
        try:
            assess(
                by=request.scope,
                picture=picture,
                area=judged,
                judgement=form.judgement(),
                version=form.cleaned_data["version"],
                warnings_accepted=form.cleaned_data["accept"],
            )
        except StaleAssessmentError as stale:
            theirs.append(stale.current)
            raise

    attempt(request, form, save)
    return theirs[0] if theirs else None


def _renewed(form: Form, version: int) -> Form:
    """The form as it was typed, so that sending it again replaces the version now there."""
    data = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix("version")] = str(version)
    renewed = type(form)(data, prefix=form.prefix)
    for error in form.non_field_errors().as_data():
        renewed.add_error(None, error)
    return renewed


def _judged(request: ScopedRequest, picture: SituationPicture, key: str) -> HttpResponse:
    """The card as it is now, or back to it on the page."""
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, _("Bedömningen är sparad."))
        anchor = f"omrade-{key}" if key else WHOLE
        address = reverse("picture", args=[request.municipality.code, picture.uid])
        return redirect(f"{address}#{anchor}")
    page = page_of(request, picture)
    context = {"page": page, "links": page.links, "card": page.card(key), "saved": True}
    return render(request, _template(request), context)


def _template(request: ScopedRequest) -> str:
    """Only the card where the browser swaps it in, so that other cards' typing stays."""
    name = "judged" if request.htmx else "picture"  # type: ignore[attr-defined]
    return f"situations/{name}.html"


@require_POST
@needs(Act.DRAFT)
def texts(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Title, summary, and what is raised."""
    picture, form = found(request, uid), TextsForm(request.POST, prefix="texts")
    theirs = _write(request, picture, form) if form.is_valid() else None
    if not form.errors:
        messages.success(request, _("Texterna är sparade."))
        return redirect("picture", request.municipality.code, uid)
    if theirs is not None:
        form = _renewed(form, theirs.version)
    page = page_of(request, picture, texts=form, theirs=theirs)
    context: dict[str, object] = {"page": page, "links": page.links}
    return render(request, "situations/picture.html", context, status=422)


def _write(
    request: ScopedRequest, picture: SituationPicture, form: TextsForm
) -> SituationPicture | None:
    """Save, or leave the refusal on the form; what somebody else has saved meanwhile."""
    theirs: list[SituationPicture] = []

    def save() -> None:
        try:
            write_texts(
                by=request.scope,
                picture=picture,
                **form.texts(),
                version=form.cleaned_data["version"],
                warnings_accepted=form.cleaned_data["accept"],
            )
        except StaleTextsError as stale:
            theirs.append(stale.current)
            raise

    attempt(request, form, save)
    return theirs[0] if theirs else None
