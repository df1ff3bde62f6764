from django.db import migrations, models

MOST_ATTEMPTS = 8


def of_before(apps, schema_editor):
    letters = apps.get_model("notices", "OutgoingMail").objects
    letters.filter(sent_at__isnull=False).update(state="sent")
    letters.filter(sent_at__isnull=True, attempts__gte=MOST_ATTEMPTS).update(state="failed")


class Migration(migrations.Migration):

    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "väntar"),
                    ("sending", "skickas"),
                    ("sent", "skickat"),
                    ("failed", "gick inte att skicka"),
                    ("unsure", "osäkert om det kom fram"),
                ],
                default="waiting",
                max_length=24,
            ),
        ),
        migrations.RunPython(of_before, migrations.RunPython.noop),
    ]
