"""An index of the words of reports, three letters in a row, that follows every write."""

from django.db import migrations

TABLE, INDEX = "observations_observation", "observations_words"
TEXTS = ("description", "place_note", "action_taken")


def index_words(apps, schema_editor):
    """SQLite: FTS5 beside the table, kept by triggers. PostgreSQL: pg_trgm, which whoever owns a
    database may add to it."""
    vendor = schema_editor.connection.vendor
    for statement in sqlite() if vendor == "sqlite" else postgresql():
        schema_editor.execute(statement, params=None)


def _any(row):
    """That one of the texts holds something."""
    return " OR ".join(f"{row}{name} <> ''" for name in TEXTS)


def sqlite():
    columns = ", ".join(TEXTS)
    yield f"""CREATE VIRTUAL TABLE {INDEX} USING fts5(
        {columns}, content='{TABLE}', content_rowid='id', tokenize='trigram')"""
    old, new = (", ".join(f"{row}.{name}" for name in ("id", *TEXTS)) for row in ("OLD", "NEW"))
    gone = f"INSERT INTO {INDEX}({INDEX}, rowid, {columns}) VALUES ('delete', {old});"
    come = f"INSERT INTO {INDEX}(rowid, {columns}) VALUES ({new});"
    said, was = _any("NEW."), _any("OLD.")
    changed = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in TEXTS)
    # what was never in the index must not be taken out of it: rows without words are not there
    for name, when, which, does in (
        ("come", "AFTER INSERT", said, come),
        ("gone", "AFTER DELETE", was, gone),
        ("before", f"BEFORE UPDATE OF {columns}", f"({was}) AND ({changed})", gone),
        ("after", f"AFTER UPDATE OF {columns}", f"({said}) AND ({changed})", come),
    ):
        yield f"CREATE TRIGGER {INDEX}_{name} {when} ON {TABLE} WHEN {which} BEGIN {does} END"
    yield f"INSERT INTO {INDEX}(rowid, {columns}) SELECT id, {columns} FROM {TABLE} WHERE {_any('')}"


def postgresql():
    yield "CREATE EXTENSION IF NOT EXISTS pg_trgm"
    said = " || ' ' || ".join(TEXTS)
    # a database whose locale is C lowers a to z alone (observations.queries.words.lowered)
    lowered = f"translate(lower({said}), 'ÅÄÖÉÈÀÜÆØ', 'åäöéèàüæø')"
    yield f"CREATE INDEX {INDEX} ON {TABLE} USING gin (({lowered}) gin_trgm_ops)"


class Migration(migrations.Migration):
    dependencies = [("observations", "0011_in_no_week")]

    operations = [migrations.RunPython(index_words, migrations.RunPython.noop)]
