"""Drafting, assessing and settling a picture."""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from samsyn.domain.audit.actions import keep_revision, record
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.organisations.writing import action, locked
from samsyn.domain.privacy.rules import check_texts
from samsyn.domain.situations.enums import Audience, PictureState
from samsyn.domain.situations.models import (
    RAISED_LENGTH,
    SUMMARY_LENGTH,
    Assessment,
    FrozenSection,
    SituationPicture,
)
from samsyn.domain.situations.queries import (
    COVER,
    SETTLED,
    Reading,
    cover_of,
    has_draft_of,
    reading,
    settled_of,
)
from samsyn.domain.situations.rules import (
    check_complete,
    check_length,
    check_may_assess,
    check_may_edit,
    check_may_settle,
    check_motivation,
    check_period,
)
from samsyn.domain.situations.values.content import Cover, Judgement, Section, total_digest
from samsyn.domain.situations.values.periods import Period
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken, Stale

TITLE_LENGTH = 120
CHANGED = "Underlaget har ändrats sedan du läste det. Läs igenom det nya och fastställ sedan."


class StaleAssessmentError(Stale):
    """Somebody else has judged the area meanwhile; ``current`` is what they wrote."""

    def __init__(self, current: Assessment) -> None:
        super().__init__(
            "Någon annan har ändrat bedömningen medan du skrev. Jämför och spara igen."
        )
        self.current = current


class StaleTextsError(Stale):
    """Somebody else has changed the texts meanwhile; ``current`` is what they wrote."""

    def __init__(self, current: SituationPicture) -> None:
        super().__init__("Någon annan har ändrat texten medan du skrev. Jämför och spara igen.")
        self.current = current


@action()
def create_draft(*, by: Scope, period: Period, title: str = "") -> SituationPicture:
    """Begin a picture of some days; without a title it is called after them.

    Where one of the same days is settled, the new one is to replace it.
    """
    by.check(Act.DRAFT)
    check_period(period, clock.today())
    title = title.strip() or period.title
    _check_texts(by, {"title": title}, warnings_accepted=False)
    there = Mistaken(f"Det finns redan ett utkast för {period}. Fortsätt på det.", "first")
    if has_draft_of(by, period.first, period.last):
        raise there
    picture = SituationPicture(
        municipality_id=by.municipality_id,
        title=title,
        period_from=period.first,
        period_to=period.last,
        replaces=settled_of(by, period),
    )
    try:
        with transaction.atomic():
            picture.save()
    except IntegrityError as error:
        raise there from error
    record(by, "situations.drafted", picture, plain=_days(picture))
    return picture


@action()
def assess(
    *,
    by: Scope,
    picture: SituationPicture,
    area: Category | None,
    judgement: Judgement,
    version: int,
    warnings_accepted: bool = False,
) -> Assessment:
    """Judge an area, or the whole where ``area`` is None.

    ``version`` is that of the assessment that was read, 0 where there was none; a newer
    one is refused with ``StaleAssessmentError`` and nothing is lost.
    """
    picture = locked(by, picture)
    check_may_assess(by, picture)
    check_motivation(judgement.motivation)
    _check_texts(by, {"motivation": judgement.motivation}, warnings_accepted=warnings_accepted)
    row = Assessment.objects.visible_to(by).filter(picture=picture, area=area).first()
    if row is not None and row.version != version:
        raise StaleAssessmentError(row)
    return _keep_assessment(by, picture, area, judgement, row)


def _keep_assessment(
    by: Scope,
    picture: SituationPicture,
    area: Category | None,
    judgement: Judgement,
    row: Assessment | None,
) -> Assessment:
    if row is None:
        row = Assessment(municipality_id=by.municipality_id, picture=picture, area=area)
    else:
        before = {"colour": row.colour, "trend": row.trend, "motivation": row.motivation}
        keep_revision(by, row, row.version, before)
        row.version += 1
    row.colour, row.trend = judgement.colour, judgement.trend
    row.motivation = judgement.motivation.strip()
    row.assessed_by_id, row.assessed_at = by.user_id, clock.now()
    row.save()
    plain = {"area": area.key if area else "", "colour": row.colour, "version": row.version}
    record(by, "situations.assessed", row, plain=plain, secret={"motivation": row.motivation})
    return row


