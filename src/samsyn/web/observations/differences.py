"""What somebody else's version of a report says otherwise than the form, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

from samsyn.foundation import formats
from samsyn.web.observations.forms import MARK, ReportForm

NOTHING = "–"
# answers about the sending, not about the report
ABOUT_SENDING = {"accept", "key"}


@dataclass(frozen=True)
class Difference:
    """A question that two people have answered differently; ``swedish`` whatever language the
    page is in, as what is written and dates are."""

    label: str
    mine: str
    theirs: str
    swedish: bool


def differences(form: ReportForm) -> Iterator[Difference]:
    """Each field whose answer is not the form's initial one, in the form's order."""
    changed = [
        name
        for name, field in form.fields.items()
        if field.has_changed(form.get_initial_for_field(field, name), form[name].data)
    ]
    for name in changed:
        if name not in MARK | ABOUT_SENDING:
            field, told = form.fields[name], form[name]
            mine, theirs = _said(field, told.data), _said(field, form.initial.get(name))
            swedish = not isinstance(field, forms.ChoiceField)
            yield Difference(str(field.label), mine, theirs, swedish)
    if MARK & set(changed):
        mine, theirs = (_mark(form, one) for one in (form.data, form.initial))
        yield Difference(_("Markering på kartan"), mine, theirs, swedish=False)


def _said(field: forms.Field, value: Any) -> str:
    """An answer as the form would show it; what cannot be read, as it was typed."""
    if isinstance(field, forms.ChoiceField):
        choices: Any = flatten_choices(field.choices)  # type: ignore[arg-type]
        labels = {str(key): str(label) for key, label in choices}
        return labels.get("" if value is None else str(value), str(value))
    try:
        read = field.to_python(value)
    except ValidationError:
        read = value
    if isinstance(read, date):
        return formats.day(read)
    if isinstance(read, time):
        return f"{read:%H.%M}"
    return NOTHING if read in (None, "") else str(read)


def _mark(form: ReportForm, answers: Any) -> str:
    degrees = (_said(form.fields[name], answers.get(name)) for name in ("latitude", "longitude"))
    told = ", ".join(one for one in degrees if one != NOTHING)
    return told or NOTHING
