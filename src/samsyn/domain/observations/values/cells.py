"""The counts kept beside the reports, cell by cell (docs/decisions/0002)."""

from django.db import models

from samsyn.domain.observations.enums import ReportKind, ReportState, Visibility
from samsyn.domain.organisations.tenancy import ScopedQuerySet
from samsyn.foundation.clock import PartOfDay
from samsyn.foundation.rows import choice_field


class ObservationCount(models.Model):
    """Reports and events per cell, kept in the transaction of each write.

    ``layer`` and ``district`` are keys, 0 where none: each report is counted once with
    layer 0, and once more for each layer in force on its day. Totals never sum layers. ``day``
    is ``until`` but for reports of more than a week (``values.lasting``). What has happened is
    told from what is coming up and from what is done about it by ``kind``.
    """

    id = models.BigAutoField(primary_key=True)
    municipality_id = models.BigIntegerField()
    day = models.DateField()
    until = models.DateField()
    part_of_day = choice_field(PartOfDay)
    kind = choice_field(ReportKind)
    category_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    visibility = choice_field(Visibility)
    state = choice_field(ReportState)
    discovered = models.BooleanField()
    layer = models.BigIntegerField(default=0)
    district = models.BigIntegerField(default=0)
    reports = models.IntegerField()
    events = models.IntegerField()

    objects = ScopedQuerySet.as_manager()
    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "municipality_id",
                    "layer",
                    "day",
                    "until",
                    "kind",
                    "category_id",
                    "organisation_id",
                    "part_of_day",
                    "district",
                    "visibility",
                    "state",
                    "discovered",
                ],
                name="observation_count_cell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.reports}"


class SharedCount(models.Model):
    """The same for what stands in the shared picture alone, without organisation, hour and kind:
    ``happened`` tells what has happened from the rest (``values.kinds``), and ``week`` is empty
    for reports of more than a week.

    The picture, the map and the early warning read it: a few thousand cells where
    ``ObservationCount`` has a cell for nearly every report.
    """

    id = models.BigAutoField(primary_key=True)
    municipality_id = models.BigIntegerField()
    day = models.DateField()
    until = models.DateField()
    week = models.DateField(null=True)
    happened = models.BooleanField()
    category_id = models.BigIntegerField()
    council = models.BooleanField()
    discovered = models.BooleanField()
    layer = models.BigIntegerField(default=0)
    district = models.BigIntegerField(default=0)
    reports = models.IntegerField()
    events = models.IntegerField()

    objects = ScopedQuerySet.as_manager()
    rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "municipality_id",
                    "layer",
                    "happened",
                    "day",
                    "until",
                    "category_id",
                    "district",
                    "council",
                    "discovered",
                ],
                name="shared_count_cell",
            ),
        ]
        indexes = [
            # district x week x category for a picture, from the index alone
            models.Index(
                fields=[
                    "municipality_id",
                    "layer",
                    "happened",
                    "week",
                    "category_id",
                    "district",
                    "council",
                    "discovered",
                    "reports",
                    "events",
                ],
                name="shared_count_week",
            ),
            # what no week has
            models.Index(
                fields=["municipality_id", "layer", "happened", "until"],
                condition=models.Q(week__isnull=True),
                name="shared_count_no_week",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.reports}"
