"""What the data protection officer says of stops, and takes out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.domain.stops.enums import StopState, TakeOutPurpose


class VerdictForm(forms.Form):
    """Whether the stop was right; ``awaited`` undoes what was said."""

    verdict = forms.ChoiceField(choices=StopState.choices)


class TakeOutForm(forms.Form):
    """What the judged texts are taken out for."""

    purpose = forms.ChoiceField(
        label=_("Ändamål"), choices=TakeOutPurpose.choices, widget=forms.RadioSelect
    )
    reviewed = forms.BooleanField(
        label=_(
            "Jag har prövat uttaget: det behövs, och filen förvaras så att bara de som får läsa "
            "den kan det. Den raderas när ändamålet är uppfyllt."
        ),
        help_text=_("Texterna kan peka ut någon. Att du har gjort uttaget syns i loggen."),
    )


class Shown(forms.Form):
    """Which stops the list shows; a part that is not understood shows all."""

    kind = forms.CharField(required=False)
    month = forms.DateField(required=False, input_formats=["%Y-%m"])
    state = forms.ChoiceField(required=False, choices=[("", ""), *StopState.choices])
