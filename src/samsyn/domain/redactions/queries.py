"""What there is to mask before it is done, who may have got the words, and what was masked."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from samsyn.domain.audit.models import Entry
from samsyn.domain.files.actions import DamagedFileError, read
from samsyn.domain.files.models import StoredFile
from samsyn.domain.intake.models import Batch
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.observations.models import Observation, ObservationReporter
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.report import TEXTS
from samsyn.domain.organisations.enums import Act, Role
from samsyn.domain.organisations.models import Membership, User
from samsyn.domain.organisations.queries import held
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.redactions.enums import Ground, MaskedThing
from samsyn.domain.redactions.models import Masking
from samsyn.domain.redactions.reading import (
    LETTER,
    REVISION,
    SECTION,
    Own,
    Sight,
    WrittenRow,
    copies,
    own_of_picture,
    own_of_report,
    own_rows,
)
from samsyn.domain.redactions.rules import (
    check_ground,
    check_may_mask_picture,
    check_may_mask_report,
    check_passages,
    may_mask_settled,
)
from samsyn.domain.redactions.values.packed import texts_of_file
from samsyn.domain.redactions.values.passages import Stretch, find
from samsyn.domain.redactions.values.spans import Leaf, in_json
from samsyn.domain.redactions.visibility import (
    is_officer,
    readable_reports,
    searched_exports,
    shut_versions,
)
from samsyn.domain.situations.models import FrozenSection, SituationPicture
from samsyn.domain.stops.models import StoppedText
from samsyn.foundation.ids import as_uid
from samsyn.foundation.refusals import Mistaken

AROUND = 40
"""Signs shown on each side of a place."""
Thing = Observation | SituationPicture
Passages = tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A row with something to mask in it; ``own``: of the thing itself; ``shut``: of its words no
    more is shown than what was asked for."""

    row: WrittenRow
    leaves: tuple[Leaf, ...]
    own: bool
    shut: bool = False


@dataclass(frozen=True)
class PassagePlace:
    """Where a passage stands: in what (its table and column), and the words around it."""

    kind: str
    column: str
    before: str
    passage: str
    after: str


@dataclass(frozen=True)
class Plan:
    """All that masking some passages of a thing comes to.

    ``left``: how many places in settled pictures somebody else is to mask; ``stopped`` are texts
    that the guard stopped and that hold them, which go; ``files`` go too; ``others`` are reports
    that hold them, each masked from its own page.
    """

    found: tuple[Found, ...]
    left: int
    stopped: tuple[StoppedText, ...]
    files: tuple[StoredFile, ...]
    others: tuple[Observation, ...]
    passages: Passages

    @cached_property
    def own(self) -> list[PassagePlace]:
        """Each place in the thing itself and its earlier versions."""
        return [place for one in self.found if one.own for place in _places(one, self.passages)]

    @cached_property
    def copies(self) -> list[PassagePlace]:
        """Each place elsewhere."""
        return [place for one in self.found if not one.own for place in _places(one, self.passages)]

    @property
    def count(self) -> int:
        """How many places in all."""
        return sum(leaf.places for one in self.found for leaf in one.leaves)

    @property
    def digest(self) -> str:
        """The same as long as nothing that was found changes."""
        told = [
            [one.row.table.kind, one.row.key, one.row.version, [leaf.told() for leaf in one.leaves]]
            for one in self.found
        ]
        kept = [str(one.uid) for one in (*self.stopped, *self.files)]
        return hashlib.sha256(json.dumps([told, kept]).encode()).hexdigest()


def has_officer(scope: Scope) -> bool:
    """Whether the municipality has a data protection officer now."""
    rows = Membership.objects.within(scope.municipality_id).filter(held())
    return rows.filter(role=Role.DATA_PROTECTION_OFFICER, user__is_active=True).exists()


def sight_of(scope: Scope) -> Sight:
    """What a person who masks looks through."""
    return Sight(scope, may_mask_settled(scope, has_officer=has_officer(scope)))


def may_mask_picture(scope: Scope, row: SituationPicture) -> bool:
    """Whether the button is on a picture's page."""
    if row.settled_at is None or not scope.may(Act.REDACT):
        return scope.may(Act.REDACT)
    return may_mask_settled(scope, has_officer=has_officer(scope))


def own_of(thing: Thing) -> Own:
    """A thing's own rows."""
    return own_of_report(thing) if isinstance(thing, Observation) else own_of_picture(thing)


def words_of(scope: Scope, thing: Thing) -> list[tuple[str, str, str]]:
    """A thing's words as they stand now, the earlier versions apart: table, column, text."""
    own = own_of(thing)
    found = []
    for row in own_rows(own, sight_of(scope)):
        if row.table.kind not in own.keys:
            continue
        for path, text, how in row.texts():
            if row.table is not SECTION or path == ("content",):
                found += [(row.table.kind, path[0], said) for said in _prose(text, how)]
    return list(dict.fromkeys(found))


