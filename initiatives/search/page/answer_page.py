"""An answer as a page shows it: filters, chips, links, sentence, and other questions to try."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

from initiatives.paths import path_to
from initiatives.search.facets.counted import CountedFacet
from initiatives.search.facets.definitions import FACETS, PLACE_FACETS
from initiatives.search.index.years import Years
from initiatives.search.page.alternatives import Alternative, Alternatives
from initiatives.search.page.links import NavLink, PageLinks
from initiatives.search.page.places import EmptyPlace, Merger, empty_places, mergers
from initiatives.search.page.sentence import sentence
from initiatives.search.query_string.address import Address
from initiatives.search.query_string.outlets import OUTLETS
from initiatives.search.query_string.parameters import WORDS_KEY
from initiatives.search.results import MatchKind, Result
from initiatives.search.search import Search

PARTIAL_HEADING = "Met een deel van uw woorden"
RELATED_HEADING = "Andere woorden, zelfde onderwerp"
HEADINGS = {MatchKind.FULL: "", MatchKind.PARTIAL: PARTIAL_HEADING, MatchKind.RELATED: RELATED_HEADING}


class Chip(NamedTuple):
    """Something that is chosen, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Group:
    """Results under a heading; the first group has none."""

    heading: str
    results: list[Result]

    @property
    def level(self) -> int:
        """The level of the headings of its results."""
        return 4 if self.heading else 3


class AnswerPage:
    """What a page shows of an answer; `outlet`, a name of one of `OUTLETS`, is where its filters lead."""

    def __init__(self, search: Search, outlet: str = "browse") -> None:
        self.search, self.parameters, self.outlet = search, search.parameters, OUTLETS[outlet]

    @property
    def total(self) -> int:
        return self.search.total

    # Results

    @cached_property
    def page(self) -> Page:
        """The page that is asked for; past the end, the last one."""
        results: Any = self.search.results  # a lazy sequence, as a QuerySet is
        return Paginator(results, self.parameters.size).get_page(self.parameters.page)

    @property
    def page_exists(self) -> bool:
        return self.parameters.page <= self.page.paginator.num_pages

    @property
    def groups(self) -> list[Group]:
        """The results of the page by how they match the words."""
        return [Group(HEADINGS[kind], list(results)) for kind, results in groupby(self.page, attrgetter("kind"))]

    # Filters

    @cached_property
    def facets(self) -> tuple[CountedFacet, ...]:
        """All facets with the values that occur in the catalogue or are chosen."""
        return tuple(map(self.facet, FACETS))

    def facet(self, key: str) -> CountedFacet:
        # Where a table has the values of a facet as its rows, “toon” is about those.
        is_table = key == self.outlet.table_rows
        return CountedFacet(
            FACETS[key],
            self.search.facet_values.by_slug(key),
            self.search.counts(key),
            self.parameters.chosen.get(key, []),
            self.address.toggles(key),
            "" if is_table else self.address.expanded(key),
            key in self.parameters.expanded and not is_table,
        )

    @cached_property
    def chips(self) -> tuple[Chip, ...]:
        """What is chosen, each with the address without it."""
        words = self.parameters.words
        chips = [Chip(f"“{words}”", self.address.url(words=""))] if words else []
        for key, slugs in self.parameters.chosen.items():
            values, label = self.search.facet_values.by_slug(key), FACETS[key].chip
            chips += [Chip(label.format(values[slug].label), self.address.toggled(key, slug)) for slug in slugs]
        if self.has_national_switch and self.parameters.national:
            chips.append(Chip("Ook landelijk", self.address.url(national=False)))
        return tuple(chips)

    @property
    def has_national_switch(self) -> bool:
        """The switch “ook landelijk” has an effect only where a place is chosen."""
        return bool(PLACE_FACETS & self.parameters.chosen.keys())

    # Addresses

    @cached_property
    def address(self) -> Address:
        return Address(self.parameters, path_to(self.outlet.name))

    @property
    def list_address(self) -> Address:
        return Address.at("browse", self.parameters)

    @cached_property
    def canonical_url(self) -> str:
        """The one address of this question and page."""
        return self.address.url(page=self.parameters.page)

    @property
    def municipality_page(self) -> NavLink | None:
        """The page of the municipality, when one is chosen."""
        slugs = self.parameters.chosen.get("gemeente", [])
        if len(slugs) != 1:
            return None
        label = self.search.facet_values.by_slug("gemeente")[slugs[0]].label
        return NavLink(label, False, path_to("municipality", slugs[0]))

    @property
    def url_national(self) -> str:
        """The address with the switch “ook landelijk” the other way."""
        return self.address.url(national=not self.parameters.national)

    @property
    def url_literal(self) -> str:
        return self.address.url(literal=True)

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What a form for other words must carry along."""
        return [(key, value) for key, value in self.address.pairs(literal=False) if key != WORDS_KEY]

    @cached_property
    def links(self) -> PageLinks:
        return PageLinks(self.search, self.outlet, self.address, lambda: self.page)

    # Text

    @cached_property
    def years(self) -> Years | None:
        """The years of the sources of the results, to say that they are not of today."""
        return self.search.years

    @cached_property
    def sentence(self) -> str:
        """The answer in a sentence: 23 initiatieven over eenzaamheid voor ouderen."""
        return sentence(self.search)

    @property
    def title(self) -> str:
        """The question as the title of a page."""
        chosen = ", ".join(chip.label for chip in self.chips)
        number = f", pagina {self.page.number}" if self.parameters.page > 1 and self.page.number > 1 else ""
        return f"{self.outlet.title}: {chosen}{number}" if chosen else f"{self.outlet.title}{number}"

    @property
    def description(self) -> str:
        """The question as a search engine shows it."""
        period = f"Uit {self.years}" if self.years else "Uit de coronajaren"
        return f"{self.sentence}. {period}, elk met de bron erbij."

    # Places

    @cached_property
    def empty_places(self) -> list[EmptyPlace]:
        """The municipalities that the question names and of which the sources tell nothing."""
        return empty_places(self.search, self.address)

    @property
    def mergers(self) -> list[Merger]:
        """Sentences about former municipalities that the question is about."""
        return mergers(self.search)

    # Alternatives

    @cached_property
    def facet_suggestions(self) -> list[Alternative]:
        return self._alternatives.facet_suggestions()

    @cached_property
    def relaxed_queries(self) -> list[Alternative]:
        return [] if self.total else self._alternatives.relaxed_queries()

    @cached_property
    def did_you_mean(self) -> Alternative | None:
        return self._alternatives.did_you_mean()

    @property
    def _alternatives(self) -> Alternatives:
        return Alternatives(self.search, self.address)
