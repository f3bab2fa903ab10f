"""The public query keys in Dutch, and what they mean for the initiatives. No counting."""

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery

from initiatives.models import Initiative
from initiatives.models.initiative import InitiativeQuerySet
from initiatives.search.index import CONFIG, NATIONAL, term

PLACES = {"gemeente", "provincie", "inwoners"}


class SlugsField(forms.MultipleChoiceField):
    """Any slugs: whether they exist is for whoever asks to know, an unknown one just matches nothing."""

    def valid_value(self, value: str) -> bool:
        return "\0" not in value


class TermFilter(django_filters.MultipleChoiceFilter):
    """Several values in one facet: any of them will do."""

    field_class = SlugsField

    def filter(self, qs: InitiativeQuerySet, value: list[str]) -> InitiativeQuerySet:
        if not value:
            return qs
        terms = [term(self.field_name, slug) for slug in value]
        if self.field_name in PLACES and self.parent.form.cleaned_data["landelijk"]:
            terms.append(NATIONAL)
        return qs.filter(search_row__terms__overlap=terms)


class InitiativeFilter(django_filters.FilterSet):
    """The filters, all of which must hold. With `landelijk` a national initiative is at home in every place."""

    q = django_filters.CharFilter(method="filter_words", label="Zoekwoorden")
    landelijk = django_filters.BooleanFilter(method="keep_all", widget=forms.CheckboxInput)
    gemeente = TermFilter("gemeente")
    provincie = TermFilter("provincie")
    doelgroep = TermFilter("doelgroep")
    categorie = TermFilter("categorie")
    vorm = TermFilter("vorm")
    fase = TermFilter("fase")
    bereik = TermFilter("bereik")
    inwoners = TermFilter("inwoners")
    bron = TermFilter("bron")

    class Meta:
        model = Initiative
        fields = ()

    def filter_words(self, qs: InitiativeQuerySet, name: str, value: str) -> InitiativeQuerySet:
        return qs.filter(search_row__vector=SearchQuery(value, config=CONFIG, search_type="websearch"))

    def keep_all(self, qs: InitiativeQuerySet, name: str, value: bool) -> InitiativeQuerySet:
        """The switch works inside `TermFilter`; by itself it takes nothing away."""
        return qs
