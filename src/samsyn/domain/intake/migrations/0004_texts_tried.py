from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_asking")]

    operations = [
        migrations.AddField("batch", "texts", models.PositiveIntegerField(default=0)),
        migrations.AddField("batch", "texts_stopped", models.PositiveIntegerField(default=0)),
    ]
