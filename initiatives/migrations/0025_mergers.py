"""Mergers of records, with what is needed to undo them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0024_table_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Merger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=50, verbose_name="soort")),
                ("object_id", models.BigIntegerField(verbose_name="nummer")),
                ("title", models.CharField(max_length=300, verbose_name="wat opging")),
                ("into_id", models.BigIntegerField(verbose_name="in nummer")),
                ("into_title", models.CharField(max_length=300, verbose_name="waarin")),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="wanneer")),
                ("state", models.JSONField(help_text="The state of the record that was deleted.")),
                ("computed", models.JSONField(help_text="Its fields that the software fills in, as text.")),
                ("slugs", models.JSONField(help_text="Its former slugs, which lead to the other record since.")),
                (
                    "changes",
                    models.JSONField(
                        help_text="What else changed: a list of model, key, title, and old and new values."
                    ),
                ),
                ("undone_at", models.DateTimeField(null=True, verbose_name="ongedaan gemaakt op")),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="door",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mergers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "samenvoeging",
                "verbose_name_plural": "samenvoegingen",
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["model", "object_id"], name="merger_object"),
                    models.Index(fields=["model", "into_id"], name="merger_into"),
                ],
            },
        ),
    ]
