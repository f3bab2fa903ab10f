"""The values of each facet: their labels and order, and what an unknown one may have meant."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import Coalesce

from initiatives.choices import Channel, Phase, Scope, SizeClass
from initiatives.models import (
    Category,
    Municipality,
    MunicipalityNames,
    Province,
    SlugHistory,
    Source,
    TargetGroup,
)

# The facets by query key, in the order in which a page shows them.
FACETS = {
    "gemeente": "Gemeente",
    "provincie": "Provincie",
    "doelgroep": "Doelgroep",
    "categorie": "Categorie",
    "vorm": "Vorm",
    "fase": "Fase",
    "bereik": "Bereik",
    "inwoners": "Aantal inwoners",
    "bron": "Bron",
}
CHOICES = {"vorm": Channel, "fase": Phase, "bereik": Scope, "inwoners": SizeClass}
HISTORY: dict[str, type[Model]] = {"gemeente": Municipality, "doelgroep": TargetGroup, "categorie": Category}


@dataclass(frozen=True)
class Term:
    """A value of a facet."""

    label: str
    parent: str = ""  # the slug of the group it belongs to


Terms = dict[str, Term]


class Vocabulary:
    """The facets' values as they are now, read in one query when they are first needed."""

    def label(self, key: str) -> str:
        """The facet's own name, within a sentence."""
        return FACETS[key].lower()

    def terms(self, key: str) -> Terms:
        """The values of a facet by slug, in the order to show them."""
        if key in CHOICES:
            return {value: Term(label) for value, label in CHOICES[key].choices}
        return self._stored[key]

    def resolve(self, key: str, value: str) -> list[str]:
        """The slugs that a value stands for today.

        A slug of now stands for itself, and so does a label as somebody types it. For a municipality also its CBS
        code, other names, and for an abolished one its successors; for whatever was renamed the old slug. Nothing when
        nobody knows the value.
        """
        terms = self.terms(key)
        if value in terms:
            return [value]
        typed = value.strip().casefold()
        if labelled := [slug for slug, known in terms.items() if known.label.casefold() == typed]:
            return labelled
        if key == "gemeente" and (found := self._municipality_names.today(value)):
            return [municipality.slug for municipality in found]
        renamed = self._renamed.get((HISTORY.get(key), value))
        return [renamed] if renamed else []

    @cached_property
    def _stored(self) -> dict[str, Terms]:
        tables = (
            _rows("gemeente", Municipality.objects.alive()),
            _rows("provincie", Province.objects.all()),
            _rows("doelgroep", TargetGroup.objects.all(), order="order", parent="parent__slug"),
            _rows("categorie", Category.objects.all(), order="order"),
            _rows("bron", Source.objects.all(), label="title"),
        )
        stored: dict[str, Terms] = {key: {} for key in FACETS if key not in CHOICES}
        for key, _, label, slug, parent in sorted(tables[0].union(*tables[1:], all=True)):
            stored[key][slug] = Term(label, parent)
        return {key: _children_behind_parents(terms) for key, terms in stored.items()}

    @cached_property
    def _municipality_names(self) -> MunicipalityNames:
        return Municipality.objects.named()

    @cached_property
    def _renamed(self) -> dict[tuple[type[Model], str], str]:
        return SlugHistory.objects.renamed()


def _rows(key: str, values: QuerySet, label: str = "name", order: str = "", parent: str = "") -> QuerySet:
    """Rows of facet, order, label, slug, parent's slug: in this order they sort as a page shows them."""
    position = F(order) if order else Value(0)
    above = Coalesce(parent, Value("")) if parent else Value("")
    columns = values.order_by().annotate(facet=Value(key), position=position, label=F(label), above=above)
    return columns.values_list("facet", "position", "label", "slug", "above")


def _children_behind_parents(terms: Terms) -> Terms:
    ordered = {}
    for slug, known in terms.items():
        if not known.parent:
            ordered[slug] = known
            ordered |= {child: each for child, each in terms.items() if each.parent == slug}
    return ordered
