"""The shared picture of a period: people's assessments, and the frozen snapshot."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from samsyn.domain.observations.values.categories import Category
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.tenancy import MunicipalityRow, Scope, ScopedQuerySet
from samsyn.domain.situations.enums import Audience, Colour, PictureState, Trend
from samsyn.foundation.rows import Versioned, choice_field

SUMMARY_LENGTH = 1200
RAISED_LENGTH = 2000
MOTIVATION_LENGTH = 1200
TITLE_ROOM = 400
"""Signs of a title as it is stored: a full one has room for what is masked in it."""


class PictureQuerySet(ScopedQuerySet[Any]):
    """Pictures within a scope: drafts for those who work on them, settled ones for readers."""

    def visible_to(self, scope: Scope) -> Self:
        rows = super().visible_to(scope)
        if scope.may(Act.DRAFT) or scope.may(Act.ASSESS):
            return rows
        return rows.filter(state=PictureState.SETTLED) if reads_settled(scope) else rows.none()


class OfAudienceQuerySet(ScopedQuerySet[Any]):
    """What was frozen, within a scope: readers outside the group see their own snapshot."""

    def visible_to(self, scope: Scope) -> Self:
        rows = super().visible_to(scope)
        if not reads_settled(scope):
            return rows.none()
        return rows if scope.may(Act.READ_PICTURE) else rows.filter(audience=Audience.PUBLIC)


def reads_settled(scope: Scope) -> bool:
    """Whether the scope opens settled pictures at all."""
    return scope.may(Act.READ_SETTLED) or scope.may(Act.READ_PICTURE)


class SituationPicture(MunicipalityRow, Versioned):
    """The picture of ``period_from``–``period_to`` (both included), a draft until settled.

    A settled picture never changes: what was wrong in it is put right in a new one of the same
    days, which ``replaces`` it when it is settled.

    ``digest`` covers the sections frozen for the group, ``public_digest`` those for other
    readers: one over both would let these guess the small numbers they are not shown.
    """

    title = models.CharField(max_length=TITLE_ROOM)
    period_from = models.DateField()
    period_to = models.DateField()
    state = choice_field(PictureState, default=PictureState.DRAFT)
    summary = models.TextField(blank=True, max_length=SUMMARY_LENGTH)
    raised = models.TextField(blank=True, max_length=RAISED_LENGTH)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    digest = models.CharField(max_length=64, blank=True)
    public_digest = models.CharField(max_length=64, blank=True)

    objects = PictureQuerySet.as_manager()  # type: ignore[misc]

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="picture_period"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=PictureState.DRAFT, settled_at__isnull=True, digest="", public_digest=""
                )
                | Q(state=PictureState.SETTLED, settled_at__isnull=False)
                & ~Q(digest="")
                & ~Q(public_digest=""),
                name="picture_settled_whole",
            ),
            # two who begin at once: one of them does
            models.UniqueConstraint(
                fields=["municipality", "period_from", "period_to"],
                condition=Q(state=PictureState.DRAFT),
                name="picture_one_draft",
            ),
        ]
        indexes = [
            # the list, newest period first
            models.Index(fields=["municipality", "-period_to", "-id"], name="picture_newest")
        ]

    def __str__(self) -> str:
        return self.title


class Assessment(MunicipalityRow, Versioned):
    """A human's judgement of an area, or overall where ``area`` is null."""

    picture = models.ForeignKey(
        SituationPicture, on_delete=models.PROTECT, related_name="assessments"
    )
    area = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    colour = choice_field(Colour)
    trend = choice_field(Trend, default=Trend.UNCLEAR)
    motivation = models.TextField(max_length=MOTIVATION_LENGTH)
    assessed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    assessed_at = models.DateTimeField()

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "area"],
                condition=Q(area__isnull=False),
                name="assessment_of_area_once",
            ),
            models.UniqueConstraint(
                fields=["picture"], condition=Q(area__isnull=True), name="assessment_overall_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.colour}"


class FrozenSection(MunicipalityRow):
    """A section of a settled picture, as it was read at the table: never rendered again.

    ``content`` is canonical JSON text, ``svg`` the drawing's bytes; ``digest`` covers both,
    so that a redacted section leaves the others verifiable.
    """

    picture = models.ForeignKey(SituationPicture, on_delete=models.PROTECT, related_name="sections")
    audience = choice_field(Audience)
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=TITLE_ROOM)
    content = models.TextField()
    svg = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    objects = OfAudienceQuerySet.as_manager()  # type: ignore[misc]

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "audience", "position"], name="frozen_section_position"
            ),
            models.UniqueConstraint(
                fields=["picture", "audience", "key"], name="frozen_section_key"
            ),
        ]

    def __str__(self) -> str:
        return self.key
