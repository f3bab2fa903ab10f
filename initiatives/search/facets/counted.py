"""A facet as a page shows it: its values with counts and the address that chooses or drops each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from initiatives.search.facets.definitions import Facet
from initiatives.search.facets.values import FacetValue

MAX_UNSEARCHED = 12  # values; a longer list gets a search field
SHOWN_OF_LONG_LIST = 10  # values of a long list that are shown at first: those with most results


class Option(NamedTuple):
    """A value of a facet: its count as the only chosen value, and the address that toggles it."""

    value: str
    label: str
    count: int  # type: ignore[assignment] # tuple.count() is not used
    chosen: bool
    url: str
    is_child: bool = False
    id: str = ""  # of the option among those of all facets

    @property
    def is_disabled(self) -> bool:
        """Choosing it would give no results. A chosen value stays a link, so that it can be removed."""
        return not self.count and not self.chosen


@lru_cache(maxsize=50)
def datalist_options(labels: tuple[str, ...]) -> SafeString:
    return format_html_join("", '<option value="{}">', ((label,) for label in labels))


@dataclass
class CountedFacet:
    """A facet with the values that occur in the catalogue or are chosen."""

    definition: Facet  # the facet
    values: dict[str, FacetValue]  # all its values by slug, in order
    # number of results for each value that is in the list, in order, were it the only one chosen in this facet
    counts: dict[str, int]
    values_chosen: list[str]  # slugs
    toggled: Callable[[str], str] = field(repr=False)  # the address with a slug chosen, or no longer chosen
    url_expanded: str = ""  # the address that shows a long list in full; empty where it cannot be
    is_expanded: bool = False  # a long list is shown in full

    @property
    def key(self) -> str:
        return self.definition.key

    @property
    def label(self) -> str:
        return self.definition.label

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """Every value in order; the disabled ones last, unless values belong to groups or are steps in an order."""
        slugs = list(self.counts)
        if not (self.definition.is_ordered or any(self.values[slug].parent for slug in slugs)):
            slugs.sort(key=lambda slug: not self.counts[slug] and slug not in self.values_chosen)
        return tuple([self._option(slug, bool(self.values[slug].parent)) for slug in slugs])

    @cached_property
    def shown(self) -> tuple[Option, ...]:
        """The values to show: of a long list the chosen ones, then those with the most results."""
        if self.is_expanded or not self.is_long:
            return self.options
        others = [slug for slug, count in self.counts.items() if count and slug not in self.values_chosen]
        largest = set(sorted(others, key=self.counts.__getitem__, reverse=True)[:SHOWN_OF_LONG_LIST])
        options, group = [], ""
        for slug in [*self.values_chosen, *(slug for slug in others if slug in largest)]:
            parent = self.values[slug].parent
            # A value is indented only below the group that it belongs to, which the list may leave out.
            is_child = bool(parent) and parent == group
            options.append(self._option(slug, is_child))
            group = parent if is_child else "" if parent else slug
        return tuple(options)

    def _option(self, slug: str, is_child: bool) -> Option:
        is_chosen, url, option_id = slug in self.values_chosen, self.toggled(slug), f"{self.definition.key}-{slug}"
        return Option(slug, self.values[slug].label, self.counts[slug], is_chosen, url, is_child, option_id)

    @property
    def datalist(self) -> SafeString:
        """The labels of all values that occur, as suggestions for the facet's search field."""
        return datalist_options(tuple([self.values[slug].label for slug in self.counts]))

    @property
    def chosen(self) -> int:
        return len(self.values_chosen)

    @cached_property
    def total(self) -> int:
        """The number of values that have results or are chosen."""
        return sum(map(bool, self.counts.values())) + sum(not self.counts[slug] for slug in self.values_chosen)

    @property
    def is_long(self) -> bool:
        return len(self.counts) > MAX_UNSEARCHED

    @property
    def has_more(self) -> bool:
        """Values with results are left out of a long list."""
        return bool(self.url_expanded) and self.is_long and not self.is_expanded and self.total > len(self.shown)
