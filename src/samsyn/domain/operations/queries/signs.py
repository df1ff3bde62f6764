"""Signs that something is wrong, read from the log and the machine; nothing is written here.

What counts as one is said in ``LIMITS``. Signs of the log are looked for in the last
``WINDOW``; those of a condition are there while it lasts.
"""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from samsyn.domain.audit.actions import INSTALLATION
from samsyn.domain.audit.models import Entry
from samsyn.domain.audit.queries import end_is_whole, last_number, stretch_is_whole
from samsyn.domain.notices.queries import stranded
from samsyn.domain.operations.enums import AlertKind, BackupState
from samsyn.domain.operations.models import WatchedChain
from samsyn.domain.operations.queries import last_backup
from samsyn.domain.organisations.models import Municipality
from samsyn.foundation.clock import STOCKHOLM
from samsyn.foundation.workers.queries import queue_state

WINDOW = timedelta(minutes=10)
DAY = timedelta(hours=24)
LIMITS = {
    AlertKind.SPRAY: 8,  # accounts with a failed login
    AlertKind.GUESSING: 6,  # failed logins of one account
    AlertKind.SECOND_FACTOR: 5,
    AlertKind.PROBING: 10,  # refusals of one person
    AlertKind.BULK_READ: 60,  # held texts read by one person
    AlertKind.MANY_EXPORTS: 10,  # files of one person in a day and night
    AlertKind.MAIL: 1,
}
# mistyped addresses of a whole installation in ten minutes are fewer
MOST_UNKNOWN = 15
NIGHT = (22, 6)
FULLEST = 0.9
OLDEST_BACKUP = timedelta(hours=26)
LONGEST_WAIT = timedelta(minutes=10)
CHECKED_AT_THE_END, CHECKED_BEHIND = 500, 2000
# a condition closes its own alert when it has passed
CONDITIONS = frozenset({AlertKind.DISK, AlertKind.BACKUP, AlertKind.QUEUE, AlertKind.MAIL})


@dataclass(frozen=True)
class Sign:
    """What was seen: where (None: the installation), of whom or what, from when to when."""

    kind: AlertKind
    municipality: Municipality | None
    about: str
    began_at: datetime
    last_at: datetime
    signs: int = 1


def signs() -> Iterator[Sign]:
    """All that is wrong now."""
    now = timezone.now()
    for municipality in Municipality.objects.order_by("pk"):
        yield from _of_log(municipality, now)
        yield from _of_chain(municipality, now)
    yield from _of_visitors(now)
    yield from _of_machine(now)


def _of_visitors(now: datetime) -> Iterator[Sign]:
    """Failed logins of addresses that nobody has, each counted as an account: the address is
    not kept. Known accounts that fail meanwhile, in any municipality, are counted in."""
    failed = Entry.objects.in_every_chain().filter(act="access.login_failed", at__gt=now - WINDOW)
    found = list(failed.order_by("at", "chain", "number"))
    unknown = [entry for entry in found if entry.chain == INSTALLATION]
    known = {entry.subject for entry in found if entry.chain != INSTALLATION}
    if unknown and len(unknown) + len(known) >= MOST_UNKNOWN:
        yield _sign(AlertKind.SPRAY, None, f"{found[0].at:%Y-%m-%d}", found)
    if not end_is_whole(INSTALLATION):
        yield Sign(AlertKind.CHAIN, None, INSTALLATION, now, now)


def _of_log(where: Municipality, now: datetime) -> Iterator[Sign]:
    recent = Entry.objects.in_chain(str(where.uid)).filter(at__gt=now - WINDOW).order_by("number")
    by_act: dict[str, list[Entry]] = defaultdict(list)
    for entry in recent:
        by_act[entry.act].append(entry)
    failed = by_act["access.login_failed"]
    yield from _spray(where, failed)
    yield from _each(AlertKind.GUESSING, where, failed, by="subject")
    yield from _each(
        AlertKind.SECOND_FACTOR, where, by_act["access.second_factor_failed"], by="subject"
    )
    yield from _each(AlertKind.PROBING, where, by_act["access.refused"], by="actor")
    yield from _bulk_read(where, by_act)
    yield from _exports(where, now, by_act["observations.exported"])
    for entry in by_act["organisations.access_confirmed"]:
        if entry.values.get("channel"):
            yield _sign(AlertKind.ACCESS_BY_OPERATOR, where, entry.subject, [entry])


