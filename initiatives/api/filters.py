"""What of the plain lists of the API can be asked for: public Dutch keys, English fields. No counting.

Initiatives are not filtered here: they are found by `search.search.Search`, for the API as for everything else.
"""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters import CharFilter, FilterSet, MultipleChoiceFilter

from initiatives.models import Province, TargetGroup

MAX_NAME_LENGTH = 100  # characters


class SlugsField(forms.MultipleChoiceField):
    """Slugs to choose from; every one that does not exist is named, not only the first."""

    def validate(self, value: list[str]) -> None:
        if unknown := [slug for slug in value if not self.valid_value(slug)]:
            raise ValidationError([f"“{slug[:MAX_NAME_LENGTH]}” kennen wij niet." for slug in unknown])


class SlugsFilter(MultipleChoiceFilter):
    """Rows with any of the slugs of other rows in a field."""

    field_class = SlugsField

    def __init__(self, field_name: str, rows: Callable[[], QuerySet], **options: object) -> None:
        super().__init__(field_name, choices=lambda: rows().values_list("slug", "slug"), distinct=False, **options)


def _named(field_name: str) -> CharFilter:
    """A part of a name, whatever the case and the accents."""
    return CharFilter(field_name, "unaccent__icontains", max_length=MAX_NAME_LENGTH)


class NameFilter(FilterSet):
    naam = _named("name")


class MunicipalityFilter(FilterSet):
    provincie = SlugsFilter("province__slug", Province.objects.all)
    naam = _named("name")


class TargetGroupFilter(FilterSet):
    hoortBij = SlugsFilter("parent__slug", TargetGroup.objects.filter(parent=None).all)
    naam = _named("name")


class SourceFilter(FilterSet):
    titel = _named("title")
