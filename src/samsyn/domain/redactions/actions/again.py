"""Masking again what came back with a backup that is older than the masking: by where the words
stood, which the ledger says. It holds no words and no name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from samsyn.domain.audit.actions import record
from samsyn.domain.audit.models import Redaction, Revision
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.redactions.actions.applying import MaskingUnderWay
from samsyn.domain.redactions.models import Masking
from samsyn.domain.redactions.reading import (
    ANSWERS,
    BATCH,
    PICTURE,
    REPORT,
    REVISION,
    SECTION,
    TABLES,
    WordTable,
    WrittenRow,
)
from samsyn.domain.redactions.values.spans import Leaf
from samsyn.foundation.refusals import Mistaken

MADE_ANEW = (BATCH, ANSWERS)
"""What is quoted from a file says something else each time the file is tried, without a version."""
UNLIKE = (
    "Gallringslistan säger att ord har maskerats i {kind} {key}, men det som står där i "
    "säkerhetskopian är något annat än det som maskerades. Inget kan maskeras på gissning. Hämta "
    "gallringslistan (ledger.jsonl) ur en annan kopia, eller välj en annan säkerhetskopia."
)


@dataclass(frozen=True)
class MaskedLine:
    """What the ledger says of one row that was masked; ``masking`` of what and on what ground."""

    uid: str
    masking: str
    thing: str
    thing_uid: str
    ground: str
    subject: str
    kind: str
    key: int
    version: int | None
    leaves: tuple[Leaf, ...]


def told(one: Redaction, masking: Masking | None) -> dict[str, Any]:
    """A redaction as a line of the ledger holds it: keys, lengths and digests, no word."""
    return {
        "masking": one.masking,
        "thing": masking.thing if masking else "",
        "thing_uid": str(masking.thing_uid) if masking else "",
        "ground": one.ground,
        "subject": one.subject,
        "kind": one.kind,
        "key": one.row_key,
        "version": one.version,
        "spans": one.spans,
    }


def line_of(uid: str, said: Mapping[str, Any]) -> MaskedLine:
    """What ``told`` says. Raises KeyError, TypeError or ValueError for anything else."""
    names = ("masking", "thing", "thing_uid", "ground", "subject", "kind", "key", "version")
    leaves = tuple(Leaf.from_told(one) for one in said["spans"])
    return MaskedLine(uid=uid, leaves=leaves, **{name: said[name] for name in names})


def mask_again(by: Scope, lines: Iterable[MaskedLine]) -> int:
    """Mask what some lines of the ledger speak of and the database still has, in the caller's
    transaction; how many rows. Refused, with nothing done, where a row is not what was masked."""
    maskings: dict[str, list[MaskedLine]] = defaultdict(list)
    for line in lines:
        if line.kind not in TABLES:
            raise Mistaken(UNLIKE.format(kind=line.kind, key=line.key))
        maskings[line.masking].append(line)
    return sum(_again(by, its) for its in maskings.values())


def _again(by: Scope, lines: list[MaskedLine]) -> int:
    first = lines[0]
    change = MaskingUnderWay(by, first.masking, first.ground)
    for of_subject in _by_subject(lines).values():
        _mask_subject(change, of_subject)
    if not change.made:
        return 0
    _remember(by, first, change)
    change.finish()
    where = Municipality.objects.get(pk=by.municipality_id)
    record(by, "redactions.redacted_again", where, plain=change.told())
    return len(change.made)


def _by_subject(lines: Iterable[MaskedLine]) -> dict[str, list[MaskedLine]]:
    found: dict[str, list[MaskedLine]] = defaultdict(list)
    for line in lines:
        found[line.subject].append(line)
    return found


def _remember(by: Scope, first: MaskedLine, change: MaskingUnderWay) -> None:
    """That it was masked stands in the list of maskings again; who did it stands in no ledger."""
    if not first.thing_uid:
        return
    Masking.objects.visible_to(by).get_or_create(
        uid=first.masking,
        defaults={
            "municipality_id": by.municipality_id,
            "thing": first.thing,
            "thing_uid": first.thing_uid,
            "ground": first.ground,
            "rows_masked": len(change.made),
            "places": change.places,
        },
    )


def _mask_subject(change: MaskingUnderWay, lines: list[MaskedLine]) -> None:
    """Mask a thing's rows. A backup may have the text of one version in the thing itself that was
    masked among its revisions: any of its texts that is one that was masked is masked."""
    leaves = [leaf for line in lines for leaf in line.leaves]
    own = {(line.kind, line.key): line for line in lines}
    for row in _rows(change.by, lines):
        line = own.get((row.table.kind, row.key))
        fitting = tuple(_fitting(row, line.leaves if line else (), leaves))
        if line is None or line.version != row.version or len(fitting) == len(line.leaves):
            if fitting:
                change.mask(row, fitting, UUID(line.uid) if line else None)
        elif row.table in MADE_ANEW:
            change.set(row, _emptied(row, line))
        else:
            raise Mistaken(UNLIKE.format(kind=line.kind, key=line.key))


def _emptied(row: WrittenRow, line: MaskedLine) -> dict[str, Any]:
    """The columns that were masked, empty: what they said before nobody can tell."""
    return {name: type(row.values[name])() for name in {leaf.path[0] for leaf in line.leaves}}


def _rows(by: Scope, lines: list[MaskedLine]) -> Iterator[WrittenRow]:
    """The rows that lines speak of, and the others of the same thing. A key that the database has
    given to something else since is none of theirs."""
    keys: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        keys[line.kind].add(line.key)
    subject = lines[0].subject
    for table in TABLES.values():
        if table is REVISION:
            yield from table.read(Revision.objects.in_chain(by.chain).filter(subject=subject))
        elif table in (REPORT, PICTURE) or keys.get(table.kind):
            rows = table.read(_of(by, table, subject, keys[table.kind]))
            yield from (row for row in rows if row.subject == subject)


def _of(by: Scope, table: WordTable, subject: str, keys: set[int]) -> QuerySet[Any]:
    manager: Any = table.model._default_manager
    if hasattr(manager, "within"):
        rows = manager.within(by.municipality_id)
    else:
        rows = table.model._base_manager.filter(batch__municipality=by.municipality_id)
    found: QuerySet[Any] = rows.filter(pk__in=keys)
    if table in (REPORT, PICTURE):
        found = found | rows.filter(uid=subject)
    return found


def _fitting(row: WrittenRow, own: tuple[Leaf, ...], others: list[Leaf]) -> Iterator[Leaf]:
    """Of each text what was masked in it: what the row's own line says, else another of the
    thing's that fits."""
    said = {leaf.path: leaf for leaf in own}
    for path, text, _ in row.texts():
        leaf = said.get(path)
        if leaf is None or not leaf.fits(text):
            leaf = next(
                (one for one in others if row.table is not SECTION and one.fits(text)), None
            )
        if leaf is not None:
            yield Leaf(path, leaf.total, leaf.cuts, leaf.around)
