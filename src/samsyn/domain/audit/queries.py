"""Reading the chain, and proving it unbroken."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from samsyn.domain.audit.models import Entry, Head
from samsyn.domain.audit.rules import GENESIS, entry_hash


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold."""

    chain: str
    number: int
    sentence: str


def facts_of(entry: Entry) -> dict[str, object]:
    """What an entry's hash covers."""
    return {
        "chain": entry.chain,
        "number": entry.number,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "acting_for": entry.acting_for,
        "act": entry.act,
        "kind": entry.kind,
        "subject": entry.subject,
        "values": entry.values,
    }


def entries_of(chain: str) -> QuerySet[Entry]:
    """A chain's entries, newest first."""
    return Entry.objects.filter(chain=chain).order_by("-number")


def breaks(chain: str) -> Iterator[Break]:
    """Each place where the chain is broken: a gap, an altered entry, a cut end."""
    expected, previous = 1, GENESIS
    for entry in Entry.objects.filter(chain=chain).order_by("number").iterator():
        if entry.number != expected:
            yield Break(chain, expected, f"Post {expected} saknas.")
        elif entry.previous != previous or entry.hash != entry_hash(previous, facts_of(entry)):
            yield Break(chain, entry.number, f"Post {entry.number} har ändrats.")
        expected, previous = entry.number + 1, entry.hash
    head = Head.objects.filter(chain=chain).first() or Head(chain=chain)
    if (head.number, head.hash) != (expected - 1, previous):
        yield Break(chain, head.number, f"Kedjan slutar vid {expected - 1} av {head.number}.")
