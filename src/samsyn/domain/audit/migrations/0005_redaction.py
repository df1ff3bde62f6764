"""Redactions, and the one change of a revision that the database lets through: of its words alone,
once for each redaction of it. All else stays refused."""

from importlib import import_module

import django.utils.timezone
from django.db import migrations, models

import samsyn.foundation.ids

append_only = import_module("samsyn.domain.audit.migrations.0002_append_only")
TABLE = "audit_redaction"
REVISION = "audit.revision"
# all but the one column that may change
OF_REVISION = "id chain subject version at actor"
OF_REDACTION = (
    "id uid chain masking subject kind row_key version at actor ground places before after spans"
)
WAITS = f"kind = '{REVISION}' AND row_key = OLD.id AND chain = OLD.chain AND NOT applied"


def sqlite():
    taken = f"EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR uid = NEW.uid)"
    trigger = append_only.sqlite_trigger
    yield "DROP TRIGGER audit_revision_no_UPDATE"
    allowed = f"{_same(OF_REVISION)} AND EXISTS (SELECT 1 FROM {TABLE} WHERE {WAITS})"
    yield trigger("audit_revision", "no_UPDATE", "BEFORE UPDATE", f"NOT ({allowed})")
    yield f"""CREATE TRIGGER audit_revision_redacted AFTER UPDATE ON audit_revision
        BEGIN UPDATE {TABLE} SET applied = 1 WHERE {WAITS}; END"""
    allowed = f"{_same(OF_REDACTION)} AND NOT OLD.applied AND NEW.applied = 1"
    yield trigger(TABLE, "no_UPDATE", "BEFORE UPDATE", f"NOT ({allowed})")
    yield trigger(TABLE, "no_DELETE", "BEFORE DELETE")
    yield trigger(TABLE, "no_REPLACE", "BEFORE INSERT", taken)


def _same(columns):
    return " AND ".join(f'NEW."{column}" IS OLD."{column}"' for column in columns.split())


def postgresql():
    yield f"""CREATE FUNCTION audit_redact() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF to_jsonb(NEW) - 'fields' IS DISTINCT FROM to_jsonb(OLD) - 'fields' THEN
                RAISE EXCEPTION 'audit_revision is append-only';
            END IF;
            UPDATE {TABLE} SET applied = true WHERE {WAITS};
            IF NOT FOUND THEN
                RAISE EXCEPTION 'audit_revision is append-only';
            END IF;
            RETURN NEW;
        END $$"""
    yield "DROP TRIGGER audit_revision_append_only ON audit_revision"
    yield append_only.postgresql_trigger("audit_revision", "no_delete", "DELETE", "ROW")
    yield """CREATE TRIGGER audit_revision_redacted BEFORE UPDATE ON audit_revision
        FOR EACH ROW EXECUTE FUNCTION audit_redact()"""
    changed = "to_jsonb(NEW) - 'applied' IS DISTINCT FROM to_jsonb(OLD) - 'applied'"
    when = f"ROW WHEN ({changed} OR OLD.applied OR NOT NEW.applied)"
    yield append_only.postgresql_trigger(TABLE, "no_update", "UPDATE", when)
    yield append_only.postgresql_trigger(TABLE, "no_delete", "DELETE", "ROW")
    yield append_only.postgresql_trigger(TABLE, "no_truncate", "TRUNCATE", "STATEMENT")


def guard(apps, schema_editor):
    statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
    for statement in statements():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_searching_faster'),
    ]

    operations = [
        migrations.CreateModel(
            name='Redaction',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=samsyn.foundation.ids.uuid7, editable=False, unique=True)),
                ('chain', models.CharField(max_length=36)),
                ('masking', models.CharField(max_length=36)),
                ('subject', models.CharField(max_length=36)),
                ('kind', models.CharField(max_length=60)),
                ('row_key', models.BigIntegerField()),
                ('version', models.PositiveIntegerField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.CharField(max_length=36)),
                ('ground', models.CharField(max_length=24)),
                ('places', models.PositiveIntegerField()),
                ('before', models.CharField(max_length=64)),
                ('after', models.CharField(max_length=64)),
                ('spans', models.JSONField(default=list)),
                ('applied', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'row_key'], name='audit_redaction_row'), models.Index(fields=['masking'], name='audit_redaction_masking'), models.Index(fields=['subject'], name='audit_redaction_subject')],
            },
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
