"""What the rows of a file are to those that came before: new, the same, changed, or gone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from samsyn.domain.audit.models import Revision
from samsyn.domain.intake.models import Source
from samsyn.domain.observations.actions.identity import base_of
from samsyn.domain.observations.actions.own_fields import TAKEN, label_of, said
from samsyn.domain.observations.actions.tried import TriedRow
from samsyn.domain.observations.enums import Precision, ReportState
from samsyn.domain.observations.models import CountRecord, Observation
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.observations.values.report import TimeSpan
from samsyn.domain.observations.wording import when_said
from samsyn.domain.organisations.enums import OrganisationKind
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.clock import local_day

NEW, SAME, CHANGED = "new", "same", "changed"
BY_IMPORT = "by_import"
"""Marks the revisions that an import made, and no person."""
KEYS_A_STATEMENT = 500
_FIELDS = (
    "source_key", "pk", "version", "category_id", "occurred_from", "occurred_to", "precision",
    "place_id", "district_id", "latitude", "longitude", "place_note", "description", "events",
    "state", "uid", *(name for name in TAKEN if name != "position_precision_m"),
)  # fmt: skip
_COUNT_FIELDS = (
    "source_key", "pk", "version", "category_id", "period_from", "period_to", "place_id",
    "district_id", "value", "uid",
)  # fmt: skip
_POSITION_DECIMALS = 7

Stored = Mapping[str, Any]
# differences that hold somebody's words: a place may be told of in them
TEXT = ("Plats", "Beskrivning")


@dataclass(frozen=True)
class Change:
    """A row that came before and says something else now: each thing as it was and is."""

    entry: TriedRow
    stored: Stored
    differences: tuple[tuple[str, str, str], ...]


@dataclass
class FileComparison:
    """What a file brings beside what is there; ``gone`` are those of its days that it lacks.

    ``kept`` are changed too, but stay: reports that the police have worked on themselves.
    """

    changed: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    same: int = 0
    new: int = 0
    gone: list[Stored] = field(default_factory=list)


def compare(
    by: Scope, source: Source, entries: Sequence[TriedRow], *, counts: bool = False
) -> FileComparison:
    """Tell each row's ``change``; rows of one day, place, time and kind are paired by content."""
    found = FileComparison()
    if source._state.adding:
        found.new = len(entries)
        return found
    known = reference(by)
    if not _rows(by, source, counts=counts).filter(batch__source_id=source.pk).exists():
        found.new = len(entries)
        return found
    stored = _stored(by, source, entries, counts=counts)
    _settle(entries, stored, known)
    for entry in entries:
        row = stored.get(entry.key)
        if row is None:
            found.new += 1
            continue
        told = _differences(entry, row, known)
        entry.change = CHANGED if told else SAME
        if told:
            found.changed.append(Change(entry, row, told))
        else:
            found.same += 1
    found.gone = _gone(by, source, entries, counts=counts)
    if source.organisation.kind == OrganisationKind.POLICE:
        _leave_what_they_worked_on(by, found)
    return found


def _leave_what_they_worked_on(by: Scope, found: FileComparison) -> None:
    """No file, whoever brings it, undoes what the police have said of their own report."""
    rows = {str(one.stored["uid"]): one.stored["version"] for one in found.changed}
    rows |= {str(one["uid"]): one["version"] for one in found.gone}
    theirs = worked_on(by, rows)
    found.kept = [one for one in found.changed if str(one.stored["uid"]) in theirs]
    found.changed = [one for one in found.changed if str(one.stored["uid"]) not in theirs]
    found.gone = [one for one in found.gone if str(one["uid"]) not in theirs]


def worked_on(by: Scope, versions: Mapping[str, int]) -> set[str]:
    """The uids, of those given with their versions, that anybody but an import has changed."""
    newer = [uid for uid, version in versions.items() if version > 1]
    by_imports = Counter(
        Revision.objects.visible_to(by)
        .filter(subject__in=newer, fields__has_key=BY_IMPORT)
        .values_list("subject", flat=True)
    )
    return {uid for uid in newer if by_imports[uid] != versions[uid] - 1}


def _stored(
    by: Scope, source: Source, entries: Sequence[TriedRow], *, counts: bool
) -> dict[str, Stored]:
    """What is there by key; a row that is there under an earlier key takes it."""
    there = _with_keys(by, source, [one.key for one in entries], counts=counts)
    missing = [one for one in entries if one.key not in there and one.earlier]
    if not missing:
        return there
    keys = [key for one in missing for key in one.earlier]
    before = _with_keys(by, source, keys, counts=counts)
    for entry in missing:
        key = next((key for key in entry.earlier if key in before), None)
        if key is not None:
            entry.key = key
            there[key] = before[key]
    return there


def _rows(by: Scope, source: Source, *, counts: bool) -> Any:
    model = CountRecord if counts else Observation
    rows = model.objects.visible_to(by)
    return rows.filter(~Q(source_key=""), organisation_id=source.organisation_id)


def has_earlier(by: Scope, source: Source) -> bool:
    """Whether anything of the source has a key of another making than today's."""
    if source._state.adding:
        return False
    rows = _rows(by, source, counts=False).filter(batch__source_id=source.pk)
    before = rows.filter(source_key__startswith=f"{source.pk}:").exists()
    return bool(before or settings.SECRET_KEY_FALLBACKS)


