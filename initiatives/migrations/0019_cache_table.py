"""Tables for signing in: counters of attempts, and the cache of allauth as `createcachetable` would make it."""

from django.db import migrations, models

CACHE = """
CREATE TABLE catalogue_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX catalogue_cache_expires ON catalogue_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0017_rules_of_approaches")]

    operations = [
        migrations.CreateModel(
            name="SignInCounter",
            fields=[
                (
                    "key",
                    models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="sleutel"),
                ),
                ("attempts", models.PositiveIntegerField(verbose_name="pogingen")),
                ("ends_at", models.DateTimeField(db_index=True, verbose_name="tot")),
            ],
            options={
                "verbose_name": "teller van aanmeldpogingen",
                "verbose_name_plural": "tellers van aanmeldpogingen",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(CACHE, "DROP TABLE catalogue_cache"),
    ]
