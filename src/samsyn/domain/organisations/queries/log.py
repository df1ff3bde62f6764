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
AT_A_TIME = 1000
# a statement takes so many values at most: PostgreSQL 65,535, SQLite 32,766
NAMES_AT_A_TIME = 10_000
MENTIONS_AT_A_TIME = 5000


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

    ``who``: part of a name or address, or ``systemet``; ``act``: an act or
    ``READING``; ``since`` and ``until`` are local days, both
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
    entries = newest_entries(scope, filters, before, size + 1)
    more, entries = len(entries) > size, entries[:size]
    return LogPage(
        rows=tuple(said(scope, entries)),
        before=entries[-1].number if more else None,
        whole=_unaltered(entries) and (filters.narrow or _linked(entries)),
    )


def every_row(
    scope: Scope, filters: LogFilters, before: int | None = None
) -> Iterator[tuple[LogRow, Entry]]:
    """All that the filters let through, newest first, read a little at a time."""
    while True:
        entries = newest_entries(scope, filters, before, AT_A_TIME)
        yield from zip(said(scope, entries), entries, strict=True)
        if len(entries) < AT_A_TIME:
            return
        before = entries[-1].number


def count_entries(scope: Scope, filters: LogFilters) -> int:
    """How many entries the filters let through."""
    rows = _acted(entries_of(scope.chain).filter(_span(scope, filters)), filters.act)
    if filters.who:
        rows = rows.filter(_done_by(_actors(scope, filters.who)))
    if filters.subject:
        mentions = Mention.objects.visible_to(scope).filter(subject=filters.subject)
        rows = rows.filter(Q(subject=filters.subject) | Q(number__in=mentions.values("number")))
    return rows.count()


def newest_entries(scope: Scope, filters: LogFilters, before: int | None, most: int) -> list[Entry]:
    """The newest entries that the filters let through, older than a number where one is given.

    Each part of what is asked for is one walk along an index; they are merged here. Asked with
    OR, a database looks through the whole log for what is rare.
    """
    span = _span(scope, filters, before)
    rows = _acted(entries_of(scope.chain).filter(span), filters.act)
    actors = _actors(scope, filters.who) if filters.who else []
    if filters.subject:
        done = rows.filter(_done_by(actors)) if filters.who else rows
        parts = [_top(done.filter(subject=filters.subject), most)]
        mentions = Mention.objects.visible_to(scope).filter(span, subject=filters.subject)
        parts.append(_mentioning(scope, mentions, filters, actors, most))
    elif filters.who:
        parts = [_top(rows.filter(actor=one), most) for one in actors]
        # said as the index says it, so that SQLite sees that it serves
        deputies = rows.extra(where=["NOT (audit_entry.acting_for = '')"])
        parts += [_top(deputies.filter(acting_for=one), most) for one in actors if one != SYSTEM]
    else:
        return list(rows[:most])
    numbers = sorted({number for part in parts for number in part}, reverse=True)[:most]
    return list(entries_of(scope.chain).filter(number__in=numbers))


def _top(rows: QuerySet[Entry], most: int) -> list[int]:
    return list(rows.values_list("number", flat=True)[:most])


def _mentioning(
    scope: Scope, mentions: QuerySet[Mention], filters: LogFilters, actors: list[str], most: int
) -> list[int]:
    """Numbers of the newest entries that speak of a thing beside their subject.

    They are fetched by number and looked through here: asked by act or actor too, a database
    goes by these, and through most of the log.
    """
    rows, doers = mentions.order_by("-number"), set(actors)
    if not filters.who and not filters.act:
        return list(rows.values_list("number", flat=True)[:most])
    found: list[int] = []
    while len(found) < most:
        numbers = list(rows.values_list("number", flat=True)[:MENTIONS_AT_A_TIME])
        entries = entries_of(scope.chain).filter(number__in=numbers)
        found += (
            number
            for number, act, *done_by in entries.values_list(*_LOOKED_AT)
            if _is_act(act, filters.act) and (not filters.who or doers.intersection(done_by))
        )
        if len(numbers) < MENTIONS_AT_A_TIME:
            break
        rows = rows.filter(number__lt=numbers[-1])
    return found[:most]


_LOOKED_AT = ("number", "act", "actor", "acting_for")


def _done_by(actors: list[str]) -> Q:
    return Q(actor__in=actors) | Q(acting_for__in=actors)


def _span(scope: Scope, filters: LogFilters, before: int | None = None) -> Q:
    """Which numbers lie within the days that are asked for, and before a number."""
    span = Q()
    if before is not None:
        span &= Q(number__lt=before)
    if filters.since:
        span &= Q(number__gte=_first_since(scope, filters.since))
    if filters.until:
        span &= Q(number__lt=_first_since(scope, filters.until + timedelta(days=1)))
    return span


def _acted(rows: QuerySet[Entry], act: str) -> QuerySet[Entry]:
    if act == READING:
        return rows.filter(act__in=reads())
    return rows.filter(act=act) if act else rows


def _is_act(act: str, asked: str) -> bool:
    """Whether an act is what is asked for, as ``_acted`` finds it."""
    return act in reads() if asked == READING else asked in ("", act)


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
    for first in range(0, len(known), NAMES_AT_A_TIME):
        found |= _names_of(scope, known[first : first + NAMES_AT_A_TIME])
    return found


def _names_of(scope: Scope, uids: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for rows in (
        User.objects.all(),
        Municipality.objects.filter(pk=scope.municipality_id),
        Organisation.objects.visible_to(scope),
        Body.objects.visible_to(scope),
        Seat.objects.visible_to(scope),
    ):
        found |= {str(one.uid): str(one) for one in rows.filter(uid__in=uids)}
    return found