@action()
def write_texts(
    *,
    by: Scope,
    picture: SituationPicture,
    title: str,
    summary: str,
    raised: str,
    version: int,
    warnings_accepted: bool = False,
) -> SituationPicture:
    """Keep title, summary and what is raised; a newer version is refused, nothing is lost."""
    picture = locked(by, picture)
    check_may_edit(by, picture)
    texts = {"title": title.strip(), "summary": summary.strip(), "raised": raised.strip()}
    _check_lengths(texts)
    _check_texts(by, texts, warnings_accepted=warnings_accepted)
    if picture.version != version:
        raise StaleTextsError(picture)
    keep_revision(by, picture, picture.version, _texts(picture))
    picture.title, picture.summary, picture.raised = texts.values()
    picture.version += 1
    picture.save(update_fields=["title", "summary", "raised", "version"])
    record(by, "situations.written", picture, plain={"version": picture.version}, secret=texts)
    return picture


def _check_lengths(texts: dict[str, str]) -> None:
    if not texts["title"]:
        raise Mistaken("Lägesbilden behöver en rubrik.", "title")
    check_length(texts["title"], TITLE_LENGTH, "title")
    check_length(texts["summary"], SUMMARY_LENGTH, "summary")
    check_length(texts["raised"], RAISED_LENGTH, "raised")


@action(plain=("seen",))
def settle(
    *, by: Scope, picture: SituationPicture, seen: str, at: datetime | None = None
) -> SituationPicture:
    """Freeze a picture as it was read; ``seen`` is the digest of that reading.

    Two snapshots are kept, for the group and for other readers. If anything has changed
    since it was read, the counts too, it is refused: one settles what one has seen.
    """
    picture = locked(by, picture)
    check_may_settle(by, picture, clock.today())
    read = reading(by, picture, Audience.GROUP)
    check_complete(read.waiting)
    if read.digest != seen:
        raise Stale(CHANGED)
    public = reading(by, picture, Audience.PUBLIC)
    cover = settled_cover(by, picture, at or clock.now())
    digests = {one.audience.value: _freeze(by, picture, cover, one) for one in (read, public)}
    picture.settled_at, picture.settled_by_id = cover.settled_at, by.user_id
    picture.digest = digests[Audience.GROUP.value]
    picture.public_digest = digests[Audience.PUBLIC.value]
    picture.state, picture.version = PictureState.SETTLED, picture.version + 1
    picture.save()
    replaced = {"replaces": str(picture.replaces.uid)} if picture.replaces else {}
    record(by, SETTLED, picture, plain={**_days(picture), **digests, **replaced})
    return picture


def settled_cover(by: Scope, picture: SituationPicture, at: datetime) -> Cover:
    """The cover of a picture that a person settles at a time."""
    person = User.objects.filter(pk=by.user_id or 0).first()
    cover = cover_of(picture, picture.municipality)
    return replace(cover, settled_at=at, settled_by=person.name if person else "")


def _freeze(by: Scope, picture: SituationPicture, cover: Cover, read: Reading) -> str:
    """Keep a reading's sections with their digests; the digest of them all."""
    sections = (Section(COVER, picture.title, (cover,)), *read.sections)
    FrozenSection.objects.visible_to(by).bulk_create(
        FrozenSection(
            municipality_id=by.municipality_id,
            picture=picture,
            audience=read.audience,
            position=position,
            key=one.key,
            title=one.title,
            content=one.content,
            svg=one.svg,
            digest=one.digest,
        )
        for position, one in enumerate(sections)
    )
    return total_digest((one.key, one.digest) for one in sections)


@action()
def delete_draft(*, by: Scope, picture: SituationPicture, version: int) -> None:
    """Throw a draft away; what it said stays among the revisions."""
    picture = locked(by, picture)
    check_may_edit(by, picture)
    if picture.version != version:
        raise StaleTextsError(picture)
    assessments = list(Assessment.objects.visible_to(by).filter(picture=picture))
    for one in assessments:
        keep_revision(by, one, one.version, {"colour": one.colour, "motivation": one.motivation})
    keep_revision(by, picture, picture.version, _texts(picture))
    record(by, "situations.draft_deleted", picture, plain=_days(picture))
    Assessment.objects.visible_to(by).filter(picture=picture).delete()
    picture.delete()


def _check_texts(by: Scope, texts: dict[str, str], *, warnings_accepted: bool) -> None:
    words = reference(by).known_words
    check_texts(texts, known_words=words, warnings_accepted=warnings_accepted)


def _texts(picture: SituationPicture) -> dict[str, str]:
    return {"title": picture.title, "summary": picture.summary, "raised": picture.raised}


def _days(picture: SituationPicture) -> dict[str, str | int | bool | None]:
    return {"from": picture.period_from.isoformat(), "to": picture.period_to.isoformat()}
