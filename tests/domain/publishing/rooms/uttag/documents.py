"""A second subject: the decision to let reports leave as a file, as a paper for the group alone."""

from django.db.models import TextChoices

from samsyn.domain.files.enums import Format
from samsyn.domain.files.values import Paper, Subject
from samsyn.domain.observations.actions.exporting import approve_export
from samsyn.domain.observations.models import Export
from samsyn.domain.organisations.enums import Act
from samsyn.drawing.document import Document, Heading, Paragraph
from samsyn.foundation.refusals import Stale

CHANGED = "Uttaget har ändrats sedan du läste det."


class Whom(TextChoices):
    GROUP = "group", "EST-gruppen"


def readable(scope):
    return (Whom.GROUP,) if scope.may(Act.EXPORT) else ()


def find(scope, uid):
    return Export.objects.visible_to(scope).select_related("asked_by").get(uid=uid)


def paper(scope, row, audience, at, *, settling=False):
    return Paper(
        name=f"uttag-{row.pk}",
        at=row.decided_at or at,
        says=f"{row.purpose} {row.reports}",
        document=lambda: Document(
            title="Beslut om uttag",
            blocks=(Heading("Ändamål"), Paragraph(row.purpose)),
            header="Uttag",
            author="Fagersta kommun",
        ),
    )


def settle(*, by, row, seen, at):
    if seen != paper(by, row, Whom.GROUP, at).says:
        raise Stale(CHANGED)
    return approve_export(by=by, row=row)


DECISION = Subject(
    key="uttag",
    act=Act.EXPORT,
    audiences=Whom,
    readable=readable,
    find=find,
    called=lambda row: f"Uttag: {row.purpose}",
    is_settled=lambda row: row.decided_at is not None,
    settle=settle,
    paper=paper,
    changed=CHANGED,
    kept="observations.export_approved",
    read="observations.exported",
    logged=frozenset({Whom.GROUP}),
    formats=(Format.PDF,),
)
SUBJECTS = (DECISION,)
