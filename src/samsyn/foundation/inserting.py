"""Inserting rows by the thousand, and a row that may be there already."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from samsyn.foundation.rows import Row

Field = models.Field[Any, Any]
Block = list[Sequence[Any]]
# SQLite takes 32,766 values a statement; PostgreSQL an array a column, however long
_VALUES_A_STATEMENT = 10_000
_ROWS_A_STATEMENT = 2_000


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], then: str = ""
) -> list[tuple[Any, ...]]:
    """Insert rows of values as the database stores them, many a statement.

    No instances are made. ``then`` follows the values, as ``ON CONFLICT …`` does; what it
    returns is returned.
    """
    known = {one.attname: one for one in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    arrays = connection.vendor == "postgresql"
    size = _ROWS_A_STATEMENT if arrays else _VALUES_A_STATEMENT // len(fields)
    rows, found = iter(rows), list[tuple[Any, ...]]()
    with connection.cursor() as cursor:
        while block := list(islice(rows, size)):
            source, values = (_arrays if arrays else _values)(fields, block)
            cursor.execute(f"{_into(model, fields)} {source} {then}", values)
            found += cursor.fetchall() if cursor.description else []
    return found


def _into(model: type[models.Model], fields: Iterable[Field]) -> str:
    columns = ", ".join(connection.ops.quote_name(str(one.column)) for one in fields)
    return f"INSERT INTO {model._meta.db_table} ({columns})"


def _values(fields: Sequence[Field], block: Block) -> tuple[str, list[Any]]:
    marks = f"({', '.join(['%s'] * len(fields))})"
    return f"VALUES {', '.join([marks] * len(block))}", [value for row in block for value in row]


def _arrays(fields: Sequence[Field], block: Block) -> tuple[str, list[Any]]:
    """A parameter a column: psycopg reads every mark of a statement anew."""
    # without its length: a cast to it would cut a text where an insert refuses it
    kinds = ((one.db_type(connection) or "").partition("(")[0] for one in fields)
    columns = zip(fields, zip(*block, strict=True), strict=True)
    return (
        f"SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in kinds)})",  # noqa: S608 (kinds come from the model)
        [_of_one_kind(field, column) for field, column in columns],
    )


def _of_one_kind(field: Field, column: Sequence[Any]) -> list[Any]:
    """Stored words are members of their choices here and plain words there."""
    if not isinstance(field, models.CharField):
        return list(column)
    return [None if value is None else str(value) for value in column]


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
    names = [name for name, _ in ways]
    keys = {
        UUID(str(uid)): key
        for uid, key in insert_rows(type(rows[0]), names, values, "RETURNING uid, id")
    }
    for row in rows:
        row.pk, row._state.adding = keys[row.uid], False


def insert_if_new(row: models.Model) -> bool:
    """Insert a row unless one of its unique keys is taken; whether it was, in one statement.

    Where another transaction is inserting the same key, it is waited for. The row's own key
    is not set.
    """
    fields = _stored_fields(row)
    marks = ", ".join(["%s"] * len(fields))
    values = [one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_into(type(row), fields)} VALUES ({marks}) ON CONFLICT DO NOTHING", values
        )
        return bool(cursor.rowcount)


def _stored_fields(row: models.Model) -> list[Field]:
    return [one for one in row._meta.concrete_fields if not isinstance(one, models.AutoField)]
