"""Partial matches: the initiatives that match a part of a text query best, and those that only mean the same.

Three kinds of evidence are put together: the words and their synonyms, words that look like those that were typed, and
the meaning of the whole text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import cached_property
from pyroaring import BitMap

from initiatives.search.index.snapshot import Index
from initiatives.search.language.dictionary import is_dutch
from initiatives.search.sorting import TITLE
from initiatives.search.weights import (
    MAX_CANDIDATES,
    MAX_PARTIAL,
    MAX_RELATED,
    MEANING,
    MIN_PARTIAL,
    MIN_RELATED_LIKENESS,
    MIN_SHARE_OF_BEST,
    MIN_SHARE_OF_QUERY,
    SUPPORTING,
)
from initiatives.search.words.ranking import scored
from initiatives.search.words.term_match import QueryPostings, TermMatch
from initiatives.search.words.text_query import TextQuery, typed_words


@dataclass(frozen=True)
class Best:
    """Primary keys of initiatives, best first."""

    keys: tuple[int, ...] = ()

    @cached_property
    def members(self) -> BitMap:
        return BitMap(self.keys)

    def among(self, members: BitMap) -> Iterator[BitMap]:
        """Yield those in a set, in order, each as a set of its own."""
        return (BitMap([key]) for key in self.keys if key in members)


NONE = Best()


def partial_matches(
    query: TextQuery, terms: list[TermMatch], postings: QueryPostings, full: BitMap, allowed: BitMap, index: Index
) -> tuple[Best, Best]:
    """Return the best partial matches, and the initiatives that match no word but mean the same.

    Args:
        terms: the match of each term and phrase of the query.
        full: the full matches.
        allowed: the initiatives without excluded words.
    """
    among = allowed - full
    loose = list(terms)
    if len(terms) > 1 or not any(term.all for term in terms):  # of a single word that is found, the rest is noise
        loose[: len(query.terms)] = postings.loosened(query.terms, terms)
    matching = BitMap.union(*(term.all for term in loose)) & among if loose else BitMap()
    likeness = {key: value for key, value in _likeness(query, terms, index).items() if key in among}
    best = _best(matching, loose, likeness, index, is_full_better=bool(full))
    related = [key for key, value in likeness.items() if key not in matching and value >= MIN_RELATED_LIKENESS]
    return Best(tuple(best)), Best(tuple(related[:MAX_RELATED]))


def _likeness(query: TextQuery, terms: list[TermMatch], index: Index) -> dict[int, float]:
    """The initiatives that are most like the query in meaning; none for names of places, or words that nobody knows."""
    is_known = any(term.all for term in terms) or any(is_dutch(part) for part in typed_words(query.terms))
    is_place = not query.phrases and all(term.is_place for term in query.terms)
    return index.likeness(query.plain) if is_known and not is_place else {}


def _best(
    matching: BitMap, terms: list[TermMatch], likeness: Mapping[int, float], index: Index, *, is_full_better: bool
) -> list[int]:
    """The partial matches, best first, up to where relevance drops.

    By words alone that is where little of the query is left, or much less than the best has: all of it, where there are
    full matches. What the meaning supports stays, and so do all when they are few.
    """
    possible = sum(term.rarity for term in terms)
    shares = {key: score / possible for key, score in islice(_scored_keys(matching, terms, index), MAX_CANDIDATES)}
    best = 1.0 if is_full_better else max(shares.values(), default=0.0)
    needed = max(MIN_SHARE_OF_QUERY, MIN_SHARE_OF_BEST * best)
    supported = set(islice(likeness, SUPPORTING))
    kept = [key for key in shares if len(shares) <= MIN_PARTIAL or shares[key] >= needed or key in supported]
    if not supported:
        kept = kept or list(shares)[:MIN_PARTIAL]
    kept.sort(key=lambda key: -(shares[key] + MEANING * max(0.0, likeness.get(key, 0.0))))
    return kept[:MAX_PARTIAL]


def _scored_keys(members: BitMap, terms: list[TermMatch], index: Index) -> Iterator[tuple[int, float]]:
    for score, group in scored(members, tuple(terms)):
        for key in index.order(TITLE).first(group, MAX_CANDIDATES):
            yield key, score
