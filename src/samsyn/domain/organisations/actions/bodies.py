"""Bodies, and who has sat in them from when to when."""

from datetime import date

from django.db.models import Q

from samsyn.domain.audit.actions import record
from samsyn.domain.organisations.enums import Act, BodyKind
from samsyn.domain.organisations.models import Body, Organisation, Seat, User
from samsyn.domain.organisations.queries import name_is_taken, people_of
from samsyn.domain.organisations.queries.guard_words import own_words
from samsyn.domain.organisations.rules import (
    check_here,
    check_may_close,
    check_may_have_deputies,
    check_period,
)
from samsyn.domain.organisations.tenancy import Scope, ScopedQuerySet
from samsyn.domain.organisations.writing import action
from samsyn.domain.privacy.rules import check_label, check_persons_name
from samsyn.foundation import clock, formats
from samsyn.foundation.refusals import Mistaken, NotNow
from samsyn.foundation.rows import check_fits


@action()
def create_body(
    *,
    by: Scope,
    name: str,
    kind: BodyKind,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Body:
    """Add a group that meets."""
    by.check(Act.ADMINISTER)
    start = valid_from or clock.today()
    check_period(start, valid_to)
    name = name.strip()
    if not name:
        raise Mistaken("Skriv organets namn.", "name")
    check_fits(Body, name=name)
    check_label("name", name, own_words(by))
    if name_is_taken(Body.objects.visible_to(by), name):
        raise Mistaken(f"Det finns redan ett organ som heter {name}.", "name")
    row = Body.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        name=name,
        kind=kind,
        valid_from=start,
        valid_to=valid_to,
    )
    record(by, "organisations.body_added", row, plain={"kind": kind.value})
    return row


@action()
def close_body(*, by: Scope, body: Body, last_day: date) -> Body:
    """Let a body end, and with it the seats that are still open."""
    by.check(Act.ADMINISTER)
    row = Body.objects.visible_to(by).select_for_update().get(pk=body.pk)
    check_may_close(row, last_day)
    _close_open(Seat.objects.visible_to(by).filter(body=row), last_day)
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    record(by, "organisations.body_closed", row, plain={"last_day": last_day.isoformat()})
    return row


@action()
def add_seat(
    *,
    by: Scope,
    body: Body,
    organisation: Organisation,
    title: str,
    holder: User | str | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    deputy_for: Seat | None = None,
) -> Seat:
    """Seat somebody for an organisation in a body, as ordinary or as deputy.

    ``holder`` is one of the municipality's people, the name of somebody without an
    account, or None while the seat is vacant.
    """
    by.check(Act.ADMINISTER)
    check_here(by, body, organisation, *([deputy_for] if deputy_for else []))
    start = valid_from or clock.today()
    check_period(start, valid_to, body, organisation, *([deputy_for] if deputy_for else []))
    if deputy_for is not None:
        check_may_have_deputies(deputy_for)
    title, holder_name = title.strip(), holder.strip() if isinstance(holder, str) else ""
    if not title:
        raise Mistaken("Skriv vilken plats det är, till exempel ledamot.", "title")
    check_fits(Seat, title=title, holder_name=holder_name)
    check_label("title", title, own_words(by))
    check_persons_name("holder_name", holder_name)
    person = holder if isinstance(holder, User) else None
    if person and not people_of(by).filter(pk=person.pk).exists():
        raise Mistaken("Personen finns inte i kommunen. Bjud in personen först.", "holder")
    row = Seat.objects.visible_to(by).create(
        municipality_id=by.municipality_id,
        body=body,
        organisation=organisation,
        title=title,
        holder=person,
        holder_name=holder_name,
        valid_from=start,
        valid_to=valid_to,
        deputy_for=deputy_for,
    )
    record(
        by,
        "organisations.seat_added",
        row,
        plain={"body": str(body.uid), "person": str(person.uid) if person else ""},
        secret={"holder_name": row.holder_name},
    )
    return row


@action()
def close_seat(*, by: Scope, seat: Seat, last_day: date) -> Seat:
    """End a seat's time, and its deputies'."""
    by.check(Act.ADMINISTER)
    row = Seat.objects.visible_to(by).select_for_update().get(pk=seat.pk)
    check_may_close(row, last_day)
    _close_open(Seat.objects.visible_to(by).filter(deputy_for=row), last_day)
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    record(by, "organisations.seat_closed", row, plain={"last_day": last_day.isoformat()})
    return row


def _close_open(seats: ScopedQuerySet[Seat], last_day: date) -> None:
    open_still = seats.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=last_day))
    if late := open_still.filter(valid_from__gt=last_day).first():
        raise NotNow(
            f"Platsen {late} börjar först {formats.day(late.valid_from)}. Välj en senare dag."
        )
    open_still.update(valid_to=last_day)
