"""Documents of any subject: first the words for what they are of, beside the picture."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_initial"), ("situations", "0001_initial")]

    operations = [
        migrations.RenameModel("PictureDocument", "PublishedDocument"),
        migrations.AddField(
            "publisheddocument", "subject", models.CharField(max_length=40, default="lagesbild")
        ),
        migrations.AddField("publisheddocument", "subject_uid", models.UUIDField(null=True)),
    ]
