"""Bringing what has come before up to what a file says now, and giving it back what it said."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol, TypeGuard

from samsyn.domain.audit.actions import keep_revision
from samsyn.domain.audit.models import Revision
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch
from samsyn.domain.observations.actions import store
from samsyn.domain.observations.actions.categories import NewCategory, save_category
from samsyn.domain.observations.actions.comparing import (
    BY_IMPORT,
    FileComparison,
    Stored,
    stored_key,
    worked_on,
)
from samsyn.domain.observations.actions.counting import Tally
from samsyn.domain.observations.actions.own_fields import TAKEN
from samsyn.domain.observations.actions.recording import count_records, put_in_place
from samsyn.domain.observations.actions.tried import TriedRow
from samsyn.domain.observations.enums import Nature, Precision, ReportState
from samsyn.domain.observations.models import CountRecord, Observation
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.observations.values.report import NewReport, TimeSpan
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.clock import local_day, today
from samsyn.foundation.ids import uuid7
from samsyn.foundation.refusals import NotNow

_TEXTS = ("description", "place_note", "action_taken", "oral_reporter")
_KEPT = (
    "category_id", "occurred_from", "occurred_to", "precision", "day", "until", "week",
    "month",
    "part_of_day", "place_id", "latitude", "longitude", "position_precision_m", "district_id",
    "place_note", "description", "events", "state", "release",
    *(name for name in TAKEN if name != "position_precision_m"),
)  # fmt: skip
_MOMENTS, _DAYS = ("occurred_from", "occurred_to"), ("day", "until", "week", "month")


class Given(Protocol):
    """What a person has said may be done to what is there."""

    @property
    def update(self) -> bool: ...
    @property
    def replace(self) -> bool: ...


def ensure_general_categories(by: Scope, entries: Iterable[TriedRow]) -> Scope:
    """Give each area that rows are of a category of its own name, for what says no more; and the
    scope that knows of it."""
    known = reference(by)
    areas = {one.category.key: one.category for one in entries if _is_area(one.category)}
    wanted = [area for area in areas.values() if stored_key(area) not in known.by_key]
    for area in wanted:
        within = known.within_area(area)
        new = NewCategory(
            key=stored_key(area),
            name=area.name,
            name_en=area.name_en,
            nature=Nature(area.nature),
            # what says no more may be any of them
            sensitive=area.sensitive or any(one.sensitive for one in within),
            county_key=area.county_key or area.key,
        )
        save_category(by=by, new=new, area=area, position=len(within) + 1)
    if not wanted:
        return by
    return system_scope(Municipality.objects.get(pk=by.municipality_id))


def _is_area(category: Category | None) -> TypeGuard[Category]:
    return category is not None and category.area_id is None


def settled(entry: TriedRow, known: Reference) -> NewReport:
    """The report as it is kept: one of an area in the area's own category."""
    category = entry.category
    if category is None or category.area_id:
        return entry.report
    return replace(entry.report, category_id=known.by_key[stored_key(category)].pk)


def count_record(by: Scope, batch: Batch, entry: TriedRow, known: Reference) -> CountRecord:
    """The count that a row comes to, unsaved and not put in place yet."""
    report = settled(entry, known)
    last = local_day(report.period.end)
    return CountRecord(
        uid=uuid7(),
        municipality_id=by.municipality_id,
        organisation_id=report.organisation_id,
        category_id=report.category_id,
        period_from=local_day(report.period.start),
        period_to=last,
        place_id=report.place_id,
        district_id=report.district_id,
        source_name=batch.source.name,
        value=Decimal(report.events),
        preliminary=last > today(),
        batch=batch,
        source_key=entry.key,
        discovered=batch.source.discovered,
    )


def apply_changes(
    by: Scope, batch: Batch, comparison: FileComparison, given: Given, *, counts: bool
) -> list[list[Any]]:
    """Update what has changed and take back what is gone, where that was said; each thing done,
    with the version that it got."""
    done: list[list[Any]] = []
    known = reference(by)
    changed = comparison.changed if given.update or given.replace else []
    gone = comparison.gone if given.replace else []
    if counts:
        for change in changed:
            done.append(_update_count(by, change.stored, settled(change.entry, known)))
        done += [_drop_count(by, stored) for stored in gone]
        return done
    by_hand = worked_on(by, {str(one.stored["uid"]): one.stored["version"] for one in changed})
    for change in changed:
        row = _locked(by, change.stored)
        new = settled(change.entry, known)
        # what a person has mended is overwritten only to be looked at again
        held = change.entry.held or str(row.uid) in by_hand
        done.append(_update(by, row, new, own=change.entry.own, held=held))
    for stored in gone:
        row = _locked(by, stored)
        _keep(by, row)
        row.version += 1
        before = copy.copy(row)
        row.state, row.passes_at = ReportState.WITHDRAWN, None
        row.save(update_fields=["state", "passes_at", "version"])
        store.recount(row, before)
        done.append([str(row.uid), row.version])
    return done


def _locked(by: Scope, stored: Stored) -> Observation:
    rows = Observation.objects.within(by.municipality_id).select_for_update(of=("self",))
    row: Observation = rows.get(pk=stored["pk"])
    return row


