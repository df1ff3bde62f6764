"""Settling a picture with its documents."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from samsyn.domain.audit.actions import record
from samsyn.domain.files.actions import keep
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.publishing.enums import MEDIA_TYPES, Format
from samsyn.domain.publishing.models import PictureDocument
from samsyn.domain.publishing.rendering import file_name, render
from samsyn.domain.situations.actions import CHANGED, settle, settled_cover
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.queries import Reading, reading
from samsyn.foundation import clock
from samsyn.foundation.refusals import Stale


def settle_with_documents(
    *, by: Scope, picture: SituationPicture, seen: str, at: datetime | None = None
) -> SituationPicture:
    """Freeze a picture and keep its PDF and Word file for each audience: all or nothing.

    ``seen`` is the digest of the reading that is settled. The files are set before the
    transaction begins, of the same content, so that nobody waits for them.
    """
    at = at or clock.now()
    files = [one for audience in Audience for one in _rendered(by, picture, audience, at)]
    with transaction.atomic():
        picture = settle(by=by, picture=picture, seen=seen, at=at)
        for of, kind, data in files:
            _check_same(of, reading(by, picture, of.audience))
            _keep(by, picture, of, kind, data)
    return picture


def _rendered(
    by: Scope, picture: SituationPicture, audience: Audience, at: datetime
) -> Iterator[tuple[Reading, Format, bytes]]:
    """The files of a draft as if it were settled."""
    draft = reading(by, picture, audience)
    settled = replace(draft, cover=settled_cover(by, picture, at))
    for kind in Format:
        yield settled, kind, render(settled, kind, at)


def _check_same(rendered: Reading, frozen: Reading) -> None:
    """The files were made of what was frozen, or nothing is."""
    if (rendered.digest, rendered.cover) != (frozen.digest, frozen.cover):
        raise Stale(CHANGED)


def _keep(by: Scope, picture: SituationPicture, of: Reading, kind: Format, data: bytes) -> None:
    media_type = MEDIA_TYPES[kind]
    stored = keep(by, data, name=file_name(of, kind), media_type=media_type)
    PictureDocument.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        picture=picture,
        audience=of.audience,
        media_type=media_type,
        file=stored,
    )
    plain = {"audience": of.audience.value, "kind": kind.value, "digest": stored.digest}
    record(by, "publishing.document_kept", picture, plain=plain)
