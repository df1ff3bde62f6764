"""Reports that somebody has said tell of the same event: linked, never merged."""

from django.db import models

from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.tenancy import MunicipalityRow


class SameEvent(MunicipalityRow):
    """That a report tells of the same event as those with the same ``event``.

    A report that is linked to none has no row, and an event has two at least.
    """

    observation = models.OneToOneField(
        "observations.Observation", on_delete=models.CASCADE, related_name="same_event"
    )
    event = models.UUIDField()
    linked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta(MunicipalityRow.Meta):
        app_label = "observations"
        indexes = [
            # who tells of the same event
            models.Index(fields=["municipality", "event"], name="same_event_of"),
        ]

    def __str__(self) -> str:
        return f"{self.observation_id} {self.event}"
