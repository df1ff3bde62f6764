"""What the operator answers for: backups, work that comes back, and terms of disposal."""

from django.db import models

from samsyn.domain.operations.enums import AlertKind, BackupState, DutyName
from samsyn.domain.organisations.models import Municipality, User
from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.foundation.rows import Row, Versioned, choice_field

ORIGINALS_DAYS, ABANDONED_DAYS, STOPPED_DAYS, TEXTS_DAYS = 90, 7, 14, 1826
"""Our proposal: long enough to undo and compare, to come back to a file that was tried, for the
data protection officer to judge a stop, and five years to see what recurs in reports. The last
disposes of nothing before a municipality has said so: its words may be public records."""


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


class Alert(Row):
    """Something that somebody was told of at once: what, where, of whom or what, since when.

    ``about`` is what makes two signs one incident: a person's uid, a day, a chain. One that
    speaks of a condition is closed when the condition has passed; the others when somebody has
    looked at them.
    """

    kind = choice_field(AlertKind)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", null=True
    )
    about = models.CharField(max_length=64, blank=True)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    signs = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            # one open alert an incident, however many workers watch
            models.UniqueConstraint(
                fields=["kind", "municipality", "about"],
                condition=models.Q(closed_at__isnull=True),
                name="alert_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class WatchedChain(models.Model):
    """How far a chain has been looked through; it begins again from its end."""

    chain = models.CharField(max_length=36, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class Duty(models.Model):
    """Work of the whole installation that comes back; ``due_at`` names the link that is to run."""

    name = choice_field(DutyName, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.name)


class DisposalTerms(MunicipalityRow, Versioned):
    """How many days a municipality keeps files that were read in, those that never were, texts
    whose stop was said to be false, and descriptions in reports (None: kept)."""

    originals_days = models.PositiveSmallIntegerField(default=ORIGINALS_DAYS)
    abandoned_days = models.PositiveSmallIntegerField(default=ABANDONED_DAYS)
    stopped_days = models.PositiveSmallIntegerField(default=STOPPED_DAYS)
    texts_days = models.PositiveIntegerField(default=TEXTS_DAYS, null=True)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality"], name="disposal_terms_once"),
        ]

    def __str__(self) -> str:
        return f"{self.originals_days} {self.abandoned_days}"
