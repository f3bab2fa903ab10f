from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0029_days_that_have_been")]
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
