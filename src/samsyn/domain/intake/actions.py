"""Keeping sources and their mappings, and taking in files to be tried."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from samsyn.domain.audit.actions import keep_revision, record
from samsyn.domain.files.actions import keep
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, Source
from samsyn.domain.intake.queries import others_bring, source_called
from samsyn.domain.intake.rules import check_may_keep, check_step
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.queries.guard_words import own_words
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action, locked
from samsyn.domain.privacy.rules import check_texts, masked
from samsyn.foundation import queue
from samsyn.foundation.refusals import Mistaken, NotNow
from samsyn.foundation.rows import check_fits
from samsyn.sources.mapping import TableMapping, Target

CHANGED = "Någon annan har ändrat kopplingen medan du gjorde din. Jämför och spara igen."

LIST_CHANGED = "Någon annan har ändrat listan medan du gjorde det. Se efter och spara igen."

CHECK, IMPORT = "observations.check_batch", "observations.import_batch"
UNDER_WAY = (BatchState.CHECKING, BatchState.IMPORTING)
LONGEST_NAME = 200
"""Of a file."""
BEGINS_AGAIN = "Avbröts när servern stoppades. Läsningen börjar om av sig själv."
INTERRUPTED = (
    "Läsningen avbröts och kunde inte göras om av sig själv. Inget har lästs in. Provläs igen."
)


@dataclass(frozen=True, kw_only=True)
class NewSource:
    """A source as it is about to be kept; 0 for who delivers it where it is only tried."""

    name: str
    organisation_id: int
    discovered: bool = False
    needs_review: bool = False


@action()
def create_source(*, by: Scope, new: NewSource, mapping: TableMapping | None = None) -> Source:
    """Keep a new source; its mapping may follow with the first file."""
    source = unsaved_source(by=by, new=new, mapping=mapping)
    source.save()
    record(by, "intake.source_created", source)
    return source


def unsaved_source(*, by: Scope, new: NewSource, mapping: TableMapping | None = None) -> Source:
    """A source as it would be kept, which a file can be tried with."""
    by.check(Act.IMPORT)
    name = new.name.strip()
    check_fits(Source, name=name)
    # the words of the municipality's places are known in the rooms above
    check_texts({"name": name}, known_words=own_words(by), warnings_accepted=True)
    if source_called(by, name):
        raise Mistaken(f"Det finns redan en lista som heter {name}.", "name")
    values = {**vars(new), "name": name, "organisation_id": new.organisation_id or None}
    return Source(
        municipality_id=by.municipality_id,
        mapping=_without_names(mapping).to_json() if mapping else {},
        **values,
    )


@action()
def change_source(
    *, by: Scope, source: Source, name: str, needs_review: bool, version: int
) -> Source:
    """Give a list another name, or have its rows reviewed or not."""
    _check_may_keep(by, source)
    source = locked(by, source, version=version, stale=LIST_CHANGED)
    name = name.strip()
    check_fits(Source, name=name)
    check_texts({"name": name}, known_words=own_words(by), warnings_accepted=True)
    other = source_called(by, name)
    if other is not None and other.pk != source.pk:
        raise Mistaken(f"Det finns redan en lista som heter {name}.", "name")
    keep_revision(by, source, source.version, {"name": source.name})
    source.name, source.needs_review = name, needs_review
    source.version += 1
    source.save(update_fields=["name", "needs_review", "version"])
    record(by, "intake.source_changed", source, plain={"version": source.version})
    return source


@action()
def pause_source(*, by: Scope, source: Source) -> None:
    """Say that a list is not expected for a while."""
    _check_may_keep(by, source)
    source.paused_at = timezone.now()
    source.save(update_fields=["paused_at"])
    record(by, "intake.source_paused", source)


@action()
def resume_source(*, by: Scope, source: Source) -> None:
    """Expect a list again."""
    _check_may_keep(by, source)
    source.paused_at = None
    source.save(update_fields=["paused_at"])
    record(by, "intake.source_resumed", source)


@action()
def remove_source(*, by: Scope, source: Source) -> None:
    """Take a list away; what it has brought stays, and can still be undone."""
    _check_may_keep(by, source)
    if Batch.objects.visible_to(by).filter(source=source, state__in=UNDER_WAY).exists():
        raise NotNow("En fil i listan läses just nu. Vänta tills den är klar.")
    source.removed_at = timezone.now()
    source.save(update_fields=["removed_at"])
    record(by, "intake.source_removed", source)


def _check_may_keep(by: Scope, source: Source) -> None:
    check_may_keep(by, source, others_bring=others_bring(by, source))


def _without_names(mapping: TableMapping) -> TableMapping:
    """The mapping as it may be kept: no heading in it names anybody."""
    kept = []
    for rule in mapping.columns:
        if not masked(rule.label, frozenset()).taken:
            kept.append(rule)
        elif rule.target is not Target.IGNORE:
            raise Mistaken(
                "En rubrik som används ser ut att peka ut någon. Byt rubriken i filen och lämna "
                "in den igen.",
                "mapping",
            )
    return replace(mapping, columns=tuple(kept))


@action(plain=("mapping",))
def save_mapping(*, by: Scope, source: Source, mapping: TableMapping, version: int) -> Source:
    """Replace a source's mapping; the former one stays in its history."""
    _check_may_keep(by, source)
    source = locked(by, source, version=version, stale=CHANGED)
    keep_revision(by, source, source.version, {"mapping": source.mapping})
    source.mapping = _without_names(mapping).to_json()
    source.version += 1
    source.save(update_fields=["mapping", "version"])
    record(by, "intake.mapping_saved", source, plain={"version": source.version})
    return source