def _sign(kind: AlertKind, where: Municipality | None, about: str, found: list[Entry]) -> Sign:
    return Sign(kind, where, about[:64], found[0].at, found[-1].at, len(found))


def _spray(where: Municipality, failed: list[Entry]) -> Iterator[Sign]:
    """Known accounts of one municipality."""
    if len({entry.subject for entry in failed}) >= LIMITS[AlertKind.SPRAY]:
        yield _sign(AlertKind.SPRAY, where, f"{failed[0].at:%Y-%m-%d}", failed)


def _each(kind: AlertKind, where: Municipality, found: list[Entry], *, by: str) -> Iterator[Sign]:
    of: dict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        of[getattr(entry, by)].append(entry)
    for about, some in of.items():
        if len(some) >= LIMITS[kind]:
            yield _sign(kind, where, about, some)


def _bulk_read(where: Municipality, by_act: dict[str, list[Entry]]) -> Iterator[Sign]:
    found = by_act["observations.held_text_read"] + by_act["observations.held_texts_read"]
    read: Counter[str] = Counter()
    for entry in found:
        read[entry.actor] += int(entry.values.get("rows", 1))
    for actor, texts in read.items():
        if texts >= LIMITS[AlertKind.BULK_READ]:
            own = sorted((one for one in found if one.actor == actor), key=lambda one: one.number)
            yield _sign(AlertKind.BULK_READ, where, actor, own)


def _exports(where: Municipality, now: datetime, recent: list[Entry]) -> Iterator[Sign]:
    for entry in recent:
        hour = entry.at.astimezone(STOCKHOLM).hour
        if hour >= NIGHT[0] or hour < NIGHT[1]:
            about = f"{entry.actor}:{entry.at.astimezone(STOCKHOLM):%Y-%m-%d}"
            yield _sign(AlertKind.NIGHT_EXPORT, where, about, [entry])
    if recent:
        whole = Entry.objects.in_chain(str(where.uid)).filter(
            act="observations.exported", at__gt=now - DAY
        )
        yield from _each(AlertKind.MANY_EXPORTS, where, list(whole.order_by("number")), by="actor")


def _of_chain(where: Municipality, now: datetime) -> Iterator[Sign]:
    """The end of the chain, and a stretch further back, which moves with each look."""
    chain = str(where.uid)
    whole = end_is_whole(chain)
    end = last_number(chain)
    watched = WatchedChain.objects.filter(chain=chain).first() or WatchedChain(chain=chain)
    stretches = (
        (max(1, end - CHECKED_AT_THE_END + 1), end),
        (watched.number + 1, min(end, watched.number + CHECKED_BEHIND)),
    )
    if not whole or not all(stretch_is_whole(chain, *one) for one in stretches):
        yield Sign(AlertKind.CHAIN, where, "", now, now)


def _of_machine(now: datetime) -> Iterator[Sign]:
    space = shutil.disk_usage(settings.VAR)
    if space.used / space.total >= FULLEST:
        yield Sign(AlertKind.DISK, None, "", now, now)
    if _backup_is_late(now):
        yield Sign(AlertKind.BACKUP, None, "", now, now)
    queue = queue_state()
    stands = queue.oldest is not None and queue.oldest < now - LONGEST_WAIT and not queue.running
    lately = DBTaskResult.objects.filter(status="FAILED", finished_at__gt=now - WINDOW)
    if stands or lately.exists():
        yield Sign(AlertKind.QUEUE, None, "", now, now)
    if len(stranded()) >= LIMITS[AlertKind.MAIL]:
        yield Sign(AlertKind.MAIL, None, "", now, now)


def _backup_is_late(now: datetime) -> bool:
    """Where backups are set up: the last good one is old, or the last one failed."""
    if not settings.BACKUP_DIR:
        return False
    last, good = last_backup(), last_backup(succeeded=True)
    if last is None:
        founded = Municipality.objects.order_by("pk").values_list("created_at", flat=True).first()
        return founded is not None and founded < now - OLDEST_BACKUP
    old = good is None or good.started_at < now - OLDEST_BACKUP
    return old or last.state == BackupState.FAILED
