"""Appending to the log. The only door: nothing else writes an entry."""

import secrets
from collections.abc import Mapping
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from samsyn.domain.audit.models import Entry, Head, Revision, Salt
from samsyn.domain.audit.queries import facts_of
from samsyn.domain.audit.rules import entry_hash, sealed
from samsyn.foundation.rows import Row

INSTALLATION = "installation"
SYSTEM = "system"
Plain = Mapping[str, str | int | bool | None]


class Actor(Protocol):
    """Who acts, where, and in whose place; a Scope is one."""

    @property
    def chain(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def acting_for(self) -> str: ...


@transaction.atomic
def record(
    by: Actor,
    act: str,
    subject: Row | None = None,
    *,
    plain: Plain | None = None,
    secret: Mapping[str, object] | None = None,
) -> Entry:
    """Append one entry to the actor's chain, in the caller's transaction.

    ``plain`` is stored as it is (counts, states, uids); ``secret`` only as HMACs
    under the subject's salt.
    """
    head, _ = Head.objects.select_for_update().get_or_create(chain=by.chain)
    uid = str(subject.uid) if subject else ""
    entry = Entry(
        chain=by.chain,
        number=head.number + 1,
        at=timezone.now(),
        actor=by.actor,
        acting_for=by.acting_for,
        act=act,
        kind=subject._meta.label_lower if subject else "",
        subject=uid,
        values={**(plain or {}), **_seal(uid, secret or {})},
        previous=head.hash,
    )
    entry.hash = entry_hash(head.hash, facts_of(entry))
    entry.save(force_insert=True)
    Head.objects.filter(chain=by.chain).update(number=entry.number, hash=entry.hash)
    return entry


def record_read(
    by: Actor, act: str, subject: Row | None = None, *, plain: Plain | None = None
) -> Entry:
    """Log that something restricted was read, or refused; the one write a GET may do."""
    return record(by, act, subject, plain=plain)


def keep_revision(by: Actor, subject: Row, version: int, fields: Mapping[str, object]) -> None:
    """Keep what a thing said in a version that is about to be replaced."""
    Revision.objects.create(
        chain=by.chain, subject=str(subject.uid), version=version, actor=by.actor, fields=fields
    )


def _seal(subject: str, secret: Mapping[str, object]) -> dict[str, str]:
    if not secret:
        return {}
    salt, _ = Salt.objects.get_or_create(
        subject=subject, defaults={"salt": secrets.token_bytes(16)}
    )
    return {name: sealed(bytes(salt.salt), value) for name, value in secret.items()}
