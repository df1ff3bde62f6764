"""Appending to the log. The only door: nothing else writes an entry."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction
from django.utils import timezone

from samsyn.domain.audit.models import Entry, Head, Mention, Revision, Salt, Seal
from samsyn.domain.audit.queries import facts_of, sealed_facts, seals_of
from samsyn.domain.audit.rules import GENESIS, entry_hash, sealed, signature
from samsyn.foundation import clock
from samsyn.foundation.inserting import insert, insert_if_new, insert_rows
from samsyn.foundation.rows import Row
from samsyn.foundation.writing import note_entry

INSTALLATION = "installation"
SYSTEM = "system"
SIGN = "audit.sign"
Plain = Mapping[str, str | int | bool | None]


class Actor(Protocol):
    """Who acts, where, in whose place and by what channel; a Scope is one."""

    @property
    def chain(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def acting_for(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def os_user(self) -> str: ...


# no savepoint: an act whose entry cannot be written is undone whole
@transaction.atomic(savepoint=False)
def record(
    by: Actor,
    act: str,
    subject: Row | None = None,
    *,
    plain: Plain | None = None,
    secret: Mapping[str, object] | None = None,
    subjects: Sequence[Row] = (),
) -> Entry:
    """Append one entry to the actor's chain, in the caller's transaction.

    ``plain`` is stored as it is (counts, states, uids); ``secret`` only as HMACs
    under the subject's salt. ``subjects`` are all it speaks of where that is many things: the
    entry is found by each.
    """
    note_entry()
    number, previous = _next_in(by.chain)
    uid = str(subject.uid) if subject else ""
    entry = Entry(
        chain=by.chain,
        number=number,
        at=timezone.now(),
        actor=by.actor,
        acting_for=by.acting_for,
        act=act,
        kind=subject._meta.label_lower if subject else "",
        subject=uid,
        values={
            **_origin(by),
            **(plain or {}),
            **_seal(uid, secret or {}),
            **({"subjects": [str(one.uid) for one in subjects]} if subjects else {}),
        },
        previous=previous,
    )
    entry.hash = entry_hash(previous, facts_of(entry))
    insert(entry)
    _end(entry)
    if subjects:
        rows = [(by.chain, number, str(one.uid)) for one in subjects]
        insert_rows(Mention, ("chain", "number", "subject"), rows)
    return entry


def _origin(by: Actor) -> dict[str, str]:
    """How it was done, where that was not by a page."""
    return {"channel": by.channel, "os_user": by.os_user} if by.channel else {}


def _next_in(chain: str) -> tuple[int, str]:
    """The next number of a chain and the hash before it; the head stays locked till the commit."""
    heads = Head._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {heads} (chain, number, hash) VALUES (%s, 1, %s) "  # noqa: S608 (the model's table)
            f"ON CONFLICT (chain) DO UPDATE SET number = {heads}.number + 1 RETURNING number, hash",
            [chain, GENESIS],
        )
        number, previous = cursor.fetchone()
    return number, previous


def _end(entry: Entry) -> None:
    """Let the chain's head, which the entry's transaction holds, be the entry's hash."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Head._meta.db_table} SET hash = %s WHERE chain = %s",  # noqa: S608 (the model's table)
            [entry.hash, entry.chain],
        )


def record_read(
    by: Actor,
    act: str,
    subject: Row | None = None,
    *,
    plain: Plain | None = None,
    subjects: Sequence[Row] = (),
) -> Entry:
    """Log that something restricted was read, or refused; the one write a GET may do."""
    return record(by, act, subject, plain=plain, subjects=subjects)


def keep_revision(by: Actor, subject: Row, version: int, fields: Mapping[str, object]) -> None:
    """Keep what a thing said in a version that is about to be replaced."""
    Revision.objects.create(
        chain=by.chain, subject=str(subject.uid), version=version, actor=by.actor, fields=fields
    )


def sign_heads() -> None:
    """Sign each chain's head, once a local day and where it has moved; safe to call at any time."""
    today = clock.start_of(clock.local_day(timezone.now()))
    signed = Seal.objects.filter(signed_at__gte=today).values("chain")
    for chain in Head.objects.exclude(chain__in=signed).values_list("chain", flat=True):
        _sign(chain, today)


@transaction.atomic
def _sign(chain: str, today: datetime) -> None:
    head = Head.objects.select_for_update().get(chain=chain)
    last = seals_of(chain).last()  # after the lock: another worker may have been here
    if last and (last.signed_at >= today or last.number >= head.number):
        return
    seal = Seal(chain=chain, number=head.number, hash=head.hash, signed_at=timezone.now())
    seal.signature = signature(last.signature if last else GENESIS, sealed_facts(seal))
    seal.save(force_insert=True)


def _seal(subject: str, secret: Mapping[str, object]) -> dict[str, str]:
    if not secret:
        return {}
    salt = Salt(subject=subject, salt=secrets.token_bytes(16))
    if not insert_if_new(salt):
        salt = Salt.objects.get(subject=subject)
    return {name: sealed(bytes(salt.salt), value) for name, value in secret.items()}
