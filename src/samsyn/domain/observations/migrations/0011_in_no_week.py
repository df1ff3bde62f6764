"""Reports of more days than a week has are in no week (decision 33): cells know their last day,
and those of such reports are moved."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import migrations, models
from django.db.models import F

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SHARED = ("group", "council")
HAPPENED = ("event", "unsafe_place", "online")
DAYS_IN_A_WEEK = 7
NUMBERS = ("reports", "events")


def know_the_last_day(apps, editor):
    for name in ("ObservationCount", "SharedCount"):
        apps.get_model("observations", name)._base_manager.update(until=F("day"))


def move_long_ones(apps, editor):
    rows = apps.get_model("observations", "Observation")._base_manager
    links = apps.get_model("observations", "ObservationDistrict")._base_manager
    some_days = timedelta(days=DAYS_IN_A_WEEK - 1)
    for row in rows.filter(occurred_to__gt=F("occurred_from") + some_days).iterator():
        first, last = (
            at.astimezone(STOCKHOLM).date() for at in (row.occurred_from, row.occurred_to)
        )
        if (last - first).days < DAYS_IN_A_WEEK:
            continue
        districts = links.filter(observation_id=row.pk).values_list("layer_id", "district_id")
        places = [(0, 0), *((layer, district or 0) for layer, district in districts)]
        _count(apps, row, places, -1)
        row.day, row.until = first, last
        row.week, row.month = first - timedelta(days=first.weekday()), first.replace(day=1)
        row.save(update_fields=["day", "until", "week", "month"])
        _count(apps, row, places, 1)
    for name in ("ObservationCount", "SharedCount"):
        apps.get_model("observations", name)._base_manager.filter(reports=0, events=0).delete()


def _count(apps, row, places, sign):
    for layer, district in places:
        told = {
            "municipality_id": row.municipality_id, "day": row.day, "until": row.until or row.day,
            "category_id": row.category_id, "discovered": row.discovered, "layer": layer,
            "district": district,
        }  # fmt: skip
        full = {
            "part_of_day": row.part_of_day, "kind": row.kind, "visibility": row.visibility,
            "organisation_id": row.organisation_id, "state": row.state,
        }  # fmt: skip
        _add(apps.get_model("observations", "ObservationCount"), told | full, row, sign)
        if row.state == "passed_on" and row.visibility in SHARED:
            shared = {"happened": row.kind in HAPPENED, "council": row.visibility == "council"}
            week = None if row.until else row.week
            _add(apps.get_model("observations", "SharedCount"), told | shared, row, sign, week=week)


def _add(model, cell, row, sign, **beside):
    found, _ = model._base_manager.get_or_create(
        **cell, defaults={**beside, "reports": 0, "events": 0}
    )
    found.reports, found.events = found.reports + sign, found.events + sign * row.events
    found.save(update_fields=NUMBERS)


class Migration(migrations.Migration):
    dependencies = [("observations", "0010_same_event")]

    operations = [
        migrations.AddField("observation", "until", models.DateField(blank=True, null=True)),
        migrations.AddField("observationcount", "until", models.DateField(null=True)),
        migrations.AddField("sharedcount", "until", models.DateField(null=True)),
        migrations.AlterField("sharedcount", "week", models.DateField(null=True)),
        migrations.RunPython(know_the_last_day, migrations.RunPython.noop),
        migrations.RemoveConstraint("observationcount", "observation_count_cell"),
        migrations.RemoveConstraint("sharedcount", "shared_count_cell"),
        migrations.AddConstraint(
            "observationcount",
            models.UniqueConstraint(
                fields=[
                    "municipality_id", "layer", "day", "until", "kind", "category_id",
                    "organisation_id", "part_of_day", "district", "visibility", "state",
                    "discovered",
                ],
                name="observation_count_cell",
            ),
        ),
        migrations.AddConstraint(
            "sharedcount",
            models.UniqueConstraint(
                fields=[
                    "municipality_id", "layer", "happened", "day", "until", "category_id",
                    "district", "council", "discovered",
                ],
                name="shared_count_cell",
            ),
        ),
        migrations.RunPython(move_long_ones, migrations.RunPython.noop),
        migrations.AlterField("observationcount", "until", models.DateField()),
        migrations.AlterField("sharedcount", "until", models.DateField()),
    ]
