"""What agencies only count: n of something for a period (statistikuppgifter)."""

from django.db import models
from django.db.models import F, Q

from samsyn.domain.intake.models import Batch
from samsyn.domain.observations.enums import Visibility
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.domain.places.models import District, Place
from samsyn.foundation.rows import Versioned, choice_field


class CountRecord(MunicipalityRow, Versioned):
    """n of something for a period, from a source: alarms, orosanmälningar, repair costs.

    What is counted whole, of days within one week, counts in the cells as so many reports of
    ``day``, the middle one. The rest is shown for itself, with its period and source.
    ``districts`` are those that the cells count it in, by layer (``values.counted.key_of``), as
    keys; 0 is outside.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    period_from = models.DateField()
    period_to = models.DateField()
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source_name = models.CharField(max_length=80)
    unit = models.CharField(max_length=20, default="antal")
    value = models.DecimalField(max_digits=14, decimal_places=2)
    preliminary = models.BooleanField(default=False)
    visibility = choice_field(Visibility, default=Visibility.GROUP)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+", db_index=False)
    source_key = models.CharField(max_length=80, blank=True)
    day = models.DateField(null=True, blank=True)
    discovered = models.BooleanField(default=False)
    districts = models.JSONField(default=dict)

    class Meta(MunicipalityRow.Meta):
        app_label = "observations"
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="count_record_period"
            ),
            # the same row of the same source comes in once
            models.UniqueConstraint(
                fields=["municipality", "organisation", "source_key"],
                condition=~Q(source_key=""),
                name="count_record_source_once",
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="count_record_not_negative"),
        ]
        indexes = [
            models.Index(fields=["municipality", "-period_from"], name="count_record_newest"),
            # what counts in the picture of some days
            models.Index(
                fields=["municipality", "day"],
                condition=Q(day__isnull=False),
                name="count_record_day",
            ),
            # undoing an import
            models.Index(
                fields=["batch"], condition=Q(batch__isnull=False), name="count_record_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_name} {self.value}"
