"""Synonyms as sets that work in all directions, with wider and narrower words that work in one."""

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import Q


def words(label: str, help_text: str) -> django.contrib.postgres.fields.ArrayField:
    """The field, with a default in the database, so that processes of the previous release can still insert rows."""
    return django.contrib.postgres.fields.ArrayField(
        models.CharField(max_length=100),
        verbose_name=label,
        help_text=help_text,
        default=list,
        db_default=[],
        blank=True,
    )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0011_meaning")]

    operations = [
        migrations.AlterModelOptions(
            "synonym", {"ordering": ["word"], "verbose_name": "synoniem", "verbose_name_plural": "synoniemen"}
        ),
        migrations.RemoveConstraint("synonym", "synonym_also"),
        migrations.AlterField(
            "synonym",
            "also",
            words("betekent hetzelfde", "Wie een van deze woorden zoekt, vindt ook de andere. Over en weer."),
        ),
        migrations.AddField(
            "synonym",
            "narrower",
            words("nauwer", "Een soort ervan: wie het zoekwoord zoekt, vindt dit ook. Niet andersom."),
        ),
        migrations.AddField(
            "synonym", "wider", words("ruimer", "Wie dit zoekt, vindt ook het zoekwoord. Niet andersom.")
        ),
        migrations.AddConstraint(
            "synonym",
            models.CheckConstraint(
                condition=Q(also__len__gt=0) | Q(narrower__len__gt=0) | Q(wider__len__gt=0),
                name="synonym_words",
                violation_error_message="Geef minstens één ander woord.",
            ),
        ),
    ]
