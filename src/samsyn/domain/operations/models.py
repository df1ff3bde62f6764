"""What the operator answers for: backups, work that comes back, and terms of disposal."""

from django.db import models

from samsyn.domain.operations.enums import BackupState, DutyName
from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.foundation.rows import Row, Versioned, choice_field

ORIGINALS_DAYS, ABANDONED_DAYS = 90, 7
"""Our proposal: long enough to undo and compare, and to come back to a file that was tried."""


class Backup(Row):
    """That a backup was made, or was to be; ``message`` says why it failed."""

    state = choice_field(BackupState)
    folder = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    encrypted = models.BooleanField(default=False)
    bytes = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveBigIntegerField(default=0)
    damaged = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"{self.folder} {self.state}"


class Duty(models.Model):
    """Work of the whole installation that comes back; ``due_at`` names the link that is to run."""

    name = choice_field(DutyName, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.name)


class DisposalTerms(MunicipalityRow, Versioned):
    """How many days a municipality keeps files that were read in, and those that never were."""

    originals_days = models.PositiveSmallIntegerField(default=ORIGINALS_DAYS)
    abandoned_days = models.PositiveSmallIntegerField(default=ABANDONED_DAYS)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality"], name="disposal_terms_once"),
        ]

    def __str__(self) -> str:
        return f"{self.originals_days} {self.abandoned_days}"
