"""The values of each facet: their labels and order, what they follow from, and what somebody may mean by them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model, Prefetch

from initiatives.choices import Channel, Phase, Scope, SizeClass
from initiatives.models import (
    Category,
    Municipality,
    MunicipalityNames,
    Province,
    SlugHistory,
    Source,
    Synonym,
    TargetGroup,
)
from initiatives.search.facets.ids import number
from initiatives.search.language.analysis import name_key, phrase_key

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

Value = tuple[str, str]  # a facet's key and the slug of one of its values


@dataclass(frozen=True)
class Term:
    """A value of a facet."""

    label: str
    parent: str = ""  # the slug of the group it belongs to


Terms = dict[str, Term]


class Vocabulary:
    """The facets' values as they are on a day; read when they are first needed, then as they were."""

    def label(self, key: str) -> str:
        """The facet's own name, within a sentence."""
        return FACETS[key].lower()

    def terms(self, key: str) -> Terms:
        """The values of a facet by slug, in the order to show them."""
        return self._terms[key]

    def resolve(self, key: str, value: str) -> list[str]:
        """The slugs that a value stands for today.

        A slug of now stands for itself, one of before for what has another now, and a label as somebody types it for
        what is called so. For a municipality also its CBS code, other names, and for an abolished one its successors.
        Nothing when nobody knows the value.
        """
        terms = self.terms(key)
        value = self._renamed.get((HISTORY.get(key), value), value)
        if value in terms:
            return [value]
        typed = value.strip().casefold()
        if labelled := [slug for slug, known in terms.items() if known.label.casefold() == typed]:
            return labelled
        if key == "gemeente" and (found := self._municipality_names.find(value)):
            return [municipality.slug for municipality in found]
        return []

    @cached_property
    def values_of(self) -> dict[int, tuple[Value, ...]]:
        """The facet values that each number in a search row stands for today.

        A municipality counts for what it is now, in the province where that lies, and for the size it had; a target
        group also for the group that it belongs to.
        """
        return {
            **{number("gemeente", each.pk): _values_of_place(each) for each in self.municipalities},
            **{number("doelgroep", each.pk): _values_of_group(each) for each in self._groups},
            **{number("categorie", each.pk): (("categorie", each.slug),) for each in self._categories},
            **{number("bron", each.pk): (("bron", each.slug),) for each in self._sources},
            **{number(key, value): ((key, value),) for key in ("vorm", "fase", "bereik") for value in CHOICES[key]},
        }

    @cached_property
    def named(self) -> dict[str, list[Value]]:
        """The values that are called by a phrase, as `phrase_key` writes it: by their names."""
        found: dict[str, list[Value]] = defaultdict(list)
        for key in ("gemeente", "provincie", "doelgroep", "categorie"):
            for slug, known in self.terms(key).items():
                found[phrase_key(known.label)].append((key, slug))
        return dict(found)

    @cached_property
    def nicknamed(self) -> dict[str, list[Value]]:
        """The values that a phrase stands for, without being called so: synonyms, aliases, names of before."""
        found: dict[str, list[Value]] = defaultdict(list)
        for municipality in self.municipalities:
            heirs = [("gemeente", heir.slug) for heir in municipality.successors_today()]
            for name in (municipality.name, municipality.official_name, *municipality.aliases):
                found[phrase_key(name)] += heirs
        for key, rows in (("doelgroep", self._groups), ("categorie", self._categories)):
            for row in rows:
                for synonym in row.synonyms:
                    found[phrase_key(synonym)].append((key, row.slug))
        return {
            phrase: list(dict.fromkeys(value for value in values if value not in self.named.get(phrase, [])))
            for phrase, values in found.items()
        }

    @cached_property
    def labels(self) -> dict[str, list[tuple[str, str]]]:
        """For each facet the names of its values, other names too, as `name_key` writes them, with the value's slug."""
        found = {key: [(name_key(known.label), slug) for slug, known in self.terms(key).items()] for key in FACETS}
        for municipality in self.municipalities:
            names = {municipality.name, municipality.official_name, *municipality.aliases}
            found["gemeente"] += [
                (name_key(name), heir.slug) for heir in municipality.successors_today() for name in names
            ]
        for key, rows in (("doelgroep", self._groups), ("categorie", self._categories)):
            found[key] += [(name_key(synonym), row.slug) for row in rows for synonym in row.synonyms]
        return {key: sorted(set(names)) for key, names in found.items()}

    @cached_property
    def synonyms(self) -> dict[str, list[str]]:
        """Other words to search by, for a phrase as `phrase_key` writes it; from the editors' table."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in Synonym.objects.all():
            found[phrase_key(row.word)] += row.also
        return dict(found)

    @cached_property
    def _terms(self) -> dict[str, Terms]:
        return {
            "gemeente": _labelled(each for each in self.municipalities if each.is_existing()),
            "provincie": _labelled(Province.objects.all()),
            "doelgroep": _children_behind_parents(self._groups),
            "categorie": _labelled(self._categories),
            "bron": _labelled(sorted(self._sources, key=str)),
            **{key: {each.value: Term(each.label) for each in choices} for key, choices in CHOICES.items()},
        }

    @cached_property
    def municipalities(self) -> list[Municipality]:
        """All that are known, with their provinces and successors."""
        places = Municipality.objects.select_related("province")
        return list(places.prefetch_related(Prefetch("successors", places)))

    @cached_property
    def _groups(self) -> list[TargetGroup]:
        return list(TargetGroup.objects.select_related("parent"))

    @cached_property
    def _categories(self) -> list[Category]:
        return list(Category.objects.all())

    @cached_property
    def _sources(self) -> list[Source]:
        return list(Source.objects.all())

    @cached_property
    def _municipality_names(self) -> MunicipalityNames:
        return MunicipalityNames(self.municipalities)

    @cached_property
    def _renamed(self) -> dict[tuple[type[Model], str], str]:
        return SlugHistory.objects.renamed()


def _values_of_place(municipality: Municipality) -> tuple[Value, ...]:
    heirs = municipality.successors_today()
    values = [("gemeente", heir.slug) for heir in heirs] + [("provincie", heir.province.slug) for heir in heirs]
    if municipality.size_class:
        values.append(("inwoners", municipality.size_class.value))
    return tuple(dict.fromkeys(values))


def _values_of_group(group: TargetGroup) -> tuple[Value, ...]:
    groups = [group, group.parent] if group.parent else [group]
    return tuple(("doelgroep", each.slug) for each in groups)


def _labelled(rows: Iterable[Model]) -> Terms:
    return {row.slug: Term(str(row)) for row in rows}


def _children_behind_parents(groups: list[TargetGroup]) -> Terms:
    ordered = {}
    for group in (each for each in groups if not each.parent):
        ordered[group.slug] = Term(group.name)
        ordered |= {each.slug: Term(each.name, group.slug) for each in groups if each.parent_id == group.pk}
    return ordered
