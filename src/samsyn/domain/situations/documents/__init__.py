"""A picture as documents: PDF and Word, for the group and for other readers."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from samsyn.domain.files.values import Paper, Subject
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.situations.actions import CHANGED, settle, settled_cover
from samsyn.domain.situations.documents.paper import picture_document
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.models import SituationPicture, reads_settled
from samsyn.domain.situations.queries import Reading, audience_of, one, reading

_SUFFIX = {Audience.GROUP: "", Audience.PUBLIC: "-lasare"}


def readable(scope: Scope) -> tuple[Audience, ...]:
    """Those of the two papers that a scope may have, the own first."""
    if not reads_settled(scope):
        return ()
    own = audience_of(scope)
    return (own,) if own is Audience.PUBLIC else (own, Audience.PUBLIC)


def paper(
    scope: Scope,
    row: SituationPicture,
    audience: Audience,
    at: datetime,
    *,
    settling: bool = False,
) -> Paper:
    """The paper of a picture as an audience reads it."""
    read = reading(scope, row, audience)
    if settling:
        read = replace(read, cover=settled_cover(scope, row, at))
    return paper_of(read, at)


def paper_of(read: Reading, at: datetime) -> Paper:
    """The paper of a reading; of a settled one dated when it was settled."""
    return Paper(
        name=_name(read),
        at=read.cover.settled_at or at,
        says=(read.digest, read.cover),
        document=partial(picture_document, read),
    )


def _name(read: Reading) -> str:
    """``lagesbild-1982-2026-10-01-2026-10-31``."""
    code = read.picture.municipality.code
    days = f"{read.cover.since}-{read.cover.until}"
    draft = "" if read.settled else "-utkast"
    return f"lagesbild-{code}-{days}{_SUFFIX[read.audience]}{draft}"


def _settle(*, by: Scope, row: SituationPicture, seen: str, at: datetime) -> SituationPicture:
    return settle(by=by, picture=row, seen=seen, at=at)


PICTURE = Subject(
    key="lagesbild",
    act=Act.READ_SETTLED,
    audiences=Audience,
    readable=readable,
    find=one,
    called=lambda picture: str(picture.title),
    is_settled=lambda picture: picture.settled_at is not None,
    settle=_settle,
    paper=paper,
    changed=CHANGED,
    kept="publishing.document_kept",
    read="publishing.document_read",
    logged=frozenset({Audience.GROUP}),
)
SUBJECTS = (PICTURE,)
