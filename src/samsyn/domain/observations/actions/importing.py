"""Importing an agency's file: tried first, then whole or not at all, and undone the same way."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.db.models.base import ModelState
from django.utils import timezone

from samsyn.domain.audit.actions import record
from samsyn.domain.files.actions import read
from samsyn.domain.intake.actions import IMPORT, hold, step
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, Problem, Source
from samsyn.domain.intake.rules import check_step
from samsyn.domain.observations.actions import store
from samsyn.domain.observations.actions.answers import (
    Answers,
    forget_answers,
    keep_answers,
    kept_answers,
)
from samsyn.domain.observations.actions.batches import Reader, Readings, Remark, known_words
from samsyn.domain.observations.actions.counting import Tally, drop_empty
from samsyn.domain.observations.enums import State
from samsyn.domain.observations.models import Observation, ObservationDistrict
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.observations.rules import release_of
from samsyn.domain.observations.values.report import NewReport
from samsyn.domain.observations.wording import when_said
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.domain.privacy.rules import masked
from samsyn.foundation import formats, queue
from samsyn.foundation.bulk import checkpoint_later, many_rows
from samsyn.foundation.ids import uuid7
from samsyn.foundation.refusals import Mistaken, NotNow
from samsyn.sources.child import read_in_child
from samsyn.sources.errors import SourceError
from samsyn.sources.mapping import Mapped, TableMapping, apply_mapping, suggest_mapping
from samsyn.sources.tables import Table, read_table

PREVIEWED_ROWS = 8
MOST_PROBLEMS_KEPT = 2000
_KEYS_A_STATEMENT = 500
OUR_FAULT = "Något gick fel hos oss. Inget har lästs in. Försök igen, eller hör av dig."


def table_of(batch: Batch) -> Table:
    """The batch's file as a table."""
    return table_in(read(batch.file), batch.file.name)


def table_in(data: bytes, name: str) -> Table:
    """The table in a file's bytes, read in a child process with limits."""
    try:
        return read_in_child(read_table, data, name)
    except SourceError as error:
        raise Mistaken(error.sentence, "file") from error


def suggestion(by: Scope, table: Table) -> TableMapping:
    """A mapping guessed from a table, for a person to mend."""
    return suggest_mapping(table, known_words(reference(by)))


@dataclass(frozen=True)
class Trial:
    """What a file would bring, and what is wrong in it; the problems are not kept yet."""

    reports: list[NewReport]
    already_there: int
    left_out: int
    problems: list[Problem]
    notes: list[str]
    answers: Answers


def try_table(*, by: Scope, source: Source, table: Table) -> Trial:
    """Read a table as the source's mapping says, and keep nothing; the source may be unsaved."""
    by.check(Act.IMPORT)
    known = reference(by)
    mapped = _mapped(table, source.mapping, known)
    reader = Reader(source, known, doubts=True)
    readings = reader.read(list(mapped.rows))
    return Trial(
        reports=readings.reports,
        already_there=len(_stored_keys(by, source, readings.keys)),
        left_out=len(_rows_with_problems(mapped, readings)) + len(mapped.skipped),
        problems=_problems(mapped, readings, known),
        notes=[masked(note, known.known_words).text for note in mapped.notes],
        answers=reader.answers,
    )


def check(batch_id: int) -> None:
    """Try a file: what would come in, and what is wrong, row by row; nothing is imported."""
    batch, scope = _job(batch_id)
    if batch.state != BatchState.CHECKING:
        return  # it was done before the one who did it could say so
    with _failing(batch), many_rows():
        batch.source.mapping = batch.mapping
        trial = try_table(by=scope, source=batch.source, table=table_of(batch))
        _keep_problems(batch, trial.problems)
        keep_answers(batch, reference(scope), trial.answers)
        step(
            batch,
            BatchState.CHECKED,
            total=len(trial.reports),
            progress=len(trial.reports),
            already_there=trial.already_there,
            left_out=trial.left_out,
            preview=_preview(trial.reports[:PREVIEWED_ROWS], reference(scope)),
            notes=trial.notes,
            message="",
        )


