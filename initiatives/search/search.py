"""One question from the address bar, answered: results, total, facets, chips, canonical address."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from pyroaring import BitMap

from initiatives.choices import Scope
from initiatives.search.facets.counted import Chip, Facet
from initiatives.search.facets.values import FACETS
from initiatives.search.index.snapshot import Index, current, initiatives_in
from initiatives.search.page import alternatives
from initiatives.search.page.alternatives import Offer
from initiatives.search.page.links import Ways
from initiatives.search.page.sentence import sentence
from initiatives.search.query_string.address import Address
from initiatives.search.query_string.outlets import LIST, OUTLETS
from initiatives.search.query_string.parameters import PLACES, parse, shortened
from initiatives.search.results import Group, Results
from initiatives.search.words.ranking import first, ranked
from initiatives.search.words.text_answer import Answer, answer

PARTLY = "Met een deel van uw woorden"
# How a value is called away from its facet, where its label alone would not be understood.
CHIP_LABELS = {"provincie": "Provincie {}", "inwoners": "{} inwoners"}


class Search:
    """Answers a query string; page, feed, export and API all ask this, so that they cannot differ.

    Args:
        query: keys and values as they came from outside.
        index: the catalogue as another question has it; as it is now when left out.
        outlet: one of `OUTLETS`, where the addresses of the filters lead.

    Where a value is outdated or informal, `moved_query` is the query string with today's values; else it is empty.
    """

    def __init__(self, query: QueryDict, index: Index | None = None, outlet: str = "browse") -> None:
        self.outlet = outlet
        self.index = index or current()
        self.vocabulary = self.index.vocabulary
        self.asked = parse(query, self.vocabulary, OUTLETS[outlet])
        self.moved_query = self._with_moved(query) if self.asked.moved else ""

    @classmethod
    def of(cls, **values: str) -> "Search":
        """The question for one value of each named facet."""
        return cls(QueryDict(urlencode(values)))

    def varied(self, **changes: object) -> "Search":
        """The question with changes, as `Address.url` takes them, answered from the same index."""
        other = type(self)(QueryDict(), self.index, self.outlet)
        other.asked = replace(self.asked, page=1, **changes)
        return other

    # Results

    @cached_property
    def results(self) -> Results:
        """The initiatives that match, in order."""
        sort = "titel" if self.asked.sort == "relevantie" and not self.answer.question else self.asked.sort

        def keys(number: int, skip: int) -> list[int]:
            return first(self._groups(), self.index.order(sort), number, skip)

        forms, is_partial = (lambda: self.answer.forms), self.answer.matches.partly.__contains__
        return Results(self.index.cards, len(self.found), keys, forms, is_partial)

    @cached_property
    def page(self) -> Page:
        """The page asked for; past the end, the last one."""
        return Paginator(self.results, self.asked.size).get_page(self.asked.page)

    @property
    def page_groups(self) -> list[Group]:
        """The page asked for, those that match all words apart from those that match most of them."""
        results = list(self.page)
        whole = [each for each in results if not each.is_partial]
        partly = [each for each in results if each.is_partial]
        groups = [Group("", whole), Group(PARTLY, partly)]
        return [group for group in groups if group.results]

    @property
    def page_exists(self) -> bool:
        """Whether there are as many pages as were asked for."""
        return self.asked.page <= self.page.paginator.num_pages

    @property
    def total(self) -> int:
        """How many initiatives match."""
        return len(self.found)

    @cached_property
    def found(self) -> BitMap:
        """The initiatives that match, as primary keys."""
        return self.among()

    # Facets

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """Every facet with the values that occur in the catalogue, or are chosen."""
        return tuple(
            Facet(
                key,
                label,
                self.vocabulary.terms(key),
                self._counts(key),
                self.asked.chosen.get(key, []),
                self.address.toggled,
                self.address.whole(key),
                key in self.asked.whole,
            )
            for key, label in FACETS.items()
        )

    def count(self, key: str, value: str) -> int:
        """How many results a value would give as the only one in its facet, all else as it is."""
        return self._counts(key).get(value, 0)

    def among(self, *keys: str) -> BitMap:
        """The initiatives for the words and for what is chosen in every facet but these."""
        found = self.answer.matches.all
        for key, values in self.asked.chosen.items():
            if key not in keys:
                found = found & self.having(key, values)
        return found

    def having(self, key: str, values: Iterable[str]) -> BitMap:
        """The initiatives with any of these values of a facet; national ones too, where they count for every place."""
        return initiatives_in(self.index.values[key], values) | self._everywhere(key)

    @cached_property
    def chips(self) -> tuple[Chip, ...]:
        """What is chosen, each with the address without it."""
        words = self.asked.words
        chips = [Chip(f"“{words}”", self.address.url(words=""))] if words else []
        for key, values in self.asked.chosen.items():
            labels = self.vocabulary.terms(key)
            named = CHIP_LABELS.get(key, "{}")
            chips += [Chip(named.format(labels[value].label), self.address.toggled(key, value)) for value in values]
        if self.offers_national and self.asked.national:
            chips.append(Chip("Ook landelijk", self.address.url(national=False)))
        return tuple(chips)

    @property
    def offers_national(self) -> bool:
        """The switch “ook landelijk” only says something where a place is chosen."""
        return bool(PLACES & self.asked.chosen.keys())

    # Addresses

    @cached_property
    def address(self) -> Address:
        """Writes the addresses of this question and its like."""
        return Address(self.asked, reverse(self.outlet))

    @property
    def ways(self) -> Ways:
        """Other ways to see the same results."""
        return Ways(self)

    @property
    def list_address(self) -> Address:
        """Writes the addresses of the list, whichever page this is."""
        return self.address_at("browse")

    def address_at(self, outlet: str) -> Address:
        """Writes the addresses of this question at another of `OUTLETS`, which has pages of its own."""
        sizes = OUTLETS[outlet] or LIST
        return Address(replace(self.asked, page=1, sizes=sizes, size=sizes.default), reverse(outlet))

    @property
    def canonical_url(self) -> str:
        """The one address of this question and page."""
        return self.address.url(page=self.asked.page)

    @property
    def url_national(self) -> str:
        """The address with the switch “ook landelijk” the other way."""
        return self.address.url(national=not self.asked.national)

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What a form for other words must carry along."""
        return [(key, value) for key, value in self.address.parameters(literal=False) if key != "q"]

    @property
    def sentence(self) -> str:
        """What was found, said in a sentence: 23 initiatieven voor ouderen in Flevoland over eenzaamheid."""
        return sentence(self)

    @property
    def title(self) -> str:
        """The question as the title of a page."""
        name = self.ways.title
        chosen = ", ".join(chip.label for chip in self.chips)
        number = f", pagina {self.page.number}" if self.asked.page > 1 and self.page.number > 1 else ""
        return f"{name}: {chosen}{number}" if chosen else f"{name}{number}"

    @property
    def description(self) -> str:
        """The question as a search engine shows it."""
        return f"{self.sentence}. Uit de coronajaren, elk met de bron erbij."

    # Words

    @cached_property
    def answer(self) -> Answer:
        """What the words match in the whole catalogue, whatever is chosen."""
        return answer(self.asked.words, self.index, literal=self.asked.literal)

    @cached_property
    def recognised(self) -> list[Offer]:
        """The facet values that the words name, each with the address that chooses it instead of the words."""
        return alternatives.recognised(self)

    @cached_property
    def relaxed(self) -> list[Offer]:
        """Where nothing is found: what to drop, and how many results that would give."""
        return [] if self.total else alternatives.relaxed(self)

    @cached_property
    def spelled(self) -> Offer | None:
        """Other words that may be meant."""
        words = shortened(self.answer.spelled)
        offer = alternatives.of(self, words, words=words) if words else None
        return offer if offer and offer.count else None

    @property
    def url_literal(self) -> str:
        """The address without synonyms."""
        return self.address.url(literal=True)

    # Inside

    def _with_moved(self, query: QueryDict) -> str:
        """The query string as it came, but for the values that have moved."""
        query = query.copy()
        for key, values in self.asked.moved.items():
            query.setlist(key, dict.fromkeys(values))
        return query.urlencode()

    def _everywhere(self, key: str) -> BitMap:
        """The national initiatives, where the switch makes them at home in every place."""
        if not (self.asked.national and key in PLACES):
            return BitMap()
        return initiatives_in(self.index.values["bereik"], [Scope.NATIONAL])

    def _counts(self, key: str) -> dict[str, int]:
        """The count of every value of a facet that occurs in the catalogue or is chosen."""
        among = self.among(key) if key in self.asked.chosen else self.found
        if among == self.index.everything:
            counts = dict(self.index.totals[key])
        else:
            counts = {value: found.intersection_cardinality(among) for value, found in self.index.values[key].items()}
        for value in self.asked.chosen.get(key, []):
            counts.setdefault(value, 0)
        if everywhere := self._everywhere(key).intersection_cardinality(among):
            counts = {value: count + everywhere for value, count in counts.items()}
        return counts

    def _groups(self) -> Iterator[BitMap]:
        """What was found in groups, the first first; the order within a group is for the sort."""
        matches = self.answer.matches
        if self.asked.sort != "relevantie":
            yield matches.whole & self.found
            yield matches.partly & self.found
            return
        title = matches.title & self.found
        yield title
        for matching in (matches.whole - title, matches.partly):
            for near in self._nearest_first(matching & self.found):
                yield from ranked(near, matches.concepts)

    def _nearest_first(self, found: BitMap) -> list[BitMap]:
        """Local before regional before national, where a municipality is chosen."""
        if "gemeente" not in self.asked.chosen:
            return [found]
        return [found & initiatives_in(self.index.values["bereik"], [scope]) for scope in Scope]
