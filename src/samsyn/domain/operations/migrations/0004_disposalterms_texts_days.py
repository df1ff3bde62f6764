from django.db import migrations, models


class Migration(migrations.Migration):
    """Where terms were set before there was this one, words are kept until somebody decides."""

    dependencies = [
        ('operations', '0003_disposalterms_stopped_days'),
    ]

    operations = [
        migrations.AddField(
            model_name='disposalterms',
            name='texts_days',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='disposalterms',
            name='texts_days',
            field=models.PositiveIntegerField(default=1826, null=True),
        ),
    ]
