"""What narrows the list of reports, as the form above it says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.domain.observations.enums import Kind, State
from samsyn.domain.observations.queries.listing import Filters
from samsyn.domain.observations.reference import Reference
from samsyn.web.observations.forms import DayInput, number_in, with_blank


class FilterForm(forms.Form):
    """What narrows the list."""

    since = forms.DateField(label=_("Från"), widget=DayInput(), required=False)
    until = forms.DateField(label=_("Till"), widget=DayInput(), required=False)
    what = forms.ChoiceField(label=_("Vad"), required=False)
    district = forms.TypedChoiceField(
        label=_("Område"), coerce=int, empty_value=None, required=False
    )
    organisation = forms.TypedChoiceField(
        label=_("Organisation"), coerce=int, empty_value=None, required=False
    )
    state = forms.ChoiceField(
        label=_("Läge"), choices=with_blank(State.choices, _("Alla")), required=False
    )

    def __init__(self, *args: Any, known: Reference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [
            (
                area.name,
                [(f"area:{area.pk}", _("Hela området"))]
                + [(f"category:{one.pk}", one.name) for one in known.within_area(area)],
            )
            for area in known.areas
        ]
        districts = [(one.pk, one.name) for one in known.primary_districts]
        organisations = sorted((one.name, one.pk) for one in known.organisations.values())
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

    def filters(self, **fixed: Any) -> Filters:
        """The filters that were understood; what was not is said by the form's errors."""
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        sort = self.data.get("kind", "")
        kind, _sep, key = (data.get("what") or "").partition(":")
        return Filters(
            since=data.get("since"),
            until=data.get("until"),
            area_id=int(key) if kind == "area" else None,
            category_id=int(key) if kind == "category" else None,
            district_id=data.get("district"),
            organisation_id=data.get("organisation"),
            state=State(data["state"]) if data.get("state") else None,
            place_id=number_in(self.data, "place") or None,
            kind=Kind(sort) if sort in Kind.values else None,
            **fixed,
        )
