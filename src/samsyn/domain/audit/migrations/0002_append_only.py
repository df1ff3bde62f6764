"""The log takes new rows and nothing else: the database refuses change and removal.

SQLite's REPLACE takes a row away without firing its triggers, unless the client asked for
that (``recursive_triggers``). So what would take a row's place is refused as well.
"""

from django.db import migrations

APPEND_ONLY = {
    "audit_entry": "chain number",
    "audit_revision": "subject version",
    "audit_seal": "chain number",
}
BACK = "NEW.chain <> OLD.chain OR NEW.number < OLD.number"


def sqlite():
    for table, key in APPEND_ONLY.items():
        same = " AND ".join(f"{column} = NEW.{column}" for column in key.split())
        taken = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
        taken += f" OR EXISTS (SELECT 1 FROM {table} WHERE {same})"
        yield sqlite_trigger(table, "no_UPDATE", "BEFORE UPDATE")
        yield sqlite_trigger(table, "no_DELETE", "BEFORE DELETE")
        yield sqlite_trigger(table, "no_REPLACE", "BEFORE INSERT", taken)
    yield sqlite_trigger("audit_head", "no_way_back", "BEFORE UPDATE", BACK)
    yield sqlite_trigger("audit_head", "no_DELETE", "BEFORE DELETE")
    # after: an append inserts the head or moves it in one statement, which moved is no insert.
    # A head is older than its first entry, so one that comes later replaces another.
    late = "EXISTS (SELECT 1 FROM audit_entry WHERE chain = NEW.chain)"
    yield sqlite_trigger("audit_head", "no_REPLACE", "AFTER INSERT", late)
    yield sqlite_trigger("audit_salt", "no_UPDATE", "BEFORE UPDATE")


def sqlite_trigger(table, name, when, condition="1"):
    return f"""CREATE TRIGGER {table}_{name} {when} ON {table} WHEN {condition}
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""


def postgresql():
    yield """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"""
    for table in APPEND_ONLY:
        yield postgresql_trigger(table, "append_only", "UPDATE OR DELETE", "ROW")
    yield postgresql_trigger("audit_head", "no_way_back", "UPDATE", f"ROW WHEN ({BACK})")
    yield postgresql_trigger("audit_head", "no_delete", "DELETE", "ROW")
    yield postgresql_trigger("audit_salt", "no_update", "UPDATE", "ROW")
    for table in (*APPEND_ONLY, "audit_head", "audit_salt"):
        yield postgresql_trigger(table, "no_truncate", "TRUNCATE", "STATEMENT")


def postgresql_trigger(table, name, act, each):
    return f"""CREATE TRIGGER {table}_{name} BEFORE {act} ON {table}
        FOR EACH {each} EXECUTE FUNCTION audit_refuse()"""


def guard(apps, schema_editor):
    statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
    for statement in statements():
        schema_editor.execute(statement, params=None)  # no parameters: a % is a %


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
