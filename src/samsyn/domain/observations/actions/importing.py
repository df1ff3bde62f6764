"""Importing an agency's file: tried first, then whole or not at all, and undone the same way."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models.base import ModelState
from django.utils import timezone

from samsyn.domain.audit.actions import record
from samsyn.domain.files.actions import read
from samsyn.domain.intake.actions import hold, step
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, Problem
from samsyn.domain.intake.rules import check_step, may_undo
from samsyn.domain.observations.actions import store
from samsyn.domain.observations.actions.answers import (
    forget_answers,
    keep_answers,
    kept_answers,
)
from samsyn.domain.observations.actions.approving import Consent
from samsyn.domain.observations.actions.batches import Reader
from samsyn.domain.observations.actions.changing import (
    apply_changes,
    check_untouched,
    count_record,
    ensure_general_categories,
    restore_changes,
    settled,
)
from samsyn.domain.observations.actions.comparing import NEW, compare, has_earlier
from samsyn.domain.observations.actions.counting import Tally, drop_empty
from samsyn.domain.observations.actions.recording import insert_records, put_in_place
from samsyn.domain.observations.actions.tried import TriedRow
from samsyn.domain.observations.actions.trying import Trial, mapped_in, table_in, try_table
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import CountRecord, Observation, ObservationDistrict
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.observations.rules import release_of
from samsyn.domain.observations.wording import when_said
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Municipality, User
from samsyn.domain.organisations.queries import standing
from samsyn.domain.organisations.rules import make_scope, system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action
from samsyn.domain.privacy.rules import masked
from samsyn.foundation.bulk import checkpoint_later, many_rows
from samsyn.foundation.ids import as_uid, uuid7
from samsyn.foundation.refusals import Mistaken, NotNow
from samsyn.sources.errors import SourceError
from samsyn.sources.mapping import Holds, TableMapping
from samsyn.sources.tables import Table

PREVIEWED_ROWS = 8
MOST_PROBLEMS_KEPT = 2000
MOST_ASKED = 200
OUR_FAULT = "Något gick fel hos oss. Inget har lästs in. Försök igen, eller hör av dig."


def table_of(batch: Batch) -> Table:
    """The batch's file as a table, read as its list's mapping says."""
    saved = batch.mapping or batch.source.mapping
    mapping = TableMapping.from_json(saved) if saved else None
    return table_in(read(batch.file), batch.file.name, mapping)


def check(batch_id: int) -> None:
    """Try a file: what would come in, and what is wrong, row by row; nothing is imported."""
    batch, scope = _job(batch_id)
    if batch.state != BatchState.CHECKING:
        return  # it was done before the one who did it could say so
    with _failing(batch), many_rows():
        mapping = TableMapping.from_json(batch.mapping)
        table = table_of(batch)
        told = _who_brought(batch) or scope
        trial = try_table(by=scope, source=batch.source, table=table, mapping=mapping, reader=told)
        known = reference(scope)
        _keep_problems(batch, _problems(trial))
        keep_answers(batch, known, trial.answers)
        coming = trial.coming
        step(
            batch,
            BatchState.CHECKED,
            total=len(coming),
            progress=len(coming),
            already_there=trial.comparison.same,
            changed=len(trial.comparison.changed),
            gone=len(trial.comparison.gone),
            held=sum(1 for one in coming if one.held),
            texts=trial.texts,
            texts_stopped=sum(1 for one in trial.answers.values() if one.taken),
            left_out=trial.left_out,
            counts=trial.holds is Holds.COUNTS,
            asks=_asks(trial, known),
            stop=trial.stop,
            preview=_preview(coming[:PREVIEWED_ROWS]),
            notes=[],
            message="",
        )


def _asks(trial: Trial, known: Reference) -> dict[str, Any]:
    """What a person is to decide, the most common first, without personal data."""
    words = trial.readings.words.most_common(MOST_ASKED)
    places = sorted(trial.readings.places.values(), key=lambda one: -one.rows)[:MOST_ASKED]

    def is_plain(word: str) -> bool:
        return not masked(word, known.known_words).taken

    return {
        "words": [[word, count] for word, count in words if word and is_plain(word)],
        "without": trial.readings.words[""],
        "places": [
            [one.word, one.rows, trial.meant.get(one.word, "")]
            for one in places
            if is_plain(one.word)
        ],
        "unknown": len(trial.readings.entries) - len(trial.coming),
    }


def _problems(trial: Trial) -> list[Problem]:
    """What stops rows, and then what only needs saying, each as it is kept."""
    blocking = trial.problems[:MOST_PROBLEMS_KEPT]
    remarks = [*trial.remarks, *trial.skipped]
    remarks = sorted(remarks, key=lambda one: one.row is not None)[:MOST_PROBLEMS_KEPT]
    return [
        Problem(
            row=one.row or 0,
            sheet=(one.sheet or "")[:120],
            column=one.column[:120],
            kind=str(one.kind),
            sentence=one.sentence,
            blocking=stops,
        )
        for some, stops in ((blocking, True), (remarks, False))
        for one in some
    ]


def import_batch(batch_id: int) -> None:
    """Import a file: everything is made ready first, then written in one transaction.

    Who calls it does the ``checkpoint`` afterwards, when the batch is known to be in.
    """
    batch, scope = _job(batch_id)
    if batch.state != BatchState.IMPORTING:
        return  # it was done before the one who did it could say so
    with _failing(batch), many_rows(), checkpoint_later():
        known = reference(scope)
        mapping = TableMapping.from_json(batch.mapping)
        mapped = mapped_in(table_of(batch), mapping, known)
        answers = kept_answers(batch, known)
        consent = Consent(**batch.asks.get("consent", {}))
        earlier = has_earlier(scope, batch.source)
        reader = Reader(batch.source, known, mapping=mapping, any_earlier=earlier, answers=answers)
        entries = reader.read(list(mapped.rows)).coming
        scope = ensure_general_categories(scope, entries)
        counts = mapping.holds is Holds.COUNTS
        comparison = compare(scope, batch.source, entries, counts=counts)
        new = [one for one in entries if one.change == NEW]
        _show_progress(batch, len(new))
        make = _counted_rows if counts else _reported_rows
        write = make(scope, batch, new)
        with transaction.atomic():
            hold(batch)
            check_step(batch, BatchState.IMPORTED)
            write()
            updates = apply_changes(scope, batch, comparison, consent, counts=counts)
            _finish(scope, batch, entries, new, updates)


def _counted_rows(scope: Scope, batch: Batch, new: list[TriedRow]) -> Callable[[], None]:
    """What writes the new rows of a list of counts."""
    known = reference(scope)
    rows = [count_record(scope, batch, one, known) for one in new]
    put_in_place(scope, rows)
    return lambda: insert_records(rows)


def _reported_rows(scope: Scope, batch: Batch, new: list[TriedRow]) -> Callable[[], None]:
    """What writes the new rows of a list of events."""
    rows, districts = _ready(batch, scope, new)
    return lambda: store.add_many(rows, districts)


@action()
def undo(*, by: Scope, batch: Batch) -> int:
    """Take out every report that a batch brought in and give those it changed back what they
    said; refused once somebody has worked on one."""
    by.check(Act.IMPORT)
    if not may_undo(by, batch):
        by.check(Act.REVIEW)
    hold(batch)
    check_step(batch, BatchState.UNDONE)
    batch.refresh_from_db(fields=["updates"])
    found = Observation.objects.within(by.municipality_id).filter(batch=batch)
    rows = list(found.select_for_update(of=("self",)).order_by("pk"))
    counts = CountRecord.objects.within(by.municipality_id).filter(batch=batch)
    check_untouched(by, batch, [*rows, *counts])
    taken = len(rows) + counts.count()
    restore_changes(by, batch)
    _take_out(by, batch, rows, list(counts))
    counts.delete()
    drop_empty(by.municipality_id)
    step(batch, BatchState.UNDONE, imported=0, updates=[])
    record(by, "observations.import_undone", batch, plain={"rows": taken})
    return taken


def _take_out(by: Scope, batch: Batch, rows: list[Observation], counts: list[CountRecord]) -> None:
    brought = Observation.objects.within(by.municipality_id).filter(batch=batch)
    links = ObservationDistrict.objects.of(brought)
    districts: dict[int, dict[int, int]] = {row.pk: {} for row in rows}
    for link in links:
        districts[link.observation_id][link.layer_id] = link.district_id or 0
    tally = Tally()
    for row in rows:
        tally.add(row, districts[row.pk], sign=-1)
    for record_ in counts:
        tally.add_record(record_, sign=-1)
    tally.write()
    links.delete()
    brought.delete()


def _job(batch_id: int) -> tuple[Batch, Scope]:
    batch = Batch.rows.select_related("source", "file").get(pk=batch_id)
    scope = system_scope(Municipality.objects.get(pk=batch.municipality_id))
    return batch, scope


def _who_brought(batch: Batch) -> Scope | None:
    """The scope of the person who brought the file, as it is now; None where it was no person."""
    uid = as_uid(batch.started_by)
    user = User.objects.filter(uid=uid).first() if uid else None
    found = standing(user, batch.source.municipality.code) if user else None
    return make_scope(user, *found) if user and found else None


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


def _keep_problems(batch: Batch, problems: list[Problem]) -> None:
    kept = Problem.objects.within(batch.municipality_id)
    kept.filter(batch=batch).delete()
    for one in problems:
        one.municipality_id, one.batch = batch.municipality_id, batch
    kept.bulk_create(problems)


def _preview(entries: list[TriedRow]) -> list[dict[str, Any]]:
    return [
        {
            "when": when_said(
                one.report.period.start,
                one.report.period.day,
                one.report.period.precision,
                one.report.period.part_of_day,
                end=one.report.period.end,
            ),
            "what": one.category.name if one.category else "",
            "where": _where(one),
            "description": one.report.description,
            "events": one.report.events,
        }
        for one in entries
    ]


def _where(entry: TriedRow) -> str:
    report = entry.report
    if entry.place or report.latitude is None:
        return entry.place
    return f"{report.latitude:.5f}, {report.longitude:.5f}"


def _ready(
    batch: Batch, scope: Scope, entries: list[TriedRow]
) -> tuple[list[Observation], list[store.Districts]]:
    """Unsaved rows with their districts."""
    rows: list[Observation] = []
    named: dict[int, int] = {}
    known = reference(scope)
    release = release_of(known.organisations[batch.source.organisation_id])
    usual = ReportState.SUBMITTED if batch.source.needs_review else ReportState.PASSED_ON
    blank = Observation(municipality_id=scope.municipality_id, batch=batch, release=release)
    for entry in entries:
        if entry.report.district_id:
            named[len(rows)] = entry.report.district_id
        row = _like(blank)
        row.uid, row.source_key = uuid7(), entry.key
        row.state = ReportState.SUBMITTED if entry.held else usual
        store.fill(row, settled(entry, known), known)
        rows.append(row)
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


def _finish(
    scope: Scope,
    batch: Batch,
    entries: list[TriedRow],
    new: list[TriedRow],
    updates: list[list[Any]],
) -> None:
    digest = hashlib.sha256("\n".join(sorted(one.key for one in new)).encode())
    step(
        batch,
        BatchState.IMPORTED,
        imported=len(new),
        progress=len(new),
        already_there=len(entries) - len(new),
        changed=len(updates),
        updates=updates,
        digest=digest.hexdigest(),
        finished_at=timezone.now(),
        message="",
    )
    forget_answers(batch)
    plain: dict[str, str | int | bool | None] = {"rows": len(new), "digest": batch.digest}
    if updates:
        plain["updated"] = len(updates)
    record(scope, "observations.imported", batch, plain=plain)
