"""Changing rows in which words are masked, each with its redaction; the log's entry follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, TextChoices
from django.utils import timezone

from samsyn.domain.audit.models import Redaction, Salt
from samsyn.domain.audit.rules import lines_digest, text_digest
from samsyn.domain.files.values import Paper
from samsyn.domain.observations.actions.upkeep import FORGET_WORDS
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.publishing.actions import SetAnew, publish_anew, set_anew
from samsyn.domain.redactions.reading import REVISION, SECTION, WrittenRow
from samsyn.domain.redactions.values.spans import Leaf
from samsyn.domain.situations.documents import PICTURE, paper_of
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.models import FrozenSection, SituationPicture
from samsyn.domain.situations.queries import frozen_reading, frozen_rows, one
from samsyn.domain.situations.values.content import decode, digest_of
from samsyn.foundation import clock, queue
from samsyn.foundation.ids import uuid7
from samsyn.foundation.refusals import Mistaken, Stale

CHANGED = "Texten har ändrats under tiden. Läs igenom vad som maskeras en gång till."
STRUCTURE = (
    "Stycket kan inte maskeras: det är också ett ord som lägesbilden är uppbyggd av. Markera ett "
    "längre stycke."
)


@dataclass
class MaskingUnderWay:
    """A masking under way: what it is called, on what ground, and what it has changed; ``papers``
    are documents by picture that were set beforehand."""

    by: Scope
    masking: str
    ground: str
    at: datetime = field(default_factory=timezone.now)
    papers: Mapping[int, SetAnew] = field(default_factory=dict)
    made: list[Redaction] = field(default_factory=list)

    @property
    def lines(self) -> str:
        """The digest by which the log vouches for it."""
        return lines_digest((str(one.uid), one.before, one.after) for one in self.made)

    @property
    def places(self) -> int:
        """How many stretches it has masked."""
        return sum(one.places for one in self.made)

    @property
    def frozen(self) -> str:
        """The digests of frozen sections, before and after."""
        kind = SECTION.kind
        return " ".join(f"{one.before}>{one.after}" for one in self.made if one.kind == kind)

    def told(self) -> dict[str, str | int | bool | None]:
        """What the log says of it: no words."""
        return {
            "masking": self.masking,
            "ground": self.ground,
            "rows": len(self.made),
            "places": self.places,
            "lines": self.lines,
            "frozen": self.frozen,
        }

    def mask(self, row: WrittenRow, leaves: tuple[Leaf, ...], uid: UUID | None = None) -> None:
        """Mask some texts of a row."""
        new = row.changed(leaves)
        self._keep(row, new, leaves, uid)
        _write(row, new)

    def set(self, row: WrittenRow, new: dict[str, Any]) -> None:
        """Give a row other texts, as they are to be, whatever they were."""
        self._keep(row, new, (), None)
        _write(row, new)

    def _keep(
        self, row: WrittenRow, new: dict[str, Any], leaves: tuple[Leaf, ...], uid: UUID | None
    ) -> None:
        """The redaction comes first: without it a revision can't be changed."""
        one = Redaction(
            uid=uid or uuid7(),
            chain=self.by.chain,
            masking=self.masking,
            subject=row.subject,
            kind=row.table.kind,
            row_key=row.key,
            version=row.version,
            at=self.at,
            actor=self.by.actor,
            ground=self.ground,
            places=sum(leaf.places for leaf in leaves),
            before=_digest(row, {}),
            after=_digest(row, new),
            spans=[leaf.told() for leaf in leaves],
            applied=row.table is not REVISION,
        )
        one.save(force_insert=True)
        self.made.append(one)

    def finish(self) -> None:
        """Let the log's keyed sums of what was masked say nothing any more, and make the
        documents of the pictures anew; what is searched forgets the words once it is all done."""
        Salt.objects.filter(subject__in={one.subject for one in self.made}).delete()
        # by a worker: it takes long where much is written, and a database that is busy then must
        # neither keep files of the words where they are nor call the masking failed
        queue.enqueue(FORGET_WORDS)
        keys = [one.row_key for one in self.made if one.kind == SECTION.kind]
        sections = FrozenSection.objects.within(self.by.municipality_id).filter(pk__in=keys)
        touched = set(sections.order_by().values_list("picture", "audience"))
        for pk in sorted({picture for picture, _ in touched}):
            row = SituationPicture.objects.within(self.by.municipality_id).get(pk=pk)
            audiences = [one for one in Audience if (pk, one.value) in touched]
            made = self.papers.get(pk)
            publish_anew(by=self.by, subject=PICTURE, row=row, audiences=audiences, made=made)


def papers_after(
    by: Scope, sections: Iterable[tuple[WrittenRow, tuple[Leaf, ...]]]
) -> dict[int, SetAnew]:
    """The documents of settled pictures as they are to be when some of their sections are masked,
    by picture. Setting them takes most of the time, and nobody who writes is to wait for it."""
    changed = dict[int, dict[str, Any]]()
    for row, leaves in sections:
        changed[row.key] = row.changed(leaves)
        _check_whole(changed[row.key])
    rows = FrozenSection.objects.within(by.municipality_id).filter(pk__in=changed)
    touched = set(rows.order_by().values_list("picture__uid", "audience"))
    system = system_scope(Municipality.objects.get(pk=by.municipality_id))
    found = dict[int, SetAnew]()
    for uid in {uid for uid, _ in touched}:
        picture = one(system, uid)
        papers: dict[TextChoices, Paper] = {
            audience: _paper_after(system, picture, audience, changed)
            for audience in Audience
            if (uid, audience.value) in touched
        }
        found[picture.pk] = set_anew(by=by, subject=PICTURE, row=picture, papers=papers)
    return found


def _paper_after(
    system: Scope, picture: SituationPicture, audience: Audience, changed: Mapping[int, Any]
) -> Paper:
    rows = frozen_rows(system, picture, audience)
    for row in rows:
        for name, value in changed.get(row.pk, {}).items():
            setattr(row, name, value)
    return paper_of(frozen_reading(picture, audience, rows), clock.now())


def _digest(row: WrittenRow, new: Mapping[str, Any]) -> str:
    """A row's digest with some columns changed: of a frozen section the one that it is proved
    by, of others a keyed one."""
    values = {**row.values, **new}
    if row.table is SECTION:
        return digest_of(values["content"], values["svg"])
    return text_digest(values["fields"] if row.table is REVISION else values)


def _write(row: WrittenRow, new: dict[str, Any]) -> None:
    if row.table is SECTION:
        _check_whole(new)
    rows = row.table.model._base_manager.filter(pk=row.key)
    if row.table.version and row.table is not REVISION:
        # a form that was opened before must not bring the words back
        rows = rows.filter(version=row.version)
        new = {**new, "version": F("version") + 1}
    elif rows.select_for_update().values(*row.values).first() != row.values:
        raise Stale(CHANGED)
    if rows.update(**new) != 1:
        raise Stale(CHANGED)


def _check_whole(new: Mapping[str, Any]) -> None:
    """Refuse to mask what a section is built of: a colour, a date."""
    try:
        decode(new.get("content", '"x"'))
    except (KeyError, TypeError, ValueError) as error:
        raise Mistaken(STRUCTURE, "passages") from error
