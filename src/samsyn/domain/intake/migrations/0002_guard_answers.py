from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="GuardAnswers",
            fields=[
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="intake.batch",
                    ),
                ),
                ("basis", models.CharField(max_length=64)),
                ("texts", models.JSONField(default=dict)),
            ],
        ),
    ]
