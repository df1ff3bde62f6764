"""Disposal: originals of files that were read in, and stopped texts that were to be judged, go
when the municipality's term has passed."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samsyn.domain.audit.actions import Plain, keep_revision, record
from samsyn.domain.files.actions import dispose, remove_disposed
from samsyn.domain.files.models import Disposal, StoredFile
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.intake.models import Batch, GuardAnswers, Problem
from samsyn.domain.observations.actions.exporting import outlived_exports
from samsyn.domain.operations.actions.ledger import own_folders, write_ledger
from samsyn.domain.operations.models import DisposalTerms
from samsyn.domain.operations.queries import terms_of
from samsyn.domain.operations.rules import LONGEST_DAYS, LONGEST_STOPPED_DAYS, check_days
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action, check_version
from samsyn.domain.publishing.models import PublishedDocument
from samsyn.domain.stops.actions import dispose_texts
from samsyn.domain.stops.queries import outlived

CHANGED = (
    "Någon annan har ändrat fristerna under tiden. Det du skrev står kvar; jämför och spara igen."
)

READ_IN = (BatchState.IMPORTED, BatchState.UNDONE)


@action()
def change_terms(
    *, by: Scope, version: int, originals_days: int, abandoned_days: int, stopped_days: int
) -> DisposalTerms:
    """Set how many days a municipality keeps originals, and stopped texts that are to be judged."""
    by.check(Act.ADMINISTER)
    days = {
        "originals_days": originals_days,
        "abandoned_days": abandoned_days,
        "stopped_days": stopped_days,
    }
    for field, n in days.items():
        check_days(field, n, LONGEST_STOPPED_DAYS if field == "stopped_days" else LONGEST_DAYS)
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
    """Dispose of what is due in every municipality; how many originals and stopped texts."""
    count = sum(_dispose_due(one) for one in Municipality.objects.order_by("pk"))
    write_ledger(*own_folders())
    remove_disposed()
    return count


@transaction.atomic
def _dispose_due(municipality: Municipality) -> int:
    by = system_scope(municipality)
    gone = dispose_originals(by, _due(by)) + dispose(by, outlived_exports(by))
    if gone:
        digests = [one.digest for one in gone]
        plain: Plain = {"count": len(gone), "digests": " ".join(digests)}
        record(by, "operations.originals_disposed", municipality, plain=plain)
    texts = dispose_texts(by, outlived(by))
    if texts:
        record(by, "stops.disposed", municipality, plain={"count": len(texts)})
    return len(gone) + len(texts)


def _due(by: Scope) -> list[StoredFile]:
    """Originals of which every batch is past its term, and that nothing else is kept in."""
    terms, now = terms_of(by), timezone.now()
    read_in = now - timedelta(days=terms.originals_days)
    abandoned = now - timedelta(days=terms.abandoned_days)
    batches = Batch.objects.visible_to(by)
    young = batches.filter(
        Q(state__in=READ_IN, finished_at__gt=read_in)
        | ~Q(state__in=READ_IN) & Q(created_at__gt=abandoned)
    )
    documents = PublishedDocument.objects.within(by.municipality_id)
    files = StoredFile.objects.visible_to(by).filter(disposed_at__isnull=True)
    return list(
        files.filter(pk__in=batches.values("file"))
        .exclude(pk__in=young.values("file"))
        .exclude(pk__in=documents.values("file"))
        .order_by("pk")
    )


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
