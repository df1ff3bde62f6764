"""Rows of whichever database as lines of JSON, and back: the same lines and sums on both."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models.functions import Collate
from django.utils.duration import duration_string

from samsyn.foundation.inserting import insert_rows

Model = type[models.Model]
_ROWS_AT_A_TIME = 2_000


@dataclass(frozen=True)
class TableSum:
    """How many rows a table has, and the SHA-256 of its lines in the order of its keys."""

    rows: int
    sha256: str


def kept_models(apps: Any, left_out: frozenset[str], first: Sequence[str]) -> list[Model]:
    """The models whose rows are kept, by table; those that must be there before others ahead."""
    found = {
        one._meta.db_table: one
        for one in apps.get_models(include_auto_created=True)
        if one._meta.managed and not one._meta.proxy and one._meta.db_table not in left_out
    }
    return [found[name] for name in sorted(found, key=lambda name: (name not in first, name))]


@contextmanager
def snapshot() -> Iterator[None]:
    """One unchanging view of the database, that keeps nobody from writing."""
    if connection.in_atomic_block:
        raise RuntimeError("a snapshot begins a transaction of its own")
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        # Django would begin with IMMEDIATE, which is the writers' lock
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()
            yield
        finally:
            cursor.execute("ROLLBACK")


class Summed:
    """Lines of a table that are counted and summed as they pass."""

    def __init__(self, nested: Sequence[int]) -> None:
        self.nested, self.count, self.digest = nested, 0, hashlib.sha256()

    def add(self, row: list[Any]) -> bytes:
        """The row's line. Its sum takes 1 and 1.0 in JSON for the same, as PostgreSQL does."""
        line = _line(row)
        self.count += 1
        if self.nested:
            row = list(row)
            for n in self.nested:
                row[n] = _settled(row[n])
            self.digest.update(_line(row))
        else:
            self.digest.update(line)
        return line

    @property
    def sum(self) -> TableSum:
        return TableSum(self.count, self.digest.hexdigest())


def _line(row: list[Any]) -> bytes:
    text = json.dumps(
        row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )
    # what is no character in itself is written as JSON writes it
    return f"{text}\n".encode("utf-8", "backslashreplace")


def _settled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _settled(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_settled(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _plain(value: Any) -> str:
    """A value that JSON has no word for, as its field reads it back."""
    for kind, said in _SAID.items():
        if isinstance(value, kind):
            return said(value)
    raise TypeError(f"no way to write a {type(value).__name__}")


_SAID: dict[Any, Callable[[Any], str]] = {
    UUID: str,
    datetime: lambda value: value.astimezone(UTC).isoformat(),
    (date, time): lambda value: value.isoformat(),
    timedelta: duration_string,
    Decimal: str,
    (bytes, memoryview): lambda value: b64encode(bytes(value)).decode("ascii"),
}


def stored(model: Model) -> list[Any]:
    """A model's columns by name: a migration adds them in another order than the model does."""
    return sorted(model._meta.concrete_fields, key=lambda one: one.column)


def nested(model: Model) -> list[int]:
    """Which of a model's columns hold JSON."""
    return [n for n, one in enumerate(stored(model)) if isinstance(one, models.JSONField)]


def rows_of(model: Model) -> Iterator[list[Any]]:
    """Each row of a table as a list of its columns' values, in the order of its keys."""
    key = model._meta.pk
    names = [one.attname for one in stored(model)]
    order: Any = key.attname
    if connection.vendor == "postgresql" and isinstance(key, models.CharField):
        order = Collate(key.attname, "C")  # as SQLite sorts
    found: Any = models.QuerySet(model).order_by(order).values_list(*names)
    yield from map(list, found.iterator(chunk_size=_ROWS_AT_A_TIME))


def sum_rows(model: Model) -> TableSum:
    """The sum of a table as it stands in the database."""
    summed = Summed(nested(model))
    for row in rows_of(model):
        summed.add(row)
    return summed.sum


def add_rows(model: Model, rows: Iterable[list[Any]]) -> TableSum:
    """Put rows as they were read from lines into an empty table; the sum of what was put there."""
    fields, summed = stored(model), Summed(nested(model))
    names = [one.attname for one in fields]

    def prepared() -> Iterator[list[Any]]:
        for row in rows:
            summed.add(row)
            yield [_stored(one, value) for one, value in zip(fields, row, strict=True)]

    coming = prepared()
    while block := list(islice(coming, _ROWS_AT_A_TIME)):
        insert_rows(model, names, block)
    return summed.sum


def _stored(field: Any, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        absent = value is None and field.null
        return None if absent else connection.ops.adapt_json_value(value, field.encoder)
    return field.get_db_prep_save(field.to_python(value), connection)
