"""Stopped texts that somebody says were stopped by mistake, and how many stops there are."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from samsyn.domain.organisations.models import Organisation, User
from samsyn.domain.organisations.tenancy import MunicipalityRow, Scope, ScopedQuerySet
from samsyn.domain.stops.enums import StopState, WritePath
from samsyn.domain.stops.visibility import readable
from samsyn.foundation.rows import choice_field


class StoppedTextQuerySet(ScopedQuerySet[Any]):
    """The stopped texts that one may read."""

    def visible_to(self, scope: Scope) -> Self:
        """Its writer and the data protection officer alone, until its day."""
        return super().visible_to(scope).filter(readable(scope))


class StoppedText(MunicipalityRow):
    """A text as it stood when the guard stopped it, because its writer says the guard was wrong.

    ``start`` and ``end`` (signs, the end not included) and ``kind`` are of the stop that is said
    to be false; ``spans`` are all that the guard found: start, end, kind, severity. ``key`` keeps
    the same stop from being put here twice. It goes at ``due``, or a day after it was judged.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    writer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    path = choice_field(WritePath)
    field = models.CharField(max_length=60)
    kind = models.CharField(max_length=24)
    text = models.TextField()
    spans = models.JSONField(default=list)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    due = models.DateTimeField()
    state = choice_field(StopState, default=StopState.AWAITED)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    objects = StoppedTextQuerySet.as_manager()  # type: ignore[misc]

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="stopped_text_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="stopped_text_span"),
            models.CheckConstraint(
                condition=Q(state=StopState.AWAITED, judged_at__isnull=True)
                | (~Q(state=StopState.AWAITED) & Q(judged_at__isnull=False)),
                name="stopped_text_judged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    @property
    def stopped(self) -> str:
        """The words that were stopped."""
        return self.text[self.start : self.end]


class StopCount(MunicipalityRow):
    """How many stops there were on a day: numbers, never words."""

    day = models.DateField()
    path = choice_field(WritePath)
    kind = models.CharField(max_length=24)
    stops = models.PositiveIntegerField(default=0)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "day", "path", "kind"], name="stop_count_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.path} {self.kind}"


class VerdictCount(MunicipalityRow):
    """Of a month's stops, how many were said to be false, and judged: numbers, never words."""

    month = models.DateField()
    path = choice_field(WritePath)
    kind = models.CharField(max_length=24)
    reported = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    false = models.PositiveIntegerField(default=0)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "month", "path", "kind"], name="verdict_count_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.path} {self.kind}"
