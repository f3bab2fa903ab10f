"""What a page shows of the facets: values with counts, and chips for what is chosen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from heapq import nlargest

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from initiatives.search.facets.values import Terms

LONG = 12  # values; a longer list can be searched
SHOWN = 10  # of a long list: those with most results
EXPLAINED = ("fase", "bereik")  # on the page about the catalogue, under an anchor of the same name
PROMINENT = ("gemeente", "doelgroep", "categorie")


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet: how many results it would give as the only one, and the address that toggles it."""

    value: str
    label: str
    count: int
    chosen: bool
    url: str
    is_child: bool = False

    @property
    def is_dead(self) -> bool:
        """Greyed and no link: it leads nowhere. A chosen value stays, so that it can be removed."""
        return not self.count and not self.chosen


@lru_cache(maxsize=50)
def choices_of(names: tuple[str, ...]) -> SafeString:
    """Names as the content of a datalist."""
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in names))


@dataclass
class Facet:
    """A question with values to choose from: those that occur in the catalogue, and what is chosen.

    `counts` has for each value the number of results if it were the only one chosen in this facet.
    """

    key: str
    label: str
    terms: Terms
    counts: dict[str, int]
    values_chosen: list[str]
    toggled: Callable[[str, str], str] = field(repr=False)
    url_whole: str = ""
    is_whole: bool = False  # whether a long list is shown whole

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """Every value, in the order of the vocabulary; in a plain list the dead ones last."""
        values = [value for value in self.terms if value in self.counts]
        if not any(self.terms[value].parent for value in values):
            values.sort(key=lambda value: not self.counts[value] and value not in self.values_chosen)
        return tuple(map(self._option, values))

    @cached_property
    def shown(self) -> tuple[Option, ...]:
        """The values to show: of a long list only what is chosen, first, and those with the most results."""
        if self.is_whole or not self.is_long:
            return self.options
        others = [value for value in self.terms if self.counts.get(value) and value not in self.values_chosen]
        most = set(nlargest(SHOWN, others, key=self.counts.__getitem__))
        shown, parent = [], ""
        for value in [*self.values_chosen, *(value for value in self.terms if value in most)]:
            above = self.terms[value].parent
            shown.append(self._option(value, is_child=bool(above) and above == parent))
            parent = above if shown[-1].is_child else "" if above else value
        return tuple(shown)

    def _option(self, value: str, is_child: bool | None = None) -> Option:
        """A value; in a list that leaves values out it may stand without the group that it belongs to."""
        known = self.terms[value]
        chosen = value in self.values_chosen
        url = self.toggled(self.key, value)
        is_child = bool(known.parent) if is_child is None else is_child
        return Option(value, known.label, self.counts[value], chosen, url, is_child)

    @property
    def names(self) -> SafeString:
        """The names of all values that occur, as choices for a search field; the same HTML for every question."""
        return choices_of(tuple(known.label for value, known in self.terms.items() if value in self.counts))

    @property
    def chosen(self) -> int:
        """How many of its values are chosen."""
        return len(self.values_chosen)

    @property
    def is_explained(self) -> bool:
        """What its values mean is not plain from their names."""
        return self.key in EXPLAINED

    @property
    def is_prominent(self) -> bool:
        """Advisers begin with it, so it is shown unfolded."""
        return self.key in PROMINENT

    @property
    def is_long(self) -> bool:
        """Too long to look through, so it can be searched."""
        return len(self.counts) > LONG


@dataclass(frozen=True)
class Chip:
    """Something that is chosen, and the address without it."""

    label: str
    url: str
