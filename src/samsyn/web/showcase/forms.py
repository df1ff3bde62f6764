"""A form with each kind of field: unfilled, and as it comes back with errors."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.domain.observations.enums import Answer
from samsyn.domain.organisations.enums import OrganisationKind
from samsyn.domain.situations.enums import Colour
from samsyn.foundation.refusals import Mistaken
from samsyn.web.answers import as_error
from samsyn.web.inputs import DayInput, TimeInput


class EveryField(forms.Form):
    """Each widget of the product's forms, with a hint where the product has one."""

    title = forms.CharField(
        label=_("Rubrik"),
        max_length=80,
        help_text=_("Lämna tom, så heter lägesbilden efter sin period."),
    )
    description = forms.CharField(
        label=_("Beskrivning"), max_length=60, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(label=_("Verksamhet"), choices=OrganisationKind.choices)
    kinds = forms.MultipleChoiceField(
        label=_("Verksamheter"),
        choices=OrganisationKind.choices[:3],
        widget=forms.CheckboxSelectMultiple,
    )
    day = forms.DateField(label=_("Vilken dag?"), widget=DayInput())
    time = forms.TimeField(label=_("Klockan"), widget=TimeInput(), required=False)
    events = forms.IntegerField(label=_("Antal"), min_value=1)
    email = forms.EmailField(label=_("E-post"))
    password = forms.CharField(
        label=_("Lösenord"), widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    colour = forms.ChoiceField(
        label=_("Läge"),
        choices=Colour.choices,
        widget=forms.RadioSelect(attrs={"layout": "inline"}),
        error_messages={"required": _("Välj ett läge.")},
    )
    police = forms.ChoiceField(
        label=_("Polisanmält"),
        choices=Answer.choices,
        widget=forms.RadioSelect(attrs={"layout": "cards"}),
    )
    preliminary = forms.BooleanField(label=_("Preliminär siffra"))
    file = forms.FileField(label=_("Fil"), help_text=_("CSV, Excel eller ODS, högst 25 MB."))


class Drop(forms.Form):
    """A file to drop."""

    file = forms.FileField(label=_("Fil"), help_text=_("CSV, Excel eller ODS, högst 25 MB."))


def blank() -> EveryField:
    """Nothing filled in."""
    return EveryField(auto_id="tom_%s")


def wrong() -> EveryField:
    """Each field in error, and a refusal of the whole."""
    sent: dict[str, Any] = {"day": "2026-13-02", "time": "25.00", "events": "0", "email": "anna"}
    form = EveryField(sent | {"description": "x" * 61}, auto_id="fel_%s")
    form.add_error(None, as_error(Mistaken("Någon annan har ändrat under tiden. Ladda om sidan.")))
    return form


def _square(name: str, west: float, east: float) -> dict[str, object]:
    ring = [[west, 59.98], [east, 59.98], [east, 60.02], [west, 60.02], [west, 59.98]]
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


BORDERS = {
    "borders": {
        "type": "FeatureCollection",
        "features": [_square("Väst", 15.74, 15.79), _square("Öst", 15.79, 15.85)],
    },
    "points": [],
}
