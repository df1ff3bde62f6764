"""What somebody else's version of a report says otherwise than the form, in words."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from samsyn.web.differences import NOTHING, Difference, said
from samsyn.web.observations.forms import ReportForm
from samsyn.web.observations.questions import ABOUT_SENDING, MARK, SEARCH

NOT_COMPARED = MARK | SEARCH | ABOUT_SENDING


def differences(form: ReportForm) -> Iterator[Difference]:
    """Each field whose answer is not the form's initial one, in the form's order."""
    changed = [
        name
        for name, field in form.fields.items()
        if field.has_changed(form.get_initial_for_field(field, name), form[name].data)
    ]
    for name in changed:
        if name not in NOT_COMPARED:
            field, told = form.fields[name], form[name]
            mine, theirs = said(field, told.data), said(field, form.initial.get(name))
            swedish = not isinstance(field, forms.ChoiceField)
            yield Difference(str(field.label), mine, theirs, swedish)
    if MARK & set(changed):
        mine, theirs = (_mark(form, one) for one in (form.data, form.initial))
        yield Difference(_("Markering på kartan"), mine, theirs, swedish=False)


def _mark(form: ReportForm, answers: Any) -> str:
    degrees = (said(form.fields[name], answers.get(name)) for name in ("latitude", "longitude"))
    told = ", ".join(one for one in degrees if one != NOTHING)
    return told or NOTHING
