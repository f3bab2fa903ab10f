"""One question from the address bar, answered: results, total, facets, chips, canonical query string."""

from collections import Counter
from functools import cached_property
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Min, When
from django.http import QueryDict
from django.urls import reverse

from initiatives.choices import Scope
from initiatives.filters import PLACES, InitiativeFilter
from initiatives.models import Initiative
from initiatives.models.initiative import InitiativeQuerySet
from initiatives.search.facets import Chip, Facet, Option, Sort, count_terms
from initiatives.search.index import CONFIG, NATIONAL, term
from initiatives.search.parameters import NATIONAL_KEY, NATIONAL_VALUE, SORTS, parse
from initiatives.search.vocabulary import FACETS, Term, Vocabulary

PAGE_SIZE = 20
# How a value is called away from its facet, where its label alone would not be understood.
CHIP_LABELS = {"provincie": "Provincie {}", "inwoners": "{} inwoners"}
EVERYTHING, RESULTS = "", "*"  # names of sets that no facet has
NEAREST_FIRST = Case(When(scope=Scope.LOCAL, then=0), When(scope=Scope.REGIONAL, then=1), default=2)


class Search:
    """Answers a query string; page, feed, export and API all ask this, so that they cannot differ.

    Args:
        query: keys and values as they came from outside.

    Where a value is outdated or informal, `moved_query` is the query string with today's values; else it is empty.
    """

    def __init__(self, query: QueryDict) -> None:
        self.vocabulary = Vocabulary()
        asked = parse(query, self.vocabulary)
        self.words, self.chosen, self.sort = asked.words, asked.chosen, asked.sort
        self.national, self.ignored, self.page_asked = asked.national, asked.ignored, asked.page
        self.moved_query = self._with_moved(query, asked.moved) if asked.moved else ""

    @classmethod
    def of(cls, **values: str) -> "Search":
        """The question for one value of each named facet."""
        return cls(QueryDict(urlencode(values)))

    # Results

    @cached_property
    def results(self) -> InitiativeQuerySet:
        """The initiatives that match, in order."""
        results = self._matching(self.chosen).annotate(first_municipality=Min("municipalities__name"))
        nearest = [NEAREST_FIRST] if "gemeente" in self.chosen else []
        best = [SearchRank(F("search_row__vector"), self._query).desc()] if self.words else []
        orders = {
            "relevantie": [*nearest, *best],
            "nieuwste": [F("published_at").desc()],
            "titel": [],
            "gemeente": [F("first_municipality").asc(nulls_last=True)],
        }
        return results.order_by(*orders[self.sort], "title", "slug")

    @cached_property
    def page(self) -> Page:
        """The page asked for; past the end, the last one."""
        return Paginator(self.results.for_cards(), PAGE_SIZE).get_page(self.page_asked)

    @property
    def page_exists(self) -> bool:
        """Whether there are as many pages as were asked for."""
        return self.page_asked <= self.page.paginator.num_pages

    @property
    def total(self) -> int:
        """How many initiatives match."""
        return self.page.paginator.count

    # Facets

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """Every facet with the values that occur in the catalogue, or are chosen."""
        return tuple(Facet(key, label, self._options(key)) for key, label in FACETS.items())

    @cached_property
    def chips(self) -> tuple[Chip, ...]:
        """What is chosen, each with the address without it."""
        chips = [Chip(f"“{self.words}”", self.url(words=""))] if self.words else []
        for key, values in self.chosen.items():
            labels = self.vocabulary.terms(key)
            named = CHIP_LABELS.get(key, "{}")
            chips += [Chip(named.format(labels[value].label), self.url_toggled(key, value)) for value in values]
        if self.offers_national and self.national:
            chips.append(Chip("Ook landelijk", self.url(national=False)))
        return tuple(chips)

    @property
    def chosen_count(self) -> int:
        """How many values are chosen in all facets."""
        return sum(map(len, self.chosen.values()))

    @property
    def offers_national(self) -> bool:
        """The switch “ook landelijk” only says something where a place is chosen."""
        return bool(PLACES & self.chosen.keys())

    def count(self, key: str, value: str) -> int:
        """How many results a value would give as the only one in its facet, all else as it is."""
        counts = self._counts.get(key, self._counts[RESULTS])
        everywhere = counts[NATIONAL] if self.national and key in PLACES else 0
        return counts[term(key, value)] + everywhere

    # Addresses

    def parameters(self, **changes: object) -> list[tuple[str, str]]:
        """The question as sorted keys and values, without what is the default; `changes` as for `url`."""
        now = {"words": self.words, "chosen": self.chosen, "national": self.national, "sort": self.sort, "page": 1}
        now |= changes
        pairs = [(key, value) for key, values in now["chosen"].items() for value in values]
        pairs += [("q", now["words"])] if now["words"] else []
        has_place = any(now["chosen"].get(key) for key in PLACES)
        pairs += [(NATIONAL_KEY, NATIONAL_VALUE)] if now["national"] and has_place else []
        pairs += [("sorteer", now["sort"])] if now["sort"] != "relevantie" else []
        pairs += [("pagina", str(now["page"]))] if now["page"] > 1 else []
        return sorted(pairs)

    def url(self, **changes: object) -> str:
        """The address of this question, with other `words`, `chosen`, `national`, `sort` or `page` (default 1)."""
        query = urlencode(self.parameters(**changes))
        return reverse("browse") + (f"?{query}" if query else "")

    def url_toggled(self, key: str, value: str) -> str:
        """The address with a value chosen, or no longer chosen."""
        values = set(self.chosen.get(key, [])) ^ {value}
        return self.url(chosen={**self.chosen, key: sorted(values)})

    @property
    def canonical_url(self) -> str:
        """The one address of this question and page."""
        return self.url(page=self.page_asked)

    @property
    def url_national(self) -> str:
        """The address with the switch “ook landelijk” the other way."""
        return self.url(national=not self.national)

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What a form for other words, or for one more value, must carry along."""
        return [(key, value) for key, value in self.parameters() if key != "q"]

    @property
    def sorts(self) -> tuple[Sort, ...]:
        """The ways to sort; by relevance only where there is something to be relevant to."""
        ways = {value: label for value, label in SORTS.items() if value != "relevantie" or self._has_relevance}
        return tuple(Sort(label, value == self.sort, self.url(sort=value)) for value, label in ways.items())

    @property
    def pages(self) -> list[tuple[int | str, str]]:
        """Page numbers with their addresses, and an ellipsis without one where numbers are left out."""
        numbers = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        return [(number, self.url(page=number) if isinstance(number, int) else "") for number in numbers]

    @property
    def title(self) -> str:
        """The question as the title of a page."""
        chosen = ", ".join(chip.label for chip in self.chips)
        return f"Initiatieven: {chosen}" if chosen else "Initiatieven"

    # Inside

    @property
    def _has_relevance(self) -> bool:
        return bool(self.words) or "gemeente" in self.chosen

    @staticmethod
    def _with_moved(query: QueryDict, moved: dict[str, list[str]]) -> str:
        """The query string as it came, but for the values that have moved."""
        query = query.copy()
        for key, values in moved.items():
            query.setlist(key, dict.fromkeys(values))
        return query.urlencode()

    @property
    def _query(self) -> SearchQuery:
        return SearchQuery(self.words, config=CONFIG, search_type="websearch")

    def _matching(self, chosen: dict[str, list[str]]) -> InitiativeQuerySet:
        """The published initiatives for the words and these values."""
        question = QueryDict(mutable=True)
        question.update({"q": self.words, "landelijk": "true" if self.national else ""})
        for key, values in chosen.items():
            question.setlist(key, values)
        everything = Initiative.objects.published().filter(search_row__isnull=False)
        return InitiativeFilter(question, queryset=everything).qs

    @cached_property
    def _counts(self) -> dict[str, Counter[str]]:
        """Counts of terms in the results, in the whole catalogue, and for each facet without its own choice."""
        sets = {RESULTS: self._matching(self.chosen)}
        if self.words or self.chosen:
            sets[EVERYTHING] = Initiative.objects.published().filter(search_row__isnull=False)
        for key in self.chosen:
            sets[key] = self._matching({other: values for other, values in self.chosen.items() if other != key})
        counts = count_terms(sets)
        return {EVERYTHING: counts[RESULTS], **counts}

    def _options(self, key: str) -> tuple[Option, ...]:
        """The values that occur in the catalogue or are chosen; in a plain list the dead ones last."""
        known = self.vocabulary.terms(key)
        options = [
            self._option(key, value, each)
            for value, each in known.items()
            if value in self.chosen.get(key, []) or self._counts[EVERYTHING][term(key, value)]
        ]
        has_levels = any(each.parent for each in known.values())
        return tuple(options if has_levels else sorted(options, key=lambda option: option.is_dead))

    def _option(self, key: str, value: str, known: Term) -> Option:
        return Option(
            value=value,
            label=known.label,
            count=self.count(key, value),
            chosen=value in self.chosen.get(key, []),
            url=self.url_toggled(key, value),
            is_child=bool(known.parent),
        )
