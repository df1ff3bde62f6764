"""The report of an incident: who, what, which records, from when; from the log alone."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from samsyn.domain.audit.models import Entry
from samsyn.domain.operations.enums import AlertKind
from samsyn.domain.operations.models import Alert
from samsyn.domain.operations.wording import TO_DO
from samsyn.domain.organisations.models import Municipality, User
from samsyn.domain.organisations.queries.log import UID, LogRow, said
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation import formats

BEFORE = timedelta(minutes=30)
MOST_LINES = 5_000


def incident_report(alert: Alert) -> str:
    """The report as Markdown, for who has to judge whether it must be notified within 72 hours
    (GDPR art. 33)."""
    return "\n".join([*_head(alert), "", *_body(alert), ""])


def _head(alert: Alert) -> Iterator[str]:
    kind = AlertKind(alert.kind)
    yield f"# Incident: {kind.label}"
    yield ""
    where = alert.municipality.name if alert.municipality else "hela installationen"
    yield f"- Var: {where}"
    yield f"- Från: {formats.moment(alert.began_at)}"
    yield f"- Senast: {formats.moment(alert.last_at)}"
    yield f"- Poster i loggen: {formats.number(alert.signs)}"
    person = _person(alert)
    if person:
        yield f"- Vem det gäller: {person.name} ({person.email})"
    state = formats.moment(alert.closed_at) if alert.closed_at else "nej"
    yield f"- Kvitterat: {state}"
    yield f"- Att göra: {TO_DO[kind]}"
    yield f"- Rapporten skrevs: {formats.moment(timezone.now())}"


def _person(alert: Alert) -> User | None:
    uid = alert.about.partition(":")[0]
    return User.objects.filter(uid=uid).first() if UID.fullmatch(uid) else None


def _body(alert: Alert) -> Iterator[str]:
    places = [alert.municipality] if alert.municipality else list(Municipality.objects.all())
    for place in places:
        yield f"## Loggen, {place.name}"
        yield ""
        entries = list(_entries(alert, place)[:MOST_LINES])
        for entry, row in zip(entries, said(system_scope(place), entries), strict=True):
            yield _line(entry, row)
        if not entries:
            yield "Inga poster."


def _entries(alert: Alert, place: Municipality) -> list[Entry]:
    """What the person did, or was done to the account, from half an hour before; all that
    happened where it is about nobody."""
    rows = Entry.objects.in_chain(str(place.uid)).filter(
        at__gte=alert.began_at - BEFORE, at__lte=alert.last_at
    )
    person = _person(alert)
    if person:
        own = rows.filter(actor=str(person.uid)) | rows.filter(subject=str(person.uid))
        return list(own.order_by("number"))
    return list(rows.order_by("number"))


def _line(entry: Entry, row: LogRow) -> str:
    things = [entry.subject, *entry.values.get("subjects", [])]
    about = ", ".join(thing for thing in things if thing)
    channel = f" ({row.origin})" if row.origin else ""
    return (
        f"- {entry.number}. {formats.moment(row.at)}: {row.sentence}{channel}. Om: {about or '–'}"
    )
