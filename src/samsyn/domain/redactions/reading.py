"""Every row in which somebody's words may stand: the tables, and which of their rows are a thing's
own, quote it, or are no business of the one who masks; and which have words left at their term."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Concat

from samsyn.domain.audit.models import Revision
from samsyn.domain.files.models import StoredFile
from samsyn.domain.intake.models import Batch, GuardAnswers, Problem
from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.observations.enums import Release, ReportState
from samsyn.domain.observations.models import CountRecord, Export, Observation, Review
from samsyn.domain.observations.values.lasting import within
from samsyn.domain.observations.values.report import TEXTS
from samsyn.domain.organisations.enums import OrganisationKind
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.redactions.models import Masking
from samsyn.domain.redactions.values.passages import find
from samsyn.domain.redactions.values.spans import (
    Leaf,
    Written,
    as_written,
    fitted,
    in_json,
    in_svg,
    leaf_of,
    texts_in,
    with_texts,
)
from samsyn.domain.redactions.visibility import readable_batches
from samsyn.domain.situations.enums import PictureState
from samsyn.domain.situations.models import Assessment, FrozenSection, SituationPicture
from samsyn.foundation import clock
from samsyn.foundation.ids import as_uid
from samsyn.foundation.rows import UidAsText

AT_A_TIME = 500
Read = Callable[[str], Written]


@dataclass(frozen=True)
class WordTable:
    """A table with words: its columns of text, each with how they are written in it (columns of
    JSON hold texts at any depth, or under one key alone: ``under``); ``subject`` names the thing
    whose row it is."""

    model: type[models.Model]
    columns: Mapping[str, Read]
    subject: str = "uid"
    version: str = ""
    under: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Its name, as the log has it."""
        return self.model._meta.label_lower

    def read(self, rows: QuerySet[Any]) -> "Iterator[WrittenRow]":
        """The rows, with their texts."""
        names = ["pk", self.subject, *([self.version] if self.version else []), *self.columns]
        for values in rows.order_by("pk").values(*names).iterator(chunk_size=AT_A_TIME):
            yield WrittenRow(
                table=self,
                key=values["pk"],
                subject=str(values[self.subject]),
                version=values[self.version] if self.version else None,
                values={name: values[name] for name in self.columns},
            )


@dataclass(frozen=True)
class WrittenRow:
    """A row as it stands, by column."""

    table: WordTable
    key: int
    subject: str
    version: int | None
    values: Mapping[str, Any]

    def texts(self) -> Iterator[tuple[tuple[str, ...], str, Read]]:
        """Each of its texts: path, text, how it is written."""
        for name, read in self.table.columns.items():
            for path, text in texts_in(*self._said(name)):
                yield path, text, read

    def _said(self, name: str) -> tuple[Any, tuple[str, ...]]:
        """What of a column is words, and its path."""
        value, key = self.values[name], self.table.under.get(name)
        if key is None:
            return value, (name,)
        keys = sorted(value or ())
        return (value[key], (name, str(keys.index(key)))) if key in keys else (None, (name,))

    def leaves(self, passages: tuple[str, ...], *, whole: bool) -> tuple[Leaf, ...]:
        """What there is to mask of some passages."""

        def finder(text: str) -> list[tuple[int, int]]:
            return find(text, passages, whole=whole)

        found = (
            fitted(leaf, self._longest(path))
            for path, text, read in self.texts()
            if (leaf := leaf_of(path, text, finder, read)) is not None
        )
        return tuple(found)

    def _longest(self, path: tuple[str, ...]) -> int | None:
        """How many signs a text may have where it stands; None where that is not said."""
        if len(path) > 1:
            return None
        return getattr(self.table.model._meta.get_field(path[0]), "max_length", None)

    def changed(self, leaves: Iterable[Leaf]) -> dict[str, Any]:
        """The columns that differ when some of its texts have been masked."""
        texts = {path: text for path, text, _ in self.texts()}
        new = {leaf.path: leaf.masked(texts[leaf.path]) for leaf in leaves}
        columns = {path[0] for path in new}
        return {name: with_texts(self.values[name], (name,), new) for name in columns}


def _plain(*names: str) -> dict[str, Read]:
    return dict.fromkeys(names, as_written)


