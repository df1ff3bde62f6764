"""The forms of the review: what narrows the queue, what is mended on the spot, many at once."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.report import NewReport
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.observations.wording import where as where_of
from samsyn.web.choices import FixedChoices
from samsyn.web.inputs import DayInput, with_blank
from samsyn.web.observations.choosing import category_choices, place_choices
from samsyn.web.observations.filtering import checked_words, choices_of
from samsyn.web.observations.forms import ReportForm
from samsyn.web.texts import Text

WAITED = [(1, _("minst 1 dag")), (3, _("minst 3 dagar")), (7, _("minst 7 dagar"))]
KEYS = ("district", "place", "organisation")
_NO_PLACE = _("Okänd plats")


class QueueForm(forms.Form):
    """What narrows the queue."""

    what = forms.ChoiceField(label=_("Vad"), required=False)
    district = forms.ChoiceField(label=_("Område"), required=False)
    place = forms.ChoiceField(label=_("Plats"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    days = forms.TypedChoiceField(
        label=_("Har väntat"),
        choices=with_blank(WAITED, _("Alla")),
        coerce=int,
        empty_value=None,
        required=False,
    )
    alike = forms.BooleanField(label=_("Liknar en annan"), required=False)

    def __init__(self, *args: Any, known: Reference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in choices_of(known).items():
            self.fields[name].choices = FixedChoices(found)  # type: ignore[attr-defined]

    @property
    def selection(self) -> Selection:
        """What a valid form narrows by, but for what only a queue has."""
        data = self.cleaned_data
        told = {name: data[name] for name in KEYS if data[name]}
        name, _sep, key = data["what"].partition(":")
        return Selection.from_told(told | ({name: key} if key else {}))

    @property
    def told(self) -> dict[str, str]:
        """What a valid form narrows by, as an address says it."""
        data = self.cleaned_data
        return {name: "on" if name == "alike" else str(data[name]) for name in data if data[name]}


class CorrectForm(forms.Form):
    """What a reviewer mends on the spot; the reporter's words are kept as an earlier version."""

    refusal_fields = {"place": "where"}

    category = forms.ChoiceField(label=_("Kategori"))
    where = forms.ChoiceField(label=_("Var?"), required=False)
    description = deepcopy(ReportForm.base_fields["description"])
    place_note = deepcopy(ReportForm.base_fields["place_note"])
    visibility = deepcopy(ReportForm.base_fields["visibility"])
    accept = deepcopy(ReportForm.base_fields["accept"])
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, known: Reference, row: Observation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings: list[dict[str, object]] = []
        kept = {
            "category": (str(row.category_id), row.category.name, category_choices(known)),
            "where": (str(self.initial["where"]), where_of(row), place_choices(known, _NO_PLACE)),
        }
        for name, (value, label, choices) in kept.items():
            field: Any = self.fields[name]
            field.choices = FixedChoices(choices)
            # what is no longer chosen anew is kept
            if not field.valid_value(value):
                field.choices = [*choices, (value, label)]

    def mended(self, stored: NewReport) -> NewReport:
        """A stored report with what was changed in the form; all else stays as it was."""
        data, changed = self.cleaned_data, set(self.changed_data)
        values = {
            name: data[name] for name in changed & {"description", "place_note", "visibility"}
        }
        if "category" in changed:
            values["category_id"] = int(data["category"])
        if "where" in changed:
            values |= place_values(data["where"])
        return replace(stored, **values)


def place_values(chosen: str) -> dict[str, Any]:
    """What a chosen place or district is to a report: a mark that it had goes."""
    place, district = ReportForm.place_of(chosen)
    marks = dict.fromkeys(("latitude", "longitude", "position_precision_m"))
    return {"place_id": place, "district_id": district, **marks}


class RecallForm(forms.Form):
    """Why what was passed on is drawn back, and what is to become of it."""

    note = Text(
        label=_("Varför dras rapporten tillbaka?"),
        help_text=_("Rapportören läser det här."),
        error_messages={"required": _("Skriv varför rapporten dras tillbaka.")},
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    mend = forms.ChoiceField(
        label=_("Vad händer sedan?"),
        choices=[
            ("mend", _("Rapportören rättar den, och den granskas på nytt")),
            ("gone", _("Den räknas inte mer")),
        ],
        widget=forms.RadioSelect,
        initial="mend",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ManyForm(forms.Form):
    """What is done with the chosen reports."""

    act = forms.ChoiceField(choices=[(one, one) for one in ("pass", "return", "category", "place")])
    note = Text(
        label=_("Vad behöver ändras?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    category = forms.ChoiceField(label=_("Kategori"), required=False)
    where = forms.ChoiceField(label=_("Plats"), required=False)

    def __init__(self, *args: Any, known: Reference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings: list[dict[str, object]] = []
        self.fields["category"].choices = FixedChoices(category_choices(known))  # type: ignore[attr-defined]
        self.fields["where"].choices = FixedChoices(place_choices(known, _NO_PLACE))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What an act needs is there."""
        data: dict[str, Any] = super().clean() or {}
        needed = _NEEDED.get(data.get("act", ""))
        if needed and not data.get(needed) and needed not in self.errors:
            self.add_error(needed, _MISSING[needed])
        return data


_NEEDED = {"return": "note", "category": "category", "place": "where"}
_MISSING = {
    "note": _("Skriv vad rapportörerna ska ändra."),
    "category": _("Välj vilken kategori rapporterna ska få."),
    "where": _("Välj vilken plats rapporterna ska få."),
}


class ArchiveForm(forms.Form):
    """What a reviewer looks for among the own verdicts."""

    q = forms.CharField(
        label=_("Sök"), help_text=_("Nummer (R12) eller ord i rapporten"), required=False
    )
    day = forms.DateField(label=_("Granskad den"), widget=DayInput(), required=False)

    def __init__(self, *args: Any, known: Reference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_q(self) -> str:
        """Words that can be looked for."""
        return checked_words(self.cleaned_data["q"], self.known)


def correct_form(
    data: Any, known: Reference, row: Observation, initial: dict[str, object]
) -> CorrectForm:
    """The form of what is mended on the spot."""
    return CorrectForm(data, known=known, row=row, initial=initial, auto_id="correct_%s")
