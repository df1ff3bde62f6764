"""Reports as rows of a file: the same columns in CSV, Excel and on the command line."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, get_args, get_type_hints

from django.db.models import BooleanField, TextChoices

from samsyn.domain.audit.models import Entry
from samsyn.domain.audit.rules import text_digest
from samsyn.domain.observations.enums import Precision, Release, ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.listing import every
from samsyn.domain.observations.queries.selecting import rests_on
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import may_read_text
from samsyn.domain.observations.values.fields import At, in_order
from samsyn.domain.observations.values.report import TABLE, TEXTS, NewReport
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.observations.wording import is_span
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.drawing.sheets import csv_bytes, xlsx_bytes
from samsyn.drawing.table import CellKind, Column, Table
from samsyn.foundation import clock
from samsyn.foundation.clock import STOCKHOLM, PartOfDay, local_day
from samsyn.foundation.formats import swedish

Value = str | int | float | None
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HELD = "Texten visas bara för polisen"


def _time(row: Observation) -> str:
    return "" if _spans(row) else _clock(row, row.occurred_from)


def _clock(row: Observation, instant: datetime) -> str:
    return f"{instant.astimezone(STOCKHOLM):%H:%M}" if row.precision == Precision.EXACT else ""


def _spans(row: Observation) -> bool:
    return is_span(row.occurred_from, row.occurred_to, Precision(row.precision))


def _of_span(value: Callable[[Observation], str]) -> Callable[[Observation], str]:
    """A column that only spans fill: they are counted on one day and last for more."""
    return lambda row: value(row) if _spans(row) else ""


# what several fields tell together, and what is no field of a report that was handed in
_TOGETHER: dict[str, tuple[int, Callable[[Observation], Value]]] = {
    "Rapport": (10, lambda row: row.reference),
    "Dag": (20, lambda row: row.day.isoformat()),
    "Tid": (30, _time),
    "Från dag": (40, _of_span(lambda row: local_day(row.occurred_from).isoformat())),
    "Från tid": (50, _of_span(lambda row: _clock(row, row.occurred_from))),
    "Till dag": (60, _of_span(lambda row: local_day(row.occurred_to).isoformat())),
    "Till tid": (70, _of_span(lambda row: _clock(row, row.occurred_to))),
    "Tidens precision": (80, lambda row: swedish(Precision(row.precision))),
    "Del av dygnet": (90, lambda row: swedish(PartOfDay(row.part_of_day))),
    "Ämnesområde": (110, lambda row: ""),
    "Plats": (130, lambda row: row.place.name if row.place else row.place_note),
    "Område": (140, lambda row: row.district.name if row.district else ""),
    "Läge": (300, lambda row: swedish(ReportState(row.state))),
}
# what another row says of itself
_OF_ANOTHER: dict[str, Callable[[Observation], Value]] = {
    "category_id": lambda row: row.category.name,
    "organisation_id": lambda row: row.organisation.name,
    "earlier_id": lambda row: row.earlier.reference if row.earlier else "",
}


def _of_field(name: str) -> Callable[[Observation], Value]:
    """How a field of a report is written in a cell."""
    if name in _OF_ANOTHER:
        return _OF_ANOTHER[name]
    if name.endswith("_id"):
        raise TypeError(f"What does {name} say in a file?")
    value = attrgetter(name)
    choices = _choices_of(name)
    if choices is not None:
        return lambda row: swedish(choices(value(row))) if value(row) else ""
    if isinstance(Observation._meta.get_field(name), BooleanField):
        return lambda row: "ja" if value(row) else "nej"
    return value


def _choices_of(name: str) -> type[TextChoices] | None:
    """The choices that a field of a report is one of."""
    hint = get_type_hints(NewReport)[name]
    of = (one for one in (hint, *get_args(hint)) if isinstance(one, type))
    return next((one for one in of if issubclass(one, TextChoices)), None)


_FIELDS = {name: one.file for name, one in TABLE.items() if isinstance(one.file, At)}


def _columns() -> dict[str, Callable[[Observation], Value]]:
    """Every column by its heading, in order."""
    places = {heading: At(position, heading) for heading, (position, _) in _TOGETHER.items()}
    told = {heading: value for heading, (_, value) in _TOGETHER.items()}
    told |= {str(one.label): _of_field(name) for name, one in _FIELDS.items()}
    return {
        name: told[name] for name in in_order(places | {str(o.label): o for o in _FIELDS.values()})
    }


_COLUMNS = _columns()
COLUMNS = tuple(_COLUMNS)
_NUMBERS = {one.label for one in _FIELDS.values() if one.number}
# words that the police hold go together
_HELD_COLUMNS = tuple(_FIELDS[name].label for name in TEXTS if name in _FIELDS)


@dataclass(frozen=True)
class File:
    """Reports as bytes of a kind; for the log how many, of which selection, and those whose text
    the police hold but this reader reads."""

    data: bytes
    kind: str
    rows: int
    selection: Selection
    held: tuple[Observation, ...] = ()

    @property
    def told(self) -> dict[str, str | int | bool | None]:
        """What the log says of it."""
        return {"format": self.kind, "rows": self.rows, **logged(self.selection.told)}


def logged(told: Mapping[str, Any]) -> dict[str, Any]:
    """What narrows, as the log says it: what somebody looked for as a keyed sum alone, which
    tells the same words from others. An entry stands for good, and no masking reaches it."""
    words = {"words": text_digest(told["words"])} if "words" in told else {}
    return {**told, **words}


def taken_out_besides(scope: Scope, selection: Selection, since: datetime) -> int:
    """How many reports the person has taken out in files that nobody has reviewed, from an
    instant on: by each selection the most, and those of this very one not counted."""
    most: dict[tuple[tuple[str, str], ...], int] = {}
    names, own = vars(selection).keys(), logged(selection.told)
    for one in Entry.objects.visible_to(scope).filter(
        actor=scope.actor, act="observations.exported", at__gte=since
    ):
        choice = {name: one.values[name] for name in names if name in one.values}
        if "export" not in one.values and choice != own:
            key = tuple(sorted(choice.items()))
            most[key] = max(most.get(key, 0), one.values["rows"])
    return sum(most.values())


def exports_that_may_hold(scope: Scope, row: Observation) -> list[Entry]:
    """The entries of files that were taken out after a report came in, and whose selection, as
    the report is now, lets it through; newest first."""
    found = Entry.objects.visible_to(scope).filter(
        act="observations.exported", at__gte=row.created_at
    )
    # what a selection rests on is asked for as the system: who reads the log may not read it all
    own, system = _own_keys(row), system_scope(row.municipality)
    return [
        one for one in found.order_by("-number") if _may_have_held(system, row, own, one.values)
    ]


def _own_keys(row: Observation) -> dict[str, str]:
    """What a report is of, as selections say it, and as entries said it that were made before
    they did. ReportState and kind are left out: the report may have had another."""
    named = {
        "category": row.category.key,
        "area": row.category.area.key if row.category.area else "",
        "district": row.district.code if row.district else "",
        "place": str(row.place.uid) if row.place else "",
        "organisation": str(row.organisation.uid),
        "batch": str(row.batch.uid) if row.batch else "",
    }
    earlier = ("category_id", "district_id", "place_id", "organisation_id", "batch_id")
    return named | {name: str(getattr(row, name)) for name in earlier}


def _may_have_held(
    scope: Scope, row: Observation, own: dict[str, str], asked: dict[str, str]
) -> bool:
    day = row.day.isoformat()
    within = asked.get("since", day) <= day <= asked.get("until", day)
    same = all(asked.get(name, value) == value for name, value in own.items())
    keys = asked.get("keys", "")  # of entries made before selections named deviations
    named = not keys or str(row.pk) in re.findall(r"\d+", keys)
    return within and same and named and rests_on(scope, asked, row)


def as_file(scope: Scope, selection: Selection, kind: str) -> File:
    """The matching reports as ``csv`` or ``xlsx``."""
    columns = tuple(
        Column(name, CellKind.NUMBER if name in _NUMBERS else CellKind.TEXT) for name in COLUMNS
    )
    held: list[Observation] = []
    lines = tuple(tuple(row) for row in rows(scope, selection, held))
    table = Table("Rapporter", columns, lines)
    data = csv_bytes(table) if kind == "csv" else xlsx_bytes([table], clock.now())
    return File(data, kind, len(table.rows), selection, tuple(held))


def rows(
    scope: Scope, selection: Selection, held: list[Observation] | None = None
) -> Iterator[list[Value]]:
    """The matching reports in the list's order, a list of values in ``COLUMNS``' order; those
    whose held text is read are added to ``held``."""
    areas = {key: one.area.name for key, one in reference(scope).categories.items() if one.area}
    for row in every(scope, selection):
        values = {name: value(row) for name, value in _COLUMNS.items()}
        values["Ämnesområde"] = areas.get(row.category_id, "")
        if not may_read_text(scope, row):
            values |= dict.fromkeys(_HELD_COLUMNS, HELD)
        elif held is not None and row.release == Release.HELD:
            held.append(row)
        yield list(values.values())
