"""Masking in a report or a picture: the words, what masking comes to, and what was masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samsyn.domain.audit.actions import record_read
from samsyn.domain.observations.models import Observation
from samsyn.domain.operations.queries import backups_before
from samsyn.domain.organisations.enums import Act
from samsyn.domain.privacy.rules import TOMBSTONE
from samsyn.domain.redactions import queries
from samsyn.domain.redactions.actions.masking import mask_words
from samsyn.domain.redactions.queries import PassagePlace, Plan, Thing
from samsyn.domain.redactions.wording import place_called, thing_called
from samsyn.web.answers import attempt, found, sent, show_form
from samsyn.web.gate import needs
from samsyn.web.redactions.forms import FindReport, MaskForm
from samsyn.web.request import ScopedRequest

CONFIRMED = "confirmed"
SHOWN_PICTURES = 12
FROZEN = "situations.frozensection"


@dataclass(frozen=True)
class ShownPlace:
    """A place as the page shows it."""

    called: str
    place: PassagePlace


@never_cache
@require_safe
@needs(Act.REDACT)
def redactions(request: ScopedRequest) -> HttpResponse:
    """What was masked; and the way to a report by its number, or to a settled picture."""
    form = FindReport(request.GET or None)
    number = form.cleaned_data["number"] if form.is_valid() else None
    row = queries.report_numbered(request.scope, number) if number else None
    if row is not None:
        return redirect("report_redact", request.municipality.code, row.uid)
    rows = list(queries.maskings(request.scope))
    things = queries.things_of(request.scope, rows)
    pictures = queries.pictures_to_mask(request.scope)[:SHOWN_PICTURES]
    from_log = request.scope.may(Act.READ_LOG)
    context = {
        "form": form,
        "above": ("log", _("Logg")) if from_log else ("municipality_settings", _("Inställningar")),
        "missing": number,
        "lines": [(one, thing_called(things.get(one.thing_uid))) for one in rows],
        "pictures": [(one, thing_called(one)) for one in pictures],
    }
    return render(request, "redactions/list.html", context)


@never_cache
@require_safe
@needs(Act.REDACT)
def redaction(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """One masking: what was done, who was told, and which backups still hold the words."""
    row = found(lambda: queries.maskings(request.scope).get(uid=uid))
    thing = queries.things_of(request.scope, [row]).get(row.thing_uid)
    told, reporter_told = queries.told_of(request.scope, row)
    context = {
        "row": row,
        "called": thing_called(thing),
        "back": _page_of(request, thing) if thing else "",
        "told": told,
        "reporter_told": reporter_told,
        "backups": backups_before(row.created_at),
        "tombstone": TOMBSTONE,
    }
    return render(request, "redactions/one.html", context)


@never_cache
@needs(Act.REDACT)
def report(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Mask in a report."""
    return _mask(request, found(lambda: queries.report_of(request.scope, uid)))


@never_cache
@needs(Act.REDACT)
def picture(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Mask in a picture, a draft or a settled one."""
    return _mask(request, found(lambda: queries.picture_of(request.scope, uid)))


def _mask(request: ScopedRequest, thing: Thing) -> HttpResponse:
    """The words, then all that masking comes to, then the act; each reading is logged."""
    queries.check_may_mask(request.scope, thing)
    record_read(request.scope, "redactions.words_read", thing)
    form = MaskForm(sent(request))
    if request.POST.get(CONFIRMED):
        seen = request.POST.get("seen", "")
        done = attempt(
            request,
            form,
            lambda: mask_words(by=request.scope, thing=thing, seen=seen, **form.asked()),
        )
        if done is not None:
            messages.success(request, _("Uppgifterna är maskerade."))
            return redirect("redaction", request.municipality.code, done.uid)
    elif plan := attempt(request, form, lambda: queries.look(request.scope, thing, **form.asked())):
        return render(request, "redactions/confirm.html", _said(request, thing, form, plan))
    context = {**_of(request, thing), "words": _words(request, thing)}
    return show_form(request, "redactions/mark.html", form, **context)


def _words(request: ScopedRequest, thing: Thing) -> list[tuple[str, list[str], bool]]:
    """Where, what stands there, and whether it is a whole frozen picture."""
    found: dict[str, list[str]] = {}
    for kind, _column, text in queries.words_of(request.scope, thing):
        found.setdefault(kind, []).append(text)
    return [(place_called(kind), texts, kind == FROZEN) for kind, texts in found.items()]


def _of(request: ScopedRequest, thing: Thing) -> dict[str, Any]:
    return {
        "called": thing_called(thing),
        "back": _page_of(request, thing),
        "settled": getattr(thing, "settled_at", None) is not None,
        "tombstone": TOMBSTONE,
    }


def _said(request: ScopedRequest, thing: Thing, form: MaskForm, plan: Plan) -> dict[str, Any]:
    return {
        **_of(request, thing),
        "form": form,
        "plan": plan,
        "own": list(_shown(plan.own)),
        "copies": list(_shown(plan.copies)),
    }


def _shown(places: Iterable[PassagePlace]) -> Iterable[ShownPlace]:
    return (ShownPlace(place_called(one.kind), one) for one in places)


def _page_of(request: ScopedRequest, thing: Thing) -> str:
    """The thing's own page, for whoever may open it; else the list of maskings."""
    code, scope = request.municipality.code, request.scope
    if isinstance(thing, Observation) and scope.may(Act.READ_REPORTS):
        return reverse("report_one", args=[code, thing.uid])
    if not isinstance(thing, Observation) and scope.may(Act.READ_SETTLED):
        return reverse("picture", args=[code, thing.uid])
    return reverse("redactions", args=[code])
