"""What every stored row has, and inserting many at once."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.utils import timezone

from samsyn.foundation.ids import uuid7


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


def choice_field(choices: type[models.TextChoices], **options: object) -> models.CharField:  # type: ignore[type-arg]
    """A CharField for stored choices, with a check constraint's worth of width."""
    return models.CharField(max_length=24, choices=choices.choices, **options)  # type: ignore[arg-type]


# databases limit the values of a statement: SQLite to 32,766, PostgreSQL to 65,535
_VALUES_A_STATEMENT = 10_000


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], then: str = ""
) -> list[tuple[Any, ...]]:
    """Insert rows of values as the database stores them, some hundreds a statement.

    For rows by the ten thousand: no instances are made. ``then`` follows the values, as
    ``ON CONFLICT …`` does; what it returns is returned.
    """
    rows, marks = iter(rows), f"({', '.join(['%s'] * len(names))})"
    opening = f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES "  # noqa: S608 (names come from the model)
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        while chunk := list(islice(rows, _VALUES_A_STATEMENT // len(names))):
            values = [value for row in chunk for value in row]
            cursor.execute(f"{opening}{', '.join([marks] * len(chunk))} {then}", values)
            found += cursor.fetchall() if cursor.description else []
    return found


# both databases take their values as they are
_PLAIN = (models.CharField, models.BooleanField, models.IntegerField, models.ForeignKey)


def insert_all(rows: Sequence[Row]) -> None:
    """Insert new rows of one model and give them their keys.

    Half of what ``bulk_create`` takes, which looks for expressions in every value.
    """
    if not rows:
        return
    fields = _stored_fields(rows[0])
    # the connection itself: the proxy looks for it at every value
    database = connections[DEFAULT_DB_ALIAS]
    ways = [(one.attname, None if isinstance(one, _PLAIN) else one) for one in fields]
    values = (
        [
            one.get_db_prep_save(getattr(row, name), database) if one else getattr(row, name)
            for name, one in ways
        ]
        for row in rows
    )
    kept = insert_rows(type(rows[0]), _columns(fields), values, "RETURNING uid, id")
    keys = {UUID(str(uid)): key for uid, key in kept}
    for row in rows:
        row.pk, row._state.adding = keys[row.uid], False


def _stored_fields(row: models.Model) -> list[models.Field[Any, Any]]:
    return [one for one in row._meta.concrete_fields if not isinstance(one, models.AutoField)]


def _columns(fields: Iterable[models.Field[Any, Any]]) -> list[str]:
    return [connection.ops.quote_name(str(one.column)) for one in fields]


def insert_if_new(row: models.Model) -> bool:
    """Insert a row unless one of its unique keys is taken; whether it was, in one statement.

    Where another transaction is inserting the same key, it is waited for. The row's own key
    is not set.
    """
    fields = _stored_fields(row)
    statement = (
        f"INSERT INTO {row._meta.db_table} ({', '.join(_columns(fields))}) "  # noqa: S608 (names come from the model)
        f"VALUES ({', '.join(['%s'] * len(fields))}) ON CONFLICT DO NOTHING"
    )
    values = [one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)
