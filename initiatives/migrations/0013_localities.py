"""The towns and villages of municipalities, by which people look for them."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0012_synonym_sets")]

    operations = [
        migrations.AddField(
            "municipality",
            "localities",
            django.contrib.postgres.fields.ArrayField(
                models.CharField(max_length=100),
                verbose_name="plaatsen",
                help_text="Dorpen, steden en wijken in de gemeente waarop mensen zoeken.",
                default=list,
                db_default=[],
                blank=True,
            ),
        ),
    ]
