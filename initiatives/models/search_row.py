"""What search knows of an initiative."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from initiatives.models.initiative import Initiative


class SearchRow(models.Model):
    """A published initiative as it is searched: the facet values it has and the words in it."""

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, primary_key=True, related_name="search_row")
    terms = ArrayField(models.CharField(max_length=120))
    vector = SearchVectorField()

    class Meta:
        verbose_name = "zoekregel"
        verbose_name_plural = "zoekregels"
        indexes = [GinIndex(fields=["terms"], name="search_terms"), GinIndex(fields=["vector"], name="search_vector")]

    def __str__(self) -> str:
        return str(self.initiative_id)
