"""What every stored row has."""

from typing import Any

from django.db import models
from django.utils import timezone

from samsyn.foundation.ids import uuid7
from samsyn.foundation.refusals import Mistaken


class Row(models.Model):
    """bigint inside, ``uid`` outside: URLs, audit and snapshots never show the key."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row people edit: a stale write is refused by its version."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class UidAsText(models.Func):
    """A uid as rows without foreign keys name the thing: with its dashes, on either database."""

    template = "CAST(%(expressions)s AS varchar)"
    output_field = models.CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        """SQLite keeps 32 hexadecimal signs."""
        column, given = compiler.compile(self.get_source_expressions()[0])
        ends = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        sql = " || '-' || ".join(f"substr({column}, {at}, {long})" for at, long in ends)
        return f"({sql})", (*given,) * len(ends)


def choice_field(choices: type[models.TextChoices], **options: object) -> models.CharField:  # type: ignore[type-arg]
    """A CharField for stored choices, with a check constraint's worth of width."""
    return models.CharField(max_length=24, choices=choices.choices, **options)  # type: ignore[arg-type]


def check_fits(table: type[models.Model], **texts: str) -> None:
    """Refuse a text that is longer than the column it is for: SQLite would keep it, PostgreSQL
    fail."""
    for name, text in texts.items():
        longest = getattr(table._meta.get_field(name), "max_length", None)
        if longest is not None and len(text) > longest:
            raise Mistaken(f"”{text[:20]}…” är {len(text)} tecken. Skriv högst {longest}.", name)
