"""What narrows the list of reports, as the form above it says."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.monitoring.wording import title
from samsyn.domain.observations.enums import Kind, State
from samsyn.domain.observations.queries.listing import Filters
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.organisations.enums import Act
from samsyn.web.observations.forms import DayInput, number_in, with_blank
from samsyn.web.request import ScopedRequest


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


@dataclass(frozen=True)
class Narrowed:
    """What a link has narrowed the list by: in words, and the address without it."""

    name: str
    value: str
    label: str
    without: str


def chosen(request: ScopedRequest) -> tuple[FilterForm, Filters, list[Narrowed]]:
    """The form, the filters it and the link ask for, and those of them that only links give."""
    known = reference(request.scope)
    form = FilterForm(request.GET, known=known)
    filters, deviation = form.filters(), _deviation(request)
    if deviation is not None:
        filters = replace(filters, keys=tuple(deviation.evidence["reports"]))
    place = known.places.get(filters.place_id or 0)
    labels = {
        "place": place.name if place else "",
        "kind": str(filters.kind.label).capitalize() if filters.kind else "",
        "deviation": title(deviation) if deviation else "",
    }
    narrowed = [
        Narrowed(name, request.GET[name], label, _without(request, name))
        for name, label in labels.items()
        if label
    ]
    return form, filters, narrowed


def _deviation(request: ScopedRequest) -> Deviation | None:
    """The deviation whose reports are asked for, of those one may read; near repeats name none."""
    asked = request.GET.get("deviation", "")
    if not request.scope.may(Act.WATCH) or not _is_uid(asked):
        return None
    rows: QuerySet[Deviation] = Deviation.objects.visible_to(request.scope)
    found = rows.select_related("area", "category", "district").filter(uid=asked).first()
    return found if found and "reports" in found.evidence else None


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _without(request: ScopedRequest, name: str) -> str:
    left_out = (name, "at")
    kept = {key: value for key, value in request.GET.items() if key not in left_out}
    return f"{reverse('reports', args=[request.municipality.code])}?{urlencode(kept)}"
