"""PostgreSQL: the index of words in lower case also where the database's locale is C, which lowers
a to z alone."""

from django.db import migrations

TABLE, INDEX = "observations_observation", "observations_words"
SAID = "description || ' ' || place_note || ' ' || action_taken"


def index_lowered(apps, schema_editor):
    """The index anew, of what is asked for (``observations.queries.words.lowered``)."""
    if schema_editor.connection.vendor == "sqlite":
        return
    said = f"translate(lower({SAID}), 'ÅÄÖÉÈÀÜÆØ', 'åäöéèàüæø')"
    schema_editor.execute(f"DROP INDEX {INDEX}", params=None)
    schema_editor.execute(
        f"CREATE INDEX {INDEX} ON {TABLE} USING gin (({said}) gin_trgm_ops)", params=None
    )


class Migration(migrations.Migration):
    dependencies = [("observations", "0009_words")]

    operations = [migrations.RunPython(index_lowered, migrations.RunPython.noop)]
