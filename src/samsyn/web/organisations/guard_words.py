"""The personal-data guard's own lists of words, with who added each, why and until when."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.organisations.actions.guard_words import end_word, list_word
from samsyn.domain.organisations.enums import Act, WordList
from samsyn.domain.organisations.models import GuardWord
from samsyn.domain.organisations.queries.guard_words import guard_words
from samsyn.domain.organisations.rules.guard_words import applies
from samsyn.domain.stops.actions import read_text
from samsyn.domain.stops.queries import one
from samsyn.foundation import clock
from samsyn.web.answers import sent, show_form
from samsyn.web.gate import needs
from samsyn.web.organisations.forms import NewGuardWord
from samsyn.web.organisations.pages import carried_out, say
from samsyn.web.request import ScopedRequest
from samsyn.web.stops.figures import accuracy


@require_safe
@needs(Act.KEEP_WORDS)
def words(request: ScopedRequest) -> HttpResponse:
    """The words that apply, and those that no longer do."""
    rows, today = guard_words(request.scope), clock.today()
    found = accuracy(request)
    context = {
        "accuracy": found,
        "groups": [
            ([found.whole], ""),
            (found.kinds, _("Efter slag")),
            (found.months, _("Efter månad")),
        ],
        "may_judge": request.scope.may(Act.JUDGE_STOPS),
        "current": [row for row in rows if applies(row, today)],
        "past": [row for row in rows if not applies(row, today)],
    }
    return render(request, "organisations/guard_words.html", context)


@needs(Act.KEEP_WORDS)
def new(request: ScopedRequest) -> HttpResponse:
    """Add a word."""
    form = NewGuardWord(sent(request), initial=_falsely_stopped(request))
    if carried_out(
        request,
        form,
        lambda: list_word(by=request.scope, **form.cleaned_data),
        _("Ordet är tillagt och gäller nu."),
    ):
        return redirect("guard_words", request.municipality.code)
    return show_form(request, "organisations/guard_word_form.html", form)


def _falsely_stopped(request: ScopedRequest) -> dict[str, object]:
    """The word that was judged to be falsely stopped, where the address names its stop."""
    if "stopp" not in request.GET or not request.scope.may(Act.JUDGE_STOPS):
        return {}
    try:
        row = read_text(by=request.scope, row=one(request.scope, UUID(request.GET["stopp"])))
    except (ObjectDoesNotExist, ValueError):
        return {}
    until = clock.today() + timedelta(days=365)
    return {"word": row.stopped, "listed": WordList.ALLOW, "valid_to": until}


@require_POST
@needs(Act.KEEP_WORDS)
def end(request: ScopedRequest, uid: UUID) -> HttpResponse:
    """Let a word cease to apply."""
    row: GuardWord = get_object_or_404(GuardWord.objects.visible_to(request.scope), uid=uid)
    say(request, lambda: end_word(by=request.scope, row=row), _("Ordet gäller inte längre."))
    return redirect("guard_words", request.municipality.code)
