"""How long originals and words are kept, and whose words go soon."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.domain.operations.actions.disposal import change_terms
from samsyn.domain.operations.queries import in_review_past_term, terms_of
from samsyn.domain.organisations.enums import Act
from samsyn.web.answers import attempt, sent, show_form
from samsyn.web.differences import replaced
from samsyn.web.gate import needs
from samsyn.web.operations.forms import Terms
from samsyn.web.request import ScopedRequest
from samsyn.web.rooms import Task


def words_that_go(request: ScopedRequest) -> Iterator[Task]:
    """Reports to review whose term has passed: left alone, their words go."""
    if count := len(in_review_past_term(request.scope)):
        yield Task(
            _("Rapporter att granska innan orden gallras"),
            reverse("review", args=[request.municipality.code]),
            count,
        )


@needs(Act.ADMINISTER)
def terms(request: ScopedRequest) -> HttpResponse:
    """The municipality's terms of disposal."""
    form = Terms.of(terms_of(request.scope), sent(request))
    changed = attempt(request, form, lambda: change_terms(by=request.scope, **form.cleaned_data))
    if changed is not None:
        messages.success(request, _("Fristerna är sparade."))
        return redirect("municipality_settings", request.municipality.code)
    row = terms_of(request.scope)
    differences = replaced(form, row, lambda: Terms.of(row, None)) if row.pk else []
    return show_form(request, "operations/terms.html", form, differences=differences)
