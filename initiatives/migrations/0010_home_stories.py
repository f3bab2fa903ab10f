"""The stories of the home page: a number with a text, chosen by editors."""

import django.core.validators
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0009_versions_of_pages")]

    operations = [
        migrations.AddField(
            "initiative",
            "story_figure",
            models.CharField(
                "getal",
                max_length=20,
                blank=True,
                default="",
                db_default="",
                validators=[django.core.validators.RegexValidator("[0-9]", "Schrijf het getal in cijfers.")],
                help_text="Zoals 900.",
            ),
        ),
        migrations.AddField(
            "initiative",
            "story_text",
            models.CharField(
                "tekst bij het getal",
                max_length=80,
                blank=True,
                default="",
                db_default="",
                help_text="Wat het getal telt en waar, zoals: laptops voor kinderen in Eindhoven.",
            ),
        ),
        migrations.AddField(
            "initiative",
            "story_order",
            models.PositiveSmallIntegerField(
                "volgorde", default=0, db_default=0, help_text="Het laagste getal staat vooraan."
            ),
        ),
        migrations.AddConstraint(
            "initiative",
            models.CheckConstraint(
                condition=Q(story_figure="", story_text="") | ~Q(story_figure="") & ~Q(story_text=""),
                name="initiative_story",
                violation_error_message="Vul voor de startpagina het getal en de tekst erbij in, of geen van beide.",
            ),
        ),
    ]
