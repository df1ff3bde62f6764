"""Each document that there is says of which picture it is."""

from django.db import migrations, models


def name_pictures(apps, schema_editor):
    documents = apps.get_model("publishing", "PublishedDocument")._base_manager
    pictures = apps.get_model("situations", "SituationPicture")._base_manager
    uid = pictures.filter(pk=models.OuterRef("picture_id")).values("uid")
    documents.update(subject_uid=models.Subquery(uid))


def name_nothing(apps, schema_editor):
    """The picture itself stands beside it still."""


class Migration(migrations.Migration):
    dependencies = [("publishing", "0003_any_subject")]

    operations = [migrations.RunPython(name_pictures, name_nothing)]
