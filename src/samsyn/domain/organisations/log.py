"""The log of a municipality as people read it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from samsyn.domain.audit.actions import SYSTEM
from samsyn.domain.audit.models import Entry
from samsyn.domain.audit.queries import Break, breaks, entries_of, facts_of
from samsyn.domain.audit.rules import entry_hash
from samsyn.domain.audit.wording import sentence
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Body, Municipality, Organisation, Seat, User
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import formats

ENTRIES_PER_PAGE = 100
UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class LogRow:
    """One entry: its number in the chain, when, what it says, and for whom it was done."""

    number: int
    at: datetime
    sentence: str
    in_place_of: str
    act: str


@dataclass(frozen=True)
class LogPage:
    """Entries, newest first. ``before`` is the next page's cursor, None on the last.

    ``whole`` says that these entries are unaltered and linked to each other.
    """

    rows: tuple[LogRow, ...]
    before: int | None
    whole: bool


def log_page(scope: Scope, *, before: int | None = None, size: int = ENTRIES_PER_PAGE) -> LogPage:
    """A page of the log of the scope's municipality."""
    rows = entries_of(scope.chain)
    if before is not None:
        rows = rows.filter(number__lt=before)
    entries = list(rows[: size + 1])
    more, entries = len(entries) > size, entries[:size]
    names = _names(scope, entries)
    return LogPage(
        rows=tuple(_row(entry, names) for entry in entries),
        before=entries[-1].number if more else None,
        whole=_linked(entries),
    )


def chain_breaks(scope: Scope, most: int = 20) -> tuple[Break, ...]:
    """The first places where the municipality's whole chain does not hold; reads all of it."""
    found = breaks(scope.chain)
    return tuple(one for one, _nth in zip(found, range(most), strict=False))


def _linked(newest_first: list[Entry]) -> bool:
    hashed = all(one.hash == entry_hash(one.previous, facts_of(one)) for one in newest_first)
    return hashed and all(
        later.previous == earlier.hash and later.number == earlier.number + 1
        for later, earlier in pairwise(newest_first)
    )


def _row(entry: Entry, names: dict[str, str]) -> LogRow:
    values = {key: _value(key, value, names) for key, value in entry.values.items()}
    values["who"] = names.get(entry.actor, _("Någon"))
    values["what"] = names.get(entry.subject, entry.subject[-8:])
    return LogRow(
        number=entry.number,
        at=entry.at,
        sentence=sentence(entry.act, values),
        in_place_of=names.get(entry.acting_for, ""),
        act=entry.act,
    )


def _value(key: str, value: object, names: dict[str, str]) -> str:
    text = str(value)
    if key == "role" and text in Role.values:
        return str(Role(text).label)
    if key == "last_day" and text:
        return formats.day(date.fromisoformat(text))
    if key == "made_at" and text:
        return formats.moment(datetime.fromisoformat(text))
    return names.get(text, text)


def _names(scope: Scope, entries: Iterable[Entry]) -> dict[str, str]:
    """Names of the people and things that entries speak of, by uid."""
    uids = set()
    for entry in entries:
        uids |= {entry.actor, entry.acting_for, entry.subject}
        uids |= {value for value in entry.values.values() if isinstance(value, str)}
    known = [uid for uid in uids if UID.fullmatch(uid)]
    found = {SYSTEM: _("Systemet")}
    for rows in (
        User.objects.all(),
        Municipality.objects.filter(pk=scope.municipality_id),
        Organisation.objects.visible_to(scope),
        Body.objects.visible_to(scope),
        Seat.objects.visible_to(scope),
    ):
        found |= {str(one.uid): str(one) for one in rows.filter(uid__in=known)}
    return found
