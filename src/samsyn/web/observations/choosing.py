"""What the report form lets one choose among: kinds within their areas, places, organisations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.domain.observations.enums import SaidTime
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.observations.values.report import said_time
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.computing import Findable
from samsyn.foundation import clock, formats
from samsyn.web.inputs import with_blank

Choice = tuple[Any, Any]
# a list that is longer is no help without a search
LONGEST_LIST = 500
_ICONS = {
    "ordning": "area-disorder",
    "vald": "area-violence",
    "extremism": "area-extremism",
    "ungdomar": "area-young",
    "andts": "area-drugs",
    "ovrigt": "area-other",
}
_ICON_OF_OTHERS = "tag"


@dataclass(frozen=True)
class Option:
    """A radio button: its value, what it says, and a line beneath."""

    value: str
    label: str
    id: str
    checked: bool
    note: str = ""


@dataclass(frozen=True)
class AreaOptions:
    """An area's button, and the kinds that it opens; ``open`` where one of them is chosen."""

    name: str
    icon: str
    options: list[Option]

    @property
    def open(self) -> bool:
        """Whether a kind in it is chosen."""
        return any(one.checked for one in self.options)


class PlaceChoice(forms.ChoiceField):
    """A place or a district of the municipality by its key, though only some are shown."""

    known: Reference

    def valid_value(self, value: object) -> bool:
        """Whether there is such a place, or it is one of those that are shown."""
        return place_named(self.known, str(value)) is not None or super().valid_value(value)


class CategoryChoice(forms.ChoiceField):
    """A category in use by its key; the choices are made where the form is shown alone."""

    known: Reference

    def valid_value(self, value: object) -> bool:
        """Whether it is chosen today, or stands among the choices, as one that a report keeps."""
        one = self.known.categories.get(_number(str(value)))
        chosen = one is not None and one.area_id is not None and is_in_use(one)
        return chosen or super().valid_value(value)


def _number(text: str) -> int:
    """A key that a form sent, 0 where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def place_named(known: Reference, value: str) -> str | None:
    """What ``place:12`` or ``district:3`` is called, or None where there is none such."""
    kind, _, key = value.partition(":")
    number = _number(key)
    if kind == "place" and number in known.places:
        return known.places[number].name
    own = {one.pk: one.name for one in known.primary_districts} if kind == "district" else {}
    return own.get(number)


def category_choices(known: Reference) -> list[Choice]:
    """Categories under their areas, those in use."""
    return with_blank(
        [(area.name, [(one.pk, one.name) for one in in_use(known, area)]) for area in known.areas],
        _("Välj"),
    )


def in_use(known: Reference, area: Category) -> list[Category]:
    """The categories of an area that are chosen today."""
    return [one for one in known.within_area(area) if is_in_use(one)]


def is_in_use(category: Category) -> bool:
    """Whether it is chosen today."""
    return category.valid_to is None or category.valid_to >= clock.today()


def kinds(known: Reference, recent: Sequence[int], chosen: str) -> list[Option]:
    """The kinds that were chosen last."""
    used = {one.pk: one.name for area in known.areas for one in in_use(known, area)}
    shown = [key for key in recent if key in used]
    return [
        Option(str(key), used[key], f"id_category_recent_{key}", checked=str(key) == chosen)
        for key in shown
    ]


def areas(known: Reference, among_recent: Sequence[Option], chosen: str) -> Iterator[AreaOptions]:
    """The areas and their kinds; what is chosen already above is not chosen here too."""
    if any(one.checked for one in among_recent):
        chosen = ""
    for area in known.areas:
        options = [
            Option(str(one.pk), one.name, f"id_category_{one.pk}", checked=str(one.pk) == chosen)
            for one in in_use(known, area)
        ]
        if options:
            yield AreaOptions(area.name, _ICONS.get(area.key, _ICON_OF_OTHERS), options)


def place_choices(known: Reference, blank: object) -> list[Choice]:
    """Named places, then whole districts for who does not know more."""
    places = sorted(known.places.values(), key=lambda one: formats.swedish_order(one.name))
    named = [(f"place:{one.pk}", one.name) for one in places]
    districts = [(f"district:{one.pk}", one.name) for one in known.primary_districts]
    groups = [(_("Platser"), named), (_("Områden"), districts)]
    return with_blank([group for group in groups if group[1]], blank)


def listed_places(known: Reference) -> list[Choice]:
    """The same for a browser without scripts; the places are left out where they are too many for
    a list, since they can be typed."""
    few = known if len(known.places) <= LONGEST_LIST else replace(known, places={})
    return place_choices(few, _("Välj i listan"))


def place_options(
    known: Reference, recent: Sequence[int], found: Sequence[Findable], shown: Sequence[Choice]
) -> list[Choice]:
    """The places that stand as buttons: what a search proposes, what was chosen last, and what the
    report has."""
    proposed = [(one.key, one.name) for one in found]
    latest = [(f"place:{key}", known.places[key].name) for key in recent if key in known.places]
    return list(dict([*proposed, *latest, *shown]).items())


def time_options(now: datetime, chosen: str) -> list[Option]:
    """The words of time, and the day that each comes to."""
    return [
        Option(one.value, str(one.label), f"id_when_{one}", one == chosen, _day_of(one, now))
        for one in SaidTime
    ]


def _day_of(said: SaidTime, now: datetime) -> str:
    if said is SaidTime.OTHER_DAY:
        return ""
    if said is SaidTime.JUST_NOW:
        return _("senaste halvtimmen")
    day = date_format(said_time(said, now).day, "l j F")
    return _("natten till %s") % day if said is SaidTime.LAST_NIGHT else day


def organisation_choices(scope: Scope, known: Reference) -> list[Choice]:
    """The own organisations; for the coordinator, all that may have phoned."""
    keys = set(scope.organisations)
    if scope.organisations_as(Role.COORDINATOR) or scope.everything:
        keys = set(known.organisations)
    own_first = sorted(
        (known.organisations[key] for key in keys if key in known.organisations),
        key=lambda one: (one.pk not in scope.organisations, formats.swedish_order(one.name)),
    )
    return [(one.pk, one.name) for one in own_first]
