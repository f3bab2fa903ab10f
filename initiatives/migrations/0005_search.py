"""Search rows with numbered facet values, weighted words and the card to show; words, versions, synonyms, questions."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

# A row is made anew from its initiative by `load_catalogue`, so old rows need not be carried over.
NO_ROWS = migrations.RunSQL("DELETE FROM initiatives_searchrow", "DELETE FROM initiatives_searchrow")

# Texts and vectors stand beside the table itself: who counts or looks up words reads only keys and numbers.
NARROW = "ALTER TABLE initiatives_searchrow SET (toast_tuple_target = 512)"
WIDE = "ALTER TABLE initiatives_searchrow RESET (toast_tuple_target)"
OLD_CONFIGURATION = (
    "CREATE TEXT SEARCH CONFIGURATION catalogue_dutch (COPY = dutch);"
    "ALTER TEXT SEARCH CONFIGURATION catalogue_dutch"
    " ALTER MAPPING FOR hword, hword_part, word WITH unaccent, dutch_stem;"
)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_recommendations_and_order")]

    operations = [
        TrigramExtension(),
        NO_ROWS,
        migrations.RunSQL(NARROW, WIDE),
        migrations.RunSQL("DROP TEXT SEARCH CONFIGURATION catalogue_dutch", OLD_CONFIGURATION),
        migrations.CreateModel(
            name="CatalogueVersion",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "initiatives",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), null=True, size=None
                    ),
                ),
                ("vocabulary", models.BooleanField()),
            ],
            options={
                "verbose_name": "versie",
                "verbose_name_plural": "versies",
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("form", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("lemma", models.CharField(db_index=True, max_length=100)),
                (
                    "bases",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), size=None),
                ),
                ("uses", models.IntegerField(default=0)),
            ],
            options={
                "verbose_name": "zoekwoord",
                "verbose_name_plural": "zoekwoorden",
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "word",
                    models.CharField(
                        help_text="Een woord of enkele woorden.", max_length=100, unique=True, verbose_name="zoekwoord"
                    ),
                ),
                (
                    "also",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        help_text="Woorden die in de catalogus voorkomen.",
                        size=None,
                        verbose_name="zoek ook op",
                    ),
                ),
            ],
            options={
                "verbose_name": "synoniem",
                "verbose_name_plural": "synoniemen",
                "ordering": ["word"],
            },
        ),
        migrations.CreateModel(
            name="UnansweredQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="dag")),
                ("words", models.CharField(max_length=60, verbose_name="woorden")),
                ("times", models.PositiveIntegerField(default=1, verbose_name="aantal keer")),
            ],
            options={
                "verbose_name": "vraag zonder antwoord",
                "verbose_name_plural": "vragen zonder antwoord",
                "ordering": ["-day", "-times", "words"],
            },
        ),
        migrations.RemoveIndex(
            model_name="searchrow",
            name="search_terms",
        ),
        migrations.AddField(
            model_name="searchrow",
            name="card",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="searchrow",
            name="completeness",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="searchrow",
            name="folded_title",
            field=models.CharField(default="", max_length=200),
        ),
        migrations.AddField(
            model_name="searchrow",
            name="place",
            field=models.CharField(default="", max_length=100),
        ),
        migrations.AddField(
            model_name="searchrow",
            name="seen_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="searchrow",
            name="texts",
            field=models.TextField(default=""),
        ),
        migrations.AlterField(
            model_name="searchrow",
            name="terms",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
        ),
        migrations.AddIndex(
            model_name="searchrow",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("folded_title", name="gin_trgm_ops"), name="search_title"
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=django.contrib.postgres.indexes.GinIndex(fields=["bases"], name="search_word_bases"),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("form", name="gin_trgm_ops"), name="search_word_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="synonym",
            constraint=models.CheckConstraint(
                condition=models.Q(("word", ""), _negated=True),
                name="synonym_word",
                violation_error_message="Geef een zoekwoord.",
            ),
        ),
        migrations.AddConstraint(
            model_name="synonym",
            constraint=models.CheckConstraint(
                condition=models.Q(("also__len__gt", 0)),
                name="synonym_also",
                violation_error_message="Geef minstens één woord om ook op te zoeken.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unansweredquestion",
            constraint=models.UniqueConstraint(fields=("day", "words"), name="unanswered_question_once"),
        ),
    ]
