"""Runs of the analysis, the deviations they noticed, and what people made of them."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from samsyn.domain.monitoring.enums import (
    Confidence,
    DeviationKind,
    Level,
    RunState,
    Triage,
    Trigger,
    Word,
)
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.models import Municipality, User
from samsyn.domain.organisations.tenancy import MunicipalityRow, Scope, ScopedQuerySet
from samsyn.domain.places.models import District
from samsyn.foundation.rows import Versioned, choice_field

REASON_LENGTH = 300
REFERENCE_LENGTH = 120
OPEN_STATES = (RunState.QUEUED, RunState.RUNNING)


class WatchedQuerySet(ScopedQuerySet[Any]):
    """Rows for those who may follow deviations."""

    def visible_to(self, scope: Scope) -> Self:
        rows = super().visible_to(scope)
        return rows if scope.may(Act.WATCH) else rows.none()


class Schedule(models.Model):
    """When the municipality's next nightly run is due: one row each, so one chain of runs."""

    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.due_at}"


class Run(MunicipalityRow):
    """One run over one state of the data.

    ``results`` is canonical JSON without times: the same settings, seed and data give the
    same text, and ``results_digest`` proves it. ``data_digest`` covers all that was read.
    ``as_of`` is the domain's day; only whole weeks before it are judged.
    """

    state = choice_field(RunState, default=RunState.QUEUED)
    trigger = choice_field(Trigger, default=Trigger.NIGHTLY)
    started_by = models.CharField(max_length=36)
    as_of = models.DateField()
    settings = models.JSONField()
    seed = models.PositiveBigIntegerField()
    data_digest = models.CharField(max_length=64, blank=True)
    results = models.TextField(blank=True)
    results_digest = models.CharField(max_length=64, blank=True)
    series = models.PositiveIntegerField(default=0)
    tested = models.PositiveIntegerField(default=0)
    noticed = models.PositiveIntegerField(default=0)
    expected_false = models.FloatField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=60, blank=True)
    message = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    duration_ms = models.PositiveIntegerField(default=0)

    objects = WatchedQuerySet.as_manager()  # type: ignore[misc]

    class Meta(MunicipalityRow.Meta):
        constraints = [
            # one at a time in each municipality
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(state__in=OPEN_STATES), name="run_one_open"
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="run_progress_per_cent"),
        ]
        indexes = [
            # the history, newest first, and the last of each state
            models.Index(fields=["municipality", "-id"], name="run_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.as_of} {self.state}"


class Deviation(MunicipalityRow, Versioned):
    """What the analysis noticed: a proposal, never a judgement.

    ``series`` is the key of what was counted, made of stable keys alone. ``first_week`` and
    ``last_week`` are the Mondays of the weeks that stand out, ``peak_week`` of the one that
    the figures speak of. ``evidence`` holds what "Varför?" shows, as it was when last seen.
    ``strength`` orders deviations of all kinds: 1 is the limit of a notice.
    """

    kind = choice_field(DeviationKind)
    series = models.CharField(max_length=200)
    level = choice_field(Level)
    area = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_week = models.DateField()
    last_week = models.DateField()
    peak_week = models.DateField()
    observed = models.PositiveIntegerField()
    expected = models.FloatField()
    low_80 = models.FloatField()
    high_80 = models.FloatField()
    low_95 = models.FloatField()
    high_95 = models.FloatField()
    p = models.FloatField()
    q = models.FloatField()
    strength = models.FloatField()
    excess = models.FloatField()
    confidence = choice_field(Confidence)
    preliminary = models.BooleanField(default=False)
    sensitive = models.BooleanField(default=False)
    evidence = models.JSONField()
    first_run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="deviations")
    state = choice_field(Triage, default=Triage.NEW)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    reference = models.CharField(max_length=REFERENCE_LENGTH, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    dismissed_excess = models.FloatField(null=True, blank=True)
    returned = models.BooleanField(default=False)

    objects = WatchedQuerySet.as_manager()  # type: ignore[misc]

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(last_week__gte=F("first_week")), name="deviation_weeks"
            ),
            models.CheckConstraint(
                condition=~Q(state=Triage.DISMISSED)
                | (~Q(reason="") & Q(dismissed_excess__isnull=False)),
                name="deviation_dismissed_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=Triage.LINKED) | ~Q(reference=""),
                name="deviation_linked_to_something",
            ),
        ]
        indexes = [
            # the cards: what is recent and open, strongest first
            models.Index(fields=["municipality", "-last_week"], name="deviation_newest"),
            # what a run compares its findings with
            models.Index(fields=["municipality", "kind", "series"], name="deviation_of_series"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.series} {self.first_week}"


class Verdict(MunicipalityRow):
    """What somebody found that a deviation was; the latest counts, the others stay."""

    deviation = models.ForeignKey(Deviation, on_delete=models.CASCADE, related_name="verdicts")
    word = choice_field(Word)
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    current = models.BooleanField(default=True)

    objects = WatchedQuerySet.as_manager()  # type: ignore[misc]

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["deviation"], condition=Q(current=True), name="verdict_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deviation_id} {self.word}"
