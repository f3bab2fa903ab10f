"""Tables of search: a row for each initiative, words, versions, synonyms, unanswered questions."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now

from initiatives.models.base import CatalogueModel, not_empty_constraint, words_list
from initiatives.models.initiative import Initiative
from initiatives.models.texts import length_constraint

CLOCK = models.Func(function="clock_timestamp", output_field=models.DateTimeField())


class SearchRow(models.Model):
    """Search data of a published initiative; a trigger deletes the row when the initiative is no longer published."""

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, primary_key=True, related_name="search_row")
    terms = ArrayField(models.IntegerField())  # facet values, as initiatives.search.facets.ids numbers them
    vector = SearchVectorField()  # lexemes with weights, as initiatives.search.index.rows makes them
    folded_title = models.CharField(max_length=200, default="")
    seen_on = models.DateField(null=True)  # the date of its newest source
    completeness = models.PositiveSmallIntegerField(default=0)  # how many of its texts and relations are filled
    place = models.CharField(max_length=100, default="")  # the first of its municipalities by name
    card = models.JSONField(default=dict)  # what a list of results shows
    texts = models.TextField(default="")  # the longer texts, to quote from
    signature = models.CharField(max_length=64, db_default="")  # of the code that made it
    expires_on = models.DateField(null=True)  # when its municipalities may have other successors
    meaning_of = models.CharField(max_length=64, db_default="")  # digest of the texts with vectors; empty without

    class Meta:
        verbose_name = "zoekregel"
        verbose_name_plural = "zoekregels"
        indexes = [
            GinIndex(fields=["vector"], name="search_vector", fastupdate=False),
            GinIndex(OpClass("folded_title", name="gin_trgm_ops"), name="search_title", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.folded_title


class SearchWord(models.Model):
    """A word form of the published initiatives: to split compounds, correct spelling and highlight matches."""

    form = models.CharField(max_length=100, primary_key=True)
    lemma = models.CharField(max_length=100, db_index=True)
    bases = ArrayField(models.CharField(max_length=100))
    uses = models.IntegerField(default=0)  # how many initiatives have this form

    class Meta:
        verbose_name = "zoekwoord"
        verbose_name_plural = "zoekwoorden"
        indexes = [
            GinIndex(fields=["bases"], name="search_word_bases", fastupdate=False),
            GinIndex(OpClass("form", name="gin_trgm_ops"), name="search_word_form", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.form


class OutdatedRow(models.Model):
    """A published initiative whose search row is to be made anew (initiatives.search.index.queue)."""

    initiative_id = models.BigIntegerField(primary_key=True)  # no foreign key: one that was deleted since is skipped
    since = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "verouderde zoekregel"
        verbose_name_plural = "verouderde zoekregels"

    def __str__(self) -> str:
        return str(self.initiative_id)


class CatalogueVersion(models.Model):
    """A change of search data, numbered in the order of commits; the highest number is the catalogue's version.

    Written by triggers. Numbers are never reused, also when a transaction is rolled back.
    """

    number = models.BigAutoField(primary_key=True)
    initiatives = ArrayField(models.BigIntegerField(), null=True)  # whose rows changed; unknown when there are many
    vocabulary = models.BooleanField()  # whether names, synonyms or relations of facet values changed
    # Not the time of the statement, which waits for the lock of versions: a later version has a later time.
    changed = models.DateTimeField("gewijzigd", db_default=CLOCK, editable=False)

    class Meta:
        verbose_name = "versie"
        verbose_name_plural = "versies"

    def __str__(self) -> str:
        return str(self.number)


class Synonym(CatalogueModel):
    """A set of words that mean the same: a search for one finds all of them.

    A search for one of them also finds what is `narrower`; a search for what is `wider` also finds them.
    """

    NATURAL_KEY = ("word",)

    word = models.CharField("zoekwoord", max_length=100, unique=True, help_text="Een woord of enkele woorden.")
    also = words_list("betekent hetzelfde", "Wie een van deze woorden zoekt, vindt ook de andere. Over en weer.")
    narrower = words_list("nauwer", "Een soort ervan: wie het zoekwoord zoekt, vindt dit ook. Niet andersom.")
    wider = words_list("ruimer", "Wie dit zoekt, vindt ook het zoekwoord. Niet andersom.")

    class Meta:
        verbose_name = "synoniem"
        verbose_name_plural = "synoniemen"
        ordering = ["word"]
        constraints = [
            not_empty_constraint("word", "synonym_word", "Geef een zoekwoord."),
            models.CheckConstraint(
                condition=models.Q(also__len__gt=0) | models.Q(narrower__len__gt=0) | models.Q(wider__len__gt=0),
                name="synonym_words",
                violation_error_message="Geef minstens één ander woord.",
            ),
            length_constraint("synonym_lengths", lists=("also", "narrower", "wider")),
        ]

    def __str__(self) -> str:
        return self.word

    @property
    def same(self) -> list[str]:
        """The words that mean the same."""
        return [self.word, *self.also]


class UnansweredQuestionQuerySet(models.QuerySet["UnansweredQuestion"]):
    def open(self) -> models.QuerySet:
        """Words that editors have still to look at, as dictionaries with `words`, `times` and `last`; most asked first.

        Those are no search word of a synonym, and nobody dismissed them in any week.
        """
        done = [self.model.objects.filter(is_dismissed=True).values("words"), Synonym.objects.values("word")]
        asked = self.exclude(words__in=done[0]).exclude(words__in=done[1]).order_by()
        counted = asked.values("words").annotate(times=models.Sum("times"), last=models.Max("day"))
        return counted.order_by("-times", "-last", "words")


class UnansweredQuestion(models.Model):
    """Words that no initiative has all of, and how often they were asked in a week; nothing of a visitor."""

    day = models.DateField("week van", help_text="De maandag van de week.")
    words = models.CharField("woorden", max_length=60)
    times = models.PositiveIntegerField("aantal keer", default=1)
    has_partial = models.BooleanField(
        "deels gevonden", default=False, db_default=False, help_text="Er was iets met een deel van de woorden."
    )
    is_dismissed = models.BooleanField("afgehandeld", default=False, db_default=False)

    objects = UnansweredQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag zonder antwoord"
        verbose_name_plural = "vragen zonder antwoord"
        ordering = ["-day", "-times", "words"]
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="unanswered_question_once")]

    def __str__(self) -> str:
        return self.words
