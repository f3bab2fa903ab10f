"""The answer to a question: which initiatives match, in which order, and how often each facet value occurs."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.functional import cached_property
from pyroaring import BitMap

from catalogue.telemetry import metrics
from initiatives.choices import Scope
from initiatives.search.facets.definitions import PLACE_FACETS
from initiatives.search.index.snapshot import Index, current_index, initiatives_with
from initiatives.search.index.years import Years
from initiatives.search.query_string.parameters import Parameters
from initiatives.search.results import MatchKind, Results
from initiatives.search.sorting import RELEVANCE, TITLE
from initiatives.search.words.ranking import page_keys, ranked
from initiatives.search.words.text_match import TextMatch, match_text


class Search:
    """Answers one question; pages, embeds, feeds, files and the API all ask this, so that they cannot differ.

    Nothing is computed before it is needed.
    """

    def __init__(self, parameters: Parameters, index: Index) -> None:
        self.parameters, self.index = parameters, index
        self.facet_values = index.facet_values

    @classmethod
    def of(cls, *, words: str = "", sort: str = RELEVANCE, **chosen: str) -> "Search":
        """Ask a question of our own of the current catalogue, with one chosen slug for a facet, by its key."""
        parameters = Parameters(words=words, sort=sort, chosen={key: [slug] for key, slug in chosen.items()})
        return cls(parameters, current_index())

    def with_changes(self, **changes: Any) -> "Search":
        """Ask the question with other values for fields of `Parameters`, of the same version of the catalogue."""
        return Search(replace(self.parameters, page=1, **changes), self.index)

    # Results

    @cached_property
    def results(self) -> Results:
        """The initiatives that match, in order."""
        is_unranked = self.parameters.sort == RELEVANCE and not self.text_match.query
        sort = TITLE if is_unranked else self.parameters.sort

        def keys(limit: int, offset: int) -> list[int]:
            return page_keys(self._groups(), self.index.order(sort), limit, offset)

        named_first = self.facet_values.municipality_names(self.parameters.chosen.get("gemeente", []))
        return Results(self.index.cards, self.total, keys, lambda: self.text_match.forms, self._kind, named_first)

    @cached_property
    def matching(self) -> BitMap:
        return self.matching_except()

    @property
    def total(self) -> int:
        return len(self.matching)

    @property
    def full_total(self) -> int:
        """The number of results that have all of the words."""
        return self.text_match.matches.full.intersection_cardinality(self.matching)

    @property
    def partial_total(self) -> int:
        """The number of results that have only a part of the words."""
        return self.text_match.matches.partial.members.intersection_cardinality(self.matching)

    @property
    def related_total(self) -> int:
        """The number of results that have none of the words, but mean the same."""
        return self.text_match.matches.related.members.intersection_cardinality(self.matching)

    def _kind(self, key: int) -> MatchKind:
        matches = self.text_match.matches
        if key in matches.full:
            return MatchKind.FULL
        return MatchKind.PARTIAL if key in matches.partial.members else MatchKind.RELATED

    @property
    def years(self) -> Years | None:
        """The years of the sources of the results; without results, those of the whole catalogue."""
        return self.index.years_of(self.matching) or self.index.years

    @cached_property
    def text_match(self) -> TextMatch:
        """What the words match in the whole catalogue, whatever is chosen."""
        with metrics.SEARCH_SECONDS.time():
            return match_text(self.parameters.words, self.index, literal=self.parameters.literal)

    # Facets

    def counts(self, key: str) -> dict[str, int]:
        """Return for each value of a facet the number of results, were it the only one chosen in this facet.

        By slug, of the values that occur in the catalogue or are chosen, in the order of the facet's values.
        """
        among = self.matching_except(key) if key in self.parameters.chosen else self.matching
        if among == self.index.everything:
            counts = dict(self.index.totals[key])
        else:
            values = self.index.by_value[key].items()
            counts = {slug: members.intersection_cardinality(among) for slug, members in values}
        if missing := {*self.parameters.chosen.get(key, [])} - counts.keys():
            in_order = self.facet_values.by_slug(key)
            counts = {slug: counts.get(slug, 0) for slug in in_order if slug in counts or slug in missing}
        if everywhere := self._everywhere(key).intersection_cardinality(among):
            counts = {slug: count + everywhere for slug, count in counts.items()}
        return counts

    def count(self, key: str, slug: str) -> int:
        return self.counts(key).get(slug, 0)

    def matching_except(self, *keys: str) -> BitMap:
        """Return the initiatives that match the words and what is chosen in every facet but these."""
        members = self.text_match.matches.all
        for key, slugs in self.parameters.chosen.items():
            if key not in keys:
                members = members & self.with_values(key, slugs)
        return members

    def with_values(self, key: str, slugs: Iterable[str]) -> BitMap:
        """Return the initiatives with any of these values; national ones too, where they count for every place."""
        return initiatives_with(self.index.by_value[key], slugs) | self._everywhere(key)

    def _everywhere(self, key: str) -> BitMap:
        """The national initiatives, where the switch “ook landelijk” applies."""
        if not (self.parameters.national and key in PLACE_FACETS):
            return BitMap()
        return initiatives_with(self.index.by_value["bereik"], [Scope.NATIONAL])

    # Order

    def _groups(self) -> Iterator[BitMap]:
        """Yield disjoint groups, best first; the sort orders the members of each."""
        matches = self.text_match.matches
        if self.parameters.sort != RELEVANCE:
            for members in (matches.full, matches.partial.members, matches.related.members):
                yield members & self.matching
            return
        title = matches.title & self.matching
        yield title
        for near in self._nearest_first((matches.full - title) & self.matching):
            yield from ranked(near, matches.terms)
        for best in (matches.partial, matches.related):
            for near in self._nearest_first(best.members & self.matching):
                yield from best.among(near)

    def _nearest_first(self, members: BitMap) -> list[BitMap]:
        """Local before regional before national, where a municipality is chosen."""
        if "gemeente" not in self.parameters.chosen:
            return [members]
        return [members & initiatives_with(self.index.by_value["bereik"], [scope]) for scope in Scope]