REPORT = WordTable(Observation, _plain(*TEXTS), version="version")
REVIEW = WordTable(Review, _plain("note"), "observation__uid")
REVISION = WordTable(Revision, _plain("fields"), "subject", "version")
PICTURE = WordTable(SituationPicture, _plain("title", "summary", "raised"), version="version")
ASSESSMENT = WordTable(Assessment, _plain("motivation"), version="version")
SECTION = WordTable(
    FrozenSection, {"title": as_written, "content": in_json, "svg": in_svg}, "picture__uid"
)
BATCH = WordTable(Batch, _plain("preview", "notes", "asks", "stop", "message"))
PROBLEM = WordTable(Problem, _plain("sheet", "column", "sentence"))
ANSWERS = WordTable(GuardAnswers, _plain("texts"), subject="batch__uid")
FILE = WordTable(StoredFile, _plain("name"))
DEVIATION = WordTable(Deviation, _plain("reason", "reference"), version="version")
# of what narrows an export, what somebody looked for alone: the rest is keys and days
EXPORT = WordTable(Export, _plain("purpose", "selection"), under={"selection": "words"})
COUNT = WordTable(CountRecord, _plain("source_name", "unit"))
LETTER = WordTable(OutgoingMail, _plain("subject", "body"))
MASKING = WordTable(Masking, _plain("words"))
TABLES = {
    one.kind: one
    for one in (
        *(REPORT, REVIEW, REVISION, PICTURE, ASSESSMENT, SECTION, BATCH, PROBLEM, ANSWERS),
        *(FILE, DEVIATION, EXPORT, COUNT, LETTER, MASKING),
    )
}
"""Every table in which words are masked, by kind."""
NAMES = frozenset(
    {
        *("Municipality.est_name", "Organisation.name", "Organisation.short_name", "Body.name"),
        *("Seat.title", "Category.name", "Category.hint", "Source.name"),
        *("DistrictLayer.key", "DistrictLayer.name", "DistrictLayer.edition"),
        *("Background.attribution", "DistrictLayer.attribution"),
        *("District.code", "District.name"),
        *("District.population_note", "Place.name", "Place.latitude", "Place.longitude"),
        *("PlaceAlias.place", "PlaceAlias.name", "PlaceAlias.folded"),
        *("GuardAnswers.batch", "GuardAnswers.basis"),
    }
)
"""What may hold personal data and is not masked: names of the municipality's own things, which are
changed where they are kept, and keys."""


@dataclass(frozen=True)
class Sight:
    """Who masks, and whether settled pictures too."""

    scope: Scope
    settled: bool

    @property
    def municipality(self) -> int:
        """Whose rows."""
        return self.scope.municipality_id

    def rows(self, model: Any) -> QuerySet[Any]:
        """Every row of the municipality's."""
        found: QuerySet[Any] = model.objects.within(self.municipality)
        return found


@dataclass(frozen=True)
class Own:
    """A thing's own rows: of which table, which keys; and the subjects whose revisions are its."""

    thing: str
    uid: str
    keys: Mapping[str, frozenset[int]] = field(default_factory=dict)
    subjects: frozenset[str] = frozenset()
    batch: int | None = None

    def has(self, row: WrittenRow) -> bool:
        """Whether a row is its own."""
        if row.table is REVISION:
            return row.subject in self.subjects
        return row.key in self.keys.get(row.table.kind, frozenset())


def own_of_report(row: Observation) -> Own:
    """The report, its reviews, its revisions."""
    reviews = Review.objects.within(row.municipality_id).filter(observation=row)
    keys = {
        REPORT.kind: frozenset({row.pk}),
        REVIEW.kind: frozenset(reviews.values_list("pk", flat=True)),
    }
    return Own("report", str(row.uid), keys, frozenset({str(row.uid)}), row.batch_id)


def own_of_picture(row: SituationPicture) -> Own:
    """The picture, its assessments and sections, their revisions."""
    judged = dict(
        Assessment.objects.within(row.municipality_id).filter(picture=row).values_list("pk", "uid")
    )
    sections = FrozenSection.objects.within(row.municipality_id).filter(picture=row)
    keys = {
        PICTURE.kind: frozenset({row.pk}),
        ASSESSMENT.kind: frozenset(judged),
        SECTION.kind: frozenset(sections.values_list("pk", flat=True)),
    }
    subjects = frozenset({str(row.uid), *map(str, judged.values())})
    return Own("picture", str(row.uid), keys, subjects)


def own_rows(own: Own, sight: Sight) -> Iterator[WrittenRow]:
    """A thing's own rows, the latest version first."""
    for kind, keys in own.keys.items():
        table = TABLES[kind]
        yield from table.read(sight.rows(table.model).filter(pk__in=keys))
    revisions = Revision.objects.in_chain(sight.scope.chain).filter(subject__in=own.subjects)
    yield from REVISION.read(revisions)


def copies(own: Own, sight: Sight, *, settled: bool) -> Iterator[WrittenRow]:
    """Rows that may quote the thing: settled pictures alone, or all else. Other reports quote
    nothing: each is masked from its own page. What is kept of one that an undone import took out
    has no page, and is masked with all else."""
    for table, rows in _settled(sight) if settled else _quoting(sight):
        others = _OtherReports(sight)
        yield from (row for row in table.read(rows) if not own.has(row) and row not in others)


