"""Reads: the documents of a thing, as they were kept, or of a draft, as it stands."""

from typing import Any

from django.db.models import TextChoices

from samsyn.domain.files.actions import read
from samsyn.domain.files.enums import MEDIA_TYPES, Format
from samsyn.domain.files.values import Subject, Thing
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.publishing.models import PublishedDocument
from samsyn.domain.publishing.rendering import file_name, render
from samsyn.domain.publishing.values import subjects
from samsyn.foundation import clock

File = tuple[str, bytes]
"""A file's name and bytes."""


def subject_of(key: str) -> Subject[Any] | None:
    """What is published under a word in an address."""
    return subjects().get(key)


def documents_of(scope: Scope, subject: Subject[Thing], row: Thing) -> list[PublishedDocument]:
    """The kept documents that a person may have, with their files."""
    rows = PublishedDocument.objects.visible_to(scope)
    of = rows.filter(subject=subject.key, subject_uid=row.uid)
    return list(of.select_related("file").order_by("audience", "media_type"))


def document(
    scope: Scope,
    subject: Subject[Thing],
    row: Thing,
    audience: TextChoices | None,
    kind: Format,
) -> File:
    """A thing's file for an audience, the reader's own unless one is given.

    Of a settled thing the bytes that were kept; a draft is set now. Raises
    ``PublishedDocument.DoesNotExist`` where the reader may not have it.
    """
    readable = subject.readable(scope)
    audience = audience or next(iter(readable), None)
    if audience is None or audience not in readable:
        raise PublishedDocument.DoesNotExist
    if subject.is_settled(row):
        rows = PublishedDocument.objects.visible_to(scope).select_related("file")
        of = rows.filter(subject=subject.key, subject_uid=row.uid, audience=audience.value)
        kept = of.get(media_type=MEDIA_TYPES[kind])
        return kept.file.name, read(kept.file)
    drafted = subject.paper(scope, row, audience, clock.now())
    return file_name(drafted, kind), render(subject, drafted, kind)
