"""The values of each facet today: labels, order, ids in search rows, and the names that people use for them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.text import slugify

from initiatives.choices import SizeClass
from initiatives.models import Municipality, SlugHistory, Synonym
from initiatives.search.facets.definitions import FACETS, RECOGNISED_FACETS, Facet
from initiatives.search.facets.ids import facet_value_id
from initiatives.search.language.analysis import name_key, phrase_key

FacetAndSlug = tuple[str, str]  # the key of a facet and the slug of one of its values


def _without_themselves(words: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out the phrases that are just another form of their own key, and what is listed twice."""
    lists = {}
    for key, phrases in words.items():
        by_key = {phrase_key(phrase): phrase for phrase in reversed(phrases)}
        lists[key] = [phrase for other, phrase in reversed(by_key.items()) if other != key]
    return lists


@dataclass(frozen=True)
class FacetValue:
    """A value to choose; `parent` is the slug of the value that it belongs to, or empty."""

    label: str
    parent: str = ""


class FacetValues:
    """The values of all facets on one day; each facet is read when it is first needed, then kept."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Model]] = {}
        self._by_slug: dict[str, dict[str, FacetValue]] = {}

    def rows(self, key: str) -> list[Any]:
        """Return the rows behind a facet, also those that are no longer a value; none for a closed list."""
        if key not in self._rows:
            self._rows[key] = list(FACETS[key].rows())
        return self._rows[key]

    def by_slug(self, key: str) -> dict[str, FacetValue]:
        """Return the values of a facet by slug, in the order in which they are shown."""
        if key not in self._by_slug:
            self._by_slug[key] = dict(self._listed(FACETS[key]))
        return self._by_slug[key]

    def resolve(self, key: str, value: str) -> list[str]:
        """Return the slugs that a value from outside stands for today; none when it is unknown.

        A current slug stands for itself and an old one for what it was renamed to. A label stands for the values that
        have it, one that makes an old slug for what that is now, and whatever the facet's name index knows (a CBS
        code, another name, an abolished municipality) for what that is today.
        """
        values, facet = self.by_slug(key), FACETS[key]
        value = self._renamed.get((facet.model, value), value)
        if value in values:
            return [value]
        typed = value.strip().casefold()
        if labelled := [slug for slug, known in values.items() if known.label.casefold() == typed]:
            return labelled
        if renamed := self._renamed.get((facet.model, slugify(value))):
            return [renamed]
        return [row.slug for row in self._name_indexes[key].find(value)] if facet.name_index else []

    def municipality_names(self, slugs: Collection[str]) -> frozenset[str]:
        """Return the names, of any time, of what these municipalities of today are or were."""
        return frozenset(name for slug in slugs for name in self._names_by_municipality.get(slug, ()))

    @cached_property
    def municipalities_by_name(self) -> dict[str, list[Municipality]]:
        """The municipalities of any time with a certain name, CBS code or locality, by its `name_key`."""
        rows: dict[str, list[Municipality]] = defaultdict(list)
        for row in self.rows("gemeente"):
            for name in set(map(name_key, row.names)):
                rows[name].append(row)
        localities: dict[str, list[Municipality]] = defaultdict(list)
        for row in self.rows("gemeente"):
            for name in set(map(name_key, row.localities)):
                localities[name].append(row)
        return dict(localities) | dict(rows)  # Rijswijk is a municipality, and a village in another one

    @cached_property
    def words_of_places(self) -> frozenset[str]:
        """The words of the names and localities of municipalities, as `name_key` writes them."""
        return frozenset(word for name in self.municipalities_by_name for word in name.split())

    @cached_property
    def municipalities_by_size(self) -> dict[SizeClass | None, list[Municipality]]:
        """The municipalities that exist, by their size."""
        by_size: dict[SizeClass | None, list[Municipality]] = defaultdict(list)
        for row in self.rows("gemeente"):
            if row.is_existing():
                by_size[row.size_class].append(row)
        return by_size

    @cached_property
    def former_municipalities(self) -> dict[str, list[Municipality]]:
        """The abolished municipalities that belong to each one of today, by its slug."""
        former: dict[str, list[Municipality]] = defaultdict(list)
        for row in self.rows("gemeente"):
            if row.is_abolished():
                for slug in FACETS["gemeente"].current_slugs(row):
                    former[slug].append(row)
        return dict(former)

    @cached_property
    def _names_by_municipality(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = defaultdict(list)
        for row in self.rows("gemeente"):
            for slug in FACETS["gemeente"].current_slugs(row):
                names[slug].append(row.name)
        return names

    def renamed(self, key: str) -> dict[str, str]:
        """Return the old slugs of a facet's values, each with the slug of today."""
        return {old: new for (model, old), new in self._renamed.items() if model is FACETS[key].model}

    @cached_property
    def by_id(self) -> dict[int, tuple[FacetAndSlug, ...]]:
        """The values that each id in a search row stands for today, those of derived facets too."""
        values: dict[int, tuple[FacetAndSlug, ...]] = {}
        for facet in FACETS.values():
            if facet.id_range is not None:
                values |= {facet_value_id(facet, row.pk): self._counted_for(facet, row) for row in self.rows(facet.key)}
                values |= {facet_value_id(facet, value): ((facet.key, value),) for value in facet.choices or ()}
        return values

    @cached_property
    def named(self) -> dict[str, list[FacetAndSlug]]:
        """The values with a certain name, by its `phrase_key`; those of places are in `named_places`."""
        return self._named(phrase_key, [key for key in RECOGNISED_FACETS if not FACETS[key].has_proper_names])

    @cached_property
    def named_places(self) -> dict[str, list[FacetAndSlug]]:
        """The places with a certain name, by its `name_key`: as it is written, not by its lemma (Huizen, “huis”)."""
        return self._named(name_key, [key for key in RECOGNISED_FACETS if FACETS[key].has_proper_names])

    def _named(self, key_of: Callable[[str], str], keys: list[str]) -> dict[str, list[FacetAndSlug]]:
        values: dict[str, list[FacetAndSlug]] = defaultdict(list)
        for key in keys:
            for slug, value in self.by_slug(key).items():
                values[key_of(value.label)].append((key, slug))
        return dict(values)

    @cached_property
    def nicknamed(self) -> dict[str, list[FacetAndSlug]]:
        """The values with a certain other name (synonym), by its `phrase_key`."""
        values: dict[str, list[FacetAndSlug]] = defaultdict(list)
        for key, name, slug in self._other_names():
            if not FACETS[key].has_proper_names:
                values[phrase_key(name)].append((key, slug))
        return {
            phrase: list(dict.fromkeys(value for value in known if value not in self.named.get(phrase, [])))
            for phrase, known in values.items()
        }

    @cached_property
    def nicknamed_places(self) -> dict[str, list[FacetAndSlug]]:
        """The places with a certain other name (alias, former name, locality, code), by its `name_key`."""
        values: dict[str, list[FacetAndSlug]] = defaultdict(list)
        for key, name, slug in self._other_names():
            if FACETS[key].has_proper_names:
                values[name_key(name)].append((key, slug))
        for name, pairs in self.localities.items():
            values[name] += [("gemeente", slug) for _, slug in pairs]
        return {
            name: list(dict.fromkeys(value for value in known if value not in self.named_places.get(name, [])))
            for name, known in values.items()
        }

    @cached_property
    def name_keys(self) -> dict[str, list[tuple[str, str]]]:
        """The names of each recognised facet's values, other names too, as `name_key` writes them, with the slug."""
        names = {
            key: {(name_key(value.label), slug) for slug, value in self.by_slug(key).items()}
            for key in RECOGNISED_FACETS
        }
        for key, name, slug in self._other_names():
            names[key].add((name_key(name), slug))
        return {key: sorted(pairs) for key, pairs in names.items()}

    @cached_property
    def localities(self) -> dict[str, list[tuple[str, str]]]:
        """The towns, villages and districts by their `name_key`: the name, with the municipality of today by slug."""
        names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in self.rows("gemeente"):
            for name in row.localities:
                names[name_key(name)] += [(name, slug) for slug in FACETS["gemeente"].current_slugs(row)]
        return dict(names)

    @cached_property
    def synonyms(self) -> dict[str, list[str]]:
        """Words that mean the same or are narrower, by the `phrase_key` of a phrase; from the editors' table."""
        words: dict[str, list[str]] = defaultdict(list)
        for row in self._synonym_sets:
            for word in row.same:
                words[phrase_key(word)] += [*row.same, *row.narrower]
            for word in row.wider:
                words[phrase_key(word)] += row.same
        return _without_themselves(words)

    @cached_property
    def wider(self) -> dict[str, list[str]]:
        """Words that are wider, by the `phrase_key` of a phrase: for when there is nothing better."""
        words: dict[str, list[str]] = defaultdict(list)
        for row in self._synonym_sets:
            for word in row.same:
                words[phrase_key(word)] += row.wider
            for word in row.narrower:
                words[phrase_key(word)] += row.same
        return _without_themselves(words)

    @cached_property
    def _synonym_sets(self) -> list[Synonym]:
        return list(Synonym.objects.all())

    def _listed(self, facet: Facet) -> Iterator[tuple[str, FacetValue]]:
        """The values of a facet in order, children behind their parents."""
        if facet.choices:
            yield from ((choice.value, FacetValue(choice.label)) for choice in facet.choices)
            return
        children: dict[int | None, list[Any]] = defaultdict(list)
        for row in self.rows(facet.key):
            children[getattr(row, "parent_id", None)].append(row)
        for row in filter(facet.is_listed, children[None]):
            yield row.slug, FacetValue(str(row))
            yield from ((child.slug, FacetValue(str(child), row.slug)) for child in children[row.pk])

    def _counted_for(self, facet: Facet, row: Model) -> tuple[FacetAndSlug, ...]:
        """The values for which a row counts today: its own, those of its parent, and those derived from it."""
        values = [(facet.key, slug) for slug in facet.current_slugs(row)]
        if parent := getattr(row, "parent", None):
            values.append((facet.key, parent.slug))
        for derived in FACETS.values():
            if derived.derived_from == facet.key:
                values += [(derived.key, slug) for slug in derived.derive(row)]
        return tuple(dict.fromkeys(values))

    def _other_names(self) -> Iterator[tuple[str, str, str]]:
        """Other names of values: the facet's key, the name, the slug that it stands for today."""
        for key in RECOGNISED_FACETS:
            facet = FACETS[key]
            for row in self.rows(key):
                if names := facet.other_names(row):
                    slugs = facet.current_slugs(row)
                    yield from ((key, name, slug) for name in names for slug in slugs)

    @cached_property
    def _name_indexes(self) -> dict:
        return {key: facet.name_index(self.rows(key)) for key, facet in FACETS.items() if facet.name_index}

    @cached_property
    def _renamed(self) -> dict[tuple[Any, str], str]:
        return SlugHistory.objects.renamed()
