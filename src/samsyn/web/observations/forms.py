"""The report form, and the reviewer's verdicts."""

from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from samsyn.domain.observations.enums import (
    Affected,
    Answer,
    Certainty,
    Informant,
    Precision,
    Repetition,
    ReportKind,
    Setting,
    Visibility,
)
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.report import (
    MOST_EVENTS,
    PLACE_PRECISION_M,
    UPCOMING_CATEGORY,
    NewReport,
    TimeSpan,
    at_time,
    in_part,
    longest,
)
from samsyn.domain.observations.wording import where
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import clock
from samsyn.foundation.clock import STOCKHOLM, PartOfDay
from samsyn.web.choices import FixedChoices
from samsyn.web.inputs import DayInput, TimeInput, with_blank
from samsyn.web.texts import Text

# outside these a day has no instant in UTC, or was mistyped
DAYS = [MinValueValidator(date(1950, 1, 1)), MaxValueValidator(date(2199, 12, 31))]
Choice = tuple[Any, Any]
# fields that say one thing together
TIME = {"day", "part", "time"}
MARK = {"latitude", "longitude"}
PLACE = {"where", *MARK}
SAID_TOGETHER = {*TIME, *PLACE, "category", "kind", "organisation", "accept", "key"}


class ReportForm(forms.Form):
    """What, where, when; the rest waits under Mer."""

    refusal_fields = {"place": "where", "when": "day"}

    category = forms.ChoiceField(
        label=_("Vad gäller det?"), error_messages={"required": _("Välj vad det gäller.")}
    )
    where = forms.ChoiceField(label=_("Var?"), required=False)
    latitude = forms.FloatField(label=_("Latitud"), widget=forms.HiddenInput, required=False)
    longitude = forms.FloatField(label=_("Longitud"), widget=forms.HiddenInput, required=False)
    day = forms.DateField(label=_("Vilken dag?"), widget=DayInput(), validators=DAYS)
    part = forms.ChoiceField(
        label=_("När på dygnet?"),
        choices=FixedChoices(PartOfDay.choices),
        widget=forms.RadioSelect(attrs={"layout": "cards"}),
        initial=PartOfDay.UNKNOWN,
        required=False,
    )
    time = forms.TimeField(label=_("Klockan"), widget=TimeInput(), required=False)
    description = Text(
        label=_("Beskrivning"),
        help_text=_("Platser och händelser, inte personer. Inga namn eller nummer."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=longest("description"),
        required=False,
    )
    place_note = Text(
        label=_("Var på platsen?"),
        max_length=longest("place_note"),
        required=False,
        help_text=_("Till exempel: baksidan, vid cykelstället."),
    )
    kind = forms.ChoiceField(
        label=_("Slag"), choices=FixedChoices(ReportKind.choices), initial=ReportKind.EVENT
    )
    events = forms.IntegerField(
        label=_("Antal händelser"), min_value=1, max_value=MOST_EVENTS, initial=1
    )
    setting = forms.ChoiceField(
        label=_("Inne eller ute?"),
        choices=FixedChoices(with_blank(Setting.choices)),
        required=False,
    )
    informant = forms.ChoiceField(
        label=_("Hur vet du det?"), choices=FixedChoices(Informant.choices), initial=Informant.OWN
    )
    oral_reporter = Text(
        label=_("Vem berättade?"),
        help_text=_("Yrkesroll, inte namn: vaktmästare, rektor."),
        max_length=longest("oral_reporter"),
        required=False,
    )
    certainty = forms.ChoiceField(
        label=_("Hur säkert är det?"),
        choices=FixedChoices(Certainty.choices),
        initial=Certainty.CERTAIN,
    )
    repetition = forms.ChoiceField(
        label=_("Har det hänt förut?"),
        choices=FixedChoices(with_blank(Repetition.choices)),
        required=False,
    )
    severity = forms.TypedChoiceField(
        label=_("Hur allvarligt?"),
        choices=FixedChoices(
            with_blank(
                [
                    (1, _("1 – störande")),
                    (2, _("2 – oroande")),
                    (3, _("3 – allvarligt")),
                    (4, _("4 – mycket allvarligt")),
                ]
            )
        ),
        coerce=int,
        empty_value=None,
        required=False,
    )
    affected = forms.ChoiceField(
        label=_("Hur många drabbades?"),
        choices=FixedChoices(with_blank(Affected.choices)),
        required=False,
    )
    action_taken = Text(label=_("Vad gjordes?"), max_length=longest("action_taken"), required=False)
    reported_to_police = forms.ChoiceField(
        label=_("Är det polisanmält?"), choices=FixedChoices(Answer.choices), initial=Answer.UNKNOWN
    )
    organisation = forms.TypedChoiceField(label=_("Vem rapporterar?"), coerce=int)
    visibility = forms.ChoiceField(
        label=_("Vem får läsa?"), choices=FixedChoices(Visibility.choices), initial=Visibility.GROUP
    )
    accept = forms.BooleanField(
        label=_("Jag har läst igenom texten. Den pekar inte ut någon."), required=False
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    FIRST = ("category", "where", "day", "part", "time")
    LAST = ("accept", "key", "latitude", "longitude")

    def __init__(self, *args: Any, scope: Scope, known: Reference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.findings: list[dict[str, object]] = []
        self.fields["category"].choices = FixedChoices(category_choices(known))  # type: ignore[attr-defined]
        self.fields["where"].choices = FixedChoices(place_choices(known))  # type: ignore[attr-defined]
        own = organisation_choices(scope, known)
        self.fields["organisation"].choices = own  # type: ignore[attr-defined]
        if len(own) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = own[0][0]
        self.fields["day"].initial = clock.today()
        self.fields["day"].widget.attrs["max"] = ""
        self.fields["key"].initial = uuid4().hex

    def keep(self, row: Observation) -> None:
        """Let a report keep what it has and what is no longer chosen anew."""
        self._keep("category", str(row.category_id), row.category.name)
        self._keep("where", str(self.initial["where"]), where(row))
        own = list(self.fields["organisation"].choices)  # type: ignore[attr-defined]
        if row.organisation_id not in dict(own):
            chosen = [(row.organisation_id, row.organisation.name)]
            self.fields["organisation"].choices = chosen  # type: ignore[attr-defined]
            self.fields["organisation"].widget = forms.HiddenInput()

    def _keep(self, name: str, value: str, label: str) -> None:
        field: Any = self.fields[name]
        if not field.valid_value(value):
            field.choices = [*field.choices, (value, label)]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What waits under Mer."""
        apart = {*self.FIRST, *self.LAST}
        return [field for field in self if field.name not in apart and not field.is_hidden]

    @property
    def more_is_wrong(self) -> bool:
        """Whether Mer holds a field to mend, or something chosen."""
        return any(field.errors for field in self.more_fields)

    def take_new_key(self) -> None:
        """Let what has been changed since it was sent be sent as another report."""
        self.data = {name: self.data[name] for name in self.data} | {"key": uuid4().hex}

    def new_report(self) -> NewReport:
        """The report that the form describes."""
        return NewReport(**self._values(set(self.fields)))

    def mended(self, stored: NewReport) -> NewReport:
        """A stored report with what was changed in the form; all else stays as it was."""
        return replace(stored, **self._values(set(self.changed_data)))

    def _values(self, changed: set[str]) -> dict[str, Any]:
        """What the changed fields say of a report."""
        data = self.cleaned_data
        values = {name: data[name] for name in changed - SAID_TOGETHER}
        if "organisation" in changed:
            values["organisation_id"] = data["organisation"]
        if changed & {"category", "kind"}:
            category = int(data["category"])
            values["category_id"] = category
            values["kind"] = ReportKind.UPCOMING if self._is_upcoming(category) else data["kind"]
        if changed & TIME:
            values["period"] = period_of(data["day"], data["part"], data["time"])
        if changed & PLACE:
            values |= self._position(changed)
        return values

    def _position(self, changed: set[str]) -> dict[str, Any]:
        """The place that was told; a mark that has not been moved is as sharp as it was."""
        place, district = self.place_of(self.cleaned_data["where"])
        mark = {name: self.cleaned_data[name] for name in MARK}
        if mark["latitude"] is None or changed & MARK:
            mark["position_precision_m"] = None
        return {"place_id": place, "district_id": district, **mark}

    def _is_upcoming(self, category: int) -> bool:
        """Whether the category is what is coming: then it need not be said twice."""
        return self.known.categories[category].key == UPCOMING_CATEGORY

    @staticmethod
    def place_of(chosen: str) -> tuple[int | None, int | None]:
        kind, _, key = chosen.partition(":")
        number = int(key) if key else None
        return (number if kind == "place" else None, number if kind == "district" else None)


def period_of(day: date, part: str, clock_time: time | None) -> TimeSpan:
    """The sharpest period that was given."""
    if clock_time is not None:
        return at_time(day, clock_time)
    return in_part(day, PartOfDay(part or PartOfDay.UNKNOWN))


def category_choices(known: Reference) -> list[Choice]:
    """Categories under their areas, those in use."""
    today = clock.today()
    groups = [
        (
            area.name,
            [
                (category.pk, category.name)
                for category in known.within_area(area)
                if category.valid_to is None or category.valid_to >= today
            ],
        )
        for area in known.areas
    ]
    return with_blank(groups, _("Välj"))


def place_choices(known: Reference) -> list[Choice]:
    """Named places first, then whole districts for who does not know more."""
    places = sorted(known.places.values(), key=lambda place: place.name)
    return with_blank(
        [
            (_("Platser"), [(f"place:{place.pk}", place.name) for place in places]),
            (
                _("Områden"),
                [(f"district:{one.pk}", one.name) for one in known.primary_districts],
            ),
        ],
        _("Vet inte, eller peka på kartan"),
    )


def organisation_choices(scope: Scope, known: Reference) -> list[Choice]:
    """The own organisations; for the coordinator, all that may have phoned."""
    keys = set(scope.organisations)
    if scope.organisations_as(Role.COORDINATOR) or scope.everything:
        keys = set(known.organisations)
    own_first = sorted(
        (known.organisations[key] for key in keys if key in known.organisations),
        key=lambda one: (one.pk not in scope.organisations, one.name),
    )
    return [(one.pk, one.name) for one in own_first]


def initial_of(row: Observation, stored: NewReport) -> dict[str, object]:
    """A stored report as the form's first values, as near as the form can show it."""
    local = stored.period.start.astimezone(STOCKHOLM)
    marked = stored.position_precision_m != PLACE_PRECISION_M
    exact = stored.period.precision == Precision.EXACT
    names = {field for field in ReportForm.base_fields if hasattr(stored, field)}
    return {
        **{name: getattr(stored, name) for name in names},
        "category": str(stored.category_id),
        "organisation": stored.organisation_id,
        "where": _where(stored),
        "latitude": stored.latitude if marked else None,
        "longitude": stored.longitude if marked else None,
        "day": local.date(),
        "part": row.part_of_day,
        "time": time(local.hour, local.minute) if exact else None,
    }


def _where(stored: NewReport) -> str:
    if stored.place_id:
        return f"place:{stored.place_id}"
    return f"district:{stored.district_id}" if stored.district_id else ""


class ReturnForm(forms.Form):
    """What the reporter is asked to mend."""

    note = Text(
        label=_("Vad behöver ändras?"),
        error_messages={"required": _("Skriv vad rapportören ska ändra.")},
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PassOnForm(forms.Form):
    """The reviewer's verdict on a report as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    own = forms.BooleanField(required=False)
    release = forms.BooleanField(required=False)
