"""Reports as rows of a file: the same columns in CSV, Excel and on the command line."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from samsyn.domain.audit.models import Entry
from samsyn.domain.observations.enums import (
    Affected,
    Answer,
    Certainty,
    Informant,
    Kind,
    Precision,
    Release,
    Repetition,
    Setting,
    State,
    Visibility,
)
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.listing import every
from samsyn.domain.observations.queries.selecting import rests_on
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.rules import may_read_text
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.observations.wording import is_span
from samsyn.domain.organisations.tenancy import Scope
from samsyn.drawing.sheets import csv_bytes, xlsx_bytes
from samsyn.drawing.table import Column, Table
from samsyn.drawing.table import Kind as Cell
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


_COLUMNS: dict[str, Callable[[Observation], Value]] = {
    "Rapport": lambda row: row.reference,
    "Dag": lambda row: row.day.isoformat(),
    "Tid": _time,
    "Från dag": _of_span(lambda row: local_day(row.occurred_from).isoformat()),
    "Från tid": _of_span(lambda row: _clock(row, row.occurred_from)),
    "Till dag": _of_span(lambda row: local_day(row.occurred_to).isoformat()),
    "Till tid": _of_span(lambda row: _clock(row, row.occurred_to)),
    "Tidens precision": lambda row: swedish(Precision(row.precision)),
    "Del av dygnet": lambda row: swedish(PartOfDay(row.part_of_day)),
    "Slag": lambda row: swedish(Kind(row.kind)),
    "Ämnesområde": lambda row: "",
    "Kategori": lambda row: row.category.name,
    "Plats": lambda row: row.place.name if row.place else row.place_note,
    "Område": lambda row: row.district.name if row.district else "",
    "Latitud": lambda row: row.latitude,
    "Longitud": lambda row: row.longitude,
    "Lägets noggrannhet (m)": lambda row: row.position_precision_m,
    "Inne eller ute": lambda row: swedish(Setting(row.setting)) if row.setting else "",
    "Organisation": lambda row: row.organisation.name,
    "Antal händelser": lambda row: row.events,
    "Beskrivning": lambda row: row.description,
    "Uppgift från": lambda row: swedish(Informant(row.informant)),
    "Säkerhet": lambda row: swedish(Certainty(row.certainty)),
    "Upprepning": lambda row: swedish(Repetition(row.repetition)) if row.repetition else "",
    "Tidigare rapport": lambda row: row.earlier.reference if row.earlier else "",
    "Allvar": lambda row: row.severity,
    "Berörda": lambda row: swedish(Affected(row.affected)) if row.affected else "",
    "Vad som gjordes": lambda row: row.action_taken,
    "Polisanmält": lambda row: swedish(Answer(row.reported_to_police)),
    "Läge": lambda row: swedish(State(row.state)),
    "Får läsas av": lambda row: swedish(Visibility(row.visibility)),
    "Upptäckt av patrull": lambda row: "ja" if row.discovered else "nej",
}
COLUMNS = tuple(_COLUMNS)
# who told it by word of mouth is no business of a file's readers
LEFT_OUT = ("oral_reporter",)
_NUMBERS = {"Latitud", "Longitud", "Lägets noggrannhet (m)", "Antal händelser", "Allvar"}
# words that the police hold go together
_HELD_COLUMNS = ("Beskrivning", "Vad som gjordes")


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
        return {"format": self.kind, "rows": self.rows, **self.selection.told}


def taken_out_besides(scope: Scope, selection: Selection, since: datetime) -> int:
    """How many reports the person has taken out in files that nobody has reviewed, from an
    instant on: by each selection the most, and those of this very one not counted."""
    most: dict[tuple[tuple[str, str], ...], int] = {}
    names = vars(selection).keys()
    for one in Entry.objects.visible_to(scope).filter(
        actor=scope.actor, act="observations.exported", at__gte=since
    ):
        choice = {name: one.values[name] for name in names if name in one.values}
        if "export" not in one.values and choice != selection.told:
            key = tuple(sorted(choice.items()))
            most[key] = max(most.get(key, 0), one.values["rows"])
    return sum(most.values())


def exports_that_may_hold(scope: Scope, row: Observation) -> list[Entry]:
    """The entries of files that were taken out after a report came in, and whose selection, as
    the report is now, lets it through; newest first."""
    found = Entry.objects.visible_to(scope).filter(
        act="observations.exported", at__gte=row.created_at
    )
    own = _own_keys(row)
    return [one for one in found.order_by("-number") if _may_have_held(scope, row, own, one.values)]


def _own_keys(row: Observation) -> dict[str, str]:
    """What a report is of, as selections say it, and as entries said it that were made before
    they did. State and kind are left out: the report may have had another."""
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
        Column(name, Cell.NUMBER if name in _NUMBERS else Cell.TEXT) for name in COLUMNS
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
