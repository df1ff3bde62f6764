"""The shared picture of a period: people's assessments, and the frozen snapshot."""

from django.db import models
from django.db.models import F, Q

from samsyn.domain.observations.categories import Category
from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.domain.situations.enums import Colour, PictureState, Trend
from samsyn.foundation.rows import Versioned, choice_field


class SituationPicture(MunicipalityRow, Versioned):
    """The picture of ``period_from``–``period_to`` (both included), a draft until settled."""

    title = models.CharField(max_length=120)
    period_from = models.DateField()
    period_to = models.DateField()
    state = choice_field(PictureState, default=PictureState.DRAFT)
    summary = models.TextField(blank=True, max_length=1200)
    raised = models.TextField(blank=True, max_length=2000)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64, blank=True)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="picture_period"
            ),
            models.CheckConstraint(
                condition=Q(state=PictureState.DRAFT, settled_at__isnull=True, digest="")
                | Q(state=PictureState.SETTLED, settled_at__isnull=False) & ~Q(digest=""),
                name="picture_settled_whole",
            ),
        ]
        indexes = [
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
    motivation = models.TextField(max_length=1200)
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

    ``content`` is canonical JSON text, ``svg`` the charts' bytes; ``digest`` covers both,
    so that a redacted section leaves the others verifiable.
    """

    picture = models.ForeignKey(SituationPicture, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    content = models.TextField()
    svg = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["picture", "position"], name="frozen_section_position"),
            models.UniqueConstraint(fields=["picture", "key"], name="frozen_section_key"),
        ]

    def __str__(self) -> str:
        return self.key
