"""Forms of the operator's room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.domain.operations.models import DisposalTerms
from samsyn.domain.operations.rules import (
    LONGEST_DAYS,
    LONGEST_STOPPED_DAYS,
    LONGEST_TEXTS_DAYS,
    SHORTEST_DAYS,
    SHORTEST_TEXTS_DAYS,
)


def _days(label: Any, hint: Any, longest: int = LONGEST_DAYS) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=hint, min_value=SHORTEST_DAYS, max_value=longest
    )


class Terms(forms.Form):
    """How many days originals are kept, stopped texts that are to be judged, and words of
    reports."""

    originals_days = _days(
        _("Inlästa filer, antal dagar"),
        _("Räknat från inläsningen. Rapporterna står kvar, och inläsningen går att ångra."),
    )
    abandoned_days = _days(
        _("Filer som aldrig lästes in, antal dagar"),
        _("Räknat från uppladdningen. Det som visades vid provläsningen tas också bort."),
    )
    stopped_days = _days(
        _("Stoppade texter som har anmälts, antal dagar"),
        _("Texten sparas bara för att dataskyddsombudet ska kunna se om spärren hade fel."),
        LONGEST_STOPPED_DAYS,
    )
    texts_days = forms.IntegerField(
        label=_("Beskrivningar i rapporter, antal dagar"),
        help_text=_(
            "Räknat från dagen då det hände; tomt: de bevaras. Orden töms också i tidigare "
            "versioner. Slag, plats, dag och antal står kvar. Fastställda lägesbilder ändras inte. "
            "Inget töms förrän du har sparat. Vårt förslag är fem år, 1826 dagar."
        ),
        min_value=SHORTEST_TEXTS_DAYS,
        max_value=LONGEST_TEXTS_DAYS,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, row: DisposalTerms, data: Any) -> "Terms":
        names = ("originals_days", "abandoned_days", "stopped_days", "texts_days", "version")
        return cls(data, initial={name: getattr(row, name) for name in names})
