"""Reads: the list of pictures, a picture as it is read, and the proof that it is whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from samsyn.domain.audit.models import Entry, Redaction
from samsyn.domain.audit.queries import redactions_of
from samsyn.domain.observations.queries import counts
from samsyn.domain.observations.queries.records import said
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.situations.enums import Audience, Colour, PictureState, Trend
from samsyn.domain.situations.models import Assessment, FrozenSection, SituationPicture
from samsyn.domain.situations.reading import gather, nil_within
from samsyn.domain.situations.rules import unassessed
from samsyn.domain.situations.sections.coverage import Heard, heard_in
from samsyn.domain.situations.sections.registry import OVERALL, Basis, drafted
from samsyn.domain.situations.values.content import (
    AreaFigures,
    Areas,
    Cover,
    Judgement,
    Overall,
    Section,
    decode,
    digest_of,
    total_digest,
)
from samsyn.domain.situations.values.periods import Period
from samsyn.foundation import clock

COVER = "cover"
SETTLED = "situations.settled"
"""The log's word for the act, whose entry holds the digests."""


@dataclass(frozen=True)
class PictureRow:
    """A picture in a list: its overall colour, or None, and how much of it is judged.

    ``replaced``: whether a newer one of the same days has been settled.
    """

    picture: SituationPicture
    colour: Colour | None
    assessed: int
    replaced: bool = False


@dataclass(frozen=True)
class Reading:
    """A picture as one audience reads it.

    ``assessments`` are those of a draft by area key, the whole under ``OVERALL``.
    """

    picture: SituationPicture
    audience: Audience
    title: str
    cover: Cover
    sections: tuple[Section, ...]
    assessments: dict[str, Assessment]

    @property
    def period(self) -> Period:
        """The picture's days."""
        return Period(self.cover.since, self.cover.until)

    @property
    def settled(self) -> bool:
        """Whether it is frozen."""
        return self.cover.settled_at is not None

    @property
    def digest(self) -> str:
        """The digest of what is read, the cover apart: the same as long as nothing changes."""
        return total_digest((one.key, one.digest) for one in self.sections)

    @property
    def areas(self) -> tuple[AreaFigures, ...]:
        """The areas that are judged."""
        blocks = (block for one in self.sections for block in one.blocks)
        return next((block.items for block in blocks if isinstance(block, Areas)), ())

    @property
    def waiting(self) -> list[str]:
        """The names of what is not judged yet."""
        return unassessed(OVERALL in self.assessments, self.areas)

    def section(self, key: str) -> Section | None:
        """The section with a key."""
        return next((one for one in self.sections if one.key == key), None)


def audience_of(scope: Scope) -> Audience:
    """Which of the two snapshots a person reads."""
    return Audience.GROUP if scope.may(Act.READ_PICTURE) else Audience.PUBLIC


def pictures(scope: Scope) -> list[PictureRow]:
    """Every picture a person may read, the latest period first; one query."""
    judged = Assessment.objects.within(scope.municipality_id)
    overall = judged.filter(picture=OuterRef("pk"), area=None).order_by("pk").values("colour")[:1]
    rows = SituationPicture.objects.visible_to(scope).annotate(
        colour=Subquery(overall),
        assessed=Count("assessments"),
        replaced=Exists(_successors(scope).filter(replaces=OuterRef("pk"))),
    )
    return [
        PictureRow(one, Colour(one.colour) if one.colour else None, one.assessed, one.replaced)
        for one in rows.order_by("-period_to", "-id")
    ]


def drafts(scope: Scope) -> list[PictureRow]:
    """The pictures that are being worked on."""
    return [row for row in pictures(scope) if row.picture.state == PictureState.DRAFT]


def latest(scope: Scope) -> PictureRow | None:
    """The settled picture of the latest period that holds."""
    settled = (row for row in pictures(scope) if row.picture.state == PictureState.SETTLED)
    return next((row for row in settled if not row.replaced), None)


def _successors(scope: Scope) -> QuerySet[SituationPicture]:
    """Settled pictures that replace another."""
    rows = SituationPicture.objects.visible_to(scope)
    return rows.filter(state=PictureState.SETTLED, replaces__isnull=False)


def successor(scope: Scope, picture: SituationPicture) -> SituationPicture | None:
    """The settled picture that replaces this one, or None while it holds."""
    return _successors(scope).filter(replaces=picture).first()


def settled_of(scope: Scope, period: Period) -> SituationPicture | None:
    """The settled picture of exactly these days that holds."""
    rows = SituationPicture.objects.visible_to(scope).filter(state=PictureState.SETTLED)
    found: SituationPicture | None = (
        rows.filter(period_from=period.first, period_to=period.last).order_by("-id").first()
    )
    return found


