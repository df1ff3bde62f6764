"""The documents of anything that is published: its page, and its files."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.domain.files.enums import Format
from samsyn.domain.files.values import Subject
from samsyn.domain.publishing.queries import documents_of, subject_of
from samsyn.web.answers import found
from samsyn.web.gate import member
from samsyn.web.publishing.sending import send_document
from samsyn.web.request import ScopedRequest


@dataclass(frozen=True)
class OfferedDocument:
    """A document that one may fetch."""

    audience: str
    kind: Format
    label: str
    masked_at: datetime | None = None


@require_safe
@member
def documents(request: ScopedRequest, subject: str, uid: UUID) -> HttpResponse:
    """What a thing has become on paper, for those who may open it."""
    of = _asked(request, subject)
    row = found(lambda: of.find(request.scope, uid))
    context = {
        "subject": of,
        "row": row,
        "called": of.called(row),
        "settled": of.is_settled(row),
        "lines": _lines(request, of, row),
    }
    return render(request, "publishing/documents.html", context)


@require_safe
@member
def file(request: ScopedRequest, subject: str, uid: UUID, audience: str, kind: str) -> HttpResponse:
    """One of them."""
    return send_document(request, _asked(request, subject), uid, audience, kind)


def _asked(request: ScopedRequest, key: str) -> Subject[Any]:
    """The subject in the address, for those who may do what it asks leave for."""
    of = subject_of(key)
    if of is None:
        raise Http404
    request.scope.check(of.act)
    return of


def _lines(request: ScopedRequest, of: Subject[Any], row: Any) -> list[OfferedDocument]:
    """The documents that were kept; of a draft, those that can be set of it now."""
    if of.is_settled(row):
        kept = documents_of(request.scope, of, row)
        return [
            replace(_line(of, of.audiences(one.audience), one.kind), masked_at=one.made_anew_at)
            for one in kept
        ]
    readable = of.readable(request.scope)
    return [_line(of, whom, kind) for whom in readable for kind in of.formats]


def _line(of: Subject[Any], whom: Any, kind: Format) -> OfferedDocument:
    many = len(of.audiences) > 1
    told = _("%(kind)s för %(whom)s") % {"kind": kind.label, "whom": whom.label}
    return OfferedDocument(whom.value, kind, told if many else str(kind.label))
