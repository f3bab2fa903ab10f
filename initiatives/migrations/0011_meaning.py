"""The meaning of initiatives, as vectors of their texts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0010_home_stories")]

    operations = [
        migrations.CreateModel(
            "Meaning",
            [
                (
                    "initiative",
                    models.OneToOneField(
                        "initiatives.initiative",
                        django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="meaning",
                        serialize=False,
                    ),
                ),
                ("vectors", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={"verbose_name": "betekenis", "verbose_name_plural": "betekenissen"},
        ),
    ]