@dataclass(frozen=True)
class Standing:
    """How a period stands before its picture is drafted: shared reports, and who was heard."""

    period: Period
    reports: int
    heard: Heard


def standing(scope: Scope, period: Period) -> Standing:
    """What has come in for a period so far; two queries."""
    reporting = counts.reporting(scope, period.before.first, period.first, period.last)
    told = said(scope, period.first, period.first, period.last)
    stating = {one.organisation_id for one in told.stated}
    heard = heard_in(period, reference(scope), reporting, nil_within(told.nil, period), stating)
    return Standing(period, sum(one.now for one in reporting.values()), heard)


def draft_of(scope: Scope, period: Period) -> SituationPicture | None:
    """The draft of exactly these days."""
    rows = SituationPicture.objects.visible_to(scope).filter(state=PictureState.DRAFT)
    found: SituationPicture | None = (
        rows.filter(period_from=period.first, period_to=period.last).order_by("id").first()
    )
    return found


def one(scope: Scope, uid: UUID) -> SituationPicture:
    """A picture with its municipality; ``DoesNotExist`` outside the scope."""
    found: SituationPicture = _whole(scope).get(uid=uid)
    return found


def of_period(scope: Scope, period: Period) -> SituationPicture | None:
    """The picture of exactly these days: the settled one that holds, before a draft."""
    found: SituationPicture | None = (
        _whole(scope)
        .filter(period_from=period.first, period_to=period.last)
        .order_by("-state", "-id")
        .first()
    )
    return found


def _whole(scope: Scope) -> QuerySet[SituationPicture]:
    """Pictures with all that their covers say."""
    rows = SituationPicture.objects.visible_to(scope)
    return rows.select_related("municipality", "settled_by", "replaces")


def reading(scope: Scope, picture: SituationPicture, audience: Audience | None = None) -> Reading:
    """A picture as one may read it: drafted now, or as it was frozen.

    Who reads the public snapshot alone gets it whatever is asked for. A picture that is
    not stored is drafted all the same.
    """
    own = audience_of(scope)
    audience = own if audience is None or own is Audience.PUBLIC else audience
    if picture.state == PictureState.SETTLED:
        return frozen_reading(picture, audience, frozen_rows(scope, picture, audience))
    return _drafted(scope, picture, audience)


def frozen_reading(
    picture: SituationPicture, audience: Audience, rows: Sequence[FrozenSection]
) -> Reading:
    """A settled picture as its frozen sections say it, the cover first."""
    first, *sections = (restored(row) for row in rows)
    return Reading(picture, audience, first.title, _cover(first), tuple(sections), {})


def _cover(first: Section) -> Cover:
    [said] = first.blocks
    if not isinstance(said, Cover):
        raise TypeError("The first section of a settled picture is its cover.")
    return said


def frozen_rows(scope: Scope, picture: SituationPicture, audience: Audience) -> list[FrozenSection]:
    """The frozen sections for an audience, the cover first."""
    rows = FrozenSection.objects.visible_to(scope).filter(picture=picture, audience=audience)
    return list(rows.order_by("position"))


def restored(row: FrozenSection) -> Section:
    """A section as it was frozen, with its drawing."""
    section: Section = decode(row.content)
    return Section(section.key, section.title, section.blocks, section.figure, row.svg)


def _drafted(scope: Scope, picture: SituationPicture, audience: Audience) -> Reading:
    assessments = assessments_of(scope, picture)
    basis = basis_of(scope, picture, assessments, audience)
    sections = drafted(basis)
    return Reading(picture, audience, picture.title, basis.cover, sections, assessments)


def assessments_of(scope: Scope, picture: SituationPicture) -> dict[str, Assessment]:
    """A draft's assessments by area key, the whole under ``OVERALL``."""
    if not picture.pk:
        return {}
    rows = Assessment.objects.visible_to(scope).filter(picture=picture)
    found = rows.select_related("area", "assessed_by").order_by("id")
    return {one.area.key if one.area else OVERALL: one for one in found}


def basis_of(
    scope: Scope,
    picture: SituationPicture,
    assessments: dict[str, Assessment],
    audience: Audience,
) -> Basis:
    """What the sections of a draft are made of."""
    known = reference(scope)
    period = Period(picture.period_from, picture.period_to)
    return Basis(
        scope=scope,
        cover=cover_of(picture, picture.municipality),
        audience=audience,
        known=known,
        material=gather(scope, period, known, audience, clock.today()),
        summary=picture.summary,
        raised=picture.raised,
        judgements={key: judgement_of(one) for key, one in assessments.items()},
    )


