"""Reads: the documents of a picture, as they were kept, or of a draft, as it stands."""

from samsyn.domain.files.actions import read
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.publishing.enums import MEDIA_TYPES, Format
from samsyn.domain.publishing.models import PictureDocument
from samsyn.domain.publishing.rendering import file_name, render
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.queries import audience_of, reading
from samsyn.foundation import clock

File = tuple[str, bytes]
"""A file's name and bytes."""


def documents_of(scope: Scope, picture: SituationPicture) -> list[PictureDocument]:
    """The kept documents that a person may have, with their files."""
    rows = PictureDocument.objects.visible_to(scope).filter(picture=picture)
    return list(rows.select_related("file").order_by("audience", "media_type"))


def document(
    scope: Scope, picture: SituationPicture, audience: Audience | None, kind: Format
) -> File:
    """A picture's file for an audience, at most the reader's own.

    Of a settled picture the bytes that were kept; a draft is set now. Raises
    ``PictureDocument.DoesNotExist`` where the reader may not have it.
    """
    audience = audience or audience_of(scope)
    rows = PictureDocument.objects.visible_to(scope).select_related("file")
    if picture.settled_at is not None:
        kept = rows.get(picture=picture, audience=audience, media_type=MEDIA_TYPES[kind])
        return kept.file.name, read(kept.file)
    drafted = reading(scope, picture, audience)
    return file_name(drafted, kind), render(drafted, kind, clock.now())
