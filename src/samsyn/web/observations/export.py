"""The list as a file (formula-safe CSV, or Excel), and the review of large files."""

from collections.abc import Iterator
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.observations.actions.exporting import (
    OPEN_FOR,
    approve_export,
    ask_to_export,
    export_reports,
    is_large,
    may_approve,
    others_who_review,
    prepared_file,
    refuse_export,
)
from samsyn.domain.observations.enums import ExportState
from samsyn.domain.observations.models import Export
from samsyn.domain.observations.queries.files import MEDIA_TYPES
from samsyn.domain.observations.queries.selecting import in_words, matching
from samsyn.domain.observations.rules import LARGE_EXPORT, MOST_PURPOSE, words_left
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken
from samsyn.web import errors
from samsyn.web.answers import attempt, press, sent, show_form
from samsyn.web.gate import needs
from samsyn.web.observations.filtering import chosen
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Task
from samsyn.web.texts import Written

SHOWN = 50


class Wish(forms.Form):
    """What a large file is for; where nobody else can review it, that the asker has."""

    purpose = Written(
        label=gettext_lazy("Ändamål"),
        max_length=MOST_PURPOSE,
        help_text=gettext_lazy("Vad filen ska användas till, vem som får den och när den raderas."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Filformat"), choices=[("csv", "CSV"), ("xlsx", "Excel")]
    )
    reviewed = forms.BooleanField(
        label=gettext_lazy(
            "Jag har prövat uttaget själv: det behövs, det är inte större än det behöver vara, "
            "och filen förvaras så att bara de som får läsa den kan det."
        ),
        help_text=gettext_lazy("Ingen annan kan pröva det. Att du har gjort det syns i loggen."),
    )

    def __init__(self, *args: object, alone: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not alone:
            del self.fields["reviewed"]


def to_review(request: ScopedRequest) -> Iterator[Task]:
    """Files that others want to take out."""
    rows = Export.objects.visible_to(request.scope).filter(state=ExportState.AWAITED)
    if count := rows.exclude(asked_by=request.scope.user_id).count():
        url = reverse("exports", args=[request.municipality.code])
        yield Task(_("Uttag av rapporter att pröva"), url, count)


@require_safe
@needs(Act.EXPORT)
def download(request: ScopedRequest, kind: str) -> HttpResponse:
    """The filtered list, logged as an export; nothing where the filter is not understood. A
    large one is asked for first."""
    if kind not in MEDIA_TYPES:
        raise Http404
    asked = chosen(request)
    if asked.selection is None:
        return errors.unclear(request, asked.form.mistakes)
    if is_large(request.scope, asked.selection):
        new = reverse("export_new", args=[request.municipality.code])
        return redirect(f"{new}?{request.GET.urlencode()}")
    return _file(request, asked.selection, kind)


def _file(request: ScopedRequest, selection: Selection, kind: str) -> HttpResponse:
    file = export_reports(by=request.scope, selection=selection, kind=kind)
    name = f"rapporter-{request.municipality.code}-{clock.today()}.{kind}"
    return _answer(file.data, kind, name)


def _answer(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@needs(Act.EXPORT)
def ask(request: ScopedRequest) -> HttpResponse:
    """Ask to take many reports out: what for, and by which choice of reports."""
    asked = chosen(request)
    if asked.selection is None:
        return errors.unclear(request, asked.form.mistakes)
    selection = asked.selection
    others = others_who_review(request.scope)
    form = Wish(sent(request), alone=not others)
    made = attempt(
        request,
        form,
        lambda: ask_to_export(by=request.scope, selection=selection, **form.cleaned_data),
    )
    if made is not None:
        messages.success(request, _said(made))
        return redirect("exports", request.municipality.code)
    context = {
        "others": others,
        "reports": matching(request.scope, selection).count(),
        "most": LARGE_EXPORT,
        "choice": _in_words(request.scope, selection),
        "query": request.GET.urlencode(),
    }
    return show_form(request, "observations/export_new.html", form, **context)


def _said(made: Export) -> str:
    if made.state == ExportState.APPROVED:
        return _("Prövningen är antecknad. Filen görs i ordning och kan hämtas i en vecka.")
    return _("Uttaget är begärt. Den som kan pröva det har fått ett brev.")


LABELS = {
    "since": gettext_lazy("Från"),
    "until": gettext_lazy("Till"),
    "area": gettext_lazy("Ämnesområde"),
    "category": gettext_lazy("Kategori"),
    "district": gettext_lazy("Område"),
    "place": gettext_lazy("Plats"),
    "organisation": gettext_lazy("Organisation"),
    "state": gettext_lazy("Läge"),
    "kind": gettext_lazy("Slag"),
    "batch": gettext_lazy("Inläsning"),
    "deviation": gettext_lazy("Avvikelse"),
}
"""What stands before what a field narrows by; the other fields say themselves what they are."""


def _in_words(scope: Scope, selection: Selection) -> list[str]:
    """A selection as a list of what narrows it."""
    try:
        said = in_words(scope, selection)
    except Mistaken as error:  # something that was chosen then is gone
        return [error.sentence]
    return [f"{LABELS[name]}: {text}" if name in LABELS else text for name, text in said.items()]


@require_safe
@needs(Act.EXPORT)
def exports(request: ScopedRequest) -> HttpResponse:
    """What has been asked for, by whom, and what became of it; the latest first."""
    rows = Export.objects.visible_to(request.scope).select_related("asked_by", "decided_by")
    me, shown = request.scope.user_id, list(rows.order_by("-pk")[:SHOWN])
    approves = may_approve(request.scope, shown)
    lines = [
        {
            "row": row,
            "choice": _kept(request.scope, row),
            "may_review": row.state == ExportState.AWAITED and row.asked_by_id != me,
            "may_approve": row.pk in approves and words_left(row),
            "may_fetch": _is_open(row) and row.asked_by_id == me and row.file_id,
            "is_made": _is_open(row) and row.asked_by_id == me and not row.file_id,
            "is_lost": not row.file_id and not words_left(row),
        }
        for row in shown
    ]
    context = {"lines": lines, "most": LARGE_EXPORT}
    return render(request, "observations/exports.html", context)


def _kept(scope: Scope, row: Export) -> list[str]:
    if row.selection is None:
        return [_("Urvalet är inte kvar.")]
    return _in_words(scope, Selection.from_told(row.selection))


def _is_open(row: Export) -> bool:
    decided = row.decided_at
    approved = row.state == ExportState.APPROVED and decided is not None
    return approved and decided > clock.now() - OPEN_FOR  # type: ignore[operator]


@require_POST
@needs(Act.EXPORT)
def approve(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Let somebody else take the reports out."""
    return _decided(request, uid, approve_export, _("Godkänt. Filen görs i ordning."))


@require_POST
@needs(Act.EXPORT)
def refuse(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Say no to it."""
    return _decided(request, uid, refuse_export, _("Uttaget är nekat."))


def _decided(request: ScopedRequest, uid: UUID, action: object, done: str) -> HttpResponse:
    row = _row(request, uid)
    press(request, lambda: action(by=request.scope, row=row), done)  # type: ignore[operator]
    return redirect("exports", request.municipality.code)


@require_safe
@needs(Act.EXPORT)
def fetch(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """The file that was approved, as the worker made it."""
    row = _row(request, uid)
    data = prepared_file(by=request.scope, row=row)
    return _answer(data, row.kind, row.file.name if row.file else "")


def _row(request: ScopedRequest, uid: UUID) -> Export:
    row: Export = get_object_or_404(Export.objects.visible_to(request.scope), uid=uid)
    return row
