"""Settling a thing with its documents."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import TextChoices

from samsyn.domain.audit.actions import record
from samsyn.domain.files.actions import dispose, keep
from samsyn.domain.files.enums import MEDIA_TYPES, Format
from samsyn.domain.files.values import Paper, Subject, Thing
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.publishing.models import PublishedDocument
from samsyn.domain.publishing.rendering import file_name, render
from samsyn.foundation import clock
from samsyn.foundation.refusals import Stale

Made = tuple[TextChoices, Paper, Format, bytes]
"""For whom, what was set, and the file."""
SetAnew = Mapping[tuple[str, str], tuple[Paper, bytes]]
"""By audience and media type: what was set beforehand, and the file."""


def publish(
    *, by: Scope, subject: Subject[Thing], row: Thing, seen: str, at: datetime | None = None
) -> Thing:
    """Freeze a thing and keep its documents for each audience: all or nothing.

    ``seen`` is the digest of what is settled. The files are set before the transaction begins, of
    the same content, so that nobody waits for them. The subject's action asks the rule.
    """
    at = at or clock.now()
    files = list(_made(by, subject, row, at))
    with transaction.atomic():
        settled: Thing = subject.settle(by=by, row=row, seen=seen, at=at)
        for one in files:
            _check_same(one, subject, subject.paper(by, settled, one[0], at))
            _keep(by, subject, settled, one)
    return settled


def _made(by: Scope, subject: Subject[Thing], row: Thing, at: datetime) -> Iterator[Made]:
    """The files of a thing as if it were settled."""
    for audience in subject.audiences:
        paper = subject.paper(by, row, audience, at, settling=True)
        for kind in subject.formats:
            yield audience, paper, kind, render(subject, paper, kind)


def _check_same(made: Made, subject: Subject[Any], frozen: Paper) -> None:
    """The files were made of what was frozen, or nothing is."""
    if made[1].says != frozen.says:
        raise Stale(subject.changed)


def _keep(by: Scope, subject: Subject[Thing], row: Thing, made: Made) -> None:
    audience, paper, kind, data = made
    media_type = MEDIA_TYPES[kind]
    stored = keep(by, data, name=file_name(paper, kind), media_type=media_type)
    PublishedDocument.objects.within(by.municipality_id).create(
        municipality_id=by.municipality_id,
        subject=subject.key,
        subject_uid=row.uid,
        audience=audience.value,
        media_type=media_type,
        file=stored,
    )
    plain = {"audience": audience.value, "kind": kind.value, "digest": stored.digest}
    record(by, subject.kept, row, plain=plain)


def set_anew(
    *, by: Scope, subject: Subject[Thing], row: Thing, papers: Mapping[TextChoices, Paper]
) -> SetAnew:
    """The files that the kept documents of a settled thing are to be, by the papers that it will
    have; for ``publish_anew``, made before its transaction begins. Nothing is written."""
    return {
        (one.audience, one.media_type): (paper, render(subject, paper, one.kind))
        for audience, paper in papers.items()
        for one in _kept_of(by, subject, row, [audience])
    }


def _kept_of(
    by: Scope, subject: Subject[Thing], row: Thing, audiences: Iterable[TextChoices]
) -> list[PublishedDocument]:
    system = system_scope(Municipality.objects.get(pk=by.municipality_id))
    rows = PublishedDocument.objects.visible_to(system).select_related("file")
    of = rows.filter(subject=subject.key, subject_uid=row.uid)
    return list(of.filter(audience__in=[one.value for one in audiences]).order_by("pk"))


def publish_anew(
    *,
    by: Scope,
    subject: Subject[Thing],
    row: Thing,
    audiences: Iterable[TextChoices],
    made: SetAnew | None = None,
) -> list[PublishedDocument]:
    """Make the documents of a settled thing anew for some audiences, of what is frozen now: words
    in it were masked. The files that were kept are disposed of. In the transaction of the caller,
    who asks the rule.

    Those of ``made`` that say what is frozen are taken as they are; others are set here, while
    everybody who writes waits.
    """
    system = system_scope(Municipality.objects.get(pk=by.municipality_id))
    found = _kept_of(by, subject, row, audiences)
    for one in found:
        paper = subject.paper(system, row, subject.audiences(one.audience), clock.now())
        before = (made or {}).get((one.audience, one.media_type))
        fits = before is not None and before[0].says == paper.says
        data = before[1] if before and fits else render(subject, paper, one.kind)
        dispose(by, [one.file])
        one.file = keep(by, data, name=file_name(paper, one.kind), media_type=one.media_type)
        one.save(update_fields=["file"])
        plain = {"audience": one.audience, "kind": one.kind.value, "digest": one.file.digest}
        record(by, subject.kept, row, plain=plain)
    return found