def _prose(text: str, how: object) -> Iterator[str]:
    """A text as it is read: of a frozen section its sentences."""
    said = in_json(text)[0].split("\n") if how is in_json else [text]
    yield from (one for one in said if one.strip() and (how is not in_json or " " in one.strip()))


def plan(scope: Scope, thing: Thing, passages: Sequence[str], *, others: bool = True) -> Plan:
    """What masking comes to, as it stands now; nothing is written. ``others``: whether every other
    report is gone through too."""
    asked, sight, own = tuple(passages), sight_of(scope), own_of(thing)
    shut = isinstance(thing, Observation) and shut_versions(scope, thing)
    found = [*_found(own_rows(own, sight), asked, own=True, shut=shut)]
    found += _found(copies(own, sight, settled=False), asked, own=False)
    settled = list(_found(copies(own, sight, settled=True), asked, own=False))
    mine = sight.settled
    return Plan(
        found=tuple(found + settled if mine else found),
        left=0 if mine else sum(leaf.places for one in settled for leaf in one.leaves),
        stopped=tuple(_stopped(scope, asked)),
        files=tuple(_files(own, sight, asked)),
        others=tuple(_others(scope, thing, asked)) if others else (),
        passages=asked,
    )


def look(
    scope: Scope,
    thing: Thing,
    passages: Sequence[str],
    ground: Ground,
    words: str,
    *,
    others: bool = True,
) -> Plan:
    """What masking would come to, after all that masking asks for; nothing is written."""
    check_may_mask(scope, thing)
    check_passages(passages)
    check_ground(ground, words, passages, reference(scope).known_words)
    found = plan(scope, thing, passages, others=others)
    read = [
        place.passage
        for row in found.found
        for place in _places(row, found.passages)
        if row.own and not row.shut
    ]
    for one in passages:
        if not any(find(passage, [one]) for passage in read):
            raise Mistaken(f"”{one}” står inte i texten. Skriv det som det står.", "passages")
    return found


def check_may_mask(scope: Scope, thing: Thing) -> None:
    """Refuse whoever may not mask in the thing."""
    if isinstance(thing, Observation):
        check_may_mask_report(scope, thing)
    else:
        check_may_mask_picture(scope, thing, has_officer=has_officer(scope))


def _found(
    rows: Iterable[WrittenRow], passages: Passages, *, own: bool, shut: bool = False
) -> Iterator[Found]:
    """``shut``: earlier versions; and a letter always, which was to somebody else, and may hold a
    link that opens something."""
    for row in rows:
        if leaves := row.leaves(passages, whole=not own):
            closed = row.table is LETTER or (shut and row.table is REVISION)
            yield Found(row, leaves, own, closed)


def _places(found: Found, passages: Passages) -> Iterator[PassagePlace]:
    masked = {leaf.path for leaf in found.leaves}
    for path, text, how in found.row.texts():
        if path not in masked:
            continue
        says = how(text)[0]
        apart = "\n" if how is in_json else "\0"
        for stretch in find(says, passages, whole=not found.own):
            place = _place(found.row.table.kind, path[0], says, stretch, apart)
            yield replace(place, before="", after="") if found.shut else place


def _place(kind: str, column: str, text: str, at: Stretch, apart: str) -> PassagePlace:
    start, end = at
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return PassagePlace(
        kind,
        column,
        before.rpartition(apart)[2],
        text[start:end],
        after.partition(apart)[0],
    )


def _stopped(scope: Scope, passages: Passages) -> Iterator[StoppedText]:
    for one in StoppedText.objects.visible_to(scope).order_by("pk"):
        if find(one.text, passages, whole=True):
            yield one


def _files(own: Own, sight: Sight, passages: Passages) -> Iterator[StoredFile]:
    """The original that a report came in with, and files of exports that hold the words."""
    live = sight.rows(StoredFile).filter(disposed_at__isnull=True)
    brought = Batch.objects.within(sight.municipality).filter(pk=own.batch or 0)
    yield from live.filter(pk__in=brought.values("file")).order_by("pk")
    exports = searched_exports(sight.scope)
    for one in live.filter(pk__in=exports.values("file")).order_by("pk"):
        if _holds(one, passages):
            yield one


def _holds(stored: StoredFile, passages: Passages) -> bool:
    try:
        data = read(stored)
    except (DamagedFileError, FileNotFoundError):
        return True  # nobody can tell
    return any(find(text, passages) for text in texts_of_file(data))


def _others(scope: Scope, thing: Thing, passages: Passages) -> Iterator[Observation]:
    rows = readable_reports(scope).order_by("-pk")
    if isinstance(thing, Observation):
        rows = rows.exclude(pk=thing.pk)
    for pk, *texts in rows.values_list("pk", *TEXTS).iterator(chunk_size=2000):
        if any(text and find(text, passages, whole=True) for text in texts):
            yield readable_reports(scope).get(pk=pk)


