"""Reading the chain, and proving it unbroken."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from samsyn.domain.audit.models import Entry, Head, Seal
from samsyn.domain.audit.rules import GENESIS, entry_hash, is_signature


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


def sealed_facts(seal: Seal) -> dict[str, object]:
    """What a seal's signature covers."""
    return {
        "chain": seal.chain,
        "number": seal.number,
        "hash": seal.hash,
        "signed_at": seal.signed_at.isoformat(),
    }


def seals_of(chain: str) -> QuerySet[Seal]:
    """A chain's seals, oldest first."""
    return Seal.objects.filter(chain=chain).order_by("number")


def entries_of(chain: str) -> QuerySet[Entry]:
    """A chain's entries, newest first."""
    return Entry.objects.in_chain(chain).order_by("-number")


def breaks(chain: str) -> Iterator[Break]:
    """Each place where the chain is broken: a gap, an altered entry, a cut end, a false seal."""
    yield from _broken_links(chain)
    yield from _broken_seals(chain)


def _broken_links(chain: str) -> Iterator[Break]:
    expected, previous = 1, GENESIS
    for entry in Entry.objects.in_chain(chain).order_by("number").iterator():
        if entry.number != expected:
            yield Break(chain, expected, f"Post {expected} saknas.")
        elif entry.previous != previous or entry.hash != entry_hash(previous, facts_of(entry)):
            yield Break(chain, entry.number, f"Post {entry.number} har ändrats.")
        expected, previous = entry.number + 1, entry.hash
    head = Head.objects.filter(chain=chain).first() or Head(chain=chain)
    if (head.number, head.hash) != (expected - 1, previous):
        yield Break(chain, head.number, f"Kedjan slutar vid {expected - 1} av {head.number}.")


def _broken_seals(chain: str) -> Iterator[Break]:
    """Where the chain is not what was signed: it may be whole in itself and yet another one."""
    seals = list(seals_of(chain))  # before the entries: those only grow
    signed = Entry.objects.in_chain(chain).filter(number__in=seals_of(chain).values("number"))
    hashes = dict(signed.values_list("number", "hash"))
    previous = GENESIS
    for seal in seals:
        number = seal.number
        if not is_signature(seal.signature, previous, sealed_facts(seal)):
            yield Break(chain, number, f"Signaturen av post {number} stämmer inte.")
        elif number not in hashes:
            yield Break(chain, number, f"Post {number} är signerad men saknas.")
        elif hashes[number] != seal.hash:
            yield Break(chain, number, f"Post {number} är inte den som signerades.")
        previous = seal.signature


def stretch_is_whole(chain: str, first: int, last: int) -> bool:
    """Whether the entries with numbers from ``first`` to ``last``, which is there, are all
    there, unaltered and linked, to the one before them too."""
    before = max(1, first - 1)
    expected, previous = before, ""
    entries = Entry.objects.in_chain(chain).filter(number__range=(before, last))
    for entry in entries.order_by("number").iterator():
        linked = expected == before or entry.previous == previous
        if entry.number != expected or not linked or not _is_unaltered(entry):
            return False
        expected, previous = expected + 1, entry.hash
    return last < first or expected == last + 1


def end_is_whole(chain: str) -> bool:
    """Whether the last entry is the one that the chain's head says. The head is read first:
    entries only grow."""
    head = Head.objects.filter(chain=chain).first()
    if head is None or head.number == 0:
        return not Entry.objects.in_chain(chain).exists()
    last = Entry.objects.in_chain(chain).filter(number=head.number)
    return last.values_list("hash", flat=True).first() == head.hash


def last_number(chain: str) -> int:
    """The number of a chain's last entry; 0 where there is none."""
    numbers = entries_of(chain).values_list("number", flat=True)
    return numbers.first() or 0


def _is_unaltered(entry: Entry) -> bool:
    return entry.hash == entry_hash(entry.previous, facts_of(entry))