def _keep(by: Scope, row: Observation) -> None:
    """Keep what a report said, whole, so that an undone import gives it back."""
    values = {name: _plain(getattr(row, name)) for name in _KEPT}
    texts = {name: getattr(row, name) for name in _TEXTS}
    fields = {"texts": texts, "category": row.category_id, "whole": values, BY_IMPORT: True}
    keep_revision(by, row, row.version, fields)


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _update(
    by: Scope, row: Observation, new: NewReport, *, own: Sequence[str], held: bool
) -> list[Any]:
    """Set a report to what its file says now, in what a file can say; the rest stays."""
    _keep(by, row)
    out = store.uncounted(row)
    stored = store.stored_report(row)
    merged = replace(
        stored,
        category_id=new.category_id,
        period=new.period,
        place_id=new.place_id,
        latitude=new.latitude,
        longitude=new.longitude,
        district_id=new.district_id,
        place_note=new.place_note,
        description=new.description,
        events=new.events,
        **{name: getattr(new, name) for name in {"position_precision_m", *own}},
    )
    store.fill(row, merged, reference(by))
    if held and row.state == ReportState.PASSED_ON:
        row.state = ReportState.SUBMITTED
    _stop_passing(row)
    row.version += 1
    store.place_and_count(by, row, new.district_id, out)
    return [str(row.uid), row.version]


def _stop_passing(row: Observation) -> None:
    """What was on its way was passed on as it read then: it waits for review again."""
    if row.state == ReportState.PASSING:
        row.state, row.passes_at = ReportState.SUBMITTED, None


def _update_count(by: Scope, stored: Stored, new: NewReport) -> list[Any]:
    row = CountRecord.objects.within(by.municipality_id).select_for_update().get(pk=stored["pk"])
    _set_count(by, row, Decimal(new.events), new.category_id)
    return [str(row.uid), row.version]


def _set_count(by: Scope, row: CountRecord, value: Decimal, category: int) -> None:
    keep_revision(by, row, row.version, _count_values(row))
    tally = Tally()
    tally.add_record(row, sign=-1)
    row.value, row.category_id = value, category
    tally.add_record(row)
    row.version += 1
    row.save(update_fields=["value", "category", "version"])
    tally.write()


def _drop_count(by: Scope, stored: Stored) -> list[Any]:
    """Take a count out: what it said is kept as a revision, and an undone import gives it back."""
    row = CountRecord.objects.within(by.municipality_id).select_for_update().get(pk=stored["pk"])
    whole = {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.fields}
    keep_revision(by, row, row.version, {**_count_values(row), "whole": _as_text(whole)})
    count_records([row], sign=-1)
    row.delete()
    return [str(stored["uid"]), stored["version"] + 1]


def _count_values(row: CountRecord) -> dict[str, object]:
    return {"value": str(row.value), "category": row.category_id, BY_IMPORT: True}


def _as_text(values: Mapping[str, object]) -> dict[str, object]:
    simple = (str, int, float, bool, dict, type(None))
    return {
        name: value if isinstance(value, simple) else str(value) for name, value in values.items()
    }


def check_untouched(by: Scope, batch: Batch, rows: Sequence[Observation | CountRecord]) -> None:
    """Refuse to undo what brought rows that somebody has worked on, or a later file changed."""
    later = Batch.objects.visible_to(by).filter(
        source=batch.source_id, state=BatchState.IMPORTED, pk__gt=batch.pk
    )
    changed = {uid for updates in later.values_list("updates", flat=True) for uid, _ in updates}
    if changed & {str(row.uid) for row in rows}:
        raise NotNow("En senare fil har ändrat det den här förde in. Ångra den filen först.")
    touched = worked_on(by, {str(row.uid): row.version for row in rows})
    for row in rows:
        if str(row.uid) in touched:
            name = row.reference if isinstance(row, Observation) else "En uppgift"
            raise NotNow(f"{name} har ändrats efter inläsningen och kan inte tas bort.")


def restore_changes(by: Scope, batch: Batch) -> None:
    """Give what a batch changed back what it said before; refused where somebody has worked on
    it since."""
    for uid, version in batch.updates:
        before = Revision.objects.visible_to(by).get(subject=uid, version=version - 1).fields
        reports = Observation.objects.within(by.municipality_id).filter(uid=uid)
        row = reports.select_for_update(of=("self",)).first()
        if row is not None:
            _restore(by, row, version, before["whole"])
            continue
        count = CountRecord.objects.within(by.municipality_id).filter(uid=uid).first()
        if count is not None:
            _restore_count(by, count, version, before)
        elif "whole" in before:
            _bring_back(by, {**before["whole"], "version": version})


def _restore(by: Scope, row: Observation, version: int, before: dict[str, Any]) -> None:
    if row.version != version:
        raise NotNow(f"{row.reference} har ändrats efter inläsningen och kan inte ändras tillbaka.")
    _keep(by, row)
    out = store.uncounted(row)
    for name, value in before.items():
        setattr(row, name, _revived(name, value))
    # what was kept before days were reckoned as now says other days
    period = TimeSpan(row.occurred_from, row.occurred_to, Precision(row.precision))
    store.fill_time(row, period)
    _stop_passing(row)
    row.version += 1
    named = row.district_id if row.latitude is None else None
    store.place_and_count(by, row, named, out)


def _revived(name: str, value: Any) -> Any:
    if name in _MOMENTS:
        return datetime.fromisoformat(value)
    return datetime.fromisoformat(value).date() if value and name in _DAYS else value


def _restore_count(by: Scope, row: CountRecord, version: int, before: Mapping[str, Any]) -> None:
    if row.version != version:
        raise NotNow("En uppgift har ändrats efter inläsningen och kan inte ändras tillbaka.")
    _set_count(by, row, Decimal(before["value"]), before["category"])


def _bring_back(by: Scope, values: dict[str, Any]) -> None:
    """Store a count that was taken out as it was, in the districts of now."""
    CountRecord.objects.within(by.municipality_id).create(**values)
    row = CountRecord.objects.within(by.municipality_id).get(pk=values["id"])
    put_in_place(by, [row])
    row.save(update_fields=["day", "districts"])
    count_records([row])
