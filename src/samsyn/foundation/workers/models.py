"""A row for each worker that lives."""

from django.db import models


class Worker(models.Model):
    """A process that does queued work; ``seen_at`` is when it last gave a sign of life."""

    name = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
