"""Reports, nil reports, count records and their review; the counts lie in ``cells``."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from samsyn.domain.files.models import StoredFile
from samsyn.domain.intake.models import Batch
from samsyn.domain.observations.enums import (
    Affected,
    Answer,
    Certainty,
    ExportState,
    Informant,
    Precision,
    Release,
    Repetition,
    ReportKind,
    ReportState,
    Setting,
    Visibility,
)
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.observations.values.cells import ObservationCount, SharedCount
from samsyn.domain.observations.values.records import CountRecord
from samsyn.domain.observations.values.report import longest
from samsyn.domain.observations.values.same_event import SameEvent
from samsyn.domain.observations.visibility import readable
from samsyn.domain.organisations.models import Organisation, User
from samsyn.domain.organisations.tenancy import MunicipalityRow, Scope, ScopedQuerySet
from samsyn.domain.places.models import District, DistrictLayer, Place
from samsyn.foundation.clock import PartOfDay
from samsyn.foundation.rows import Versioned, choice_field
from samsyn.foundation.scoping import OfThingsQuerySet

models.CharField.register_lookup(Length)


class ObservationQuerySet(ScopedQuerySet["Observation"]):
    """Reports within a scope."""

    def visible_to(self, scope: Scope) -> Self:
        """What a person may read (``observations.visibility``)."""
        return super().visible_to(scope).filter(readable(scope))


class Observation(MunicipalityRow, Versioned):
    """One reported thing.

    ``occurred_from`` and ``occurred_to`` are UTC instants that bound it, as sharp as
    ``precision`` says; ``day``, ``week`` (its Monday), ``month`` and ``part_of_day`` are
    local, set when the row is written, and so is ``until``, for more days than a week has alone
    (``values.lasting``). ``district`` is the one of the primary layer.
    ``events`` is how many events the report speaks of; ``discovered`` that a patrol or
    guard found it, which says as much of the patrol as of the place. ``passes_at``: when a report
    that is ``PASSING`` comes into the shared picture; of others nothing.

    Each index costs every write: foreign keys have none of their own where another begins
    with the municipality, which all questions name.
    """

    municipality = models.ForeignKey(
        "organisations.Municipality", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = choice_field(ReportKind, default=ReportKind.EVENT)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    occurred_from = models.DateTimeField()
    occurred_to = models.DateTimeField()
    precision = choice_field(Precision, default=Precision.EXACT)
    day = models.DateField()
    until = models.DateField(null=True, blank=True)
    week = models.DateField()
    month = models.DateField()
    part_of_day = choice_field(PartOfDay)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    position_precision_m = models.PositiveIntegerField(null=True, blank=True)
    place_note = models.CharField(max_length=longest("place_note"), blank=True)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    setting = choice_field(Setting, blank=True)
    description = models.CharField(max_length=longest("description"), blank=True)
    release = choice_field(Release, default=Release.NOT_NEEDED)
    informant = choice_field(Informant, default=Informant.OWN)
    oral_reporter = models.CharField(max_length=longest("oral_reporter"), blank=True)
    certainty = choice_field(Certainty, default=Certainty.CERTAIN)
    repetition = choice_field(Repetition, blank=True)
    earlier = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="later",
        db_index=False,
    )
    severity = models.PositiveSmallIntegerField(null=True, blank=True)
    affected = choice_field(Affected, blank=True)
    action_taken = models.CharField(max_length=longest("action_taken"), blank=True)
    reported_to_police = choice_field(Answer, default=Answer.UNKNOWN)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    visibility = choice_field(Visibility, default=Visibility.GROUP)
    state = choice_field(ReportState, default=ReportState.SUBMITTED)
    passes_at = models.DateTimeField(null=True, blank=True)
    events = models.PositiveIntegerField(default=1)
    discovered = models.BooleanField(default=False)
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    source_key = models.CharField(max_length=80, blank=True)

    objects = ObservationQuerySet.as_manager()  # type: ignore[misc]

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(occurred_to__gte=F("occurred_from")), name="observation_period"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="observation_position_whole",
            ),
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__range=(1, 4)),
                name="observation_severity_1_to_4",
            ),
            models.CheckConstraint(condition=Q(events__gte=1), name="observation_some_event"),
            # the same row of the same source comes in once
            models.UniqueConstraint(
                fields=["municipality", "organisation", "source_key"],
                condition=~Q(source_key=""),
                name="observation_source_once",
            ),
        ]
        indexes = [
            # the list, newest first, and by cursor
            models.Index(
                fields=["municipality", "-occurred_from", "-id"], name="observation_newest"
            ),
            # the list of one organisation, of one district, of one category
            models.Index(
                fields=["municipality", "organisation", "-occurred_from", "-id"],
                name="observation_organisation",
            ),
            models.Index(
                fields=["municipality", "district", "-occurred_from", "-id"],
                name="observation_district",
            ),
            models.Index(
                fields=["municipality", "category", "-occurred_from", "-id"],
                name="observation_category",
            ),
            # the picture's top and recurring places
            models.Index(fields=["municipality", "place", "day"], name="observation_place"),
            # what is passed on of some days: the map of cells, the series
            models.Index(
                fields=["municipality", "day"],
                condition=Q(state=ReportState.PASSED_ON),
                name="observation_day",
            ),
            # the reviewer's queue
            models.Index(
                fields=["municipality", "id"],
                condition=Q(state=ReportState.SUBMITTED),
                name="observation_to_review",
            ),
            # what comes into the shared picture when its ten minutes have passed
            models.Index(
                fields=["municipality", "passes_at"],
                condition=Q(state=ReportState.PASSING),
                name="observation_passing",
            ),
            # what is dated by more days than a week has
            models.Index(
                fields=["municipality", "until"],
                condition=Q(until__isnull=False),
                name="observation_until",
            ),
            # what is coming up
            models.Index(
                fields=["municipality", "day"],
                condition=Q(kind=ReportKind.UPCOMING),
                name="observation_upcoming",
            ),
            # what follows an earlier report
            models.Index(
                fields=["earlier"],
                condition=Q(earlier__isnull=False),
                name="observation_earlier",
            ),
            # undoing an import
            models.Index(
                fields=["batch"], condition=Q(batch__isnull=False), name="observation_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.category_id}"

    @property
    def reference(self) -> str:
        """The number that people say to each other."""
        return f"R{self.pk}"


class OfReportsQuerySet(OfThingsQuerySet[Any]):
    """What belongs to reports that one has been let to."""

    THING = "observation"


class ObservationReporter(models.Model):
    """Who reported; apart from the report from its first day, so that it can go before it."""

    observation = models.OneToOneField(
        Observation, on_delete=models.CASCADE, related_name="reporter", primary_key=True
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = OfReportsQuerySet.as_manager()
    rows = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["user", "-observation"], name="reporter_newest")]

    def __str__(self) -> str:
        return f"{self.user_id}"


class ObservationDistrict(models.Model):
    """The district that held the position on the day it happened, one row a layer in force.

    Without a district the report lay outside the layer, or has no position.
    """

    observation = models.ForeignKey(
        Observation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    layer = models.ForeignKey(
        DistrictLayer, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = OfReportsQuerySet.as_manager()
    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "layer"], name="observation_district_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.observation_id} {self.district_id}"


class NilReport(MunicipalityRow):
    """ "Inget att rapportera" of an organisation for a period: calm, not silence."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    period_from = models.DateField()
    period_to = models.DateField()
    reporter = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="nil_report_period"
            ),
            models.UniqueConstraint(
                fields=["organisation", "period_from", "period_to"],
                condition=Q(withdrawn_at__isnull=True),
                name="nil_report_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.period_from}"


class Review(MunicipalityRow):
    """A reviewer's verdict, as the state that it gave the report; ``own`` says that the reviewer
    had reported it as well.

    What is passed on has two: when the reviewer let it go, and when that took effect.
    """

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="reviews")
    verdict = choice_field(ReportState)
    note = models.CharField(max_length=300, blank=True)
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    own = models.BooleanField(default=False)

    class Meta(MunicipalityRow.Meta):
        indexes = [
            # a reviewer's own archive, newest first
            models.Index(fields=["reviewer", "-id"], name="review_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.observation_id} {self.verdict}"


class Export(MunicipalityRow):
    """Many reports to be taken out as a file: which and what for, and who allowed it.

    ``file`` is there once the worker has made it, and goes when its week is over.
    ``selection`` is what ``Selection.told`` says (None: not kept, and the file has to be asked
    for again); ``self_reviewed``: there was nobody else who could review it.
    """

    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    selection = models.JSONField(null=True)
    reports = models.PositiveIntegerField()
    purpose = models.CharField(max_length=200)
    kind = models.CharField(max_length=4, default="csv")
    state = choice_field(ExportState, default=ExportState.AWAITED)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    self_reviewed = models.BooleanField(default=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ExportState.AWAITED, decided_at__isnull=True)
                | (~Q(state=ExportState.AWAITED) & Q(decided_at__isnull=False)),
                name="export_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.purpose


class Receipt(MunicipalityRow):
    """The answer to a client's write: the same key and body get it again."""

    key = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    body_digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=36)

    class Meta(MunicipalityRow.Meta):
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="receipt_once")]

    def __str__(self) -> str:
        return self.key


# Django looks for a room's models here
__all__ = [
    "CountRecord",
    "Export",
    "NilReport",
    "Observation",
    "ObservationCount",
    "ObservationDistrict",
    "ObservationReporter",
    "Receipt",
    "Review",
    "SameEvent",
    "SharedCount",
]
