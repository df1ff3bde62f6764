"""The picture's own column goes: what a document is of stands in words for all subjects."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0004_subject_of_pictures")]

    operations = [
        migrations.RemoveConstraint("publisheddocument", "picture_document_once"),
        migrations.RemoveField("publisheddocument", "picture"),
        migrations.AlterField("publisheddocument", "subject", models.CharField(max_length=40)),
        migrations.AlterField("publisheddocument", "subject_uid", models.UUIDField()),
        migrations.AlterField("publisheddocument", "audience", models.CharField(max_length=24)),
        migrations.AddConstraint(
            "publisheddocument",
            models.UniqueConstraint(
                fields=["subject", "subject_uid", "audience", "media_type"], name="document_once"
            ),
        ),
    ]
