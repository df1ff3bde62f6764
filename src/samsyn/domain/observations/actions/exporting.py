"""Taking reports out as a file: a few at once, many when somebody else has reviewed it.

A file leaves all that keeps a report where it is: who may read it, review, withdrawal. So many
reports are taken out only for a purpose that a second person has approved, or, where nobody
else may take files out, that the one who asks has reviewed alone, on record.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.utils import timezone

from samsyn.domain.audit.actions import record, record_read
from samsyn.domain.files.actions import keep, read
from samsyn.domain.notices.actions import post
from samsyn.domain.observations.enums import ExportState
from samsyn.domain.observations.models import Export
from samsyn.domain.observations.queries.files import (
    MEDIA_TYPES,
    File,
    as_file,
    logged,
    taken_out_besides,
)
from samsyn.domain.observations.queries.selecting import matching
from samsyn.domain.observations.rules import (
    LARGE_EXPORT,
    check_export_open,
    check_may_review_export,
    check_purpose,
    check_words_left,
    words_left,
)
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.observations.wording import export_letter
from samsyn.domain.organisations.enums import MATRIX, Act, Role
from samsyn.domain.organisations.models import Invitation, Membership, Municipality, User
from samsyn.domain.organisations.queries import held, standing
from samsyn.domain.organisations.queries.access import is_stranger, strangers
from samsyn.domain.organisations.queries.guard_words import own_words
from samsyn.domain.organisations.rules import make_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action, locked
from samsyn.foundation import clock, queue
from samsyn.foundation.refusals import NotAllowed, NotNow

OPEN_FOR = timedelta(days=7)
PREPARE = "observations.export_prepare"
COUNTED_FOR = timedelta(days=1)


def is_large(scope: Scope, selection: Selection) -> bool:
    """Whether so many reports match that a file of them is reviewed first; many small files
    are together as large as one."""
    before = taken_out_besides(scope, selection, timezone.now() - COUNTED_FOR)
    return before + matching(scope, selection).count() > LARGE_EXPORT


def others_who_review(scope: Scope) -> list[User]:
    """The other people who may take files out themselves, in their own name, and are nobody
    whom the one who asks has let in: their mailbox has answered, and another has invited them."""
    roles = [role for role in Role if Act.EXPORT in MATRIX[role]]
    rows = Membership.objects.visible_to(scope).filter(
        held(), role__in=roles, deputy_for__isnull=True, user__is_active=True
    )
    rows = rows.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    people = User.objects.filter(pk__in=rows.exclude(user=scope.user_id).values("user"))
    invited = Invitation.rows.filter(invited_by=scope.user_id).values("user")
    strange = strangers(people).values("pk")
    others = people.exclude(pk__in=strange).exclude(pk__in=invited)
    return list(others.order_by("name", "pk"))


def may_approve(scope: Scope, rows: Iterable[Export]) -> set[int]:
    """Keys of those exports that the person may let another take out."""
    if is_stranger(User(pk=scope.user_id)):
        return set()
    inviters = set(
        Invitation.rows.filter(user=scope.user_id).values_list("invited_by_id", flat=True)
    )
    return {one.pk for one in rows if one.asked_by_id not in inviters}


@action()
def ask_to_export(
    *,
    by: Scope,
    selection: Selection,
    purpose: str,
    kind: str = "csv",
    reviewed: bool = False,
) -> Export:
    """Ask to take the matching reports out; ``reviewed``: the asker has reviewed it, which
    counts only where nobody else can."""
    by.check(Act.EXPORT)
    check_purpose(purpose, own_words(by))
    if by.user_id is None:
        raise NotNow("Stora uttag begärs på sidan Rapporter, av någon som ska ha filen.")
    others = others_who_review(by)
    if not others and not reviewed:
        raise NotNow("Ingen annan kan pröva uttaget. Intyga att du själv har gjort det.")
    row = Export.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        asked_by_id=by.user_id,
        selection=selection.told,
        kind=kind,
        reports=matching(by, selection).count(),
        purpose=purpose.strip(),
    )
    record(by, "observations.export_asked", row, plain={"rows": row.reports})
    if others:
        _tell(by, row, others)
    else:
        _decide(by, row, ExportState.APPROVED, "observations.export_self_reviewed", alone=True)
    return row


def _tell(by: Scope, row: Export, others: list[User]) -> None:
    for reader in others:
        subject, body = export_letter(row, reader.name)
        key = f"export:{row.uid}:{reader.uid}"
        post(by, key=key, recipient=reader.email, subject=subject, body=body)


def _decide(by: Scope, row: Export, state: ExportState, act: str, *, alone: bool = False) -> None:
    row.state, row.self_reviewed = state, alone
    row.decided_at, row.decided_by_id = timezone.now(), by.user_id
    row.save(update_fields=["state", "self_reviewed", "decided_at", "decided_by"])
    record(by, act, row)
    if state == ExportState.APPROVED:
        queue.enqueue(PREPARE, row.pk, precedence=queue.Precedence.AWAITED)


def prepare_export(export_id: int) -> None:
    """Make an approved file, as the reports and the asker's rights are now; once.

    It is made outside any transaction: others write meanwhile, for as long as it takes.
    """
    row = Export.rows.select_related("municipality", "asked_by").get(pk=export_id)
    found = standing(row.asked_by, row.municipality.code) if row.asked_by.is_active else None
    if row.file or row.state != ExportState.APPROVED or found is None or not words_left(row):
        return
    by = make_scope(row.asked_by, *found)
    if by.may(Act.EXPORT):
        _keep_prepared(by, row, as_file(by, Selection.from_told(row.selection or {}), row.kind))


@transaction.atomic
def _keep_prepared(by: Scope, row: Export, file: File) -> None:
    locked = Export.rows.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.file:
        return
    name = f"rapporter-{row.municipality.code}-{clock.today()}.{row.kind}"
    locked.file = keep(by, file.data, name=name, media_type=MEDIA_TYPES[row.kind])
    locked.reports = file.rows
    locked.save(update_fields=["file", "reports"])
    plain = {**file.told, "export": str(row.uid)}
    record(by, "observations.export_prepared", row, plain=plain, subjects=file.held)


def prepared_file(*, by: Scope, row: Export) -> bytes:
    """The bytes of an approved file, for the one who asked; that they were fetched is logged."""
    by.check(Act.EXPORT)
    check_export_open(by, row, row.selection or {}, timezone.now() - OPEN_FOR)
    if row.file is None:
        check_words_left(row)
        raise NotNow("Filen görs i ordning. Vänta en stund och försök igen.")
    data = read(row.file)
    record_read(by, "observations.exported", row, plain=fetched(row))
    return data


def fetched(row: Export) -> dict[str, str | int | bool | None]:
    """What the log says of a file that was fetched: as much as of one that is made at once."""
    return {
        **logged(row.selection or {}),
        "format": row.kind,
        "rows": row.reports,
        "export": str(row.uid),
    }


@action()
def approve_export(*, by: Scope, row: Export) -> Export:
    """Let somebody else take the reports out."""
    found = _locked(by, row)
    if found.pk not in may_approve(by, [found]):
        raise NotAllowed(
            "Ett uttag godkänns av någon som den som ber om det inte själv har bjudit in, och vars "
            "brevlåda har svarat. Är den din: välj Glömt lösenordet på inloggningssidan."
        )
    check_words_left(found)
    _decide(by, found, ExportState.APPROVED, "observations.export_approved")
    return found


@action()
def refuse_export(*, by: Scope, row: Export) -> Export:
    """Say no to it."""
    found = _locked(by, row)
    _decide(by, found, ExportState.REFUSED, "observations.export_refused")
    return found


def _locked(by: Scope, row: Export) -> Export:
    by.check(Act.EXPORT)
    found = locked(by, row)
    check_may_review_export(by, found)
    return found


def export_reports(
    *, by: Scope, selection: Selection, kind: str, approved: Export | None = None
) -> File:
    """The matching reports as a file, logged; many only with what has been approved for this
    very person, this very selection and not too long ago."""
    by.check(Act.EXPORT)
    if approved is not None:
        check_export_open(by, approved, selection.told, timezone.now() - OPEN_FOR)
        return _taken(by, selection, kind, {"export": str(approved.uid)})
    with transaction.atomic():
        _one_at_a_time(by)
        if is_large(by, selection):
            raise NotNow(
                f"Fler än {LARGE_EXPORT} rapporter på ett dygn tas ut först när någon annan har "
                "prövat det. Begär uttaget på sidan Rapporter, eller välj färre."
            )
        return _taken(by, selection, kind, {})


def _one_at_a_time(by: Scope) -> None:
    """Keep the person's other files waiting: each counts what was taken out before it, so the
    count and its entry stand together."""
    if by.user_id is None:
        Municipality.objects.select_for_update(no_key=True).get(pk=by.municipality_id)
    else:
        User.objects.select_for_update(no_key=True).get(pk=by.user_id)


def _taken(by: Scope, selection: Selection, kind: str, approval: dict[str, str]) -> File:
    file = as_file(by, selection, kind)
    record_read(by, "observations.exported", plain={**file.told, **approval}, subjects=file.held)
    return file