@action()
def take_in(*, by: Scope, source: Source, data: bytes, name: str, check: bool = True) -> Batch:
    """Keep a file as a batch of its source; it is tried at once where it has a mapping."""
    by.check(Act.IMPORT)
    name = masked(name[-LONGEST_NAME:], frozenset()).text[-LONGEST_NAME:]
    stored = keep(by, data, name=name, media_type="application/octet-stream")
    batch = Batch.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        source=source,
        file=stored,
        started_by=by.actor,
        mapping=source.mapping,
    )
    record(by, "intake.file_taken_in", batch, plain={"bytes": len(data)})
    if check and source.mapping:
        order_check(by=by, batch=batch)
    return batch


@action()
def order_check(*, by: Scope, batch: Batch) -> None:
    """Have the file tried with its source's mapping of now."""
    by.check(Act.IMPORT)
    hold(batch)
    record(by, "intake.check_ordered", batch)
    step(batch, BatchState.CHECKING, progress=0, message="", mapping=batch.source.mapping)
    queue.enqueue(CHECK, batch.pk, precedence=queue.Precedence.AWAITED)


def tell_interrupted(batch_id: int) -> None:
    """Say of a file that is being read that its reading was interrupted and begins again."""
    Batch.rows.filter(pk=batch_id, state__in=UNDER_WAY).update(message=BEGINS_AGAIN, progress=0)


def give_up_lost() -> None:
    """Let files that stand as being read, and that nobody reads, have failed: to be tried again."""
    for pk in Batch.rows.filter(state__in=UNDER_WAY).values_list("pk", flat=True):
        _give_up_if_lost(pk)


@transaction.atomic
def _give_up_if_lost(pk: int) -> None:
    batch = Batch.rows.select_for_update(of=("self",)).get(pk=pk)
    if batch.state in UNDER_WAY and queue.is_lost((CHECK, IMPORT), pk, batch.created_at):
        step(batch, BatchState.FAILED, message=INTERRUPTED)


def hold(batch: Batch) -> None:
    """Lock a batch and learn its state of now, so that no two people take the same step."""
    rows = Batch.rows.select_for_update(of=("self",))
    batch.state = rows.values_list("state", flat=True).get(pk=batch.pk)


def step(batch: Batch, to: BatchState, **fields: Any) -> None:
    """Move a batch on, with what else becomes known."""
    check_step(batch, to)
    batch.state = to
    for name, value in fields.items():
        setattr(batch, name, value)
    batch.save(update_fields=["state", *fields])
