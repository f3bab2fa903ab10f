"""Recommendations and advice of sources, and the initiatives that illustrate them."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.urls import reverse

from initiatives.choices import AdviceKind, Status
from initiatives.models.base import (
    CatalogueModel,
    NaturalKeyQuerySet,
    choice_constraint,
    not_empty_constraint,
    slug_constraint,
    slug_field,
)
from initiatives.models.initiative import Initiative
from initiatives.models.provenance import Source
from initiatives.models.texts import LongTextField, length_constraint
from initiatives.models.vocabulary import TargetGroup


class RecommendationQuerySet(NaturalKeyQuerySet["Recommendation"]):
    def for_page(self) -> Self:
        """Prefetch the published initiatives that illustrate each; three queries."""
        published = Illustration.objects.filter(initiative__status=Status.PUBLISHED).select_related("initiative")
        published = published.prefetch_related("initiative__municipalities")
        return self.select_related("source").prefetch_related(Prefetch("illustrations", published))


class Recommendation(CatalogueModel):
    """Advice that a source gives on the basis of its initiatives (aanbeveling)."""

    slug = slug_field()
    number = models.PositiveSmallIntegerField("nummer", help_text="Zoals in de bron.")
    title = models.CharField("titel", max_length=200)
    text = LongTextField("tekst", help_text="In eigen, eenvoudige woorden.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="recommendations", verbose_name="bron")
    locator = models.CharField("vindplaats", max_length=200, blank=True)
    initiatives = models.ManyToManyField(
        Initiative, through="Illustration", related_name="recommendations", verbose_name="voorbeelden"
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = "aanbeveling"
        verbose_name_plural = "aanbevelingen"
        ordering = ["source", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "number"],
                name="recommendation_number",
                violation_error_message="Deze bron heeft al een aanbeveling met dit nummer.",
            ),
            slug_constraint("recommendation_slug"),
            not_empty_constraint("title", "recommendation_title", "Geef de aanbeveling een titel."),
            not_empty_constraint("text", "recommendation_text", "Vertel wat de aanbeveling inhoudt."),
            length_constraint("recommendation_lengths", "text"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('recommendations')}#{self.slug}"


class Illustration(CatalogueModel):
    """An initiative that illustrates a recommendation (voorbeeld)."""

    NATURAL_KEY = ("initiative__slug", "recommendation__slug")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="illustrations", verbose_name="initiatief"
    )
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="illustrations", verbose_name="aanbeveling"
    )
    why = models.CharField("wat het laat zien", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "voorbeeld"
        verbose_name_plural = "voorbeelden"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "recommendation"],
                name="illustration_once",
                violation_error_message="Dit voorbeeld staat er al.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} bij {self.recommendation}"


class AdviceExampleQuerySet(NaturalKeyQuerySet["AdviceExample"]):
    def for_page(self) -> Self:
        """Those of published initiatives, with what a page shows of these; two queries."""
        published = self.filter(initiative__status=Status.PUBLISHED).select_related("initiative")
        return published.prefetch_related("initiative__municipalities")


class AdviceExample(CatalogueModel):
    """An initiative that carried out a piece of advice about a target group, from the matrix of source 003."""

    NATURAL_KEY = ("initiative__slug", "target_group__slug", "kind", "advice")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="advice_examples", verbose_name="initiatief"
    )
    target_group = models.ForeignKey(
        TargetGroup, on_delete=models.CASCADE, related_name="advice_examples", verbose_name="doelgroep"
    )
    kind = models.CharField("soort", max_length=10, choices=AdviceKind)
    advice = models.CharField("advies", max_length=300, help_text="Letterlijk zoals het bij de doelgroep staat.")

    objects = AdviceExampleQuerySet.as_manager()

    class Meta:
        verbose_name = "voorbeeld bij advies"
        verbose_name_plural = "voorbeelden bij advies"
        ordering = ["target_group", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "target_group", "kind", "advice"],
                name="advice_example_once",
                violation_error_message="Dit voorbeeld staat er al.",
            ),
            choice_constraint("kind", AdviceKind, "advice_example_kind"),
            not_empty_constraint("advice", "advice_example_advice", "Kies het advies."),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} bij {self.target_group}"

    def clean(self) -> None:
        """The advice is one of those of the target group."""
        column = self.target_group.reach if self.kind == AdviceKind.REACH else self.target_group.approach
        if self.advice not in column:
            raise ValidationError({"advice": "Dit advies staat niet bij deze doelgroep."})
