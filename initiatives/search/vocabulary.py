"""The values of each facet: their labels and order, and what an unknown one may have meant."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
class Term:
    """A value of a facet."""

    label: str
    parent: str = ""  # the slug of the group it belongs to


Terms = dict[str, Term]


def _municipalities() -> Terms:
    return {slug: Term(name) for slug, name in Municipality.objects.alive().values_list("slug", "name")}


def _provinces() -> Terms:
    return {slug: Term(name) for slug, name in Province.objects.values_list("slug", "name")}


def _target_groups() -> Terms:
    """Groups in order, each followed by its sub-groups."""
    rows = list(TargetGroup.objects.values_list("slug", "name", "parent__slug"))
    ordered = {}
    for slug, name, parent in rows:
        if parent is None:
            ordered[slug] = Term(name)
            ordered |= {child: Term(label, slug) for child, label, above in rows if above == slug}
    return ordered


def _categories() -> Terms:
    return {slug: Term(name) for slug, name in Category.objects.values_list("slug", "name")}


def _sources() -> Terms:
    return {slug: Term(title) for slug, title in Source.objects.values_list("slug", "title")}


def _choices(choices: type) -> Callable[[], Terms]:
    return lambda: {value: Term(label) for value, label in choices.choices}


# In the order in which the page shows them: query key, label, values.
FACETS: dict[str, tuple[str, Callable[[], Terms]]] = {
    "gemeente": ("Gemeente", _municipalities),
    "provincie": ("Provincie", _provinces),
    "doelgroep": ("Doelgroep", _target_groups),
    "categorie": ("Categorie", _categories),
    "vorm": ("Vorm", _choices(Channel)),
    "fase": ("Fase", _choices(Phase)),
    "bereik": ("Bereik", _choices(Scope)),
    "inwoners": ("Inwoners van de gemeente", _choices(SizeClass)),
    "bron": ("Bron", _sources),
}
HISTORY = {"gemeente": Municipality, "doelgroep": TargetGroup, "categorie": Category}


class Vocabulary:
    """The facets' values as they are now; each facet is read once, when it is first needed."""

    keys = tuple(FACETS)

    def __init__(self) -> None:
        self._terms: dict[str, Terms] = {}

    def label(self, key: str) -> str:
        """The facet's own name, within a sentence."""
        return FACETS[key][0].lower()

    def terms(self, key: str) -> Terms:
        """The values of a facet by slug, in the order to show them."""
        if key not in self._terms:
            self._terms[key] = FACETS[key][1]()
        return self._terms[key]

    def resolve(self, key: str, value: str) -> list[str]:
        """The slugs that a value stands for today.

        A slug of now stands for itself. For a municipality also its CBS code, other names, and for an abolished one
        its successors; for whatever was renamed the old slug. Nothing when nobody knows the value.
        """
        if value in self.terms(key):
            return [value]
        if "\0" in value or key not in HISTORY:
            return []
        if key == "gemeente" and (found := self._names.today(value)):
            return [municipality.slug for municipality in found]
        renamed = SlugHistory.objects.current(HISTORY[key], value)
        return [renamed.slug] if renamed else []

    @cached_property
    def _names(self) -> MunicipalityNames:
        return Municipality.objects.named()
