"""Many reports at once: each for itself, so that one that cannot is named and stops no other."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samsyn.domain.observations.actions.reporting import edit
from samsyn.domain.observations.actions.reviewing import (
    pass_on,
    return_to_reporter,
    take_back,
    undo_return,
)
from samsyn.domain.observations.actions.store import stored_report
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.privacy.rules import PersonalDataError
from samsyn.foundation import formats
from samsyn.foundation.ids import as_uid
from samsyn.foundation.refusals import Refusal
from samsyn.web.answers import attempt, log
from samsyn.web.gate import needs
from samsyn.web.observations.review_forms import ManyForm, place_values
from samsyn.web.observations.review_screen import screen
from samsyn.web.observations.undoing import Done, forget_undo, offer_undo, undo_offered
from samsyn.web.request import ScopedRequest

MOST_AT_ONCE = 200


class Doing(Protocol):
    """What is done to a report that was seen in a version."""

    def __call__(self, row: Observation, version: int, /) -> Done: ...


@require_POST
@needs(Act.REVIEW)
def many(request: ScopedRequest) -> HttpResponse:
    """Pass on, return, or give a category or a place to the chosen reports."""
    form = ManyForm(request.POST, known=reference(request.scope), auto_id="many_%s")
    chosen = _chosen(request)
    if len(chosen) > MOST_AT_ONCE:
        refusal = _("Välj högst %(most)s rapporter åt gången; %(n)s är valda.")
        messages.warning(request, refusal % {"most": MOST_AT_ONCE, "n": len(chosen)})
        return _back(request)
    if not chosen:
        messages.warning(request, _("Inga rapporter är valda. Kryssa för dem i listan."))
        return _back(request)
    done = attempt(request, form, lambda: _each(request, chosen, _doing(request, form)))
    if done is None:
        return screen(request, many=form)
    act = form.cleaned_data["act"]
    offer_undo(request, act, done)
    _tell(request, len(done), len(chosen), _DONE[act])
    return _back(request)


@require_POST
@needs(Act.REVIEW)
def undo(request: ScopedRequest) -> HttpResponse:
    """Undo what was last done, where nobody has touched the report since."""
    offer = undo_offered(request)
    if offer is None:
        messages.warning(request, _("De tio minuterna har gått, eller så är det redan ångrat."))
        return _back(request)
    before = {uid: old for uid, _version, old in offer.items}
    doing = _undoing(request, offer.act, before)
    chosen = [(uid, version) for uid, version, _old in offer.items]
    done = _each(request, chosen, doing)
    forget_undo(request)
    _tell(request, len(done), len(chosen), _undone)
    first = as_uid(chosen[0][0]) if len(chosen) == 1 and done else None
    if first is None:
        return _back(request)
    address = reverse("review_one", args=[request.municipality.code, first])
    return redirect(f"{address}?{request.GET.urlencode()}")


def _chosen(request: ScopedRequest) -> list[tuple[str, int]]:
    """The chosen reports by uid, with the version that was seen."""
    pairs = (value.partition(":") for value in request.POST.getlist("reports"))
    return [
        (uid, int(version))
        for uid, _sep, version in pairs
        if as_uid(uid) and version.isdecimal() and len(version) < 10
    ]


def _doing(request: ScopedRequest, form: ManyForm) -> Doing:
    data, by = form.cleaned_data, request.scope
    if data["act"] == "pass":
        return lambda row, version: (pass_on(by=by, row=row, version=version, soon=True), None)
    if data["act"] == "return":
        note = data["note"]
        return lambda row, version: (
            return_to_reporter(by=by, row=row, version=version, note=note),
            None,
        )
    if data["act"] == "category":
        return lambda row, version: _set(
            request, row, version, {"category_id": int(data["category"])}
        )
    values = place_values(data["where"])
    return lambda row, version: _set(request, row, version, values)


def _set(request: ScopedRequest, row: Observation, version: int, values: dict[str, Any]) -> Done:
    """Mend a report; the guard reads its texts again, and the writer has accepted what is only
    doubtful in them."""
    stored = stored_report(row)
    before = {name: getattr(stored, name) for name in values}
    new = replace(stored, **values)
    made = edit(by=request.scope, row=row, new=new, version=version, warnings_accepted=True)
    return made, before


def _undoing(request: ScopedRequest, act: str, before: dict[str, Any]) -> Doing:
    by = request.scope
    if act == "pass":
        return lambda row, version: (take_back(by=by, row=row, version=version), None)
    if act == "return":
        return lambda row, version: (undo_return(by=by, row=row, version=version), None)
    return lambda row, version: _set(request, row, version, before[str(row.uid)])


def _each(request: ScopedRequest, chosen: list[tuple[str, int]], doing: Doing) -> list[Done]:
    """What was done; of the rest the reasons are told, each once with its reports."""
    rows = Observation.objects.visible_to(request.scope).in_bulk(
        [uid for uid, _version in chosen], field_name="uid"
    )
    refused: dict[str, list[str]] = defaultdict(list)
    done: list[Done] = []
    for uid, version in chosen:
        row = rows.get(as_uid(uid))
        if row is None:
            refused[_("Någon annan har redan tagit hand om den.")].append(_("En rapport"))
            continue
        try:
            done.append(doing(row, version))
        except PersonalDataError as refusal:
            # of words that are the same for all, the first to be refused says it of all
            if not done and "note" in refusal.texts:
                raise
            refused[refusal.sentence].append(row.reference)
        except Refusal as refusal:
            log(request, refusal)
            refused[refusal.sentence].append(row.reference)
    for sentence, which in refused.items():
        messages.warning(request, f"{formats.listing(which)}: {sentence}", extra_tags="sv")
    return done


def _tell(request: ScopedRequest, n: int, of: int, said: Any) -> None:
    text = said(n) % {"n": n, "of": of}
    (messages.success if n == of else messages.warning)(request, text)


_DONE: dict[str, Callable[[int], str]] = {
    "pass": lambda n: ngettext(
        "%(n)s av %(of)s rapport släpps vidare om tio minuter.",
        "%(n)s av %(of)s rapporter släpps vidare om tio minuter.",
        n,
    ),
    "return": lambda n: ngettext(
        "%(n)s av %(of)s rapport är återlämnad.", "%(n)s av %(of)s rapporter är återlämnade.", n
    ),
    "category": lambda n: ngettext(
        "%(n)s av %(of)s rapport har fått kategorin.",
        "%(n)s av %(of)s rapporter har fått kategorin.",
        n,
    ),
    "place": lambda n: ngettext(
        "%(n)s av %(of)s rapport har fått platsen.",
        "%(n)s av %(of)s rapporter har fått platsen.",
        n,
    ),
}


def _undone(n: int) -> str:
    return ngettext("%(n)s av %(of)s är ångrad.", "%(n)s av %(of)s är ångrade.", n)


def _back(request: ScopedRequest) -> HttpResponse:
    address = reverse("review", args=[request.municipality.code])
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address)
