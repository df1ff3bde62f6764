"""The form of a count record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.domain.observations.reference import Reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.web.inputs import DayInput, with_blank
from samsyn.web.observations.choosing import category_choices, organisation_choices
from samsyn.web.texts import Text


class CountForm(forms.Form):
    """A statistikuppgift: n for a period from a source."""

    organisation = forms.TypedChoiceField(label=_("Verksamhet"), coerce=int)
    category = forms.TypedChoiceField(label=_("Vad räknas?"), coerce=int)
    source_name = Text(
        label=_("Källa"), max_length=80, help_text=_("Till exempel: larmlistan, ekonomisystemet.")
    )
    period_from = forms.DateField(label=_("Från och med"), widget=DayInput())
    period_to = forms.DateField(label=_("Till och med"), widget=DayInput())
    value = forms.DecimalField(label=_("Antal"), min_value=0, max_digits=14, decimal_places=2)
    unit = forms.ChoiceField(
        label=_("Enhet"), choices=[("antal", _("antal")), ("kronor", _("kronor"))]
    )
    district = forms.TypedChoiceField(
        label=_("Område"), coerce=int, empty_value=None, required=False
    )
    preliminary = forms.BooleanField(label=_("Preliminär siffra"), required=False)

    def __init__(self, *args: Any, scope: Scope, known: Reference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "organisation": organisation_choices(scope, known),
            "category": category_choices(known),
            "district": with_blank(
                [(one.pk, one.name) for one in known.primary_districts], _("Hela kommunen")
            ),
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
