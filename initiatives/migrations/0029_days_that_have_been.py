from django.db import migrations, models

from initiatives.models.base import validate_not_in_future


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0028_dismissed_questions")]
    operations = [
        migrations.AlterField(
            "initiative",
            "checked_on",
            models.DateField(blank=True, null=True, validators=[validate_not_in_future], verbose_name="nagekeken op"),
        ),
        migrations.AlterField(
            "source",
            "url_seen_on",
            models.DateField(
                blank=True,
                help_text="Wanneer u zag dat het document daar staat.",
                null=True,
                validators=[validate_not_in_future],
                verbose_name="webadres gezien op",
            ),
        ),
    ]
