"""What can be said of an approach, sentence by sentence, with the initiatives that each sentence rests on."""

from typing import Self

from django.db import models
from django.db.models import Prefetch, QuerySet

from initiatives.models.base import CatalogueModel, NaturalKeyQuerySet, not_empty_constraint
from initiatives.models.initiative import Initiative
from initiatives.models.vocabulary import Approach


class FindingQuerySet(NaturalKeyQuerySet["Finding"]):
    def for_page(self) -> Self:
        """Those that rest on initiatives which are all published, with those as `evidence`.

        A sentence may tell of any initiative that it rests on, so one that is not public hides it.
        """
        published = Initiative.objects.published()
        shown = self.filter(initiatives__in=published).exclude(initiatives__in=Initiative.objects.unpublished())
        evidence = Prefetch("initiatives", published.prefetch_related("municipalities"), to_attr="evidence")
        return shown.distinct().prefetch_related(evidence)


class Finding(CatalogueModel):
    """A sentence about the initiatives of an approach: a pattern, a difference, a condition (bevinding)."""

    NATURAL_KEY = ("approach__slug", "number")

    approach = models.ForeignKey(Approach, on_delete=models.CASCADE, related_name="findings", verbose_name="aanpak")
    number = models.PositiveSmallIntegerField("nummer", help_text="De volgorde op de pagina.")
    text = models.CharField("zin", max_length=400, help_text="Eén zin, die op de initiatieven hieronder rust.")
    initiatives = models.ManyToManyField(
        Initiative, related_name="findings", verbose_name="initiatieven", help_text="Waar de zin op rust."
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "bevinding"
        verbose_name_plural = "bevindingen"
        ordering = ["approach", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["approach", "number"],
                name="finding_number",
                violation_error_message="Deze aanpak heeft al een bevinding met dit nummer.",
            ),
            not_empty_constraint("text", "finding_text", "Schrijf op wat de bronnen zeggen."),
        ]

    def __str__(self) -> str:
        return f"{self.approach}, {self.number}"


def with_findings() -> QuerySet:
    """Return all approaches, with their findings as `findings_shown`."""
    return Approach.objects.prefetch_related(Prefetch("findings", Finding.objects.for_page(), to_attr="findings_shown"))
