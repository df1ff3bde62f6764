"""The log of a municipality as people read and search it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from samsyn.domain.audit.actions import SYSTEM
from samsyn.domain.audit.models import Entry, Mention
from samsyn.domain.audit.queries import Break, breaks, entries_of, facts_of
from samsyn.domain.audit.rules import entry_hash
from samsyn.domain.audit.wording import READING, reads, sentence
from samsyn.domain.audit.wording import values as value_names
from samsyn.domain.organisations.models import Body, Municipality, Organisation, Seat, User
from samsyn.domain.organisations.queries import matching_name, people_of
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import formats
from samsyn.foundation.clock import start_of

ENTRIES_PER_PAGE = 100
UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# the latest that speak of one thing: more than one can look through
MOST_MENTIONS = 10_000


@dataclass(frozen=True)
class LogRow:
    """One entry: its number in the chain, when, what it says, for whom it was
    done, and by what channel where that was not a page."""

    number: int
    at: datetime
    sentence: str
    in_place_of: str
    act: str
    origin: str = ""


@dataclass(frozen=True)
class LogPage:
    """Entries, newest first. ``before`` is the next page's cursor, None on the last.

    ``whole`` says that these entries are unaltered and, where all are shown, linked to each
    other.
    """

    rows: tuple[LogRow, ...]
    before: int | None
    whole: bool


@dataclass(frozen=True, kw_only=True)
class LogFilters:
    """What narrows the log; nothing narrows by itself.

    ``who``: part of a name or address, or ``systemet``; ``act``: an act, the beginning of
    several (``access.``) or ``READING``; ``since`` and ``until`` are local days, both
    included; ``subject``: the uid of a person or thing that entries speak of.
    """

    who: str = ""
    act: str = ""
    since: date | None = None
    until: date | None = None
    subject: str = ""

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return any((self.who, self.act, self.since, self.until, self.subject))


def log_page(
    scope: Scope,
    filters: LogFilters | None = None,
    *,
    before: int | None = None,
    size: int = ENTRIES_PER_PAGE,
) -> LogPage:
    """A page of the log of the scope's municipality."""
    filters = filters or LogFilters()
    rows = matching_entries(scope, filters)
    if before is not None:
        rows = rows.filter(number__lt=before)
    entries = list(rows[: size + 1])
    more, entries = len(entries) > size, entries[:size]
    return LogPage(
        rows=tuple(said(scope, entries)),
        before=entries[-1].number if more else None,
        whole=_unaltered(entries) and (filters.narrow or _linked(entries)),
    )


def matching_entries(scope: Scope, filters: LogFilters) -> QuerySet[Entry]:
    """The entries that the filters let through, newest first. Each filter has its index."""
    rows = entries_of(scope.chain)
    if filters.who:
        actors = _actors(scope, filters.who)
        rows = rows.filter(Q(actor__in=actors) | Q(acting_for__in=actors))
    if filters.act == READING:
        rows = rows.filter(act__in=reads())
    elif filters.act:
        whole = not filters.act.endswith(".")
        rows = rows.filter(act=filters.act) if whole else rows.filter(act__startswith=filters.act)
    if filters.since:
        rows = rows.filter(number__gte=_first_since(scope, filters.since))
    if filters.until:
        rows = rows.filter(number__lt=_first_since(scope, filters.until + timedelta(days=1)))
    return rows.filter(_speaks_of(scope, filters.subject)) if filters.subject else rows


def _actors(scope: Scope, who: str) -> list[str]:
    people = people_of(scope).filter(matching_name(who))
    found = [str(uid) for uid in people.values_list("uid", flat=True)]
    return [*found, SYSTEM] if who.casefold() in _("Systemet").casefold() else found


def _first_since(scope: Scope, day: date) -> int:
    """The number of the first entry of a local day or later; past the last where there is none."""
    rows = Entry.objects.visible_to(scope).filter(at__gte=start_of(day)).order_by("at")
    first = rows.values_list("number", flat=True).first()
    last = entries_of(scope.chain).values_list("number", flat=True).first()
    return first if first is not None else (last or 0) + 1


def _speaks_of(scope: Scope, subject: str) -> Q:
    """By its subject, or among the things it speaks of. The numbers are asked for first, by the
    thing alone: with the chain beside it SQLite looks through a million entries."""
    found: set[int] = set()
    for model in (Entry, Mention):
        rows = model.objects.in_every_chain().filter(subject=subject).values_list("chain", "number")
        found.update(number for chain, number in rows if chain == scope.chain)
    return Q(number__in=sorted(found)[-MOST_MENTIONS:])


def chain_breaks(scope: Scope, most: int = 20) -> tuple[Break, ...]:
    """The first places where the municipality's whole chain does not hold; reads all of it."""
    found = breaks(scope.chain)
    return tuple(one for one, _nth in zip(found, range(most), strict=False))


def _unaltered(entries: Iterable[Entry]) -> bool:
    return all(one.hash == entry_hash(one.previous, facts_of(one)) for one in entries)


def _linked(newest_first: list[Entry]) -> bool:
    return all(
        later.previous == earlier.hash and later.number == earlier.number + 1
        for later, earlier in pairwise(newest_first)
    )


def said(scope: Scope, entries: list[Entry]) -> Iterator[LogRow]:
    """What entries say, with the names of today."""
    names = _names(scope, entries)
    return (_row(entry, names) for entry in entries)


def _row(entry: Entry, names: dict[str, str]) -> LogRow:
    values = {key: _value(key, value, names) for key, value in entry.values.items()}
    values["who"] = names.get(entry.actor, _("Någon"))
    values["what"] = names.get(entry.subject, entry.subject[-8:])
    return LogRow(
        number=entry.number,
        at=entry.at,
        sentence=sentence(entry.act, values),
        in_place_of=names.get(entry.acting_for, ""),
        origin=", ".join(
            entry.values[key] for key in ("channel", "os_user") if key in entry.values
        ),
        act=entry.act,
    )


def _value(key: str, value: object, names: dict[str, str]) -> str:
    text = str(value)
    if key in value_names():
        return str(value_names()[key].get(text, text))
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
