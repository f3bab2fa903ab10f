"""Parts of an answer that are worked out: addresses, identifiers, counts."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

ADDRESS = {"type": "string", "format": "uri"}


class _WorkedOut(serializers.Field):
    """Made from a whole row; only read."""

    def __init__(self, **options: object) -> None:
        super().__init__(source="*", read_only=True, **options)


@extend_schema_field(ADDRESS)
class PageAddress(_WorkedOut):
    """The full address of the page about a row."""

    def to_representation(self, row: Any) -> str:
        return self.context["request"].build_absolute_uri(row.get_absolute_url())


class _OfFacetValue(_WorkedOut):
    """Made from a row that is a value of a facet."""

    def __init__(self, facet: str, **options: object) -> None:
        super().__init__(**options)
        self.facet = facet


@extend_schema_field({"type": "integer", "minimum": 0})
class InitiativeCount(_OfFacetValue):
    """How many published initiatives have the value."""

    def to_representation(self, row: Any) -> int:
        return self.context["search"].count(self.facet, row.slug)


@extend_schema_field(ADDRESS)
class InitiativesAddress(_OfFacetValue):
    """The full address, in the API, of the initiatives that have the value."""

    def to_representation(self, row: Any) -> str:
        return self.context["request"].build_absolute_uri(f"{reverse('api')}?{self.facet}={row.slug}")
