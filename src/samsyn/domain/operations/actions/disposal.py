"""Disposal: originals of files that were read in, stopped texts that were to be judged, and words
of old reports go when the municipality's term has passed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from samsyn.domain.audit.actions import Plain, keep_revision, record
from samsyn.domain.files.actions import dispose, remove_disposed
from samsyn.domain.files.models import Disposal, StoredFile
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, GuardAnswers, Problem
from samsyn.domain.observations.actions.exporting import OPEN_FOR
from samsyn.domain.observations.models import Export
from samsyn.domain.operations.actions.ledger import own_folders, write_ledger
from samsyn.domain.operations.models import DisposalTerms
from samsyn.domain.operations.queries import day_of_texts, terms_of
from samsyn.domain.operations.rules import (
    LONGEST_STOPPED_DAYS,
    LONGEST_TEXTS_DAYS,
    SHORTEST_TEXTS_DAYS,
    check_days,
)
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action, check_version
from samsyn.domain.publishing.models import PublishedDocument
from samsyn.domain.redactions.actions.emptying import empty_before
from samsyn.domain.stops.actions import dispose_texts
from samsyn.domain.stops.queries import outlived

CHANGED = (
    "Någon annan har ändrat fristerna under tiden. Det du skrev står kvar; jämför och spara igen."
)

READ_IN = (BatchState.IMPORTED, BatchState.UNDONE)


@action()
def change_terms(
    *,
    by: Scope,
    version: int,
    originals_days: int,
    abandoned_days: int,
    stopped_days: int,
    texts_days: int | None = None,
) -> DisposalTerms:
    """Set how many days a municipality keeps originals, stopped texts that are to be judged, and
    words of reports (None: kept)."""
    by.check(Act.ADMINISTER)
    check_days("originals_days", originals_days)
    check_days("abandoned_days", abandoned_days)
    check_days("stopped_days", stopped_days, LONGEST_STOPPED_DAYS)
    if texts_days is not None:
        check_days("texts_days", texts_days, LONGEST_TEXTS_DAYS, SHORTEST_TEXTS_DAYS)
    days: dict[str, int | None] = {
        "originals_days": originals_days,
        "abandoned_days": abandoned_days,
        "stopped_days": stopped_days,
        "texts_days": texts_days,
    }
    Municipality.objects.select_for_update().get(pk=by.municipality_id)
    terms = terms_of(by)
    check_version(terms, version, CHANGED)
    if terms.pk:
        keep_revision(by, terms, terms.version, {field: getattr(terms, field) for field in days})
    for field, n in days.items():
        setattr(terms, field, n)
    terms.version += 1
    terms.save()
    record(by, "operations.terms_changed", terms, plain=days)
    return terms


def dispose_due() -> int:
    """Dispose of what is due in every municipality; how many originals, stopped texts
    and reports whose words were emptied."""
    count = 0
    for one in Municipality.objects.order_by("pk"):
        count += _dispose_due(one) + _empty_texts(system_scope(one))
    write_ledger(*own_folders())
    remove_disposed()
    return count


@transaction.atomic
def _dispose_due(municipality: Municipality) -> int:
    by = system_scope(municipality)
    gone = dispose_originals(by, _due(by))
    if gone:
        digests = [one.digest for one in gone]
        plain: Plain = {"count": len(gone), "digests": " ".join(digests)}
        record(by, "operations.originals_disposed", municipality, plain=plain)
    texts = dispose_texts(by, outlived(by))
    if texts:
        record(by, "stops.disposed", municipality, plain={"count": len(texts)})
    return len(gone) + len(texts)


def _empty_texts(by: Scope) -> int:
    """Empty the words of reports whose term has passed, where the municipality has set one."""
    terms = terms_of(by)
    if not terms.pk or terms.texts_days is None:
        return 0
    return empty_before(by, day_of_texts(terms.texts_days))


@dataclass(frozen=True)
class _Uses:
    """What names stored files (rows with a ``file``): past its time, and what still needs them.

    The same bytes under one name are one file, whoever brought them: it goes when nobody
    needs it any more. A published document always does.
    """

    over: tuple[QuerySet[Any], ...]
    needed: tuple[QuerySet[Any], ...]


def _uses(by: Scope) -> _Uses:
    terms, now = terms_of(by), timezone.now()
    read_in = now - timedelta(days=terms.originals_days)
    abandoned = now - timedelta(days=terms.abandoned_days)
    young = Q(state__in=READ_IN, finished_at__gt=read_in) | (
        ~Q(state__in=READ_IN) & Q(created_at__gt=abandoned)
    )
    batches = Batch.objects.visible_to(by)
    exports = Export.objects.visible_to(by).filter(file__isnull=False)
    open_ = Q(decided_at__gt=now - OPEN_FOR)
    documents = PublishedDocument.objects.within(by.municipality_id)
    return _Uses(
        over=(batches.exclude(young), exports.exclude(open_)),
        needed=(batches.filter(young), exports.filter(open_), documents),
    )


def _due(by: Scope) -> list[StoredFile]:
    """Files that somebody's term has passed for, and that nobody needs."""
    uses = _uses(by)
    over = reduce(or_, (Q(pk__in=rows.values("file")) for rows in uses.over))
    needed = reduce(or_, (Q(pk__in=rows.values("file")) for rows in uses.needed))
    files = StoredFile.objects.visible_to(by).filter(disposed_at__isnull=True)
    return list(files.filter(over).exclude(needed).order_by("pk"))


def dispose_originals(by: Scope, files: Iterable[StoredFile]) -> list[Disposal]:
    """Dispose of originals, and of what was quoted from them where they were tried.

    The batches stay, with their figures. Taking out what one brought in needs no original.
    """
    files = list(files)
    gone = dispose(by, files)
    batches = Batch.objects.visible_to(by).filter(file__in=[one.pk for one in files])
    Problem.objects.visible_to(by).filter(batch__in=batches).delete()
    batches.update(preview=[], notes=[], asks={}, stop="")
    GuardAnswers.objects.of(batches).delete()
    return gone
