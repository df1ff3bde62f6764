"""How an agency's files are read: saved mappings, batches and what was wrong in them."""

from typing import Any

from django.db import models
from django.utils.functional import cached_property

from samsyn.domain.files.models import StoredFile
from samsyn.domain.intake.enums import BatchState
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.foundation.rows import Versioned, choice_field
from samsyn.foundation.scoping import OfThingsQuerySet


class Source(MunicipalityRow, Versioned):
    """A file that an organisation sends again and again, and the mapping that reads it.

    ``mapping`` is a ``sources.mapping.Mapping`` as JSON; ``discovered`` says that the
    events in it were found by patrol or guard rather than reported.
    """

    name = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict)
    discovered = models.BooleanField(default=False)
    needs_review = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"],
                condition=models.Q(removed_at__isnull=True),
                name="source_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Batch(MunicipalityRow):
    """One reading of one file: tried first, then imported whole or not at all.

    ``asks`` is what a person is to decide before it comes in: words that name no category and
    places that nobody knows, each with its rows. ``stop`` says why nothing of it should come in as
    it is. ``changed`` rows came before and say something else now, ``gone`` ones the file lacks,
    ``held`` ones wait for review; of ``texts`` the guard took something out of
    ``texts_stopped`` in the last trial; ``updates`` are the reports that it changed, with the
    version that they got.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batches")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = choice_field(BatchState, default=BatchState.UPLOADED)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    already_there = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    texts = models.PositiveIntegerField(default=0)
    texts_stopped = models.PositiveIntegerField(default=0)
    counts = models.BooleanField(default=False)
    asks = models.JSONField(default=dict)
    stop = models.TextField(blank=True)
    updates = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    message = models.TextField(blank=True)
    preview = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    started_by = models.CharField(max_length=36)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(MunicipalityRow.Meta):
        indexes = [
            # the list of batches, newest first
            models.Index(fields=["municipality", "-id"], name="batch_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.state}"

    @cached_property
    def sheets(self) -> bool:
        """Whether what is said of the file's rows names sheets."""
        return bool(
            Problem.objects.within(self.municipality_id)
            .filter(batch=self)
            .exclude(sheet="")
            .exists()
        )

    @property
    def coming(self) -> int:
        """How many rows an import would bring that are not there already."""
        return max(self.total - self.already_there - self.changed, 0)


class OfBatchesQuerySet(OfThingsQuerySet[Any]):
    """What belongs to batches that one has been let to."""

    THING = "batch"


class GuardAnswers(models.Model):
    """What the guard took out of a file's texts when it was tried, for whoever reads it in.

    ``basis`` is a digest of all that the answers depend on; ``texts`` are the texts that
    something was taken out of, without it, and what it seemed to be, by row and field.
    """

    batch = models.OneToOneField(
        Batch, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    basis = models.CharField(max_length=64)
    texts = models.JSONField(default=dict)

    objects = OfBatchesQuerySet.as_manager()
    rows = models.Manager()

    def __str__(self) -> str:
        return f"{self.batch_id}"


class Problem(MunicipalityRow):
    """What was wrong in a cell, in a sentence that says what to do."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    sheet = models.CharField(max_length=120, blank=True)
    column = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    sentence = models.TextField()
    blocking = models.BooleanField(default=True)

    class Meta(MunicipalityRow.Meta):
        indexes = [models.Index(fields=["batch", "row"], name="problem_in_order")]

    def __str__(self) -> str:
        return self.sentence