def cover_of(picture: SituationPicture, municipality: Municipality) -> Cover:
    """What a picture is, and who settled it."""
    return Cover(
        municipality=municipality.name,
        group=municipality.est_name,
        since=picture.period_from,
        until=picture.period_to,
        demo=municipality.demo,
        settled_at=picture.settled_at,
        settled_by=picture.settled_by.name if picture.settled_by else "",
        replaces=picture.replaces.settled_at if picture.replaces else None,
    )


def judgement_of(one: Assessment) -> Judgement:
    """What an assessment says."""
    return Judgement(Colour(one.colour), Trend(one.trend), one.motivation)


def area_of(scope: Scope, key: str) -> Category | None:
    """The area with a key."""
    area = reference(scope).by_key.get(key)
    return area if area is not None and area.area_id is None else None


@dataclass(frozen=True)
class SectionProof:
    """A frozen section's digest, and whether its content still has it; ``redacted``: the digest
    that it has instead where words in it were masked, and when they last were."""

    title: str
    digest: str
    holds: bool
    redacted: str = ""
    redacted_at: datetime | None = None


@dataclass(frozen=True)
class Proof:
    """Whether a settled picture is what was settled.

    ``holds`` when each section has its digest, or the one that recorded redactions have led to
    from it, all digests together have the picture's, that is the one in the log's entry of the
    settling, and lists show what was frozen. ``redacted``: the digest of all as it is now where
    words were masked, and when they last were.
    """

    digest: str
    sections: tuple[SectionProof, ...]
    holds: bool
    redacted: str = ""
    redacted_at: datetime | None = None


def proof(scope: Scope, picture: SituationPicture, audience: Audience | None = None) -> Proof:
    """Compute every digest of a settled picture anew."""
    own = audience_of(scope)
    audience = own if audience is None or own is Audience.PUBLIC else audience
    rows = frozen_rows(scope, picture, audience)
    kind = FrozenSection._meta.label_lower
    masked = redactions_of(scope.chain, kind, [row.pk for row in rows])
    sections = tuple(_section_proof(row, masked.get(row.pk, [])) for row in rows)
    kept = digest_for(picture, audience)
    whole = total_digest((row.key, row.digest) for row in rows) == kept
    logged = _logged(scope, picture, audience) == kept
    alike = listed_as_frozen(scope, picture, [restored(row) for row in rows])
    holds = whole and logged and alike and all(one.holds for one in sections)
    at = max((one.redacted_at for one in sections if one.redacted_at), default=None)
    if at is None:
        return Proof(kept, sections, holds)
    digests = (one.redacted or one.digest for one in sections)
    now = total_digest(zip((row.key for row in rows), digests, strict=True))
    return Proof(kept, sections, holds, now, at)


def _section_proof(row: FrozenSection, masked: Sequence[Redaction]) -> SectionProof:
    """Each redaction begins where the one before ended, the first with the digest as settled."""
    now, linked = row.digest, True
    for one in masked:
        linked, now = linked and one.before == now, one.after
    holds = linked and digest_of(row.content, row.svg) == now
    told = (now, masked[-1].at) if masked else ()
    return SectionProof(row.title, row.digest, holds, *told)


def listed_as_frozen(scope: Scope, picture: SituationPicture, sections: Sequence[Section]) -> bool:
    """Whether what lists show of a settled picture is what its sections say."""
    first, *rest = sections
    cover = _cover(first)
    shown = (picture.title, picture.period_from, picture.period_to, picture.settled_at)
    frozen = (first.title, cover.since, cover.until, cover.settled_at)
    judged = Assessment.objects.visible_to(scope).filter(picture=picture, area=None)
    return shown == frozen and list(judged.values_list("colour", flat=True)) == [
        block.judgement.colour
        for section in rest
        for block in section.blocks
        if isinstance(block, Overall) and block.judgement
    ]


def digest_for(picture: SituationPicture, audience: Audience) -> str:
    """The digest an audience may see: that of its own snapshot."""
    return picture.digest if audience is Audience.GROUP else picture.public_digest


def _logged(scope: Scope, picture: SituationPicture, audience: Audience) -> str:
    entries = Entry.objects.visible_to(scope).filter(subject=str(picture.uid), act=SETTLED)
    entry = entries.first()
    return str(entry.values[audience.value]) if entry else ""


def may_draft(scope: Scope) -> bool:
    """Whether a person sees what is not settled yet."""
    return scope.may(Act.DRAFT) or scope.may(Act.ASSESS)


def has_draft_of(scope: Scope, first: date, last: date) -> bool:
    """Whether somebody has begun a draft of exactly these days."""
    rows = SituationPicture.objects.within(scope.municipality_id)
    return rows.filter(period_from=first, period_to=last, state=PictureState.DRAFT).exists()
