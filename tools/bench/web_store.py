"""Storing invented reports fast: COPY on PostgreSQL, prepared inserts on SQLite."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice, repeat
from typing import Any

import numpy as np
from django.db import connection, models, transaction

from samsyn.domain.observations.actions.upkeep import rebuild_counts
from samsyn.domain.observations.models import Observation, ObservationDistrict, ObservationReporter
from samsyn.domain.places.queries.borders import borders_of
from samsyn.foundation import clock
from tools.bench.web_rows import SEED, Columns, Maker, uids
from tools.bench.web_town import Ready

BLOCK = 50_000
Row = Sequence[Any]


def seed(ready: Ready, n: int) -> None:
    """Fill the town with ``n`` reports of the last three years, and count them."""
    scope = ready.scope()
    layers = borders_of(scope.municipality_id, scope.chain, scope.reference_version)
    people = [person.pk for person in ready.reporters]
    yesterday = clock.today() - timedelta(days=1)
    maker = Maker(ready.known(), layers, people, yesterday)
    columns = maker.columns(n)
    with transaction.atomic():
        _store(scope.municipality_id, columns, n)
        _renumber()
    rebuild_counts(scope)
    with connection.cursor() as cursor:
        # PostgreSQL does this by itself within minutes (autovacuum); SQLite never does
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")


def _store(municipality_id: int, columns: Columns, n: int) -> None:
    keys = range(1, n + 1)
    constant = {**_defaults(Observation), "municipality_id": municipality_id}
    given = {
        **columns.rows,
        "id": keys,
        "uid": list(uids(n, np.random.default_rng(SEED))),
    }
    names = [field.attname for field in Observation._meta.concrete_fields]
    _insert(
        Observation,
        names,
        zip(*(given.get(name, repeat(constant.get(name), n)) for name in names), strict=True),
    )
    _insert(
        ObservationReporter,
        ["observation_id", "user_id"],
        zip(keys, columns.reporters, strict=True),
    )
    for layer, districts in columns.districts.items():
        links = zip(keys, repeat(layer, n), districts, strict=True)
        _insert(ObservationDistrict, ["observation_id", "layer_id", "district_id"], links)


def _defaults(model: type[models.Model]) -> dict[str, Any]:
    return {
        field.attname: str(field.get_default())
        if isinstance(field, models.CharField)
        else field.get_default()
        for field in model._meta.concrete_fields
        if field.has_default() or isinstance(field, models.CharField)
    }


def _insert(model: type[models.Model], names: list[str], rows: Iterable[Row]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        statement = (
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
        )
        for block in _blocks(iter(rows)):
            cursor.executemany(statement, block)


def _blocks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while block := list(islice(rows, BLOCK)):
        yield block


def _renumber() -> None:
    """Let the next key follow the last stored one."""
    if connection.vendor == "postgresql":
        table = Observation._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}"
            )
