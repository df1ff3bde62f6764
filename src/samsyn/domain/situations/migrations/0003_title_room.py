from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('situations', '0002_replaces'),
    ]

    operations = [
        migrations.AlterField(
            model_name='situationpicture',
            name='title',
            field=models.CharField(max_length=400),
        ),
        migrations.AlterField(
            model_name='frozensection',
            name='title',
            field=models.CharField(max_length=400),
        ),
    ]
