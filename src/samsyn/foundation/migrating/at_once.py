"""The tables of an empty database made at once.

Migrations render every model anew for each of their steps, ten seconds in all, and on an empty
database most of what they do is undone by a later one. So there each table is made as the last
migration leaves it, what the models cannot say (triggers, indexes of words) is made by the
migrations that the setting ``MAKE_TRIGGERS`` names, and all are recorded as applied.
"""

from collections.abc import Sequence

from django.conf import settings
from django.db import connections
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

Node = tuple[str, str]


def is_empty(alias: str) -> bool:
    """Whether the database has no table but that of the migrations, without a row."""
    connection = connections[alias]
    recorder = MigrationRecorder(connection)
    kept = set(connection.introspection.table_names())
    return not kept - {recorder.Migration._meta.db_table} and not recorder.applied_migrations()


def make_tables(alias: str, targets: Sequence[Node] | None = None) -> None:
    """Every table of an empty database, as after the targets, or after all migrations."""
    connection = connections[alias]
    executor = MigrationExecutor(connection)
    ends = list(targets or executor.loader.graph.leaf_nodes())
    plan = [migration for migration, _ in executor.migration_plan(ends)]
    apps = executor.loader.project_state(ends).apps
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        for migration in plan:
            if (migration.app_label, migration.name) in settings.MAKE_TRIGGERS:
                for operation in migration.operations:
                    if isinstance(operation, RunPython):
                        operation.code(apps, editor)
        for migration in plan:
            recorder.record_applied(migration.app_label, migration.name)
