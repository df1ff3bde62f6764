"""What narrows the list of reports, as the form above it says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.domain.observations.enums import KINDS_TOGETHER, ReportKind, ReportState
from samsyn.domain.observations.queries.selecting import in_words
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.observations.values.selection import SEVERITIES, YES, Selection
from samsyn.domain.observations.values.words import MOST_SIGNS, report_number, stems
from samsyn.domain.observations.wording import selected
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.privacy.rules import PersonalDataError, check_label
from samsyn.foundation import formats
from samsyn.foundation.clock import STOCKHOLM
from samsyn.foundation.refusals import Mistaken
from samsyn.web.inputs import DayInput, with_blank
from samsyn.web.request import ScopedRequest

MOST_LISTED = 300
"""Places to choose from; where there are more, a place's own page leads here."""
KINDS = (*KINDS_TOGETHER, *ReportKind.values)
ORDERED = [
    ("oldest", _("Äldst först")),
    ("what", _("Vad")),
    ("where", _("Var")),
    ("organisation", _("Organisation")),
    ("state", _("Läge")),
]
NOBODY_BY_NAME = _(
    "Sök inte på det som pekar ut en person: rapporter ska inte hålla sådant. "
    "Står det i en rapport ändå, så maskera det."
)


def choices_of(known: Reference) -> dict[str, list[Any]]:
    """What a filter's fields let choose among, by the field's name, in keys of selections."""
    areas = [
        (
            area.name,
            [(f"area:{area.key}", _("Hela området"))]
            + [(f"category:{one.key}", one.name) for one in known.within_area(area)],
        )
        for area in known.areas
    ]
    found: dict[str, list[Any]] = {
        "what": areas,
        "district": [(one.code, one.name) for one in known.primary_districts],
        "place": _named(known.places),
        "organisation": _named(known.organisations),
    }
    return {name: with_blank(some, _("Alla")) for name, some in found.items()}


def checked_words(words: str, known: Reference) -> str:
    """Words that can be looked for: nobody is looked for by name or number. Raises
    ValidationError."""
    if words and report_number(words) is None:
        try:
            stems(words)
            check_label("words", words, known.known_words)
        except PersonalDataError as error:
            raise forms.ValidationError(NOBODY_BY_NAME) from error
        except Mistaken as error:
            raise forms.ValidationError(error.sentence) from error
    return words


class FilterForm(forms.Form):
    """What narrows the list."""

    words = forms.CharField(
        label=_("Sök"),
        required=False,
        max_length=MOST_SIGNS,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Ord eller R12")}),
    )
    since = forms.DateField(label=_("Från"), widget=DayInput(), required=False)
    until = forms.DateField(label=_("Till"), widget=DayInput(), required=False)
    what = forms.ChoiceField(label=_("Vad"), required=False)
    district = forms.ChoiceField(label=_("Område"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    state = forms.ChoiceField(
        label=_("Läge"), choices=with_blank(ReportState.choices, _("Alla")), required=False
    )

    place = forms.ChoiceField(label=_("Plats"), required=False)
    kind = forms.ChoiceField(label=_("Slag"), required=False)
    severity = forms.ChoiceField(
        label=_("Allvar"),
        choices=with_blank([(one, one) for one in SEVERITIES], _("Alla")),
        required=False,
    )
    mine = forms.BooleanField(
        label=_("Mina rapporter"), required=False, widget=forms.CheckboxInput(attrs={"value": YES})
    )
    sort = forms.ChoiceField(
        label=_("Sortera efter"), choices=with_blank(ORDERED, _("Nyast först")), required=False
    )

    FIRST = ("words",)
    """What always shows: a phone folds the rest, so that its list begins with the list."""

    def __init__(self, *args: Any, known: Reference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if len(known.places) > MOST_LISTED:
            del self.fields["place"]
        kinds = [(one, selected("kind", one)) for one in KINDS]
        choices = {**choices_of(known), "kind": with_blank(kinds, _("Alla"))}
        for name, found in choices.items():
            if name in self.fields:
                self.fields[name].choices = found  # type: ignore[attr-defined]

    @property
    def first(self) -> list[BoundField]:
        """The fields that always show."""
        return [self[name] for name in self.FIRST]

    @property
    def folded(self) -> list[BoundField]:
        """The other fields."""
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def unfolds(self) -> bool:
        """Whether something is wrong with a field that may be folded away."""
        return any(field.errors for field in self.folded)

    def clean_words(self) -> str:
        """Words that can be looked for."""
        return checked_words(self.cleaned_data["words"], self.known)

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


def _named(rows: Mapping[int, Any]) -> list[tuple[str, str]]:
    """Rows of the reference data by uid, in the order of their names."""
    found = [(str(one.uid), str(one.name)) for one in rows.values()]
    return sorted(found, key=lambda one: formats.swedish_order(one[1]))


@dataclass(frozen=True)
class Narrowed:
    """What the list is narrowed by out of sight: in words, the address without it, and whether
    the form has no field for it."""

    name: str
    value: str
    label: str
    without: str
    hidden: bool


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
    # the form says what is wrong with its own
    linked = {name: told[name] for name in _linked(form) if name in told}
    try:
        labels = in_words(request.scope, Selection.from_told(linked))
    except Mistaken as error:
        form.add_error(None, error.sentence)
        labels = {}
    selection = Selection.from_told(told | form.days) if form.is_valid() else None
    folded = _folded(request.scope, form, selection) if selection else {}
    narrowed = [
        Narrowed(name, told[name], label, _without(request, name), hidden=name in linked)
        for name, label in {**folded, **labels}.items()
    ]
    return Choice(form, selection, narrowed)


def _folded(scope: Scope, form: FilterForm, selection: Selection) -> dict[str, str]:
    """In words, what the fields that may be folded away narrow by."""
    without: dict[str, Any] = dict.fromkeys(("words", *_linked(form)), "")
    words = in_words(scope, replace(selection, **without))
    labels = {name: form.fields[name].label for name in _TIMES}
    return {
        name: f"{labels[name]} {text}" if name in labels else text for name, text in words.items()
    }


_TIMES = ("since", "until")


def _linked(form: FilterForm) -> tuple[str, ...]:
    """What links alone ask for; a place too where there are more than a form lists."""
    return ("longer", "linked", "batch", "deviation", *({"place"} - set(form.fields)))


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
    left_out = (name, "at", "page", *(["what"] if name in _IN_ONE_FIELD else []))
    kept = {key: value for key, value in request.GET.items() if key not in left_out}
    return f"{reverse('reports', args=[request.municipality.code])}?{urlencode(kept)}"
