"""The reports that a selection lets through, within a scope."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from samsyn.domain.intake.models import Batch
from samsyn.domain.observations.enums import KINDS_TOGETHER
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.words import says
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.lasting import long_ones, within
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.observations.wording import selected
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.ids import as_uid
from samsyn.foundation.refusals import Mistaken

UNKNOWN = {
    "area": _("Länken gäller ett ämnesområde som inte finns. Välj på nytt."),
    "category": _("Länken gäller en kategori som inte finns. Välj på nytt."),
    "district": _("Länken gäller ett område som inte finns. Välj på nytt."),
    "place": _("Länken gäller en plats som inte finns. Välj på nytt."),
    "organisation": _("Länken gäller en organisation som inte finns. Välj på nytt."),
    "batch": _("Länken gäller en inläsning som inte finns. Välj på nytt."),
}


@dataclass(frozen=True)
class Thing:
    """Something in a room above that rests on reports: what it is called, and their keys."""

    title: str
    reports: tuple[int, ...]


Finder = Callable[[Scope, str], Thing | None]
"""By uid; None for what the person may not see, or what names no reports. Raises Mistaken where
there is no such thing."""
_finders: dict[str, Finder] = {}


def find_reports_by(name: str, finder: Finder) -> None:
    """Register, for a room above, what finds its things by uid; ``name`` is the field of
    ``Selection`` that holds the uid."""
    _finders[name] = finder


def matching(scope: Scope, selection: Selection) -> QuerySet[Observation]:
    """The reports a person may read that the selection lets through.

    Raises Mistaken, with the field, where a key names nothing here: that must not widen the
    choice. A thing of a room above that the person may not see narrows nothing: what it rests on
    is not theirs to know, and days, area and category stand beside it.
    """
    rows = Observation.objects.visible_to(scope).filter(_days(selection))
    found: QuerySet[Observation] = rows.filter(**_conditions(scope, selection))
    return found.filter(says(scope, selection.words)) if selection.words else found


def _days(selection: Selection) -> Q:
    days = selection.since, selection.until
    return long_ones(selection.longer, *days) if selection.longer else within(*days)


def _conditions(scope: Scope, selection: Selection) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in selection.told:
        value = getattr(selection, name)
        if name in _BESIDES:
            continue
        if name in _OF_THE_REPORT:
            found |= _OF_THE_REPORT[name](scope, value)
        elif name in _finders:
            thing = _finders[name](scope, value)
            found |= {} if thing is None else {"pk__in": thing.reports}
        else:
            found[_KEYS[name]] = row_of(scope, name, value).pk
    return found


NOBODY = 0
# time and words are asked for by themselves
_BESIDES = ("since", "until", "longer", "words")
_OF_THE_REPORT: dict[str, Callable[[Scope, str], dict[str, Any]]] = {
    "state": lambda _scope, value: {"state": value},
    "severity": lambda _scope, value: {"severity": value},
    "kind": lambda _scope, value: {"kind__in": KINDS_TOGETHER.get(value, (value,))},
    "mine": lambda scope, _value: {"reporter__user": scope.user_id or NOBODY},
    "linked": lambda _scope, _value: {"same_event__isnull": False},
}
_KEYS = {
    "area": "category__area_id",
    "category": "category_id",
    "district": "district_id",
    "place": "place_id",
    "organisation": "organisation_id",
    "batch": "batch_id",
}


def row_of(scope: Scope, name: str, value: str) -> Model:
    """What a key of a selection names. Raises Mistaken where it names nothing."""
    found: Model | None
    if name == "batch":
        uid, rows = as_uid(value), Batch.objects.visible_to(scope).select_related("source")
        found = rows.filter(uid=uid).first() if uid else None
    else:
        found = reference(scope).stable[name].get(value)
    if found is None:
        raise Mistaken(str(UNKNOWN[name]), name)
    return found


def in_words(scope: Scope, selection: Selection) -> dict[str, str]:
    """What a selection narrows by, field by field, as people say it. Raises Mistaken like
    ``matching``."""
    found = {name: _in_words(scope, selection, name) for name in selection.told}
    return {name: text for name, text in found.items() if text}


def _in_words(scope: Scope, selection: Selection, name: str) -> str:
    value = getattr(selection, name)
    if name in _finders:
        thing = _finders[name](scope, value)
        return thing.title if thing else ""
    if name in _KEYS:
        row = row_of(scope, name, value)
        return row.source.name if isinstance(row, Batch) else str(row)
    return selected(name, value)


def rests_on(scope: Scope, asked: Mapping[str, str], row: Observation) -> bool:
    """Whether a report is among those of the things of rooms above that a selection names, or
    may have been: of what is gone nobody knows."""
    try:
        found = [find(scope, asked[name]) for name, find in _finders.items() if name in asked]
    except Mistaken:
        return True
    return all(thing is None or row.pk in thing.reports for thing in found)
