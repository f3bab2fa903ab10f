"""A text search configuration for Dutch that does not mind accents."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0002_rules")]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(
            "CREATE TEXT SEARCH CONFIGURATION catalogue_dutch (COPY = dutch);"
            "ALTER TEXT SEARCH CONFIGURATION catalogue_dutch"
            " ALTER MAPPING FOR hword, hword_part, word WITH unaccent, dutch_stem;",
            "DROP TEXT SEARCH CONFIGURATION catalogue_dutch;",
        ),
    ]
