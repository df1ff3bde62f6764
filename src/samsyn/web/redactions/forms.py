"""What is to be masked, and on what ground."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.domain.redactions.enums import CHOSEN, Ground
from samsyn.domain.redactions.models import WORDS_LENGTH
from samsyn.domain.redactions.rules import LONGEST, MOST
from samsyn.web.texts import Written


class MaskForm(forms.Form):
    """The passages, one a line, as they stand; a ground, another in words."""

    passages = forms.CharField(
        label=_("Ord som ska maskeras"),
        help_text=_(
            "Ett stycke på varje rad, precis så mycket som ska bort. Stora och små bokstäver och "
            "radbrytningar spelar ingen roll."
        ),
        error_messages={"required": _("Skriv de ord som ska maskeras.")},
        max_length=(LONGEST + 2) * MOST,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    ground = forms.ChoiceField(
        label=_("Grund"),
        choices=[(one.value, one.label) for one in CHOSEN],
        error_messages={"required": _("Välj en grund.")},
        widget=forms.RadioSelect,
    )
    words = Written(
        label=_("Vilken annan grund?"),
        help_text=_("Skriv inte det som ska maskeras."),
        max_length=WORDS_LENGTH,
        required=False,
    )

    def asked(self) -> dict[str, Any]:
        """The same, as masking asks for it."""
        data = self.cleaned_data
        lines = (one.strip() for one in data["passages"].splitlines())
        return {
            "passages": tuple(dict.fromkeys(one for one in lines if one)),
            "ground": Ground(data["ground"]),
            "words": data["words"],
        }


class FindReport(forms.Form):
    """The number of a report that is to be masked, as it is shown (R12) or bare."""

    number = forms.RegexField(
        r"^[Rr]?\s*\d{1,18}$",
        label=_("Rapportens nummer"),
        help_text=_("Står överst på rapporten, till exempel R12."),
        error_messages={
            "required": _("Skriv rapportens nummer."),
            "invalid": _("Skriv numret som det står på rapporten, till exempel R12."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 12}),
    )

    def clean_number(self) -> int:
        return int(self.cleaned_data["number"].lstrip("Rr "))
