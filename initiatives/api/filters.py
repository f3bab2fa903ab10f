"""What of the plain lists of the API can be asked for: public Dutch keys, English fields. No counting.

Initiatives are not filtered here: they are found by `search.query.Search`, for the API as for everything else.
"""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django_filters import CharFilter, FilterSet, MultipleChoiceFilter

from initiatives.models import Category, Municipality, Province, Source, TargetGroup

LONGEST_NAME = 100  # characters


class SlugsField(forms.MultipleChoiceField):
    """Slugs to choose from; every one that does not exist is named, not only the first."""

    def validate(self, value: list[str]) -> None:
        unknown = [each for each in value if not self.valid_value(each)]
        if unknown:
            raise ValidationError([f"“{each[:LONGEST_NAME]}” kennen wij niet." for each in unknown])


class SlugsFilter(MultipleChoiceFilter):
    """Rows with any of these slugs in a field."""

    field_class = SlugsField

    def __init__(self, field_name: str, slugs: Callable[[], list[str]], **options: object) -> None:
        super().__init__(field_name, choices=lambda: [(slug, slug) for slug in slugs()], distinct=False, **options)


def _named(field_name: str) -> CharFilter:
    """A part of a name, whatever the case and the accents."""
    return CharFilter(field_name, "unaccent__icontains", max_length=LONGEST_NAME)


def _provinces() -> list[str]:
    return list(Province.objects.values_list("slug", flat=True))


def _main_groups() -> list[str]:
    return list(TargetGroup.objects.filter(parent=None).values_list("slug", flat=True))


class MunicipalityFilter(FilterSet):
    provincie = SlugsFilter("province__slug", _provinces)
    naam = _named("name")

    class Meta:
        model = Municipality
        fields = ()


class ProvinceFilter(FilterSet):
    naam = _named("name")

    class Meta:
        model = Province
        fields = ()


class TargetGroupFilter(FilterSet):
    hoortBij = SlugsFilter("parent__slug", _main_groups)
    naam = _named("name")

    class Meta:
        model = TargetGroup
        fields = ()


class CategoryFilter(FilterSet):
    naam = _named("name")

    class Meta:
        model = Category
        fields = ()


class SourceFilter(FilterSet):
    titel = _named("title")

    class Meta:
        model = Source
        fields = ()