@action()
def approve(*, by: Scope, batch: Batch, leave_out: bool = False) -> None:
    """Let a tried file be imported; rows with problems are left out only when that is said."""
    by.check(Act.IMPORT)
    hold(batch)
    wrong = Problem.objects.visible_to(by).filter(batch=batch, blocking=True)
    rows = wrong.values("row").distinct().count()
    if rows and not leave_out:
        raise Mistaken(
            f"{formats.number(rows)} {'rad' if rows == 1 else 'rader'} har fel. Rätta kopplingen "
            "eller filen, eller välj att läsa in resten utan dem.",
            "leave_out",
        )
    step(batch, BatchState.IMPORTING, progress=0)
    record(by, "observations.import_approved", batch, plain={"left_out": rows})


@action()
def order_import(*, by: Scope, batch: Batch, leave_out: bool = False) -> None:
    """Have a tried file imported by the worker."""
    approve(by=by, batch=batch, leave_out=leave_out)
    queue.enqueue(IMPORT, batch.pk)


def import_batch(batch_id: int) -> None:
    """Import a file: everything is made ready first, then written in one transaction.

    Who calls it does the ``checkpoint`` afterwards, when the batch is known to be in.
    """
    batch, scope = _job(batch_id)
    if batch.state != BatchState.IMPORTING:
        return  # it was done before the one who did it could say so
    with _failing(batch), many_rows(), checkpoint_later():
        known = reference(scope)
        mapped = _mapped(table_of(batch), batch.mapping, known)
        answers = kept_answers(batch, known)
        readings = Reader(batch.source, known, answers=answers).read(list(mapped.rows))
        rows, districts = _ready(batch, scope, readings)
        with transaction.atomic():
            hold(batch)
            check_step(batch, BatchState.IMPORTED)
            store.add_many(rows, districts)
            _finish(scope, batch, readings, rows)


@action()
def undo(*, by: Scope, batch: Batch) -> int:
    """Take out every report that a batch brought in; refused once somebody has worked on one."""
    by.check(Act.IMPORT)
    hold(batch)
    check_step(batch, BatchState.UNDONE)
    found = Observation.objects.within(by.municipality_id).filter(batch=batch)
    rows = list(found.select_for_update(of=("self",)).order_by("pk"))
    touched = next((row for row in rows if row.version > 1), None)
    if touched is not None:
        raise NotNow(f"{touched.reference} har ändrats efter inläsningen och kan inte tas bort.")
    _take_out(by, batch, rows)
    step(batch, BatchState.UNDONE, imported=0)
    record(by, "observations.import_undone", batch, plain={"rows": len(rows)})
    return len(rows)


def _take_out(by: Scope, batch: Batch, rows: list[Observation]) -> None:
    brought = Observation.objects.within(by.municipality_id).filter(batch=batch)
    links = ObservationDistrict.objects.of(brought)
    districts: dict[int, dict[int, int]] = {row.pk: {} for row in rows}
    for link in links:
        districts[link.observation_id][link.layer_id] = link.district_id or 0
    tally = Tally()
    for row in rows:
        tally.add(row, districts[row.pk], sign=-1)
    tally.write()
    links.delete()
    brought.delete()
    drop_empty(by.municipality_id)


def _job(batch_id: int) -> tuple[Batch, Scope]:
    batch = Batch.rows.select_related("source", "file").get(pk=batch_id)
    scope = system_scope(Municipality.objects.get(pk=batch.municipality_id))
    return batch, scope


@contextmanager
def _failing(batch: Batch) -> Iterator[None]:
    """Whatever goes wrong ends in the batch, with a sentence; what we did wrong is raised too."""
    try:
        yield
    except (Mistaken, NotNow, SourceError) as error:
        message = masked(error.sentence, frozenset()).text  # it may quote a heading of the file
        step(batch, BatchState.FAILED, message=message)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the queue has it done again
    except Exception:
        batch.refresh_from_db(fields=["state"])
        step(batch, BatchState.FAILED, message=OUR_FAULT)
        raise


def _mapped(table: Table, mapping: dict[str, Any], known: Reference) -> Mapped:
    return apply_mapping(table, TableMapping.from_json(mapping), known_words(known))


def _rows_with_problems(mapped: Mapped, readings: Readings) -> set[int]:
    return {one.row for one in mapped.problems} | {one.row for one in readings.problems}


