"""What of the plain lists of the API can be asked for: public Dutch keys, English fields. No counting.

Initiatives are not filtered here: they are found by `search.search.Search`, for the API as for everything else.
"""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django_filters import CharFilter, FilterSet, MultipleChoiceFilter

from initiatives.models import Province, TargetGroup

MAX_NAME_LENGTH = 100  # characters


class SlugsField(forms.MultipleChoiceField):
    """Slugs to choose from; every one that does not exist is named, not only the first."""

    def validate(self, value: list[str]) -> None:
        if unknown := [slug for slug in value if not self.valid_value(slug)]:
            raise ValidationError([f"“{slug[:MAX_NAME_LENGTH]}” kennen wij niet." for slug in unknown])


class SlugsFilter(MultipleChoiceFilter):
    """Rows with any of these slugs in a field."""

    field_class = SlugsField

    def __init__(self, field_name: str, slugs: Callable[[], list[str]], **options: object) -> None:
        super().__init__(field_name, choices=lambda: [(slug, slug) for slug in slugs()], distinct=False, **options)


def _named(field_name: str) -> CharFilter:
    """A part of a name, whatever the case and the accents."""
    return CharFilter(field_name, "unaccent__icontains", max_length=MAX_NAME_LENGTH)


def _provinces() -> list[str]:
    return list(Province.objects.values_list("slug", flat=True))


def _main_groups() -> list[str]:
    return list(TargetGroup.objects.filter(parent=None).values_list("slug", flat=True))


class NameFilter(FilterSet):
    naam = _named("name")


class MunicipalityFilter(FilterSet):
    provincie = SlugsFilter("province__slug", _provinces)
    naam = _named("name")


class TargetGroupFilter(FilterSet):
    hoortBij = SlugsFilter("parent__slug", _main_groups)
    naam = _named("name")


class SourceFilter(FilterSet):
    titel = _named("title")
