from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0030_text_lengths")]
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