def _problems(mapped: Mapped, readings: Readings, known: Reference) -> list[Problem]:
    """What stops rows, and then what only needs saying; without the personal data in it."""
    faults = [Remark(one.row, one.column, one.sentence) for one in mapped.problems]
    skipped = [Remark(one.row, "", one.sentence) for one in mapped.skipped]
    blocking = [*faults, *readings.problems][:MOST_PROBLEMS_KEPT]
    remarks = [*readings.remarks, *skipped, *readings.doubts][:MOST_PROBLEMS_KEPT]
    said = [*((one, True) for one in blocking), *((one, False) for one in remarks)]
    texts = {text for one, _ in said for text in (one.column, one.sentence)}
    told = {text: masked(text, known.known_words).text for text in texts}
    return [
        Problem(
            row=one.row, column=told[one.column][:120], sentence=told[one.sentence], blocking=stops
        )
        for one, stops in said
    ]


def _keep_problems(batch: Batch, problems: list[Problem]) -> None:
    kept = Problem.objects.within(batch.municipality_id)
    kept.filter(batch=batch).delete()
    for one in problems:
        one.municipality_id, one.batch = batch.municipality_id, batch
    kept.bulk_create(problems)


def _preview(reports: list[NewReport], known: Reference) -> list[dict[str, Any]]:
    return [
        {
            "when": when_said(
                one.period.start,
                one.period.day,
                one.period.precision,
                one.period.part_of_day,
                end=one.period.end,
            ),
            "what": known.categories[one.category_id].name,
            "where": _where(one, known),
            "description": one.description,
            "events": one.events,
        }
        for one in reports
    ]


def _where(report: NewReport, known: Reference) -> str:
    if report.place_id:
        return known.places[report.place_id].name
    if report.district_id:
        return known.districts[report.district_id].name
    if report.latitude is not None:
        return f"{report.latitude:.5f}, {report.longitude:.5f}"
    return report.place_note


def _stored_keys(scope: Scope, source: Source, keys: list[str]) -> set[str]:
    """Which of the keys have come in before, each asked of the index that keeps them apart."""
    rows = Observation.objects.visible_to(scope).filter(
        ~Q(source_key=""), organisation_id=source.organisation_id
    )
    found: set[str] = set()
    for start in range(0, len(keys), _KEYS_A_STATEMENT):
        some = keys[start : start + _KEYS_A_STATEMENT]
        found.update(rows.filter(source_key__in=some).values_list("source_key", flat=True))
    return found


def _ready(
    batch: Batch, scope: Scope, readings: Readings
) -> tuple[list[Observation], list[store.Districts]]:
    """Unsaved rows with their districts, those that have come in before left out."""
    there = _stored_keys(scope, batch.source, readings.keys)
    rows: list[Observation] = []
    named: dict[int, int] = {}
    known = reference(scope)
    release = release_of(known.organisations[batch.source.organisation_id])
    state = State.SUBMITTED if batch.source.needs_review else State.PASSED_ON
    blank = Observation(
        municipality_id=scope.municipality_id, batch=batch, state=state, release=release
    )
    for key, new in zip(readings.keys, readings.reports, strict=True):
        if key in there:
            continue
        if new.district_id:
            named[len(rows)] = new.district_id
        row = _like(blank)
        row.uid, row.source_key = uuid7(), key
        store.fill(row, new, known)
        rows.append(row)
    _show_progress(batch, len(rows))
    found = store.districts_for(scope, rows, named)
    for row, districts in zip(rows, found, strict=True):
        row.district_id = store.primary_district(known, districts)
    return rows, found


def _like(blank: Observation) -> Observation:
    """Another unsaved row with the same values, in a tenth of the time that a new one takes."""
    row = Observation.__new__(Observation)
    row.__dict__.update(blank.__dict__, _state=ModelState())
    return row


def _show_progress(batch: Batch, rows: int) -> None:
    """Say how far it has come, before the transaction that nobody else sees into."""
    batch.total, batch.progress = rows, rows // 2
    batch.save(update_fields=["total", "progress"])


def _finish(scope: Scope, batch: Batch, readings: Readings, rows: list[Observation]) -> None:
    digest = hashlib.sha256("\n".join(sorted(row.source_key for row in rows)).encode())
    step(
        batch,
        BatchState.IMPORTED,
        imported=len(rows),
        progress=len(rows),
        already_there=len(readings.keys) - len(rows),
        digest=digest.hexdigest(),
        finished_at=timezone.now(),
        message="",
    )
    forget_answers(batch)
    record(scope, "observations.imported", batch, plain={"rows": len(rows), "digest": batch.digest})
