"""Inserting rows by the thousand, and a row that may be there already."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, partial
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from samsyn.foundation.rows import Row

Field = models.Field[Any, Any]
Block = list[Sequence[Any]]
# SQLite takes 32,766 values a statement
_VALUES_A_STATEMENT = 10_000
# PostgreSQL takes what is copied faster than values, once there are some
_FEW_ROWS = 20
_ROWS_A_COPY = 20_000


@transaction.atomic(savepoint=False)
def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], then: str = ""
) -> list[tuple[Any, ...]]:
    """Insert rows of values as the database stores them, many a statement.

    No instances are made. ``then`` follows the values, as ``ON CONFLICT …`` does; what it
    returns is returned.
    """
    known = {one.attname: one for one in model._meta.concrete_fields}
    fields = [known[name] for name in names]
    copies = connection.vendor == "postgresql"
    size = _ROWS_A_COPY if copies else _VALUES_A_STATEMENT // len(fields)
    rows, found = iter(rows), list[tuple[Any, ...]]()
    with connection.cursor() as cursor:
        while block := list(islice(rows, size)):
            if copies and len(block) > _FEW_ROWS:
                source, values = _copied(cursor, fields, block), list[Any]()
            else:
                source, values = _values(fields, block)
            cursor.execute(f"{_into(model, fields)} {source} {then}", values)
            found += cursor.fetchall() if cursor.description else []
    return found


def _into(model: type[models.Model], fields: Iterable[Field]) -> str:
    columns = ", ".join(connection.ops.quote_name(str(one.column)) for one in fields)
    return f"INSERT INTO {model._meta.db_table} ({columns})"


def _values(fields: Sequence[Field], block: Block) -> tuple[str, list[Any]]:
    marks = f"({', '.join(['%s'] * len(fields))})"
    return f"VALUES {', '.join([marks] * len(block))}", [value for row in block for value in row]


def _copied(cursor: CursorWrapper, fields: Sequence[Field], block: Block) -> str:
    """The rows in a table of this transaction's alone, in their order."""
    # without its length: a column of it would cut a text where an insert refuses it
    kinds = ((one.db_type(connection) or "").partition("(")[0] for one in fields)
    columns = (
        f"{connection.ops.quote_name(str(one.column))} {kind}"
        for one, kind in zip(fields, kinds, strict=True)
    )
    cursor.execute("DROP TABLE IF EXISTS pg_temp.incoming")
    cursor.execute(f"CREATE TEMPORARY TABLE incoming ({', '.join(columns)}) ON COMMIT DROP")
    words = [n for n, one in enumerate(fields) if isinstance(one, models.CharField)]
    with connection.wrap_database_errors, cursor.copy("COPY incoming FROM STDIN") as copy:
        for row in block:
            copy.write_row(_plain(row, words))
    return "SELECT * FROM incoming"


def _plain(row: Sequence[Any], words: Iterable[int]) -> list[Any]:
    """Stored words are members of their choices here and plain words there."""
    values = list(row)
    for n in words:
        if values[n] is not None:
            values[n] = str(values[n])
    return values


# both databases take their values as they are
_PLAIN = (
    models.CharField,
    models.BooleanField,
    models.IntegerField,
    models.FloatField,
    models.ForeignKey,
)


def insert_all(rows: Sequence[Row]) -> None:
    """Insert new rows of one model and give them their keys.

    Half of what ``bulk_create`` takes, which looks for expressions in every value.
    """
    if not rows:
        return
    fields = _stored_fields(type(rows[0]))
    # the connection itself: the proxy looks for it at every value
    database = connections[DEFAULT_DB_ALIAS]
    ways = [
        (one.attname, None if isinstance(one, _PLAIN) else _prepared(one, database))
        for one in fields
    ]
    values = (
        [way(stored[name]) if way else stored[name] for name, way in ways]
        for stored in map(vars, rows)
    )
    names = [name for name, _ in ways]
    keys = {
        UUID(str(uid)): key
        for uid, key in insert_rows(type(rows[0]), names, values, "RETURNING uid, id")
    }
    for row in rows:
        row.pk, row._state.adding = keys[row.uid], False


def _prepared(one: Field, database: BaseDatabaseWrapper) -> Callable[[Any], Any]:
    """A field's values as the database takes them; days and times come again and again."""
    prepared = partial(one.get_db_prep_save, connection=database)
    return lru_cache(maxsize=5_000)(prepared) if isinstance(one, models.DateField) else prepared


def insert(row: models.Model) -> None:
    """Insert a new row and give it its key.

    Half of what ``save`` takes, which makes the statement anew each time.
    """
    key = row._meta.auto_field
    returning = f"RETURNING {connection.ops.quote_name(str(key.column))}" if key else ""
    with connection.cursor() as cursor:
        _insert(cursor, row, returning)
        if key:
            [row.pk] = cursor.fetchone()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_if_new(row: models.Model) -> bool:
    """Insert a row unless one of its unique keys is taken; whether it was, in one statement.

    Where another transaction is inserting the same key, it is waited for. The row's own key
    is not set.
    """
    with connection.cursor() as cursor:
        _insert(cursor, row, "ON CONFLICT DO NOTHING")
        return bool(cursor.rowcount)


def _insert(cursor: CursorWrapper, row: models.Model, then: str) -> None:
    fields = _stored_fields(type(row))
    database = connections[DEFAULT_DB_ALIAS]
    values = [one.get_db_prep_save(one.pre_save(row, add=True), database) for one in fields]
    cursor.execute(f"{_statement(type(row))} {then}", values)


@cache
def _statement(model: type[models.Model]) -> str:
    fields = _stored_fields(model)
    return f"{_into(model, fields)} VALUES ({', '.join(['%s'] * len(fields))})"


@cache
def _stored_fields(model: type[models.Model]) -> list[Field]:
    return [one for one in model._meta.concrete_fields if not isinstance(one, models.AutoField)]
