"""What narrows the list of reports, as the form above it says."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.monitoring.wording import title
from samsyn.domain.observations.enums import Kind, State
from samsyn.domain.observations.queries.listing import Filters
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.clock import STOCKHOLM
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

    @property
    def mistakes(self) -> list[str]:
        """Each thing that was not understood, with the name of its field."""
        fields = {name: f"{field.label}: " for name, field in self.fields.items()}
        return [
            f"{fields.get(name, '')}{error}" for name, some in self.errors.items() for error in some
        ]

    def filters(self) -> Filters:
        """What is asked for; only a form that is understood may be asked."""
        data = self.cleaned_data
        kind, _sep, key = data["what"].partition(":")
        return Filters(
            since=data["since"],
            until=data["until"],
            area_id=int(key) if kind == "area" else None,
            category_id=int(key) if kind == "category" else None,
            district_id=data["district"],
            organisation_id=data["organisation"],
            state=State(data["state"]) if data["state"] else None,
        )


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
    filters: Filters | None
    narrowed: list[Narrowed]


def chosen(request: ScopedRequest, asked: QueryDict | None = None) -> Choice:
    """What is asked for, in the address or in a kept query; what cannot be understood is an
    error of the form, and asks nothing."""
    asked = request.GET if asked is None else asked
    known = reference(request.scope)
    form = FilterForm(asked, known=known)
    link = _Link(request.scope, asked, known)
    for name in link.unknown:
        form.add_error(None, UNKNOWN[name])
    filters = link.narrow(form.filters()) if form.is_valid() else None
    narrowed = [
        Narrowed(name, str(asked[name]), label, _without(request, asked, name))
        for name, label in link.labels.items()
    ]
    return Choice(form, filters, narrowed)


def settled_at(request: ScopedRequest) -> datetime | None:
    """When the picture was settled whose statement led here; None where none did."""
    try:
        found = datetime.fromisoformat(request.GET.get("settled", ""))
        return found.astimezone(STOCKHOLM) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


UNKNOWN = {
    "place": _("Länken gäller en plats som inte finns. Välj på nytt."),
    "kind": _("Länken gäller ett slag som inte finns. Välj på nytt."),
}


class _Link:
    """What a link narrows the list by, beside the form. A deviation that one may not see, or that
    names no reports, narrows nothing: the link's weeks, area and place do."""

    def __init__(self, scope: Scope, asked: QueryDict, known: Reference) -> None:
        self.place = known.places.get(number_in(asked, "place"))
        kind = asked.get("kind", "")
        self.kind = Kind(kind) if kind in Kind.values else None
        self.deviation = _deviation(scope, asked)
        found = {"place": self.place, "kind": self.kind}
        self.unknown = [name for name, one in found.items() if asked.get(name) and one is None]

    @property
    def labels(self) -> dict[str, str]:
        """In words, by the link's names."""
        labels = {
            "place": self.place.name if self.place else "",
            "kind": str(self.kind.label).capitalize() if self.kind else "",
            "deviation": title(self.deviation) if self.deviation else "",
        }
        return {name: label for name, label in labels.items() if label}

    def narrow(self, filters: Filters) -> Filters:
        """The form's filters with the link's."""
        reports = self.deviation.evidence["reports"] if self.deviation else None
        return replace(
            filters,
            place_id=self.place.pk if self.place else None,
            kind=self.kind,
            keys=None if reports is None else tuple(reports),
        )


def _deviation(scope: Scope, query: QueryDict) -> Deviation | None:
    """The deviation whose reports are asked for, of those one may read; near repeats name none."""
    asked = query.get("deviation", "")
    if not scope.may(Act.WATCH) or not _is_uid(asked):
        return None
    rows: QuerySet[Deviation] = Deviation.objects.visible_to(scope)
    found = rows.select_related("area", "category", "district").filter(uid=asked).first()
    return found if found and "reports" in found.evidence else None


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _without(request: ScopedRequest, asked: QueryDict, name: str) -> str:
    left_out = (name, "at")
    kept = {key: value for key, value in asked.items() if key not in left_out}
    return f"{reverse('reports', args=[request.municipality.code])}?{urlencode(kept)}"
