"""Putting a backup's rows into an empty database, on whichever engine it runs."""

from collections.abc import Iterable
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from samsyn.foundation.backups.archive import Archive, tables_in
from samsyn.foundation.backups.manifest import ALTERED, NEWER
from samsyn.foundation.backups.parts import DamagedError
from samsyn.foundation.backups.tables import Model, add_rows, kept_models, stored, sum_rows
from samsyn.foundation.backups.unfinished import check_finished
from samsyn.foundation.migrating.at_once import make_tables
from samsyn.foundation.refusals import Mistaken, NotNow

Node = tuple[str, str]
NOT_EMPTY = (
    "Databasen är inte tom. En säkerhetskopia läggs bara in i en tom installation, så att inget "
    "som finns skrivs över. Peka ut en tom mapp med SAMSYN_VAR, eller en tom databas."
)
OTHER_TABLES = (
    "Databasen är tom men gjord av en annan version än säkerhetskopian. Ta bort den tomma "
    "databasen och kör restore igen: tabellerna görs då som i kopian och uppdateras sedan."
)


def check_fits_here(backup: Archive, begun: frozenset[str]) -> None:
    """Refuse a backup of a later release, and a database that holds something already.

    ``begun`` are tables that a start fills by itself.
    """
    executor = MigrationExecutor(connection)
    if not set(backup.contents.migrations) <= set(executor.loader.graph.nodes):
        raise Mistaken(NEWER)
    there = set(MigrationRecorder(connection).applied_migrations())
    if holds_rows(backup, begun):
        check_finished()
        raise NotNow(NOT_EMPTY)
    if there and there != set(backup.contents.migrations):
        raise NotNow(OTHER_TABLES)


def holds_rows(backup: Archive, begun: frozenset[str]) -> bool:
    """Whether any table has a row, those apart that a migration or a start fills."""
    apart = {*backup.contents.left_out, *begun, "django_migrations", "sqlite_sequence"}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # an index of words and what it is kept in, which holds something from the start
            cursor.execute("SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')")
            apart |= {name for (name,) in cursor.fetchall()}
        for name in connection.introspection.table_names(cursor):
            if name in apart:
                continue
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")  # noqa: S608 (names of its own tables)
            if cursor.fetchone():
                return True
    return False


def models_of(backup: Archive) -> Any:
    """The tables made as they were when the backup was, and the models of that moment."""
    executor = MigrationExecutor(connection)
    targets = ends_of(executor, set(backup.contents.migrations))
    if not MigrationRecorder(connection).applied_migrations():
        make_tables(connection.alias, targets)
        executor.loader.build_graph()
    return executor.loader.project_state(targets).apps


def ends_of(executor: MigrationExecutor, applied: set[Node]) -> list[Node]:
    """The last migration of each app among those that had been applied."""
    nodes = executor.loader.graph.node_map
    return sorted(
        node
        for node in applied
        if not any(
            child.key in applied and child.key[0] == node[0] for child in nodes[node].children
        )
    )


def load(backup: Archive, apps: Any, first: tuple[str, ...], begun: frozenset[str]) -> None:
    """Put every row in its table, in the caller's transaction, and prove each table's sum."""
    left_out = frozenset(backup.contents.left_out)
    known = {one._meta.db_table: one for one in kept_models(apps, left_out, first)}
    if set(known) != set(backup.contents.tables):
        raise DamagedError(ALTERED.format("tabellernas förteckning"))
    for name in begun & set(known):
        models.QuerySet(known[name]).delete()
    for header, rows in tables_in(backup):
        _load_table(backup, known[header["table"]], header["columns"], rows)
    for name, model in known.items():
        if sum_rows(model) != backup.contents.tables[name]:
            raise DamagedError(f"Tabellen {name} blev inte som i säkerhetskopian. Inget är inlagt.")
    connection.check_constraints()
    _renumber(known.values())


def _load_table(backup: Archive, model: Model, columns: list[str], rows: Any) -> None:
    name = model._meta.db_table
    if columns != [one.column for one in stored(model)]:
        raise DamagedError(ALTERED.format(f"tabellen {name}"))
    try:
        with transaction.atomic():
            loaded = add_rows(model, rows)
    except (DatabaseError, ValueError) as error:
        raise Mistaken(
            f"En rad i tabellen {name} går inte att lägga in i den här databasen: "
            f"{type(error).__name__}. Inget är inlagt."
        ) from error
    if loaded != backup.contents.tables[name]:
        raise DamagedError(ALTERED.format(f"tabellen {name}"))


def _renumber(known: Iterable[type[models.Model]]) -> None:
    """Let the next key of each table follow the last."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(known)):
            cursor.execute(statement)


def bring_up_to_date() -> None:
    """Migrate to today's models, with what a start needs besides."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