def _with_keys(
    by: Scope, source: Source, keys: Sequence[str], *, counts: bool
) -> dict[str, Stored]:
    """Rows by key, each asked of the index that keeps them apart."""
    fields = _COUNT_FIELDS if counts else _FIELDS
    rows = _rows(by, source, counts=counts)
    found: dict[str, Stored] = {}
    for start in range(0, len(keys), KEYS_A_STATEMENT):
        some = keys[start : start + KEYS_A_STATEMENT]
        for values in rows.filter(source_key__in=some).values_list(*fields):
            found[values[0]] = dict(zip(fields, values, strict=True))
    return found


def _settle(entries: Iterable[TriedRow], stored: Mapping[str, Stored], known: Reference) -> None:
    """Let each of the rows that are equal by identity have the key of the one that says the same
    as it, if there is one; so that a row put in among them changes none of the others."""
    groups: dict[str, list[TriedRow]] = defaultdict(list)
    for entry in entries:
        groups[base_of(entry.key)[0]].append(entry)
    for group in groups.values():
        if len(group) > 1:
            _settle_group(group, stored, known)


def _settle_group(group: list[TriedRow], stored: Mapping[str, Stored], known: Reference) -> None:
    free = [one.key for one in group]
    left = []
    for entry in group:
        same = (key for key in free if key in stored)
        key = next((key for key in same if not _differences(entry, stored[key], known)), None)
        if key is None:
            left.append(entry)
        else:
            free.remove(key)
            entry.key = key
    for entry, key in zip(left, free, strict=True):
        entry.key = key


def _gone(by: Scope, source: Source, entries: Sequence[TriedRow], *, counts: bool) -> list[Stored]:
    """What the source has brought of the file's own days, and that the file lacks now."""
    if not entries:
        return []
    days = [one.report.period.day for one in entries]
    rows = _rows(by, source, counts=counts).filter(batch__source_id=source.pk)
    if counts:
        first = min(local_day(one.report.period.start) for one in entries)
        last = max(local_day(one.report.period.end) for one in entries)
        rows = rows.filter(period_from__gte=first, period_to__lte=last)
    else:
        rows = rows.filter(day__range=(min(days), max(days))).exclude(state=ReportState.WITHDRAWN)
    fields = _COUNT_FIELDS if counts else _FIELDS
    here = {one.key for one in entries}
    found = (dict(zip(fields, one, strict=True)) for one in rows.values_list(*fields))
    return [one for one in found if one["source_key"] not in here]


def _differences(
    entry: TriedRow, row: Stored, known: Reference
) -> tuple[tuple[str, str, str], ...]:
    told = _differing_count(entry, row) if "value" in row else _differing(entry, row, known)
    category = entry.category
    stored = known.categories.get(row["category_id"])
    if category is not None and (stored is None or stored.key != stored_key(category)):
        told.insert(0, ("Kategori", stored.name if stored else "", category.name))
    return tuple(told)


def stored_key(category: Any) -> str:
    """The key of the category that a row is kept under: an area has one of its own within it."""
    return category.key if category.area_id else f"{category.key}{GENERAL}"


GENERAL = "-allmant"


def _differing_count(entry: TriedRow, row: Stored) -> list[tuple[str, str, str]]:
    now = entry.report.events
    return [] if row["value"] == now else [("Antal", f"{row['value']:g}", str(now))]


def _differing(entry: TriedRow, row: Stored, known: Reference) -> list[tuple[str, str, str]]:
    new = entry.report
    told = []
    then = TimeSpan(row["occurred_from"], row["occurred_to"], Precision(row["precision"]))
    if _instants(then) != _instants(new.period):
        told.append(("Tid", _when(then), _when(new.period)))
    if _place_of(new, known) != _place_of(row, known):
        told.append(("Plats", _place_of(row, known), _place_of(new, known)))
    elif new.latitude is not None and _moved(new.latitude, new.longitude, row):
        before = "" if row["latitude"] is None else f"{row['latitude']:.5f}, {row['longitude']:.5f}"
        told.append(("Position", before, f"{new.latitude:.5f}, {new.longitude:.5f}"))
    if row["description"] != new.description:
        told.append(("Beskrivning", row["description"], new.description))
    if row["events"] != new.events:
        told.append(("Antal", str(row["events"]), str(new.events)))
    for name in entry.own:
        if name in row and row[name] != getattr(new, name):
            told.append((label_of(name), said(name, row[name]), said(name, getattr(new, name))))
    return told


def _instants(period: TimeSpan) -> tuple[datetime, datetime, str]:
    return period.start, period.end, str(period.precision)


def _when(period: TimeSpan) -> str:
    return when_said(period.start, period.day, period.precision, period.part_of_day, end=period.end)


def _place_of(one: Any, known: Reference) -> str:
    """The named place, district or words of a report, new or stored; the district that follows
    of a position is no word of the file's."""

    def value(name: str) -> Any:
        return one[name] if isinstance(one, Mapping) else getattr(one, name)

    names = []
    if value("place_id"):
        names.append(known.places[value("place_id")].name)
    elif value("district_id") and value("latitude") is None:
        names.append(known.districts[value("district_id")].name)
    return ", ".join(filter(None, [*names, value("place_note")]))


def _moved(latitude: float, longitude: float | None, row: Stored) -> bool:
    if row["latitude"] is None or longitude is None:
        return True
    away = (row["latitude"] - latitude, row["longitude"] - longitude)
    return any(round(abs(one), _POSITION_DECIMALS) > 0 for one in away)
