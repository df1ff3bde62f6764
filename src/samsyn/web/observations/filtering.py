"""What narrows the list of reports, as the form above it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.queries.selecting import in_words
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.observations.values.selection import Selection
from samsyn.foundation.clock import STOCKHOLM
from samsyn.foundation.refusals import Mistaken
from samsyn.web.inputs import DayInput, with_blank
from samsyn.web.request import ScopedRequest


class FilterForm(forms.Form):
    """What narrows the list."""

    since = forms.DateField(label=_("Från"), widget=DayInput(), required=False)
    until = forms.DateField(label=_("Till"), widget=DayInput(), required=False)
    what = forms.ChoiceField(label=_("Vad"), required=False)
    district = forms.ChoiceField(label=_("Område"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    state = forms.ChoiceField(
        label=_("Läge"), choices=with_blank(ReportState.choices, _("Alla")), required=False
    )

    def __init__(self, *args: Any, known: Reference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [
            (
                area.name,
                [(f"area:{area.key}", _("Hela området"))]
                + [(f"category:{one.key}", one.name) for one in known.within_area(area)],
            )
            for area in known.areas
        ]
        districts = [(one.code, one.name) for one in known.primary_districts]
        organisations = sorted((one.name, str(one.uid)) for one in known.organisations.values())
        everything = _("Alla")
        choices = {
            "what": with_blank(areas, everything),
            "district": with_blank(districts, everything),
            "organisation": with_blank([(key, name) for name, key in organisations], everything),
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days in the wrong order are said to be so, instead of an empty list."""
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Till ligger före Från."))
        return data

    @property
    def mistakes(self) -> list[str]:
        """Each thing that was not understood, with the name of its field."""
        fields = {name: f"{field.label}: " for name, field in self.fields.items()}
        return [
            f"{fields.get(name, '')}{error}" for name, some in self.errors.items() for error in some
        ]

    @property
    def days(self) -> dict[str, str]:
        """The days of a form that is understood, as a selection says them."""
        days = ((name, self.cleaned_data[name]) for name in ("since", "until"))
        return {name: day.isoformat() for name, day in days if day}


@dataclass(frozen=True)
class Narrowed:
    """What a link has narrowed the list by: in words, and the address without it."""

    name: str
    value: str
    label: str
    without: str


@dataclass(frozen=True)
class Choice:
    """The form, what it and the link ask for (None: not understood), and what links alone give."""

    form: FilterForm
    selection: Selection | None
    narrowed: list[Narrowed]


def chosen(request: ScopedRequest) -> Choice:
    """What the address asks for; what cannot be understood is an error of the form, and asks
    nothing."""
    told = _told(request)
    form = FilterForm(_as_filled(told), known=reference(request.scope))
    try:
        # the form says what is wrong with its own
        linked = {name: value for name, value in told.items() if name in _LINKED}
        labels = in_words(request.scope, Selection.from_told(linked))
    except Mistaken as error:
        form.add_error(None, error.sentence)
        labels = {}
    selection = Selection.from_told(told | form.days) if form.is_valid() else None
    narrowed = [
        Narrowed(name, told[name], label, _without(request, name)) for name, label in labels.items()
    ]
    return Choice(form, selection, narrowed)


_LINKED = ("place", "kind", "longer", "batch", "deviation")
_IN_ONE_FIELD = ("category", "area")


def _told(request: ScopedRequest) -> dict[str, str]:
    """The address as a selection says it: the form's field ``what`` holds an area or a category."""
    told = {name: value for name, value in request.GET.dict().items() if value}
    name, _sep, key = told.get("what", "").partition(":")
    return told | ({name: key} if name in _IN_ONE_FIELD else {})


def _as_filled(told: Mapping[str, str]) -> dict[str, str]:
    given = [f"{name}:{told[name]}" for name in _IN_ONE_FIELD if name in told]
    return {**told, "what": given[0]} if given else dict(told)


def settled_at(request: ScopedRequest) -> datetime | None:
    """When the picture was settled whose statement led here; None where none did."""
    try:
        found = datetime.fromisoformat(request.GET.get("settled", ""))
        return found.astimezone(STOCKHOLM) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _without(request: ScopedRequest, name: str) -> str:
    left_out = (name, "at")
    kept = {key: value for key, value in request.GET.items() if key not in left_out}
    return f"{reverse('reports', args=[request.municipality.code])}?{urlencode(kept)}"
