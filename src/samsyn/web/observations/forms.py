"""The report form: what its answers come to; and the reviewer's verdicts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, time
from functools import partial
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.choices import flatten_choices
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.domain.observations.enums import Precision, ReportKind, SaidTime
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.own import RecentChoices
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.report import (
    PLACE_PRECISION_M,
    UPCOMING_CATEGORY,
    NewReport,
    TimeSpan,
    at_time,
    in_part,
    said_time,
)
from samsyn.domain.observations.wording import where
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.computing import Findable
from samsyn.foundation import clock, formats
from samsyn.foundation.clock import HOURED_PARTS, STOCKHOLM, PartOfDay
from samsyn.web.copying import Questions
from samsyn.web.observations.choosing import (
    AreaOptions,
    Choice,
    Option,
    areas,
    category_choices,
    kinds,
    listed_places,
    organisation_choices,
    place_named,
    place_options,
    time_options,
)
from samsyn.web.observations.questions import (
    ABOUT_SENDING,
    MARK,
    PLACE,
    SAID_TOGETHER,
    TIME,
    ReportQuestions,
)
from samsyn.web.texts import Text

MOST_PROPOSED = 6


class ReportForm(ReportQuestions):
    """What, where, when and a few words; the rest waits under Mer."""

    def __init__(
        self,
        *args: Any,
        scope: Scope,
        known: Reference,
        recent: Callable[[], RecentChoices] = RecentChoices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known, self._ask_recent = known, recent
        self.now = clock.now()
        self.findings: list[dict[str, object]] = []
        self.proposed: list[Findable] = []
        self._set_choices(scope)
        self.fields["seen_day"].initial = clock.local_day(self.now)
        self.fields["key"].initial = uuid4().hex

    def _set_choices(self, scope: Scope) -> None:
        fields: dict[str, Any] = self.fields
        for name in ("category", "where", "listed"):
            fields[name].known = self.known
        # asked for where the form is shown
        fields["category"].choices = partial(category_choices, self.known)
        fields["where"].choices = self._places
        fields["listed"].choices = partial(listed_places, self.known)
        own = organisation_choices(scope, self.known)
        fields["organisation"].choices = own
        if len(own) == 1:
            fields["organisation"].widget = forms.HiddenInput()
            fields["organisation"].initial = own[0][0]

    @cached_property
    def recent(self) -> RecentChoices:
        """What the person chose last."""
        return self._ask_recent()

    def _places(self, proposed: Sequence[Findable] = ()) -> list[Choice]:
        """The places that are shown: what is chosen, or was lately, and that one does not know."""
        told = (self["where"].value(), self.initial.get("where"))
        named = ((one, place_named(self.known, str(one))) for one in told if one)
        shown = [(str(value), name) for value, name in named if name is not None]
        options = place_options(self.known, self.recent.places, proposed, shown)
        return [*options, ("", _("Vet inte"))]

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
        if value and value not in {str(key) for key in dict(flatten_choices(field.choices))}:
            field.choices = [*field.choices, (value, label)]

    @cached_property
    def kinds(self) -> list[Option]:
        """The kinds that the person chose last, and one that is kept though it is out of use."""
        chosen = str(self["category"].value() or "")
        recent = kinds(self.known, self.recent.categories, chosen)
        return [*recent, *self._kept_kinds(chosen)]

    def _kept_kinds(self, chosen: str) -> Iterator[Option]:
        for key, label in self.fields["category"].choices:  # type: ignore[attr-defined]
            if key and not isinstance(label, (list, tuple)):
                yield Option(str(key), label, f"id_category_{key}", checked=str(key) == chosen)

    @property
    def areas(self) -> list[AreaOptions]:
        """The areas, each with its kinds."""
        return list(areas(self.known, self.kinds, str(self["category"].value() or "")))

    @property
    def places(self) -> list[Option]:
        """The places that one tap chooses, and that one does not know."""
        chosen = self["where"].value()
        return [
            Option(str(key), str(label), f"id_where_{index}", chosen is not None and key == chosen)
            for index, (key, label) in enumerate(self.fields["where"].choices)  # type: ignore[attr-defined]
        ]

    @property
    def times(self) -> list[Option]:
        """The words of time, and the day that each comes to now."""
        return time_options(self.now, self._said())

    @property
    def day_to_confirm(self) -> date | None:
        """The day that is asked about, or was asked about and is still meant."""
        if not self.errors.get("sure_of_day") and not self.data.get("sure_of_day"):
            return None
        period = self.cleaned_data.get("period")
        return period.day if period and not self._is_quick() else None

    @property
    def is_sure_of_day(self) -> bool:
        """Whether the day is meant: it was told by a word, or asked about and confirmed."""
        told: str = self.cleaned_data["sure_of_day"]
        return self._is_quick() or told == self.cleaned_data["period"].day.isoformat()

    @property
    def told_as(self) -> str:
        """The answers as they were given, the same however late they are sent again."""
        told = {**self.cleaned_data, "period": None}
        return repr(sorted((name, told[name]) for name in told.keys() - ABOUT_SENDING))

    def clean(self) -> dict[str, Any]:
        """Ask where answers say against each other, or do not say enough."""
        super().clean()
        self._clean_place()
        self._clean_time()
        return self.cleaned_data

    def _clean_time(self) -> None:
        data = self.cleaned_data
        if self._is_quick():
            data["period"] = said_time(SaidTime(self._said()), self.now)
            self._clean_day_as_seen()
        elif self._day_and_part_agree():
            data["period"] = period_of(data["day"], data["part"], data["time"])

    def _clean_day_as_seen(self) -> None:
        """A word of time is meant as its day was shown: at midnight it becomes another's."""
        seen, today = self.cleaned_data.get("seen_day"), clock.local_day(self.now)
        if self._said() == SaidTime.JUST_NOW or seen in (None, today):
            return
        self._set(seen_day=today.isoformat())
        self.add_error(
            "when",
            _("Det har blivit en ny dag sedan du öppnade sidan. Välj igen när det var."),
        )
        self._set(when="")

    def _day_and_part_agree(self) -> bool:
        data = self.cleaned_data
        if data.get("day") is None:
            if "day" not in self.errors:
                asked = _("Välj dag.") if data.get("when") else _("Välj när det var.")
                self.add_error("day" if data.get("when") else "when", asked)
            return False
        clock_time, part = data.get("time"), data.get("part")
        if clock_time is None or part in ("", None, PartOfDay.UNKNOWN):
            return "time" in data and "part" in data
        if HOURED_PARTS[clock_time.hour // 6] == part:
            return True
        told = {"time": f"{clock_time:%H.%M}", "part": PartOfDay(part).label}
        said = _("%(time)s ligger inte i %(part)s. Vilket stämmer? Ändra det andra.") % told
        self.add_error("time", said)
        return False

    def _clean_place(self) -> None:
        """What was chosen, or else what was typed; what is not understood is asked about."""
        data = self.cleaned_data
        typed = (data.get("searched") or "").strip()
        chosen = [data[name] for name in ("where", "listed") if data.get(name)]
        if (typed or data.get("listed")) and data.get("where") == self.initial.get("where"):
            chosen = chosen[1:]  # what the report had is not chosen anew
        meant = [one.key for one in self.known.finder.meant(typed)] if typed else []
        if typed and len(meant) != 1 and "where" not in self.errors:
            self._propose(typed)
        told = list(dict.fromkeys([*chosen, *meant[:1]]))
        if len(told) > 1 and "where" not in self.errors:
            names = formats.listing([str(place_named(self.known, one)) for one in told])
            said = _("Du har valt flera platser: %s. Välj en, och töm sökfältet.") % names
            self.add_error("where", said)
        if told and "where" not in self.errors:
            data["where"] = told[0]

    def _propose(self, typed: str) -> None:
        """Offer what the words may mean, to be chosen by a tap."""
        self.proposed = self.known.finder.find(typed, MOST_PROPOSED, self._recent_keys())
        self.fields["where"].choices = self._places(self.proposed)  # type: ignore[attr-defined]
        if self.proposed:
            said = _("Vilken plats menar du med ”%s”? Välj bland dem här, och töm sökfältet.")
        else:
            said = _(
                "Ingen plats heter ”%s”. Sök på något annat, eller välj Vet inte, töm sökfältet "
                "och skriv var det var under Mer."
            )
        self.add_error("where", said % typed)

    def _recent_keys(self) -> list[str]:
        return [f"place:{key}" for key in self.recent.places]

    def _said(self) -> str:
        """The word of time; a day that was sent without one is another day."""
        told = self["when"].value() or ""
        return str(told or (SaidTime.OTHER_DAY if self["day"].value() else ""))

    def _is_quick(self) -> bool:
        return self._said() in set(SaidTime) - {SaidTime.OTHER_DAY}

    def _set(self, **values: str) -> None:
        """Let the form that comes back have other values than were sent."""
        self.data = {name: self.data[name] for name in self.data} | values

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
        self._set(key=uuid4().hex)

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
        if changed & TIME or self._is_quick():
            values["period"] = data["period"]
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


# every report that is sent is a form of some thirty questions
ReportForm.base_fields = Questions(ReportForm.base_fields)


def period_of(day: date, part: str, clock_time: time | None) -> TimeSpan:
    """The sharpest period that was given."""
    if clock_time is not None:
        return at_time(day, clock_time)
    return in_part(day, PartOfDay(part or PartOfDay.UNKNOWN))


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
        "part": "" if exact else row.part_of_day,
        "when": SaidTime.OTHER_DAY,
        "time": time(local.hour, local.minute) if exact else None,
    }


def _where(stored: NewReport) -> str:
    if stored.place_id:
        return f"place:{stored.place_id}"
    return f"district:{stored.district_id}" if stored.district_id else ""


class ReturnForm(forms.Form):
    """What the reporter is asked to mend."""

    note = Text(
        label=gettext_lazy("Vad behöver ändras?"),
        error_messages={"required": gettext_lazy("Skriv vad rapportören ska ändra.")},
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PassOnForm(forms.Form):
    """The reviewer's verdict on a report as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    own = forms.BooleanField(required=False)
    release = forms.BooleanField(required=False)