def pictures_of(scope: Scope, found: Iterable[Found]) -> list[SituationPicture]:
    """The settled pictures of which sections are among what was found."""
    keys = [one.row.key for one in found if one.row.table is SECTION]
    sections = FrozenSection.objects.within(scope.municipality_id).filter(pk__in=keys)
    rows = SituationPicture.objects.within(scope.municipality_id)
    return list(rows.filter(pk__in=sections.values("picture")).order_by("pk"))


def recipients(scope: Scope, thing: Thing, masked: Plan) -> list[str]:
    """The addresses of all who may have got the words: the reporter, who brought the file in, who
    took reports of that day out as a file, who fetched a document or read held text, and whoever
    got a letter with them."""
    actors = _readers(scope, thing, pictures_of(scope, masked.found))
    people = User.objects.filter(uid__in=actors)
    if isinstance(thing, Observation):
        reporter = ObservationReporter.objects.of(thing).values("user")
        people = people | User.objects.filter(pk__in=reporter)
    letters = [one.row.key for one in masked.found if one.row.table is LETTER]
    sent = OutgoingMail.objects.within(scope.municipality_id).filter(pk__in=letters)
    addresses = {*people.values_list("email", flat=True), *sent.values_list("recipient", flat=True)}
    own = User.objects.filter(pk=scope.user_id or 0).values_list("email", flat=True).first()
    return sorted(addresses - {own or ""})


def _readers(scope: Scope, thing: Thing, pictures: Iterable[SituationPicture]) -> set[str]:
    entries = Entry.objects.in_chain(scope.chain).filter(at__gte=thing.created_at)
    subjects = [str(one.uid) for one in pictures]
    found = set(_actors(entries.filter(act="publishing.document_read", subject__in=subjects)))
    if isinstance(thing, SituationPicture):
        own = {"act": "publishing.document_read", "subject": str(thing.uid)}
        return found | set(_actors(entries.filter(**own)))
    held_text = entries.filter(act="observations.held_text_read", subject=str(thing.uid))
    found |= set(_actors(held_text))
    if thing.batch_id:
        found.add(Batch.objects.within(scope.municipality_id).get(pk=thing.batch_id).started_by)
    exported = entries.filter(act="observations.exported").values_list("actor", "values")
    day = thing.day.isoformat()
    found |= {
        actor
        for actor, values in exported
        if values.get("since", day) <= day <= values.get("until", day)
    }
    return {one for one in found if as_uid(one)}


def _actors(entries: QuerySet[Entry]) -> Iterator[str]:
    yield from (one for one in entries.values_list("actor", flat=True) if as_uid(one))


def told_of(scope: Scope, masking: Masking) -> tuple[list[str], bool]:
    """The addresses to which the notice of a masking was posted; and whether the reporter is one
    that is left out: who reported is told to nobody but the data protection officer."""
    rows = OutgoingMail.objects.within(masking.municipality_id)
    letters = rows.filter(key__startswith=letter_key(masking, ""))
    told = list(letters.order_by("recipient").values_list("recipient", flat=True))
    if is_officer(scope):
        return told, False
    reports = Observation.objects.within(masking.municipality_id).filter(uid=masking.thing_uid)
    who = ObservationReporter.objects.of(reports).values("user")
    reporter = set(User.objects.filter(pk__in=who).values_list("email", flat=True))
    return [one for one in told if one not in reporter], bool(reporter & set(told))


def letter_key(masking: Masking, address: str) -> str:
    """What keeps a notice from leaving twice."""
    mark = hashlib.sha256(address.encode()).hexdigest()[:24] if address else ""
    return f"masking:{masking.uid}:{mark}"


def maskings(scope: Scope) -> QuerySet[Masking]:
    """What was masked, the latest first."""
    rows = Masking.objects.visible_to(scope)
    return rows.select_related("masked_by", "municipality").order_by("-pk")


def report_of(scope: Scope, uid: UUID) -> Observation:
    """A report whose words the person may read; ``DoesNotExist`` else."""
    return readable_reports(scope).select_related("category", "organisation").get(uid=uid)


def picture_of(scope: Scope, uid: UUID) -> SituationPicture:
    """A picture of the municipality."""
    found: SituationPicture = SituationPicture.objects.within(scope.municipality_id).get(uid=uid)
    return found


def report_numbered(scope: Scope, number: int) -> Observation | None:
    """The report that people call by a number, or None where the person may not read it."""
    return readable_reports(scope).filter(pk=number).first()


def pictures_to_mask(scope: Scope) -> list[SituationPicture]:
    """The settled pictures that the person may mask in, the latest first."""
    if not sight_of(scope).settled:
        return []
    rows = SituationPicture.objects.within(scope.municipality_id)
    return list(rows.filter(settled_at__isnull=False).order_by("-period_to", "-pk"))


def thing_of(scope: Scope, masking: Masking) -> Thing | None:
    """What was masked; None where the person may not see it, or it is gone."""
    try:
        if masking.thing == MaskedThing.REPORT:
            return report_of(scope, masking.thing_uid)
        return picture_of(scope, masking.thing_uid)
    except (Observation.DoesNotExist, SituationPicture.DoesNotExist):
        return None
