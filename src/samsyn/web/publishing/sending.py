"""Sending a document: one way for all that is published, whatever page asks."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from samsyn.domain.audit.actions import record_read
from samsyn.domain.files.enums import MEDIA_TYPES, Format
from samsyn.domain.files.values import Subject
from samsyn.domain.publishing.queries import document
from samsyn.web.answers import found
from samsyn.web.request import ScopedRequest


def send_document(
    request: ScopedRequest, subject: Subject[Any], uid: UUID, audience: str, kind: str
) -> HttpResponse:
    """A thing's file for an audience: as it was kept, or of a draft as it stands."""
    if audience not in subject.audiences or kind not in subject.formats:
        raise Http404
    row = found(lambda: subject.find(request.scope, uid))
    whom, form = subject.audiences(audience), Format(kind)
    name, data = found(lambda: document(request.scope, subject, row, whom, form))
    if whom in subject.logged:
        record_read(request.scope, subject.read, row)
    response = HttpResponse(data, content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
