from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0031_index_lock")]
    operations = [
        migrations.AddField(
            "catalogueversion",
            "changed",
            models.DateTimeField(
                db_default=models.Func(function="clock_timestamp", output_field=models.DateTimeField()),
                editable=False,
                verbose_name="gewijzigd",
            ),
        ),
    ]
