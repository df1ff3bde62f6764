"""What people say of a deviation, and what they want to look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.domain.monitoring.enums import Triage, Word
from samsyn.domain.monitoring.models import REASON_LENGTH, REFERENCE_LENGTH
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.categories import Category, is_sensitive
from samsyn.foundation import clock
from samsyn.web.texts import Written

SPANS = {4: _("fyra veckor"), 12: _("tolv veckor"), 26: _("ett halvår"), 52: _("ett år")}


class StepForm(forms.Form):
    """A step that needs nothing but what was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class LinkForm(StepForm):
    """Which problem or matter a deviation belongs to."""

    reference = Written(
        label=_("Problem eller ärende"),
        max_length=REFERENCE_LENGTH,
        help_text=_("Som ni kallar det: ”Busstationen kvällstid”, KS 2026/123."),
    )


class DismissForm(StepForm):
    """Why a deviation is set aside."""

    reason = Written(
        label=_("Varför?"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Platser och händelser, inte personer."),
    )


class VerdictForm(forms.Form):
    """What a deviation turned out to be."""

    word = forms.ChoiceField(choices=Word.choices)


class StateForm(forms.Form):
    """Which deviations the list shows."""

    state = forms.ChoiceField(
        label=_("Läge"), choices=[("", _("Alla")), *Triage.choices], required=False
    )

    def wanted(self) -> Triage | None:
        """The state that was chosen, if any."""
        chosen = self.cleaned_data.get("state") if self.is_valid() else ""
        return Triage(chosen) if chosen else None


@dataclass(frozen=True)
class View:
    """Whole days, both included, and the keys of the categories wanted.

    ``what`` names them as a drawing does, in Swedish.
    """

    first: date
    last: date
    weeks: int
    categories: frozenset[int]
    what: str


class LookForm(forms.Form):
    """How far back, and what.

    Outside the working group (``inside``) sensitive categories are left out of everything: what
    is left of a whole, when the others are taken from it, would tell of them.
    """

    weeks = forms.TypedChoiceField(
        label=_("Tid"), coerce=int, choices=[*SPANS.items()], empty_value=None, required=False
    )
    what = forms.ChoiceField(label=_("Vad"), required=False)

    def __init__(
        self, *args: Any, known: Reference, inside: bool, default: int = 52, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.default = known, default
        every = known.categories.values()
        self.shown = {one.pk for one in every if inside or not is_sensitive(one)}
        self.all_shown = len(self.shown) == len(every)
        self.initial.setdefault("weeks", default)
        areas = [(area.name, [*self._choices(area)]) for area in known.areas]
        areas = [(name, choices) for name, choices in areas if len(choices) > 1]
        self.fields["what"].choices = [("", _("Allt")), *areas]  # type: ignore[attr-defined]

    def view(self) -> View:
        """What was chosen; the whole weeks before this one."""
        data = self.cleaned_data if self.is_valid() else {}
        weeks = data.get("weeks") or self.default
        last = clock.monday(clock.today()) - timedelta(days=1)
        what = data.get("what", "")
        chosen = [one for one in self.known.categories.values() if self._wanted(one, what)]
        return View(
            last - timedelta(days=7 * weeks - 1),
            last,
            weeks,
            frozenset(one.pk for one in chosen),
            self._name(what),
        )

    def _name(self, what: str) -> str:
        _kind, _sep, key = what.partition(":")
        if key:
            return self.known.by_key[key].name
        return "Alla rapporter" if self.all_shown else "Alla rapporter utom känsliga ämnen"

    def _choices(self, area: Category) -> Iterable[tuple[str, Any]]:
        yield f"area:{area.key}", _("Hela ämnesområdet")
        for one in self.known.within_area(area):
            if one.pk in self.shown:
                yield f"category:{one.key}", one.name

    def _wanted(self, one: Category, what: str) -> bool:
        if one.area is None or one.pk not in self.shown:
            return False
        return _named(one, one.area, what)


def _named(one: Category, area: Category, what: str) -> bool:
    kind, _sep, key = what.partition(":")
    return {"": True, "area": area.key == key, "category": one.key == key}[kind]
