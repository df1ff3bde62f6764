"""Counts of days within one week count in the cells; those that are kept already do too."""

from collections import defaultdict
from datetime import timedelta

from django.db import migrations, models

SHARED = ("group", "council")


def count(apps, editor):
    """As ``observations.actions.recording`` does, but for the districts of counts of a named
    place: those come when the places are next assigned to borders."""
    rows = apps.get_model("observations", "CountRecord")._base_manager
    layers = dict(apps.get_model("places", "District")._base_manager.values_list("pk", "layer_id"))
    full, shared = defaultdict(int), defaultdict(int)
    for row in rows.filter(unit="antal").select_related("batch__source").iterator():
        monday = row.period_from - timedelta(days=row.period_from.weekday())
        if row.period_to >= monday + timedelta(days=7):
            continue
        row.day = row.period_from + timedelta(days=(row.period_to - row.period_from).days // 2)
        row.discovered = bool(row.batch_id and row.batch.source.discovered)
        if row.district_id:
            row.districts = {f"layer_{layers[row.district_id]}": row.district_id}
        row.save(update_fields=["day", "discovered", "districts"])
        _add(full, shared, row, 0, 0)
        for layer, district in row.districts.items():
            _add(full, shared, row, int(layer.removeprefix("layer_")), district)
    _write(apps.get_model("observations", "ObservationCount"), full)
    _write(apps.get_model("observations", "SharedCount"), shared)


def _add(full, shared, row, layer, district):
    told = (
        ("municipality_id", row.municipality_id), ("day", row.day), ("layer", layer),
        ("category_id", row.category_id), ("discovered", row.discovered), ("district", district),
    )  # fmt: skip
    rest = (
        ("part_of_day", "unknown"), ("kind", "event"), ("organisation_id", row.organisation_id),
        ("visibility", row.visibility), ("state", "passed_on"),
    )  # fmt: skip
    full[(*told, *rest)] += int(row.value)
    if row.visibility in SHARED:
        monday = row.day - timedelta(days=row.day.weekday())
        council = row.visibility == "council"
        cell = (*told, ("week", monday), ("happened", True), ("council", council))
        shared[cell] += int(row.value)


def _write(model, sums):
    for cell, n in sums.items():
        if n:
            found, _ = model._base_manager.get_or_create(
                **dict(cell), defaults={"reports": 0, "events": 0}
            )
            found.reports, found.events = found.reports + n, found.events + n
            found.save()


class Migration(migrations.Migration):
    dependencies = [
        ("observations", "0007_counts_from_files"),
        ("intake", "0003_asking"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.AddField("countrecord", "day", models.DateField(blank=True, null=True)),
        migrations.AddField("countrecord", "discovered", models.BooleanField(default=False)),
        migrations.AddField("countrecord", "districts", models.JSONField(default=dict)),
        migrations.AddIndex(
            "countrecord",
            models.Index(
                fields=["municipality", "day"],
                condition=models.Q(("day__isnull", False)),
                name="count_record_day",
            ),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