class _OtherReports:
    """The revisions of reports that are there, and what the police held of one that is not."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight

    def __contains__(self, row: WrittenRow) -> bool:
        if row.table is not REVISION or "texts" not in row.values["fields"]:
            return False
        held = row.values["fields"].get("whole", {}).get("release", Release.HELD) == Release.HELD
        return held or row.subject in self._there

    @cached_property
    def _there(self) -> frozenset[str]:
        uids = self._sight.rows(Observation).values_list("uid", flat=True)
        return frozenset(map(str, uids.iterator()))


def _settled(sight: Sight) -> Iterator[tuple[WordTable, QuerySet[Any]]]:
    settled = {"state": PictureState.SETTLED}
    yield PICTURE, sight.rows(SituationPicture).filter(**settled)
    yield ASSESSMENT, sight.rows(Assessment).filter(picture__state=PictureState.SETTLED)
    yield SECTION, sight.rows(FrozenSection)


def _quoting(sight: Sight) -> Iterator[tuple[WordTable, QuerySet[Any]]]:
    batches = readable_batches(sight.scope)
    polices = Q(organisation__kind=OrganisationKind.POLICE)
    mine = Q(organisation__in=list(sight.scope.organisations))
    yield REVISION, Revision.objects.in_chain(sight.scope.chain)
    yield PICTURE, sight.rows(SituationPicture).filter(state=PictureState.DRAFT)
    yield ASSESSMENT, sight.rows(Assessment).filter(picture__state=PictureState.DRAFT)
    yield BATCH, batches
    yield PROBLEM, sight.rows(Problem).filter(batch__in=batches)
    yield ANSWERS, GuardAnswers.objects.of(batches)
    theirs = sight.rows(Batch).filter(source__organisation__kind=OrganisationKind.POLICE)
    shut = theirs.exclude(source__organisation__in=list(sight.scope.organisations))
    yield FILE, sight.rows(StoredFile).exclude(pk__in=shut.values("file"))
    yield DEVIATION, sight.rows(Deviation)
    yield EXPORT, sight.rows(Export)
    yield COUNT, sight.rows(CountRecord).exclude(polices & ~mine)
    yield LETTER, sight.rows(OutgoingMail)
    yield MASKING, sight.rows(Masking)


WORDS_IN_VERSIONS = ("texts", "whole")
"""Under which names a version of a report keeps what it said."""
IN_REVIEW = (ReportState.SUBMITTED, ReportState.RETURNED)


def with_words(by: Scope, before: date) -> QuerySet[Observation]:
    """The reports of days before one that have words left, in themselves, in a review or in an
    earlier version: those that were emptied are not read again."""
    rows: Any = Observation.objects
    notes = Review.objects.within(by.municipality_id).filter(observation=OuterRef("pk"))
    versions = _versions_with_words(by).filter(subject=UidAsText(OuterRef("uid")))
    said = ~Q(**dict.fromkeys(TEXTS, ""))
    left = said | Q(Exists(notes.exclude(note=""))) | Q(Exists(versions))
    found: QuerySet[Observation] = rows.within(by.municipality_id).filter(
        left, within(None, before - timedelta(days=1))
    )
    return found.order_by("pk")


def worked_on(by: Scope, since: datetime) -> Q:
    """Reports in review that have come, or been changed or reviewed, since an instant."""
    notes = Review.objects.within(by.municipality_id).filter(observation=OuterRef("pk"))
    versions = Revision.objects.in_chain(by.chain).filter(subject=UidAsText(OuterRef("uid")))
    lately = (
        Q(created_at__gte=since)
        | Q(Exists(notes.filter(created_at__gte=since)))
        | Q(Exists(versions.filter(at__gte=since)))
    )
    return Q(state__in=IN_REVIEW) & lately


def taken_out_with_words(by: Scope, before: date) -> list[str]:
    """The uids of reports that are there no more (their import was undone) and that have words left
    in a version; their day is gone with them, so the term runs from their last version."""
    rows = _versions_with_words(by).order_by().values("subject").annotate(last=Max("at"))
    old = rows.filter(last__lt=clock.start_of(before)).order_by("last", "subject")
    found = list(old.values_list("subject", flat=True))
    there = set[str]()
    for at in range(0, len(found), AT_A_TIME):
        uids = [uid for one in found[at : at + AT_A_TIME] if (uid := as_uid(one))]
        known = Observation.objects.within(by.municipality_id).filter(uid__in=uids)
        there.update(map(str, known.values_list("uid", flat=True)))
    return [one for one in found if one not in there]


def _versions_with_words(by: Scope) -> QuerySet[Revision]:
    words = [
        Coalesce(KT(f"fields__{part}__{name}"), Value(""), output_field=models.TextField())
        for part in WORDS_IN_VERSIONS
        for name in TEXTS
    ]
    said = Concat(*words, output_field=models.TextField())
    return Revision.objects.in_chain(by.chain).annotate(words=said).exclude(words="")
