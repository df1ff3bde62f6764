"""Reading the chain, and proving it unbroken."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from samsyn.domain.audit.models import Entry, Head, Redaction, Revision, Seal
from samsyn.domain.audit.rules import (
    GENESIS,
    REDACTED,
    entry_hash,
    is_signature,
    is_text_digest,
    lines_digests,
)

END = 500
"""How many of a chain's last entries are gone through each time somebody asks how it stands."""


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
    yield from _broken_redactions(chain)


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
    """Whether the last ``END`` entries are all there, unaltered and linked, and end with what the
    chain's head says. The head is read first: entries only grow. What lies before is not looked
    at."""
    head = Head.objects.filter(chain=chain).first()
    if head is None or head.number == 0:
        return not Entry.objects.in_chain(chain).exists()
    last = Entry.objects.in_chain(chain).filter(number=head.number)
    if last.values_list("hash", flat=True).first() != head.hash:
        return False
    return stretch_is_whole(chain, max(1, head.number - END + 1), head.number)


def last_number(chain: str) -> int:
    """The number of a chain's last entry; 0 where there is none."""
    numbers = entries_of(chain).values_list("number", flat=True)
    return numbers.first() or 0


def _is_unaltered(entry: Entry) -> bool:
    return entry.hash == entry_hash(entry.previous, facts_of(entry))


def redactions_of(chain: str, kind: str, keys: Collection[int]) -> dict[int, list[Redaction]]:
    """What was masked in rows of a kind, oldest first, as far as the log vouches for it: an entry
    of its masking holds the digest of all that this masking changed."""
    rows = Redaction.objects.in_chain(chain).filter(kind=kind, row_key__in=keys).order_by("pk")
    found: dict[int, list[Redaction]] = defaultdict(list)
    known = _vouched(chain, {one.masking for one in rows})
    for one in rows:
        if one.masking in known:
            found[one.row_key].append(one)
    return found


def _vouched(chain: str, maskings: set[str]) -> set[str]:
    """Those of some maskings whose rows are the ones that the log speaks of."""
    if not maskings:
        return set()
    lines: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for one in Redaction.objects.in_chain(chain).filter(masking__in=maskings):
        lines[one.masking].append((str(one.uid), one.before, one.after))
    entries = Entry.objects.in_chain(chain).filter(act__in=REDACTED)
    said = {
        (one.get("masking"), one.get("lines")) for one in entries.values_list("values", flat=True)
    }
    return {
        masking
        for masking, its in lines.items()
        if any((masking, digest) in said for digest in lines_digests(its))
    }


def _broken_redactions(chain: str) -> Iterator[Break]:
    """Where words were masked and no entry says so, or a revision says something else than what
    its last redaction left."""
    rows = list(Redaction.objects.in_chain(chain).order_by("pk"))
    known = _vouched(chain, {one.masking for one in rows})
    last = {one.row_key: one for one in rows if one.kind == Revision._meta.label_lower}
    for masking in sorted({one.masking for one in rows} - known):
        yield Break(chain, 0, f"Maskeringen {masking} är inte den som loggen talar om.")
    revisions = Revision.objects.in_chain(chain).filter(pk__in=last)
    for revision in revisions.iterator():
        if not is_text_digest(last[revision.pk].after, revision.fields):
            yield Break(chain, 0, f"Version {revision} har ändrats efter maskeringen.")
