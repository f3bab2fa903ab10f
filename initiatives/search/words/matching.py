"""Matching: which initiatives a text query finds: with all its words, with a part of them, or with its meaning."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from django.utils.functional import cached_property
from pyroaring import BitMap

from initiatives.search.index.byte_cache import bitmaps_size
from initiatives.search.index.snapshot import Index
from initiatives.search.weights import MIN_FULL_MATCHES
from initiatives.search.words.partial import NONE, Best, partial_matches
from initiatives.search.words.term_match import QueryPostings, TermMatch
from initiatives.search.words.text_query import TextQuery


@dataclass(frozen=True)
class QueryMatch:
    """The initiatives in the whole catalogue that match a text query."""

    query: TextQuery
    terms: tuple[TermMatch, ...]  # the match of each term, then of each phrase
    title: BitMap  # those of which the title is the whole query
    full: BitMap  # those that match all terms
    synonyms: tuple[str, ...] = ()  # the synonyms of terms that occur
    find_partial: Callable[[], tuple[Best, Best]] = lambda: (NONE, NONE)

    @property
    def partial(self) -> Best:
        """Those that match a part of the terms, where few match all."""
        return self._partial_and_related[0]

    @property
    def related(self) -> Best:
        """Those that match no term, but mean the same, where few match all."""
        return self._partial_and_related[1]

    @cached_property
    def _partial_and_related(self) -> tuple[Best, Best]:
        return self.find_partial()

    @cached_property
    def all(self) -> BitMap:
        return self.full | self.partial.members | self.related.members

    @property
    def size(self) -> int:
        """Approximate bytes."""
        levels = [members for term in self.terms for _, members in term.levels]
        return 5_000 + bitmaps_size([*levels, *(term.all for term in self.terms), self.title, self.full])


def match(query: TextQuery, index: Index) -> QueryMatch:
    """Find the initiatives that match a text query; an empty one matches everything."""
    if not query:
        return QueryMatch(query, (), BitMap(), index.everything)
    postings, total = QueryPostings(query, index), len(index.everything)
    terms = [TermMatch.of(postings.term(term), total, term.telling) for term in query.terms]
    terms += [TermMatch.of(postings.phrase(phrase), total) for phrase in query.phrases]
    allowed = index.everything
    for phrase in query.excluded:
        allowed = allowed - postings.excluded(phrase)
    full = allowed
    for term in terms:
        full = full & term.all
    synonyms = tuple(postings.occurring_synonyms(query))
    matches = QueryMatch(query, tuple(terms), postings.title & full, full, synonyms)
    if len(full) >= MIN_FULL_MATCHES:
        return matches
    # What matches in part takes longest, and is not always asked for.
    return replace(matches, find_partial=partial(partial_matches, query, terms, postings, full, allowed, index))
