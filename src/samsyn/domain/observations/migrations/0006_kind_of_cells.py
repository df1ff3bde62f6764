"""Cells tell what has happened from what has not, and are counted anew; kept choices of reports are
written in keys that outlive the rows."""

from django.db import migrations, models

KINDS = [
    ("event", "händelse"),
    ("unsafe_place", "otrygg plats"),
    ("upcoming", "kommande evenemang"),
    ("online", "rykten och hot på nätet"),
    ("activity", "aktivitet"),
]
# as it counts until the cells are counted anew, some lines down
KIND = models.CharField(max_length=24, choices=KINDS, default="event")
OF_ROWS = {
    "area_id": ("area", "observations", "Category", "key"),
    "category_id": ("category", "observations", "Category", "key"),
    "district_id": ("district", "places", "District", "code"),
    "place_id": ("place", "places", "Place", "uid"),
    "organisation_id": ("organisation", "organisations", "Organisation", "uid"),
    "batch_id": ("batch", "intake", "Batch", "uid"),
}
FULL = (
    "o.day, o.part_of_day, o.kind, o.category_id, o.organisation_id, o.visibility, o.state, "
    "o.discovered"
)
HAPPENED = "o.kind IN ('event', 'unsafe_place', 'online')"
SHARED = f"o.week, o.day, {HAPPENED}, o.category_id, o.visibility = 'council', o.discovered"
ONLY_SHARED = "WHERE o.state = 'passed_on' AND o.visibility IN ('group', 'council')"


def count_anew(apps, editor):
    """As ``observations.actions.counting.rebuild`` does, for every municipality at once."""
    _recount(editor, "observations_observationcount", FULL, "")
    _recount(editor, "observations_sharedcount", SHARED, ONLY_SHARED)


def _recount(editor, table, cell, only):
    names = cell.replace("o.visibility = 'council'", "council").replace(HAPPENED, "happened")
    names = names.replace("o.", "")
    groups = ", ".join(str(n + 1) for n in range(names.count(",") + 4))
    sums = "COUNT(*), SUM(o.events) FROM observations_observation o"
    links = "JOIN observations_observationdistrict d ON d.observation_id = o.id"
    editor.execute(f"DELETE FROM {table}")
    editor.execute(
        f"INSERT INTO {table} (municipality_id, {names}, layer, district, reports, events) "
        f"SELECT o.municipality_id, {cell}, 0, 0, {sums} {only} GROUP BY {groups} UNION ALL "
        f"SELECT o.municipality_id, {cell}, d.layer_id, COALESCE(d.district_id, 0), {sums} "
        f"{links} {only} GROUP BY {groups}"
    )


def write_in_keys(apps, editor):
    """A choice by reports' own keys (of a deviation) cannot be written so: it is not kept."""
    for row in apps.get_model("observations", "Export")._base_manager.exclude(selection=None):
        row.selection = _in_keys(apps, row.selection)
        row.save(update_fields=["selection"])


def _in_keys(apps, told):
    if "keys" in told:
        return None
    found = {}
    for name, value in told.items():
        if name not in OF_ROWS:
            found[name] = value
            continue
        stable, room, model, field = OF_ROWS[name]
        rows = apps.get_model(room, model)._base_manager.filter(pk=value)
        key = rows.values_list(field, flat=True).first()
        if key is None:
            return None
        found[stable] = str(key)
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("observations", "0005_index_of_days"),
        ("intake", "0001_initial"),
        ("organisations", "0004_guard_word"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.RenameField("export", "filters", "selection"),
        migrations.RunPython(write_in_keys, migrations.RunPython.noop),
        migrations.RemoveField("export", "query"),
        migrations.RemoveConstraint("observationcount", "observation_count_cell"),
        migrations.RemoveConstraint("sharedcount", "shared_count_cell"),
        migrations.RemoveIndex("sharedcount", "shared_count_week"),
        migrations.AddField("observationcount", "kind", KIND, preserve_default=False),
        migrations.AddField(
            "sharedcount", "happened", models.BooleanField(default=True), preserve_default=False
        ),
        migrations.RunPython(count_anew, migrations.RunPython.noop),
        migrations.AddIndex(
            "sharedcount",
            models.Index(
                fields=[
                    "municipality_id", "layer", "happened", "week", "category_id",
                    "district", "council", "discovered", "reports", "events",
                ],
                name="shared_count_week",
            ),
        ),
        migrations.AddConstraint(
            "observationcount",
            models.UniqueConstraint(
                fields=[
                    "municipality_id", "layer", "day", "kind", "category_id", "organisation_id",
                    "part_of_day", "district", "visibility", "state", "discovered",
                ],
                name="observation_count_cell",
            ),
        ),
        migrations.AddConstraint(
            "sharedcount",
            models.UniqueConstraint(
                fields=[
                    "municipality_id", "layer", "happened", "day", "category_id", "district",
                    "council", "discovered",
                ],
                name="shared_count_cell",
            ),
        ),
    ]
