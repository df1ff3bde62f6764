"""What somebody else has saved meanwhile, beside what was typed, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

from samsyn.foundation import formats

NOTHING = "–"


class VersionedRow(Protocol):
    """A row that says how many times it has been changed."""

    version: int

    def refresh_from_db(self) -> None:
        """Read it as it is stored."""


@dataclass(frozen=True)
class Difference:
    """A question that two people have answered differently; ``swedish`` whatever language the
    page is in, as what is written and dates are."""

    label: str
    mine: str
    theirs: str
    swedish: bool = False


def replaced(
    form: forms.Form, row: VersionedRow, fresh: Callable[[], forms.Form]
) -> list[Difference]:
    """Where a newer version is stored: what differs from it, and the form made to replace it.

    ``fresh`` makes the form of the row as it is stored.
    """
    if not form.is_bound:
        return []
    row.refresh_from_db()
    if form["version"].value() == str(row.version):
        return []
    form.data = {**dict(form.data.items()), "version": str(row.version)}
    stored = fresh()
    pairs = [
        (str(one.label), said(one.field, one.value()), said(one.field, stored[one.name].value()))
        for one in form.visible_fields()
        if one.name in stored.fields
    ]
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def said(field: forms.Field, value: Any) -> str:
    """An answer as a form would show it; what cannot be read, as it was typed."""
    if isinstance(field, forms.ChoiceField):
        choices: Any = flatten_choices(field.choices)  # type: ignore[arg-type]
        labels = {str(key): str(label) for key, label in choices}
        return labels.get("" if value is None else str(value), str(value))
    if isinstance(field, forms.BooleanField):
        return _("ja") if value else _("nej")
    try:
        read = field.to_python(value)
    except ValidationError:
        read = value
    if isinstance(read, date):
        return formats.day(read)
    if isinstance(read, time):
        return f"{read:%H.%M}"
    return NOTHING if read in (None, "") else str(read)
